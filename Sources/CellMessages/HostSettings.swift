/// How a chapter's cells run: in which folders, up to which limits, and what they may reach.
public struct HostSettings: Equatable, Sendable {
    /// The folder that catches what cells write past their streams; cells have no business in it.
    public var folder: String
    /// The folder in which cells run, and may write.
    public var scratch: String
    /// The folder for crash reports.
    public var crashReports: String
    /// A folder to remove where the runner ends without having removed it.
    public var disposable: String
    /// Where the random streams start.
    public var seed: UInt64
    /// Bytes of memory a cell may use.
    public var memoryLimit: Int
    /// Bytes of text kept of what a cell prints.
    public var outputLimit: Int
    /// Bytes of disk space that the files in `scratch` may take.
    public var diskLimit: Int
    /// Processes a cell may be at once, its own included.
    public var processLimit: Int
    /// Whether cells may change files outside `scratch`.
    public var allowsWriting: Bool
    /// Whether cells may use the network.
    public var allowsNetwork: Bool

    /// The settings of one chapter's run.
    public init(
        folder: String, scratch: String, crashReports: String, disposable: String, seed: UInt64, memoryLimit: Int,
        outputLimit: Int, diskLimit: Int, processLimit: Int, allowsWriting: Bool, allowsNetwork: Bool
    ) {
        self.folder = folder
        self.scratch = scratch
        self.crashReports = crashReports
        self.disposable = disposable
        self.seed = seed
        self.memoryLimit = memoryLimit
        self.outputLimit = outputLimit
        self.diskLimit = diskLimit
        self.processLimit = processLimit
        self.allowsWriting = allowsWriting
        self.allowsNetwork = allowsNetwork
    }
}

extension HostSettings: WireCodable {
    package func encode(to writer: inout WireWriter) {
        writer.write(folder)
        writer.write(scratch)
        writer.write(crashReports)
        writer.write(disposable)
        writer.write(integer: seed)
        writer.write(memoryLimit)
        writer.write(outputLimit)
        writer.write(diskLimit)
        writer.write(processLimit)
        writer.write(allowsWriting)
        writer.write(allowsNetwork)
    }

    package init(from reader: inout WireReader) throws(WireError) {
        self.init(
            folder: try reader.read(), scratch: try reader.read(), crashReports: try reader.read(),
            disposable: try reader.read(), seed: try reader.readInteger(), memoryLimit: try reader.read(),
            outputLimit: try reader.read(), diskLimit: try reader.read(), processLimit: try reader.read(),
            allowsWriting: try reader.read(),
            allowsNetwork: try reader.read())
    }
}
