/// Tells formulas and footnote marks from other text in Markdown.
///
/// `$$…$$` is a display formula. `$…$` is an inline one where the first `$` has no white space after it and the
/// last has none before it and no digit after it (so `$5 and $10` is money), as in Pandoc. A backslash takes a
/// dollar sign its meaning; code spans keep theirs.
struct LiftScanner {
    enum Token {
        case text(ArraySlice<Unicode.Scalar>)
        case lifted(LiftedText.Piece)
    }

    /// Where a `$$` opens that nothing closes.
    private(set) var unclosed: [SourcePosition] = []
    /// Where marks stand whose footnote is written nowhere.
    private(set) var marksOfNothing: [(name: String, position: SourcePosition)] = []

    private let footnotes: Set<String>
    private let scalars: [Unicode.Scalar]
    /// The first scalar of every line.
    private let lineStarts: [Int]
    /// Whether each line, from 0, is left alone.
    private let codeLines: [Bool]
    private var index = 0
    private var line = 0
    /// Where the current line's first scalar stands that is no mark of a quotation and no indentation.
    private var prefixEnd = 0
    /// The last place whose column was counted, and the column.
    private var measured = (index: 0, column: 1)
    private var paragraph = Paragraph(end: 0)
    /// From anywhere before this scalar, no `$$` closes a formula before it or before the code that follows it.
    private var displayless = 0

    /// What is known of a paragraph, so that a search that failed is not made again: the time stays linear.
    private struct Paragraph {
        /// The scalar after the last.
        var end: Int
        /// No `$` ahead closes a formula.
        var hasNoMoreInlineMath = false
        /// Where the last run of backticks of each length starts; nil before the first is looked for.
        var lastBacktickRuns: [Int: Int]?
    }

    init(_ text: String, footnotes: Set<String>, isCode: (Int) -> Bool) {
        self.footnotes = footnotes
        let scalars = Array(text.unicodeScalars)
        lineStarts = [0] + scalars.indices.filter { scalars[$0] == "\n" }.map { $0 + 1 }
        self.scalars = scalars
        codeLines = lineStarts.indices.map { isCode($0 + 1) }
        prefixEnd = scalars.firstIndex { !Self.isContainerMark($0) } ?? scalars.count
    }

    mutating func next() -> Token? {
        guard index < scalars.count else { return nil }
        let start = index
        while index < scalars.count {
            advanceLine()
            if codeLines[line] {
                index = end(ofLine: line)
                continue
            }
            switch scalars[index] {
            case "\\": index += 2
            case "`": skipCodeSpan()
            case "$":
                guard let formula = formula(at: index) else {
                    index += run(of: "$", at: index)
                    continue
                }
                if start < index { return .text(scalars[start..<index]) }
                index += formula.source.unicodeScalars.count
                return .lifted(.formula(formula))
            case "[":
                guard let mark = footnoteMark(at: index) else {
                    index += 1
                    continue
                }
                if start < index { return .text(scalars[start..<index]) }
                index += mark.name.unicodeScalars.count + 3
                return .lifted(.footnote(mark))
            default: index += 1
            }
        }
        index = min(index, scalars.count)
        return .text(scalars[start..<index])
    }

    /// The quotation marks and indentation that a line starts with because it stands inside a quotation or list.
    static func containerPrefix(of line: Substring) -> Substring {
        line[..<(line.unicodeScalars.firstIndex { !isContainerMark($0) } ?? line.endIndex)]
    }

    private static func isContainerMark(_ scalar: Unicode.Scalar) -> Bool {
        scalar == ">" || scalar == " " || scalar == "\t"
    }

    // MARK: Lines

    private mutating func advanceLine() {
        guard line + 1 < lineStarts.count, lineStarts[line + 1] <= index else { return }
        while line + 1 < lineStarts.count, lineStarts[line + 1] <= index { line += 1 }
        measured = (index: lineStarts[line], column: 1)
        prefixEnd = scalars[lineStarts[line]...].firstIndex { !Self.isContainerMark($0) } ?? scalars.count
    }

    private func end(ofLine line: Int) -> Int {
        line + 1 < lineStarts.count ? lineStarts[line + 1] : scalars.count
    }

    private func run(of scalar: Unicode.Scalar, at start: Int) -> Int {
        scalars[start...].prefix { $0 == scalar }.count
    }

    /// Makes `paragraph` the one that `index` stands in: it ends before the next blank line or code.
    private mutating func enterParagraph() {
        guard index >= paragraph.end else { return }
        var next = line + 1
        while next < lineStarts.count {
            let content = scalars[lineStarts[next]..<end(ofLine: next)]
            if codeLines[next] || content.allSatisfy({ $0.properties.isWhitespace || $0 == ">" }) { break }
            next += 1
        }
        paragraph = Paragraph(end: end(ofLine: next - 1))
    }

