import CellExecution
import CellMessages
import ChapterDocument
import Foundation
import Synchronization
import Testing

/// What a cell cannot do to other processes and to files elsewhere, though these are the same person's.
@Suite(.timeLimit(.minutes(3))) struct ReachTests {
    private func run(_ code: String) async throws -> (printed: String, gaps: [IsolationGap]) {
        let chapter = try Chapter(parsing: "```swift cell\nimport Foundation\n\(code)\n```\n", path: "lessons/x.md")
        let gaps = Mutex<[IsolationGap]>([])
        let executed = try await CellEngine(toolchain: .find()).run(chapter) { event in
            if case .isolationGaps(let found) = event { gaps.withLock { $0 = found } }
        }
        #expect(executed.succeeded, "\(executed.results)")
        return (executed.results[0].printedText, gaps.withLock { $0 })
    }

    @Test func otherProcessesAreNotBounded() async throws {
        let (printed, _) = try await run(
            """
            @_silgen_name("prlimit")
            func bound(_ process: Int32, _ resource: Int32, _ new: UnsafePointer<rlimit>?, _ old: UnsafeMutablePointer<rlimit>?) -> Int32
            var limit = rlimit(rlim_cur: 1 << 20, rlim_max: 1 << 20)
            print(bound(getppid(), 9, &limit, nil), bound(0, 9, nil, &limit))
            """)
        #expect(printed == "-1 0\n")
    }

    @Test func anAdministratorsCellsAreNoAdministrators() async throws {
        let (printed, _) = try await run(
            """
            let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
            for line in status.split(separator: "\\n") where line.hasPrefix("CapEff") || line.hasPrefix("CapPrm") {
              print(line.split(separator: "\\t")[1].allSatisfy { $0 == "0" })
            }
            """)
        #expect(printed == "true\ntrue\n")
    }

    @Test func modesTimesAndAttributesOfOtherFilesStay() async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "lectern-test-\(UUID())")
        try Data("old".utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        var before = stat()
        stat(file.path, &before)
        let (printed, gaps) = try await run(
            """
            try "mine".write(toFile: "own", atomically: false, encoding: .utf8)
            print(chmod("own", 0o400))
            print(chmod("\(file.path)", 0o777), utimes("\(file.path)", nil))
            """)
        guard !gaps.contains(.metadata) else { return }
        #expect(printed == "0\n-1 -1\n")
        var after = stat()
        stat(file.path, &after)
        #expect(after.st_mode == before.st_mode && after.st_mtim.tv_sec == before.st_mtim.tv_sec)
    }
}
