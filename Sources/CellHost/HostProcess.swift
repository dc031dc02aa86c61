internal import CCellRuntime
import CellMessages
import UnixSystem

/// The state after some cell, ready to run a next one.
///
/// A cell runs in a forked child, so this process stays the state it is. The child, once its cell has ended, serves
/// requests as the state after that cell, and no longer needs its parent. Each process has a connection of its own to the
/// runner, who sends it along with the request to fork: nobody else can have one. While a cell runs, its process is killed by
/// the kernel when its parent ends, and a state ends when the runner closes its connection, so nothing outlives the
/// runner.
final class HostProcess {
    private var runner: MessageSocket
    private let settings: HostSettings
    private let captureFiles: [CaptureFile]
    private let noteFile: NoteFile
    private var children: [ProcessHandle] = []
    /// The folder that the newest cell ended in; nil before any.
    private var currentFolder: String?

    init(connection: MessageSocket, settings: HostSettings, captureFiles: [CaptureFile], noteFile: NoteFile) {
        runner = connection
        self.settings = settings
        self.captureFiles = captureFiles
        self.noteFile = noteFile
    }

    /// Serves the runner's requests, in this process and in every child that it forks, until the connection closes.
    func serve() -> Never {
        runner.send(HostEvent.ready(process: ThisProcess.number))
        serveRequests()
    }

    private func serveRequests() -> Never {
        while true {
            _ = Polling.wait(for: [runner.descriptor] + children.map(\.descriptor), milliseconds: nil)
            children.removeAll { child in
                guard let status = child.takeStatus() else { return false }
                runner.send(HostEvent.childEnded(process: child.process, status: status))
                return true
            }
            guard Polling.hasInput(runner) else { continue }
            guard runner.fill() else { ThisProcess.leave(0) }
            while let request = nextRequest() {
                switch request {
                case .runHere(let library, let entryPoint): run(library, entryPoint, choosing: [])
                case .run(let library, let entryPoint, let chosen):
                    guard let connection = runner.takePassed() else { ThisProcess.leave(3) }
                    // Without a fork, the runner sees that its end of the connection closes.
                    guard ProcessThreads.waitUntilIdle() else { continue }
                    let parent = ThisProcess.number
                    let process = CellFork.fork {
                        guard ThisProcess.endsWithParent(parent) else { ThisProcess.leave(0) }
                        self.begin(connection, parent)
                        self.run(library, entryPoint, choosing: chosen)
                        self.serveRequests()
                    }
                    if process > 0 { children.append(ProcessHandle(process)) }
                }
            }
        }
    }

    /// Makes this process, which was forked just now, speak for itself alone.
    private func begin(_ connection: MessageSocket, _ parent: Int32) {
        children = []
        runner.close()
        runner = connection
        unix_own_main_queue(parent)
        runner.send(HostEvent.ready(process: ThisProcess.number))
    }

    private func nextRequest() -> HostRequest? {
        // Bytes that are no request can only mean that the runner is of another version: end.
        do { return try runner.next(HostRequest.self) } catch { ThisProcess.leave(3) }
    }

    /// Goes to the folder that the cell before was in, by its path: the runner may have made it anew.
    private func enterFolder() {
        if let currentFolder, ThisProcess.enter(folder: currentFolder) { return }
        // A cell may have removed it.
        Folders.make(settings.scratch)
        ThisProcess.enter(folder: settings.scratch)
    }

    /// Loads a cell's library and runs the cell.
    private func run(_ library: String, _ entryPoint: String, choosing chosen: [ChosenValue]) {
        enterFolder()
        CellChannel.choose(chosen)
        let streams = StandardStreams(files: captureFiles, outputLimit: settings.rules.outputLimit, runner: runner)
        let main = load(library, entryPoint)
        UncaughtErrors.report { [runner] event in
            CellChannel.flush()
            streams.flush()
            runner.send(event)
        }
        let duration = ContinuousClock().measure {
            unix_note_crashes(noteFile.descriptor)
            unix_cell_begins()
            CellExecutor.shared.beginCell()
            unix_run_top_level(main) { CellExecutor.shared.runNextJob($0) }
            unix_cell_ends()
        }
        currentFolder = ThisProcess.currentFolder
        CellChannel.flush()
        streams.flush()
        let canFork = ProcessThreads.endsWithOneThread()
        if canFork { ThisProcess.outlivesParent() }
        // A cell that closed the connection cannot be gone on from.
        if !runner.send(HostEvent.finished(seconds: duration / .seconds(1), canFork: canFork)) { ThisProcess.leave(1) }
    }

    private typealias EntryPoint = @convention(c) (Int32, UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> Int32

    /// Loads a cell's library; where it cannot, this process ends.
    private func load(_ library: String, _ entryPoint: String) -> EntryPoint {
        do {
            let loaded = try LoadedLibrary(path: library)
            unix_forget_module_names(loaded.handle, library)
            unix_note_symbols(loaded.handle, library)
            let address = try loaded.address(of: entryPoint)
            unix_cell_loaded(address, library)
            return unsafeBitCast(address, to: EntryPoint.self)
        } catch {
            runner.send(HostEvent.loadingFailed(error.reason))
            ThisProcess.leave(1)
        }
    }
}
