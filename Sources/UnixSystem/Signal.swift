import Glibc

/// The signals that the runner and the cell host send, by their numbers.
package enum Signal {
    /// Ends a process at once.
    package static let kill = SIGKILL
    /// Lets a process note where it is and end.
    package static let abort = SIGABRT
    /// Stops a process until it is told to go on.
    package static let pause = SIGSTOP
    /// Lets a stopped process go on.
    package static let resume = SIGCONT

    /// Those that ask a program to end: Ctrl-C and its like.
    package static let endings = [SIGINT, SIGTERM, SIGHUP]

    /// Lets a signal to this process do nothing by itself.
    package static func ignore(_ number: Int32) { Glibc.signal(number, SIG_IGN) }

    /// Sends a signal to the process with a number.
    package static func send(_ signal: Int32, to process: Int32) { Glibc.kill(process, signal) }

    /// What a signal means, in the system's words, such as `Segmentation fault`.
    package static func meaning(of signal: Int32) -> String {
        strsignal(signal).map { String(cString: $0) } ?? "unknown"
    }
}

/// What `waitpid` says of a process that has ended.
package struct WaitStatus {
    private let status: Int32

    /// The meaning of `waitpid`'s number.
    package init(_ status: Int32) { self.status = status }

    /// The signal that ended the process; nil where none did.
    package var signal: Int32? { status & 0x7f == 0 ? nil : status & 0x7f }

    /// The status that the process ended itself with, unless a signal ended it.
    package var exitStatus: Int32 { status >> 8 & 0xff }
}
