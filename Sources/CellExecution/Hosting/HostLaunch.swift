import CellMessages
import Dispatch
import FoundationEssentials
import Subprocess
import Synchronization
import SystemPackage
import UnixSystem

/// The first host process: started, and watched for an early end.
final class HostLaunch: Sendable {
    private let reason = Mutex<String?>(nil)
    private let ended = DispatchSemaphore(value: 0)

    /// Starts the host, with its end of a connection as its standard input, and returns at once.
    init(toolchain: Toolchain, connection: MessageSocket, settings: HostSettings) {
        let descriptor = FileDescriptor(rawValue: connection.giveUp())
        Task.detached {
            let reason = await Self.run(toolchain, input: descriptor, settings: settings)
            self.reason.withLock { $0 = reason }
            self.ended.signal()
        }
    }

    /// Why the process ended; nil where it does not within some seconds. To be asked once.
    func reasonOfEnd(within seconds: Double) -> String? {
        _ = ended.wait(timeout: .now() + seconds)
        return reason.withLock { $0 }
    }

    private static func run(
        _ toolchain: Toolchain, input: FileDescriptor, settings: HostSettings
    ) async -> String {
        do {
            let result = try await Subprocess.run(
                .path(toolchain.cellHost),
                environment: .inherit.updating([
                    "TMPDIR": settings.scratch,
                    // Dictionaries and sets print alike on every run.
                    "SWIFT_DETERMINISTIC_HASHING": "1",
                ]),
                workingDirectory: .init(settings.scratch),
                input: .fileDescriptor(input, closeAfterSpawningProcess: true),
                output: .discarded, error: .string(limit: 1 << 16))
            return "\(result.terminationStatus) \(result.standardError)"
        } catch {
            return "\(error)"
        }
    }
}
