import Glibc

/// What tells one file from another, and from itself once it was changed.
struct FileIdentity: Hashable, Sendable {
    private let device: dev_t
    private let file: ino_t
    private let size: off_t
    private let changed: [Int]

    init(_ status: stat) {
        device = status.st_dev
        file = status.st_ino
        size = status.st_size
        changed = [status.st_ctim.tv_sec, status.st_ctim.tv_nsec]
    }
}
