/// Keeps large freed blocks for the next tensors of about the same size.
///
/// Fresh pages from the system cost more than most ops: training allocates the same sizes in every step.
final class BlockCache: @unchecked Sendable {
    static let shared = BlockCache()

    /// Held across `fork`, so that a child never sees the lists half changed.
    let lock = Lock()

    /// Blocks below this size come from the system's allocator, which keeps small ones itself.
    private static let smallestCached = 1 << 15
    /// Blocks of this size and more are mapped: the system's allocator may keep what it gets back for good.
    private static let smallestMapped = 1 << 20
    /// At most this many free bytes are kept.
    private static let limit = 96 << 20

    private var free: [[UnsafeMutableRawPointer]] = Array(repeating: [], count: 4 * 64)
    private var freeBytes = 0

    /// A block of at least `byteCount` bytes, not initialised.
    func allocate(_ byteCount: Int) -> UnsafeMutableRawPointer {
        guard byteCount >= BlockCache.smallestCached else {
            return UnsafeMutableRawPointer.allocate(byteCount: max(byteCount, 1), alignment: 16)
        }
        let (list, size) = BlockCache.sizeClass(byteCount)
        lock.lock()
        let reused = free[list].popLast()
        if reused != nil { freeBytes -= size }
        lock.unlock()
        return reused ?? BlockCache.make(size)
    }

    /// Takes back a block that `allocate(byteCount)` gave.
    func deallocate(_ block: UnsafeMutableRawPointer, _ byteCount: Int) {
        guard byteCount >= BlockCache.smallestCached else {
            block.deallocate()
            return
        }
        let (list, size) = BlockCache.sizeClass(byteCount)
        let isKept = lock.locked {
            guard freeBytes + size <= BlockCache.limit else { return false }
            free[list].append(block)
            freeBytes += size
            return true
        }
        if !isKept { BlockCache.release(block, size) }
    }

    private static func make(_ size: Int) -> UnsafeMutableRawPointer {
        guard size >= smallestMapped else { return UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 64) }
        guard let block = SystemMemory.map(size) else { stopForMemory(size) }
        return block
    }

    private static func release(_ block: UnsafeMutableRawPointer, _ size: Int) {
        guard size >= smallestMapped else {
            block.deallocate()
            return
        }
        SystemMemory.unmap(block, size)
    }

    /// Sizes are rounded up to quarters of a power of two.
    private static func sizeClass(_ byteCount: Int) -> (list: Int, size: Int) {
        let power = Int.bitWidth - 1 - byteCount.leadingZeroBitCount
        let quarter = 1 << (power - 2)
        let quarters = (byteCount + quarter - 1) / quarter
        return (power * 4 + quarters - 4, quarters * quarter)
    }
}
