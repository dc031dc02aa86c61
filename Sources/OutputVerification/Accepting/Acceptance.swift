import ChapterDocument

/// A chapter's text with what its cells printed in the place of what they are documented to print, and what they computed in
/// the place of what the prose says.
///
/// Documented lines that still match stay as they are, wildcards and rounded numbers included; the other lines of an output
/// block are replaced where they stand, or only their numbers where a line has wildcards that still hold; nothing else in
/// the text changes. For everything in `changes`, the new text is read again and matches.
public struct Acceptance: Equatable, Sendable {
    /// A cell whose documented output changed, or a value in the prose whose words did.
    public struct Change: Equatable, Sendable {
        /// What happened to the documented output.
        public enum Kind: Equatable, Sendable {
            /// Its lines were replaced.
            case replaced
            /// Only what it says of figures was.
            case figures
            /// A block was added below the cell.
            case added
            /// The prose says another value.
            case corrected
        }

        /// What happened.
        public var kind: Kind
        /// What messages call the cell, or the value's expression.
        public var name: String
        /// The line, in the text as it was, of the output's opening fence, or of the cell's where there was none; a value's.
        public var line: Int
        /// The column of a value; nil for an output.
        public var column: Int?
    }

    /// A cell whose output could not be accepted, or a value in the prose that could not be corrected.
    public struct Refusal: Equatable, Sendable {
        /// Why an output cannot be accepted.
        public enum Reason: Equatable, Sendable {
            /// The cell failed, so what it printed is not its output.
            case failed
            /// The cell did not run because an earlier one failed.
            case notRun
            /// The cell has no closing fence to put a block below.
            case unclosed
            /// The chapter would not be read as meant with the output in it.
            case unreadable
            /// A claim is false, which its author must put into other words.
            case claim
            /// An expression has no value.
            case valueless
            /// A value's words say no number that can be changed, for this reason.
            case unclear(String)
            /// A line that the cell prints would stand for any lines, or for any text in a line.
            case wildcard(String)
            /// It is not clear which of a value's words to change.
            case scattered
            /// A value's words are also the name of the definition that holds its expression.
            case name
        }

        /// Why the output cannot be accepted.
        public var reason: Reason
        /// What messages call the cell, or the value's expression.
        public var name: String
        /// Where the cell's opening fence stands, or the value.
        public var position: SourcePosition

        /// A sentence without its full stop.
        public var sentence: String {
            switch reason {
            case .failed: "the cell failed, so its documented output stays"
            case .notRun: "the cell did not run, so its documented output stays"
            case .unclosed: "the cell has no closing fence to put its output below"
            case .unreadable: "it contains text that would change how the lesson is read"
            case .claim: "the claim is false: say what is true"
            case .valueless: "the expression has no value, so the words stay"
            case .unclear(let why): "the words stay, since they cannot be compared: \(why)"
            case .wildcard(let line):
                "it prints “\(line)”, which in a documented output stands for anything: print something else, or take "
                    + "`illustrative`"
            case .scattered:
                "the words cannot be changed where they stand: correct them by hand, or write them without markup"
            case .name:
                "the words are also the name of the link's definition: correct both by hand, or write `[words][name]`, with "
                    + "a name that stays"
            }
        }
    }

    /// The chapter's new text; the old one where nothing changed.
    public private(set) var text: String
    /// The cells whose documented output changed, from top to bottom.
    public private(set) var changes: [Change] = []
    /// The cells whose output differs, or is missing, and could not be accepted, from top to bottom.
    public private(set) var refusals: [Refusal] = []

    /// Accepts what the cells of `executed` printed.
    ///
    /// A cell that prints or shows something and has no documented output gets a block below it.
    /// - Parameter executed: The chapter, with results of a run of exactly this text.
    public init(of executed: ExecutedChapter) {
        text = executed.chapter.text
        // From the bottom up, so that the places of what is still to change stay right.
        let path = executed.chapter.path
        var steps: [(position: SourcePosition, change: (inout Acceptance) -> Void)] = []
        for (value, result) in zip(executed.chapter.values, executed.values) {
            steps.append((value.words?.lowerBound ?? value.position, { $0.correct(value, result, path: path) }))
        }
        for (cell, result) in zip(executed.chapter.cells, executed.results) {
            steps.append((cell.range.start, { $0.accept(cell, result, path: path) }))
        }
        for step in steps.sorted(by: { $1.position < $0.position }) { step.change(&self) }
        changes.sort { $0.line < $1.line }
        refusals.sort { $0.position < $1.position }
    }

