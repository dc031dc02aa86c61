/// What the answers to an exercise did, each run with the exercise's checks from the state before the exercise.
public struct ExerciseResult: Equatable, Sendable {
    /// One result for each of the exercise's answers, in their order.
    public var answers: [CellResult]
    /// Why the solution, which later cells see, failed by itself; nil where it did not, or where they do not see it.
    public var keptFailure: CellFailure?

    /// The results of an exercise whose answers have not run.
    public init(waitingFor exercise: Exercise) {
        answers = exercise.answers.map { _ in CellResult(outcome: .waiting) }
    }
}

extension CellFailure {
    /// Whether a place that it names first is in a piece of code.
    public func isIn(_ code: Exercise.Code) -> Bool {
        let position = notes.first { $0.position != nil && !$0.isExplanation }?.position
        return position.map { ($0.line >= code.range.start.line) && $0.line <= code.range.end.line } ?? false
    }
}
