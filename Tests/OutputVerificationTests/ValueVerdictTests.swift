import CellMessages
import ChapterDocument
import OutputVerification
import Testing

/// What the prose says against what the cells compute.
@Suite struct ValueVerdictTests {
    /// The chapter `text`, whose expressions came to these values; `true` and `false` are claims.
    private func run(_ text: String, _ computed: [String]) throws -> ExecutedChapter {
        let values = computed.enumerated().map { index, text in
            ValueResult.value(EvaluatedValue(index: index, text: text, isTrue: Bool(text)))
        }
        return ExecutedChapter(chapter: try Chapter(parsing: text, path: "x.md"), results: [], values: values)
    }

    private func isRight(_ words: String, _ computed: String, _ rule: String) throws -> Bool {
        let title = rule.isEmpty ? "" : " \"\(rule)\""
        return ChapterVerdict(verifying: try run("So [\(words)](swift:x\(title)).", [computed])).isOK
    }

    @Test(arguments: [
        ("0.86", "0.8634", ""), ("0.86", "0.855", ""), ("about 86 %", "86.34", ""), ("86 %", "86.9", "tolerance=1"),
        ("60,000", "60000", ""), ("60\u{202F}000", "60000", ""), ("−0.5", "-0.5", ""), ("1.5 × 10⁻³", "0.00152", ""),
        ("$6 \\cdot 10^{4}$", "60000", ""), ("6e4", "60000.0", ""), ("**3**", "3", "exact"), ("nan", "nan", ""),
        ("relu", "relu", ""), ("[2, 3]", "[2, 3]", ""), ("loss 0.3 in epoch 2", "loss 0.31 in epoch 2", ""),
        ("lies above", "true", ""), ("a b", "a\n  b", ""),
        ("0.86 million", "859999", ""), ("0.86\nmillion", "859999", ""), ("a 0.86-million-parameter net", "861000", ""),
        ("12k", "12034", ""), ("12k", "12", ""), ("1.2 thousand", "1190", ""), ("3 Billion", "3000000000", "exact"),
        ("86 percent", "0.8634", ""), ("86 percent", "86.34", ""), ("86\u{A0}per cent", "0.86", ""),
        ("86 %", "0.8634", ""),
        ("$86\\%$", "0.8634", ""), ("minus 12", "-12", ""), ("minus 1.2 million", "-1.2e6", ""), ("12 万", "120000", ""),
        ("1.2亿", "121000000", ""), ("3 万亿", "3e12", ""), ("约百分之 86", "0.8634", ""), ("负 12", "-12", ""),
        ("约86%", "86.3", ""),
        ("3千米", "3", ""), ("5‰", "0.005", ""), ("12 KB", "12", ""), ("3 Meter", "3", ""),
    ]) func right(words: String, computed: String, rule: String) throws {
        #expect(try isRight(words, computed, rule))
    }

    @Test(arguments: [
        ("0.86", "0.8534", ""), ("0.86", "0.8634", "exact"), ("0.86", "-0.86", ""), ("60,000", "6000", ""),
        ("between 2 and 3", "2", ""), ("many", "3", ""), ("1.5 × 10⁻³", "0.0015e3", ""), ("3", "nan", ""),
        ("tanh", "relu", ""), ("[2, 3]", "[2, 4]", ""), ("true", "false", ""), ("v3", "3", ""), ("3", "", ""),
        ("0.86 million", "0.86", ""), ("0.86 million", "866000", ""), ("12k", "12600", ""), ("86 percent", "0.87", ""),
        ("minus 12", "12", ""), ("12", "-12", ""), ("12 万", "12", ""), ("12 万", "126000", ""), ("百分之 86", "0.87", ""),
        ("3 billion", "3000000001", "exact"), ("three million", "3000000", ""),
    ]) func wrong(words: String, computed: String, rule: String) throws {
        #expect(try !isRight(words, computed, rule))
    }