    /// The place of `index`, which is on the current line and never lies before the last one asked for.
    private mutating func position(of index: Int) -> SourcePosition {
        measured.column += scalars[measured.index..<index].reduce(0) { $0 + UTF8.width($1) }
        measured.index = index
        return SourcePosition(line: line + 1, column: measured.column)
    }

    // MARK: Code spans

    private mutating func skipCodeSpan() {
        enterParagraph()
        let length = run(of: "`", at: index)
        var candidate = index + length
        index = candidate
        let lastRuns = paragraph.lastBacktickRuns ?? backtickRuns(from: candidate)
        paragraph.lastBacktickRuns = lastRuns
        guard let last = lastRuns[length], last >= candidate else { return }
        while candidate <= last {
            let run = run(of: "`", at: candidate)
            candidate += max(run, 1)
            if run == length { break }
        }
        index = candidate
    }

    /// Where the last run of backticks of each length starts, in the rest of the paragraph.
    private func backtickRuns(from start: Int) -> [Int: Int] {
        var runs: [Int: Int] = [:]
        var candidate = start
        while candidate < paragraph.end {
            let length = run(of: "`", at: candidate)
            if length > 0 { runs[length] = candidate }
            candidate += max(length, 1)
        }
        return runs
    }

    // MARK: Footnotes

    private mutating func footnoteMark(at start: Int) -> Inline.FootnoteMark? {
        guard start + 1 < scalars.count, scalars[start + 1] == "^" else { return nil }
        let name = scalars[(start + 2)...].prefix { !$0.properties.isWhitespace && $0 != "[" && $0 != "]" }
        guard !name.isEmpty, name.endIndex < scalars.count, scalars[name.endIndex] == "]" else { return nil }
        let text = String(String.UnicodeScalarView(name))
        if footnotes.contains(text) { return Inline.FootnoteMark(name: text, line: line + 1) }
        let follower = name.endIndex + 1 < scalars.count ? scalars[name.endIndex + 1] : " "
        // Words before an address or a name are a link's.
        if follower != "(", follower != "[" { marksOfNothing.append((text, position(of: start))) }
        return nil
    }

    // MARK: Formulas

    private mutating func formula(at start: Int) -> LiftedText.Formula? {
        start + 1 < scalars.count && scalars[start + 1] == "$" ? displayFormula(at: start) : inlineFormula(at: start)
    }

    private mutating func displayFormula(at start: Int) -> LiftedText.Formula? {
        var end = start + 2
        var endLine = line
        while end >= displayless, end + 1 < scalars.count {
            while endLine + 1 < lineStarts.count, lineStarts[endLine + 1] <= end { endLine += 1 }
            if codeLines[endLine] { break }
            switch scalars[end] {
            case "\\": end += 2
            case "$" where scalars[end + 1] == "$":
                return formula(start..<(end + 2), fence: 2)
            default: end += 1
            }
        }
        displayless = max(displayless, end)
        unclosed.append(position(of: start))
        return nil
    }

    private mutating func inlineFormula(at start: Int) -> LiftedText.Formula? {
        enterParagraph()
        let limit = paragraph.end
        guard !paragraph.hasNoMoreInlineMath, start + 1 < limit, !scalars[start + 1].properties.isWhitespace else {
            return nil
        }
        var end = start + 1
        while end < limit {
            switch scalars[end] {
            case "\\": end += 2
            case "$":
                let follower = end + 1 < scalars.count ? scalars[end + 1] : " "
                if scalars[end - 1].properties.isWhitespace || ("0"..."9").contains(follower) {
                    end += 1
                } else {
                    return formula(start..<(end + 1), fence: 1)
                }
            default: end += 1
            }
        }
        paragraph.hasNoMoreInlineMath = true
        return nil
    }

    private mutating func formula(_ range: Range<Int>, fence: Int) -> LiftedText.Formula {
        func string(_ slice: ArraySlice<Unicode.Scalar>) -> String {
            String(String.UnicodeScalarView(slice))
        }
        var tex = string(scalars[range].dropFirst(fence).dropLast(fence))
        if prefixEnd == range.lowerBound, scalars[lineStarts[line]..<prefixEnd].contains(">") {
            // Inside a quotation every further line starts with its mark, which is no part of the formula.
            let lines = tex.split(separator: "\n", omittingEmptySubsequences: false)
            tex = (lines.prefix(1) + lines.dropFirst().map { $0.dropFirst(Self.containerPrefix(of: $0).count) })
                .joined(separator: "\n")
        }
        return LiftedText.Formula(
            tex: tex, isDisplay: fence == 2, source: string(scalars[range]), position: position(of: range.lowerBound))
    }
}
