import Yams

extension FrontMatter {
    /// What a chapter's first lines say about it.
    struct Reading {
        var frontMatter = FrontMatter()
        /// How many lines the front matter takes, its `---` lines included; 0 where there is none.
        var lineCount = 0
        /// What is wrong with it.
        var diagnostics: [Diagnostic] = []
    }

    /// The front matter that a chapter with these lines starts with.
    ///
    /// - Throws: `ChapterError` where it is not closed, so that nobody knows where the text starts.
    static func read(_ lines: [Substring], path: String) throws(ChapterError) -> Reading {
        func isFence(_ line: Substring) -> Bool {
            line.hasPrefix("---") && line.dropFirst(3).allSatisfy(\.isWhitespace)
        }
        guard let first = lines.first, isFence(first) else { return Reading() }
        // A line between two parts may open a file too: only keys make it front matter.
        guard let close = lines.dropFirst().firstIndex(where: isFence) else {
            guard lines.count > 1, lines[1].contains(":") else { return Reading() }
            throw ChapterError([
                Diagnostic(
                    path: path, position: SourcePosition(line: 1), message: "the front matter is not closed",
                    advice: "end it with a line of `---`")
            ])
        }
        var reader = FrontMatterReader(path: path)
        let frontMatter = reader.read(lines[1..<close].joined(separator: "\n"))
        return Reading(frontMatter: frontMatter, lineCount: close + 1, diagnostics: reader.diagnostics)
    }
}

/// Turns YAML into front matter and collects what is wrong with it.
private struct FrontMatterReader {
    var path: String
    var diagnostics: [Diagnostic] = []

    mutating func read(_ yaml: String) -> FrontMatter {
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
        case "data": matter.data = dataPaths(value)
        default:
            matter.otherKeys.append(name)
            // Other generators' keys are theirs; one that is hardly different from a key of ours is a slip.
            guard let near = nearestName(to: name, in: Self.keys), !Self.foreignKeys.contains(name) else { return }
            let position = position(key.mark)
            diagnostics.append(
                Diagnostic(
                    .warning, path: path, position: position, message: "`\(name)` says nothing to Lectern",
                    advice: "did you mean `\(near)`?"))
        }
    }

    private static let keys = ["title", "number", "language", "description", "date", "seed", "timeout", "data"]
    /// Keys that are near to one of ours and mean something elsewhere.
    private static let foreignKeys = ["subtitle", "dates", "update", "updated", "titles", "numbered"]

    /// One path, or a list of them.
    private mutating func dataPaths(_ node: Node) -> [FrontMatter.DataPath] {
        (node.sequence.map(Array.init) ?? [node]).compactMap { item in
            guard let path = text(item, of: "data") else { return nil }
            guard FrontMatter.DataPath.isInside(path) else {
                report(
                    item.mark, "`\(path)` is not beside the lesson",
                    advice: "`data` takes the paths of files and folders in the lesson's own folder, or below it")
                return nil
            }
            return FrontMatter.DataPath(path: path, position: position(item.mark))
        }
    }

    private mutating func text(_ node: Node, of key: String) -> String? {
        if node.scalar == nil { report(node.mark, "`\(key)` takes a single value") }
        return node.scalar?.string
    }

    private mutating func report(_ mark: Mark?, _ message: String, advice: String? = nil) {
        diagnostics.append(Diagnostic(path: path, position: position(mark), message: message, advice: advice))
    }

    /// The place in the file, on whose second line the YAML starts.
    private func position(_ mark: Mark?) -> SourcePosition {
        SourcePosition(line: (mark?.line ?? 0) + 1, column: mark?.column ?? 1)
    }
}
