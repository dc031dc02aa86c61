import CUnix
import Glibc

/// What the kernel can keep this process from, and all that it starts.
package enum Confinement {
    /// The version of Landlock that the kernel has: from 3 it guards files against every change, from 4 it can forbid TCP, from
    /// 6 it keeps signals within the processes it confines. 0 where there is none.
    package static var landlockVersion: Int { Int(unix_landlock_version()) }

    /// Leaves the network, unless it may be used, for one that has only a loopback device, and where the system lets it the
    /// mounts and the shared memory of other programs. The process must have one thread.
    /// - Returns: Whether the system lets it leave the network.
    package static func leaveNamespaces(keepingNetwork: Bool) -> Bool { unix_leave_namespaces(keepingNetwork) }

    /// Whether ``mountReadOnly(butFor:)`` works here, which a process that ends at once tries.
    package static func canMountReadOnly(butFor paths: [String]) -> Bool {
        let process = unix_fork()
        if process == 0 { unix_leave(mountReadOnly(butFor: paths) ? 0 : 1) }
        var status: Int32 = -1
        return process > 0 && waitpid(process, &status, 0) == process && status == 0
    }

    /// Makes all files read-only, their modes, times and attributes included, but those in some folders.
    /// - Returns: Whether it could; where it could not, the process is of no more use.
    package static func mountReadOnly(butFor paths: [String]) -> Bool {
        withPointers(paths) { unix_mount_read_only($0, Int32($0.count)) }
    }

    private static func withPointers<Result>(
        _ paths: [String], _ body: ([UnsafePointer<CChar>?]) -> Result
    ) -> Result {
        let pointers = paths.map { UnsafePointer(strdup($0)) }
        defer { pointers.forEach { free(UnsafeMutablePointer(mutating: $0)) } }
        return body(pointers)
    }

    /// Takes from this process, which must have one thread, what Landlock can take: to change files elsewhere than at and
    /// below some paths, to use TCP, and to send signals to processes that are not confined.
    /// - Parameters:
    ///   - paths: Where files may be changed; everywhere where nil.
    ///   - allowsTCP: Whether TCP may be used.
    /// - Returns: Why it could not; nil where it could, or where there is no Landlock.
    package static func confine(writingTo paths: [String]?, allowsTCP: Bool) -> String? {
        let isConfined = withPointers(paths ?? []) {
            unix_confine($0, paths == nil ? -1 : Int32($0.count), allowsTCP)
        }
        return isConfined ? nil : String(cString: strerror(errno))
    }

    /// Something of which a process may use so much.
    package enum Resource {
        /// Bytes of memory of its own.
        case memory
        /// Bytes that a file may have which it writes.
        case fileSize
        /// Bytes of a core dump.
        case coreDump
    }

    /// Bounds what this process, and each that it starts, may use.
    package static func bound(_ resource: Resource, _ amount: Int) {
        let number =
            switch resource {
            case .memory: RLIMIT_DATA
            case .fileSize: RLIMIT_FSIZE
            case .coreDump: RLIMIT_CORE
            }
        let bound = min(rlim_t(amount), ThisProcess.limits(number).rlim_max)
        ThisProcess.set(number, to: rlimit(rlim_cur: bound, rlim_max: bound))
    }
}

extension ThisProcess {
    /// How many files it may have open at once.
    package static var openFileLimit: Int { Int(clamping: limits(RLIMIT_NOFILE).rlim_cur) }

    /// Lets it have so many files open at once, as far as it may decide that itself.
    package static func raiseOpenFileLimit(to count: Int) {
        var limits = limits(RLIMIT_NOFILE)
        guard limits.rlim_cur < count else { return }
        limits.rlim_cur = min(rlim_t(count), limits.rlim_max)
        set(RLIMIT_NOFILE, to: limits)
    }

    /// How many bytes of addresses it may have.
    package static var addressSpaceLimit: Int { Int(clamping: limits(RLIMIT_AS).rlim_cur) }

    fileprivate static func limits(_ resource: __rlimit_resource) -> rlimit {
        var limits = rlimit()
        getrlimit(__rlimit_resource_t(resource.rawValue), &limits)
        return limits
    }

    fileprivate static func set(_ resource: __rlimit_resource, to limits: rlimit) {
        var limits = limits
        setrlimit(__rlimit_resource_t(resource.rawValue), &limits)
    }
}
