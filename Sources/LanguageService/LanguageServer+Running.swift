import CellExecution
import ChapterDocument
import FoundationEssentials
import OutputVerification

extension LanguageServer {
    private struct Progress: Encodable {
        var kind: String
        var title: String?
        var message: String?
        var cancellable: Bool?
    }

    private struct ProgressParameters: Encodable {
        var token: RequestID
        var value: Progress
    }

    /// What can be done at a place of a lesson.
    func codeActions(_ parameters: CodeActionParameters) async throws -> [CodeAction]? {
        let lesson = try lesson(parameters.textDocument)
        guard let chapter = lesson.chapter, let cell = lesson.cellOrOutput(atLine: parameters.range.start.line) else {
            return []
        }
        let reference = CellReference(uri: lesson.uri, cell: cell.index)
        var actions: [CodeAction] = []
        if !cell.options.isSkipped {
            actions.append(.running("Run to here", .runToHere, reference))
        }
        if lessons[lesson.uri]?.running != nil { actions.append(.running("Stop the cells", .stop, reference)) }
        if let text = lessons[lesson.uri]?.run?.accepting(cell, in: chapter) {
            let edits = lesson.document.edits(to: DocumentText(text))
            actions.append(
                CodeAction(
                    title: "Accept this output", kind: "quickfix", edit: WorkspaceEdit(changes: [lesson.uri: edits])))
        }
        return actions
    }

    /// Does what a code action says.
    func execute(_ parameters: ExecuteParameters) async throws -> NoParameters? {
        guard let reference = parameters.arguments.first else {
            throw ResponseError.invalidParameters("the command needs a cell")
        }
        let lesson = try lesson(DocumentIdentifier(uri: reference.uri))
        switch parameters.command {
        case .stop: await lessons[lesson.uri]?.session?.stop()
        case .runToHere:
            guard let chapter = lesson.chapter, chapter.cells.indices.contains(reference.cell) else {
                throw ResponseError.invalidParameters("the lesson has no such cell")
            }
            try await run(lesson, chapter, upTo: chapter.cells[reference.cell], token: parameters.workDoneToken)
        }
        return nil
    }

    private func run(_ lesson: LessonSnapshot, _ whole: Chapter, upTo cell: Cell, token: RequestID?) async throws {
        try refuseErrors(in: lesson, upTo: cell)
        let chapter = whole.upTo(cell)
        if let running = lessons[lesson.uri]?.running {
            await lessons[lesson.uri]?.session?.stop()
            running.cancel()
            _ = await running.result
        }
        let session = try startedSession(for: lesson, chapter)
        await session.forgetFailures()
        let task = Task { try await session.run(chapter) }
        lessons[lesson.uri]?.running = task
        lessons[lesson.uri]?.progress = token
        report(Progress(kind: "begin", title: "Running to `\(cell.name)`", cancellable: true), to: token)
        defer {
            if lessons[lesson.uri]?.running == task { lessons[lesson.uri]?.running = nil }
            report(Progress(kind: "end"), to: token)
        }
        let start = ContinuousClock.now
        let ran = await session.ranCount
        do {
            let executed = try await withTaskCancellationHandler {
                try await task.value
            } onCancel: {
                task.cancel()
            }
            lessons[lesson.uri]?.run = LessonRun(executed: executed)
            if let current = lessons[lesson.uri]?.snapshot { publish(current) }
            let count = await session.ranCount - ran
            show(.info, Self.summary(of: executed, upTo: cell, count: count, seconds: (.now - start) / .seconds(1)))
        } catch let error as SetupError {
            throw ResponseError.failed("\(error.message): \(error.advice)")
        }
    }

    /// - Throws: ``ResponseError`` where the lesson has errors up to the end of a cell.
    private func refuseErrors(in lesson: LessonSnapshot, upTo cell: Cell) throws(ResponseError) {
        var diagnostics = Chapter.read(
            lesson.document.text, path: lesson.path, foreignLabels: book(of: lesson).foreignLabels(of: lesson.path)
        ).diagnostics
        if let chapter = lesson.chapter {
            do { try DataFiles(of: chapter).check(path: lesson.path) } catch { diagnostics += error.diagnostics }
        }
        let error = diagnostics.first {
            $0.severity == .error && $0.position.map { $0.line <= cell.range.end.line } != false
        }
        guard let error else { return }
        let place = error.position.map { "line \($0.line): " } ?? ""
        throw .failed("the lesson has errors, so nothing was run: \(place)\(error.message)")
    }

    private func startedSession(for lesson: LessonSnapshot, _ chapter: Chapter) throws -> ChapterSession {
        if let session = lessons[lesson.uri]?.session { return session }
        let session: ChapterSession
        do {
            session = try ChapterSession(
                chapter, toolchain: toolchain.get(), rules: configuration.rules,
                memoryLimit: max(1 << 30, Int(ProcessInfo.processInfo.physicalMemory / 4))
            ) { [weak self, uri = lesson.uri] event in
                guard case .started(let cell) = event else { return }
                Task { await self?.noteStart(of: cell, in: uri) }
            }
        } catch let error as SetupError {
            throw ResponseError.failed("\(error.message): \(error.advice)")
        }
        lessons[lesson.uri]?.session = session
        return session
    }

    private func noteStart(of cell: Cell, in uri: String) {
        report(Progress(kind: "report", message: "`\(cell.name)` runs"), to: lessons[uri]?.progress)
    }

    private func report(_ progress: Progress, to token: RequestID?) {
        guard let token else { return }
        client.send(
            OutgoingMessage.notification("$/progress", ProgressParameters(token: token, value: progress)))
    }

    /// What a run came to, in one line.
    private static func summary(of executed: ExecutedChapter, upTo cell: Cell, count: Int, seconds: Double) -> String {
        let verdict = ChapterVerdict(verifying: executed)
        let problems = verdict.findings.filter { $0.severity == .error }
        let ran = count == 1 ? "1 cell ran" : "\(count == 0 ? "no" : "\(count)") cells ran"
        let tenths = Int((seconds * 10).rounded())
        let time = "\(tenths / 10).\(tenths % 10) s"
        guard let first = problems.first else { return "✓ run to `\(cell.name)`: \(ran), \(time)" }
        let place = first.position.map { "line \($0.line): " } ?? ""
        return "✗ run to `\(cell.name)`: \(ran), \(time); \(place)\(first.message)"
    }
}

extension CodeAction {
    fileprivate static func running(_ title: String, _ command: LessonCommand, _ cell: CellReference) -> CodeAction {
        CodeAction(title: title, kind: "", command: Command(title: title, command: command, arguments: [cell]))
    }
}
