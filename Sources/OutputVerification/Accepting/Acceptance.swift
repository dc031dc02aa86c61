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
            /// A value's words do not stand on one line beside its expression.
            case scattered
        }

        /// Why the output cannot be accepted.
        public var reason: Reason
        /// What messages call the cell, or the value's expression.
        public var name: String
        /// The line of the cell's opening fence, or of the value.
        public var line: Int

        /// A sentence without its full stop.
        public var sentence: String {
            switch reason {
            case .failed: "the cell failed, so its documented output stays"
            case .notRun: "the cell did not run, so its documented output stays"
            case .unclosed: "the cell has no closing fence to put its output below"
            case .unreadable: "it contains text that would change how the lesson is read"
            case .claim: "the claim is false: say what is true"
            case .valueless: "the expression has no value, so the words stay"
            case .scattered:
                "the words cannot be changed where they stand: correct them by hand, or write them plainly, with the "
                    + "expression as one link on one line"
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
        // Corrections leave the lines where they are. On a line, from right to left.
        let values = zip(executed.chapter.values, executed.values).sorted { $1.0.position < $0.0.position }
        for (value, result) in values { correct(value, result, path: executed.chapter.path) }
        // From the bottom up, so that the places of what is still to change stay right.
        for (cell, result) in zip(executed.chapter.cells, executed.results).reversed() {
            accept(cell, result, path: executed.chapter.path)
        }
        changes.sort { $0.line < $1.line }
        refusals.sort { $0.line < $1.line }
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
            refusals.append(Refusal(reason: reason, name: value.expression, line: value.position.line))
        }
        switch ValueVerdict(verifying: value, result) {
        case .matched, .holds, .notRun: return
        case .isFalse: refuse(.claim)
        case .failed: refuse(.valueless)
        case .differs(let computed, _):
            guard let columns = value.textColumns else { return refuse(.scattered) }
            var lines = SourceLines(text)
            let index = value.position.line - 1
            guard lines.lines.indices.contains(index) else { return refuse(.scattered) }
            var line = Array(lines.lines[index].text.utf8)
            // Columns are counted without a byte order mark.
            let mark = index == 0 && line.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
            let bytes = columns.lowerBound - 1 + mark..<columns.upperBound - 1 + mark
            guard bytes.upperBound <= line.count else { return refuse(.scattered) }
            let comparison = ValueComparison(value)
            let words = comparison.words(for: computed)
            let source = String(decoding: line[bytes], as: UTF8.self)
            let corrected: String
            if let (old, new) = comparison.correctedNumber(for: computed) {
                guard source.ranges(of: old).count == 1 else { return refuse(.scattered) }
                corrected = source.replacing(old, with: new)
            } else {
                // Emphasis, code, formulas and pictures would be lost.
                guard source == value.text || source == value.text.escapedForMarkdown else { return refuse(.scattered) }
                corrected = words.escapedForMarkdown
            }
            line.replaceSubrange(bytes, with: corrected.utf8)
            lines.lines[index].text = String(decoding: line, as: UTF8.self)
            guard Self.isSound(lines.text, insteadOf: text, correcting: value, to: words, path: path) else {
                return refuse(.unreadable)
            }
            text = lines.text
            changes.append(Change(kind: .corrected, name: value.expression, line: value.position.line))
        }
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

    /// Whether `newText` reads like `oldText` but for the words of `value`.
    private static func isSound(
        _ newText: String, insteadOf oldText: String, correcting value: DocumentedValue, to words: String, path: String
    ) -> Bool {
        guard let (old, new) = readings(of: oldText, newText, path: path), new.values.count == old.values.count else {
            return false
        }
        return zip(old.values, new.values).allSatisfy { old, new in
            old.expression == new.expression && new.text == (new.index == value.index ? words : old.text)
        }
    }

    private mutating func accept(_ cell: Cell, _ result: CellResult, path: String) {
        func refuse(_ reason: Refusal.Reason) {
            refusals.append(Refusal(reason: reason, name: cell.name, line: cell.range.start.line))
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
            guard edit.apply(printing: result.printedText, to: &source, indentedBy: spaces) else {
                return refuse(.unclosed)
            }
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
