import Glibc
import Synchronization

/// What the kernel says of files in some folders: that they come, go, and are written as a whole, which is to be closed after
/// writing, or moved into place.
package final class FileEvents: Sendable {
    /// One thing that happened.
    package enum Event: Equatable, Sendable {
        /// The file at this path was written.
        case written(String)
        /// There is a file at this path now; what it holds may be still to be written.
        case appeared(String)
        /// The file at this path was removed or moved away.
        case gone(String)
        /// More happened than the kernel keeps: any file may have been written.
        case overflow
    }

    /// A folder that cannot be watched.
    package struct Failure: Error {
        /// Its path.
        package let folder: String
        /// The reason in the system's words.
        package let reason: String
    }

    /// The descriptor that can be read once something has happened; closed with this object.
    package let descriptor: Int32
    private let folders = Mutex<[Int32: String]>([:])

    /// Watches folders.
    package init(folders paths: [String]) throws(Failure) {
        descriptor = inotify_init1(Int32(IN_CLOEXEC | IN_NONBLOCK))
        guard descriptor >= 0 else { throw Failure(folder: paths.first ?? ".", reason: SystemError().reason) }
        for path in paths { try watch(path) }
    }

    /// Watches one more folder; one that is watched already stays so, under its first path.
    package func watch(_ folder: String) throws(Failure) {
        let events = IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | Int32(IN_CREATE) | Int32(IN_DELETE)
        let watch = inotify_add_watch(descriptor, folder, UInt32(events))
        guard watch >= 0 else { throw Failure(folder: folder, reason: SystemError().reason) }
        folders.withLock { folders in
            if folders[watch] == nil { folders[watch] = folder }
        }
    }

    deinit {
        close(descriptor)
    }

    /// What has happened since the last call.
    package func take() -> [Event] {
        var events: [Event] = []
        let folders = folders.withLock(\.self)
        withUnsafeTemporaryAllocation(byteCount: 1 << 14, alignment: MemoryLayout<inotify_event>.alignment) { buffer in
            while true {
                let count = read(descriptor, buffer.baseAddress, buffer.count)
                guard count > 0 else { return }
                events += Self.events(in: UnsafeRawBufferPointer(rebasing: buffer[..<count]), folders: folders)
            }
        }
        return events
    }

    /// The events that the kernel's bytes mean: `inotify_event`s, each followed by a name. The folders are those of the
    /// watches, by their numbers.
    package static func events(in bytes: UnsafeRawBufferPointer, folders: [Int32: String]) -> [Event] {
        var events: [Event] = []
        var offset = 0
        while offset + MemoryLayout<inotify_event>.size <= bytes.count {
            let event = bytes.loadUnaligned(fromByteOffset: offset, as: inotify_event.self)
            offset += MemoryLayout<inotify_event>.size
            let name = bytes[offset...].prefix(Int(event.len)).prefix { $0 != 0 }
            offset += Int(event.len)
            if event.mask & UInt32(IN_Q_OVERFLOW) != 0 {
                events.append(.overflow)
            } else if let folder = folders[event.wd] {
                let name = String(decoding: name, as: UTF8.self)
                let path = folder == "." ? name : "\(folder)/\(name)"
                if event.mask & UInt32(IN_CREATE) != 0 { events.append(.appeared(path)) }
                if event.mask & UInt32(IN_CLOSE_WRITE | IN_MOVED_TO) != 0 { events.append(.written(path)) }
                if event.mask & UInt32(IN_DELETE | IN_MOVED_FROM) != 0 { events.append(.gone(path)) }
            }
        }
        return events
    }
}
