import CellMessages
import ChapterDocument
import Dispatch
import FoundationEssentials
import Synchronization
import SystemPackage
import UnixSystem

/// The processes in which one chapter's cells run, and the folder they work in.
final class ChapterHost: @unchecked Sendable {
    /// The folder that is the cells' working directory.
    let workFolder: WorkFolder
    private let path: String
    private let toolchain: Toolchain
    private let rules: CellRules
    /// The folder for what the host itself writes.
    private let folder: String
    /// The libraries of the cells that have run.
    private let libraries = Mutex<Set<String>>([])
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
        try FileManager.default.createDirectory(atPath: self.folder, withIntermediateDirectories: true)
        workFolder = try WorkFolder(path: "\(folder)/work", savedCopies: "\(folder)/saved")
        session = try HostSession(
            toolchain: toolchain,
            settings: HostSettings(
                folder: self.folder, scratch: workFolder.path,
                disposable: FilePath(folder).removingLastComponent().string,
                seed: seed, rules: rules))
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
        libraries.withLock { _ = $0.insert(compiled.library) }
        var (end, waited): (CellEnd, Double) = await withCheckedContinuation { continuation in
            queue.async {
                let start = ContinuousClock.now
                let end = self.session.run(
                    compiled, in: state, isForked: running.isAside, seconds: limit, stop: running.stop
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
        // Taken in any case: a note must not be there for a later cell.
        let note = try? BinaryForm.decode(EndingNote.self, from: NoteFile.take(from: "\(folder)/ending"))
        // What the guardian had no time to see.
        if end.isFinished, case let size = workFolder.size, size > rules.diskLimit { end = .exceeded(.disk(size)) }
        var result = running.result
        if case .finished(let state, let seconds) = end {
            result.outcome = .succeeded
            result.seconds = seconds
            return (result, state)
        }
        result.seconds = waited
        var ending = CellEnding(end: end, note: note, stop: running.request, calls: [])
        ending.words = result.outputs.takeRunTimeWords(note?.words ?? [])
        var places = [note?.places ?? [], note?.cellPlaces ?? []]
        if case .threw(_, let throwing) = end { places = [throwing] }
        for places in places where ending.calls.isEmpty {
            ending.calls = await toolchain.calls(
                at: places, in: libraries.withLock(\.self), ofChapter: path, layout: layout)
        }
        let failure =
            running.stop.isRequested
            ? CellFailure(
                kind: .stopped,
                notes: [.init(position: running.cell.range.start, message: "the cell was stopped while it ran")])
            : CellFailure(ending, of: running.cell, limit: limit, rules: rules)
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
