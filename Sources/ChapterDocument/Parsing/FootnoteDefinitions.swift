/// Footnotes found before CommonMark reads the text, which has none.
///
/// `[^name]: text` becomes the list item `+ text`, whose further paragraphs are indented as the footnote's are; the
/// builder takes the items on these lines out of their lists again. Every place keeps its line.
struct FootnoteDefinitions {
    /// One footnote's name and where its text starts.
    struct Definition {
        var name: String
        var position: SourcePosition
    }

    /// The text with the definitions as list items.
    private(set) var text: String
    /// The definitions by their lines.
    private(set) var byLine: [Int: Definition] = [:]
    /// Definitions of a name that has one already.
    private(set) var repeated: [(second: Definition, line: Int)] = []
    private var columns = LiftedColumns()

    /// The names that marks can lead to.
    var names: Set<String> { Set(byLine.values.map(\.name)) }

    /// Looks for footnotes in `text`; `isCode` tells whether a line, counted from 1, is left alone.
    init(_ text: String, isCode: (Int) -> Bool) {
        self.text = text
        guard text.contains("[^") else { return }
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        var firstLines: [String: Int] = [:]
        for index in lines.indices where !isCode(index + 1) {
            let line = lines[index]
            guard let match = line.prefixMatch(of: /([> \t]*)\[\^([^\s\[\]]+)\]:[ \t]*/) else { continue }
            let prefix = match.1.utf8.count
            let name = String(match.2)
            let definition = Definition(name: name, position: SourcePosition(line: index + 1, column: prefix + 1))
            byLine[index + 1] = definition
            if let first = firstLines[name] { repeated.append((definition, first)) }
            firstLines[name] = firstLines[name] ?? index + 1
            lines[index] = match.1 + "+ " + line[match.range.upperBound...]
            columns.shift(line: index + 1, from: prefix + 3, by: match.0.utf8.count - prefix - 2)
        }
        if !byLine.isEmpty { self.text = lines.joined(separator: "\n") }
    }

    /// Where a place in the text with list items stands in the file.
    func sourcePosition(_ position: SourcePosition) -> SourcePosition {
        columns.sourcePosition(position)
    }
}
