import Foundation
import Testing

/// Cells that misbehave, as a person who renders them meets them: the message names the cell and its line, what was printed
/// before is told, the last good report stays as it was, and no process is left.
@Suite(.timeLimit(.minutes(5)), .serialized) struct FaultTests {
    struct Fault: Sendable, CustomTestStringConvertible {
        var name: String
        var code: String
        /// The line, counted from the cell's first; nil for any line of the cell.
        var line: Int?
        var message: String
        var testDescription: String { name }
    }

    static let faults = [
        Fault(
            name: "infinite loop", code: "print(\"kept\")\nvar n = 0\nwhile true { n &+= 1 }", line: 3,
            message: "still running here after 1 second"),
        Fault(
            name: "stack overflow",
            code: """
                print("kept")
                final class Node { var next: Node? }
                @inline(never) func down(_ node: Node) -> Int {
                  let node2 = Node()
                  return down(node2) &+ (node2 === node ? 1 : 2)
                }
                print(down(Node()))
                """, line: nil, message: "the cell ran out of stack"),
        Fault(
            name: "out of memory",
            code: """
                print("kept")
                var rows: [[Float]] = []
                while true {
                  rows.append([Float](repeating: 1, count: 1 << 24))
                }
                """, line: 4, message: "the cell needs more than 512 MB of memory"),
        Fault(
            name: "exit", code: "import Glibc\nprint(\"kept\")\nexit(3)", line: 3,
            message: "the cell ended its process: exit(3); a cell ends with its last line"),
        Fault(
            name: "_exit", code: "import Glibc\nprint(\"kept\")\n_exit(4)", line: 3,
            message: "the cell ended its process: _exit(4)"),
        Fault(
            name: "abort", code: "import Glibc\nprint(\"kept\")\nabort()", line: 3,
            message: "the cell aborted"),
        Fault(
            name: "signal", code: "import Glibc\nprint(\"kept\")\nraise(SIGTERM)", line: 3,
            message: "the cell was ended by signal 15"),
        Fault(
            name: "garbage on every descriptor",
            code: """
                import Glibc
                print("kept")
                let junk = [UInt8](repeating: 0xA5, count: 5000)
                for descriptor in Int32(3)..<300 { write(descriptor, junk, junk.count) }
                print("never told")
                """, line: nil, message: "the cell closed or overwrote the connection"),
        Fault(
            name: "a forged end",
            code: """
                import Glibc
                print("kept")
                let body = [8] + Array("finished".utf8) + [UInt8](repeating: 0xFF, count: 9)
                let forged = [0x54, 0x43, 0x45, 0x4C] + withUnsafeBytes(of: UInt32(body.count), Array.init) + body
                for descriptor in Int32(3)..<300 { write(descriptor, forged, forged.count) }
                print("never told")
                """, line: nil, message: "the cell closed or overwrote the connection"),
        Fault(
            name: "a few bytes of garbage",
            code: """
                import Glibc
                print("kept")
                for descriptor in Int32(3)..<300 { write(descriptor, "x", 1) }
                """, line: nil, message: "the cell closed or overwrote the connection"),
        Fault(
            name: "closing all descriptors",
            code:
                "import Glibc\nprint(\"kept\")\nfor descriptor in Int32(0)..<300 { close(descriptor) }\nwhile true {}",
            line: nil, message: "the cell closed or overwrote the connection"),
        Fault(
            name: "another program in its place",
            code: """
                import Glibc
                print("kept")
                var arguments: [UnsafeMutablePointer<CChar>?] = [strdup("sleep"), strdup("600"), nil]
                execv("/bin/sleep", &arguments)
                """, line: nil, message: "replaced its process"),
        Fault(
            name: "killing its parent", code: "import Glibc\nprint(\"kept\")\nkill(getppid(), SIGKILL)\nsleep(5)",
            line: nil, message: "the process that the cell was started from has ended"),
        Fault(
            name: "too many processes",
            code: """
                import Foundation
                print("kept")
                var children: [Process] = []
                for _ in 0..<60 {
                  children.append(try Process.run(URL(fileURLWithPath: "/bin/sleep"), arguments: ["600"]))
                }
                sleep(10)
                """, line: nil, message: "more than the 8 it may be"),
        Fault(
            name: "a fork bomb",
            code: """
                import Glibc
                @_silgen_name("fork") func forkProcess() -> Int32
                print("kept")
                while true { _ = forkProcess() }
                """, line: nil, message: "more than the 8 it may be"),
    ]

    @Test(arguments: faults) func aFaultNamesItsCellAndHarmsNothing(fault: Fault) async throws {
        let family = ProcessFamily()
        let folder = try TemporaryFolder()
        let seconds = fault.name == "infinite loop" ? 1 : 60
        try folder.write(
            "# A\n\n```swift cell id=bad timeout=\(seconds)\n\(fault.code)\n```\n\n```swift cell\nprint(1)\n```\n",
            to: "a.md")
        try FileManager.default.createDirectory(
            at: folder.url.appending(path: "output"), withIntermediateDirectories: true)
        try folder.write("the last good report", to: "output/a.html")
        let outcome = try Command.lectern(
            ["render", "--memory-limit", "512MB", "--process-limit", "8", "a.md"], in: folder.url,
            environment: family.environment)
        #expect(outcome.status == 1)
        let found = try #require(
            outcome.error.firstMatch(of: /a\.md:(\d+):\d+: error: cell `bad`: (.*)/), "\(outcome.error)")
        #expect(found.2.contains(fault.message))
        let line = try #require(Int(found.1)) - 3
        if let expected = fault.line { #expect(line == expected, "\(outcome.error)") }
        #expect((1...fault.code.split(separator: "\n").count).contains(line))
        #expect(outcome.error.contains("| kept\n"), "\(outcome.error)")
        #expect(try folder.read("output/a.html") == "the last good report")
        #expect(await family.isGone(within: 30), "\(family.members)")
    }
}
