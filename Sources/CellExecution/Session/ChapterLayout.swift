import CellMessages
import ChapterDocument
import KernelReference

/// Where the cells that are run stand in their chapter.
///
/// Cells are compiled without regard to where they stand, so that a cell moves with the prose around it and stays the
/// same program. The compiler numbers the lines of cell N (from 1) from N times `linesPerCell` on; this maps them to
/// the chapter's own lines and columns. Smaller numbers are the chapter's own, of cells that can read them (`#line`).
struct ChapterLayout: Codable, Equatable, Sendable {
    /// More lines than a cell can have.
    private static let linesPerCell = 1_000_000

    /// Where one cell stands.
    struct Place: Codable, Equatable, Sendable {
        /// The opening fence's line.
        var fence: Int
        /// Where the code's first character stands.
        var code: SourcePosition
        /// The closing fence's line.
        var end: Int
        /// The line of each of the code's tokens, from 0. Comments and white space may move them in a cell that stays the same.
        var tokenLines: [Int]

        /// The line, from 0, at which the tokens stand here that stand at `line` among `others`.
        func line(ofTokensAt line: Int, among others: [Int]) -> Int {
            guard others != tokenLines, others.count == tokenLines.count,
                let token = others.firstIndex(where: { $0 >= line })
            else { return line }
            return tokenLines[token]
        }
    }

    /// The places of the cells that are run, in order.
    var places: [Place]

    /// The places of `cells`.
    init(_ cells: [Cell]) {
        places = cells.map {
            Place(
                fence: $0.range.start.line, code: $0.codeStart, end: $0.range.end.line,
                tokenLines: SwiftTokens($0.code).lines)
        }
    }

    /// The lines of each cell's tokens in the code that was compiled, where that is known. They are of one run only.
    private var compiledLines: [Int: [Int]] = [:]

    private enum CodingKeys: CodingKey { case places }

    /// This layout for places that the compiler named in cells that may have been compiled before they were last edited.
    func numbered(as compiled: [CellSource]) -> ChapterLayout {
        var layout = self
        for source in compiled { layout.compiledLines[source.ordinal] = source.tokenLines }
        return layout
    }

    /// This layout for the messages about a step: those about expressions of the prose name places of their own.
    func including(_ step: RunStep) -> ChapterLayout {
        guard step.isAside else { return self }
        var layout = self
        layout.places.replaceSubrange(min(step.cellsBefore, places.count)..., with: ChapterLayout([step.cell]).places)
        return layout
    }

    /// The places that these are.
    init(places: [Place]) {
        self.places = places
    }

    /// The compiler's number for the first line of cell `ordinal`, from 1.
    static func firstLine(ofCell ordinal: Int) -> Int {
        ordinal * linesPerCell + 1
    }

    /// The line of the opening fence of cell `ordinal`, from 1; nil where there is no such cell.
    func fence(ofCell ordinal: Int) -> Int? {
        places.indices.contains(ordinal - 1) ? places[ordinal - 1].fence : nil
    }

    /// The chapter's position of a place that the compiler named; nil where it is in no cell.
    func position(line: Int, column: Int) -> SourcePosition? {
        let ordinal = line / Self.linesPerCell
        guard column < Self.linesPerCell else { return nil }
        if ordinal == 0, let code = places.first(where: { ($0.fence...$0.end).contains(line) })?.code {
            return SourcePosition(line: line, column: code.column + max(column, 1) - 1)
        }
        guard places.indices.contains(ordinal - 1), line > 0 else { return nil }
        let place = places[ordinal - 1]
        let compiled = line - Self.firstLine(ofCell: ordinal)
        let line = place.line(ofTokensAt: compiled, among: compiledLines[ordinal] ?? place.tokenLines)
        return SourcePosition(line: place.code.line + line, column: place.code.column + max(column, 1) - 1)
    }

    /// The result of a cell, moved from a chapter with these places to one with `others`.
    func moving(_ result: CellResult, to others: ChapterLayout) -> CellResult {
        guard self != others else { return result }
        var result = result
        switch result.outcome {
        case .failed(let failure): result.outcome = .failed(moving(failure, to: others))
        case .failedAsExpected(let failure): result.outcome = .failedAsExpected(moving(failure, to: others))
        default: break
        }
        result.warnings = result.warnings.map { moving($0, to: others) }
        for index in result.checks.indices {
            let position = SourcePosition(line: result.checks[index].line, column: 1)
            result.checks[index].line = moving(position, to: others).line
        }
        for variant in result.variants.indices {
            for index in result.variants[variant].checks.indices {
                let position = SourcePosition(line: result.variants[variant].checks[index].line, column: 1)
                result.variants[variant].checks[index].line = moving(position, to: others).line
            }
        }
        return result
    }

    private func moving(_ failure: CellFailure, to others: ChapterLayout) -> CellFailure {
        var failure = failure
        failure.notes = failure.notes.map { moving($0, to: others) }
        return failure
    }

    /// A note, moved like a result.
    func moving(_ note: CellFailure.Note, to others: ChapterLayout) -> CellFailure.Note {
        var note = note
        note.position = note.position.map { moving($0, to: others) }
        return note
    }

    private func moving(_ position: SourcePosition, to others: ChapterLayout) -> SourcePosition {
        let index = places.firstIndex { ($0.fence...$0.end).contains(position.line) }
        guard let index, others.places.indices.contains(index) else { return position }
        let (old, new) = (places[index], others.places[index])
        let line = new.line(ofTokensAt: position.line - old.code.line, among: old.tokenLines)
        return SourcePosition(
            line: new.code.line + line, column: max(1, position.column + new.code.column - old.code.column))
    }
}

extension Chapter {
    /// The path as the compiler's messages and debug information name it: on one line, and of no meaning in Swift's text.
    var sourceName: String {
        String(
            String.UnicodeScalarView(
                path.unicodeScalars.map { scalar in
                    scalar.value < 0x20 || scalar.value == 0x7F || "\"\\".unicodeScalars.contains(scalar) ? "_" : scalar
                }))
    }
}
