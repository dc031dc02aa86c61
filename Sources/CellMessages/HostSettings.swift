/// How a chapter's cells run: in which folders, and by which rules.
public struct HostSettings: Codable, Equatable, Sendable {
    /// The folder that catches what cells write past their streams; cells have no business in it.
    public var folder: String
    /// The folder in which cells run, and may write.
    public var scratch: String
    /// A folder to remove where the runner ends without having removed it.
    public var disposable: String
    /// Where the random streams start.
    public var seed: UInt64
    /// What cells may use and reach.
    public var rules: CellRules

    /// The settings of one chapter's run.
    public init(folder: String, scratch: String, disposable: String, seed: UInt64, rules: CellRules) {
        self.folder = folder
        self.scratch = scratch
        self.disposable = disposable
        self.seed = seed
        self.rules = rules
    }
}
