import CellMessages
import ChapterDocument

/// Where the cells that are run stand in their chapter.
///
/// Cells are compiled without regard to where they stand, so that a cell moves with the prose around it and stays the
/// same program. The compiler numbers the lines of cell N (from 1) from N times `linesPerCell` on; this maps them to
/// the chapter's own lines and columns.
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
    }

    /// The places of the cells that are run, in order.
    var places: [Place]

    /// The places of `cells`.
    init(_ cells: [Cell]) {
        places = cells.map { Place(fence: $0.range.start.line, code: $0.codeStart, end: $0.range.end.line) }
    }

    /// The places that these are.
    init(places: [Place]) {
        self.places = places
    }

    /// The compiler's number for the first line of cell `ordinal`, from 1.
    static func firstLine(ofCell ordinal: Int) -> Int {
        ordinal * linesPerCell + 1
    }

    /// The chapter's position of a place that the compiler named; nil where it is in no cell.
    func position(line: Int, column: Int) -> SourcePosition? {
        let ordinal = line / Self.linesPerCell
        guard places.indices.contains(ordinal - 1), line > 0, column < Self.linesPerCell else { return nil }
        let code = places[ordinal - 1].code
        return SourcePosition(
            line: code.line + line - Self.firstLine(ofCell: ordinal), column: code.column + max(column, 1) - 1)
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
        for index in result.checks.indices {
            let position = SourcePosition(line: result.checks[index].line, column: 1)
            result.checks[index].line = moving(position, to: others).line
        }
        return result
    }

    private func moving(_ failure: CellFailure, to others: ChapterLayout) -> CellFailure {
        var failure = failure
        for index in failure.notes.indices {
            guard let position = failure.notes[index].position else { continue }
            failure.notes[index].position = moving(position, to: others)
        }
        return failure
    }

    private func moving(_ position: SourcePosition, to others: ChapterLayout) -> SourcePosition {
        let index = places.firstIndex { ($0.fence...$0.end).contains(position.line) }
        guard let index, others.places.indices.contains(index) else { return position }
        let (old, new) = (places[index].code, others.places[index].code)
        return SourcePosition(
            line: position.line + new.line - old.line, column: max(1, position.column + new.column - old.column))
    }
}

extension Chapter {
    /// The path as the compiler's messages and crash reports name it: on one line, and of no meaning in Swift's text.
    var sourceName: String {
        String(
            String.UnicodeScalarView(
                path.unicodeScalars.map { scalar in
                    scalar.value < 0x20 || scalar.value == 0x7F || "\"\\".unicodeScalars.contains(scalar) ? "_" : scalar
                }))
    }
}