    /// Accepts what one cell of `executed` printed and showed, and nothing else.
    ///
    /// - Parameters:
    ///   - executed: The chapter, with results of a run of exactly this text.
    ///   - index: The cell's index.
    public init(of executed: ExecutedChapter, cell index: Int) {
        let results = executed.results.enumerated().map { $0 == index ? $1 : CellResult(outcome: .skipped) }
        self.init(of: ExecutedChapter(chapter: executed.chapter, results: results))
    }

    private mutating func correct(_ value: DocumentedValue, _ result: ValueResult, path: String) {
        func refuse(_ reason: Refusal.Reason) {
            refusals.append(Refusal(reason: reason, name: value.expression, position: value.position))
        }
        switch ValueVerdict(verifying: value, result) {
        case .matched, .holds, .notRun: return
        case .isFalse: refuse(.claim)
        case .failed: refuse(.valueless)
        case .unclear(let why): refuse(.unclear(why))
        case .differs(let computed, _):
            guard let words = value.words else { return refuse(.scattered) }
            guard !value.isNamedByWords else { return refuse(.name) }
            let comparison = ValueComparison(value)
            let newWords = comparison.words(for: computed)
            let texts = texts(with: comparison, computed: computed, insteadOf: value.text, at: words)
            for newText in texts {
                guard
                    Self.isSound(newText, insteadOf: text, correcting: value, result, to: newWords, path: path)
                else { continue }
                text = newText
                changes.append(
                    Change(
                        kind: .corrected, name: value.expression, line: value.position.line,
                        column: value.position.column))
                return
            }
            refuse(texts.isEmpty ? .scattered : .unreadable)
        }
    }

    /// The texts that may say the computed value at a place, the likeliest first.
    private func texts(
        with comparison: ValueComparison, computed: String, insteadOf old: String, at place: Range<SourcePosition>
    ) -> [String] {
        guard let (range, source) = SourceLines(text).stretch(place) else { return [] }
        func replaced(_ part: Range<String.Index>, _ new: String) -> String {
            let bytes = Array(text.utf8)
            let start = range.lowerBound + source.utf8.distance(from: source.startIndex, to: part.lowerBound)
            let end = range.lowerBound + source.utf8.distance(from: source.startIndex, to: part.upperBound)
            return String(decoding: bytes[..<start] + new.utf8 + bytes[end...], as: UTF8.self)
        }
        if let (old, new) = comparison.correctedNumber(for: computed) {
            let places = source.ranges(of: old)
            return places.count == 1 ? [replaced(places[0], new)] : []
        }
        // Words inside of marks, and then all there is between the brackets where that has none.
        let words = comparison.words(for: computed)
        let places = [old, old.escapedForMarkdown].map { source.ranges(of: $0) }.first { !$0.isEmpty } ?? []
        if places.count == 1 { return [words.escapedForMarkdown, words].map { replaced(places[0], $0) } }
        let lines = source.split(whereSeparator: \.isWhitespace).filter { $0 != ">" }.joined(separator: " ")
        guard lines == old.split(whereSeparator: \.isWhitespace).joined(separator: " ") else { return [] }
        return [replaced(source.startIndex..<source.endIndex, words.escapedForMarkdown)]
    }

    /// Both texts as chapters; nil where one is none, or where they have other counts of cells or blocks.
    private static func readings(of oldText: String, _ newText: String, path: String) -> (old: Chapter, new: Chapter)? {
        // Which labels other chapters have makes no difference here.
        guard let old = try? Chapter(parsing: oldText, path: path, foreignLabels: .any),
            let new = try? Chapter(parsing: newText, path: path, foreignLabels: .any),
            new.cells.count == old.cells.count, new.blocks.count == old.blocks.count
        else { return nil }
        return (old, new)
    }

