/// Results of costly work by their input, so that a page rendered again after a small edit costs only what changed.
///
/// It holds at most twice `limit` results; those that were not asked for lately go first.
final class Memo<Key: Hashable, Value> {
    private let limit: Int
    private var recent: [Key: Value] = [:]
    private var older: [Key: Value] = [:]

    /// An empty memo.
    init(limit: Int) {
        self.limit = limit
    }

    /// The result for `key`: the one from before, else a new one. A failure is not kept.
    func value<E: Error>(for key: Key, make: () throws(E) -> Value) throws(E) -> Value {
        if let known = recent[key] { return known }
        let value: Value
        if let known = older[key] { value = known } else { value = try make() }
        if recent.count >= limit {
            older = recent
            recent = [:]
        }
        recent[key] = value
        return value
    }
}
