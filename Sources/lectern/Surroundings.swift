import CellExecution
import UnixSystem

/// What the program needs of the system, whatever it is asked for.
enum Surroundings {
    private static let openFiles = 256
    /// What the JavaScript engine reserves, and some more.
    private static let addressSpace = 6 << 30

    /// Makes sure that the program can run here.
    /// - Throws: `SetupError` that says what is missing.
    static func check() throws(SetupError) {
        guard !CommandLine.arguments.isEmpty else {
            throw SetupError(message: "the command line cannot be read", advice: "mount /proc")
        }
        ThisProcess.raiseOpenFileLimit(to: openFiles)
        guard ThisProcess.openFileLimit >= openFiles else {
            throw SetupError(
                message: "\(openFiles) files open at once are needed, and \(ThisProcess.openFileLimit) are allowed",
                advice: "allow more: `ulimit -n \(openFiles)`")
        }
        guard ThisProcess.addressSpaceLimit >= addressSpace else {
            throw SetupError(
                message:
                    "\(addressSpace >> 30) GB of addresses are needed, most without memory behind, and fewer are allowed",
                advice: "allow more: `ulimit -v unlimited`")
        }
    }
}
