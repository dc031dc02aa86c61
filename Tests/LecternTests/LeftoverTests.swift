import Foundation
import Testing

/// What is left in the folder for temporary files: nothing, however a command ends.
@Suite(.timeLimit(.minutes(6)), .serialized) struct LeftoverTests {
    /// A type of 2 to the 24th parts keeps the compiler at work for long.
    static let slowCell = """
        func pair<T>(_ x: T) -> (T, T) { (x, x) }
        let value = \(String(repeating: "pair(", count: 24))1\(String(repeating: ")", count: 24))
        print(1)
        """

    private static func lesson(_ cells: [String]) -> String {
        cells.map { "```swift cell\n\($0)\n```\n" }.joined(separator: "\n")
    }

    /// A command that has started.
    private struct Running {
        let process = Process()
        let family = ProcessFamily()

        init(_ arguments: [String], in folder: TemporaryFolder, scratch: String) throws {
            process.executableURL = Command.programs.appending(path: "lectern")
            process.arguments = arguments
            process.currentDirectoryURL = folder.url
            process.environment = ProcessInfo.processInfo.environment
                .merging(["TMPDIR": scratch, "XDG_CACHE_HOME": folder.url.appending(path: "cache").path]) { $1 }
                .merging(family.environment) { $1 }
            process.standardError = FileHandle.nullDevice
            process.standardOutput = FileHandle.nullDevice
            try process.run()
        }

        /// Waits until a compiler runs, and a moment longer.
        func waitForCompiler() async throws {
            let limit = ContinuousClock.now + .seconds(60)
            while !family.members.contains(where: { $0.hasSuffix(" swiftc") || $0.hasSuffix(" swift-frontend") }) {
                try #require(ContinuousClock.now < limit, "\(family.members)")
                try await Task.sleep(for: .milliseconds(10))
            }
            try await Task.sleep(for: .milliseconds(500))
        }

        func isGone() async -> Bool { await family.isGone(within: 10) }
    }

    @Test(arguments: [SIGINT, SIGTERM, SIGHUP, SIGKILL]) func aSignalWhileACellIsCompiledEndsEverything(
        signal: Int32
    ) async throws {
        let (folder, scratch) = (try TemporaryFolder(), try TemporaryFolder())
        try folder.write(Self.lesson([Self.slowCell]), to: "a.md")
        let running = try Running(["render", "a.md"], in: folder, scratch: scratch.url.path)
        try await running.waitForCompiler()
        let start = ContinuousClock.now
        kill(running.process.processIdentifier, signal)
        running.process.waitUntilExit()
        #expect(ContinuousClock.now - start < .seconds(5))
        #expect(await running.isGone(), "\(running.family.members)")
        #expect(scratch.files.isEmpty, "\(scratch.files)")
        if signal != SIGKILL { #expect(running.process.terminationStatus == 130) }
    }

    @Test func aLessonThatFailsEarlyLeavesNothing() throws {
        let (folder, scratch) = (try TemporaryFolder(), try TemporaryFolder())
        let later = Array(repeating: "import Foundation\nprint(Date.now > .distantPast)", count: 6)
        try folder.write(Self.lesson(["fatalError()"] + later), to: "a.md")
        try folder.write(Self.lesson(["let x: Int = \"no\""] + later), to: "b.md")
        try folder.write(Self.lesson(["import Foundation\nmkdir(\"closed\", 0)\nprint(1)"]), to: "c.md")
        let outcome = try Command.lectern(
            ["verify", "a.md", "b.md", "c.md"], in: folder.url, environment: ["TMPDIR": scratch.url.path])
        #expect(outcome.status == 1)
        #expect(scratch.files.isEmpty, "\(scratch.files)")
    }

    @Test func aLongPathOfTheFolderIsNoMatter() throws {
        let (folder, scratch) = (try TemporaryFolder(), try TemporaryFolder())
        let long = scratch.url.appending(path: String(repeating: "long/", count: 60)).path
        try FileManager.default.createDirectory(atPath: long, withIntermediateDirectories: true)
        try folder.write("```swift cell\nprint(1)\n```\n\n```output\n1\n```\n", to: "a.md")
        let outcome = try Command.lectern(["verify", "a.md"], in: folder.url, environment: ["TMPDIR": long])
        #expect(outcome.status == 0, "\(outcome.error)")
    }

    @Test func theNextRunRemovesWhatAKilledOneLeft() throws {
        let (folder, scratch) = (try TemporaryFolder(), try TemporaryFolder())
        let left = scratch.url.appending(path: "lectern-abcDEF")
        try FileManager.default.createDirectory(at: left, withIntermediateDirectories: true)
        try Data("x".utf8).write(to: left.appending(path: "main.swift"))
        var times = [timespec(tv_sec: 1000, tv_nsec: 0), timespec(tv_sec: 1000, tv_nsec: 0)]
        #expect(utimensat(AT_FDCWD, left.path, &times, 0) == 0)
        let others = scratch.url.appending(path: "lectern-other")
        try FileManager.default.createDirectory(at: others, withIntermediateDirectories: true)
        try folder.write("```swift cell\nprint(1)\n```\n", to: "a.md")
        let outcome = try Command.lectern(
            ["verify", "a.md"], in: folder.url, environment: ["TMPDIR": scratch.url.path])
        #expect(outcome.status == 0, "\(outcome.error)")
        #expect(scratch.files == ["lectern-other"])
    }

    @Test func theCompilersTimeIsLimited() throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.lesson([Self.slowCell]), to: "a.md")
        let outcome = try Command.lectern(["render", "--compile-limit", "1", "a.md"], in: folder.url)
        #expect(outcome.status == 1)
        #expect(
            outcome.error.contains("the compiler was still at work on this cell after 1 second and was stopped"),
            "\(outcome.error)")
    }
}
