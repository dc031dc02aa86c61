import Foundation
import Testing

/// The preview's server, asked by clients that are no browsers of good will.
@Suite(.serialized, .timeLimit(.minutes(3))) struct PreviewServerTests {
    /// A preview at a port of its own choice, with few descriptors.
    private final class Server {
        let folder: TemporaryFolder
        let port: UInt16
        private let process = Process()

        init(cell: String = "print(1)") throws {
            folder = try TemporaryFolder()
            try folder.write("# Lesson\n\n```swift cell\n\(cell)\n```\n", to: "lesson.md")
            let log = folder.url.appending(path: "log")
            try Data().write(to: log)
            process.executableURL = URL(filePath: "/bin/sh")
            let program = Command.programs.appending(path: "lectern").path
            process.arguments = ["-c", "ulimit -n 256; exec '\(program)' preview --port 0 lesson.md"]
            process.currentDirectoryURL = folder.url
            process.environment = ProcessInfo.processInfo.environment.merging([
                "XDG_CACHE_HOME": folder.url.appending(path: "cache").path, "TMPDIR": folder.url.path,
            ]) { $1 }
            process.standardError = try FileHandle(forWritingTo: log)
            try process.run()
            for _ in 0..<1500 {
                let words = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
                if let found = words.firstMatch(of: /http:\/\/127\.0\.0\.1:(\d+)\//), let port = UInt16(found.1) {
                    self.port = port
                    return
                }
                usleep(20_000)
            }
            throw Failure(what: "the preview does not say its port")
        }

        deinit {
            process.interrupt()
            process.waitUntilExit()
        }

        var isRunning: Bool { process.isRunning }

        func connect() throws -> Int32 {
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = port.bigEndian
            address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            let isConnected = withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    Foundation.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
                }
            }
            guard isConnected else { throw Failure(what: "no connection") }
            var patience = timeval(tv_sec: 20, tv_usec: 0)
            setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
            return descriptor
        }

        /// The answer to a request, as far as it comes within 20 seconds.
        func answer(to request: String) throws -> String {
            let descriptor = try connect()
            defer { close(descriptor) }
            var rest = Array(request.utf8)[...]
            while !rest.isEmpty {
                let sent = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
                if sent <= 0 { break }
                rest = rest.dropFirst(sent)
            }
            var answer: [UInt8] = []
            var buffer = [UInt8](repeating: 0, count: 1 << 16)
            while case let count = recv(descriptor, &buffer, buffer.count, 0), count > 0 { answer += buffer[..<count] }
            return String(decoding: answer, as: UTF8.self)
        }

        func get(_ path: String, _ headers: [String] = []) throws -> String {
            let lines = ["GET \(path) HTTP/1.1", "Host: 127.0.0.1:\(port)"] + headers
            return try answer(to: lines.joined(separator: "\r\n") + "\r\n\r\n")
        }
    }

    private struct Failure: Error {
        var what: String
    }

    @Test func aLongRequestIsRefusedAtOnce() throws {
        let server = try Server()
        let long = String(repeating: "x", count: 200_000)
        let start = ContinuousClock.now
        for answer in [
            try server.get("/lesson.html?\(long)"), try server.get("/lesson.html", ["Cookie: \(long)"]),
            try server.get("/lesson.html", (0..<4000).map { "X-\($0): \(String(repeating: "x", count: 40))" }),
        ] {
            #expect(answer.hasPrefix("HTTP/1.1 431 "), "\(answer.prefix(100))")
        }
        #expect(ContinuousClock.now - start < .seconds(10))
        #expect(try server.get("/lesson.html", ["Cookie: \(long.prefix(10_000))"]).hasPrefix("HTTP/1.1 200 "))
        #expect(try server.answer(to: "no request\r\n\r\n").hasPrefix("HTTP/1.1 400 "))
    }

    @Test func manyConnectionsDoNotEndIt() throws {
        let server = try Server()
        let connections = try (0..<400).map { number in
            let descriptor = try server.connect()
            if number % 2 == 0 { _ = send(descriptor, "GET /", 5, Int32(MSG_NOSIGNAL)) }
            return descriptor
        }
        #expect(try server.get("/lesson.html").hasPrefix("HTTP/1.1 200 "))
        for connection in connections { close(connection) }
        #expect(try server.get("/lesson.html").contains("</html>"))
        #expect(server.isRunning)
    }

    @Test func anotherSitesPageStartsNothing() throws {
        let server = try Server(cell: "import Glibc\nprint(1)\nsleep(1)")
        for header in [
            "Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: same-site", "Referer: http://example.org/",
            "Origin: http://example.org",
        ] {
            #expect(try server.get("/lesson.html", [header]).hasPrefix("HTTP/1.1 403 "))
            #expect(try server.get("/lesson.html/events", [header]).hasPrefix("HTTP/1.1 403 "))
        }
        usleep(300_000)
        #expect(!server.folder.files.contains { $0.hasPrefix("lectern-") }, "\(server.folder.files)")
        #expect(try server.get("/lesson.html", ["Sec-Fetch-Site: none"]).hasPrefix("HTTP/1.1 200 "))
        #expect(try server.get("/lesson.html", ["Sec-Fetch-Site: same-origin"]).hasPrefix("HTTP/1.1 200 "))
    }
}
