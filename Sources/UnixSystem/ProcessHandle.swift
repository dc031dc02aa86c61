import CUnix
import Glibc

/// Another process, and a descriptor that can be read once it has ended.
package final class ProcessHandle: Sendable {
    /// The process's number.
    package let process: Int32
    /// The descriptor, closed with this object; negative where the system has none.
    package let descriptor: Int32

    /// The process with a number, which must run.
    package init(_ process: Int32) {
        self.process = process
        descriptor = unix_open_process(process)
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Sends it a signal.
    package func signal(_ signal: Int32) { kill(process, signal) }

    /// `waitpid`'s status of a child that has ended, once; nil while it runs.
    package func takeStatus() -> Int32? {
        var status: Int32 = 0
        return waitpid(process, &status, WNOHANG) == process ? status : nil
    }
}
