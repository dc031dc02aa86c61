extension FrontMatter {
    /// How many of a text's first lines are its front matter, the lines around it included; all where it is not closed.
    package static func lineCount(_ lines: [Substring]) -> Int {
        // A path is for messages, which nobody reads here.
        (try? read(lines, path: "").lineCount) ?? lines.count
    }

    /// What a chapter's first lines say about it.
    struct Reading {
        var frontMatter = FrontMatter()
        /// Whether it names the language of the prose.
        var namesLanguage = false
        /// How many lines the front matter takes, the lines around it included; 0 where there is none.
        var lineCount = 0
        /// What is wrong with it.
        var diagnostics: [Diagnostic] = []
    }

    /// The front matter that a chapter with these lines starts with: YAML between lines of `---`, or TOML between lines of
    /// `+++`.
    ///
    /// - Throws: `ChapterError` where it is not closed, so that nobody knows where the text starts.
    static func read(_ lines: [Substring], path: String) throws(ChapterError) -> Reading {
        for (fence, key, entries) in [
            ("---", ":" as Character, entries(yaml:)), ("+++", "=", entries(toml:)),
        ] {
            func isFence(_ line: Substring) -> Bool {
                line.hasPrefix(fence) && line.dropFirst(fence.count).allSatisfy(\.isWhitespace)
            }
            guard let first = lines.first, isFence(first) else { continue }
            // A line between two parts may open a file too: only keys make it front matter.
            guard let close = lines.dropFirst().firstIndex(where: isFence) else {
                guard lines.count > 1, lines[1].contains(key) else { return Reading() }
                throw ChapterError([
                    Diagnostic(
                        path: path, position: SourcePosition(line: 1), message: "the front matter is not closed",
                        advice: "end it with a line of `\(fence)`")
                ])
            }
            var reader = FrontMatterReader(path: path)
            do {
                for entry in try entries(lines[1..<close].joined(separator: "\n")) { reader.read(entry) }
            } catch {
                reader.diagnostics.append(Diagnostic(path: path, position: error.position, message: error.message))
            }
            return Reading(
                frontMatter: reader.frontMatter, namesLanguage: reader.namesLanguage, lineCount: close + 1,
                diagnostics: reader.diagnostics)
        }
        return Reading()
    }
}

/// Turns the entries of a front matter into what they say and collects what is wrong with them.
private struct FrontMatterReader {
    let path: String
    var frontMatter = FrontMatter()
    var namesLanguage = false
    var diagnostics: [Diagnostic] = []

    init(path: String) {
        self.path = path
    }

    mutating func read(_ entry: FrontMatterEntry) {
        let value = entry.value
        switch entry.key {
        case "title": frontMatter.title = text(entry)
        case "number": frontMatter.number = text(entry)
        case "language", "lang":
            guard let language = text(entry) else { return }
            if language.split(separator: "-").allSatisfy({ (1...8).contains($0.count) && $0.allSatisfy(\.isASCII) }) {
                frontMatter.language = language
                namesLanguage = true
            } else {
                report(
                    value.position, "`\(language)` is no language tag", advice: "write one such as `en` or `zh-Hans`")
            }
        case "description": frontMatter.description = text(entry)
        case "date": frontMatter.date = text(entry)
        case "seed":
            guard let seed = text(entry).flatMap({ UInt64($0) }) else {
                return report(value.position, "`seed` takes a whole number from 0")
            }
            frontMatter.seed = seed
        case "timeout":
            guard let seconds = text(entry).flatMap({ Double($0) }), seconds > 0, seconds.isFinite else {
                return report(value.position, "`timeout` takes a number of seconds above 0")
            }
            frontMatter.timeout = seconds
        case "data": frontMatter.data = dataPaths(entry)
        default:
            frontMatter.otherKeys.append(entry.key)
            // Other generators' keys are theirs; one that is hardly different from a key of ours is a slip.
            guard let near = nearestName(to: entry.key, in: Keyword.frontMatter.map(\.name)),
                !Self.foreignKeys.contains(entry.key)
            else {
                return
            }
            diagnostics.append(
                Diagnostic(
                    .warning, path: path, position: entry.position, message: "`\(entry.key)` says nothing to Lectern",
                    advice: "did you mean `\(near)`?"))
        }
    }

    /// Keys that are near to one of ours and mean something elsewhere.
    private static let foreignKeys = [
        "subtitle", "dates", "update", "updated", "titles", "numbered", "math", "toc", "slug",
    ]

    /// One path, or a list of them.
    private mutating func dataPaths(_ entry: FrontMatterEntry) -> [FrontMatter.DataPath] {
        let values = if case .list(let values) = entry.value.content { values } else { [entry.value] }
        return values.compactMap { value in
            guard let path = value.scalar, FrontMatter.DataPath.isInside(path) else {
                report(
                    value.position, value.scalar.map { "`\($0)` is not beside the lesson" } ?? "`data` takes paths",
                    advice: "`data` takes the paths of files and folders in the lesson's own folder, or below it")
                return nil
            }
            return FrontMatter.DataPath(path: path, position: value.position)
        }
    }

    private mutating func text(_ entry: FrontMatterEntry) -> String? {
        if entry.value.scalar == nil { report(entry.value.position, "`\(entry.key)` takes a single value") }
        return entry.value.scalar
    }

    private mutating func report(_ position: SourcePosition?, _ message: String, advice: String? = nil) {
        diagnostics.append(Diagnostic(path: path, position: position, message: message, advice: advice))
    }
}
