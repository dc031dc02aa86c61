/// What keeps a preview from starting.
public enum PreviewError: Error, Equatable {
    /// A folder cannot be watched.
    case cannotWatch(folder: String, reason: String)
    /// The port is another program's.
    case portIsTaken(Int)
    /// The server cannot start.
    case cannotServe(reason: String)
}
