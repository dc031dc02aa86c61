import CellMessages
import ChapterDocument
import Dispatch
import FoundationEssentials

/// The processes in which one chapter's cells run, and the folder they work in.
final class ChapterRun: @unchecked Sendable {
    private let chapter: Chapter
    private let folder: String
    private let crashReports: String
    private let session: HostSession
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
        self.folder = "\(folder)/work"
        self.queue = queue
        crashReports = "\(folder)/crashes"
        for path in [self.folder, crashReports] {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        }
        session = try HostSession(
            toolchain: toolchain, folder: self.folder, crashReports: crashReports, seed: chapter.frontMatter.seed)
    }

    /// Runs one cell to its end.
    func run(
        _ cell: Cell, _ compiled: CompiledCell, report: @escaping @Sendable (ExecutionEvent) -> Void
    ) async -> CellResult {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                queue.async {
                    continuation.resume(returning: self.runBlocking(cell, compiled, report: report))
                }
            }
        } onCancel: {
            session.cancel()
        }
    }

    private func runBlocking(
        _ cell: Cell, _ compiled: CompiledCell, report: (ExecutionEvent) -> Void
    ) -> CellResult {
        let limit = cell.options.timeout ?? chapter.frontMatter.timeout
        var collector = OutputCollector()
        let clock = ContinuousClock()
        var end = CellEnd.timedOut
        let duration = clock.measure {
            end = session.run(compiled, seconds: limit) { message in
                collector.receive(message)
                report(.message(cell, message))
            }
        }
        // What the cell wrote past its streams and the host could no longer send.
        collector.receive(.text(.standardOutput, leftover("stdout", of: compiled)))
        collector.receive(.text(.standardError, leftover("stderr", of: compiled)))
        var outputs = collector.outputs
        let fatalError = if case .finished = end { String?.none } else { RuntimeWords.take(from: &outputs) }

        let failure = CellFailure(
            end, of: cell, path: chapter.path, limit: limit, fatalError: fatalError, crash: .take(from: crashReports))
        var result = CellResult(outcome: failure.map { .failed($0) } ?? .succeeded)
        result.outputs = outputs
        result.checks = collector.checks
        result.seconds = if case .finished(let seconds) = end { seconds } else { duration / .seconds(1) }
        return result
    }

    private func leftover(_ stream: String, of cell: CompiledCell) -> [UInt8] {
        FileManager.default.contents(atPath: "\(folder)/\(cell.entryPoint).\(stream)").map { Array($0) } ?? []
    }
}
