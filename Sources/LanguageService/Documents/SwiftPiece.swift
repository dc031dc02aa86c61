import ChapterDocument

/// A piece of a lesson's Swift: a cell, or code of an exercise.
struct SwiftPiece: Sendable {
    /// What a piece is there for.
    enum Role: Equatable, Sendable {
        case cell
        /// The start, a solution or a wrong answer of an exercise, by the exercise's place.
        case answer(exercise: Int)
        /// Checks of an exercise's answers.
        case check(exercise: Int)

        /// The exercise that it belongs to.
        var exercise: Int? {
            switch self {
            case .cell: nil
            case .answer(let exercise), .check(let exercise): exercise
            }
        }
    }

    let role: Role
    /// The code.
    var code: String
    /// The line that its first line is, from 0.
    var firstLine: Int
    /// Where its fenced block stands.
    let range: SourceRange
    /// Whether the code below sees what it declares.
    let isSeenBelow: Bool
    /// The answer that an exercise's checks are read with: the solution, where there is one.
    let isChecked: Bool

    /// The lines of the code, from 0.
    var lines: Range<Int> { firstLine..<(firstLine + code.utf8.count { $0 == UInt8(ascii: "\n") }) }

    fileprivate init(_ cell: Cell) {
        (role, code, range) = (.cell, cell.code, cell.range)
        firstLine = cell.codeStart.line - 1
        // Not where it does not run, or not to its end.
        isSeenBelow = !cell.options.isSkipped && cell.options.expectedFailure == nil
        isChecked = false
    }

    fileprivate init(_ code: Exercise.Code, _ role: Role, isSeenBelow: Bool = false, isChecked: Bool = false) {
        (self.role, self.code, range) = (role, code.code, code.range)
        firstLine = code.codeStart.line - 1
        (self.isSeenBelow, self.isChecked) = (isSeenBelow, isChecked)
    }
}

extension Chapter {
    /// The lesson's Swift that is compiled, in the order in which it runs.
    var swiftPieces: [SwiftPiece] {
        var pieces: [SwiftPiece] = []
        var rest = exercises[...]
        func takeExercises(above cells: Int) {
            while let exercise = rest.first, exercise.cellsAbove <= cells {
                rest.removeFirst()
                pieces += Self.pieces(of: exercise)
            }
        }
        for cell in cells {
            takeExercises(above: cell.index)
            pieces.append(SwiftPiece(cell))
        }
        takeExercises(above: cells.count)
        return pieces
    }

    private static func pieces(of exercise: Exercise) -> [SwiftPiece] {
        let checked = exercise.solution ?? exercise.start
        let answers = exercise.answers.map { answer in
            SwiftPiece(
                answer.code, .answer(exercise: exercise.index),
                isSeenBelow: exercise.keepsSolution && answer.kind == .solution, isChecked: answer.code == checked)
        }
        return answers + exercise.checks.map { SwiftPiece($0, .check(exercise: exercise.index)) }
    }
}

extension [SwiftPiece] {
    /// The pieces that are compiled with one of them, and that one, in order.
    func visible(to index: Int) -> [SwiftPiece] {
        let piece = self[index]
        return indices.filter { other in
            if other == index { return true }
            let another = self[other]
            guard let own = piece.role.exercise, another.role.exercise == own else {
                return other < index && another.isSeenBelow
            }
            guard case .check = piece.role else { return false }
            if case .check = another.role { return other < index }
            return another.isChecked
        }.map { self[$0] }
    }
}
