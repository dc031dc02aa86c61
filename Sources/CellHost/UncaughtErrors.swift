internal import CCellRuntime
import CellMessages
import Synchronization

/// What becomes of an error that reaches a cell's top level.
enum UncaughtErrors {
    /// Characters that are kept of what an error says of itself.
    private static let descriptionLimit = 10_000

    private static let receiver = Mutex<(@Sendable (HostEvent) -> Void)?>(nil)

    /// Reports such errors, and where they were thrown, to `report`.
    static func report(to report: @escaping @Sendable (HostEvent) -> Void) {
        receiver.withLock { $0 = report }
        unix_report_uncaught_errors { box in
            let error = unsafeBitCast(box, to: (any Error).self)
            let event = HostEvent.threw(
                error: String("\(error)".prefix(UncaughtErrors.descriptionLimit)),
                places: UncaughtErrors.placesOfNewestThrow)
            UncaughtErrors.receiver.withLock { $0?(event) }
        }
    }

    private static var placesOfNewestThrow: [CodeAddress] {
        let places = [unix_code_address](unsafeUninitializedCapacity: 32) { buffer, count in
            count = Int(unix_newest_throw(buffer.baseAddress, Int32(buffer.count)))
        }
        return places.map { CodeAddress(library: String(cString: $0.library), offset: Int($0.offset)) }
    }
}
