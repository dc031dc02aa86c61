import CellExecution
import CellMessages
import ChapterDocument
import Foundation
import Synchronization
import Testing

/// What cells are kept from unless a person lets them, on a system that can keep them from it.
@Suite(.timeLimit(.minutes(5))) struct IsolationTests {
    /// Runs one cell; also tells what this system cannot keep it from.
    private func run(_ code: String, rules: CellRules = CellRules()) async throws -> (CellResult, gaps: [IsolationGap])
    {
        let chapter = try Chapter(parsing: "```swift cell timeout=60\n\(code)\n```\n", path: "lessons/x.md")
        let gaps = Mutex<[IsolationGap]>([])
        let executed = try await CellEngine(toolchain: .find(), rules: rules).run(chapter) { event in
            if case .isolationGaps(let found) = event { gaps.withLock { $0 = found } }
        }
        return (executed.results[0], gaps.withLock { $0 })
    }

    /// Counts a test as skipped on a system without what it tests.
    private func cancel(where isMissing: Bool) throws {
        if isMissing { try Test.cancel("this system cannot keep cells from it") }
    }

    private func temporaryFile() throws -> URL {
        let file = FileManager.default.temporaryDirectory.appending(path: "lectern-test-\(UUID())")
        try Data("old".utf8).write(to: file)
        return file
    }

    private func changing(_ file: URL) -> String {
        """
        import Foundation
        try Data("mine".utf8).write(to: URL(fileURLWithPath: "own.txt"))
        try Data("mine".utf8).write(to: FileManager.default.temporaryDirectory.appendingPathComponent("own.txt"))
        let file = URL(fileURLWithPath: "\(file.path)")
        print(try String(contentsOf: file, encoding: .utf8))
        print(truncate(file.path, 1), (try? Data("new".utf8).write(to: file)) != nil, unlink(file.path))
        """
    }

    @Test func filesElsewhereAreReadAndNotChanged() async throws {
        let file = try temporaryFile()
        defer { try? FileManager.default.removeItem(at: file) }
        let (result, gaps) = try await run(changing(file))
        try cancel(where: gaps.contains(.files) || gaps.contains(.truncation))
        #expect(result.printedText == "old\n-1 false -1\n", "\(result)")
        #expect(try String(contentsOf: file, encoding: .utf8) == "old")
    }

    @Test func filesElsewhereAreChangedWhereThatIsAllowed() async throws {
        let file = try temporaryFile()
        defer { try? FileManager.default.removeItem(at: file) }
        var rules = CellRules()
        rules.allowsWriting = true
        let (result, _) = try await run(changing(file), rules: rules)
        #expect(result.printedText == "old\n0 true 0\n", "\(result)")
        #expect(!FileManager.default.fileExists(atPath: file.path))
    }

    /// A port of this test's own on the loopback device; nothing waits at it.
    private func server(_ kind: __socket_type) throws -> (descriptor: Int32, port: UInt16) {
        let descriptor = socket(AF_INET, Int32(kind.rawValue | SOCK_NONBLOCK.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, size) == 0 && getsockname(descriptor, $0, &size) == 0
            }
        }
        try #require(isBound)
        return (descriptor, address.sin_port)
    }

    @Test(arguments: [false, true]) func theNetworkIsReachedOnlyWhereThatIsAllowed(isAllowed: Bool) async throws {
        let (stream, streamPort) = try server(SOCK_STREAM)
        let (datagrams, datagramPort) = try server(SOCK_DGRAM)
        defer {
            close(stream)
            close(datagrams)
        }
        try #require(listen(stream, 4) == 0)
        var rules = CellRules()
        rules.allowsNetwork = isAllowed
        let (result, gaps) = try await run(
            """
            import Glibc
            func send(_ kind: __socket_type, _ port: UInt16) {
              var address = sockaddr_in()
              address.sin_family = sa_family_t(AF_INET)
              address.sin_port = port
              address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
              let descriptor = socket(AF_INET, Int32(kind.rawValue), 0)
              withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                  _ = connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
              }
              _ = Glibc.send(descriptor, "x", 1, Int32(MSG_NOSIGNAL))
            }
            send(SOCK_STREAM, \(streamPort))
            send(SOCK_DGRAM, \(datagramPort))
            """, rules: rules)
        #expect(result.outcome == .succeeded, "\(result)")
        try cancel(where: !isAllowed && (gaps.contains(.network) || gaps.contains(.networkBesideTCP)))
        var byte: UInt8 = 0
        #expect((accept(stream, nil, nil) >= 0) == isAllowed)
        #expect((recv(datagrams, &byte, 1, 0) == 1) == isAllowed)
    }

    /// Foundation talks to itself over the loopback device.
    @Test func foundationRunsProgramsInIsolation() async throws {
        let (result, _) = try await run(
            """
            import Foundation
            let child = try Process.run(URL(fileURLWithPath: "/bin/true"), arguments: [])
            child.waitUntilExit()
            print(child.terminationStatus)
            """)
        #expect(result.outputs == [.text(.standardOutput, "0\n")], "\(result)")
    }

    @Test func signalsReachNoOtherProcess() async throws {
        let (result, gaps) = try await run("import Glibc\nprint(kill(\(getpid()), 0), kill(getpid(), 0))")
        try cancel(where: gaps.contains(.signals))
        #expect(result.printedText == "-1 0\n", "\(result)")
    }

    /// A cell that could connect to the runner, or speak for another cell's process, could say what the next cell prints.
    @Test func aCellHasItsOwnConnectionAndNoWayToAnother() async throws {
        let code = """
            import Foundation
            let files = FileManager.default
            let own = (200..<400).filter { number in
                var status = stat()
                return fstat(Int32(number), &status) == 0 && status.st_mode & S_IFMT == S_IFSOCK
            }
            let run = files.currentDirectoryPath + "/.."
            let sockets = (files.enumerator(atPath: run) ?? .init()).filter { file in
                let attributes = try? files.attributesOfItem(atPath: "\\(run)/\\(file)")
                return attributes?[.type] as? FileAttributeType == .typeSocket
            }
            print(own.count, sockets)
            """
        let text = "```swift cell timeout=60\n\(code)\n```\n"
        let executed = try await CellEngine(toolchain: .find()).run(Chapter(parsing: text + text, path: "lessons/x.md"))
        #expect(executed.results.map(\.printedText) == ["1 []\n", "1 []\n"], "\(executed.results)")
    }
}
