import Foundation
import Testing
import UnixSystem

/// What the kernel says of files that are written.
@Suite struct FileEventsTests {
    private func bytes(watch: Int32, mask: Int32, name: String) -> [UInt8] {
        var name = Array(name.utf8)
        if !name.isEmpty { name += [UInt8](repeating: 0, count: 16 - name.count % 16) }
        let event = [UInt32(bitPattern: watch), UInt32(bitPattern: mask), 0, UInt32(name.count)]
        return event.flatMap { withUnsafeBytes(of: $0, Array.init) } + name
    }

    @Test func namesComeWithTheirFolder() {
        let events =
            bytes(watch: 1, mask: IN_CLOSE_WRITE, name: "a.md") + bytes(watch: 2, mask: IN_MOVED_TO, name: "b.md")
        events.withUnsafeBytes { events in
            #expect(
                FileEvents.events(in: events, folders: [1: ".", 2: "chapters"]) == [
                    .written("a.md"), .written("chapters/b.md"),
                ])
        }
    }

    @Test func comingAndGoingIsTold() {
        let events =
            bytes(watch: 1, mask: Int32(IN_CREATE), name: "a.md")
            + bytes(watch: 1, mask: Int32(IN_DELETE), name: "a.md")
            + bytes(watch: 1, mask: IN_MOVED_FROM, name: "b.md")
        events.withUnsafeBytes { events in
            #expect(
                FileEvents.events(in: events, folders: [1: "."]) == [.appeared("a.md"), .gone("a.md"), .gone("b.md")])
        }
    }

    @Test func aFolderCanBeAdded() throws {
        let base = FileManager.default.temporaryDirectory.appending(path: "lectern-test-\(UUID())").path
        for name in ["a", "b"] {
            try FileManager.default.createDirectory(atPath: "\(base)/\(name)", withIntermediateDirectories: true)
        }
        defer { try? FileManager.default.removeItem(atPath: base) }
        let events = try FileEvents(folders: ["\(base)/a"])
        try events.watch("\(base)/b")
        try events.watch("\(base)/a")
        try Data("x".utf8).write(to: URL(filePath: "\(base)/b/x.md"))
        #expect(events.take().contains(.written("\(base)/b/x.md")))
        #expect(throws: FileEvents.Failure.self) { try events.watch("\(base)/c") }
    }

    /// The kernel drops events that nobody reads in time, and says so with a watch of its own.
    @Test func anOverflowIsSaid() {
        let events =
            bytes(watch: 1, mask: IN_CLOSE_WRITE, name: "a.md") + bytes(watch: -1, mask: IN_Q_OVERFLOW, name: "")
        events.withUnsafeBytes { events in
            #expect(FileEvents.events(in: events, folders: [1: "."]) == [.written("a.md"), .overflow])
        }
    }

    @Test func bytesThatEndTooSoonAreNoEvent() {
        let event = bytes(watch: 1, mask: IN_CLOSE_WRITE, name: "a.md")
        for end in event.indices {
            event[..<end].withUnsafeBytes { #expect(FileEvents.events(in: $0, folders: [1: "."]).count <= 1) }
        }
    }

    @Test func writtenFilesAreTold() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "lectern-test-\(UUID())").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let events = try FileEvents(folders: [folder])
        #expect(events.take().isEmpty)
        try Data("x".utf8).write(to: URL(filePath: "\(folder)/a.md"))
        #expect(events.take().contains(.written("\(folder)/a.md")))
    }
}
