import CellMessages
import ChapterDocument
import ContentDigest

/// What the compiler has against one cell.
struct CheckedCell: Sendable {
    /// The errors, each followed by the notes that explain it.
    var errors: [CellFailure.Note]
    /// The same of the warnings.
    var warnings: [CellFailure.Note]
    /// The cells that the next cell sees.
    var visible: [CellInterface]
}

/// Finds what the compiler has against a chapter's cells and the expressions in its prose, again and again as the chapter is
/// edited. Nothing is run. What has not changed is not compiled again.
public actor CompileCheck {
    private struct Known {
        var cell: CheckedCell
        /// The places that its notes speak of.
        var layout: ChapterLayout
        /// The last check that needed it.
        var lastUse = 0
    }

    /// How much is kept that the present chapter has not: what is typed is often taken back.
    private static let spareLimit = 64

    private let compiler: CellCompiler
    private let scratch: ScratchFolder
    private let tools: Digest
    private var known: [CellKey: Known] = [:]
    private var checkCount = 0

    /// A check with the compiler of a toolchain.
    /// - Parameters:
    ///   - toolchain: The toolchain.
    ///   - rules: Their limit of compiling is held.
    /// - Throws: `SetupError` where there is no room to work in.
    public init(toolchain: Toolchain, rules: CellRules = CellRules()) throws(SetupError) {
        scratch = try ScratchFolder()
        tools = Digest(of: [])
        compiler = CellCompiler(
            toolchain: toolchain, folder: scratch.path,
            // An editor's questions are to be answered meanwhile.
            limits: ToolLimits(seconds: rules.compileLimit, memory: CellRules.compilerMemory, comesLast: true))
    }

    /// What the compiler has against a chapter: its errors and warnings in the order of the cells. A cell with errors is
    /// seen by later ones as far as it can be read.
    ///
    /// - Parameter chapter: The chapter.
    /// - Returns: The diagnostics.
    /// - Throws: `SetupError` where the compiler cannot be run; `CancellationError` where the task is cancelled.
    public func diagnostics(of chapter: Chapter) async throws -> [Diagnostic] {
        let steps = RunStep.steps(of: chapter, tools: tools, data: tools)
        let layout = ChapterLayout(steps.filter { !$0.isAside }.map(\.cell))
        startCheck(needing: steps)
        var visible: [CellKey: [CellInterface]] = [:]
        var diagnostics: [Diagnostic] = []
        var readsLines = false
        for step in steps {
            try Task.checkCancellation()
            if !step.isAside { readsLines = readsLines || step.cell.readsLines }
            let earlier = step.previous.flatMap { visible[$0] } ?? []
            let place = layout.including(step)
            let checked = try await check(
                step, of: chapter, hasOwnLines: readsLines && !step.isAside, layout: place, earlier: earlier)
            let expected = step.cell.options.expectedFailure
            if !step.isAside { visible[step.key] = expected == nil ? checked.cell.visible : earlier }
            guard expected != .compile else { continue }
            func add(_ severity: Diagnostic.Severity, _ notes: [CellFailure.Note]) {
                let notes = notes.map { checked.layout.moving($0, to: place) }
                // What is wrong with a check is so for every answer.
                diagnostics += Self.diagnostics(severity, notes, of: step, in: chapter)
                    .filter { !diagnostics.contains($0) }
            }
            add(.error, step.answer?.faults(among: checked.cell.errors, in: chapter) ?? checked.cell.errors)
            // An expression stands in code that is not the author's.
            if !step.isAside { add(.warning, checked.cell.warnings) }
        }
        return diagnostics
    }

    /// What the compiler has against what a reader has written into a chapter, with the errors as a failure.
    /// - Parameters:
    ///   - variant: The chapter with other code in some cells.
    ///   - target: The cell, in places of the variant, or the answer, the first line of which is line 1.
    /// - Returns: What it has against it, and nothing else; nil where there is no such cell or exercise.
    /// - Throws: `SetupError` where the compiler cannot be run; `CancellationError` where the task is cancelled.
    public func result(of variant: Chapter, _ target: VariantTarget) async throws -> CellResult? {
        let steps = RunStep.steps(of: variant, tools: tools, data: tools).variantSteps(to: target)
        guard let last = steps.last else { return nil }
        let layout = ChapterLayout(steps.filter { !$0.isAside }.map(\.cell))
        startCheck(needing: steps)
        var visible: [CellInterface] = []
        var readsLines = false
        for step in steps {
            try Task.checkCancellation()
            if !step.isAside { readsLines = readsLines || step.cell.readsLines }
            let place = layout.including(step)
            let checked = try await check(
                step, of: variant, hasOwnLines: readsLines && !step.isAside, layout: place, earlier: visible)
            if step.key == last.key {
                func moved(_ notes: [CellFailure.Note]) -> [CellFailure.Note] {
                    notes.map { checked.layout.moving($0, to: place) }
                }
                let errors = moved(checked.cell.errors)
                var result = CellResult(
                    outcome: errors.isEmpty ? .waiting : .failed(CellFailure(kind: .compile, notes: errors)))
                result.warnings = moved(checked.cell.warnings)
                return step.answer?.counted(result) ?? result
            }
            if step.cell.options.expectedFailure == nil { visible = checked.cell.visible }
        }
        return nil
    }

    /// Removes what was made for the check, which then is of no more use.
    public func end() { scratch.remove() }

    private func check(
        _ step: RunStep, of chapter: Chapter, hasOwnLines: Bool, layout: ChapterLayout, earlier: [CellInterface]
    ) async throws -> Known {
        let key = step.compilationKey
        if let known = known[key] { return known }
        let checked: CheckedCell
        do {
            checked = try await compiler.check(
                step.cell, key: key, ordinal: step.ordinal, path: chapter.sourceName, hasOwnLines: hasOwnLines,
                layout: layout, earlier: earlier, later: step.later, isSeen: !step.isAside)
        } catch is CancellationError {
            compiler.remove(key)
            throw CancellationError()
        } catch let failure as CellFailure {
            checked = CheckedCell(errors: failure.notes, warnings: [], visible: earlier)
        }
        let result = Known(cell: checked, layout: layout, lastUse: checkCount)
        known[key] = result
        return result
    }

    /// Notes that a check needs what it finds of some steps, and forgets what none has needed for the longest time.
    private func startCheck(needing steps: [RunStep]) {
        checkCount += 1
        for step in steps { known[step.compilationKey]?.lastUse = checkCount }
        let spare = known.filter { $0.value.lastUse < checkCount }.sorted { $0.value.lastUse > $1.value.lastUse }
        for (key, _) in spare.dropFirst(Self.spareLimit) {
            known[key] = nil
            compiler.remove(key)
        }
    }

    /// The compiler's notes as diagnostics, explanations as the advice of what they explain.
    private static func diagnostics(
        _ severity: Diagnostic.Severity, _ notes: [CellFailure.Note], of step: RunStep, in chapter: Chapter
    ) -> [Diagnostic] {
        var diagnostics: [Diagnostic] = []
        for note in notes {
            if note.isExplanation, let last = diagnostics.indices.last {
                let place = note.position.map { " (line \($0.line))" } ?? ""
                let advice = [diagnostics[last].advice, note.message + (step.isAside ? "" : place)].compactMap { $0 }
                diagnostics[last].advice = advice.joined(separator: "\n")
                continue
            }
            // The places of an expression are those of the code around it.
            let position =
                step.expression?.place(of: note.position) ?? step.answer?.placed(note).position ?? note.position
            guard !step.isAside || position != nil else { continue }
            diagnostics.append(
                Diagnostic(
                    severity, path: chapter.path, position: position ?? step.cell.codeStart, message: note.message))
        }
        return diagnostics
    }
}
