import Yams

extension FrontMatter {
    /// The front matter that `text` starts with, and how many lines it takes, its `---` lines included.
    ///
    /// - Returns: Nil where the text does not start with front matter.
    /// - Throws: `ChapterError` at the line that is not YAML or holds a value of the wrong kind.
    static func parse(_ lines: [Substring], path: String) throws(ChapterError) -> (FrontMatter, lineCount: Int)? {
        func isFence(_ line: Substring) -> Bool {
            line.hasPrefix("---") && line.dropFirst(3).allSatisfy(\.isWhitespace)
        }
        guard let first = lines.first, isFence(first) else { return nil }
        // A line between two parts may open a file too: only keys make it front matter.
        guard let close = lines.dropFirst().firstIndex(where: isFence) else {
            guard lines.count > 1, lines[1].contains(":") else { return nil }
            throw ChapterError([
                Diagnostic(
                    path: path, position: SourcePosition(line: 1), message: "the front matter is not closed",
                    advice: "end it with a line of `---`")
            ])
        }
        var reader = FrontMatterReader(path: path)
        return (try reader.read(lines[1..<close].joined(separator: "\n")), close + 1)
    }
}

/// Turns YAML into front matter and collects what is wrong with it.
private struct FrontMatterReader {
    var path: String
    var diagnostics: [Diagnostic] = []

    mutating func read(_ yaml: String) throws(ChapterError) -> FrontMatter {
        var matter = FrontMatter()
        do {
            switch try Yams.compose(yaml: yaml) {
            case nil: break
            case .mapping(let mapping)?:
                for (key, value) in mapping { read(key, value, into: &matter) }
            case let other?: report(other.mark, "the front matter is no list of `key: value` lines")
            }
        } catch YamlError.scanner(_, let problem, let mark, _), YamlError.parser(_, let problem, let mark, _),
            YamlError.composer(_, let problem, let mark, _)
        {
            report(mark, "broken YAML: \(problem)")
        } catch {
            report(nil, "broken YAML: \(error)")
        }
        if !diagnostics.isEmpty { throw ChapterError(diagnostics) }
        return matter
    }

    private mutating func read(_ key: Node, _ value: Node, into matter: inout FrontMatter) {
        guard let name = key.scalar?.string else { return report(key.mark, "a key must be a word") }
        switch name {
        case "title": matter.title = text(value, of: name)
        case "number": matter.number = text(value, of: name)
        case "language":
            guard let language = text(value, of: name) else { return }
            if language.split(separator: "-").allSatisfy({ (1...8).contains($0.count) && $0.allSatisfy(\.isASCII) }) {
                matter.language = language
            } else {
                report(value.mark, "`\(language)` is no language tag", advice: "write one such as `en` or `zh-Hans`")
            }
        case "description": matter.description = text(value, of: name)
        case "date": matter.date = text(value, of: name)
        case "seed":
            guard let seed = text(value, of: name).flatMap({ UInt64($0) }) else {
                return report(value.mark, "`seed` takes a whole number from 0")
            }
            matter.seed = seed
        case "timeout":
            guard let seconds = text(value, of: name).flatMap({ Double($0) }), seconds > 0, seconds.isFinite else {
                return report(value.mark, "`timeout` takes a number of seconds above 0")
            }
            matter.timeout = seconds
        default: matter.otherKeys.append(name)
        }
    }

    private mutating func text(_ node: Node, of key: String) -> String? {
        if node.scalar == nil { report(node.mark, "`\(key)` takes a single value") }
        return node.scalar?.string
    }

    private mutating func report(_ mark: Mark?, _ message: String, advice: String? = nil) {
        // The YAML starts on the file's second line.
        let position = SourcePosition(line: (mark?.line ?? 0) + 1, column: mark?.column ?? 1)
        diagnostics.append(Diagnostic(path: path, position: position, message: message, advice: advice))
    }
}
