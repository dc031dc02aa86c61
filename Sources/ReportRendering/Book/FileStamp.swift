import FoundationEssentials

/// What tells that a file has not changed: its size, and when it was written.
public struct FileStamp: Hashable, Sendable, CustomStringConvertible {
    private let size: Int
    private let written: Double

    /// The stamp of the file at `path`; nil where there is none.
    public init?(_ path: String) {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path) else { return nil }
        size = attributes[.size] as? Int ?? 0
        written = (attributes[.modificationDate] as? Date)?.timeIntervalSinceReferenceDate ?? 0
    }

    /// Size and time, to be compared as text.
    public var description: String { "\(size) \(written)" }
}
