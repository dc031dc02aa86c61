import CellMessages
import ChapterDocument
import ContentDigest

/// One thing that a session runs: a cell, or an expression of the prose or an answer to an exercise that follows one.
struct RunStep: Sendable {
    /// What a step is there for.
    enum Purpose: Sendable {
        /// To run a cell of the chapter.
        case cell
        /// To run the solution of an exercise, by the exercise's place, for the cells below.
        case keptSolution(Int)
        /// To evaluate an expression.
        case expression(Expression)
        /// To run an answer to an exercise with the exercise's checks.
        case answer(Answer)
    }

    /// What is run. Expressions of one place are put together to one cell, of which a step runs its own.
    let cell: Cell
    /// What its result depends on.
    let key: CellKey
    /// The cell in whose state it starts; nil for the state before any cell.
    let previous: CellKey?
    /// How many of the chapter's cells have run before it.
    let cellsBefore: Int
    /// What it is there for.
    let purpose: Purpose
    /// The cells that run after it.
    private(set) var later: ArraySlice<Cell> = []

    /// The expression that it evaluates; nil where it does something else.
    var expression: Expression? { if case .expression(let expression) = purpose { expression } else { nil } }
    /// The answer that it runs; nil where it does something else.
    var answer: Answer? { if case .answer(let answer) = purpose { answer } else { nil } }
    /// Whether it runs a cell of the chapter.
    var isCell: Bool { if case .cell = purpose { true } else { false } }
    /// Whether no later cell sees what it does.
    var isAside: Bool {
        switch purpose {
        case .cell, .keptSolution: false
        case .expression, .answer: true
        }
    }
    /// What its code is compiled as.
    var compilationKey: CellKey { expression?.compilationKey ?? key }
    /// Its number among what later code sees, from 1.
    var ordinal: Int { cellsBefore + 1 }
}

extension RunStep {
    /// An expression of the prose, among those that are compiled together.
    struct Expression: Sendable {
        let value: DocumentedValue
        /// Its place among them.
        let index: Int
        let compilationKey: CellKey

        /// The function that evaluates it; nil for an expression that may wait for something: it is compiled by itself, as a
        /// cell is.
        var entryPoint: String? { value.isAsynchronous ? nil : "lectern_value_\(index)" }

        // An expression takes two lines, so that a comment at its end reaches no further. No line of a file is below zero, so
        // messages about such lines are told from others.

        /// The line that the first expression is said to stand on.
        private static let firstLine = -2_000_000

        /// The code that evaluates expressions.
        static func cell(of values: [DocumentedValue], index: Int) -> Cell {
            let code = values.enumerated().map { index, value in
                value.isAsynchronous
                    ? "_tell(value: try \(value.awaitedExpression)\n, as: \(index))\n"
                    : "@_cdecl(\"lectern_value_\(index)\") public func _value\(index)() { _tell(evaluating: { try \(value.expression)\n"
                        + "}, as: \(index)) }\n"
            }
            let first = SourcePosition(line: firstLine)
            return Cell(
                index: index, code: code.joined(),
                range: SourceRange(
                    start: SourcePosition(line: first.line - 1),
                    end: SourcePosition(line: first.line + 2 * values.count)),
                codeStart: first, options: CellOptions())
        }

        /// The first of the expressions that the compiler rejects; nil where it names no place in any, as when it crashes.
        static func firstRejected(by failure: CellFailure) -> Int? {
            failure.notes.compactMap { note in
                note.position.flatMap { $0.line < 0 && $0.column > 1 ? ($0.line - firstLine) / 2 : nil }
            }.min()
        }

        /// Which expressions there still are in the code of several.
        static func indices(in cell: Cell) -> [Int] {
            let lines = cell.code.split(separator: "\n", omittingEmptySubsequences: false)
            return stride(from: 0, to: lines.count, by: 2).filter { !lines[$0].isEmpty }.map { $0 / 2 }
        }

        /// The code of expressions without some of them; the others stay at their places.
        static func cell(_ cell: Cell, without isLeftOut: (Int) -> Bool) -> Cell {
            let lines = cell.code.split(separator: "\n", omittingEmptySubsequences: false)
            var cell = cell
            cell.code = lines.enumerated().map { isLeftOut($0 / 2) ? "" : $1 }.joined(separator: "\n")
            return cell
        }

        /// A failure of the compiler as a whole, told of one expression.
        static func failure(_ failure: CellFailure, of index: Int) -> CellFailure {
            var failure = failure
            for note in failure.notes.indices where failure.notes[note].position?.column == 1 {
                failure.notes[note].position = SourcePosition(line: firstLine + 2 * index)
                // The compiler's own places mean nothing in prose.
                let message = String(failure.notes[note].message.prefix { !$0.isNewline })
                failure.notes[note].message = message.replacing("this cell", with: "this expression")
            }
            return failure
        }

