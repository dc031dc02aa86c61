import Foundation
import Testing

/// `lectern verify --python` runs the Python under tabs, with a real Python.
@Suite(.timeLimit(.minutes(2))) struct PythonTabTests {
    /// A lesson whose cell prints 6, with these pieces of Python beside and after it.
    private static func lesson(_ first: String, _ second: String? = nil, frontMatter: String = "") -> String {
        var text =
            "\(frontMatter)# A\n\n```swift cell tab=\"Swift\"\nprint(1 + 2 + 3)\n```\n\n```output\n6\n```\n\n"
            + "```python tab=\"Python\"\n\(first)\n```\n"
        if let second { text += "\nText.\n\n```python tab=\"Python\"\n\(second)\n```\n" }
        return text
    }

    private func verify(_ text: String, python: String = "python3") throws -> Command.Outcome {
        let folder = try TemporaryFolder()
        try folder.write(text, to: "a.md")
        return try Command.lectern(["verify", "--python", python, "a.md"], in: folder.url)
    }

    @Test func tabsOfALessonShareTheirNames() throws {
        let outcome = try verify(
            Self.lesson("import math\nnumbers = [1, 2, 3]\nprint(sum(numbers))", "assert math.prod(numbers) == 6"))
        #expect(outcome.status == 0, "\(outcome)")
        #expect(outcome.output.contains("1 Python tab prints the same, 1 Python tab runs"), "\(outcome)")
    }

    /// Pieces of Python that fail, each with the line of it that is named, from 0, and what is said there.
    private static let failures: [(code: String, line: Int, message: String)] = [
        ("print(7)", 0, "the tab `Python` does not print what is documented beside it"),
        ("def f():\n    return 1 / 0\n\nf()", 2, "the tab `Python` fails: ZeroDivisionError"),
        ("print(6", 1, "the tab `Python` fails: SyntaxError"),
        ("import numpyy", 1, "the tab `Python` fails: ModuleNotFoundError: No module named 'numpyy'"),
        ("import os.paths", 1, "the tab `Python` fails: ModuleNotFoundError"),
        ("import sys\nsys.exit()", 2, "the tab `Python` fails: SystemExit"),
        ("open('/tmp/lectern-python', 'w')", 1, "the tab `Python` fails: "),
        ("open('/etc/hostname', 'a')", 1, "the tab `Python` fails: "),
        ("import socket\nsocket.create_connection(('127.0.0.1', 22), 2)", 2, "the tab `Python` fails: "),
    ]

    @Test func whatGoesWrongIsTold() throws {
        var text = Self.lesson(Self.failures[0].code, frontMatter: "---\ntimeout: 1\n---\n")
        var fences = [14]
        for failure in Self.failures.dropFirst() {
            text += "\n"
            fences.append(text.count { $0 == "\n" } + 1)
            text += "```python tab=\"Python\"\n\(failure.code)\n```\n"
        }
        let outcome = try verify(text)
        #expect(outcome.status == 1, "\(outcome)")
        let lines = outcome.output.split(separator: "\n")
        for (failure, fence) in zip(Self.failures, fences) {
            let place = "a.md:\(fence + failure.line): "
            #expect(
                lines.contains { $0.contains(place) && $0.contains(failure.message) },
                "\(place)\(failure.message) is not in \(outcome)")
        }
    }

    @Test func aTabThatEndsPythonIsTold() throws {
        let outcome = try verify(Self.lesson("print(6)\nimport os\nos._exit(0)", "print(1)"))
        #expect(outcome.status == 1, "\(outcome)")
        #expect(
            outcome.output.contains("a.md:11: the tab `Python` fails: Python ended in the midst of it"), "\(outcome)")
    }

    @Test func aTabThatTakesTooLongIsStopped() throws {
        let outcome = try verify(
            Self.lesson("import time\ntime.sleep(60)", "print(1)", frontMatter: "---\ntimeout: 1\n---\n"))
        #expect(outcome.status == 1, "\(outcome)")
        #expect(outcome.output.contains("was still running here after 2 seconds and was stopped"), "\(outcome)")
    }

    @Test func whatIsMissingIsSaidAndNotCounted() throws {
        let module = try verify(Self.lesson("import mxnet as m\nprint(6)", "print(m)"))
        #expect(module.status == 0, "\(module)")
        #expect(module.output.contains("warning: 2 tabs are not run: Python has no module `mxnet`"))
        #expect(module.output.contains("2 Python tabs not run"))
        let program = try verify(Self.lesson("print(6)"), python: "no-such-python")
        #expect(program.status == 0, "\(program)")
        #expect(program.output.contains("the tab `Python` is not run: there is no program `no-such-python`"))
    }

    @Test func strictlyWhatIsNotRunFails() throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.lesson("print(6)", "print(1)"), to: "a.md")
        let outcome = try Command.lectern(
            ["verify", "--strict", "--python", "no-such-python", "a.md"], in: folder.url)
        #expect(outcome.status == 1)
        #expect(
            outcome.output.contains(
                "a.md:11: 2 tabs are not run: there is no program `no-such-python`\n    on lines 11, 17"), "\(outcome)")
    }

    @Test func tabsAfterOneThatFailsStillRun() throws {
        let outcome = try verify(Self.lesson("x = 6\nprint(x)\nprint(y)", "z = x\nprint(w)"))
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("a.md:14: the tab `Python` fails: NameError: name 'y' is not defined"))
        #expect(
            outcome.output.contains(
                "a.md:21: the tab `Python` fails: NameError: name 'w' is not defined\n    the tab on line 11 has failed"
            ),
            "\(outcome)")
        let ended = try verify(Self.lesson("import os\nos._exit(0)", "x = 1"))
        #expect(ended.output.contains("the tab `Python` is not run: Python ended in an earlier tab"), "\(ended)")
        let independent = try verify(Self.lesson("import mxnet", "x = 1"))
        #expect(independent.output.contains("1 Python tab runs, 1 Python tab not run"), "\(independent)")
    }

    @Test func hiddenTabsMakeReadyAndAreNotShown() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            "```python tab=\"Python\" hide\nsecret = 6\n```\n\n" + Self.lesson("print(secret)"), to: "a.md")
        let outcome = try Command.lectern(["verify", "--strict", "--python", "python3", "a.md"], in: folder.url)
        #expect(outcome.status == 0, "\(outcome)")
        try #require(Command.lectern(["render", "a.md"], in: folder.url).status == 0)
        let page = try folder.read("output/a.html").replacing(/<script[^>]*>.*?<\/script>/, with: "")
        #expect(page.contains("secret"))
        #expect(!page.contains("secret = 6"))
    }
}
