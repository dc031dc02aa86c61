import ChapterDocument
import ContentDigest

extension RunStep {
    /// An answer to an exercise, run with the exercise's checks and thrown away.
    struct Answer: Sendable {
        /// The exercise's place among the chapter's.
        let exercise: Int
        /// The answer's place among the exercise's.
        let index: Int
        /// The answer's code and the checks', in the order in which they run.
        let codes: [Exercise.Code]

        // As with the expressions of the prose, no line of a file is below zero, so places in the program that the pieces
        // make up are told from all others.

        /// The line that the program is said to start on.
        private static let firstLine = -2_000_000

        /// The program: the answer, and the checks below it.
        func cell(index: Int) -> Cell {
            let code = codes.map(\.wholeLines).joined()
            let lineCount = code.utf8.count { $0 == UInt8(ascii: "\n") }
            return Cell(
                index: index, code: code,
                range: SourceRange(
                    start: SourcePosition(line: Self.firstLine - 1),
                    end: SourcePosition(line: Self.firstLine + lineCount)),
                codeStart: SourcePosition(line: Self.firstLine), options: CellOptions())
        }

        /// A result of the program whose places are its own: the answer's first line is line 1, and the checks follow it.
        func counted(_ result: CellResult) -> CellResult {
            func counted(_ note: CellFailure.Note) -> CellFailure.Note {
                var note = note
                note.position = note.position.flatMap { position in
                    position.line < Self.firstLine
                        ? nil : SourcePosition(line: position.line - Self.firstLine + 1, column: position.column)
                }
                // Places above the answer are none of its own.
                if let line = note.position?.line, line >= -Self.firstLine { note.position = nil }
                return note
            }
            var result = result
            if case .failed(var failure) = result.outcome {
                failure.notes = failure.notes.map(counted)
                result.outcome = .failed(failure)
            }
            result.warnings = result.warnings.map(counted)
            return result
        }

        /// A result of the program with the places of the chapter.
        func placed(_ result: CellResult) -> CellResult {
            var result = result
            if case .failed(var failure) = result.outcome {
                failure.notes = failure.notes.map(placed)
                result.outcome = .failed(failure)
            }
            for index in result.checks.indices {
                result.checks[index].line = place(of: SourcePosition(line: result.checks[index].line)).line
            }
            result.warnings = []
            return result
        }

        /// A note on the program with its place in the chapter.
        func placed(_ note: CellFailure.Note) -> CellFailure.Note {
            var note = note
            note.position = note.position.map(place)
            return note
        }

        /// Those of the compiler's notes that are to be told of the answer. A start may leave it to the reader to declare what
        /// the checks use.
        func faults(among notes: [CellFailure.Note], in chapter: Chapter) -> [CellFailure.Note] {
            guard chapter.exercises[exercise].answers[index].kind == .start else { return notes }
            let failure = CellFailure(kind: .compile, notes: notes.map(placed))
            return failure.isIn(codes[0]) ? notes : []
        }

        /// Where in the chapter a place of the program is; any other place as it is.
        private func place(of position: SourcePosition) -> SourcePosition {
            guard position.line < 0 else { return position }
            var line = position.line - Self.firstLine
            if line < 0 { return codes[0].range.start }
            for code in codes {
                let count = code.wholeLines.utf8.count { $0 == UInt8(ascii: "\n") }
                if line < count {
                    return SourcePosition(
                        line: code.codeStart.line + line, column: position.column + code.codeStart.column - 1)
                }
                line -= count
            }
            return codes[codes.count - 1].range.end
        }
    }

    /// The step that runs another answer to the exercise that this one answers.
    func answering(_ code: String) -> RunStep {
        guard var codes = answer?.codes, let exercise = answer?.exercise else { return self }
        codes[0].code = code
        let answer = Answer(exercise: exercise, index: 0, codes: codes)
        let before = (previous ?? key).digest.hexadecimal
        return RunStep(
            cell: answer.cell(index: cell.index),
            key: CellKey(digest: Digest(of: [before, "reader's answer"] + codes.map(\.code))),
            previous: previous, cellsBefore: cellsBefore, purpose: .answer(answer))
    }

    /// The steps that run the answers to an exercise.
    static func steps(answering exercise: Exercise, after previous: CellKey?, start: Digest, cellsBefore: Int)
        -> [RunStep]
    {
        let before = (previous?.digest ?? start).hexadecimal
        return exercise.answers.enumerated().map { index, answer in
            let answer = Answer(exercise: exercise.index, index: index, codes: [answer.code] + exercise.checks)
            return RunStep(
                cell: answer.cell(index: cellsBefore),
                key: CellKey(digest: Digest(of: [before, "answer", String(index)] + answer.codes.map(\.code))),
                previous: previous, cellsBefore: cellsBefore, purpose: .answer(answer))
        }
    }
}

extension Exercise.Code {
    /// The code, which ends with a line break.
    fileprivate var wholeLines: String { code.isEmpty || code.hasSuffix("\n") ? code : code + "\n" }
}

extension CellResult {
    /// Whether a run would give the same again, as far as that can be told.
    var isRepeatable: Bool {
        switch failure?.kind {
        case nil, .compile, .trap, .thrown: true
        case .timeout, .limit, .exited, .stopped, .didNotFailAsExpected: false
        }
    }
}
