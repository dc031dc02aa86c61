import Dispatch
import UnixSystem

/// Tells which files in some folders were written, as whole files. The source that it reads from is used by the system
/// alone.
final class FileWatcher: @unchecked Sendable {
    /// What happens, as it happens.
    let events: AsyncStream<FileEvents.Event>
    private let source: any DispatchSourceRead

    /// Watches folders.
    /// - Parameter folders: Their paths.
    /// - Throws: ``PreviewError`` where the system cannot watch one of them.
    init(folders: [String]) throws(PreviewError) {
        let files: FileEvents
        do {
            files = try FileEvents(folders: folders)
        } catch {
            throw .cannotWatch(folder: error.folder, reason: error.reason)
        }
        let (stream, continuation) = AsyncStream.makeStream(of: FileEvents.Event.self)
        source = DispatchSource.makeReadSource(
            fileDescriptor: files.descriptor, queue: DispatchQueue(label: "files"))
        source.setEventHandler {
            for event in files.take() { continuation.yield(event) }
        }
        source.setCancelHandler { continuation.finish() }
        source.resume()
        events = stream
    }

    deinit {
        source.cancel()
    }
}
