import Foundation
import Testing

/// SIGKILL of the runner and of the guardian at once, while a cell runs in a preview: nothing is left of either.
@Suite(.timeLimit(.minutes(2))) struct OrphanTests {
    private static let chapter = """
        # Sleeps

        ```swift cell
        import Glibc
        let started = 1
        ```

        ```swift cell
        sleep(90 * UInt32(started))
        ```

        """

    @Test func nothingIsLeftWhenRunnerAndGuardianAreKilled() async throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.chapter, to: "a.md")
        let family = ProcessFamily()
        let log = folder.url.appending(path: "log")
        try Data().write(to: log)
        let preview = Process()
        preview.executableURL = Command.programs.appending(path: "lectern")
        preview.arguments = ["preview", "a.md"]
        preview.currentDirectoryURL = folder.url
        preview.environment = ProcessInfo.processInfo.environment
            .merging(["XDG_CACHE_HOME": folder.url.appending(path: "cache").path]) { $1 }
            .merging(family.environment) { $1 }
        preview.standardError = try FileHandle(forWritingTo: log)
        try preview.run()
        defer { preview.terminate() }

        // A cell runs once the page is open: below the runner are then the guardian, two states, and the cell.
        let address = try await eventually("the address") {
            try String(contentsOf: log, encoding: .utf8).firstMatch(of: /http:\/\/127\.0\.0\.1:\S+/).map {
                String($0.0)
            }
        }
        let client = Process()
        client.executableURL = URL(filePath: "/usr/bin/env")
        client.arguments = [
            "python3", "-c", "import urllib.request, sys; urllib.request.urlopen(sys.argv[1]).read()", address,
        ]
        try client.run()
        defer { client.terminate() }
        let hosts = try await eventually("the cell") {
            let hosts = family.members.filter { $0.hasSuffix(" CellHost") }.compactMap {
                Int32($0.prefix { $0 != " " })
            }
            return hosts.count >= 4 ? hosts : nil
        }
        let guardian = try #require(hosts.first { parent(of: $0) == preview.processIdentifier })
        kill(guardian, SIGKILL)
        kill(preview.processIdentifier, SIGKILL)
        #expect(await family.isGone(), "\(family.members)")
    }

    private func eventually<Value>(_ what: String, _ value: () throws -> Value?) async throws -> Value {
        for _ in 0..<600 {
            if let value = try value() { return value }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw Missing(what: what)
    }

    private struct Missing: Error {
        var what: String
    }

    private func parent(of process: Int32) -> Int32? {
        let stat = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
        return stat?.split(separator: ")").last?.split(separator: " ").dropFirst().first.flatMap { Int32($0) }
    }
}
