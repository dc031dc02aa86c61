import Foundation
import Testing

/// SIGKILL of `lectern render` at any moment: the report is the old one or the new one, whole, and no process is left.
///
/// `LECTERN_KILLS` in the environment says how often (`make kill-test`: 200 times).
@Suite(.timeLimit(.minutes(20)), .serialized) struct KillTests {
    private static func chapter(_ version: Int) -> String {
        """
        # Version \(version)

        ```swift cell
        import Foundation
        let child = try Process.run(URL(fileURLWithPath: "/bin/sleep"), arguments: ["600"])
        print(\(version))
        ```

        ```swift cell
        usleep(20_000)
        ```

        """
    }

    @Test func theReportIsWholeAfterAnyKill() async throws {
        let folder = try TemporaryFolder()
        // The two reports that there can be, and how long one takes.
        var reports: [String] = []
        let start = ContinuousClock.now
        for version in 0..<2 {
            try folder.write(Self.chapter(version), to: "a.md")
            let outcome = try Command.lectern(["render", "--fresh", "a.md"], in: folder.url)
            #expect(outcome.status == 0, "\(outcome.error)")
            reports.append(withoutTimes(try folder.read("output/a.html")))
        }
        var length = (ContinuousClock.now - start) / 2
        #expect(reports[0] != reports[1])

        let count = ProcessInfo.processInfo.environment["LECTERN_KILLS"].flatMap { Int($0) } ?? 15
        var killed = 0
        for attempt in 0..<count {
            try folder.write(Self.chapter(attempt % 2), to: "a.md")
            let family = ProcessFamily()
            let process = Process()
            process.executableURL = Command.programs.appending(path: "lectern")
            process.arguments = ["render", "--fresh", "a.md"]
            process.currentDirectoryURL = folder.url
            process.environment = ProcessInfo.processInfo.environment.merging(family.environment) { $1 }
            process.standardError = FileHandle.nullDevice
            try process.run()
            // Spread evenly over the whole run, and a little beyond it.
            try await Task.sleep(for: length * 1.1 * (Double((attempt * 7919) % count) + 0.5) / Double(count))
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            if process.terminationReason == .uncaughtSignal { killed += 1 } else { length = length * 19 / 20 }
            let report = withoutTimes(try folder.read("output/a.html"))
            #expect(reports.contains(report), "attempt \(attempt): \(report.count) characters")
            #expect(await family.isGone(), "attempt \(attempt): \(family.members)")
        }
        // How long a run takes varies, so that some end before they are killed.
        #expect(killed > count / 3)
    }

    /// The page tells how long cells took.
    private func withoutTimes(_ html: String) -> String {
        html.replacing(/[0-9.]+ (ms|s)\b/, with: "TIME")
    }
}
