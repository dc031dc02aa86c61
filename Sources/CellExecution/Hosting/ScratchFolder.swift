import FoundationEssentials
import UnixSystem

/// A folder of one run's own for compiled cells and for what cells write; it goes with this object.
final class ScratchFolder: Sendable {
    let path: String

    /// - Throws: `SetupError` where no folder can be made.
    init() throws(SetupError) {
        let parent = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
        do {
            path = try Folders.makeUnique("\(parent)/lectern-")
        } catch {
            throw SetupError(
                message: "no folder can be made in \(parent): \(error.reason)",
                advice: "free some space there, or name another folder in TMPDIR")
        }
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }
}
