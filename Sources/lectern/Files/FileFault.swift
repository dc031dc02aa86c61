import FileTree
import FoundationEssentials
import Glibc

/// Why a file could not be read or written, in the system's words where it has some.
func reason(_ error: any Error) -> String {
    if let fault = error as? FileTreeError { return String(cString: strerror(fault.number)) }
    let cause = (error as? CocoaError)?.underlying ?? error
    guard let fault = cause as? POSIXError else { return "\(cause)" }
    return String(cString: strerror(fault.code.rawValue))
}
