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
        var outline: BlockOutline
        let lifted: LiftedText
        let root: CommonMarkNode
        do {
            outline = try CommonMarkParser.outline(body, lineCount: lines.count)
            definitions = FootnoteDefinitions(body) { outline.lines[$0 - 1].isVerbatim }
            // A footnote's further paragraphs looked like indented code.
            if !definitions.byLine.isEmpty {
                outline = try CommonMarkParser.outline(definitions.text, lineCount: lines.count)
            }
            lifted = LiftedText(definitions.text, footnotes: definitions.names, outline: outline)
            root = try CommonMarkParser.parse(lifted.text)
        } catch {
            let position = SourcePosition(line: error.line)
            let message = "Markdown nested more than \(NestingError.limit) deep"
            return (nil, head.diagnostics + [Diagnostic(path: path, position: position, message: message)])
        }

        var builder = ChapterBuilder(path: path, text: normalized, definitions: definitions, lifted: lifted)
        builder.labels.foreign = foreignLabels
        let (blocks, footnotes) = builder.content(of: root)
        let diagnostics =
            head.diagnostics + valuesInFrontMatter(lines.prefix(head.lineCount), path: path) + builder.diagnostics
        var frontMatter = head.frontMatter
        if !head.namesLanguage, let language = WritingSystem(of: lifted.text, outline: outline).language {
            frontMatter.language = language
        }
        var chapter = Chapter(
            path: path, text: text, frontMatter: frontMatter, titleContent: title(frontMatter, blocks), blocks: blocks,
            cells: builder.cells, footnotes: footnotes, values: builder.values,
            warnings: diagnostics.filter { $0.severity == .warning })
        chapter.findTextAroundValues()
        let unread = normalized.contains(DocumentedValue.scheme) ? chapter.unreadValues(in: lines) : []
        return (chapter, diagnostics + unread)
    }

    /// Errors at the values that stand in the front matter, where nothing checks them.
    private static func valuesInFrontMatter(_ lines: some Collection<Substring>, path: String) -> [Diagnostic] {
        lines.enumerated().compactMap { index, line in
            line.firstRange(of: DocumentedValue.opening).map { range in
                Diagnostic(
                    path: path,
                    position: SourcePosition(
                        line: index + 1, column: line[..<range.lowerBound].utf8.count + 1),
                    message: "a value in the front matter is not checked",
                    advice: "say it in the text; the first heading is the title where the front matter names none")
            }
        }
    }

    /// The title in the front matter, else the first heading; empty where there is neither.
    private static func title(_ frontMatter: FrontMatter, _ blocks: [Block]) -> [Inline] {
        if let title = frontMatter.title { return ChapterBuilder.prose(ofLine: title) }
        for case .heading(let heading) in blocks.lazy.map(\.content) { return heading.content }
        return []
    }
}

extension String {
    /// The text with every line break as one line feed, and without a byte order mark.
    func normalizingLineBreaks() -> String {
        guard utf8.contains(UInt8(ascii: "\r")) || unicodeScalars.first == "\u{FEFF}" else { return self }
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
