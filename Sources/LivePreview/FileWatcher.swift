import Dispatch
import Glibc

/// Tells which files in some folders were written, as whole files: closed after writing, or moved into place. The
/// source that it reads from is used by the system alone.
final class FileWatcher: @unchecked Sendable {
    /// The names of files, each with its folder in front, as they are written.
    let changes: AsyncStream<String>
    private let source: any DispatchSourceRead

    /// Watches folders.
    /// - Parameter folders: Their paths.
    /// - Throws: ``PreviewError`` where the system cannot watch one of them.
    init(folders: [String]) throws(PreviewError) {
        let descriptor = inotify_init1(Int32(IN_CLOEXEC | IN_NONBLOCK))
        guard descriptor >= 0 else { throw .cannotWatch(folder: folders.first ?? ".", reason: Self.reason) }
        var names: [Int32: String] = [:]
        for folder in folders {
            let watch = inotify_add_watch(descriptor, folder, UInt32(IN_CLOSE_WRITE | IN_MOVED_TO))
            guard watch >= 0 else {
                let error = PreviewError.cannotWatch(folder: folder, reason: Self.reason)
                close(descriptor)
                throw error
            }
            names[watch] = folder
        }
        let (stream, continuation) = AsyncStream.makeStream(of: String.self)
        let source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: DispatchQueue(label: "files"))
        source.setEventHandler { [names] in
            for (watch, name) in Self.events(descriptor) {
                guard let folder = names[watch] else { continue }
                continuation.yield(folder == "." ? name : "\(folder)/\(name)")
            }
        }
        source.setCancelHandler {
            close(descriptor)
            continuation.finish()
        }
        source.resume()
        changes = stream
        self.source = source
    }

    deinit {
        source.cancel()
    }

    private static var reason: String { String(cString: strerror(errno)) }

    /// The events that are there: the number of the watch, and the file's name.
    private static func events(_ descriptor: Int32) -> [(watch: Int32, name: String)] {
        var events: [(Int32, String)] = []
        withUnsafeTemporaryAllocation(byteCount: 1 << 14, alignment: MemoryLayout<inotify_event>.alignment) { buffer in
            while true {
                let count = read(descriptor, buffer.baseAddress, buffer.count)
                guard count > 0 else { return }
                var offset = 0
                while offset < count {
                    let event = buffer.load(fromByteOffset: offset, as: inotify_event.self)
                    offset += MemoryLayout<inotify_event>.size
                    let name = buffer[offset..<offset + Int(event.len)].prefix { $0 != 0 }
                    events.append((event.wd, String(decoding: name, as: UTF8.self)))
                    offset += Int(event.len)
                }
            }
        }
        return events
    }
}
