import CellMessages
import FoundationEssentials
import Subprocess
import Synchronization

/// The first host process: started, and watched for an early end.
final class HostLaunch: Sendable {
    private let end = Mutex<String?>(nil)

    /// Starts the host and returns at once.
    init(toolchain: Toolchain, socketPath: String, settings: HostSettings) {
        Task.detached {
            let reason = await Self.run(toolchain, socketPath: socketPath, settings: settings)
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
        _ toolchain: Toolchain, socketPath: String, settings: HostSettings
    ) async -> String {
        do {
            let result = try await Subprocess.run(
                .path(toolchain.cellHost), arguments: [socketPath],
                environment: .inherit.updating([
                    "SWIFT_BACKTRACE": CrashReport.setting(folder: settings.crashReports), "OPENBLAS_NUM_THREADS": "1",
                    "OPENBLAS_CORETYPE": coreType, "TMPDIR": settings.scratch,
                ]),
                workingDirectory: .init(settings.scratch), output: .discarded, error: .string(limit: 1 << 16))
            return "\(result.terminationStatus) \(result.standardError)"
        } catch {
            return "\(error)"
        }
    }
}
