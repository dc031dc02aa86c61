import ChapterDocument
import Testing

/// Formulas reach the report as written, and nothing else is taken for one.
@Suite struct MathTests {
    @Test(arguments: [
        ("so $a_1 * b_1 * c$ is", "p[so $a_1 * b_1 * c$ is]"),
        ("$$ \\mathbb{E}[y] \\\\ = x $$", "$$ \\mathbb{E}[y] \\\\ = x $$"),
        ("若：\n$$\n𝑀∼B\\\\\n𝑞\n$$\n则：", "p[若：] $$\n𝑀∼B\\\\\n𝑞\n$$ p[则：]"),
        ("`$a$` and ``$$``", "p[`$a$` and `$$`]"),
        ("costs $5 and $10", "p[costs $5 and $10]"),
        ("a \\$b\\$ c", "p[a $b$ c]"),
        ("$ a$ b$", "p[$ a$ b$]"),
        ("```\n$a$\n```", "c[$a$\n]"),
        ("    $a$", "c[$a$\n]"),
        ("> $$\n> x > 1\n> y\n> $$\n> after", "q($$\nx > 1\ny\n$$ p[after])"),
        ("- one\n\n  $$\n  x\n  $$\n- two", "l(p[one] $$\n  x\n  $$ p[two])"),
        ("# On $p$", "h[On $p$]"),
        ("**$p$**的", "p[*$p$*的]"),
        ("[a](https://x.org/$b$)", "p[a→https://x.org/$b$]"),
        ("$$\na\n=\nb\n$$", "$$\na\n=\nb\n$$"),
        ("$$\na\n- b\n\n+ c\n$$", "$$\na\n- b\n\n+ c\n$$"),
        ("<div>$a$</div>", "<<div>$a$</div>\n>"),
        ("$a\nb$", "p[$a\nb$]"),
        ("\u{10FFF0}0\u{10FFF1} $a$", "p[\u{FFFD}0\u{FFFD} $a$]"),
    ]) func formulasAreTold(text: String, expected: String) throws {
        #expect(try Chapter.outline(text) == expected)
    }

    @Test func anUnclosedFormulaIsAWarning() throws {
        let chapter = try Chapter(parsing: "a\n\nb $$ c", path: "x.md")
        #expect(chapter.warnings.map(\.position) == [SourcePosition(line: 3, column: 3)])
    }

    @Test func linesAfterAFormulaKeepTheirNumbers() throws {
        let chapter = try Chapter(parsing: "$$\na\n\nb\n$$\n\n```swift cell\n```\n", path: "x.md")
        #expect(chapter.cells.first?.range.start.line == 7)
    }

    /// Texts of about a megabyte, each of which takes minutes where a failed search is made again and again.
    @Test(
        .timeLimit(.minutes(1)),
        arguments: [
            "$a ", "$a\n", "$$ \\", "$", "$a$ ", "`$ ``$ ", "`` ` $x$ ", "> ", "  $x$\n", "$$ `", "$$\n```\n```\n",
        ]) func longTextsTakeLinearTime(piece: String)
    {
        let text = String(repeating: piece, count: 1_000_000 / piece.utf8.count)
        let time = ContinuousClock().measure { _ = try? Chapter(parsing: text, path: "x.md") }
        #expect(time < .seconds(15), "\(time)")
    }

    @Test func manyLengthsOfBackticksTakeLinearTime() throws {
        let text = (1...1400).map { String(repeating: "`", count: $0) + "$x$ " }.joined()
        let chapter = try Chapter(parsing: text, path: "x.md")
        #expect(chapter.outline.hasPrefix("p[`$x$ ``$x$ ```"))
    }

    @Test func searchesThatFailedDoNotHideLaterFormulas() throws {
        #expect(try Chapter.outline("$a\n\n$b$ `c\n\n`d` $e$") == "p[$a] p[$b$ `c] p[`d` $e$]")
        #expect(try Chapter.outline("$$ a\n\n```\n```\n\n$$b$$") == "p[$$ a] c[] $$b$$")
        #expect(try Chapter.outline("a `` b ` $c$ `` d `` $e$") == "p[a `b ` $c$` d `` $e$]")
    }
}
