import ChapterDocument
import Testing

/// Formulas reach the report as written, and nothing else is taken for one.
@Suite struct MathTests {
    /// A compact picture of a chapter's blocks: `p[…]` paragraphs, `$…$` inline and `$$…$$` display formulas.
    private func outline(_ text: String) throws -> String {
        try Chapter(parsing: text, path: "x.md").blocks.map(outline).joined(separator: " ")
    }

    private func outline(_ block: Block) -> String {
        switch block.content {
        case .paragraph(let content): "p[" + content.map(outline).joined() + "]"
        case .heading(let heading): "h[" + heading.content.map(outline).joined() + "]"
        case .math(let tex): "$$\(tex)$$"
        case .quote(let blocks): "q(" + blocks.map(outline).joined(separator: " ") + ")"
        case .list(let list): "l(" + list.items.flatMap { $0 }.map(outline).joined(separator: " ") + ")"
        case .listing(let listing): "c[\(listing.code)]"
        case .html(let html): "<\(html)>"
        case .cell, .thematicBreak: "?"
        }
    }

    private func outline(_ inline: Inline) -> String {
        switch inline {
        case .text(let text): text
        case .math(let tex): "$\(tex)$"
        case .code(let code): "`\(code)`"
        case .softBreak: "~"
        case .strong(let content): "*" + content.map(outline).joined() + "*"
        case .link(let destination, _, let content): content.map(outline).joined() + "→\(destination)"
        default: "?"
        }
    }

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
        #expect(try outline(text) == expected)
    }

    @Test func anUnclosedFormulaIsAWarning() throws {
        let chapter = try Chapter(parsing: "a\n\nb $$ c", path: "x.md")
        #expect(chapter.warnings.map(\.position) == [SourcePosition(line: 3, column: 3)])
    }

    @Test func linesAfterAFormulaKeepTheirNumbers() throws {
        let chapter = try Chapter(parsing: "$$\na\n\nb\n$$\n\n```swift cell\n```\n", path: "x.md")
        #expect(chapter.cells.first?.range.start.line == 7)
    }
}
