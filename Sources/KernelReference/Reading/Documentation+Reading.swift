extension Documentation {
    /// Reads a doc comment. Fields such as `- Returns:` are told from the text, and so are examples: a fence of `swift`,
    /// perhaps followed by one of `output`.
    init(comment: String) {
        self.init()
        var text: [Substring] = []
        var lines = comment.split(separator: "\n", omittingEmptySubsequences: false)[...]
        while let line = lines.popFirst() {
            if line.hasPrefix("```") {
                let content = Self.upToFence(&lines)
                if line == "```output", !examples.isEmpty {
                    examples[examples.count - 1].output = content
                } else {
                    examples.append(Example(code: content, output: ""))
                }
            } else if line.hasPrefix("- "),
                let field = line.wholeMatch(of: Self.field)
            {
                set(field.1, to: field.2, Self.indented(&lines))
            } else {
                text.append(line)
            }
        }
        let end = text.firstIndex { $0.isEmpty } ?? text.endIndex
        summary = text[..<end].map { $0.trimmed }.joined(separator: " ")
        discussion = text[end...].drop { $0.isEmpty }.joined(separator: "\n")
        while discussion.last?.isNewline ?? false { discussion.removeLast() }
    }

    // Each is read once, not for each line.
    nonisolated(unsafe) private static let field = #/- (Parameters|Parameter \w+|Returns|Throws):\s*(.*)/#
    nonisolated(unsafe) private static let parameter = #/\s*- (\w+):\s*(.*)/#

    /// Sets a field to the words beside its name and the lines below it.
    private mutating func set(_ field: Substring, to words: Substring, _ below: [Substring]) {
        let text = ([words] + below).map { $0.trimmed }.joined(separator: " ").trimmed
        switch field {
        case "Returns": returns = text
        case "Throws": throwing = text
        case "Parameters":
            for line in below {
                if let item = line.wholeMatch(of: Self.parameter) {
                    parameters.append(Parameter(name: String(item.1), text: String(item.2)))
                } else if !parameters.isEmpty {
                    parameters[parameters.count - 1].text += " " + line.trimmed
                }
            }
        default: parameters.append(Parameter(name: String(field.dropFirst("Parameter ".count)), text: text))
        }
    }

    /// Takes the lines up to the end of a fence.
    private static func upToFence(_ lines: inout ArraySlice<Substring>) -> String {
        let content = lines.prefix { $0 != "```" }
        lines = lines.dropFirst(content.count + 1)
        return content.joined(separator: "\n")
    }

    /// Takes the lines that are indented.
    private static func indented(_ lines: inout ArraySlice<Substring>) -> [Substring] {
        let taken = lines.prefix { $0.hasPrefix("  ") }
        lines = lines.dropFirst(taken.count)
        return Array(taken)
    }
}

extension StringProtocol {
    /// The text without white space around it.
    fileprivate var trimmed: String {
        let start = drop { $0.isWhitespace }
        return String(start.reversed().drop { $0.isWhitespace }.reversed())
    }
}