        /// What the expression came to, going by the result of its step.
        func value(from result: CellResult) -> ValueResult {
            switch result.outcome {
            case .failed(let failure):
                let others = failure.notes.filter { isOfExpression($0.position) && !isOwn($0.position) }
                // What the compiler has against another expression is told there.
                if failure.kind == .compile, !others.isEmpty, !failure.notes.contains(where: { isOwn($0.position) }) {
                    return .unknown
                }
                let notes = failure.notes.filter { !others.contains($0) }.map { note in
                    var note = note
                    if isOwn(note.position) { note.position = value.position }
                    return note
                }
                return .failed(CellFailure(kind: failure.kind, notes: notes + advice(on: notes)))
            default: return result.values.last { $0.index == index }.map { .value($0) } ?? .unknown
            }
        }

        /// What to write where an expression would wait for something and cannot.
        private func advice(on notes: [CellFailure.Note]) -> [CellFailure.Note] {
            let advice: String
            if notes.contains(where: { $0.message.contains("call in a function that does not support concurrency") }) {
                advice = "an expression that waits says `await`: `[…](<swift:await \(value.expression)>)`"
            } else if notes.contains(where: { $0.message.contains("to parameter expecting synchronous function type") })
            {
                advice = "what is called here cannot wait: do it in a cell, and give the result a name"
            } else {
                return []
            }
            return [.init(position: nil, message: advice, isExplanation: true)]
        }

        /// Where in the prose a place in the expression's own lines is; nil for any other.
        func place(of position: SourcePosition?) -> SourcePosition? { isOwn(position) ? value.position : nil }

        /// Whether a place is in some expression's lines.
        private func isOfExpression(_ position: SourcePosition?) -> Bool { position.map { $0.line < 0 } ?? false }

        /// Whether a place is in the lines of this expression.
        private func isOwn(_ position: SourcePosition?) -> Bool {
            position.map { $0.line < 0 && ($0.line - Self.firstLine) / 2 == index } ?? false
        }
    }

    /// What there is to run in a chapter, in order: the cells that are not skipped, and after each the expressions and answers
    /// that are run in its state.
    /// - Parameters:
    ///   - chapter: The chapter.
    ///   - tools: What decides what the cells do beside the chapter.
    ///   - data: The digest of the files that they read.
    /// - Returns: The steps.
    static func steps(of chapter: Chapter, tools: Digest, data: Digest) -> [RunStep] {
        let start = CellKey.start(of: chapter, tools: tools, data: data)
        let cells = CellKey.keys(of: chapter, start: start)
        func cellsBefore(_ cellsAbove: Int, line: Int) -> Int {
            cells.count { $0.runnable.isAbove(cells: cellsAbove, line: line) }
        }
        let values = Dictionary(grouping: chapter.values) { cellsBefore($0.cellsAbove, line: $0.position.line) }
        let exercises = Dictionary(grouping: chapter.exercises) {
            cellsBefore($0.cellsAbove, line: $0.start.range.start.line)
        }
        var steps: [RunStep] = []
        for count in 0...cells.count {
            let previous = count > 0 ? cells[count - 1] : nil
            if let previous {
                steps.append(
                    RunStep(
                        cell: previous.runnable.cell, key: previous.key,
                        previous: count > 1 ? cells[count - 2].key : nil,
                        cellsBefore: count - 1,
                        purpose: previous.runnable.exercise.map { .keptSolution($0) } ?? .cell))
            }
            let values = values[count] ?? []
            let groups = [values.filter { !$0.isAsynchronous }] + values.filter(\.isAsynchronous).map { [$0] }
            for group in groups {
                steps += Self.steps(evaluating: group, after: previous?.key, start: start, cellsBefore: count)
            }
            for exercise in exercises[count] ?? [] {
                steps += Self.steps(answering: exercise, after: previous?.key, start: start, cellsBefore: count)
            }
        }
        let all = cells.map(\.runnable.cell)
        for index in steps.indices {
            steps[index].later = all[(steps[index].isAside ? steps[index].cellsBefore : steps[index].ordinal)...]
        }
        return steps
    }

    /// The steps that evaluate expressions which are compiled together.
    private static func steps(
        evaluating values: [DocumentedValue], after previous: CellKey?, start: Digest, cellsBefore: Int
    ) -> [RunStep] {
        let before = (previous?.digest ?? start).hexadecimal
        let cell = Expression.cell(of: values, index: cellsBefore)
        let compilationKey = CellKey(digest: Digest(of: [before, "expressions"] + values.map(\.expression)))
        return values.enumerated().map { index, value in
            RunStep(
                cell: cell, key: CellKey(digest: Digest(of: [before, "expression", String(index), value.expression])),
                previous: previous, cellsBefore: cellsBefore,
                purpose: .expression(Expression(value: value, index: index, compilationKey: compilationKey)))
        }
    }
}

extension DocumentedValue {
    fileprivate var isAsynchronous: Bool { expression.contains(#/\bawait\b/#) }

    /// The expression with the `await` that Swift wants before a closure that waits as well as in it.
    fileprivate var awaitedExpression: String {
        expression.starts(with: /\s*await\b/) ? expression : "await \(expression)"
    }
}
