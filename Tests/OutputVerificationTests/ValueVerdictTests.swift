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
    ]) func right(words: String, computed: String, rule: String) throws {
        #expect(try isRight(words, computed, rule))
    }

    @Test(arguments: [
        ("0.86", "0.8534", ""), ("0.86", "0.8634", "exact"), ("0.86", "-0.86", ""), ("60,000", "6000", ""),
        ("between 2 and 3", "2", ""), ("many", "3", ""), ("1.5 × 10⁻³", "0.0015e3", ""), ("3", "nan", ""),
        ("tanh", "relu", ""), ("[2, 3]", "[2, 4]", ""), ("true", "false", ""), ("v3", "3", ""), ("3", "", ""),
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
    ]) func correctingWritesTheWordsAndNothingElse(text: String, computed: String, expected: String) throws {
        let accepted = Acceptance(of: try run(text, [computed]))
        #expect(accepted.text == expected)
        #expect(accepted.changes.map(\.kind) == [.corrected])
        #expect(ChapterVerdict(verifying: try run(accepted.text, [computed])).isOK)
    }

    @Test(arguments: [
        ("[above](swift:x)", "false", Acceptance.Refusal.Reason.claim),
        ("[3][n]\n\n[n]: swift:x", "4", .scattered),
        ("[two\nlines](swift:x)", "4", .scattered),
    ]) func whatCannotBeCorrectedIsRefused(text: String, computed: String, reason: Acceptance.Refusal.Reason) throws {
        let accepted = Acceptance(of: try run(text, [computed]))
        #expect(accepted.text == text)
        #expect(accepted.refusals.map(\.reason) == [reason])
    }

    @Test func severalOnALineAreCorrectedTogether() throws {
        let accepted = Acceptance(of: try run("[1](swift:x) of [10](swift:y), [3](swift:z)", ["200", "7", "3"]))
        #expect(accepted.text == "[200](swift:x) of [7](swift:y), [3](swift:z)")
    }
}
