extension Chapter {
    /// Parses a chapter and checks every tag in it.
    ///
    /// Each block's range is where it stands in `text`; a cell's code, put back at its range, gives the file again.
    /// - Parameters:
    ///   - text: The file's text.
    ///   - path: The file's path, for messages and the compiler.
    ///   - foreignLabels: What the chapter may refer to in the other chapters of its book.
    /// - Throws: `ChapterError` with everything that is wrong, in the order of places.
    public init(
        parsing text: String, path: String, foreignLabels: ForeignLabels = .known([:])
    ) throws(ChapterError) {
        let (chapter, diagnostics) = Self.read(text, path: path, foreignLabels: foreignLabels)
        guard let chapter, !diagnostics.contains(where: { $0.severity == .error }) else {
            throw ChapterError(diagnostics)
        }
        self = chapter
    }

    /// Reads as much of a chapter as can be read, to look for more that is wrong with it. It is not fit to be run where
    /// there are errors.
    ///
    /// - Parameters:
    ///   - text: The file's text.
    ///   - path: The file's path, for messages.
    ///   - foreignLabels: What the chapter may refer to in the other chapters of its book.
    /// - Returns: The chapter, nil where its text has no structure to go by, and everything that is wrong with it or amiss,
    ///   in the order of places.
    public static func read(
        _ text: String, path: String, foreignLabels: ForeignLabels
    ) -> (chapter: Chapter?, diagnostics: [Diagnostic]) {
        let normalized = text.normalizingLineBreaks()
        let lines = normalized.split(separator: "\n", omittingEmptySubsequences: false)
        let head: FrontMatter.Reading
        do {
            head = try FrontMatter.read(lines, path: path)
        } catch {
            return (nil, error.diagnostics)
        }
        // Blank lines in place of the front matter keep every line's number.
        let body =
            String(repeating: "\n", count: head.lineCount) + lines.dropFirst(head.lineCount).joined(separator: "\n")

        let definitions: FootnoteDefinitions
        let lifted: LiftedText
        let root: CommonMarkNode
        do {
            var codeLines = try CommonMarkParser.parse(body).codeLines
            definitions = FootnoteDefinitions(body, isCode: codeLines.contains)
            // A footnote's further paragraphs looked like indented code.
            if !definitions.byLine.isEmpty { codeLines = try CommonMarkParser.parse(definitions.text).codeLines }
            lifted = LiftedText(definitions.text, footnotes: definitions.names, isCode: codeLines.contains)
            root = try CommonMarkParser.parse(lifted.text)
        } catch {
            let position = SourcePosition(line: error.line)
            let message = "Markdown nested more than \(NestingError.limit) deep"
            return (nil, head.diagnostics + [Diagnostic(path: path, position: position, message: message)])
        }

        var builder = ChapterBuilder(path: path, text: normalized, definitions: definitions, lifted: lifted)
        builder.labels.foreign = foreignLabels
        let (blocks, footnotes) = builder.content(of: root)
        let diagnostics = head.diagnostics + builder.diagnostics
        let chapter = Chapter(
            path: path, text: text, frontMatter: head.frontMatter, blocks: blocks, cells: builder.cells,
            footnotes: footnotes, warnings: diagnostics.filter { $0.severity == .warning })
        return (chapter, diagnostics)
    }
}

extension String {
    /// The text with every line break as one line feed, and without a byte order mark.
    fileprivate func normalizingLineBreaks() -> String {
        var result = String.UnicodeScalarView()
        var afterReturn = false
        for scalar in unicodeScalars {
            if scalar == "\n", afterReturn {
                afterReturn = false
                continue
            }
            afterReturn = scalar == "\r"
            if scalar == "\u{FEFF}", result.isEmpty { continue }
            result.append(afterReturn ? "\n" : scalar)
        }
        return String(result)
    }
}

extension CommonMarkNode {
    /// The lines in which dollar signs are no math: code blocks and raw HTML.
    fileprivate var codeLines: Set<Int> {
        switch kind {
        case .codeBlock, .htmlBlock: Set(range.start.line...max(range.start.line, range.end.line))
        default: children.reduce(into: []) { $0.formUnion($1.codeLines) }
        }
    }
}
