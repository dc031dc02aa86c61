import ChapterDocument
import FoundationEssentials

/// What the word before a place of a lesson could be completed to, where that is no Swift.
struct LessonCompletions {
    private let words: LessonWords
    private let position: Position
    /// The line's text before the place.
    private let beginning: String

    init(_ words: LessonWords, at position: Position) {
        self.words = words
        self.position = position
        beginning = words.lesson.document.beginning(ofLineAt: position)
    }

    private var lesson: LessonSnapshot { words.lesson }

    /// The proposals, best first.
    var items: [CompletionItem] {
        if words.isFrontMatter(line: position.line) { return frontMatter }
        if let info = beginning.fenceInfo { return options(String(info)) }
        if let match = beginning.firstMatch(of: #/:(?<role>numref|eqref):`(?<typed>[^`]*)$/#) {
            return labels(match.role == "eqref", typed: String(match.typed))
        }
        if let match = beginning.firstMatch(of: #/(?<mark>!?)\[[^\]]*\]\(<?(?<typed>[^)\s]*)$/#) {
            return addresses(String(match.typed), isPicture: match.mark == "!")
        }
        if let match = beginning.firstMatch(of: #/(?:^|\s)(?<typed>:[a-z]*)$/#) {
            return roles(typed: String(match.typed))
        }
        return []
    }

    // MARK: Front matter and fences

    private var frontMatter: [CompletionItem] {
        if let match = beginning.firstMatch(of: #/^(?<typed>[A-Za-z]*)$/#), position.line > 0 {
            let mark = lesson.document.line(0).hasPrefix("+++") ? " = " : ": "
            return Keyword.frontMatter.map { keyword in
                item(
                    keyword.name, .property, typed: String(match.typed), insert: keyword.name + mark,
                    detail: keyword.value, documentation: keyword.summary)
            }
        }
        if let match = beginning.firstMatch(of: #/^data\s*[:=].*?["']?(?<typed>[^\s\[\],"']*)$/#) {
            return files(typed: String(match.typed)) { _ in true }
        }
        if let match = beginning.firstMatch(of: #/^\s*-\s+["']?(?<typed>[^\s"']*)$/#) {
            return files(typed: String(match.typed)) { _ in true }
        }
        guard let match = beginning.firstMatch(of: #/^(?<key>[A-Za-z]+)\s*[:=]\s*"?(?<typed>[^\s"]*)$/#),
            let keyword = Keyword.frontMatter.first(where: { $0.name == match.key })
        else { return [] }
        return keyword.choices.map { item($0, .value, typed: String(match.typed)) }
    }

    private func options(_ info: String) -> [CompletionItem] {
        let typed = String(info.reversed().prefix { !$0.isWhitespace }.reversed())
        let before = info.dropLast(typed.count).split(whereSeparator: \.isWhitespace)
        if before.isEmpty {
            return Keyword.tags.map { tag(of: $0, label: "swift \($0.name)", typed: typed) } + [
                item("output", .keyword, typed: typed, documentation: "What the cell above prints."),
                item("swift", .keyword, typed: typed, documentation: "Swift code that is shown and not run."),
            ]
        }
        if before == ["swift"] {
            return Keyword.tags.map { tag(of: $0, label: $0.name, typed: typed) }
        }
        let keywords = words.keywords(info: before)
        let parts = typed.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        if parts.count == 2 {
            let keyword = keywords.first { $0.name == parts[0] }
            return (keyword?.choices ?? []).map { item($0, .value, typed: parts[1]) }
        }
        let used = before.map { $0.prefix { $0 != "=" } }
        return keywords.filter { keyword in !used.contains { $0 == keyword.name } }.map { keyword in
            item(
                keyword.name, .property, typed: typed, insert: keyword.name + (keyword.value == nil ? "" : "="),
                detail: keyword.value, documentation: keyword.summary)
        }
    }

    /// A word that says what a block of Swift is.
    private func tag(of keyword: Keyword, label: String, typed: String) -> CompletionItem {
        item(
            label, .keyword, typed: typed, insert: label + (keyword.value == nil ? "" : "="), detail: keyword.value,
            documentation: keyword.summary)
    }

    // MARK: References

    private func labels(_ isFormula: Bool, typed: String) -> [CompletionItem] {
        var seen: Set<String> = []
        return words.lessons.flatMap { other -> [CompletionItem] in
            (other.chapter?.labels ?? [:]).filter { $0.value == isFormula }.keys.sorted()
                .filter { seen.insert($0).inserted }
                .map { label in
                    item(
                        label, .reference, typed: typed,
                        detail: other.uri == lesson.uri ? nil : other.path.split(separator: "/").last.map(String.init))
                }
        }
    }

    private func roles(typed: String) -> [CompletionItem] {
        [
            ("label", "Names the heading, figure or table before it."),
            ("eqlabel", "Names the formula before it."),
            ("numref", "Refers to a section, figure or table by its number."),
            ("eqref", "Refers to a formula by its number."),
        ].map { item(":\($0.0):`", .keyword, typed: typed, documentation: $0.1) }
    }

    // MARK: Addresses

    private func addresses(_ typed: String, isPicture: Bool) -> [CompletionItem] {
        if typed.hasPrefix("swift:") { return [] }
        if let hash = typed.firstIndex(of: "#") {
            let file = typed[..<hash]
            let other = file.isEmpty ? lesson : words.lessons.first { $0.path.hasSuffix("/\(file)") }
            let anchors = other?.chapter?.anchors.map(\.name) ?? []
            return anchors.map { item($0, .reference, typed: String(typed[hash...].dropFirst())) }
        }
        let pictures = [".png", ".jpg", ".jpeg", ".svg", ".gif", ".webp"]
        return files(typed: typed) { name in
            isPicture ? pictures.contains { name.lowercased().hasSuffix($0) } : true
        }
    }

    /// Entries of a folder that are proposed at most.
    private static let entryLimit = 500

    /// The files and folders beside the lesson, or in the folder that is named already.
    private func files(typed: String, _ isWanted: (String) -> Bool) -> [CompletionItem] {
        guard let path = DocumentAddress.path(lesson.uri), !typed.hasPrefix("/") else { return [] }
        let folder = URL(filePath: path).deletingLastPathComponent().path
        let inside = typed.lastIndex(of: "/").map { typed[...$0] } ?? ""
        let name = String(typed.dropFirst(inside.count))
        let place = "\(folder)/\(String(inside).removingPercentEncoding ?? String(inside))"
        let entries = ((try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []).sorted()
        return entries.filter { !$0.hasPrefix(".") }.prefix(Self.entryLimit).compactMap { entry in
            var isFolder = false
            guard FileManager.default.fileExists(atPath: "\(place)/\(entry)", isDirectory: &isFolder) else {
                return nil
            }
            guard isFolder || isWanted(entry) else { return nil }
            return item(entry, isFolder ? .folder : .file, typed: name, insert: entry + (isFolder ? "/" : ""))
        }
    }

    /// A proposal in place of what is typed of the word.
    private func item(
        _ label: String, _ kind: CompletionItem.Kind, typed: String, insert: String? = nil, detail: String? = nil,
        documentation: String? = nil
    ) -> CompletionItem {
        let start = Position(line: position.line, character: max(0, position.character - typed.utf16.count))
        return CompletionItem(
            label: label, kind: kind, detail: detail, documentation: documentation.map { MarkupContent(value: $0) },
            filterText: label, insertTextFormat: 1,
            textEdit: TextEdit(range: TextRange(start: start, end: position), newText: insert ?? label))
    }
}
