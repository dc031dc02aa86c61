import Dispatch
import UnixSystem

/// Tells which files in some folders came, went, and were written, as whole files. The source that it reads from is used by the system
/// alone.
final class FileWatcher: @unchecked Sendable {
    /// What happens, as it happens.
    let events: AsyncStream<FileEvents.Event>
    private let source: any DispatchSourceRead
    private let files: FileEvents

    /// Watches folders.
    /// - Parameter folders: Their paths.
    /// - Throws: ``PreviewError`` where the system cannot watch one of them.
    init(folders: [String]) throws(PreviewError) {
        do {
            files = try FileEvents(folders: folders)
        } catch {
            throw .cannotWatch(folder: error.folder, reason: error.reason)
        }
        let (stream, continuation) = AsyncStream.makeStream(of: FileEvents.Event.self)
        source = DispatchSource.makeReadSource(
            fileDescriptor: files.descriptor, queue: DispatchQueue(label: "files"))
        source.setEventHandler { [files] in
            for event in files.take() { continuation.yield(event) }
        }
        source.setCancelHandler { continuation.finish() }
        source.resume()
        events = stream
    }

    /// Watches one more folder, where there is one.
    func watch(_ folder: String) {
        try? files.watch(folder)
    }

    deinit {
        source.cancel()
    }
}
