import ChapterDocument
import Foundation
import ReportRendering
import Testing

/// What can be told without running a chapter is told at its line.
@Suite struct ChapterCheckTests {
    private func findings(_ text: String) throws -> [String] {
        try ReportRenderer().check(Chapter(parsing: text, path: "chapters/sample.md")).map { diagnostic in
            let line = diagnostic.position?.line ?? 0
            return "\(diagnostic.severity) \(line) \(diagnostic.message)"
                + (diagnostic.advice.map { " (\($0))" } ?? "")
        }
    }

    @Test func aChapterWithEverythingHasNoFindings() throws {
        #expect(try findings(AuthoringSample.text) == [])
    }

    @Test(arguments: [
        ("# T\n\nWords\n![A](none.png)", "error 4 There is no picture chapters/none.png"),
        (
            "# T\n\n$x$ and\n**bold\n$\\nosuch$**",
            "error 5 KaTeX rejects the formula: Undefined control sequence: \\nosuch"
        ),
        ("|a|b|\n|-|-|\n|1|$\\nosuch$|", "error 3 KaTeX rejects the formula: Undefined control sequence: \\nosuch"),
        (
            "x[^1]\n\n[^1]: A\n\n    $\\nosuch$",
            "error 5 KaTeX rejects the formula: Undefined control sequence: \\nosuch"
        ),
        (
            "# The top\n\nWords\n[a](#the-topp)",
            "error 4 the link to `#the-topp` leads nowhere (did you mean `#the-top`?)"
        ),
        ("# T\n\n<p><a href=\"#q\">x</a></p>", "error 3 the link to `#q` leads nowhere"),
        (
            "# T\n\n# Two\n\n<p>\n<a id=\"two\"></a></p>",
            "error 6 two elements of the page have the id `two` (give this one another id)"
        ),
        (
            "```swift cell skip\n```\n```output\n1\n```",
            "warning 3 this output is never compared: the cell is skipped (mark it `illustrative` or remove it)"
        ),
        (
            "```swift cell fails=compile\n```\n```output\n1\n```",
            "warning 3 this output is never compared: the cell is not meant to compile (mark it `illustrative` or remove it)"
        ),
        ("# T\n\nso [a](other.md#nothing)", "error 3 there is no file chapters/other.md"),
        ("# T\n\n<p>\n<a href='other.md'>a</a></p>", "error 4 there is no file chapters/other.md"),
        ("# T\n\n<img src=\"none.png\">", "error 3 There is no picture chapters/none.png"),
        ("# T\n\na <img src=https://x.org/a.png> b", "error 3 The picture https://x.org/a.png is on another site"),
        ("# T\n\n<video src=\"a.mp4\"></video>", "error 3 The page cannot show what `<video src>` asks for"),
        ("# T\n\n![A](data:image/png;base64,AA \"$\\nosuch$\")", "error 3 KaTeX rejects the formula"),
        ("---\ntitle: $\\nosuch$\n---\n\n[a](#b)\n\n# b", "error 2 KaTeX rejects the formula"),
        ("# T\n\n## On $\\nosuch$\n\n## B", "error 3 KaTeX rejects the formula"),
        ("# T\n\n[a](javascript:x)", "error 3 The link to `javascript:x` is left out: following it could run a script"),
    ]) func faultsAreTold(text: String, message: String) throws {
        let findings = try findings(text)
        #expect(findings.count == 1 && findings[0].hasPrefix(message), "\(findings)")
    }

    @Test(arguments: [
        "# The top\n\n[a](#the-top) [b](#two)\n\n## Two", "# 为什么\n\n# 什么\n\n[a](#什么) [b](#%E4%BB%80%E4%B9%88)",
        "```swift cell id=net\n```\n[a](#cell-net)", "[a](#x) <a id=\"x\"></a>",
        "# Cell 1\n\n```swift cell\n```\n[a](#cell-1)",
        "```swift cell skip\n```\n```output illustrative\n1\n```", "[b](#)",
        "# Verification\n\n## Text\n\n## Theme\n\n[a](#verification) [b](#text) [c](#theme)",
        "# fn 1\n\n## fnref 1\n\n## ref a\n\n## tabs 1\n\nx[^1] [a](#fn-1) [b](#ref-a)\n\n[^1]: A\n\n$$x$$\n:eqlabel:`a`",
        "[a](#top)<a name=\"top\"></a>", "[a](https://x.org/b.md) <a href=\"mailto:a@b.c\">x</a>",
    ]) func whatIsRightIsNotTold(text: String) throws {
        #expect(try findings(text) == [])
    }
}
