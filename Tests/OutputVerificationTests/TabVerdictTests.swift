import ChapterDocument
import OutputVerification
import Testing

/// Python under tabs is held against the output of the cell beside it.
@Suite struct TabVerdictTests {
    private static let lesson = """
        ```swift cell tab="Swift"
        print(0.25)
        ```

        ```output
        0.25
        ```

        ```python tab="PyTorch" OPTIONS
        print(0.25)
        ```

        Text.

        ```python tab="PyTorch" hide
        x = 1
        ```
        """

    private func verdict(
        _ results: [TabResult], options: String = "", isStrict: Bool = false
    ) throws -> ChapterVerdict {
        let text = Self.lesson.replacing(" OPTIONS", with: options)
        return ChapterVerdict(
            verifying: try Lesson.run(text, printing: ["0.25\n"]), tabs: results, isStrict: isStrict)
    }

    @Test func tabsBelongToTheCellsBesideThem() throws {
        let tabs = try Chapter(parsing: Self.lesson.replacing(" OPTIONS", with: ""), path: "x.md").pythonTabs
        #expect(tabs.map(\.cell) == [0, nil])
        #expect(tabs.map(\.code) == ["print(0.25)\n", "x = 1\n"])
        #expect(tabs.map(\.tab.isHidden) == [false, true])
        #expect(tabs.map(\.range.start.line) == [9, 15])
    }

    @Test func theSameTextMatches() throws {
        let verdict = try verdict([.printed("0.25\n"), .printed("")])
        #expect(verdict.isOK)
        #expect(verdict.tabs.map(\.verdict) == [.matched, .ran])
        #expect(verdict.text().contains("1 output matches, 1 Python tab prints the same, 1 Python tab runs"))
    }

    @Test func anotherTextDiffers() throws {
        let verdict = try verdict([.printed("0.26\n"), .printed("1")])
        #expect(!verdict.isOK)
        let findings = verdict.findings
        #expect(findings.map(\.message) == ["the tab `PyTorch` does not print what is documented beside it"])
        #expect(findings.map(\.position?.line) == [9])
        #expect(findings[0].diff != nil)
        // What prints beside no documented output matters to the strict.
        #expect(verdict.tabs[1].verdict == .undocumented)
        #expect(try self.verdict([.printed("0.25"), .printed("1")]).isOK)
        #expect(try !self.verdict([.printed("0.25"), .printed("1")], isStrict: true).isOK)
    }

    @Test func silenceBesideAnOutputIsADifference() throws {
        let verdict = try verdict([.printed(""), .printed("")])
        #expect(!verdict.isOK)
        #expect(
            verdict.findings.map(\.message) == [
                "the tab `PyTorch` prints nothing, and an output is documented beside it"
            ])
        #expect(try self.verdict([.printed("\n"), .printed("")], options: " quiet", isStrict: true).isOK)
    }

    @Test func wordsBesideSilenceAreADifference() throws {
        let text = "```swift cell tab=\"Swift\"\nlet x = 1\n```\n```python tab=\"PyTorch\"\nprint(1)\n```\n"
        let silent = ChapterVerdict(verifying: try Lesson.run(text, printing: [""]), tabs: [.printed("1")])
        #expect(silent.findings.map(\.message) == ["the tab `PyTorch` prints, and the cell beside it prints nothing"])
        #expect(!silent.isOK)
        // What the cell prints and does not document is another matter.
        #expect(ChapterVerdict(verifying: try Lesson.run(text, printing: ["1\n"]), tabs: [.printed("1")]).isOK)
    }

    @Test func everyCellHasItsOwnTabs() throws {
        func pair(_ number: Int, hidden: String = "") -> String {
            "```swift cell tab=\"Swift\"\nprint(\(number))\n```\n```output\n\(number)\n```\n"
                + "```python tab=\"PyTorch\"\(hidden)\nprint(\(number))\n```\n"
        }
        #expect(try Chapter(parsing: pair(1) + pair(2), path: "x.md").pythonTabs.map(\.cell) == [0, 1])
        let prepared = "```python tab=\"PyTorch\" hide\nimport torch\n```\n" + pair(1)
        #expect(try Chapter(parsing: prepared, path: "x.md").pythonTabs.map(\.cell) == [0, 0])
        let first = "```python tab=\"PyTorch\"\n```\n```swift cell tab=\"Swift\"\n```\n"
        #expect(try Chapter(parsing: first + first, path: "x.md").pythonTabs.map(\.cell) == [0, 1])
    }

    @Test func aTabMayHaveItsOwnTolerance() throws {
        #expect(try verdict([.printed("0.26\n"), .printed("")], options: " tolerance=0.1").isOK)
        #expect(try !verdict([.printed("0.36\n"), .printed("")], options: " tolerance=0.1").isOK)
        #expect(try verdict([.printed("0.2501\n"), .printed("")], options: " digits").isOK)
    }

    @Test func failuresAreToldAtTheirLines() throws {
        let verdict = try verdict([
            .failed(line: 10, message: "NameError: no x"), .notRun("Python ended in an earlier tab"),
        ])
        #expect(
            verdict.findings.map(\.message) == [
                "the tab `PyTorch` fails: NameError: no x",
                "the tab `PyTorch` is not run: Python ended in an earlier tab",
            ])
        #expect(verdict.findings.map(\.position?.line) == [10, 15])
        #expect(!verdict.isOK)
        let junit = try VerdictFormat.junit.report(on: [verdict], style: .plain)
        #expect(junit.contains("failures=\"1\" errors=\"0\" skipped=\"1\""))
        let json = try VerdictFormat.json.report(on: [verdict], style: .plain)
        #expect(json.contains("\"verdict\" : \"failed\""))
        #expect(json.contains("\"wrongTabs\" : 1"))
    }

    @Test func missingPythonIsSaidOnce() throws {
        let verdict = try verdict([.notRun("Python has no module `torch`"), .notRun("Python has no module `torch`")])
        #expect(verdict.isOK)
        #expect(verdict.findings.map(\.message) == ["2 tabs are not run: Python has no module `torch`"])
        #expect(verdict.findings.map(\.severity) == [.warning])
        #expect(verdict.text().contains("2 Python tabs not run"))
    }

    @Test func wrongOptionsAreTold() {
        let error = #expect(throws: ChapterError.self) {
            try Chapter(parsing: "```python tab=\"PyTorch\" hidden\n```\n", path: "x.md")
        }
        #expect(error?.diagnostics.first?.message == "unknown option `hidden` of a tab")
        #expect(error?.diagnostics.first?.advice == "did you mean `hide`?")
        // What is no Python, or under no tab, may carry what other programs read.
        #expect(throws: Never.self) {
            try Chapter(parsing: "```python linenos\n```\n```rust tab=\"Rust\" ignore\n```\n", path: "x.md")
        }
    }
}
