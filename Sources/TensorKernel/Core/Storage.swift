/// The memory behind one tensor and all its views.
final class Storage {
    /// The first byte.
    let bytes: UnsafeMutableRawPointer
    let byteCount: Int
    /// How often an in-place op has changed the values; autograd compares it with the number it saw.
    var version = 0

    /// Memory for `byteCount` bytes, not initialised.
    init(byteCount: Int) {
        self.byteCount = byteCount
        bytes = BlockCache.shared.allocate(byteCount)
    }

    deinit { BlockCache.shared.deallocate(bytes, byteCount) }
}
