import Foundation

/// The built program, run as a person runs it.
enum Command {
    /// What a command did.
    struct Outcome {
        var status: Int32
        var output: String
        var error: String
    }

    /// The repository, in which commands run.
    static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The folder of the built programs, which the running tests are among.
    static let programs = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()

    /// Runs `lectern` with these arguments in `folder`; without a cache of its own in `environment`, from scratch.
    static func lectern(
        _ arguments: [String], in folder: URL = repository, environment: [String: String] = [:]
    ) throws -> Outcome {
        try run("lectern", arguments, in: folder, environment: environment)
    }

    /// Runs the built program of this name.
    static func run(
        _ program: String, _ arguments: [String], in folder: URL = repository, environment: [String: String] = [:]
    ) throws -> Outcome {
        try run(programs.appending(path: program), arguments, in: folder, environment: environment)
    }

    /// Runs the program of this file.
    static func run(
        _ program: URL, _ arguments: [String], in folder: URL = repository, environment: [String: String] = [:]
    ) throws -> Outcome {
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.currentDirectoryURL = folder
        let cache = FileManager.default.temporaryDirectory.appending(path: "lectern-test-\(UUID())")
        defer { try? FileManager.default.removeItem(at: cache) }
        process.environment = ProcessInfo.processInfo.environment.merging(["XDG_CACHE_HOME": cache.path]) { $1 }
            .merging(environment) { $1 }
        // Files rather than pipes: nothing has to be read while the program runs.
        let outputs = try [UUID(), UUID()].map { name in
            let file = FileManager.default.temporaryDirectory.appending(path: "lectern-test-\(name)")
            try Data().write(to: file)
            return file
        }
        defer { for file in outputs { try? FileManager.default.removeItem(at: file) } }
        process.standardOutput = try FileHandle(forWritingTo: outputs[0])
        process.standardError = try FileHandle(forWritingTo: outputs[1])
        process.standardInput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        let texts = try outputs.map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
        return Outcome(status: process.terminationStatus, output: texts[0], error: texts[1])
    }
}

/// A folder of its own for one test, removed with this object.
final class TemporaryFolder {
    let url = FileManager.default.temporaryDirectory.appending(path: "lectern-test-\(UUID())")

    init() throws {
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    func write(_ text: String, to name: String) throws {
        let file = url.appending(path: name)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    func read(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: url.appending(path: name)), as: UTF8.self)
    }

    var files: [String] {
        (try? FileManager.default.subpathsOfDirectory(atPath: url.path).sorted()) ?? []
    }
}
