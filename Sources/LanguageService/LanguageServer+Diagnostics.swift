import CellExecution
import ChapterDocument
import OutputVerification
import ReportRendering

extension LanguageServer {
    /// How long nothing must be typed before the text is checked.
    private static let textDelay = Duration.milliseconds(100)
    /// How much longer before the cells are compiled.
    private static let compileDelay = Duration.milliseconds(250)

    /// Finds out what is wrong with a lesson, and tells the editor; what is still being found out about it as it was before is
    /// given up.
    func diagnose(_ uri: String) {
        guard let lesson = lessons[uri] else { return }
        lesson.diagnosing?.cancel()
        let snapshot = lesson.snapshot
        let previous = lesson.diagnosing
        lessons[uri]?.diagnosing = Task {
            do {
                try await Task.sleep(for: Self.textDelay)
                try await diagnoseText(of: snapshot)
                try await Task.sleep(for: Self.compileDelay)
                // Two compilers at work would be in each other's way.
                await previous?.value
                try Task.checkCancellation()
                try await diagnoseCells(of: snapshot)
            } catch is CancellationError {
                return
            } catch let error as ReportError {
                tell(.error, "\(error.message): \(error.advice)")
            } catch let error as SetupError {
                tell(.error, "\(error.message): \(error.advice)")
            } catch {
                tell(.error, "\(error)")
            }
        }
    }

    private func diagnoseText(of snapshot: LessonSnapshot) async throws {
        let found: [Diagnostic]
        do {
            found = try await checker.diagnostics(of: snapshot, in: book(of: snapshot))
        } catch let error as ReportError {
            // What parsing finds is worth telling without typesetters.
            tell(.warning, "formulas and pictures are not checked: \(error.message): \(error.advice)")
            found =
                Chapter.read(
                    snapshot.document.text, path: snapshot.path,
                    foreignLabels: book(of: snapshot).foreignLabels(of: snapshot.path)
                ).diagnostics
        }
        guard isCurrent(snapshot) else { return }
        lessons[snapshot.uri]?.text = found
        publish(snapshot)
    }

    private func diagnoseCells(of snapshot: LessonSnapshot) async throws {
        guard let chapter = snapshot.chapter, let toolchain = try? toolchain.get() else {
            if case .failure(let error) = toolchain { tell(.error, "\(error.message): \(error.advice)") }
            return
        }
        let check: CompileCheck
        if let known = lessons[snapshot.uri]?.compileCheck {
            check = known
        } else {
            check = try CompileCheck(toolchain: toolchain, rules: configuration.rules)
            guard isCurrent(snapshot) else { return await check.end() }
            lessons[snapshot.uri]?.compileCheck = check
        }
        let found = try await check.diagnostics(of: chapter)
        guard isCurrent(snapshot) else { return }
        lessons[snapshot.uri]?.compiled = (chapter, found)
        publish(snapshot)
    }

    private func isCurrent(_ snapshot: LessonSnapshot) -> Bool { lessons[snapshot.uri]?.snapshot === snapshot }

    /// Tells the editor everything that is known to be wrong with a lesson.
    func publish(_ snapshot: LessonSnapshot) {
        guard let lesson = lessons[snapshot.uri], lesson.snapshot === snapshot else { return }
        var diagnostics = lesson.text.map { LSPDiagnostic($0, in: snapshot.document) }
        if let chapter = snapshot.chapter {
            diagnostics +=
                lesson.compiled.map { compiled in
                    compiled.diagnostics.filter {
                        compiled.chapter.text == chapter.text || chapter.holds($0, of: compiled.chapter)
                    }
                    .map { LSPDiagnostic($0, in: snapshot.document) }
                } ?? []
            diagnostics += (lesson.run?.findings(in: chapter) ?? []).map { LSPDiagnostic($0, in: snapshot.document) }
            diagnostics += (lesson.run?.undocumentedOutputs(in: chapter) ?? []).map { cell, text in
                LSPDiagnostic(
                    range: snapshot.document.word(at: cell.range.start), severity: .information, source: "lectern",
                    message: "cell `\(cell.name)` prints\n\(text)")
            }
        }
        var seen: Set<LSPDiagnostic> = []
        publish(diagnostics.filter { seen.insert($0).inserted }, of: snapshot)
    }

    /// Tells the editor what is wrong with a lesson.
    func publish(_ diagnostics: [LSPDiagnostic], of snapshot: LessonSnapshot) {
        client.send(
            OutgoingMessage.notification(
                "textDocument/publishDiagnostics",
                DiagnosticsParameters(uri: snapshot.uri, version: snapshot.version, diagnostics: diagnostics)))
    }
}

extension Chapter {
    /// Whether what the compiler said of an earlier text still holds: the cell it speaks of stands where it stood, and it
    /// and those before it are the same.
    fileprivate func holds(_ diagnostic: Diagnostic, of earlier: Chapter) -> Bool {
        guard let line = diagnostic.position?.line,
            let cell = earlier.cells.last(where: { $0.range.start.line <= line }), cells.indices.contains(cell.index)
        else { return false }
        return zip(cells, earlier.cells).prefix(cell.index + 1).allSatisfy { $0.code == $1.code }
            && cells[cell.index].codeStart == cell.codeStart && line <= cell.range.end.line
    }
}

extension LSPDiagnostic {
    /// What a lesson's reading or compiling found.
    fileprivate init(_ diagnostic: Diagnostic, in document: DocumentText) {
        self.init(
            range: document.word(at: diagnostic.position ?? SourcePosition(line: 1)),
            severity: diagnostic.severity == .error ? .error : .warning, source: "lectern",
            message: ([diagnostic.message] + [diagnostic.advice].compactMap { $0 }).joined(separator: "\n"))
    }

    /// What a run found.
    fileprivate init(_ finding: Finding, in document: DocumentText) {
        self.init(
            range: document.word(at: finding.position ?? SourcePosition(line: 1)),
            severity: finding.severity == .error ? .error : .warning, source: "lectern",
            message: ([finding.message] + finding.notes + (finding.diff.map { [$0.text()] } ?? [])).joined(
                separator: "\n"))
    }
}
