/// What a mutation inserts: the pieces of chapters that mean something to some part of Lectern.
enum Tokens {
    /// Pieces that stand within a line.
    static let inline: [String] = [
        "$", "$$", "`", "``", "```", "~~~", "*", "_", "**", "[", "]", "(", ")", "![", "](", "<", ">", "&", "\\", "|",
        "#",
        "[^", "[^note]", "[^note]:", "[^]", ":label:`", ":label:`a`", ":numref:`a`", ":eqref:`a`", ":eqlabel:`a`",
        ":numref:`", "`:", "{#id}", "<!--", "-->", "<![CDATA[", "]]>", "<script>", "</main>", "<img src=x onerror=a>",
        "&#0;", "&#x110000;", "&#xD800;", "&amp;", "&notanentity;", "\u{0}", "\u{1}", "\u{7}", "\u{B}", "\u{C}",
        "\u{1B}[31m",
        "\u{7F}", "\u{85}", "\u{A0}", "\u{AD}", "\u{200B}", "\u{200D}", "\u{202E}", "\u{2028}", "\u{2029}", "\u{FEFF}",
        "\u{FFFD}",
        "\u{FFFE}", "\u{FFFF}", "\u{10FFFF}", "\u{E000}", "\u{F8FF}", "\u{301}", "e\u{301}\u{302}\u{303}", "👩‍👩‍👧‍👦", "丢弃法",
        "\t", "  ", "\\\\", "\\$", "\\(", "\\)", "\\[", "\\]", "\\frac", "\\frac{", "\\sqrt[", "{", "}", "^", "^{",
        "_{", "&=",
        "\\begin{aligned}", "\\end{aligned}", "\\begin{cases}", "\\left(", "\\right.", "\\text{", "\\text{$x$}",
        "\\label{a}",
        "\\def\\a{\\a\\a}", "\\a", "\\newcommand{\\b}[1]{#1#1}", "\\href{javascript:a}{b}", "\\htmlId{a}{b}",
        "\\color{", "\\tag{1}",
        "\\char\"110000", "\\unicode{x}", "\\includegraphics{a}", "\\rule{1e9em}{1e9em}", "\\hspace{1e999em}",
        "\\kern-1e9pt",
        "https://example.org", "<https://example.org>", "javascript:alert(1)", "data:image/png;base64,AAAA",
        "../../../etc/passwd",
        "![a](/dev/zero)", "![a](/dev/stdin)", "![a](.)", "![a](/)", "![a]()", "![a](x%00y.png)", "![a](%ff.png)",
        "![a](<a b.png>)",
        "[a](#a)", "[a](#)", "[a][a]", "[a]: b", "1.", "-", "+", "0", "-1", "1e999", "-0.0", "nan", "inf", "0x1p3",
        "9".repeated(40),
        "0." + "3".repeated(400), "1e-400", "[..]", "...", "tensor([[1., 2.]])", "\"", "'", "=", ",", ":", ": ", "---",
        "***", "!!",
    ]

    /// Lines of their own.
    static let lines: [String] = [
        "", " ", "---", "...", "***", "```", "````", "~~~", "```swift cell", "```swift cell id=a",
        "```swift cell fails=trap",
        "```swift cell fails=compile skip quiet hide fold", "```swift cell timeout=0", "```swift cell timeout=1e999",
        "```swift cell timeout=-1",
        "```swift cell tab=\"A\"", "```swift cell tab=\"B", "```swift cell id=", "```swift cell =",
        "```swift cell id=\"\" id=b", "```swift",
        "```python tab=\"A\"", "```output", "```output tolerance=1e-3", "```output tolerance=-1",
        "```output tolerance=nan", "```output tolerance=",
        "```output tolerance=1e308", "```output digits", "```output illustrative", "```output nonsense",
        "    ```swift cell", "> ```swift cell",
        "- ```output", "title: A", "title:", "title: [a, b]", "title: {a: b}", "title: |", "title: &a *a",
        "number: 4.6", "number: \"4.6\"",
        "number: 1e999", "language: zh", "language: x-", "language: \"<\"", "seed: -1", "seed: 18446744073709551616",
        "seed: 1e3", "timeout: 0",
        "timeout: .nan", "timeout: .inf", "timeout: 1e400", "date: 2024-13-45", "? a", "!!binary AAAA",
        "a: &a [*a, *a]", "\ta: b", "%YAML 9.9",
        "a: b: c", "- a", "'", "\"", "{", "[", "draft: yes", "description: >", "# A", "####### A", "A\n===", "A\n---",
        "$$", "$$ x $$", "$$x",
        ":label:`a`", ":eqlabel:`a`", ":label:``", "| a | b |", "|---|---|", "|:-:|", "| a", "|", ": A caption",
        "> [!NOTE]", "> [!WARNING]",
        "> [!NOPE]", "> [!TIP] a", ">", "[^a]: A note", "[^a]:", "    indented", "<div>", "</div>", "<pre>", "<!-- a",
        "![a](b.png)", "* * *",
        "[a]: <b> 'c", "1) a", "999999999. a", "9999999999. a", "\\begin{aligned}", "\\end{aligned}",
    ]

    /// Pieces that are no UTF-8, or the marks and characters of other encodings.
    static let bytes: [[UInt8]] = [
        [0xFF], [0xC0, 0x80], [0xE2, 0x82], [0xF0, 0x9F, 0x98], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF],
        [0xED, 0xA0, 0x80, 0xED, 0xB0, 0x80],
        [0xF4, 0x90, 0x80, 0x80], [0x80], [0xEF, 0xBB, 0xBF], [0xFE, 0xFF], [0xFF, 0xFE], [0], [0, 0, 0, 0], [0x0D],
        [0x0D, 0x0D, 0x0A],
        [0x1A], [0xA3], [0xB6, 0xAA, 0xC6, 0xFA],
    ]
}

extension String {
    /// The text so many times.
    func repeated(_ count: Int) -> String { String(repeating: self, count: count) }
}
