/// What the runner asks of the guardian, the process above all that run a chapter's cells.
public enum GuardianRequest: Codable, Equatable, Sendable {
    /// Start the first host process; the first request of all.
    case begin(HostSettings)
    /// A cell runs in this process: hold what descends from it to the limits. The states are not the cell's.
    case watch(cell: Int32, states: [Int32])
    /// The cell is over: end every process that is none of the states.
    case settle(states: [Int32])
    /// Send a signal to a process that descends from the guardian.
    case signal(Int32, process: Int32)
}

/// What the guardian tells the runner.
public enum GuardianEvent: Codable, Equatable, Sendable {
    /// The first host process starts. The gaps are what the system cannot keep cells from.
    case begun(gaps: [IsolationGap])
    /// The cell is over a limit; of its processes only the one that runs it is left.
    case exceeded(ExceededLimit)
    /// So many processes that the cell left behind were ended.
    case settled(ended: Int)
}

/// Something that isolated cells must not do and this system cannot keep them from.
public enum IsolationGap: UInt8, Codable, Sendable {
    /// Changing files anywhere.
    case files = 1
    /// Truncating files anywhere.
    case truncation
    /// Using the network.
    case network
    /// Using the network other than by TCP.
    case networkBesideTCP
    /// Sending signals to other processes.
    case signals
    /// Changing the modes, times and attributes of files anywhere.
    case metadata
}

/// A limit that a cell's processes are over.
public enum ExceededLimit: Codable, Equatable, Sendable {
    /// They use more memory than this many bytes.
    case memory(Int)
    /// They are more than this many.
    case processes(Int)
    /// The files in their working folder take more than this many bytes.
    case disk(Int)
}
