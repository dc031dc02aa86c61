import FileTree
import Foundation
import Testing

/// Copying, measuring and removing folders with everything that a program can put into one.
@Suite(.timeLimit(.minutes(1))) struct FileTreeTests {
    private let folder: String

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "lectern-test-\(UUID())").path
        try FileManager.default.createDirectory(atPath: "\(folder)/a", withIntermediateDirectories: true)
    }

    private func removeAll() { try? FileTree(path: folder).remove() }

    private func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(filePath: "\(folder)/a/\(name)"))
    }

    private func status(_ name: String) -> stat {
        var status = stat()
        lstat("\(folder)/\(name)", &status)
        return status
    }

    private func copy(known: FileTree.Manifest = .init()) throws -> FileTree.Manifest {
        try FileTree(path: "\(folder)/a").copy(to: "\(folder)/b", known: known)
    }

    @Test func pipesAndSocketsAreCopiedWithoutBeingOpened() throws {
        defer { removeAll() }
        #expect(mkfifo("\(folder)/a/pipe", 0o640) == 0)
        #expect(mknod("\(folder)/a/socket", S_IFSOCK | 0o600, 0) == 0)
        try write("x", to: "file")
        _ = try copy()
        #expect(status("b/pipe").st_mode & S_IFMT == S_IFIFO)
        #expect(status("b/socket").st_mode & S_IFMT == S_IFSOCK)
        #expect(try String(contentsOfFile: "\(folder)/b/file", encoding: .utf8) == "x")
    }

    @Test func aThousandFoldersInEachOtherAreCopiedMeasuredAndRemoved() throws {
        defer { removeAll() }
        let depth = 3000
        var descriptor = open("\(folder)/a", O_RDONLY | O_DIRECTORY)
        for _ in 0..<depth {
            #expect(mkdirat(descriptor, "deeper", 0o700) == 0)
            let next = openat(descriptor, "deeper", O_RDONLY | O_DIRECTORY)
            close(descriptor)
            descriptor = next
        }
        let file = openat(descriptor, "bottom", O_WRONLY | O_CREAT, 0o600)
        #expect(Foundation.write(file, "x", 1) == 1)
        close(file)
        close(descriptor)
        _ = try copy()
        let sizes = ["a", "b"].map { FileTree(path: "\(folder)/\($0)").size(openingUp: true) }
        #expect(sizes[0] >= depth * 1024 && sizes[0] == sizes[1], "\(sizes)")
        try FileTree(path: folder).remove()
        #expect(access(folder, F_OK) != 0)
    }

    @Test func holesStayHoles() throws {
        defer { removeAll() }
        try write("start", to: "sparse")
        let descriptor = open("\(folder)/a/sparse", O_WRONLY)
        #expect(ftruncate(descriptor, 3 << 30) == 0)
        #expect(pwrite(descriptor, "middle", 6, 1 << 30) == 6)
        close(descriptor)
        _ = try copy()
        #expect(status("b/sparse").st_size == 3 << 30)
        #expect(FileTree(path: "\(folder)/b").size(openingUp: true) < 1 << 20)
        let copied = try FileHandle(forReadingFrom: URL(filePath: "\(folder)/b/sparse"))
        #expect(try copied.read(upToCount: 5) == Data("start".utf8))
        try copied.seek(toOffset: 1 << 30)
        #expect(try copied.read(upToCount: 6) == Data("middle".utf8))
    }

    @Test func rightsLinksAndTimesAreKept() throws {
        defer { removeAll() }
        try write("x", to: "file")
        #expect(link("\(folder)/a/file", "\(folder)/a/second") == 0)
        #expect(symlink("../nowhere", "\(folder)/a/link") == 0)
        #expect(mkdir("\(folder)/a/closed", 0o700) == 0)
        try write("y", to: "closed/inside")
        #expect(chmod("\(folder)/a/file", 0o4400) == 0)
        #expect(chmod("\(folder)/a/closed", 0) == 0)
        var times = [timespec(tv_sec: 1000, tv_nsec: 0), timespec(tv_sec: 2000, tv_nsec: 0)]
        #expect(utimensat(AT_FDCWD, "\(folder)/a/file", &times, 0) == 0)
        _ = try copy()
        for copy in ["a", "b"] {
            #expect(status("\(copy)/file").st_mode & 0o7777 == 0o4400)
            #expect(status("\(copy)/file").st_ino == status("\(copy)/second").st_ino)
            #expect(status("\(copy)/file").st_mtim.tv_sec == 2000)
            #expect(status("\(copy)/closed").st_mode & 0o7777 == 0)
        }
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/b/link") == "../nowhere")
        try FileTree(path: folder).remove()
        #expect(access(folder, F_OK) != 0)
    }

    @Test func unchangedFilesShareTheirSpaceWithTheLastCopy() throws {
        defer { removeAll() }
        try write(String(repeating: "x", count: 100_000), to: "same")
        try write("old", to: "changed")
        let first = try copy()
        try write("new", to: "changed")
        try FileTree(path: "\(folder)/a").copy(to: "\(folder)/c", known: first)
        #expect(status("b/same").st_ino == status("c/same").st_ino)
        #expect(status("a/same").st_ino != status("c/same").st_ino)
        #expect(try String(contentsOfFile: "\(folder)/b/changed", encoding: .utf8) == "old")
        #expect(try String(contentsOfFile: "\(folder)/c/changed", encoding: .utf8) == "new")
    }

    @Test func namesNeedNotBeText() throws {
        defer { removeAll() }
        let name: [CChar] = [0x78, -1, 0x0A, 0]
        let above = open("\(folder)/a", O_RDONLY | O_DIRECTORY)
        close(openat(above, name, O_WRONLY | O_CREAT, 0o600))
        close(above)
        _ = try copy()
        let below = open("\(folder)/b", O_RDONLY | O_DIRECTORY)
        #expect(faccessat(below, name, F_OK, 0) == 0)
        close(below)
    }
}
