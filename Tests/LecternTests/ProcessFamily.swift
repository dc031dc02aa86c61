import Foundation

/// A command and all that descends from it, told from every other process by a mark in the environment.
struct ProcessFamily {
    private let mark = "LECTERN_TEST_FAMILY=\(UUID().uuidString)"

    /// What to put into the environment of the command.
    var environment: [String: String] {
        let parts = mark.split(separator: "=")
        return [String(parts[0]): String(parts[1])]
    }

    /// The members that are alive, as their numbers and names.
    var members: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.filter { $0.allSatisfy(\.isNumber) }.compactMap { number in
            // A process that has ended has no environment any more.
            guard let environment = FileManager.default.contents(atPath: "/proc/\(number)/environ"),
                environment.split(separator: 0).contains(where: { $0.elementsEqual(mark.utf8) })
            else { return nil }
            let name = (try? String(contentsOfFile: "/proc/\(number)/comm", encoding: .utf8)) ?? "?"
            return "\(number) \(name.filter { !$0.isNewline })"
        }
    }

    /// Whether all members end within a moment.
    func isGone(within seconds: Double = 5) async -> Bool {
        let limit = ContinuousClock.now + .seconds(seconds)
        while !members.isEmpty {
            if ContinuousClock.now > limit { return false }
            try? await Task.sleep(for: .milliseconds(20))
        }
        return true
    }
}
