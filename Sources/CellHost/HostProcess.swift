internal import CUnix
import CellMessages
import Glibc

/// The state after some cell, ready to run a next one.
///
/// A cell runs in a forked child, so this process stays the state it is. The child, once its cell has ended, serves
/// requests as the state after that cell, and no longer needs its parent. While a cell runs, its process is killed by
/// the kernel when its parent ends, and a state ends when the runner closes its connection, so nothing outlives the
/// runner.
struct HostProcess {
    private let socketPath: String
    private let settings: HostSettings
    private let captureFiles: [CaptureFile]

    init(socketPath: String, settings: HostSettings, captureFiles: [CaptureFile]) {
        self.socketPath = socketPath
        self.settings = settings
        self.captureFiles = captureFiles
    }

    /// Serves the runner's requests, in this process and in every child that it forks, until the connection closes.
    func serve() -> Never {
        var runner = connect()
        var children: [Child] = []
        while true {
            waitForInput(runner, children)
            children.removeAll { child in
                guard let status = child.statusIfEnded() else { return false }
                runner.send(HostEvent.childEnded(process: child.process, status: status))
                return true
            }
            guard runner.hasInput else { continue }
            guard runner.fill() else { unix_leave(0) }
            while let request = nextRequest(runner) {
                switch request {
                case .signal(let number, let process): children.first { $0.process == process }?.signal(number)
                case .runHere(let library, let entryPoint): run(library, entryPoint, for: runner)
                case .run(let library, let entryPoint):
                    let parent = getpid()
                    let process = unix_fork()
                    guard process == 0 else {
                        children.append(Child(process: process))
                        continue
                    }
                    guard unix_die_with_parent(parent) else { unix_leave(0) }
                    children = []
                    // Where the cell before closed them, the connection must not come in their place.
                    for file in captureFiles { file.takeOver() }
                    runner = connect()
                    run(library, entryPoint, for: runner)
                }
            }
        }
    }

    private func connect() -> MessageSocket {
        guard let runner = MessageSocket.connect(to: socketPath) else { unix_leave(1) }
        runner.send(HostEvent.ready(process: getpid()))
        return runner
    }

    private func nextRequest(_ runner: MessageSocket) -> HostRequest? {
        // Bytes that are no request can only mean that the runner is of another version: end.
        do { return try runner.next(HostRequest.self) } catch { unix_leave(3) }
    }

    private func waitForInput(_ runner: MessageSocket, _ children: [Child]) {
        var descriptors = ([runner.descriptor] + children.map(\.descriptor)).map {
            pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
        }
        _ = poll(&descriptors, nfds_t(descriptors.count), -1)
    }

    /// Loads a cell's library and runs the cell.
    private func run(_ library: String, _ entryPoint: String, for runner: MessageSocket) {
        // An earlier cell may have removed the folder.
        mkdir(settings.scratch, 0o700)
        chdir(settings.scratch)
        let streams = StandardStreams(files: captureFiles, outputLimit: settings.outputLimit, runner: runner)
        typealias Main = @convention(c) (Int32, UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> Int32
        guard let handle = dlopen(library, RTLD_NOW | RTLD_GLOBAL), let symbol = dlsym(handle, entryPoint) else {
            runner.send(HostEvent.loadingFailed(String(cString: dlerror())))
            unix_leave(1)
        }
        let main = unsafeBitCast(symbol, to: Main.self)
        UncaughtErrors.report { event in
            streams.flush()
            runner.send(event)
        }
        let clock = ContinuousClock()
        unix_note_crashes("\(settings.crashReports)/places")
        unix_cell_begins()
        let duration = clock.measure { CellThread.run { _ = main(0, nil) } }
        unix_cell_ends()
        streams.flush()
        let canFork = ProcessThreads.endsWithOneThread()
        if canFork { unix_outlive_parent() }
        // A cell that closed the connection cannot be gone on from.
        if !runner.send(HostEvent.finished(seconds: duration / .seconds(1), canFork: canFork)) { unix_leave(1) }
    }
}

/// A child that runs a cell, or is the state after it.
private final class Child {
    let process: pid_t
    /// Can be read once the process has ended.
    let descriptor: Int32

    init(process: pid_t) {
        self.process = process
        descriptor = unix_open_process(process)
    }

    deinit {
        close(descriptor)
    }

    func signal(_ number: Int32) {
        kill(process, number)
    }

    /// `waitpid`'s status, nil while the process runs.
    func statusIfEnded() -> Int32? {
        var status: Int32 = 0
        return waitpid(process, &status, WNOHANG) == process ? status : nil
    }
}

extension MessageSocket {
    /// Whether something has arrived, the other end's closing included.
    fileprivate var hasInput: Bool {
        var descriptors = [pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)]
        return poll(&descriptors, 1, 0) > 0
    }
}
