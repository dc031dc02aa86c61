import FileTree

/// How much disk space the files in a folder take, looked at time and again without spending much time on it.
struct DiskWatch {
    /// Of the time, looking takes about one part of so many.
    private static let share = 20
    /// The least time between two looks.
    private static let interval = Duration.milliseconds(50)

    private let tree: FileTree
    private var next = ContinuousClock.now
    private var size = 0

    init(folder: String) {
        tree = FileTree(path: folder)
    }

    /// The bytes that the files took when they were last looked at, which is now where it is time again.
    mutating func look() -> Int {
        let start = ContinuousClock.now
        guard start >= next else { return size }
        size = tree.size(openingUp: false)
        let end = ContinuousClock.now
        next = end + max(Self.interval, (end - start) * Self.share)
        return size
    }
}
