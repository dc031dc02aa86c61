/// What the runner asks of a host process.
///
/// A host process is the state after some cell; the first one is the state before any. It stays as it is, and a
/// cell runs in a child that it forks, which then is the state after that cell.
public enum HostRequest: Codable, Equatable, Sendable {
    /// Fork a child that connects to the runner and runs the cell in the shared library at this path, with these values for
    /// its parameters.
    case run(library: String, entryPoint: String, chosen: [ChosenValue])
    /// Run the cell in this process itself, which then is the state after that cell.
    case runHere(library: String, entryPoint: String)
}

/// What a host process tells the runner.
public enum HostEvent: Codable, Equatable, Sendable {
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
public struct CodeAddress: Codable, Equatable, Sendable {
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
