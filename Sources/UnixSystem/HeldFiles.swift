import Glibc

/// What processes hold by their open descriptors alone, where no look at memory maps or folders finds it.
package struct HeldFiles {
    /// Bytes of files that are memory (`memfd_create`).
    package private(set) var memory = 0
    /// Bytes of files on the disk whose names are gone.
    package private(set) var nameless = 0

    /// What processes hold now. One that several hold counts once.
    /// - Parameters:
    ///   - processes: The processes.
    ///   - folder: Below which files on the disk count.
    package init(by processes: [pid_t], in folder: String) {
        var seen: Set<ino_t> = []
        for process in processes {
            for number in ProcessTree.numbers(in: "/proc/\(process)/fd") {
                let descriptor = "/proc/\(process)/fd/\(number)"
                let target = Self.target(of: descriptor)
                let isMemory = target.hasPrefix("/memfd:")
                guard isMemory || target.hasPrefix("\(folder)/") && target.hasSuffix(" (deleted)") else { continue }
                var status = stat()
                guard stat(descriptor, &status) == 0, seen.insert(status.st_ino).inserted else { continue }
                let size = Int(status.st_blocks) * 512
                if isMemory { memory += size } else { nameless += size }
            }
        }
    }

    private static func target(of link: String) -> String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PATH_MAX)) { buffer in
            guard let start = buffer.baseAddress else { return "" }
            let count = readlink(link, start, buffer.count)
            return String(decoding: buffer.prefix(max(count, 0)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
    }

    /// Bytes of System V's shared memory in the namespace of this process (shmget(2)).
    package static var sharedSegments: Int {
        let rows = ProcessTree.text("/proc/sysvipc/shm").split(separator: "\n").dropFirst()
        return rows.reduce(0) { size, row in
            let columns = row.split(separator: " ")
            // Those in memory and those swapped out, of all that the segment may grow to.
            return columns.count > 15 ? size + (Int(columns[14]) ?? 0) + (Int(columns[15]) ?? 0) : size
        }
    }

    /// Whether this process has a namespace for shared memory that another has not.
    package static func hasOwnSegments(unlike process: pid_t) -> Bool {
        target(of: "/proc/self/ns/ipc") != target(of: "/proc/\(process)/ns/ipc")
    }
}
