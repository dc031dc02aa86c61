import CellMessages
import UnixSystem

/// What cells are kept from, as far as this system can.
struct Isolation {
    /// What is asked for.
    let settings: HostSettings
    private let landlock = Confinement.landlockVersion
    private var hasNetwork = true
    private var mountsReadOnly = false

    /// The isolation that these settings ask for.
    init(_ settings: HostSettings) {
        self.settings = settings
    }

    /// Leaves the network, unless cells may use it, and what else other programs share with each other.
    /// - Returns: What this system cannot keep cells from, once they are confined too.
    mutating func leaveNamespaces() -> [IsolationGap] {
        let hasLeft = Confinement.leaveNamespaces(keepingNetwork: settings.rules.allowsNetwork)
        hasNetwork = settings.rules.allowsNetwork || !hasLeft
        mountsReadOnly = !settings.rules.allowsWriting && Confinement.canMountReadOnly(butFor: folders)
        var gaps: [IsolationGap] = []
        if !settings.rules.allowsWriting, landlock < 3 { gaps.append(landlock < 1 ? .files : .truncation) }
        if !settings.rules.allowsNetwork, hasNetwork { gaps.append(landlock < 4 ? .network : .networkBesideTCP) }
        if !settings.rules.allowsWriting, !mountsReadOnly { gaps.append(.metadata) }
        if landlock < 6 { gaps.append(.signals) }
        return gaps
    }

    /// Confines this process and all that it starts, and bounds what each of them may use.
    func confine() {
        Confinement.bound(.memory, settings.rules.memoryLimit)
        Confinement.bound(.fileSize, Self.fileSizeLimit)
        Confinement.bound(.coreDump, 0)
        let writable = folders + ["/dev/null", "/dev/zero", "/dev/full"]
        if mountsReadOnly, !Confinement.mountReadOnly(butFor: folders) {
            print("files cannot be made read-only")
            ThisProcess.leave(1)
        }
        // Within a network of its own, TCP leads nowhere else.
        let allowsTCP = settings.rules.allowsNetwork || !hasNetwork
        if let reason = Confinement.confine(
            writingTo: settings.rules.allowsWriting ? nil : writable, allowsTCP: allowsTCP)
        {
            print("cells cannot be confined: \(reason)")
            ThisProcess.leave(1)
        }
    }

    /// The folders that cells may write into.
    private var folders: [String] { [settings.scratch] }

    /// Bytes a file may have that a cell writes.
    private static let fileSizeLimit = 4 << 30
}
