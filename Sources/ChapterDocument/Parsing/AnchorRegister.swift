/// Gives each heading an anchor of its own.
struct AnchorRegister {
    /// The page's own elements have these identifiers.
    private var taken: Set<String> = ["text", "theme"]
    /// And identifiers that start like this.
    private static let reservedBeginnings = ["cell-", "ref-", "fn-", "fnref-", "tabs-"]

    /// An anchor in GitHub's manner: lower case, letters and digits of any script, hyphens for spaces.
    mutating func add(_ text: String) -> String {
        let slug = text.lowercased().reduce(into: "") { slug, character in
            if character.isLetter || character.isNumber || character == "-" || character == "_" {
                slug.append(character)
            } else if character == " " {
                slug.append("-")
            }
        }
        let isReserved = Self.reservedBeginnings.contains(where: slug.hasPrefix)
        let base = slug.isEmpty ? "section" : isReserved ? "section-\(slug)" : slug
        var anchor = base
        var count = 0
        while !taken.insert(anchor).inserted {
            count += 1
            anchor = "\(base)-\(count)"
        }
        return anchor
    }
}
