import CellMessages
import ChapterDocument
import Dispatch
import FoundationEssentials
import SystemPackage

/// The processes in which one chapter's cells run, and the folder they work in.
final class ChapterHost: @unchecked Sendable {
    /// The folder that is the cells' working directory.
    let workFolder: WorkFolder
    private let path: String
    private let toolchain: Toolchain
    private let rules: CellRules
    /// The folder for what the host itself writes.
    private let folder: String
    private let crashReports: String
    private let session: HostSession
    /// Cells run one at a time, on a thread that may wait for them.
    private let queue: DispatchQueue

    /// Starts the host for a chapter, with folders inside `folder`.
    /// - Throws: `SetupError` where it does not start.
    static func start(
        path: String, seed: UInt64, rules: CellRules, toolchain: Toolchain, folder: String
    ) async throws -> ChapterHost {
        let queue = DispatchQueue(label: "cells")
        return try await withCheckedThrowingContinuation { continuation in
            queue.async {
                continuation.resume(
                    with: Result {
                        try ChapterHost(
                            path: path, seed: seed, rules: rules, toolchain: toolchain, folder: folder, queue: queue)
                    })
            }
        }
    }

    private init(
        path: String, seed: UInt64, rules: CellRules, toolchain: Toolchain, folder: String, queue: DispatchQueue
    ) throws {
        self.path = path
        self.toolchain = toolchain
        self.rules = rules
        self.folder = "\(folder)/host"
        self.queue = queue
        crashReports = "\(folder)/crashes"
        for path in [self.folder, crashReports] {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        }
        workFolder = try WorkFolder(path: "\(folder)/work", savedCopies: "\(folder)/saved")
        session = try HostSession(
            toolchain: toolchain,
            settings: HostSettings(
                folder: self.folder, scratch: workFolder.path, crashReports: crashReports,
                disposable: FilePath(folder).removingLastComponent().string,
                seed: seed,
                memoryLimit: rules.memoryLimit, outputLimit: rules.outputLimit, diskLimit: rules.diskLimit,
                processLimit: rules.processLimit,
                allowsWriting: rules.allowsWriting, allowsNetwork: rules.allowsNetwork))
    }

    /// The state before any cell.
    var start: HostState { session.start }

    /// What the system cannot keep cells from.
    var gaps: [IsolationGap] { session.gaps }

    /// Runs one cell to its end.
    /// - Parameters:
    ///   - running: The cell; it takes the messages.
    ///   - compiled: Its code.
    ///   - state: The state it starts from.
    ///   - limit: Seconds it may take.
    ///   - layout: Where the cells stand in the chapter.
    ///   - receive: Is told each message, on the thread that waits for the cell.
    /// - Returns: What it did, and the state after it where it ran to its end.
    func run(
        _ running: RunningCell, _ compiled: CompiledCell, in state: HostState, limit: Double, layout: ChapterLayout,
        receive: @escaping @Sendable (CellMessage) -> Void
    ) async -> (result: CellResult, state: HostState?) {
        var (end, waited): (CellEnd, Double) = await withCheckedContinuation { continuation in
            queue.async {
                let start = ContinuousClock.now
                let end = self.session.run(
                    compiled, in: state, isForked: running.isAside, seconds: limit,
                    stop: running.stop, isReported: { CrashReport.isWhole(in: self.crashReports) }
                ) { message in
                    running.receive(message, layout: layout).forEach(receive)
                }
                continuation.resume(returning: (end, (ContinuousClock.now - start) / .seconds(1)))
            }
        }
        // What the cell wrote past its streams and the host could no longer send.
        for message in [
            CellMessage.text(.standardOutput, leftover("stdout")), .text(.standardError, leftover("stderr")),
        ] {
            running.receive(message, layout: layout).forEach(receive)
        }
        // What the guardian had no time to see.
        if end.isFinished, case let size = workFolder.size, size > rules.diskLimit { end = .exceeded(.disk(size)) }
        var result = running.result
        if case .finished(let state, let seconds) = end {
            result.outcome = .succeeded
            result.seconds = seconds
            // A process that the cell started may have crashed without harm to the cell.
            _ = CrashReport.take(from: crashReports)
            _ = CrashPlaces.take(from: crashReports)
            return (result, state)
        }
        result.seconds = waited
        let words = RuntimeWords.take(from: &result.outputs)
        let crash = CrashReport.take(from: crashReports)
        var position = crash?.position(inChapter: path, layout: layout)
        let noted = CrashPlaces.take(from: crashReports)
        if case .threw(_, let places) = end {
            position = await toolchain.position(of: places, inChapter: path, layout: layout)
        } else if position == nil, let noted {
            let folder = FilePath(compiled.library).removingLastComponent().string
            position = await toolchain.position(of: noted.places(inFolder: folder), inChapter: path, layout: layout)
        }
        let failure =
            running.stop.isRequested
            ? CellFailure(
                kind: .stopped,
                notes: [.init(position: running.cell.range.start, message: "the cell was stopped while it ran")])
            : CellFailure(
                end, of: running.cell, at: position, limit: limit, rules: rules,
                words: noted?.isStackOverflow == true ? CellFailure.outOfStack : words, crash: crash)
        if let failure { result.outcome = .failed(failure) }
        return (result, nil)
    }

    private func leftover(_ stream: String) -> [UInt8] {
        guard let file = try? FileDescriptor.open("\(folder)/\(stream)", .readOnly) else { return [] }
        defer { try? file.close() }
        // More than is kept tells that there was more.
        return [UInt8](unsafeUninitializedCapacity: rules.outputLimit + 1) { buffer, count in
            count = (try? file.read(into: UnsafeMutableRawBufferPointer(buffer))) ?? 0
        }
    }
}