    @Test func findingsNameTheWordsTheExpressionAndThePlace() throws {
        let verdict = ChapterVerdict(
            verifying: try run(
                "A [0.86](swift:a), [lies above](<swift:a \\> b>) and\n[x y](swift:c).", ["0.853", "false", "z"]))
        #expect(
            verdict.text() == """
                x.md:1:3: the prose says “0.86”, but 0.853 is 0.007 from the documented 0.86; 0.005 is allowed
                x.md:1:20: the prose says “lies above”, but `a > b` is false
                x.md:2: the prose says “x y”, but `c` is z
                ✗ x.md: 3 values in the prose are not right

                """)
    }

    @Test func everyFormOfReportTellsOfValues() throws {
        var executed = try run("A [0.86](swift:a) [3](swift:n) [4](swift:m).", ["0.853", "3", "4"])
        executed.values[2] = .failed(
            CellFailure(kind: .compile, notes: [.init(position: nil, message: "cannot find 'm' in scope")]))
        let verdicts = [ChapterVerdict(verifying: executed)]
        let junit = try VerdictFormat.junit.report(on: verdicts)
        #expect(junit.contains("tests=\"3\" failures=\"2\""))
        #expect(junit.contains("name=\"“3” is n\""))
        let github = try VerdictFormat.github.report(on: verdicts)
        #expect(github.contains("::error file=x.md,line=1,col=3,title=Prose is not right::"))
        let json = try VerdictFormat.json.report(on: verdicts)
        for part in ["\"wrongValues\" : 2", "\"rightValues\" : 1", "\"computed\" : \"0.853\"", "\"column\" : 19"] {
            #expect(json.contains(part), "\(json)")
        }
        #expect(try VerdictFormat.human.report(on: verdicts).contains("`m` has no value: cannot find 'm' in scope"))
    }

    @Test(arguments: [
        ("is [0.86](swift:x), so", "0.8534", "is [0.85](swift:x), so"),
        ("[about 86 %](<swift:x>)", "85.34", "[about 85 %](<swift:x>)"),
        ("[60,000](swift:x)", "1234567", "[1,234,567](swift:x)"),
        ("[1.5 × 10⁻³](swift:x)", "0.00349", "[3.5 × 10⁻³](swift:x)"),
        ("[−0.5](swift:x)", "-0.25", "[−0.3](swift:x)"),
        ("[-0.5](swift:x)", "0.01", "[0.0](swift:x)"),
        ("[a](swift:x)", "b*c*_d", "[b\\*c\\*\\_d](swift:x)"),
        ("[a](swift:x)", "[2, 3]", "[[2, 3]](swift:x)"),
        ("[a](swift:x)", "](y)", "[\\](y)](swift:x)"),
        ("[0.86](swift:x \"exact\")", "0.8534", "[0.8534](swift:x \"exact\")"),
        ("> - [*0.8*](swift:x)", "1.25", "> - [*1.3*](swift:x)"),
        ("[*relu*](swift:x)", "t_h", "[*t\\_h*](swift:x)"),
        ("[`relu`](swift:x)", "t_h", "[`t_h`](swift:x)"),
        ("is [3][n]\n\n[n]: swift:x", "4", "is [4][n]\n\n[n]: swift:x"),
        ("is [3][n] or [9][n]\n\n[n]: swift:x", "9", "is [9][n] or [9][n]\n\n[n]: swift:x"),
        ("> is [about\n> 3](swift:x) so", "4", "> is [about\n> 4](swift:x) so"),
        ("> is [two\n> lines](swift:x)\n> so", "a b", "> is [a b](swift:x)\n> so"),
        ("[0.86 million](swift:x)", "1234567", "[1.23 million](swift:x)"),
        ("[0.86\n  million](swift:x)", "-1234567", "[-1.23\n  million](swift:x)"),
        ("[12k](swift:x)", "9876", "[10k](swift:x)"),
        ("[86 percent](swift:x)", "0.432", "[43 percent](swift:x)"),
        ("[86 percent](swift:x)", "43.2", "[43 percent](swift:x)"),
        ("[minus 12](swift:x)", "-13.2", "[minus 13](swift:x)"),
        ("[minus 12](swift:x)", "13.2", "[13](swift:x)"),
        ("[约百分之 86](swift:x)", "0.432", "[约百分之 43](swift:x)"),
        ("[12.5 万](swift:x)", "98765", "[9.9 万](swift:x)"),
        ("[3 million](swift:x \"exact\")", "3450000", "[3.45 million](swift:x \"exact\")"),
    ]) func correctingWritesTheWordsAndNothingElse(text: String, computed: String, expected: String) throws {
        let count = try Chapter(parsing: text, path: "x.md").values.count
        let computeds = Array(repeating: computed, count: count)
        let accepted = Acceptance(of: try run(text, computeds))
        #expect(accepted.text == expected)
        #expect(accepted.changes.map(\.kind) == [.corrected])
        #expect(ChapterVerdict(verifying: try run(accepted.text, computeds)).isOK)
    }

    @Test(arguments: [
        ("[above](swift:x)", "false", Acceptance.Refusal.Reason.claim),
        ("is [3][]\n\n[3]: swift:x", "4", .name),
        ("is [3]\n\n[3]: swift:x", "4", .name),
        ("[very **bold**](swift:x)", "relu", .scattered),
    ]) func whatCannotBeCorrectedIsRefused(text: String, computed: String, reason: Acceptance.Refusal.Reason) throws {
        let accepted = Acceptance(of: try run(text, [computed]))
        #expect(accepted.text == text)
        #expect(accepted.refusals.map(\.reason) == [reason])
        #expect(accepted.refusals.map(\.position.column) == [text.hasPrefix("is ") ? 4 : 1])
    }

    @Test func wordsOverTwoLinesLeaveCellsBelowInTheirPlaces() throws {
        let text = "is [two\nlines](swift:x)\n\n```swift cell\nprint(1)\n```\n\n```output\n2\n```\n"
        var result = CellResult(outcome: .succeeded)
        result.outputs = [.text(.standardOutput, "1\n")]
        let executed = ExecutedChapter(
            chapter: try Chapter(parsing: text, path: "x.md"), results: [result],
            values: [.value(EvaluatedValue(index: 0, text: "one", isTrue: nil))])
        let accepted = Acceptance(of: executed)
        #expect(accepted.text == "is [one](swift:x)\n\n```swift cell\nprint(1)\n```\n\n```output\n1\n```\n")
    }

    @Test func aValueThatWasNotEvaluatedIsToldWithItsPlaceUnlessACellFailed() throws {
        var executed = try run("A [0.86](swift:a).", ["0.86"])
        executed.values[0] = .unknown
        #expect(
            ChapterVerdict(verifying: executed).text().hasPrefix(
                "x.md:1:3: the prose says “0.86”, but `a` was not evaluated\n"))
    }

    @Test func severalOnALineAreCorrectedTogether() throws {
        let accepted = Acceptance(of: try run("[1](swift:x) of [10](swift:y), [3](swift:z)", ["200", "7", "3"]))
        #expect(accepted.text == "[200](swift:x) of [7](swift:y), [3](swift:z)")
    }
}
