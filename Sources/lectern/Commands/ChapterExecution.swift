import ArgumentParser
import CellExecution
import ChapterDocument
import Dispatch
import Glibc

/// Runs a chapter while telling how far it has come; Ctrl-C stops it and leaves nothing behind.
enum ChapterExecution {
    /// The chapter and what its cells did, failures told.
    /// - Throws: `ExitCode` where the system cannot run cells, or where the person stopped it.
    static func run(_ chapter: Chapter, isAlone: Bool = true) async throws -> ExecutedChapter {
        let progress = RunProgress(chapter, isAlone: isAlone)
        defer { progress.finish() }
        let running = Task {
            try await CellEngine(toolchain: .find()).run(chapter) { progress.report($0) }
        }
        let sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler { running.cancel() }
            source.resume()
            return source
        }
        defer { sources.forEach { $0.cancel() } }
        do {
            return try await running.value
        } catch let error as SetupError {
            progress.finish()
            let style = Style(isColored: Console.Stream.error.isColored)
            Console.write(DiagnosticText(chapter: "", style: style).text(error), to: .error)
            throw ExitCode.brokenSetup
        } catch is CancellationError {
            throw ExitCode.interrupted
        }
    }
}
