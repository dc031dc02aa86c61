import FoundationEssentials
import Glibc

/// A folder of one run's own for compiled cells and for what cells write; it goes with this object.
final class ScratchFolder: Sendable {
    let path: String

    /// - Throws: `SetupError` where no folder can be made.
    init() throws(SetupError) {
        let parent = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
        var template = Array("\(parent)/lectern-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw SetupError(
                message: "no folder can be made in \(parent): \(String(cString: strerror(errno)))",
                advice: "free some space there, or name another folder in TMPDIR")
        }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }
}
