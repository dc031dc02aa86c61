internal import CUnix
import CellMessages
import Glibc

/// The process above all that run a chapter's cells; it runs none itself.
///
/// Every descendant whose parent ends becomes its child, so none is out of its reach, whatever it forks or calls itself.
/// When the runner closes its connection, or ends in whatever way, all of them are ended before this process ends.
/// While a cell runs, its processes are held to the limits.
struct Guardian {
    /// Milliseconds between two looks at a cell's processes.
    private static let interval: Int32 = 25

    private let runner: MessageSocket
    private let settings: HostSettings
    /// Can be read once the runner has ended.
    private let runnerProcess: Int32
    private var watch: Watch?

    /// A cell that runs.
    private struct Watch {
        var cell: pid_t
        var states: Set<pid_t>
        var hasExceeded = false
    }

    /// Makes this process the guardian and forks the first host process from it.
    /// - Returns: The isolation of cells, in the host process. The guardian itself stays in here.
    static func start(socketPath: String) -> Isolation {
        let runnerProcess = unix_open_process(getppid())
        unix_adopt_orphans()
        // A session of its own: Ctrl-C reaches the runner, which decides.
        setsid()
        guard let runner = MessageSocket.connect(to: socketPath) else { unix_leave(1) }
        guard case .begin(let settings)? = firstRequest(runner) else { unix_leave(1) }
        var isolation = Isolation(settings)
        runner.send(GuardianEvent.begun(gaps: isolation.leaveNetwork()))
        let parent = getpid()
        if unix_fork() == 0 {
            guard unix_die_with_parent(parent) else { unix_leave(0) }
            setsid()
            return isolation
        }
        // Where the system lets it, it comes before cells that keep every core busy.
        setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, -10)
        var guardian = Guardian(runner: runner, settings: settings, runnerProcess: runnerProcess)
        guardian.guardUntilTheEnd()
    }

    private init(runner: MessageSocket, settings: HostSettings, runnerProcess: Int32) {
        self.runner = runner
        self.settings = settings
        self.runnerProcess = runnerProcess
    }

    private static func firstRequest(_ runner: MessageSocket) -> GuardianRequest? {
        while runner.fill() {
            if let request = try? runner.next(GuardianRequest.self) { return request }
        }
        return nil
    }

    private mutating func guardUntilTheEnd() -> Never {
        while true {
            var descriptors = [runner.descriptor, runnerProcess].map {
                pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
            }
            _ = poll(&descriptors, nfds_t(descriptors.count), watch == nil ? 1000 : Self.interval)
            if descriptors[1].revents != 0 { endAll() }
            if descriptors[0].revents != 0 {
                guard runner.fill() else { endAll() }
                while let request = try? runner.next(GuardianRequest.self) { serve(request) }
            }
            if !hasDescendants() { unix_leave(1) }
            lookAtCell()
        }
    }

    private mutating func serve(_ request: GuardianRequest) {
        switch request {
        case .begin: break
        case .watch(let cell, let states): watch = Watch(cell: cell, states: Set(states))
        case .settle(let states):
            watch = nil
            runner.send(GuardianEvent.settled(ended: end(except: Set(states))))
        }
    }

    /// Holds the running cell to its limits.
    private mutating func lookAtCell() {
        guard let watch else { return }
        let processes = ProcessTree.look().living.filter { !watch.states.contains($0) }
        guard let limit = limitExceeded(by: processes) else { return }
        if !watch.hasExceeded {
            self.watch?.hasExceeded = true
            // Stopped, it starts nothing new; the runner's signal then finds it before it goes on.
            kill(watch.cell, SIGSTOP)
            _ = end(except: watch.states.union([watch.cell]))
            runner.send(GuardianEvent.exceeded(limit))
            usleep(30_000)
            kill(watch.cell, SIGCONT)
        } else if limit.isFar(over: settings) {
            // It was told to stop and goes on.
            kill(watch.cell, SIGKILL)
            _ = end(except: watch.states)
        }
    }

    private func limitExceeded(by processes: [pid_t]) -> ExceededLimit? {
        if processes.count > settings.processLimit { return .processes(processes.count) }
        // What is shared is counted in full first, as that is quick to know.
        func total(_ memory: (pid_t) -> Int) -> Int { processes.reduce(0) { $0 + memory($1) } }
        guard total(ProcessTree.residentMemory) > settings.memoryLimit else { return nil }
        let used = total(ProcessTree.proportionalMemory)
        return used > settings.memoryLimit ? .memory(used) : nil
    }

    /// Ends every descendant but some, again and again until none is left.
    /// - Returns: How many were ended.
    private func end(except kept: Set<pid_t>) -> Int {
        var killed: Set<pid_t> = []
        var ended: Set<pid_t> = []
        // A process that the kernel holds in its midst ends once it comes out; it is not waited for without end.
        for round in 0..<2000 {
            let look = ProcessTree.look()
            let processes = look.living.filter { !kept.contains($0) }
            if processes.isEmpty, ended.isSuperset(of: look.ended) { break }
            for process in processes { kill(process, SIGKILL) }
            killed.formUnion(processes)
            ended.formUnion(look.ended)
            _ = hasDescendants()
            if round > 2 { usleep(1000) }
        }
        return killed.count
    }

    /// Ends every descendant, then this process. What a runner that was killed leaves in its folder goes too.
    private func endAll() -> Never {
        _ = end(except: [])
        var descriptor = pollfd(fd: runnerProcess, events: Int16(POLLIN), revents: 0)
        if poll(&descriptor, 1, 200) > 0 { unix_remove_folder(settings.disposable) }
        unix_leave(0)
    }

    /// Whether any descendant is left, once those that have ended are seen off.
    private func hasDescendants() -> Bool {
        while true {
            let process = waitpid(-1, nil, WNOHANG)
            if process == 0 { return true }
            if process < 0 { return errno != ECHILD }
        }
    }
}

extension ExceededLimit {
    /// Whether a cell that was told to stop cannot be left the time to tell where it was.
    fileprivate func isFar(over settings: HostSettings) -> Bool {
        switch self {
        case .memory(let bytes): bytes > settings.memoryLimit / 2 * 3
        case .processes(let count): count > settings.processLimit * 4
        }
    }
}
