import FoundationEssentials
import Subprocess
import SystemPackage

/// What one program of the toolchain may use.
package struct ToolLimits: Sendable {
    /// Seconds it may take.
    var seconds: Double
    /// Bytes of memory it may use.
    var memory: Int
    /// Whether other programs come first where they want the processor.
    var comesLast: Bool

    /// Limits of time, memory and priority.
    package init(seconds: Double, memory: Int, comesLast: Bool = false) {
        self.seconds = seconds
        self.memory = memory
        self.comesLast = comesLast
    }
}

/// Why a program of the toolchain came to no result of its own.
enum ToolStop: Error {
    /// It took longer than it may.
    case timedOut
    /// It needs more memory than it may use.
    case outOfMemory
    /// It printed more than is read.
    case printedTooMuch
    /// A signal ended it, after it printed this.
    case crashed(signal: Int32, output: String)
}

/// A program of the toolchain: it is ended when the task is cancelled, when this process ends, and at its limits.
package struct ToolProcess: Sendable {
    /// The program.
    let program: FilePath
    /// What it may use.
    let limits: ToolLimits

    /// A program and its limits.
    package init(program: FilePath, limits: ToolLimits) {
        self.program = program
        self.limits = limits
    }

    /// Runs the program to its end.
    /// - Parameters:
    ///   - arguments: Its arguments.
    ///   - outputLimit: Bytes that it may print.
    /// - Returns: Whether it succeeded, and what it printed.
    /// - Throws: ``ToolStop``; `SetupError` where it cannot be run; `CancellationError` where the task is cancelled.
    package func run(_ arguments: [String], outputLimit: Int) async throws -> (succeeded: Bool, output: String) {
        let launch = launch(arguments)
        let settings = Self.platformOptions
        let ended = try await withThrowingTaskGroup(of: (TerminationStatus, String)?.self) { group in
            group.addTask {
                let result = try await Subprocess.run(
                    .path(launch.program), arguments: Arguments(launch.arguments), platformOptions: settings,
                    input: .none,
                    output: .string(limit: outputLimit), error: .combinedWithOutput)
                return (result.terminationStatus, result.standardOutput)
            }
            group.addTask {
                try await Task.sleep(for: .seconds(limits.seconds))
                return nil
            }
            defer { group.cancelAll() }
            do {
                return try await group.next() ?? nil
            } catch let error as SubprocessError {
                try Task.checkCancellation()
                if error.code == .outputLimitExceeded { throw ToolStop.printedTooMuch }
                throw SetupError(message: "\(program) cannot be run: \(error)", advice: "reinstall the Swift toolchain")
            }
        }
        // One that was ended because nobody waits for it any more has found nothing.
        try Task.checkCancellation()
        guard let (status, output) = ended else { throw ToolStop.timedOut }
        guard case .signaled(let signal) = status else { return (status.isSuccess, output) }
        let isOutOfMemory = ["out of memory", "bad_alloc", "annot allocate memory"].contains { output.contains($0) }
        throw isOutOfMemory ? ToolStop.outOfMemory : .crashed(signal: signal, output: output)
    }

    /// Runs the program, however long it takes, with its standard streams led elsewhere. What it says of errors is dropped.
    /// - Parameters:
    ///   - folder: Its working folder.
    ///   - input: Where it reads; closed here once it has started.
    ///   - output: Where it writes; closed here once it has started.
    /// - Throws: `SubprocessError` where it cannot be run.
    package func converse(in folder: String, input: Int32, output: Int32) async throws {
        let launch = launch([])
        _ = try await Subprocess.run(
            .path(launch.program), arguments: Arguments(launch.arguments), workingDirectory: FilePath(folder),
            platformOptions: Self.platformOptions,
            input: .fileDescriptor(FileDescriptor(rawValue: input), closeAfterSpawningProcess: true),
            output: .fileDescriptor(FileDescriptor(rawValue: output), closeAfterSpawningProcess: true),
            error: .discarded)
    }

    /// What it starts itself holds its output open, so it ends too. Ctrl-C is for this process alone.
    private static var platformOptions: PlatformOptions {
        var options = PlatformOptions()
        options.processGroupID = 0
        options.teardownSequence = [
            .send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .milliseconds(1))
        ]
        return options
    }

    /// The launch of the program through those of util-linux's that the system has: the kernel ends it when this process
    /// ends in whatever way, and bounds its memory.
    private func launch(_ arguments: [String]) -> (program: FilePath, arguments: [String]) {
        let launchers = [
            limits.comesLast ? ["/usr/bin/nice", "-n", "10"] : [],
            ["/usr/bin/prlimit", "--data=\(limits.memory)", "--core=0", "--"],
            ["/usr/bin/setpriv", "--pdeathsig", "KILL", "--"],
        ].filter { launcher in
            launcher.first.map { FileManager.default.isExecutableFile(atPath: $0) } == true
        }
        let words = launchers.flatMap(\.self) + [program.string] + arguments
        return (FilePath(words[0]), Array(words.dropFirst()))
    }
}
