import BrowserTesting
import Foundation
import Testing

/// `lectern preview`, looked at in a real browser while the lesson is edited.
@Suite(.serialized, .timeLimit(.minutes(4))) struct PreviewTests {
    /// An expression that waits until a condition holds, for half a minute at most, and then gives `value`.
    private static func awaiting(_ condition: String, _ value: String = "true") -> String {
        """
        (async () => {
          for (let i = 0; i < 3000 && !(\(condition)); i++) await new Promise(go => setTimeout(go, 10));
          return JSON.stringify({holds: Boolean(\(condition)), value: \(value)});
        })()
        """
    }

    private struct Answer<Value: Decodable>: Decodable {
        var holds: Bool
        var value: Value
    }

    private static let words = (1...60).map { "Paragraph \($0) has some words in it.\n\n" }.joined()
    private static let lesson = """
        # Lesson

        \(words)```swift cell id=first
        var n = 1
        print("first", n)
        ```

        ```swift cell id=second
        print("second", n)
        ```

        The end.

        """

    @Test func aChangedDataFileRunsTheCellsAgain() throws {
        let text =
            "---\ndata: tables\n---\n\n```swift cell\nimport Foundation\n"
            + "print(\"read \" + (try String(contentsOfFile: \"tables/t.txt\", encoding: .utf8)))\n```\n"
        let preview = try ServedLesson("preview", text, files: ["tables/t.txt": "one"])
        defer { preview.end() }
        let shown = "document.querySelector('main').textContent"
        _ = try Browser().visit(try preview.address) { evaluate in
            func shows(_ words: String) throws -> Bool {
                let script = Self.awaiting("\(shown).includes('\(words)')")
                return try JSONDecoder().decode(Answer<Bool>.self, from: evaluate(script)).holds
            }
            #expect(try shows("read one"))
            try preview.folder.write("two", to: "tables/t.txt")
            #expect(try shows("read two"), "\(preview.words)")
            return []
        }
    }

    @Test func aSavedFileShowsInPlace() throws {
        let preview = try ServedLesson("preview", Self.lesson)
        defer { preview.end() }
        let isDone = "document.getElementById('preview')?.dataset.state === 'done'"
        let text = "document.querySelector('main').textContent"
        let visit = try Browser().visit(try preview.address) { evaluate in
            func look<Value: Decodable>(_ script: String, _ type: Value.Type = Value.self) throws -> Answer<Value> {
                try JSONDecoder().decode(Answer<Value>.self, from: evaluate(script))
            }
            #expect(try look(Self.awaiting("\(isDone) && \(text).includes('second 1')"), Bool.self).holds)

            // Scroll into the middle and mark an element: it is neither moved nor replaced.
            let place = "Math.round(marked.getBoundingClientRect().top)"
            let before: Answer<Int> = try look(
                Self.awaiting(
                    "true",
                    "(marked = [...document.querySelectorAll('p')].find(p => p.textContent.startsWith('Paragraph 40')), "
                        + "marked.scrollIntoView({ behavior: \"instant\" }), \(place))"))
            var edited = Self.lesson.replacing("print(\"second\"", with: "print(\"changed\"")
                .replacing("Paragraph 2 has", with: "A first paragraph that is much longer.\n\nParagraph 2 has")
            try preview.folder.write(edited, to: "lesson.md")
            let after: Answer<Int> = try look(
                Self.awaiting("\(isDone) && \(text).includes('changed 1') && \(text).includes('much longer')", place))
            #expect(after.holds, "\(preview.words)")
            #expect(abs(after.value - before.value) <= 1)
            #expect(try look(Self.awaiting("marked.isConnected"), Bool.self).holds)
            try preview.wait(for: "1 cell ran")

            // An error shows at its cell and on the terminal; the outputs before it stay.
            edited = edited.replacing("print(\"changed\", n)", with: "print(\"changed\", m)")
            try preview.folder.write(edited, to: "lesson.md")
            let line =
                edited.prefix(upTo: try #require(edited.range(of: "\"changed\", m")).lowerBound)
                .count { $0 == "\n" } + 1
            let failing: Answer<String> = try look(
                Self.awaiting(
                    "document.querySelector('.cell.failed')",
                    "document.querySelector('.cell.failed').textContent"))
            #expect(failing.value.contains("cannot find 'm' in scope"))
            #expect(try look(Self.awaiting("\(text).includes('first 1')"), Bool.self).holds)
            try preview.wait(for: "lesson.md:\(line):18: error: cell `second`: cannot find 'm' in scope")

            // A file that is no lesson leaves the page as it is and says why.
            try preview.folder.write("---\ntitle: [\n---\n" + edited, to: "lesson.md")
            let bar = "document.getElementById('preview').textContent"
            #expect(try look(Self.awaiting("\(bar).includes('lesson.md:')"), Bool.self).holds)
            #expect(try look(Self.awaiting("\(text).includes('first 1')"), Bool.self).holds)
            try preview.wait(for: "lesson.md:3:1: error: broken YAML")
            return []
        }
        #expect(visit.console.isEmpty)
        #expect(visit.requests.allSatisfy { $0.hasPrefix("http://127.0.0.1:") })
    }

    @Test func curvesGrowAndACellCanBeStopped() throws {
        let preview = try ServedLesson(
            "preview",
            """
            # Curves

            ```swift cell id=training
            import Glibc
            let curves = LearningCurves(["loss"])
            for epoch in 1...400 {
                curves.add(x: epoch, 1 / Double(epoch))
                usleep(100_000)
            }
            ```

            """)
        defer { preview.end() }
        let count = "(document.querySelectorAll('.plot .point').length)"
        _ = try Browser().visit(try preview.address) { evaluate in
            func look(_ condition: String, _ value: String = "0") throws -> Answer<Int> {
                try JSONDecoder().decode(Answer<Int>.self, from: evaluate(Self.awaiting(condition, value)))
            }
            let first = try look("\(count) > 1", count)
            #expect(first.holds, "\(preview.words)")
            #expect(try look("\(count) > \(first.value)", count).holds)
            #expect(try look("document.querySelector('#preview button:not([hidden])')").holds)
            _ = try look("(document.querySelector('#preview button').click(), true)")
            #expect(try look("document.querySelector('.cell.failed')").holds)
            #expect(try look("\(count) >= \(first.value)").holds)
            return []
        }
        try preview.wait(for: "the cell was stopped while it ran")
    }

    @Test func strangersAreRefused() throws {
        let preview = try ServedLesson("preview", "# Lesson\n\n```swift cell\nprint(1)\n```\n")
        defer { preview.end() }
        let address = try preview.address
        let origin = "Origin: http://127.0.0.1:\(address.port ?? 0)"
        #expect(try preview.status("/lesson.html") == "200")
        #expect(try preview.status("/lesson.html", ["-H", "Host: example.org"]) == "403")
        #expect(try preview.status("/lesson.html", ["-H", "Origin: http://example.org"]) == "403")
        #expect(try preview.status("/lesson.html/stop", ["-X", "POST"]) == "403")
        // The page's own requests show the token that it carries.
        #expect(try preview.status("/lesson.html/stop", ["-X", "POST", "-H", origin]) == "403")
        let own = try preview.ownHeaders
        #expect(try preview.status("/lesson.html/stop", ["-X", "POST"] + own) == "204")
        for path in [
            "/lesson.md", "/../lesson.md", "/..%2flesson.md", "//etc/passwd", "/lesson.html/../lesson.md", "/log",
        ] {
            #expect(try ["403", "404", "405"].contains(preview.status(path)), "\(path)")
        }
        // No other interface of this machine answers.
        for file in ["/proc/net/tcp", "/proc/net/tcp6"] {
            let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").map {
                $0.split(separator: " ")
            }
            let port = String(format: ":%04X", address.port ?? 0)
            for line in lines where line.count > 3 && line[3] == "0A" && line[1].hasSuffix(port) {
                #expect(line[1].hasPrefix("0100007F"), "\(line)")
            }
        }
    }

    @Test func endingLeavesNothing() throws {
        let preview = try ServedLesson("preview", "# Lesson\n\n```swift cell\nprint(1)\nwhile true {}\n```\n")
        let address = try preview.address
        _ = try Browser().visit(address) { evaluate in
            _ = try evaluate(Self.awaiting("document.querySelector('main').textContent.includes('1')"))
            return []
        }
        let children = try preview.descendants
        #expect(!children.isEmpty)
        preview.end()
        for _ in 0..<200 where children.contains(where: { kill($0, 0) == 0 }) { usleep(20_000) }
        #expect(children.filter { kill($0, 0) == 0 }.isEmpty)
        // The lesson, the log and the cache: no folder of the cells' is left.
        #expect(!preview.folder.files.contains { $0.hasPrefix("lectern-") }, "\(preview.folder.files)")
    }
}