    /// Whether `newText` reads like `oldText` but for the words of `value`, which are right then.
    private static func isSound(
        _ newText: String, insteadOf oldText: String, correcting value: DocumentedValue, _ result: ValueResult,
        to words: String, path: String
    ) -> Bool {
        guard let (old, new) = readings(of: oldText, newText, path: path), new.values.count == old.values.count else {
            return false
        }
        return zip(old.values, new.values).allSatisfy { old, new in
            guard old.expression == new.expression else { return false }
            guard new.index == value.index else { return new.text == old.text }
            return new.text == words && ValueVerdict(verifying: new, result).isOK
        }
    }

    private mutating func accept(_ cell: Cell, _ result: CellResult, path: String) {
        func refuse(_ reason: Refusal.Reason) {
            refusals.append(Refusal(reason: reason, name: cell.name, position: cell.range.start))
        }
        let verdict = CellVerdict(verifying: cell, result)
        switch verdict {
        case .failed: return cell.documentedOutput == nil ? () : refuse(.failed)
        case .notRun: return cell.documentedOutput == nil ? () : refuse(.notRun)
        case .differs, .matched, .illustrative, .undocumented, .skipped, .failedAsExpected: break
        }
        let printsOther = !verdict.isAccepted
        let figures =
            FigureVerdict(verifying: cell, result)?.isAccepted == false
            ? DocumentedFigures.digests(result.figureDigests) : nil
        guard printsOther || figures != nil else { return }
        let place = cell.documentedOutput.map { OutputEdit.Place.block($0) } ?? .below(cell)
        let edit = OutputEdit(place: place, figures: figures)
        let change = Change(
            kind: cell.documentedOutput == nil ? .added : printsOther ? .replaced : .figures, name: cell.name,
            line: cell.documentedOutput?.range.start.line ?? cell.range.start.line)
        // Where a list takes a part of a tab, the rest of it belongs to the text; spaces can be counted out.
        for spaces in [nil] + (text.contains("\t") ? Array(1...8) : []) {
            var source = SourceLines(text)
            guard let written = edit.apply(printing: result.printedText, to: &source, indentedBy: spaces) else {
                return refuse(.unclosed)
            }
            if let wildcard = written.first(where: OutputPattern.isWildcard) { return refuse(.wildcard(wildcard)) }
            let newText = source.text
            if Self.isSound(newText, insteadOf: text, cell: cell, with: result, path: path) {
                text = newText
                changes.append(change)
                return
            }
        }
        refuse(.unreadable)
    }

    /// Whether `newText` reads like `oldText` but for the documented output of `cell`, which is what it did.
    private static func isSound(
        _ newText: String, insteadOf oldText: String, cell: Cell, with result: CellResult, path: String
    ) -> Bool {
        guard let (old, new) = readings(of: oldText, newText, path: path) else { return false }
        return zip(old.cells, new.cells).allSatisfy { old, new in
            guard old.code == new.code, old.options == new.options else { return false }
            if old.index != cell.index {
                return old.documentedOutput?.text == new.documentedOutput?.text
                    && old.documentedOutput?.comparison == new.documentedOutput?.comparison
                    && old.documentedOutput?.figures == new.documentedOutput?.figures
            }
            guard let output = new.documentedOutput else { return false }
            return output.comparison == old.documentedOutput?.comparison ?? .exact
                && (output.comparison == .illustrative || OutputDiff(output, printed: result.printedText) == nil)
                && FigureVerdict(verifying: new, result)?.isAccepted != false
        }
    }
}

extension String {
    /// The text with backslashes before what Markdown would read as marks; brackets in pairs are none inside a link.
    fileprivate var escapedForMarkdown: String {
        var depth = 0
        let isBalanced = allSatisfy { character in
            depth += character == "[" ? 1 : character == "]" ? -1 : 0
            return depth >= 0
        }
        let marks = "\\`*_<>$~&:" + (isBalanced && depth == 0 ? "" : "[]")
        return reduce(into: "") { text, character in
            if marks.contains(character) { text.append("\\") }
            text.append(character)
        }
    }
}
