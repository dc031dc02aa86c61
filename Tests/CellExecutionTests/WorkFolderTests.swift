import CellExecution
import CellMessages
import ChapterDocument
import Foundation
import Testing

/// What cells put into their working folder, while their chapter is edited and once it is over.
@Suite(.timeLimit(.minutes(4))) struct WorkFolderTests {
    private func chapter(_ codes: [String]) throws -> Chapter {
        try Chapter(
            parsing: codes.map { "```swift cell\nimport Foundation\n\($0)\n```\n" }.joined(), path: "lessons/x.md")
    }

    /// Runs cells, changes the last one, and runs it again in the folder that the cells before it left.
    private func printedAfterAnEdit(_ cells: [String], last: String) async throws -> [String] {
        let session = try ChapterSession(
            chapter(cells + ["print(0)"]), toolchain: .find(), memoryLimit: 1 << 30)
        let first = try await session.run(chapter(cells + ["print(0)"]))
        #expect(first.succeeded, "\(first.results)")
        let edited = try await session.run(chapter(cells + [last]))
        await session.end()
        return edited.results.map(\.printedText)
    }

    @Test func pipesSocketsAndClosedFoldersAreThereAgainAfterAnEdit() async throws {
        let printed = try await printedAfterAnEdit(
            [
                """
                mkfifo("pipe", 0o600)
                let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
                var address = sockaddr_un()
                address.sun_family = sa_family_t(AF_UNIX)
                withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: "socket".utf8) }
                let bound = withUnsafePointer(to: &address) {
                  $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(listener, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
                  }
                }
                mkdir("closed", 0)
                try "text".write(toFile: "file", atomically: false, encoding: .utf8)
                chmod("file", 0)
                print(bound)
                """,
                "try FileManager.default.removeItem(atPath: \"pipe\")\nprint(1)",
            ],
            last: "print(try FileManager.default.contentsOfDirectory(atPath: \".\").sorted())")
        #expect(printed == ["0\n", "1\n", "[\"closed\", \"file\", \"socket\"]\n"])
    }

    @Test func foldersInFoldersByTheThousandDoNoHarm() async throws {
        let printed = try await printedAfterAnEdit(
            ["for _ in 0..<3000 { mkdir(\"deeper\", 0o700); chdir(\"deeper\") }\nprint(1)"],
            last: "print(try FileManager.default.contentsOfDirectory(atPath: \".\"))")
        #expect(printed == ["1\n", "[\"deeper\"]\n"])
    }

    @Test(arguments: [
        // Long enough to be seen, and over before anybody looks.
        "for n in 0..<400 { try Data(count: 1 << 20).write(to: URL(fileURLWithPath: \"f\\(n)\")); usleep(10_000) }",
        "try Data(count: 30 << 20).write(to: URL(fileURLWithPath: \"large\"))",
        "for n in 0..<40_000 { close(open(\"f\\(n)\", O_CREAT | O_WRONLY, 0o600)) }",
    ]) func filesOverTheLimitFailTheCell(code: String) async throws {
        var rules = CellRules()
        rules.diskLimit = 20 << 20
        let executed = try await CellEngine(toolchain: .find(), rules: rules).run(try chapter([code]))
        let failure = try #require(executed.results[0].failure)
        #expect(failure.kind == .limit)
        #expect(
            failure.notes[0].message
                == "the cell's files take more than 20 MB in its working folder (--disk-limit)", "\(failure)")
    }

    @Test func holesCountForNothing() async throws {
        var rules = CellRules()
        rules.diskLimit = 20 << 20
        let executed = try await CellEngine(toolchain: .find(), rules: rules).run(
            try chapter(["close(open(\"large\", O_CREAT | O_WRONLY, 0o600))\nprint(truncate(\"large\", 3 << 30))"]))
        #expect(executed.results[0].printedText == "0\n", "\(executed.results)")
    }
}
