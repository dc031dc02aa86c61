extension BookFacts {
    private static let keys = ["title", "authors", "author", "license", "licence", "language", "description"]

    /// What a file says about a book.
    ///
    /// - Parameters:
    ///   - text: The file's text.
    ///   - path: The file's path, for messages.
    /// - Returns: The facts as far as they can be read, and what is wrong with the file.
    public static func read(_ text: String, path: String) -> (facts: BookFacts, diagnostics: [Diagnostic]) {
        var facts = BookFacts()
        var diagnostics: [Diagnostic] = []
        func report(_ position: SourcePosition?, _ message: String, advice: String? = nil) {
            diagnostics.append(Diagnostic(path: path, position: position, message: message, advice: advice))
        }
        let entries: [FrontMatterEntry]
        do {
            entries = try FrontMatter.entries(ofFile: text)
        } catch {
            return (facts, [Diagnostic(path: path, position: error.position, message: error.message)])
        }
        for entry in entries {
            let value = entry.value
            if entry.key == "authors" || entry.key == "author" {
                let values = if case .list(let values) = value.content { values } else { [value] }
                facts.authors = values.compactMap(\.scalar)
                if facts.authors.count < values.count { report(value.position, "`\(entry.key)` takes names") }
                continue
            }
            guard keys.contains(entry.key) else {
                let near = nearestName(to: entry.key, in: keys).map { "did you mean `\($0)`?" }
                report(
                    entry.position, "`\(entry.key)` says nothing of a book",
                    advice: near ?? "known are `title`, `authors`, `license`, `language` and `description`")
                continue
            }
            guard let text = value.scalar else {
                report(value.position, "`\(entry.key)` takes a single value")
                continue
            }
            switch entry.key {
            case "title": facts.title = text
            case "description": facts.description = text
            case "language": facts.language = text
            default: facts.license = text
            }
        }
        return (facts, diagnostics)
    }
}
