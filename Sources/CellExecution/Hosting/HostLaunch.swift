import FoundationEssentials
import Subprocess
import Synchronization

/// The first host process: started, and watched for an early end.
final class HostLaunch: Sendable {
    private let end = Mutex<String?>(nil)

    /// Starts the host and returns at once.
    init(
        toolchain: Toolchain, socketPath: String, folder: String, workFolder: String, crashReports: String, seed: UInt64
    ) {
        Task.detached {
            let reason = await Self.run(
                toolchain, arguments: [socketPath, folder, "\(seed)"], workFolder: workFolder,
                crashReports: crashReports)
            self.end.withLock { $0 = reason }
        }
    }

    /// Why the process ended; nil while it runs.
    var reasonOfEnd: String? {
        end.withLock { $0 }
    }

    /// The machine code that OpenBLAS uses: one for all processors with AVX2, so that they give the same digits.
    private static var coreType: String? {
        if let chosen = ProcessInfo.processInfo.environment["OPENBLAS_CORETYPE"] { return chosen }
        let processor = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
        let flags = processor.split(separator: "\n").first { $0.hasPrefix("flags") }?.split(separator: " ") ?? []
        return flags.contains("avx2") && flags.contains("fma") ? "Haswell" : nil
    }

    private static func run(
        _ toolchain: Toolchain, arguments: [String], workFolder: String, crashReports: String
    ) async -> String {
        do {
            let result = try await Subprocess.run(
                .path(toolchain.cellHost), arguments: Arguments(arguments),
                environment: .inherit.updating([
                    "SWIFT_BACKTRACE": CrashReport.setting(folder: crashReports), "OPENBLAS_NUM_THREADS": "1",
                    "OPENBLAS_CORETYPE": coreType,
                ]),
                workingDirectory: .init(workFolder), output: .discarded, error: .string(limit: 1 << 16))
            return "\(result.terminationStatus) \(result.standardError)"
        } catch {
            return "\(error)"
        }
    }
}
