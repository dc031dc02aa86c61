#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Whole pages of memory, which go back to the system as soon as they are given back.
enum SystemMemory {
    /// At least `byteCount` bytes, all zero; nil where there are not so many.
    static func map(_ byteCount: Int) -> UnsafeMutableRawPointer? {
        let block = mmap(nil, byteCount, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        return block == MAP_FAILED ? nil : block
    }

    /// Gives back what `map(_:)` gave.
    static func unmap(_ block: UnsafeMutableRawPointer, _ byteCount: Int) { munmap(block, byteCount) }
}
