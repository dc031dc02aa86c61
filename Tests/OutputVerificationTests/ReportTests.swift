import CellMessages
import ChapterDocument
import Foundation
import OutputVerification
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// Each form of report holds what went wrong and where, in that form's own spelling.
@Suite struct ReportTests {
    /// A chapter with a match, a difference, a failed check, a crash and a cell that did not run; and one that
    /// cannot be read.
    private func verdicts() throws -> [ChapterVerdict] {
        let text =
            "```swift cell id=a\n```\n```output tolerance=0.001\nacc 0.86, 50%\n```\n"
            + "```swift cell id=b\n```\n```output\n<b> & \"c\"\n```\n```swift cell id=c\n```\n```swift cell\n```\n"
        var executed = try Lesson.run(
            text, printing: ["acc 0.853, 50%\n", "<b> & \"c\"\n", "\u{1B}[31m]]>", ""], path: "a,b/x:y.md")
        executed.results[0].seconds = 1.2345
        executed.results[1].checks = [
            Check(name: "x < y", passed: true, detail: "", line: 6),
            Check(name: "100%", passed: false, detail: "a\nb", line: 7),
        ]
        executed.results[2].outcome = .failed(
            CellFailure(
                kind: .compile,
                notes: [
                    .init(position: .init(line: 12, column: 5), message: "cannot find 'x' in scope"),
                    .init(position: .init(line: 13, column: 1), message: "did you mean 'y'?"),
                ]))
        executed.results[3].outcome = .notReached
        let error = ChapterError([
            Diagnostic(path: "z.md", position: .init(line: 3, column: 9), message: "broken", advice: "mend it")
        ])
        return [ChapterVerdict(verifying: executed), ChapterVerdict(unreadable: "z.md", because: error)]
    }

