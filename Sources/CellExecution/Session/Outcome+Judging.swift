import ChapterDocument

extension CellResult.Outcome {
    /// The outcome in the light of how the cell was meant to end.
    func judged(by expected: CellOptions.ExpectedFailure?, at cell: Cell) -> Self {
        guard let expected else { return self }
        func wrong(_ what: String, _ notes: [CellFailure.Note] = []) -> Self {
            let note = CellFailure.Note(
                position: cell.range.start,
                message: "the cell is meant to fail (fails=\(expected.rawValue)), but \(what)")
            return .failed(CellFailure(kind: .didNotFailAsExpected, notes: [note] + notes))
        }
        switch self {
        case .failed(let failure):
            let isExpected =
                switch expected {
                case .compile: failure.kind == .compile
                case .trap: failure.kind == .trap
                case .throw: failure.kind == .thrown
                }
            return isExpected ? .failedAsExpected(failure) : wrong("it failed in another way", failure.notes)
        case .succeeded: return wrong("it ran to its end")
        case .failedAsExpected, .skipped, .notReached, .running, .waiting: return self
        }
    }
}
