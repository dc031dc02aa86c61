/// What the runner asks of the guardian, the process above all that run a chapter's cells.
public enum GuardianRequest: Equatable, Sendable {
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
public enum GuardianEvent: Equatable, Sendable {
    /// The first host process starts. The gaps are what the system cannot keep cells from.
    case begun(gaps: [IsolationGap])
    /// The cell is over a limit; of its processes only the one that runs it is left.
    case exceeded(ExceededLimit)
    /// So many processes that the cell left behind were ended.
    case settled(ended: Int)
}

/// Something that isolated cells must not do and this system cannot keep them from.
public enum IsolationGap: UInt8, Sendable {
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
public enum ExceededLimit: Equatable, Sendable {
    /// They use more memory than this many bytes.
    case memory(Int)
    /// They are more than this many.
    case processes(Int)
    /// The files in their working folder take more than this many bytes.
    case disk(Int)
}

extension IsolationGap: WireCodable {}

extension ExceededLimit: WireCodable {
    package func encode(to writer: inout WireWriter) {
        switch self {
        case .memory(let bytes):
            writer.write(UInt8(1))
            writer.write(bytes)
        case .processes(let count):
            writer.write(UInt8(2))
            writer.write(count)
        case .disk(let bytes):
            writer.write(UInt8(3))
            writer.write(bytes)
        }
    }

    package init(from reader: inout WireReader) throws(WireError) {
        switch try reader.read(UInt8.self) {
        case 1: self = .memory(try reader.read())
        case 2: self = .processes(try reader.read())
        case 3: self = .disk(try reader.read())
        case let kind: throw .malformed("limit \(kind)")
        }
    }
}

extension GuardianRequest: WireCodable {
    package func encode(to writer: inout WireWriter) {
        switch self {
        case .begin(let settings):
            writer.write(UInt8(1))
            writer.write(settings)
        case .watch(let cell, let states):
            writer.write(UInt8(2))
            writer.write(Int(cell))
            writer.write(states.map(Int.init))
        case .settle(let states):
            writer.write(UInt8(3))
            writer.write(states.map(Int.init))
        case .signal(let number, let process):
            writer.write(UInt8(4))
            writer.write(integer: number)
            writer.write(integer: process)
        }
    }

    package init(from reader: inout WireReader) throws(WireError) {
        switch try reader.read(UInt8.self) {
        case 1: self = .begin(try reader.read())
        case 2:
            self = .watch(
                cell: Int32(truncatingIfNeeded: try reader.read(Int.self)), states: try reader.readProcesses())
        case 3: self = .settle(states: try reader.readProcesses())
        case 4: self = .signal(try reader.readInteger(), process: try reader.readInteger())
        case let kind: throw .malformed("request kind \(kind)")
        }
    }
}

extension GuardianEvent: WireCodable {
    package func encode(to writer: inout WireWriter) {
        switch self {
        case .begun(let gaps):
            writer.write(UInt8(1))
            writer.write(gaps)
        case .exceeded(let limit):
            writer.write(UInt8(2))
            writer.write(limit)
        case .settled(let ended):
            writer.write(UInt8(3))
            writer.write(ended)
        }
    }

    package init(from reader: inout WireReader) throws(WireError) {
        switch try reader.read(UInt8.self) {
        case 1: self = .begun(gaps: try reader.read())
        case 2: self = .exceeded(try reader.read())
        case 3: self = .settled(ended: try reader.read())
        case let kind: throw .malformed("event kind \(kind)")
        }
    }
}

extension WireReader {
    fileprivate mutating func readProcesses() throws(WireError) -> [Int32] {
        try read([Int].self).map { Int32(truncatingIfNeeded: $0) }
    }
}
