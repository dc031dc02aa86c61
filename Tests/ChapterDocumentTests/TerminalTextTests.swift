import ChapterDocument
import Testing

/// What a terminal shows of text, and what keeps text from doing anything else there.
struct TerminalTextTests {
    @Test(arguments: [
        ("\u{1B}[31mred <b>x</b>\u{1B}[0m plain\n", "red <b>x</b> plain\n"),
        ("\u{1B}[1;32mbold\u{1B}[38;2;1;2;3m green\u{1B}[m", "bold green"),
        ("\u{1B}]8;;https://example.org\u{1B}\\link\u{1B}]8;;\u{7}!", "link!"),
        ("\u{1B}]0;title\nnext", "\nnext"), ("\u{1B}Pdata\u{1B}\\x\u{1B}(By\u{1B}7z", "xyz"),
        ("\u{9B}31mred\u{9D}0;t\u{9C}!", "red!"), ("\u{1B}", ""), ("a\u{1B}[", "a"), ("a\u{1B}[31", "a"),
        ("step 1/3\rstep 2/3\rstep 3/3\r\ndone\n", "step 3/3\ndone\n"),
        ("step 3/3\rdone    \n", "done    \n"), ("step 10\rstep 9\n", "step 90\n"),
        ("a\r\nb\r\n", "a\nb\n"), ("你好\r再\n", "再好\n"), ("ab\u{8}c\n", "ac\n"),
        ("50%\u{1B}[2K\r100%\u{1B}[K", "100%"), ("abc\r\u{1B}[K", ""), ("abc\u{1B}[2DX\u{1B}[6GY", "aXc  Y"),
        ("tab\tstays\u{0}\u{7}\u{C}", "tab\tstays"), ("a\u{202E}b\u{2066}c\u{202C}", "abc"),
    ]) func aTerminalShows(written: String, shown: String) {
        #expect(TerminalText.plain(written) == shown)
        #expect(TerminalText.plain(shown) == shown)
    }

    @Test func columnsFarAwayTakeNoMemory() {
        let text = String(repeating: "\u{1B}[999999999C", count: 10_000) + "x\n"
        #expect(TerminalText.plain(text).utf8.count <= 502)
    }

    @Test func namesShowTheirControls() {
        let name = "a\u{1B}[31mb\n\tc\u{7F}\u{9B}\u{202E}d"
        #expect(name.withVisibleControls() == "a␛[31mb␊\tc␡\u{FFFD}\u{FFFD}d")
        #expect(name.withVisibleControls(keepsLines: true) == "a␛[31mb\n\tc␡\u{FFFD}\u{FFFD}d")
        #expect("\u{1B}[1;31mx\u{1B}[2J\u{1B}[m".withVisibleControls(keepsColors: true) == "\u{1B}[1;31mx␛[2J\u{1B}[m")
        #expect("名前 é — plain".withVisibleControls() == "名前 é — plain")
    }
}
