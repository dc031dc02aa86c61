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
        ("$$\na\n- b\n+ c\n# d\n$$", "$$\na\n- b\n+ c\n# d\n$$"),
        ("<div>$a$</div>", "<<div>$a$</div>\n>"),
        ("$a\nb$", "p[$a\nb$]"),
        ("\u{10FFF0}0\u{10FFF1} $a$", "p[\u{FFFD}0\u{FFFD} $a$]"),
    ]) func formulasAreTold(text: String, expected: String) throws {
        #expect(try Chapter.outline(text) == expected)
    }

    /// Pandoc's rule for dollar signs: the next one closes, or nothing does, and no formula leaves its paragraph.
    @Test(arguments: [
        ("$x$2 and $y$-axis", "p[$x$2 and $y$-axis]", 1), ("$5-$10, then $x$", "p[$5-$10, then $x$]", 0),
        ("US$100 and A$50, HK$ 30", "p[US$100 and A$50, HK$ 30]", 0),
        ("- a $b\n- c$ d", "l(p[a $b] p[c$ d])", 0), ("# a $b\nc$ d", "h[a $b] p[c$ d]", 0),
        ("> $a\n\nb$ c", "q(p[$a]) p[b$ c]", 0), ("|a $b|c|\n|-|-|\n|d$|e|", "t--[a $b|c/d$|e]", 0),
        ("a $$ b\n\nc $$ d", "p[a $$ b] p[c $$ d]", 2), ("$$\na\n\nb\n$$", "p[$$~a] p[b~$$]", 2),
        ("$$ a $b$ c $$", "p[$$ a $b$ c $$]", 2), ("- $$ a\n- b $$", "l(p[$$ a] p[b $$])", 2),
        ("> $$\n> a\n\nb $$", "q(p[$$~a]) p[b $$]", 2), ("$$$$ $$$a$$$", "p[$$$$ $$$a$$$]", 0),
        ("$\\alpha and so on", "p[$\\alpha and so on]", 1), ("$ \\alpha $", "p[$ \\alpha $]", 1),
        ("$HOME and $PATH", "p[$HOME and $PATH]", 0), ("$\u{3000}a$", "p[$\u{3000}a$]", 0),
    ]) func proseIsNoFormula(text: String, expected: String, warnings: Int) throws {
        let chapter = try Chapter(parsing: text, path: "x.md")
        #expect(chapter.outline == expected)
        #expect(chapter.warnings.count == warnings, "\(chapter.warnings)")
    }

    @Test(arguments: [
        ("> For $a\n> = b$ so", "q(p[For $a\n= b$ so])"), ("> > $a\n> > b$", "q(q(p[$a\nb$]))"),
        ("> - $$\n>   > 0\n>   $$\n>   so", "q(l($$\n  > 0\n  $$ p[so]))"),
        ("> Euler: $$c\n> = d$$ so", "q(p[Euler: ] $$c\n= d$$ p[so])"),
        ("$$\nf\n> 0\n$$\nThis is prose.", "$$\nf\n> 0\n$$ p[This is prose.]"),
        ("> $$\n> f\n> > 0\n> $$\n> so", "q($$\nf\n> 0\n$$ p[so])"),
        ("$\\text{if $x$ holds}$ and $y$", "p[$\\text{if $x$ holds}$ and $y$]"),
        ("$x$$y$", "p[$x$$y$]"), ("的$x$，", "p[的$x$，]"), ("2$\\times$ 3", "p[2$\\times$ 3]"),
        ("$`a|b`$ and $``$", "p[$a|b$ and $``$]"), ("```math\na\n```\n:eqlabel:`e`", "e=$$a\n$$"),
    ]) func formulasKeepTheirOwn(text: String, expected: String) throws {
        #expect(try Chapter.outline(text) == expected)
    }

    @Test(arguments: [
        ("[a](http://x.org/$1/$2) and $z$", "p[a→http://x.org/$1/$2 and $z$]"),
        ("[a](<x $1> \"$t$\") $z$", "p[a→x $1 $z$]"), ("[a]: /$1/$2\n\n[a] $z$", "p[a→/$1/$2 $z$]"),
        ("<http://x.org?a=$1&b=$2> $z$", "p[http://x.org?a=$1&b=$2→http://x.org?a=$1&b=$2 $z$]"),
        ("https://x.org/$1/$2 and $z$", "p[https://x.org/$1/$2→https://x.org/$1/$2 and $z$]"),
        ("a <b title=\"$1\">c</b> $z$", "p[a ?c? $z$]"), ("$f[x](y)$ $a<b$ $c>d$", "p[$f[x](y)$ $a<b$ $c>d$]"),
        ("a <!-- $1 --> $z$", "p[a ? $z$]"),
    ]) func addressesAreAddresses(text: String, expected: String) throws {
        #expect(try Chapter.outline(text) == expected)
    }

    @Test(arguments: [
        ("a \\(y\\) b", "warning 1:3 `\\(…\\)` is shown as `(…)`"),
        ("a \\[y\\]", "warning 1:3 `\\[…\\]` is shown as `[…]`"),
        ("a\n\n\\begin{align*} u \\end{align*}", "warning 3:1 `\\begin{align*}` is shown as it stands"),
    ]) func otherNotationsAreReported(text: String, message: String) {
        let diagnostics = Chapter.diagnostics(text)
        #expect(diagnostics.count == 1 && diagnostics[0].hasPrefix(message), "\(diagnostics)")
    }

    @Test func bracketsThatAreEscapedOnceAreNotReported() {
        #expect(
            Chapter.diagnostics("\\[^1] and \\[a](b), $\\left( x \\right)$, $\\begin{matrix}\\end{matrix}$, `\\(a\\)`")
                == [])
    }

    @Test func anUnclosedFormulaIsAWarning() throws {
        let chapter = try Chapter(parsing: "a\n\nb $$ c", path: "x.md")
        #expect(chapter.warnings.map(\.position) == [SourcePosition(line: 3, column: 3)])
    }

    @Test func linesAfterAFormulaKeepTheirNumbers() throws {
        let chapter = try Chapter(parsing: "$$\na\n\\\\\nb\n$$\n\n```swift cell\n```\n", path: "x.md")
        #expect(chapter.cells.first?.range.start.line == 7)
    }

    /// Texts of about a megabyte, each of which takes minutes where a failed search is made again and again.
    @Test(
        .timeLimit(.minutes(1)),
        arguments: [
            "$a ", "$a\n", "$$ \\", "$", "$a$ ", "`$ ``$ ", "`` ` $x$ ", "> ", "  $x$\n", "$$ `", "$$\n```\n```\n",
            "$$ $x\n", "$\\text{a ", "\\( ", "<a b='", "<!-- ", "](", "~~a ~b", "*a。*b", "www.a@", "- $$ a\n",
            "> $$ a\n",
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
