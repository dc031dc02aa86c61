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

    /// The path of its working folder; nil where that is gone.
    package static var currentFolder: String? {
        guard let path = getcwd(nil, 0) else { return nil }
        defer { free(path) }
        return String(cString: path)
    }

    /// Makes a folder the working folder.
    /// - Returns: Whether it could.
    @discardableResult
    package static func enter(folder: String) -> Bool { chdir(folder) == 0 }

    /// How many threads it has.
    package static var threadCount: Int { max(1, ProcessTree.numbers(in: "/proc/self/task").count) }

    /// Whether every thread but the calling one waits, in the kernel, for a time, a lock or an event: in a call that has no
    /// reason to hold a lock meanwhile.
    package static var otherThreadsWait: Bool {
        let caller = unix_thread_number()
        return ProcessTree.numbers(in: "/proc/self/task").allSatisfy { thread in
            // The number of the system call comes first; a thread that runs has none.
            let call = ProcessTree.text("/proc/self/task/\(thread)/syscall").split(separator: " ").first
            return thread == caller || call.flatMap { Int($0) }.map(unix_is_wait) ?? false
        }
    }
}
