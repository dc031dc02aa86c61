import KernelReference

/// Puts entries of the reference into text for a terminal.
struct ReferenceText {
    let style: Style
    /// Characters of a line.
    private static let width = 96

    /// What a search found, or that it found nothing.
    func text(of search: APISearch, for query: String) -> String {
        var text = search.named.map(text).joined(separator: "\n")
        if search.named.isEmpty {
            text = "The kernel has no `\(query)`\(search.similar.isEmpty ? "." : "; it has")\n"
            if search.similar.isEmpty { text += "`lectern reference` lists all names.\n" }
            text += search.similar.prefix(12).map(line).joined()
        } else if !search.similar.isEmpty {
            let names = search.similar.prefix(8).map(\.qualifiedName).joined(separator: ", ")
            text += "\n" + wrapped("See also: \(names)", indent: 0)
        }
        return text
    }

    /// All names, by group.
    func overview(of reference: APIReference) -> String {
        reference.groups.map { group in
            style.bold(group.title) + "\n" + wrapped(group.entries.map(\.shownName).joined(separator: "  "), indent: 4)
        }.joined(separator: "\n")
    }

    /// An entry whole: its declarations with what they do, PyTorch's spellings, and the names of its members.
    private func text(_ entry: APIEntry) -> String {
        var text = style.bold(entry.qualifiedName) + "\n"
        for symbol in entry.symbols {
            let declaration = symbol.declaration(upTo: Self.width - 4)
            text += "\n" + indented(declaration, by: 4) + self.text(symbol.documentation)
        }
        if !entry.members.isEmpty {
            text += "\n    \(style.dim("Members"))\n" + entry.members.map(line).joined()
        }
        if let superclass = entry.superclass { text += "\n    \(style.dim("Inherits from")) \(superclass)\n" }
        if !entry.pyTorch.isEmpty {
            let spellings = entry.pyTorch.map { "\($0.pyTorch)  →  \($0.lectern)\n" }.joined()
            text += "\n    \(style.dim("In PyTorch"))\n" + indented(spellings, by: 8)
        }
        return text
    }

    private func text(_ documentation: Documentation) -> String {
        var text = wrapped(documentation.summary, indent: 8)
        for paragraph in documentation.discussion.split(separator: "\n\n") {
            let isCode = paragraph.hasPrefix("    ") || paragraph.hasPrefix("|") || paragraph.hasPrefix("-")
            text += "\n" + (isCode ? indented("\(paragraph)\n", by: 8) : wrapped(String(paragraph), indent: 8))
        }
        if !documentation.parameters.isEmpty { text += "\n" }
        for parameter in documentation.parameters {
            text += wrapped("\(parameter.name): \(parameter.text)", indent: 8, hanging: 4)
        }
        if let returns = documentation.returns { text += wrapped("Returns: \(returns)", indent: 8, hanging: 4) }
        if let throwing = documentation.throwing { text += wrapped("Throws: \(throwing)", indent: 8, hanging: 4) }
        for example in documentation.examples {
            text += "\n" + indented(example.code + "\n", by: 12)
            if !example.output.isEmpty { text += style.dim(indented(example.output + "\n", by: 12, mark: "│ ")) }
        }
        return text
    }

    private func line(_ entry: APIEntry) -> String {
        wrapped("\(entry.qualifiedName): \(entry.summary)", indent: 8, hanging: 4)
    }

    private func indented(_ text: String, by count: Int, mark: String = "") -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).dropLast(text.hasSuffix("\n") ? 1 : 0)
            .map { $0.isEmpty ? "\n" : String(repeating: " ", count: count) + mark + $0 + "\n" }.joined()
    }

    /// The words in lines of at most the width.
    private func wrapped(_ text: String, indent: Int, hanging: Int = 0) -> String {
        var lines: [String] = []
        var line = ""
        for word in text.split(whereSeparator: \.isWhitespace) {
            let margin = indent + (lines.isEmpty ? 0 : hanging)
            if !line.isEmpty, margin + line.count + word.count + 1 > Self.width {
                lines.append(String(repeating: " ", count: margin) + line)
                line = ""
            }
            line += line.isEmpty ? String(word) : " \(word)"
        }
        guard !line.isEmpty else { return "" }
        lines.append(String(repeating: " ", count: indent + (lines.isEmpty ? 0 : hanging)) + line)
        return lines.joined(separator: "\n") + "\n"
    }
}
