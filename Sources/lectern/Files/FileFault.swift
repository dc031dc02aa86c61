import FoundationEssentials
import Glibc

/// Why a file could not be read or written, in the system's words where it has some.
func reason(_ error: any Error) -> String {
    let cause = (error as? CocoaError)?.underlying ?? error
    guard let fault = cause as? POSIXError else { return "\(cause)" }
    return String(cString: strerror(fault.code.rawValue))
}
