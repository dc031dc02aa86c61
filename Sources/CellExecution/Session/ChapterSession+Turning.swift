import CellMessages
import ChapterDocument

extension ChapterSession {
    /// Runs a cell once more for every other combination of its parameters' values, each from the state before it.
    /// - Parameters:
    ///   - result: What the cell did with the values that they start from.
    ///   - step: The cell.
    ///   - compiled: Its code.
    ///   - before: The state that it starts from.
    ///   - host: What runs it.
    ///   - layout: Where the cells stand.
    ///   - prepare: Makes ready for each run.
    /// - Returns: The result with what the cell did then, a failure where it failed with some values; nil where nobody wants it
    ///   any more.
    /// - Throws: What `prepare` throws.
    func turning(
        _ result: CellResult, of step: RunStep, _ compiled: CompiledCell, in before: HostState, of host: ChapterHost,
        layout: ChapterLayout, prepare: () throws -> Void
    ) async throws -> CellResult? {
        var result = result
        let choices = result.choices
        func failing(_ message: String) -> CellResult {
            let note = CellFailure.Note(position: step.cell.range.start, message: message)
            result.outcome = .failed(CellFailure(kind: .limit, notes: [note]))
            return result
        }
        guard choices.combinationCount <= Choice.limit else {
            return failing(
                "the parameters have \(choices.combinationCount) combinations; the limit is \(Choice.limit)")
        }
        guard before.canFork else {
            return failing("the parameters cannot be turned, because an earlier cell left threads running")
        }
        let others = choices.combinations.filter { $0 != choices.start }
        report(.turning(step.cell, runs: others.count, seconds: result.seconds * Double(others.count)))
        for chosen in others {
            try prepare()
            var compiled = compiled
            compiled.chosen = zip(choices, chosen).map { ChosenValue(name: $0.name, index: $1) }
            guard let variant = await repeated(step, compiled, in: before, of: host, layout: layout) else { return nil }
            if case .failed(var failure) = variant.outcome {
                failure.notes.append(
                    .init(position: nil, message: "this is so with \(choices.words(for: chosen))", isExplanation: true))
                result.outcome = .failed(failure)
                return result
            }
            result.variants.append(CellVariant(chosen: chosen, outputs: variant.outputs, checks: variant.checks))
        }
        return result
    }

    /// One more run of a cell; nil where nobody wants it any more.
    private func repeated(
        _ step: RunStep, _ compiled: CompiledCell, in before: HostState, of host: ChapterHost, layout: ChapterLayout
    ) async -> CellResult? {
        let cell = step.cell
        let running = RunningCell(step, outputLimit: rules.outputLimit, keepsStart: true)
        self.running = running
        let (result, _) = await withTaskCancellationHandler {
            await host.run(
                running, compiled, in: before, limit: cell.options.timeout ?? chapter.frontMatter.timeout,
                layout: layout,
                receive: { [report] in if case .progress = $0 { report(.message(cell, $0)) } })
        } onCancel: {
            running.stop.request()
        }
        guard self.running === running, !Task.isCancelled else { return nil }
        self.running = nil
        return result
    }
}
