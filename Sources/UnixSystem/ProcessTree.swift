import Glibc

/// The processes that descend from this one.
package enum ProcessTree {
    /// The numbers of descendants, parents before their children.
    ///
    /// What a process leaves when it ends becomes a child of this one, and a look that was already past those misses it.
    /// A look has found every descendant where all that it found to have ended had ended before it.
    package struct Look {
        /// Those that run.
        package var living: [pid_t]
        /// Those that have ended and were not seen off yet.
        package var ended: [pid_t]
    }

    /// Looks for them now.
    package static func look() -> Look {
        let childrenOf = lookUp()
        var found = childrenOf(getpid())
        var index = 0
        while index < found.count {
            found += childrenOf(found[index])
            index += 1
        }
        var look = Look(living: [], ended: [])
        for process in found {
            if isAlive(process) { look.living.append(process) } else { look.ended.append(process) }
        }
        return look
    }

    /// The bytes of memory that a process uses, counting in full what it shares with others.
    package static func residentMemory(of process: pid_t) -> Int {
        let fields = text("/proc/\(process)/statm").split(separator: " ")
        return fields.count > 1 ? (Int(fields[1]) ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE))) : 0
    }

    /// The bytes of memory that a process has to itself, with its part of what it shares with others; nil
    /// where that cannot be known.
    package static func proportionalMemory(of process: pid_t) -> Int? {
        proportion("Pss", of: process)
    }

    /// The part of ``proportionalMemory(of:)`` that is shared memory; nil where that cannot be known.
    package static func proportionalSharedMemory(of process: pid_t) -> Int? {
        proportion("Pss_Shmem", of: process)
    }

    private static func proportion(_ name: String, of process: pid_t) -> Int? {
        for line in text("/proc/\(process)/smaps_rollup").split(separator: "\n") where line.hasPrefix("\(name):") {
            return line.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 * 1024 }
        }
        return nil
    }

    private static func isAlive(_ process: pid_t) -> Bool {
        guard let state = state(of: process) else { return false }
        return state != "Z" && state != "X"
    }

    /// Whether a signal has stopped the process.
    package static func isStopped(_ process: pid_t) -> Bool { state(of: process) == "T" }

    /// The letter that the kernel has for what the process does; nil where there is no such process.
    private static func state(of process: pid_t) -> Substring? {
        text("/proc/\(process)/stat").split(separator: ")").last?.split(separator: " ").first
    }

    /// A function that tells a process's children.
    ///
    /// The kernel lists them thread by thread where it is built to; else every process is asked for its parent.
    private static func lookUp() -> (pid_t) -> [pid_t] {
        if access("/proc/self/task/\(getpid())/children", R_OK) == 0 {
            return { process in
                numbers(in: "/proc/\(process)/task").flatMap { thread in
                    text("/proc/\(process)/task/\(thread)/children").split(separator: " ").compactMap { pid_t($0) }
                }
            }
        }
        var children: [pid_t: [pid_t]] = [:]
        for process in numbers(in: "/proc") {
            let fields = text("/proc/\(process)/stat").split(separator: ")").last?.split(separator: " ") ?? []
            if fields.count > 1, let parent = pid_t(fields[1]) { children[parent, default: []].append(process) }
        }
        return { children[$0] ?? [] }
    }

    static func numbers(in path: String) -> [pid_t] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var numbers: [pid_t] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if let number = pid_t(name) { numbers.append(number) }
        }
        return numbers
    }

    /// All that a file of `/proc` says; empty where it cannot be read.
    static func text(_ path: String) -> String {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return "" }
        defer { close(file) }
        var bytes: [UInt8] = []
        withUnsafeTemporaryAllocation(byteCount: 1 << 14, alignment: 1) { buffer in
            while case let count = read(file, buffer.baseAddress, buffer.count), count > 0 {
                bytes += buffer[..<count]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
