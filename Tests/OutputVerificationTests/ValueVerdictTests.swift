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

    private func isRight(
        _ words: String, _ computed: String, _ rule: String, expression: String = "x"
    ) throws -> Bool {
        let title = rule.isEmpty ? "" : " \"\(rule)\""
        return ChapterVerdict(verifying: try run("So [\(words)](swift:\(expression)\(title)).", [computed])).isOK
    }

    @Test(arguments: [
        ("0.86", "0.8634", ""), ("0.86", "0.855", ""), ("60,000", "60000", ""), ("60\u{202F}000", "60000", ""),
        ("−0.5", "-0.5", ""), ("1.5 × 10⁻³", "0.00152", ""),
        ("$6 \\cdot 10^{4}$", "60000", ""), ("6e4", "60000.0", ""), ("**3**", "3", "exact"), ("nan", "nan", ""),
        ("relu", "relu", ""), ("[2, 3]", "[2, 3]", ""), ("loss 0.3 in epoch 2", "loss 0.31 in epoch 2", ""),
        ("lies above", "true", ""), ("a b", "a\n  b", ""),
        ("0.86 million", "859999", ""), ("0.86\nmillion", "859999", ""), ("a 0.86-million-parameter net", "861000", ""),
        ("12k", "12034", ""), ("1.2 thousand", "1190", ""), ("3 Billion", "3000000000", "exact"),
        ("86 percent", "0.8634", ""), ("86\u{A0}per cent", "0.86", ""),
        ("86 %", "0.8634", ""),
        ("$86\\%$", "0.8634", ""), ("minus 12", "-12", ""), ("minus 1.2 million", "-1.2e6", ""), ("12 万", "120000", ""),
        ("1.2亿", "121000000", ""), ("3 万亿", "3e12", ""), ("约百分之 86", "0.8634", ""), ("负 12", "-12", ""),
        ("3千米", "3", ""), ("5‰", "0.005", ""), ("12 KB", "12", ""), ("3 Meter", "3", ""), ("0.86 %", "0.0086", ""),
        ("10⁶", "1000000", ""), ("2¹⁰", "1024", ""), ("$2^{10}$", "1024", ""), ("−10³", "-1000", ""),
        ("10⁻³", "0.001", ""),
        ("1.5 × 10^6", "1500000", ""), ("5百", "500", ""), ("3千", "3000", ""), ("5 hundred thousand", "500000", ""),
        ("negative 5", "-5", ""), ("1.2 M parameters", "1234567", ""), ("5 ms", "5", ""), ("19× faster", "19", ""),
        ("≈ 5", "5", ""), ("1st", "1", ""), ("5/s", "5", ""), ("+0.5", "0.5", ""),
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
        ("0.86 %", "0.8634", ""), ("86 %", "86.34", ""), ("4k", "4", ""), ("3千", "3", ""), ("5百", "5", ""),
        ("5 hundred", "5", ""), ("10³", "10", ""), ("2¹⁰", "2", ""), ("$2^{10}$", "2", ""), ("10⁶", "1000001", ""),
        // What makes another number of its digits and is not understood is never right.
        ("4½", "4", ""), ("½", "0.5", ""), ("4 and a half", "4", ""), ("3 quarters", "3", ""), ("5 dozen", "5", ""),
        ("5 lakh", "5", ""), ("4G", "4", ""), ("0x1F", "0", ""), ("3成", "3", ""), ("√2", "2", ""),
        ("$\\sqrt{2}$", "2", ""),
        ("2π", "2", ""), ("$2\\pi$", "2", ""), ("$a^2$", "2", ""), ("log 2⁵", "2", ""), ("5!", "5", ""),
        ("± 5", "5", ""),
        ("> 5", "5", ""), ("at most ≤ 5", "5", ""), ("– 5", "-5", ""), ("– 5", "5", ""), ("5 + more", "5", ""),
        ("5 × n", "5", ""), ("[..]", "5", ""), ("()", "()", ""),
    ]) func wrong(words: String, computed: String, rule: String) throws {
        #expect(try !isRight(words, computed, rule))
    }

    /// Whether a percentage is a share of one or the number that is written is told by the expression, and by it alone.
    @Test(arguments: [
        ("about 86 %", "86.34", "100*x", ""), ("86 %", "86.9", "x*100", "tolerance=1"),
        ("86 percent", "86.34", "100.0*x", ""),
        ("约86%", "86.3", "inPercent(x)", ""), ("3 percentage points", "3.2", "100*(x-y)", ""),
        ("5‰", "5", "1000*x", ""), ("86 %", "86", "x*1e2", ""), ("86 %", "86", "1_00*f(x)", ""),
        ("86 %", "86", "right/(n*2)*100", ""), ("86 %", "86", "Double(100*right)/n", ""),
    ]) func percentages(words: String, computed: String, expression: String, rule: String) throws {
        #expect(try isRight(words, computed, rule, expression: expression))
        #expect(try !isRight(words, computed, rule, expression: "x"))
        #expect(try !isRight(words, computed, rule, expression: "x2100"))
    }

    /// What a number is divided by is no hundredths of it.
    @Test(arguments: ["n/(2*100)", "n/(100*2)", "n/Double(2*100)", "n/(k+(100*2))", "n/100*k"])
    func dividingByAHundredGivesAShare(expression: String) throws {
        #expect(try isRight("86 %", "0.86", "", expression: expression))
        #expect(try !isRight("0.86 %", "0.86", "", expression: expression))
    }

    @Test(arguments: [
        "−[5](swift:x)", "-[5](swift:x)", "is **−**[5](swift:x)", "minus [5](swift:x)", "is negative\n[5](swift:x)",
        "[5](swift:x) %", "[5](swift:x)%", "*[5](swift:x)* %", "[5](swift:x)\nper cent", "[5](swift:x)k",
        "[5](swift:x) million",
        "[5](swift:x)\nmillion", "[5](swift:x)-thousand", "[5](swift:x)百", "[5](swift:x)³", "[5](swift:x)^3",
        "[5](swift:x)½",
        "[5](swift:x) × 10³", "[5](swift:x)$\\cdot 10^3$", "[5](swift:x)0", "[5](swift:x),000", "[5](swift:x).5",
        "[5](swift:x)e3",
        "0.[5](swift:x)", "1,[500](swift:x)", "√[5](swift:x)", "x[5](swift:x)", "[5](swift:x)π", "[5](swift:x) dozen",
        "| a |\n|---|\n| −[5](swift:x) |", "- −[5](swift:x)", "# [5](swift:x) %",
    ]) func signsAndUnitsOutsideOfTheLinkAreErrors(text: String) throws {
        let verdict = ChapterVerdict(verifying: try run(text, [text.contains("500") ? "500" : "5"]))
        #expect(verdict.text().contains("which cannot be checked: "), "\(verdict.text())")
        #expect(!verdict.isOK)
    }

    @Test(arguments: [
        "[5](swift:x)–[5](swift:x)", "from [5](swift:x)-[5](swift:x)", "loss – [5](swift:x)", "loss—[5](swift:x)",
        "([5](swift:x))",
        "[5](swift:x) ms", "top-[5](swift:x)", "[5](swift:x)-fold", "x < [5](swift:x)", "3 ± [5](swift:x)",
        "[5](swift:x), 5 more",
        "[5](swift:x) k-means", "about [5](swift:x)!", "[5](swift:x) + 3", "10 - [5](swift:x)", "为[5](swift:x)，",
        "[5](swift:x)th.",
        "$n=$[5](swift:x)", "`-`[5](swift:x)", "[5](swift:x) a hundred times", "−1 and [5](swift:x)",
    ]) func whatElseStandsAroundALinkIsFine(text: String) throws {
        let executed = try run(text, Array(repeating: "5", count: text.ranges(of: "](swift").count))
        #expect(ChapterVerdict(verifying: executed).isOK, "\(ChapterVerdict(verifying: executed).text())")
    }

    /// Numbers that a claim says must be what it claims.
    @Test(arguments: [
        ("above 90 %", "x>0.9", true), ("above 90 %", "x>0.5", false), ("all 10", "n==10", true),
        ("all 10", "n==m", false),
        ("below the 0.448", "x<0.448", true), ("between 82 and 85 in a hundred", "x>0.82&&x<0.85", true),
        ("grows as $n^2$", "f(n)", true), ("more than 1,000", "n>1_000", true), ("within 1e-3", "abs(x)<0.001", true),
        ("at layer 2", "l2>0", false), ("lies above", "a>b", true), ("below −1", "x < -1", true),
        ("below −1", "x < 1", false), ("below minus 0.8", "x<0.8", false), ("falls by 0.8", "b-a < -0.8", true),
        ("is ≤ 5", "n<=5", true), ("more than 5½", "n>5", false),
        ("stays at 1", "$0.v==$1.v", false),
        ("has the weight 0", "w.equal(Tensor.zeros(6))", true), ("is 1 everywhere", "w.equal(.ones(6))", true),
    ]) func numbersInTheWordsOfAClaimAreThoseOfItsExpression(words: String, expression: String, isRight: Bool) throws {
        let verdict = ChapterVerdict(
            verifying: try run("It is [\(words)](<swift:\(expression.replacing(/[<>]/) { "\\\($0.0)" })>).", ["true"]))
        #expect(verdict.isOK == isRight, "\(verdict.text())")
    }

    /// What stands around a claim's link may make another number of its own.
    @Test(arguments: [
        "minus [0.8](<swift:x\\<0.8>)", "[more than 5](<swift:n\\>5>) million", "[more than 5](<swift:n\\>5>) %",
        "[more than 5](<swift:n\\>5>)³", "[more than 5](<swift:n\\>5>)000",
    ]) func numbersOfClaimsEndWithTheirLinks(text: String) throws {
        #expect(try !ChapterVerdict(verifying: run("It is \(text).", ["true"])).isOK)
    }

    @Test func findingsNameTheWordsTheExpressionAndThePlace() throws {
        let verdict = ChapterVerdict(
            verifying: try run(
                "A [0.86](swift:a), [lies above](<swift:a \\> b>) and\n[x y](swift:c).", ["0.853", "false", "z"]))
        #expect(
            verdict.text() == """
                x.md:1:3: the prose says “0.86”, but 0.853 is 0.007 from the documented 0.86; 0.005 is allowed
                x.md:1:20: the prose says “lies above”, but `a > b` is false
                x.md:2:1: the prose says “x y”, but `c` is z
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
        #expect(!verdicts[0].text().contains("unwrapping"))
        var unwrapped = try run("A [other](swift:n!=4).", ["x"])
        unwrapped.values[0] = executed.values[2]
        #expect(
            ChapterVerdict(verifying: unwrapped).text().contains("    Swift reads a `!` behind a name as unwrapping"))
    }

    @Test(arguments: [
        ("is [0.86](swift:x), so", "0.8534", "is [0.85](swift:x), so"),
        ("[about 86 %](<swift:100 * x>)", "85.34", "[about 85 %](<swift:100 * x>)"),
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
        ("[86 percent](swift:100*x)", "43.2", "[43 percent](swift:100*x)"),
        ("[10³](swift:x)", "2000", "[2000](swift:x)"),
        ("[2¹⁰ steps](swift:x)", "512", "[512 steps](swift:x)"),
        ("[5百](swift:x)", "700", "[7百](swift:x)"),
        ("[5 hundred thousand](swift:x)", "700000", "[7 hundred thousand](swift:x)"),
        ("[3 million](swift:x)", "4000", "[0.004 million](swift:x)"),
        ("[3 million](swift:x)", "1234567", "[1.2 million](swift:x)"),
        ("[5百](swift:x)", "5", "[0.05百](swift:x)"), ("[4k](swift:x)", "5", "[0.005k](swift:x)"),
        ("[2 %](swift:x)", "0.035", "[4 %](swift:x)"), ("[2 %](swift:x)", "0.001", "[0.1 %](swift:x)"),
        ("[0.86](swift:x \"tolerance=0.001\")", "0.8534", "[0.853](swift:x \"tolerance=0.001\")"),
        ("[0.86 %](swift:x)", "0.0123", "[1.23 %](swift:x)"),
        ("[+0.5](swift:x)", "0.61", "[+0.6](swift:x)"),
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
        #expect(accepted.changes.first?.column != nil)
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

    /// What cannot be written exactly is refused, with its place and the reason, and the text stays.
    @Test(arguments: [
        ("is [– 5](swift:x)", "-7"), ("is [4½](swift:x)", "5"), ("is [√2](swift:x)", "3"), ("is [5](swift:x)", "()"),
        ("is [5](swift:x)", ""), ("a −[5](swift:x)", "6"), ("is [5](swift:x) %", "6"), ("is [[..]](swift:x)", "6"),
        ("is [all 10](swift:n==m)", "true"),
    ]) func whatCannotBeWrittenExactlyIsRefused(text: String, computed: String) throws {
        let accepted = Acceptance(of: try run(text, [computed]))
        #expect(accepted.text == text)
        #expect(accepted.changes.isEmpty)
        #expect(
            accepted.refusals.map(\.sentence).allSatisfy {
                $0.hasPrefix("the words stay, since they cannot be compared: ")
            })
        #expect(accepted.refusals.map(\.position) == [SourcePosition(line: 1, column: text.hasPrefix("a −") ? 6 : 4)])
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
