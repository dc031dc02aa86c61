internal import CUnix
import CellMessages
import Glibc

/// What cells are kept from, as far as this system can.
struct Isolation {
    /// What is asked for.
    let settings: HostSettings
    private let landlock = unix_landlock_version()
    private var hasNetwork = true

    /// The isolation that these settings ask for.
    init(_ settings: HostSettings) {
        self.settings = settings
    }

    /// Leaves the network, unless cells may use it.
    /// - Returns: What this system cannot keep cells from, once they are confined too.
    mutating func leaveNetwork() -> [IsolationGap] {
        if !settings.allowsNetwork { hasNetwork = !unix_leave_network() }
        var gaps: [IsolationGap] = []
        if !settings.allowsWriting, landlock < 3 { gaps.append(landlock < 1 ? .files : .truncation) }
        if !settings.allowsNetwork, hasNetwork { gaps.append(landlock < 4 ? .network : .networkBesideTCP) }
        if landlock < 6 { gaps.append(.signals) }
        return gaps
    }

    /// Confines this process and all that it starts, and bounds what each of them may use.
    func confine() {
        bound(RLIMIT_DATA, settings.memoryLimit)
        bound(RLIMIT_FSIZE, Self.fileSizeLimit)
        bound(RLIMIT_CORE, 0)
        let writable = [settings.scratch, settings.crashReports, "/dev/null", "/dev/zero", "/dev/full"]
        let pointers = writable.map { UnsafePointer(strdup($0)) }
        defer { pointers.forEach { free(UnsafeMutablePointer(mutating: $0)) } }
        // Within a network of its own, TCP leads nowhere else.
        let allowsTCP = settings.allowsNetwork || !hasNetwork
        guard unix_confine(pointers, settings.allowsWriting ? -1 : Int32(pointers.count), allowsTCP) else {
            perror("cells cannot be confined")
            unix_leave(1)
        }
    }

    /// Bytes a file may have that a cell writes.
    private static let fileSizeLimit = 4 << 30

    private func bound(_ resource: __rlimit_resource, _ amount: Int) {
        var limits = rlimit()
        getrlimit(__rlimit_resource_t(resource.rawValue), &limits)
        let bound = min(rlim_t(amount), limits.rlim_max)
        limits = rlimit(rlim_cur: bound, rlim_max: bound)
        setrlimit(__rlimit_resource_t(resource.rawValue), &limits)
    }
}
