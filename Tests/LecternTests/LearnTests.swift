import BrowserTesting
import Foundation
import Testing

/// `lectern learn`, in a real browser: cells that a reader changes and runs in the page.
@Suite(.serialized, .timeLimit(.minutes(4))) struct LearnTests {
    private static let lesson = """
        # Lesson

        ```swift cell id=first
        var n = 3
        print("first", n)
        ```

        ```swift cell id=slow
        import Glibc
        let curves = LearningCurves(["loss"])
        for epoch in 1...5 {
            curves.add(x: epoch, 1 / Double(epoch))
            usleep(20_000)
        }
        ```

        ```swift cell id=cheap
        print("sum", (1...n).reduce(0, +))
        expect(n == 3, "n is three")
        ```
        ```output
        sum 6
        ```

        ```swift cell id=last
        print("last", n * 2)
        ```

        ```swift cell id=turned
        let rate = choose("rate", from: [0.5, 1], start: 0.5)
        print("rate", rate * Double(n))
        ```

        """

    static let axe = Command.repository.appending(path: ".build/checkers/axe.min.js")

    private static func cell(_ name: String) -> String { "document.querySelector('#cell-\(name)')" }
    private static func outputs(_ name: String) -> String {
        "(\(cell(name)).querySelector('.outputs')?.textContent || '')"
    }

    /// Opens the editor of a cell and empties it, or puts the cursor at its end.
    private static func edit(_ name: String, in window: Browser.Window, replacing: Bool = true) throws {
        try window.wait(until: "\(cell(name))?.querySelector('.edit')")
        try window.act(
            "\(cell(name)).scrollIntoView({ behavior: 'instant' }); \(cell(name)).querySelector('.edit').click()")
        try window.wait(until: "\(cell(name)).querySelector('.CodeMirror-code') === document.activeElement")
        let editor = "\(cell(name)).querySelector('.CodeMirror').CodeMirror"
        try window.act("\(editor).\(replacing ? "setValue('')" : "execCommand('goDocEnd')")")
    }

    @Test func aReaderChangesCellsAndRunsThem() throws {
        let served = try ServedLesson("learn", Self.lesson)
        defer { served.end() }
        let visit = try Browser().visit(
            try served.address,
            person: { window in
                try window.wait(until: "\(Self.outputs("last")).includes('last 6')")
                // No editor is made before a cell is touched.
                #expect(try window.value("JSON.stringify(typeof CodeMirror)") == "undefined")

                // Typed by keyboard, run by keyboard; the checks are there, too.
                try Self.edit("cheap", in: window, replacing: false)
                try window.press("Enter")
                try window.type("print(\"mine\", n + 39)")
                try window.press("Enter", withControl: true)
                try window.wait(until: "\(Self.outputs("cheap")).includes('mine 42')")
                #expect(try window.value("JSON.stringify(\(Self.outputs("cheap")).includes('n is three'))"))
                #expect(try window.value("JSON.stringify(\(Self.outputs("last")).includes('last 6'))"))

                // A dot opens what may follow it, which the keyboard leads through.
                try window.press("Enter")
                try window.type("print(Tensor.ones(2)")
                try window.type(".")
                try window.wait(until: "document.querySelector('.CodeMirror-hints')?.textContent.includes('abs()')")
                #expect(try window.axeFindings(axe: Self.axe).isEmpty)
                try window.type("shap")
                try window.wait(
                    until: "document.querySelector('.CodeMirror-hint-active')?.textContent.startsWith('shape')")
                try window.press("Enter")
                let code = "\(Self.cell("cheap")).querySelector('.CodeMirror').CodeMirror.getValue()"
                #expect(try window.value("JSON.stringify(\(code).endsWith('Tensor.ones(2).shape'))"))
                try window.type(")")
                // CodeMirror reads what is inserted so a moment later.
                try window.wait(until: "\(code).endsWith('shape)')")

                // What the compiler has against the code is told while it is typed.
                try window.press("Enter")
                try window.type("print(m)")
                let words = "\(Self.cell("cheap")).querySelector('.words').textContent"
                try window.wait(until: "\(words) === \"Line 5: cannot find 'm' in scope\"")
                #expect(
                    try window.value(
                        "JSON.stringify(\(Self.cell("cheap")).querySelector('.faulty').textContent)", as: String.self)
                        == "m")
                // An error of a run stands at its line in the editor.
                try window.press("Enter", withControl: true)
                let note = "\(Self.cell("cheap")).querySelector('.note')"
                try window.wait(until: note)
                #expect(
                    try window.value("JSON.stringify(\(note).textContent)", as: String.self)
                        == "cannot find 'm' in scope")
                #expect(
                    try window.value("JSON.stringify(\(words))", as: String.self) == "Line 5: cannot find 'm' in scope")
                #expect(
                    try window.value(
                        "JSON.stringify(\(Self.cell("cheap")).querySelector('.wrong').textContent)", as: String.self
                    )
                    .contains("print(m)"))
                #expect(try window.axeFindings(axe: Self.axe).isEmpty)

                // Tab indents; after Esc it leaves the editor.
                try window.press("Tab")
                #expect(try window.value("JSON.stringify(document.activeElement.matches('.CodeMirror-code'))"))
                try window.press("Escape")
                try window.press("Tab")
                #expect(try window.value("JSON.stringify(document.activeElement.matches('#cell-cheap .run'))"))

                try window.act("\(Self.cell("cheap")).querySelector('.reset').click()")
                try window.wait(
                    until: "!\(Self.outputs("cheap")).includes('mine') && \(Self.outputs("cheap")).includes('sum 6')")

                // A change runs through the rest; what trains shows its curve again.
                try Self.edit("first", in: window)
                try window.type("var n = 5")
                try window.act("\(Self.cell("first")).querySelector('.rest').click()")
                try window.wait(until: "\(Self.outputs("last")).includes('last 10')")
                #expect(try window.value("JSON.stringify(\(Self.outputs("cheap")).includes('sum 15'))"))
                #expect(
                    try window.value("JSON.stringify(\(Self.cell("slow")).querySelectorAll('.plot .point').length > 4)")
                )

                // What runs too long is stopped.
                try Self.edit("last", in: window)
                try window.type("print(\"on\")\nwhile true {}")
                try window.press("Enter", withControl: true)
                try window.wait(until: "\(Self.outputs("last")).includes('on')")
                try window.act("\(Self.cell("last")).querySelector('.stop').click()")
                try window.wait(until: "\(Self.outputs("last")).includes('was stopped')")
                try window.act("\(Self.cell("last")).querySelector('.reset').click()")

                // A parameter takes any value, which stands in the code then; its slider goes on to work.
                let field = "\(Self.cell("turned")).querySelector('input[type=number]')"
                try window.wait(until: field)
                try window.act("\(field).value = '.75'; \(field).dispatchEvent(new Event('change'))")
                try window.wait(until: "\(Self.outputs("turned")).includes('rate 3.75')")
                #expect(
                    try window.value(
                        "JSON.stringify(\(Self.cell("turned")).querySelector('.CodeMirror').CodeMirror.getLine(0))",
                        as: String.self) == "let rate = choose(\"rate\", from: [0.5, 0.75, 1], start: 0.75)")
                try window.act("\(Self.cell("turned")).querySelector('input[type=range]').focus()")
                try window.press("ArrowRight")
                try window.wait(until: "\(Self.outputs("turned")).includes('rate 5.0')")
                #expect(try window.axeFindings(axe: Self.axe).isEmpty)
            })
        #expect(visit.console.isEmpty)
        #expect(visit.requests.allSatisfy { $0.hasPrefix("http://127.0.0.1:") })
        #expect(try served.folder.read("lesson.md") == Self.lesson)
    }

    @Test func windowsDoNotDisturbEachOtherAndTextSurvives() throws {
        let served = try ServedLesson("learn", Self.lesson)
        defer { served.end() }
        let kept = "\(Self.cell("cheap")).querySelector('.CodeMirror')?.CodeMirror.getValue()"
        _ = try Browser().visit(
            try served.address,
            person: { one in
                try one.wait(until: "\(Self.outputs("last")).includes('last 6')")
                try Self.edit("cheap", in: one)
                try one.type("print(\"one\", n)")
                try one.press("Enter", withControl: true)
                _ = try Browser(theme: .dark, width: 390).visit(
                    try served.address,
                    person: { two in
                        try one.wait(until: "\(Self.outputs("cheap")).includes('one 3')")
                        try Self.edit("first", in: two)
                        try two.type("var n = 7")
                        try two.press("Enter", withControl: true)
                        try Self.edit("last", in: two)
                        try two.type("print(\"two\", n)")
                        try two.press("Enter", withControl: true)
                        try two.wait(until: "\(Self.outputs("last")).includes('two 7')")
                        #expect(try two.axeFindings(axe: Self.axe).isEmpty)
                        #expect(try two.value("JSON.stringify(document.documentElement.scrollWidth <= 390)"))
                    })
                #expect(try one.value("JSON.stringify(\(Self.outputs("last")).includes('last 6'))"))
                #expect(try one.value("JSON.stringify(\(Self.outputs("cheap")).includes('one 3'))"))

                // The page that is open goes on with the server that comes after.
                try served.killAndStartAgain()
                try one.wait(until: "document.querySelector('#preview').hidden")
                try one.type(" // more")
                try one.press("Enter", withControl: true)
                try one.wait(
                    until: "\(Self.outputs("cheap")).includes('one 3') && !\(Self.cell("cheap")).matches('.pending')")
                try one.wait(
                    until: "(await (await fetch(location.pathname + '/cells')).json())[2].kept?.code.includes('more')")
            })
        // A new browser finds what was typed, and is told that the lesson has changed since.
        try served.folder.write(Self.lesson.replacing("print(\"sum\"", with: "print(\"total\""), to: "lesson.md")
        _ = try Browser().visit(
            try served.address,
            person: { window in
                try window.wait(until: "\(Self.outputs("cheap")).includes('total 6')")
                try window.act("\(Self.cell("cheap")).scrollIntoView({ behavior: 'instant' })")
                try window.wait(until: "\(kept) === 'print(\"one\", n) // more'")
                #expect(
                    try window.value(
                        "JSON.stringify(\(Self.cell("cheap")).querySelector('.words').textContent)", as: String.self
                    )
                    .contains("has changed"))
            })
    }

    @Test func anAuthorWritesTheChangeIntoTheLesson() throws {
        let served = try ServedLesson("preview", Self.lesson)
        defer { served.end() }
        _ = try Browser().visit(
            try served.address,
            person: { window in
                try window.wait(until: "\(Self.outputs("last")).includes('last 6')")
                try Self.edit("last", in: window)
                try window.type("print(\"written\", n)")
                try window.act("\(Self.cell("last")).querySelector('.write').click()")
                try window.wait(until: "\(Self.outputs("last")).includes('written 3')")
                try window.wait(until: "\(Self.cell("last")).querySelector('.reset').hidden")
            })
        let text = Self.lesson.replacing("print(\"last\", n * 2)", with: "print(\"written\", n)")
        #expect(try served.folder.read("lesson.md") == text)
        // Nothing is written into a lesson that the page does not show, and by `learn` into none.
        let headers = try served.ownHeaders
        func write(_ base: String) throws -> String {
            let body = "{\"cell\":\"last\",\"base\":\"\(base)\",\"code\":\"print(0)\"}"
            return try served.status("/lesson.html/write", ["-X", "POST", "--data", body] + headers)
        }
        #expect(try write("print(1)") == "409")
        try served.folder.write(text + "More.\n", to: "lesson.md")
        #expect(try served.folder.read("lesson.md") == text + "More.\n")
    }

    @Test func strangersRunNothing() throws {
        let served = try ServedLesson("learn", "# Lesson\n\n```swift cell id=a\nprint(1)\n```\n")
        defer { served.end() }
        let headers = try served.ownHeaders
        let body = "{\"reader\":\"r\",\"cell\":\"a\",\"isToEnd\":false,\"code\":{\"a\":\"print(40 + 2)\"}}"
        func attempt(_ headers: [String], _ action: String = "try", _ body: String = body) throws -> String {
            try served.status("/lesson.html/\(action)", ["-X", "POST", "--data", body] + headers)
        }
        let origin = Array(headers[0..<2])
        #expect(try attempt([]) == "403")
        #expect(try attempt(origin) == "403")
        #expect(try attempt(origin + ["-H", "X-Lectern-Token: 0"]) == "403")
        #expect(try attempt(Array(headers[2...])) == "403")
        #expect(try attempt(["-H", "Origin: http://example.org"] + headers[2...]) == "403")
        #expect(try attempt(headers + ["-H", "Host: example.org"]) == "403")
        #expect(try attempt(headers, "try", "{") == "400")
        #expect(try attempt(origin, "problems") == "403" && attempt(origin, "completions") == "403")
        #expect(
            try attempt(headers, "completions", body.dropLast() + ",\"place\":{\"line\":-1,\"column\":0}}") == "400")
        let long = String(repeating: " ", count: 100_001)
        #expect(
            try attempt(
                headers, "completions",
                body.replacing("print(40 + 2)", with: long).dropLast() + ",\"place\":{\"line\":0,\"column\":0}}")
                == "413")
        #expect(try attempt(headers, "try", body.replacing("\"a\",", with: "\"b\",")) == "404")
        #expect(try attempt(headers, "accept") == "405")
        #expect(try attempt(headers, "write", "{\"cell\":\"a\",\"base\":\"print(1)\\n\",\"code\":\"2\"}") == "405")
        #expect(try attempt(headers + ["-H", "Content-Length: 9999999"]) == "413")
        let answer = try served.curl("/lesson.html/try", ["-N", "-X", "POST", "--data", body] + headers)
        #expect(answer.contains("42") && answer.contains("\"isDone\":true"), "\(answer)")
    }

    @Test func twentyEditsLeaveNothing() throws {
        let served = try ServedLesson(
            "learn", "```swift cell id=a\nvar n = 3\n```\n\n```swift cell id=b\nprint(n)\n```\n")
        defer { served.end() }
        let headers = try served.ownHeaders
        // A page that listens, so that the states of its runs are kept from one to the next.
        let page = Process()
        page.executableURL = URL(filePath: "/usr/bin/env")
        page.arguments = [
            "curl", "-sN", "-o", "/dev/null", "http://127.0.0.1:\(try served.address.port ?? 0)/lesson.html/events/r",
        ]
        try page.run()
        defer { kill(page.processIdentifier, SIGKILL) }
        func run(_ number: Int) throws {
            // Now and then the cell above is another, too, whose state then is the reader's.
            let above = number % 5 == 0 ? "\"a\":\"var n = \(number)\"," : ""
            let body =
                "{\"reader\":\"r\",\"cell\":\"b\",\"isToEnd\":false,"
                + "\"code\":{\(above)\"b\":\"print(\\\"sum\\\", n + \(number))\"}}"
            let answer = try served.curl("/lesson.html/try", ["-N", "-X", "POST", "--data", body] + headers)
            #expect(answer.contains("sum \(number + (above.isEmpty ? 3 : number))"), "\(answer)")
        }
        func memory() throws -> Int {
            let fields = try String(contentsOfFile: "/proc/\(served.processIdentifier)/statm", encoding: .utf8)
                .split(separator: " ")
            return fields.count > 1 ? (Int(fields[1]) ?? 0) * 4096 : 0
        }
        func libraries() -> Int { served.folder.files.count { $0.hasSuffix(".so") } }
        for number in 1...5 { try run(number) }
        let (processes, files, bytes) = (try served.descendants.count, libraries(), try memory())
        for number in 6...20 { try run(number) }
        let (processesAfter, bytesAfter) = (try served.descendants.count, try memory())
        #expect(processesAfter == processes)
        #expect(libraries() == files)
        #expect(bytesAfter < bytes + 30_000_000)
        // When the page goes, so does what it left: the guardian, the first process and the lesson's own states are there.
        kill(page.processIdentifier, SIGKILL)
        var left = try served.descendants
        for _ in 0..<250 where left.count > 4 {
            usleep(20_000)
            left = try served.descendants
        }
        #expect(left.count == 4)
    }
}
