import CUnix
import Glibc

/// The process that calls.
package enum ThisProcess {
    /// Its number.
    package static var number: Int32 { getpid() }

    /// The number of its parent.
    package static var parent: Int32 { getppid() }

    /// Forks: the calling thread goes on in both processes, other threads in the parent only.
    /// - Returns: 0 in the child, the child's number in the parent, a negative number where there is no child.
    package static func fork() -> Int32 { unix_fork() }

    /// Ends it as programs end.
    package static func exit(_ status: Int32) -> Never { Glibc.exit(status) }

    /// Ends it at once, whatever it is doing.
    package static func leave(_ status: Int32) -> Never { unix_leave(status) }

    /// Lets the kernel kill it when its parent ends.
    /// - Returns: False where the parent, `number`, has ended already.
    package static func endsWithParent(_ number: Int32) -> Bool { unix_die_with_parent(number) }

    /// Undoes ``endsWithParent(_:)``.
    package static func outlivesParent() { unix_outlive_parent() }

    /// Makes it the parent of its descendants whose own parent has ended.
    package static func adoptOrphans() { unix_adopt_orphans() }

    /// Gives it a session of its own, out of reach of Ctrl-C.
    package static func startSession() { setsid() }

    /// Lets it come before others, where the system allows it.
    package static func raisePriority() { setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, -10) }

    /// Sees off children that have ended.
    /// - Returns: Whether any child is left.
    package static func reapChildren() -> Bool {
        while true {
            let process = waitpid(-1, nil, WNOHANG)
            if process == 0 { return true }
            if process < 0 { return errno != ECHILD }
        }
    }

    /// Lets the calling thread sleep.
    package static func sleep(microseconds: UInt32) { usleep(microseconds) }

    /// Makes a folder, where it is missing, the working folder.
    package static func enter(folder: String) {
        mkdir(folder, 0o700)
        chdir(folder)
    }

    /// How many threads it has.
    package static var threadCount: Int {
        guard let folder = opendir("/proc/self/task") else { return 1 }
        defer { closedir(folder) }
        var count = 0
        while let entry = readdir(folder) {
            if entry.pointee.d_name.0 != CChar(UInt8(ascii: ".")) { count += 1 }
        }
        return count
    }
}
