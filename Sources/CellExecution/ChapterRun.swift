import CellMessages
import ChapterDocument
import Dispatch
import FoundationEssentials

/// The processes in which one chapter's cells run, and the folder they work in.
final class ChapterRun: @unchecked Sendable {
    private let chapter: Chapter
    private let toolchain: Toolchain
    private let folder: String
    private let crashReports: String
    private let session: HostSession
    /// The state after the newest cell that ran to its end.
    private var newest: HostState
    /// Cells run one at a time, on a thread that may wait for them.
    private let queue: DispatchQueue

    /// Starts the host for a chapter, with work folders inside `folder`.
    /// - Throws: `SetupError` where it does not start.
    static func start(_ chapter: Chapter, toolchain: Toolchain, folder: String) async throws -> ChapterRun {
        let queue = DispatchQueue(label: "cells")
        return try await withCheckedThrowingContinuation { continuation in
            queue.async {
                continuation.resume(
                    with: Result { try ChapterRun(chapter, toolchain: toolchain, folder: folder, queue: queue) })
            }
        }
    }

    private init(_ chapter: Chapter, toolchain: Toolchain, folder: String, queue: DispatchQueue) throws {
        self.chapter = chapter
        self.toolchain = toolchain
        self.folder = "\(folder)/work"
        self.queue = queue
        crashReports = "\(folder)/crashes"
        for path in [self.folder, crashReports] {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        }
        session = try HostSession(
            toolchain: toolchain, folder: self.folder, crashReports: crashReports, seed: chapter.frontMatter.seed)
        newest = session.start
    }

    /// Runs one cell to its end.
    func run(
        _ cell: Cell, _ compiled: CompiledCell, report: @escaping @Sendable (ExecutionEvent) -> Void
    ) async -> CellResult {
        let limit = cell.options.timeout ?? chapter.frontMatter.timeout
        let stop = CellStop()
        let (end, collected, seconds) = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                queue.async {
                    var collector = OutputCollector()
                    let start = ContinuousClock.now
                    let end = self.session.run(
                        compiled, in: self.newest, seconds: limit, stop: stop,
                        isReported: { CrashReport.isWhole(in: self.crashReports) }
                    ) { message in
                        collector.receive(message)
                        report(.message(cell, message))
                    }
                    if case .finished(let state, _) = end { self.newest = state }
                    continuation.resume(returning: (end, collector, (ContinuousClock.now - start) / .seconds(1)))
                }
            }
        } onCancel: {
            stop.request()
        }
        // What the cell wrote past its streams and the host could no longer send.
        var collector = collected
        collector.receive(.text(.standardOutput, leftover("stdout", of: compiled)))
        collector.receive(.text(.standardError, leftover("stderr", of: compiled)))
        var outputs = collector.outputs

        var result = CellResult(outcome: .succeeded)
        if case .finished(_, let seconds) = end {
            result.seconds = seconds
        } else {
            result.seconds = seconds
            let words = RuntimeWords.take(from: &outputs)
            let crash = CrashReport.take(from: crashReports)
            var position = crash?.position(inChapter: chapter.path)
            if case .threw(_, let places) = end {
                position = await toolchain.position(of: places, inChapter: chapter.path)
            }
            let failure = CellFailure(end, of: cell, at: position, limit: limit, words: words, crash: crash)
            if let failure { result.outcome = .failed(failure) }
        }
        result.outputs = outputs
        result.checks = collector.checks
        return result
    }

    private func leftover(_ stream: String, of cell: CompiledCell) -> [UInt8] {
        FileManager.default.contents(atPath: "\(folder)/\(cell.entryPoint).\(stream)").map { Array($0) } ?? []
    }
}
