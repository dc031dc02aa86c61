import Foundation
import Testing

/// Lessons and programs in odd places: names that are no words, links, folders that cannot be written, little of what a
/// process needs.
@Suite(.timeLimit(.minutes(6)), .serialized) struct SurroundingsTests {
    private static let lesson = "# T\n\n```swift cell\nprint(1)\n```\n\n```output\n1\n```\n"

    @Test(arguments: ["two\nlines.md", "\u{1B}[31mred\u{1B}[0m.md", "a \"quoted\\name\".md", "\u{202E}dm.md"])
    func aNameThatIsNoWordRunsAndIsShownSafely(name: String) throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.lesson.replacing("print(1)", with: "print(1)\nlet x: Int = \"no\""), to: name)
        for format in ["human", "json", "junit", "github"] {
            let outcome = try Command.lectern(["verify", "--format", format, name], in: folder.url)
            #expect(outcome.status == 1)
            let text = outcome.output + outcome.error
            #expect(text.contains("cannot convert value of type"), "\(text)")
            #expect(!text.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{202E}" }, "\(text)")
            #expect(!text.contains("two\nlines"), "\(text)")
        }
        #expect(try Command.lectern(["check", name], in: folder.url).status == 0)
        let missing = try Command.lectern(["render", "no-\(name)"], in: folder.url)
        #expect(!missing.error.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{202E}" }, "\(missing.error)")
    }

    @Test func whatCellsSayReachesNoTerminalAsACommand() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            """
            # T

            ```swift cell
            import Foundation
            print("\\u{1B}]0;title\\u{7}\\u{1B}[2Jshown \\u{202E}backwards")
            expect(false, "check \\u{1B}[2J")
            FileHandle.standardError.write("\\u{1B}[2Jerror\\n".data(using: .utf8)!)
            ```

            ```output
            other
            ```

            ```swift cell
            fatalError("trap \\u{1B}[2J\\u{202E}")
            ```
            """, to: "a.md")
        for arguments in [
            ["render"], ["verify"], ["verify", "--diff"], ["verify", "--format", "json"],
            ["verify", "--format", "junit"], ["verify", "--format", "github"],
        ] {
            let outcome = try Command.lectern(arguments + ["a.md"], in: folder.url)
            let text = outcome.output + outcome.error
            #expect(!text.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{202E}" || $0 == "\u{7}" }, "\(text)")
        }
    }

    @Test func linksAndModesOfWhatIsWrittenStay() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(
            at: folder.url.appending(path: "real"), withIntermediateDirectories: true)
        try FileManager.default.createDirectory(
            at: folder.url.appending(path: "output"), withIntermediateDirectories: true)
        try folder.write(Self.lesson.replacing("```output\n1", with: "```output\n2"), to: "real/a.md")
        try folder.write("old", to: "real/a.html")
        for (file, target) in [("a.md", "real/a.md"), ("output/a.html", "../real/a.html")] {
            #expect(symlink(target, folder.url.appending(path: file).path) == 0)
        }
        #expect(chmod(folder.url.appending(path: "real/a.md").path, 0o640) == 0)
        #expect(chmod(folder.url.appending(path: "real/a.html").path, 0o604) == 0)
        #expect(try Command.lectern(["verify", "--update", "a.md"], in: folder.url).status == 0)
        #expect(try Command.lectern(["render", "a.md"], in: folder.url).status == 0)
        #expect(try folder.read("real/a.md") == Self.lesson)
        #expect(try folder.read("real/a.html").contains("</html>"))
        for (file, mode) in [("real/a.md", mode_t(0o640)), ("real/a.html", 0o604)] {
            var status = stat()
            #expect(stat(folder.url.appending(path: file).path, &status) == 0 && status.st_mode & 0o777 == mode)
        }
        for file in ["a.md", "output/a.html"] {
            var status = stat()
            #expect(lstat(folder.url.appending(path: file).path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
        }
        #expect(folder.files.filter { $0.contains(".lectern-") }.isEmpty)
    }

    @Test func withoutAHomeLessonsRun() throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.lesson, to: "a.md")
        let program = Command.programs.appending(path: "lectern").path
        let outcome = try Command.run(
            "lectern", ["verify", "a.md"], in: folder.url,
            environment: ["HOME": "", "XDG_CACHE_HOME": "", "PATH": ProcessInfo.processInfo.environment["PATH"] ?? ""])
        #expect(outcome.status == 0, "\(program): \(outcome.error)")
    }

    @Test func theModuleCacheIsThePersonsAndDoesNotGrow() throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.lesson, to: "a.md")
        let cache = folder.url.appending(path: "cache")
        func sizeAfterARun() throws -> Int {
            let outcome = try Command.lectern(
                ["verify", "a.md"], in: folder.url, environment: ["XDG_CACHE_HOME": cache.path])
            #expect(outcome.status == 0, "\(outcome.error)")
            return (try? FileManager.default.subpathsOfDirectory(atPath: cache.path).count) ?? 0
        }
        let first = try sizeAfterARun()
        #expect(first > 0)
        #expect(try sizeAfterARun() == first)
        // One that cannot be written only costs time.
        try Data().write(to: folder.url.appending(path: "file"))
        let outcome = try Command.lectern(
            ["verify", "a.md"], in: folder.url,
            environment: ["XDG_CACHE_HOME": folder.url.appending(path: "file").path])
        #expect(outcome.status == 0, "\(outcome.error)")
    }

    @Test(arguments: [
        ("ulimit -n 64", "ulimit -n 256"), ("ulimit -n 30", "ulimit -n 256"),
        ("ulimit -v 3000000", "ulimit -v unlimited"),
        ("ulimit -Sn 40", ""),
    ])
    func whatTheSystemGivesTooLittleOfIsSaid(limit: String, advice: String) throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.lesson, to: "a.md")
        let program = Command.programs.appending(path: "lectern").path
        let outcome = try Command.run(
            URL(filePath: "/bin/sh"), ["-c", "\(limit) && exec '\(program)' verify a.md"], in: folder.url)
        #expect(outcome.status == (advice.isEmpty ? 0 : 2), "\(outcome.error)")
        #expect(advice.isEmpty || outcome.error.contains(advice), "\(outcome.error)")
    }

    @Test func checkReadsOnlyWhatItNeeds() throws {
        let folder = try TemporaryFolder()
        try folder.write("# T\n\n![p](p.png)\n\n{ref:`sec`} and text\n", to: "a.md")
        for name in ["p.png", "other.md", "data.bin"] {
            try folder.write("# x\n", to: name)
            #expect(truncate(folder.url.appending(path: name).path, 100 << 20) == 0)
        }
        #expect(mkfifo(folder.url.appending(path: "pipe.md").path, 0o600) == 0)
        let start = ContinuousClock.now
        let outcome = try Command.lectern(["check", "a.md"], in: folder.url)
        #expect(ContinuousClock.now - start < .seconds(15), "\(outcome.error)")
    }

    /// A compiler that does not do its work.
    @Test(arguments: [("sleep 600", "still at work"), ("kill -SEGV $$", "crashed"), ("exit 3", "failed")])
    func aCompilerThatFailsIsSaid(script: String, words: String) async throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.lesson, to: "a.md")
        let toolchain = URL(filePath: try #require(Self.compiler)).resolvingSymlinksInPath()
            .deletingLastPathComponent().deletingLastPathComponent()
        try FileManager.default.createDirectory(
            at: folder.url.appending(path: "usr/bin"), withIntermediateDirectories: true)
        for name in ["ld.lld", "swift-autolink-extract", "llvm-symbolizer", "clang"] {
            symlink(toolchain.appending(path: "bin/\(name)").path, folder.url.appending(path: "usr/bin/\(name)").path)
        }
        symlink(toolchain.appending(path: "lib").path, folder.url.appending(path: "usr/lib").path)
        try folder.write("#!/bin/sh\n\(script)\n", to: "usr/bin/swiftc")
        #expect(chmod(folder.url.appending(path: "usr/bin/swiftc").path, 0o755) == 0)
        let family = ProcessFamily()
        let path = "\(folder.url.path)/usr/bin:\(ProcessInfo.processInfo.environment["PATH"] ?? "")"
        let outcome = try Command.lectern(
            ["render", "--compile-limit", "2", "a.md"], in: folder.url,
            environment: family.environment.merging(["PATH": path]) { $1 })
        #expect(outcome.status == 1)
        #expect(outcome.error.contains(words), "\(outcome.error)")
        #expect(await family.isGone(), "\(family.members)")
    }

    private static var compiler: String? {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/swiftc" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }
}
