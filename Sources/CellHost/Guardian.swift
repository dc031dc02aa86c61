import CellMessages
import FileTree
import UnixSystem

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
    private let runnerProcess: ProcessHandle
    private var watch: Watch?
    private var disk: DiskWatch
    /// Whether the shared memory that this process sees is all the cells'.
    private let countsSegments: Bool

    /// A cell that runs.
    private struct Watch {
        var cell: Int32
        var states: Set<Int32>
        var hasExceeded = false
    }

    /// Makes this process the guardian and forks the first host process from it.
    /// - Returns: The isolation of cells and the host process's own connection to the runner, in the host process. The
    ///   guardian itself stays in here.
    static func start() -> (Isolation, MessageSocket) {
        guard let runner = MessageSocket.inherited() else {
            print("CellHost is started by lectern")
            ThisProcess.leave(2)
        }
        let runnerProcess = ProcessHandle(ThisProcess.parent)
        ThisProcess.adoptOrphans()
        // A session of its own: Ctrl-C reaches the runner, which decides.
        ThisProcess.startSession()
        guard case .begin(let settings)? = firstRequest(runner), let connection = runner.takePassed() else {
            ThisProcess.leave(1)
        }
        var isolation = Isolation(settings)
        runner.send(GuardianEvent.begun(gaps: isolation.leaveNamespaces()))
        let parent = ThisProcess.number
        if ThisProcess.fork() == 0 {
            guard ThisProcess.endsWithParent(parent) else { ThisProcess.leave(0) }
            ThisProcess.startSession()
            runner.close()
            return (isolation, connection)
        }
        ThisProcess.raisePriority()
        var guardian = Guardian(runner: runner, settings: settings, runnerProcess: runnerProcess)
        guardian.guardUntilTheEnd()
    }

    private init(runner: MessageSocket, settings: HostSettings, runnerProcess: ProcessHandle) {
        self.runner = runner
        self.settings = settings
        self.runnerProcess = runnerProcess
        disk = DiskWatch(folder: settings.scratch)
        countsSegments = HeldFiles.hasOwnSegments(unlike: runnerProcess.process)
    }

    private static func firstRequest(_ runner: MessageSocket) -> GuardianRequest? {
        while runner.fill() {
            if let request = try? runner.next(GuardianRequest.self) { return request }
        }
        return nil
    }

    private mutating func guardUntilTheEnd() -> Never {
        while true {
            let ready = Polling.wait(
                for: [runner.descriptor, runnerProcess.descriptor], milliseconds: watch == nil ? 1000 : Self.interval)
            if ready.contains(1) { endAll() }
            if ready.contains(0) {
                guard runner.fill() else { endAll() }
                while let request = try? runner.next(GuardianRequest.self) { serve(request) }
            }
            if !ThisProcess.reapChildren() { ThisProcess.leave(1) }
            lookAtCell()
        }
    }

    private mutating func serve(_ request: GuardianRequest) {
        switch request {
        case .begin: break
        case .watch(let cell, let states): watch = Watch(cell: cell, states: Set(states))
        case .signal(let number, let process):
            // A number may have become another process's.
            if ProcessTree.look().living.contains(process) { Signal.send(number, to: process) }
        case .settle(let states):
            // A cell that ended just now may have been over a limit since the last look.
            if let watch, !watch.hasExceeded, let limit = limitExceeded(by: processes(of: watch)) {
                runner.send(GuardianEvent.exceeded(limit))
            }
            watch = nil
            runner.send(GuardianEvent.settled(ended: end(except: Set(states))))
        }
    }

    /// Holds the running cell to its limits.
    private mutating func lookAtCell() {
        guard let watch else { return }
        // A state that a cell has stopped could no longer say what becomes of the cell.
        for state in watch.states where ProcessTree.isStopped(state) { Signal.send(Signal.resume, to: state) }
        guard let limit = limitExceeded(by: processes(of: watch)) else { return }
        if !watch.hasExceeded {
            self.watch?.hasExceeded = true
            // Stopped, it starts nothing new; the runner's signal then finds it before it goes on.
            Signal.send(Signal.pause, to: watch.cell)
            _ = end(except: watch.states.union([watch.cell]))
            runner.send(GuardianEvent.exceeded(limit))
            ThisProcess.sleep(microseconds: 30_000)
            Signal.send(Signal.resume, to: watch.cell)
        } else if limit.isFar(over: settings) {
            // It was told to stop and goes on.
            Signal.send(Signal.kill, to: watch.cell)
            _ = end(except: watch.states)
        }
    }

    private func processes(of watch: Watch) -> [Int32] {
        ProcessTree.look().living.filter { !watch.states.contains($0) }
    }

    private mutating func limitExceeded(by processes: [Int32]) -> ExceededLimit? {
        if processes.count > settings.rules.processLimit { return .processes(processes.count) }
        let held = HeldFiles(by: processes, in: settings.scratch)
        let diskUse = disk.look() + held.nameless
        if diskUse > settings.rules.diskLimit { return .disk(diskUse) }
        let shared = held.memory + (countsSegments ? HeldFiles.sharedSegments : 0)
        // What is shared is counted in full first, as that is quick to know.
        func total(_ memory: (Int32) -> Int) -> Int { processes.reduce(0) { $0 + memory($1) } }
        guard total(ProcessTree.residentMemory) + shared > settings.rules.memoryLimit else { return nil }
        // Of shared memory, a part is in the processes' address spaces.
        let mapped = total { ProcessTree.proportionalSharedMemory(of: $0) ?? 0 }
        let used = total { ProcessTree.proportionalMemory(of: $0) ?? 0 } + max(0, shared - mapped)
        return used > settings.rules.memoryLimit ? .memory(used) : nil
    }

    /// Ends every descendant but some, again and again until none is left.
    /// - Returns: How many were ended.
    private func end(except kept: Set<Int32>) -> Int {
        var killed: Set<Int32> = []
        var ended: Set<Int32> = []
        // A process that the kernel holds in its midst ends once it comes out; it is not waited for without end.
        for round in 0..<2000 {
            let look = ProcessTree.look()
            let processes = look.living.filter { !kept.contains($0) }
            if processes.isEmpty, ended.isSuperset(of: look.ended) { break }
            for process in processes { Signal.send(Signal.kill, to: process) }
            killed.formUnion(processes)
            ended.formUnion(look.ended)
            _ = ThisProcess.reapChildren()
            if round > 2 { ThisProcess.sleep(microseconds: 1000) }
        }
        return killed.count
    }

    /// Ends every descendant, then this process. What a runner that was killed leaves in its folder goes too.
    private func endAll() -> Never {
        _ = end(except: [])
        let hasRunnerEnded = !Polling.wait(for: [runnerProcess.descriptor], milliseconds: 200).isEmpty
        // Compilers that end with the runner may still be writing.
        if hasRunnerEnded { FileTree(path: settings.disposable).removeInTheEnd() }
        ThisProcess.leave(0)
    }
}

extension ExceededLimit {
    /// Whether a cell that was told to stop cannot be left the time to tell where it was.
    fileprivate func isFar(over settings: HostSettings) -> Bool {
        switch self {
        case .memory(let bytes): bytes > settings.rules.memoryLimit / 2 * 3
        case .processes(let count): count > settings.rules.processLimit * 4
        case .disk(let bytes): bytes > settings.rules.diskLimit / 2 * 3
        }
    }
}
