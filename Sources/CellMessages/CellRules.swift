/// What a chapter's cells may use and reach: the one place where limits and their defaults are declared.
public struct CellRules: Codable, Equatable, Sendable {
    /// Bytes of memory that a cell's processes may use together.
    public var memoryLimit = 4 << 30
    /// Bytes kept of what a cell prints to each of its streams; displays may take sixteen times as many.
    public var outputLimit = 1 << 20
    /// Bytes of disk space that the files in the cells' working folder may take together.
    public var diskLimit = 1 << 30
    /// Processes that a cell may be at once, its own included.
    public var processLimit = 32
    /// Seconds that compiling a cell may take.
    public var compileLimit = 120.0
    /// Whether cells may change files outside their working folder.
    public var allowsWriting = false
    /// Whether cells may use the network.
    public var allowsNetwork = false

    /// The least memory limit that leaves a cell room to start.
    package static let leastMemory = 64 << 20

    /// Bytes of memory that compiling a cell may take.
    package static let compilerMemory = 4 << 30

    /// The rules that hold where nobody says otherwise.
    public init() {}
}
