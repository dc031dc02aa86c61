/// Gives each heading an anchor of its own.
struct AnchorRegister {
    /// The anchors, and how many of each with a number behind it have been given.
    private var counts: [String: Int] = [:]

    /// An anchor in GitHub's manner: lower case, letters and digits of any script, hyphens for spaces.
    mutating func add(_ text: String) -> String {
        let slug = text.lowercased().reduce(into: "") { slug, character in
            if character.isLetter || character.isNumber || character == "-" || character == "_" {
                slug.append(character)
            } else if character == " " {
                slug.append("-")
            }
        }
        let base = slug.isEmpty ? "section" : slug
        var anchor = base
        while let count = counts[anchor] {
            counts[base] = max(count, counts[base] ?? 0) + 1
            anchor = "\(base)-\(counts[base] ?? 1)"
        }
        counts[anchor] = 0
        return anchor
    }
}