    @Test func human() throws {
        #expect(
            try VerdictFormat.human.report(on: verdicts()) == """
                a,b/x:y.md:4: the output of cell `a` differs
                    @@ -4,1 +1,1 @@
                    -acc 0.86, 50%
                    +acc 0.853, 50%
                         ^ 0.853 is 0.007 from the documented 0.86; 0.001 is allowed
                a,b/x:y.md:7: the check `100%` does not hold: a␊b
                a,b/x:y.md:12:5: cell `c` does not compile: cannot find 'x' in scope
                    a,b/x:y.md:13:1: did you mean 'y'?
                ✗ a,b/x:y.md: 1 output matches, 1 output differs, 1 cell failed, 1 cell not run, 1 check holds, \
                1 check does not hold
                z.md:3:9: broken
                    mend it
                ✗ z.md: cannot be read
                2 of 2 chapters are not as documented: 1 output matches, 1 output differs, 1 cell failed, \
                1 cell not run, 1 check holds, 1 check does not hold

                """)
    }

    @Test func colorsTellTheSidesApart() throws {
        let text = try VerdictFormat.human.report(on: verdicts(), style: .colored)
        #expect(text.contains("\u{1B}[31m-acc 0.86, 50%\u{1B}[0m"))
        #expect(text.contains("\u{1B}[32m+acc \u{1B}[1;7m0.853\u{1B}[22;27m, 50%\u{1B}[0m"))
    }

    @Test func outputsCannotSteerTheTerminal() throws {
        let executed = try Lesson.run(Lesson.documenting("a"), printing: ["\u{1B}[2J\u{7}b\u{9B}"])
        let text = try VerdictFormat.human.report(on: [ChapterVerdict(verifying: executed)])
        #expect(text.contains("+b\n"))
    }

    @Test func marksStandBelowTheirNumbers() throws {
        let executed = try Lesson.run(
            Lesson.documenting("a\tb 1.0  c 2.0", options: "tolerance=0.1"), printing: ["a\tb 1.5  c 2.5"])
        let text = try VerdictFormat.human.report(on: [ChapterVerdict(verifying: executed)])
        #expect(text.contains("+a\tb 1.5  c 2.5\n      \t  ^ 1.5 is 0.5 from"))
        #expect(text.contains("\n      \t         ^ 2.5 is 0.5 from"))
    }

    @Test func longRunsAreCutShort() throws {
        let printed = (1...1000).map { "line \($0)\n" }.joined()
        let executed = try Lesson.run(Lesson.documenting("a"), printing: [printed])
        let text = ChapterVerdict(verifying: executed).text()
        #expect(text.contains("    +… 980 more lines\n"))
        #expect(text.split(separator: "\n").count < 30)
    }

    @Test func github() throws {
        #expect(
            try VerdictFormat.github.report(on: verdicts()) == """
                ::error file=a%2Cb/x%3Ay.md,line=4,title=Output differs::the output of cell `a` differs%0A\
                @@ -4,1 +1,1 @@%0A-acc 0.86, 50%25%0A+acc 0.853, 50%25%0A     \
                ^ 0.853 is 0.007 from the documented 0.86; 0.001 is allowed%0A
                ::error file=a%2Cb/x%3Ay.md,line=7,title=Check does not hold::the check `100%25` does not hold: a%0Ab
                ::error file=a%2Cb/x%3Ay.md,line=12,col=5,title=Cell failed::cell `c` does not compile: \
                cannot find 'x' in scope%0Aa,b/x:y.md:13:1: did you mean 'y'?
                a,b/x:y.md: 1 output matches, 1 output differs, 1 cell failed, 1 cell not run, 1 check holds, \
                1 check does not hold
                ::error file=z.md,line=3,col=9,title=Chapter::broken%0Amend it
                z.md: cannot be read

                """)
    }

    @Test func junitIsWellFormedAndCounts() throws {
        var verdicts = try verdicts()
        verdicts[0].cells[0].name = "<&\"'\u{1}>"
        let text = try VerdictFormat.junit.report(on: verdicts)
        #expect(
            text.contains(
                "<testsuites name=\"lectern\" tests=\"7\" failures=\"2\" errors=\"2\" skipped=\"1\" time=\"1.235\">"))
        #expect(
            text.contains(
                "<testsuite name=\"a,b/x:y.md\" tests=\"6\" failures=\"2\" errors=\"1\" skipped=\"1\" time=\"1.235\">"))
        #expect(
            text.contains(
                "<testcase name=\"&lt;&amp;&quot;'\u{FFFD}&gt;\" classname=\"a,b/x:y.md\" file=\"a,b/x:y.md\" line=\"1\" time=\"1.235\">"
            ))
        #expect(text.contains("<testcase name=\"b: x &lt; y\""))
        #expect(text.contains("<failure message=\"the check `100%` does not hold: a&#10;b\" type=\"check\">"))
        #expect(text.contains("<skipped message=\"an earlier cell failed\"/>"))
        #expect(XMLParser(data: Data(text.utf8)).parse())
    }

    @Test func jsonHoldsEverything() throws {
        let text = try VerdictFormat.json.report(on: verdicts())
        let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(object["ok"] as? Bool == false)
        let chapters = try #require(object["chapters"] as? [[String: Any]])
        let cells = try #require(chapters[0]["cells"] as? [[String: Any]])
        #expect(cells.map { $0["verdict"] as? String } == ["differs", "matched", "failed", "notRun"])
        let diff = try #require(cells[0]["diff"] as? [String: Any])
        let hunk = try #require((diff["hunks"] as? [[String: Any]])?.first)
        let line = try #require((hunk["lines"] as? [[String: Any]])?.last)
        #expect(line["kind"] as? String == "printed")
        let number = try #require((line["numbers"] as? [[String: Any]])?.first)
        #expect(number["documented"] as? String == "0.86")
        #expect(number["allowed"] as? Double == 0.001)
        let failure = try #require(cells[2]["failure"] as? [String: Any])
        #expect(failure["kind"] as? String == "compile")
        #expect((chapters[1]["diagnostics"] as? [[String: Any]])?.first?["advice"] as? String == "mend it")
        #expect(text.hasPrefix("{\n  \"chapters\""))
    }

    @Test func numbersBeyondAllBoundsHaveAFormInJSON() throws {
        let executed = try Lesson.run(
            Lesson.documenting("1e308 nan 1e308", options: "tolerance=100"), printing: ["-1e308 2 inf"])
        _ = try VerdictFormat.json.report(on: [ChapterVerdict(verifying: executed)])
    }

    @Test func aGoodRunIsShort() throws {
        let executed = try Lesson.run(Lesson.documenting("a"), printing: ["a"])
        let verdict = ChapterVerdict(verifying: executed)
        let line = "✓ x.md: 1 output matches; digest of the outputs \(executed.outputDigest)\n"
        #expect(try VerdictFormat.human.report(on: [verdict]) == line)
        #expect(
            try VerdictFormat.human.report(on: [verdict, verdict])
                == line + line + "all 2 chapters are as documented: 2 outputs match\n")
    }
}
