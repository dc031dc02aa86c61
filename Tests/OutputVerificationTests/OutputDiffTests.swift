import OutputVerification
import Testing

/// A difference says where in the chapter it is and which number differs by how much.
@Suite struct OutputDiffTests {
    private func diff(_ documented: String, _ options: String = "", printed: String) throws -> OutputDiff {
        guard case .differs(let diff) = try Lesson.verdict(documented, options, printed: printed) else {
            throw Unexpected()
        }
        return diff
    }

    private struct Unexpected: Error {}

    private func picture(_ diff: OutputDiff) -> [String] {
        diff.hunks.flatMap { hunk in
            ["@\(hunk.chapterLines) \(hunk.outputLines)"]
                + hunk.lines.map { line in
                    switch line.kind {
                    case .same: " \(line.text)"
                    case .documented: "-\(line.text)"
                    case .printed: "+\(line.text)"
                    }
                }
        }
    }

    @Test func aChangedLineStandsBesideTheDocumentedOne() throws {
        let diff = try diff("a\nb\nc", printed: "a\nx\nc")
        #expect(picture(diff) == ["@5..<8 1..<4", " a", "-b", "+x", " c"])
        #expect(diff.firstLine == 6)
    }

    @Test func distantChangesAreHunksOfTheirOwn() throws {
        let documented = (1...20).map { "line \($0)" }
        var printed = documented
        printed[1] = "two"
        printed.insert("new", at: 18)
        let diff = try diff(documented.joined(separator: "\n"), printed: printed.joined(separator: "\n"))
        #expect(
            picture(diff) == [
                "@5..<10 1..<6", " line 1", "-line 2", "+two", " line 3", " line 4", " line 5",
                "@20..<25 16..<22", " line 16", " line 17", " line 18", "+new", " line 19", " line 20",
            ])
    }

    @Test func linesThatMatchWithinTheToleranceAreNoDifference() throws {
        let diff = try diff("a 1.00\nb 2.00", "tolerance=0.01", printed: "a 1.001\nb 2.5")
        #expect(picture(diff) == ["@5..<7 1..<3", " a 1.00", "-b 2.00", "+b 2.5"])
    }

    @Test func wildcardsStandForTheirLines() throws {
        let diff = try diff("a\n...\nz", printed: "a\n1\n2\n3\ny")
        #expect(picture(diff) == ["@5..<8 1..<6", " a", " ...", "-z", "+y"])
    }

    @Test func missingAndExtraLines() throws {
        #expect(try picture(diff("a\nb\nc", printed: "b\nc")) == ["@5..<8 1..<3", "-a", " b", " c"])
        #expect(try picture(diff("b\nc", printed: "a\nb\nc")) == ["@5..<7 1..<4", "+a", " b", " c"])
        #expect(try picture(diff("", printed: "a")) == ["@5..<5 1..<2", "+a"])
        #expect(try picture(diff("a", printed: "")) == ["@5..<6 1..<1", "-a"])
    }

    @Test(arguments: [
        ("acc 0.86", "tolerance=0.001", "acc 0.853", ["0.853 is 0.007 from the documented 0.86; 0.001 is allowed"]),
        ("acc 0.86", "", "acc 0.853", ["0.853 is 0.007 from the documented 0.86"]),
        ("acc 0.86", "digits", "acc 0.853", ["0.853 is 0.007 from the documented 0.86; 0.005 is allowed"]),
        ("1000", "tolerance=0.01", "1020", ["1020 is 20 from the documented 1000; 10 is allowed"]),
        ("1e-5", "tolerance=1e-6", "3e-5", ["3e-5 is 2e-05 from the documented 1e-5; 1e-06 is allowed"]),
        (
            "x 1 y 2 z 3", "tolerance=0.1", "x 1 y 5 z 9",
            [
                "5 is 3 from the documented 2; 0.2 is allowed", "9 is 6 from the documented 3; 0.3 is allowed",
            ]
        ),
        ("0.5", "", "0.50", ["0.50 is not written like the documented 0.5"]),
        ("nan", "tolerance=1", "3", ["3 is not the documented nan"]),
        ("acc 0.86", "", "loss 0.853", []),
        (
            "[..] acc 0.86", "tolerance=0.001", "epoch 3 acc 0.9",
            ["0.9 is 0.04 from the documented 0.86; 0.001 is allowed"]
        ),
    ]) func numbersAreNamed(documented: String, options: String, printed: String, sentences: [String]) throws {
        #expect(try diff(documented, options, printed: printed).numbers.map(\.sentence) == sentences)
    }

    @Test func numbersKnowTheirPlace() throws {
        let number = try #require(try diff("准 a 0.5", printed: "准 a 0.25").numbers.first)
        #expect(number.range == 4..<8)
    }

    @Test func vastOutputsAreStillCompared() throws {
        let printed = String(repeating: "x\n", count: 3000)
        let diff = try diff(String(repeating: "y\n", count: 3000), printed: printed)
        #expect(diff.hunks.count == 1)
        #expect(diff.hunks[0].lines.count == 6000)
    }
}
