import BrowserTesting
import Foundation

/// A lesson that `lectern preview` or `lectern learn` serves; the command ends with this object.
final class ServedLesson {
    let folder: TemporaryFolder
    private let command: String
    private var process = Process()
    private var log: URL
    private var starts = 0

    /// Starts the command for `text` as `lesson.md`, at a port that is free.
    init(_ command: String, _ text: String, files: [String: String] = [:]) throws {
        self.command = command
        folder = try TemporaryFolder()
        for (path, content) in files { try folder.write(content, to: path) }
        try folder.write(text, to: "lesson.md")
        log = folder.url
        try start(port: 0)
    }

    deinit { process.terminate() }

    private func start(port: UInt16) throws {
        starts += 1
        log = folder.url.appending(path: "log\(starts)")
        try Data().write(to: log)
        process = Process()
        process.executableURL = Command.programs.appending(path: "lectern")
        process.arguments = [command, "--port", "\(port)", "lesson.md"]
        process.currentDirectoryURL = folder.url
        process.environment = ProcessInfo.processInfo.environment.merging([
            "XDG_CACHE_HOME": folder.url.appending(path: "cache").path, "TMPDIR": folder.url.path,
        ]) { $1 }
        process.standardError = try FileHandle(forWritingTo: log)
        try process.run()
    }

    /// Kills the command and starts it again at the same port.
    func killAndStartAgain() throws {
        let port = UInt16(try address.port ?? 0)
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        try start(port: port)
        _ = try address
    }

    /// What it has said on the terminal since it started.
    var words: String { (try? String(contentsOf: log, encoding: .utf8)) ?? "" }

    func wait(for text: String) throws {
        for _ in 0..<1500 {
            if words.contains(text) { return }
            usleep(20_000)
        }
        throw Browser.Failure(description: "`lectern \(command)` does not say '\(text)': \(words)")
    }

    /// The page's address.
    var address: URL {
        get throws {
            try wait(for: "Ctrl-C")
            guard let start = words.range(of: "http://"),
                let url = URL(string: String(words[start.lowerBound...].prefix { !$0.isNewline }))
            else { throw Browser.Failure(description: "no address: \(words)") }
            return url
        }
    }

    func end() {
        process.interrupt()
        process.waitUntilExit()
    }

    var processIdentifier: Int32 { process.processIdentifier }

    /// The processes that descend from the command, from `/proc`.
    var descendants: [Int32] {
        get throws {
            var parents: [Int32: Int32] = [:]
            for name in try FileManager.default.contentsOfDirectory(atPath: "/proc") {
                guard let number = Int32(name),
                    let stat = try? String(contentsOfFile: "/proc/\(name)/stat", encoding: .utf8),
                    let fields = stat.split(separator: ")").last?.split(separator: " "), fields.count > 1
                else { continue }
                parents[number] = Int32(fields[1])
            }
            var found: Set<Int32> = [processIdentifier]
            while true {
                let more = parents.filter { found.contains($0.value) && !found.contains($0.key) }.map(\.key)
                if more.isEmpty { return found.subtracting([processIdentifier]).sorted() }
                found.formUnion(more)
            }
        }
    }

    /// What `curl` says with these arguments about a path of the server.
    func curl(_ path: String, _ arguments: [String] = []) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments =
            ["curl", "-s", "--path-as-is"] + arguments + ["http://127.0.0.1:\(try address.port ?? 0)\(path)"]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: output, as: UTF8.self)
    }

    /// The status of the answer.
    func status(_ path: String, _ arguments: [String] = []) throws -> String {
        try curl(path, ["-o", "/dev/null", "-w", "%{http_code}"] + arguments)
    }

    /// What makes a request the page's own: its origin, and the token that the page carries.
    var ownHeaders: [String] {
        get throws {
            let page = try curl("/lesson.html")
            guard let token = page.firstMatch(of: /name="page-token" content="(\w+)"/)?.1 else {
                throw Browser.Failure(description: "the page has no token")
            }
            return [
                "-H", "Origin: http://127.0.0.1:\(try address.port ?? 0)", "-H", "X-Lectern-Token: \(token)",
            ]
        }
    }
}
