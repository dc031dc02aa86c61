/// What the runner asks of a host process.
///
/// A host process is the state after some cell; the first one is the state before any. It stays as it is, and a
/// cell runs in a child that it forks, which then is the state after that cell.
public enum HostRequest: Equatable, Sendable {
    /// Fork a child that connects to the runner and runs the cell in the shared library at this path.
    case run(library: String, entryPoint: String)
    /// Run the cell in this process itself, which then is the state after that cell.
    case runHere(library: String, entryPoint: String)
}

/// What a host process tells the runner.
public enum HostEvent: Equatable, Sendable {
    /// The process is connected and takes requests; its number is the one that its parent knows it by.
    case ready(process: Int32)
    /// The cell's library could not be loaded.
    case loadingFailed(String)
    /// The running cell said something.
    case message(CellMessage)
    /// An error reached the cell's top level; the process ends. The places are the calls that led to the throw,
    /// innermost first.
    case threw(error: String, places: [CodeAddress])
    /// The cell ran to its end in so many seconds, and the process is now the state after it. A process in which the
    /// cell left threads running cannot be forked: the threads would be missing in the child.
    case finished(seconds: Double, canFork: Bool)
    /// A child of this process ended, with `waitpid`'s status.
    case childEnded(process: Int32, status: Int32)
}

/// A place in a library's machine code.
public struct CodeAddress: Equatable, Sendable {
    /// The library's path.
    public var library: String
    /// Bytes from the library's start.
    public var offset: Int

    /// The place `offset` bytes into `library`.
    public init(library: String, offset: Int) {
        self.library = library
        self.offset = offset
    }
}

extension CodeAddress: WireCodable {
    package func encode(to writer: inout WireWriter) {
        writer.write(library)
        writer.write(offset)
    }
    package init(from reader: inout WireReader) throws(WireError) {
        self.init(library: try reader.read(), offset: try reader.read())
    }
}

extension HostRequest: WireCodable {
    package func encode(to writer: inout WireWriter) {
        switch self {
        case .run(let library, let entryPoint):
            writer.write(UInt8(1))
            writer.write(library)
            writer.write(entryPoint)
        case .runHere(let library, let entryPoint):
            writer.write(UInt8(3))
            writer.write(library)
            writer.write(entryPoint)
        }
    }

    package init(from reader: inout WireReader) throws(WireError) {
        switch try reader.read(UInt8.self) {
        case 1: self = .run(library: try reader.read(), entryPoint: try reader.read())
        case 3: self = .runHere(library: try reader.read(), entryPoint: try reader.read())
        case let kind: throw .malformed("request kind \(kind)")
        }
    }
}

extension HostEvent: WireCodable {
    package func encode(to writer: inout WireWriter) {
        switch self {
        case .ready(let process):
            writer.write(UInt8(1))
            writer.write(integer: process)
        case .loadingFailed(let reason):
            writer.write(UInt8(2))
            writer.write(reason)
        case .message(let message):
            writer.write(UInt8(3))
            writer.write(message)
        case .finished(let seconds, let canFork):
            writer.write(UInt8(4))
            writer.write(seconds)
            writer.write(canFork)
        case .childEnded(let process, let status):
            writer.write(UInt8(5))
            writer.write(integer: process)
            writer.write(integer: status)
        case .threw(let error, let places):
            writer.write(UInt8(6))
            writer.write(error)
            writer.write(places)
        }
    }

    package init(from reader: inout WireReader) throws(WireError) {
        switch try reader.read(UInt8.self) {
        case 1: self = .ready(process: try reader.readInteger())
        case 2: self = .loadingFailed(try reader.read())
        case 3: self = .message(try reader.read())
        case 4: self = .finished(seconds: try reader.read(), canFork: try reader.read())
        case 5: self = .childEnded(process: try reader.readInteger(), status: try reader.readInteger())
        case 6: self = .threw(error: try reader.read(), places: try reader.read())
        case let kind: throw .malformed("event kind \(kind)")
        }
    }
}
