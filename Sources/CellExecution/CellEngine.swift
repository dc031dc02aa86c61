import CellMessages
import ChapterDocument
import Dispatch
import FoundationEssentials

/// Something that happens while a chapter runs.
public enum ExecutionEvent: Sendable {
    /// The compiler rejected a cell, maybe long before its turn.
    case compilingFailed(Cell, CellFailure)
    /// A cell starts.
    case started(Cell)
    /// A running cell said something.
    case message(Cell, CellMessage)
    /// A cell ended.
    case ended(Cell, CellResult)
}

/// Runs chapters: compiles their cells and runs them from top to bottom in a process of their own.
public struct CellEngine: Sendable {
    private let toolchain: Toolchain

    /// An engine that uses these programs.
    public init(toolchain: Toolchain) {
        self.toolchain = toolchain
    }

    /// Runs every cell of a chapter from the top; after the first that fails, none.
    ///
    /// While a cell runs, the next ones are compiled.
    /// - Parameters:
    ///   - chapter: The chapter.
    ///   - report: Is told what happens, in order, on any thread.
    /// - Returns: The chapter with a result for each cell.
    /// - Throws: `SetupError` where the system cannot run cells at all; `CancellationError` where the task is cancelled.
    public func run(
        _ chapter: Chapter, report: @escaping @Sendable (ExecutionEvent) -> Void = { _ in }
    ) async throws -> ExecutedChapter {
        let scratch = try ScratchFolder()
        let compilation = try compile(chapter, into: scratch.path, report: report)
        defer { compilation.cancel() }
        var compiled = compilation.results.makeAsyncIterator()
        var run: ChapterRun?
        var results = chapter.cells.map { _ in CellResult(outcome: .notReached) }
        for cell in chapter.cells {
            if cell.options.isSkipped {
                results[cell.index].outcome = .skipped
                continue
            }
            guard let (index, outcome) = try await compiled.next() else { break }
            assert(index == cell.index, "cells are compiled in order")
            var result: CellResult
            switch outcome {
            case .failure(let failure): result = CellResult(outcome: .failed(failure))
            case .success(let library):
                let current: ChapterRun
                if let run {
                    current = run
                } else {
                    current = try await .start(chapter, toolchain: toolchain, folder: scratch.path)
                    run = current
                }
                report(.started(cell))
                result = await current.run(cell, library, report: report)
                try Task.checkCancellation()
            }
            result.outcome = result.outcome.judged(by: cell.options.expectedFailure, at: cell)
            results[cell.index] = result
            report(.ended(cell, result))
            if result.failure != nil { break }
        }
        return ExecutedChapter(chapter: chapter, results: results)
    }

    /// Compiles the chapter's cells in order, ahead of their run.
    private func compile(
        _ chapter: Chapter, into folder: String, report: @escaping @Sendable (ExecutionEvent) -> Void
    ) throws -> Compilation {
        let compiler = try CellCompiler(toolchain: toolchain, folder: folder)
        let (stream, continuation) = AsyncThrowingStream.makeStream(of: Compilation.Element.self)
        let task = Task {
            var earlier: [CompiledCell] = []
            do {
                for cell in chapter.cells where !cell.options.isSkipped {
                    do {
                        let compiled = try await compiler.compile(cell, path: chapter.path, earlier: earlier)
                        continuation.yield((cell.index, .success(compiled)))
                        // What a cell that stops half-way declares has no values.
                        if cell.options.expectedFailure == nil { earlier.append(compiled) }
                    } catch let failure as CellFailure {
                        // A compiler that was stopped because the run is over has found nothing wrong.
                        if Task.isCancelled { break }
                        continuation.yield((cell.index, .failure(failure)))
                        if cell.options.expectedFailure == .compile { continue }
                        report(.compilingFailed(cell, failure))
                        break
                    }
                }
                continuation.finish()
            } catch {
                continuation.finish(throwing: error)
            }
        }
        return Compilation(task: task, results: stream)
    }

    private struct Compilation {
        typealias Element = (index: Int, Result<CompiledCell, CellFailure>)
        var task: Task<Void, Never>
        var results: AsyncThrowingStream<Element, any Error>

        func cancel() { task.cancel() }
    }
}

extension CellResult.Outcome {
    /// The outcome in the light of how the cell was meant to end.
    fileprivate func judged(by expected: CellOptions.ExpectedFailure?, at cell: Cell) -> Self {
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
        case .failedAsExpected, .skipped, .notReached, .waiting, .running: return self
        }
    }
}
