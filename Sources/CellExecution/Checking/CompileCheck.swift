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
    }

    private let compiler: CellCompiler
    private let scratch: ScratchFolder
    private let tools: Digest
    private var known: [CellKey: Known] = [:]

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
        forget(allBut: Set(steps.map(\.compilationKey)))
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
        let result = Known(cell: checked, layout: layout)
        known[key] = result
        return result
    }

    private func forget(allBut wanted: Set<CellKey>) {
        for key in known.keys where !wanted.contains(key) {
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
