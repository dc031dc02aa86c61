import FlyingSocks

/// The body of a response that goes on for as long as events come (server-sent events, the HTML standard's
/// `text/event-stream`).
struct EventStreamBody: AsyncBufferedSequence {
    typealias Element = UInt8

    /// The events, each in its form on the wire.
    let events: AsyncStream<String>

    func makeAsyncIterator() -> Iterator {
        Iterator(events: events.makeAsyncIterator())
    }

    struct Iterator: AsyncBufferedIteratorProtocol {
        var events: AsyncStream<String>.Iterator

        mutating func next() async -> UInt8? {
            preconditionFailure("a body is sent buffer by buffer")
        }

        mutating func nextBuffer(suggested count: Int) async -> [UInt8]? {
            await events.next().map { Array($0.utf8) }
        }
    }
}
