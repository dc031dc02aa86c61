import ChapterDocument
import Foundation
import ReportRendering
import Testing

/// Formulas: typeset at render time, with the fonts they need and no others.
struct MathTests {
    private func fontFaces(_ formula: String) throws -> [String] {
        try SampleChapter.html("# T\n\n$\(formula)$\n").split(separator: "\n")
            .filter { $0.hasPrefix("@font-face") }
            .map { line in
                let family = line.drop { $0 != "_" }.dropFirst().prefix { $0 != ";" }
                return family + (line.contains("font-weight:700") ? " bold" : "")
                    + (line.contains("font-style:italic") ? " italic" : "")
            }
            .map(String.init)
    }

    @Test func onlyTheFontsThatTheFormulasUseAreEmbedded() throws {
        #expect(try fontFaces("2 + 2") == ["Main"])
        #expect(try fontFaces("x") == ["Main", "Math italic"])
        #expect(try fontFaces(#"\mathbb{E}[x]"#) == ["AMS", "Main", "Math italic"])
        #expect(try fontFaces(#"\mathbf{w}"#) == ["Main bold", "Main"])
        #expect(try fontFaces(#"\textit{so} \textbf{so}"#) == ["Main bold", "Main italic", "Main"])
        #expect(try fontFaces(#"\boldsymbol{\beta}"#) == ["Main", "Math bold italic"])
        #expect(try fontFaces(#"\mathcal{L}"#) == ["Caligraphic", "Main"])
        #expect(try fontFaces(#"\Bigg( \sum"#).contains("Size4"))
    }

    /// A rule that speaks of what an element is not is needed all the more where no element is that.
    @Test func anAccentStandsOverItsLetter() throws {
        #expect(try SampleChapter.html("# T\n\n$\\hat{x}$\n").contains(".accent-body:not(.accent-full)"))
    }

    @Test func aChapterWithoutFormulasHasNoFonts() throws {
        let html = try SampleChapter.html("# T\n\nWords, and code: `x`.\n\n```swift\nlet x = 1\n```\n")
        #expect(!html.contains("@font-face"))
        #expect(html.utf8.count < 50_000)
    }

    @Test func mathMLIsKeptForScreenReaders() throws {
        let html = try SampleChapter.html("# T\n\n$$ \\frac{1}{1-p} $$\n")
        #expect(html.contains("<math xmlns=\"http://www.w3.org/1998/Math/MathML\" display=\"block\">"))
        #expect(html.contains("<mfrac>"))
    }

    @Test func aRejectedFormulaIsShownAndReportedAtItsLine() throws {
        let report = try ReportRenderer().render(
            SampleChapter.executed("# T\n\nGood $x$,\nbad $\\nosuch{<}$ and\n\n$$\n\\frac{1}{\n$$\n\n$$ y $$\n"))
        #expect(report.warnings.map(\.position?.line) == [4, 6])
        #expect(report.warnings.first?.message.contains(#"Undefined control sequence: \nosuch"#) == true)
        #expect(report.html.contains(#"<code>\nosuch{&lt;}</code>"#))
        #expect(report.html.components(separatedBy: "class=\"katex-html\"").count == 3)
    }

    @Test func chineseWordsAndUnicodeLettersPass() throws {
        let report = try ReportRenderer().render(
            SampleChapter.executed(
                """
                ---
                title: 期望
                language: zh-CN
                ---

                设 M 服从伯努利分布：
                $$
                训练时输出：𝑦=𝑀⋅𝑥/q\\\\
                期望：𝐸_{train}[𝑦]=𝐸[𝑀]⋅𝑥/q=𝑥
                $$
                """))
        #expect(report.warnings.isEmpty)
        #expect(!report.html.contains("$$"))
        #expect(report.html.contains("训练时输出："))
        #expect(report.html.contains("mspace newline"))
        #expect(report.html.contains("<html lang=\"zh-CN\">"))
        #expect(report.html.contains("data-copy=\"复制\""))
    }

    @Test func aDefinitionHoldsForTheRestOfItsPage() throws {
        let renderer = ReportRenderer()
        func warnings(_ text: String) throws -> [String] {
            try renderer.render(SampleChapter.executed(text)).warnings.map(\.message)
        }
        let page =
            "# T\n\n$\\newcommand{\\R}{\\mathbb{R}}\\R^n$ and $\\R^m$.\n\n$$\\newcommand{\\vv}[1]{\\mathbf{#1}}$$\n\n$\\vv{x}$"
        #expect(try warnings(page) == [])
        #expect(try warnings(page) == [], "rendered again")
        #expect(try warnings("# T\n\n$\\vv{x}$").count == 1, "on another page")
        #expect(try warnings("# T\n\n$\\vv{x}$ $\\newcommand{\\vv}[1]{#1}$").count == 1, "before its definition")
        #expect(
            try warnings("# T\n\n$\\newcommand{\\vv}{a}\\vv$ $\\newcommand{\\vv}{b}\\vv$ $\\def\\w{c}$ $\\w$") == [])
        let html = try renderer.render(SampleChapter.executed(page)).html
        #expect(html.contains("<div class=\"math\" tabindex=\"0\"></div>") || !html.contains("newcommand{\\vv}"))
    }

    @Test func definitionsBesideTheLessonsHoldForTheBook() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "lectern-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data("% All lessons.\n\\newcommand{\\E}{\\mathbb{E}}\n".utf8).write(
            to: folder.appending(path: "macros.tex"))
        let path = folder.appending(path: "t.md").path
        let report = try ReportRenderer().render(SampleChapter.executed("# $\\E$\n\n$\\E[x]$\n", path: path))
        #expect(report.warnings.isEmpty, "\(report.warnings)")
        #expect(report.sources == [folder.appending(path: "macros.tex").path])
    }

    @Test func captionsTitlesAndContentsHaveFormulas() throws {
        let html = try SampleChapter.html(
            "---\ntitle: On $p$\n---\n\n## Of $q$\n\n## B\n\n![An $a_1$ *b*](data:image/png;base64,AA)\n\n"
                + "![C](data:image/png;base64,AA \"A $b_2$\")\n")
        #expect(html.contains("<title>On p</title>"))
        #expect(html.components(separatedBy: "<annotation encoding=\"application/x-tex\">q</annotation>").count == 3)
        for formula in ["p", "a_1", "b_2"] {
            #expect(html.contains("<annotation encoding=\"application/x-tex\">\(formula)</annotation>"), "\(formula)")
        }
        #expect(html.contains("<em>b</em></span></figcaption>"))
        #expect(html.contains("alt=\"An a_1 b\""))
    }

    @Test func aLabelledFormulaIsNumbered() throws {
        var executed = try SampleChapter.executed("---\nnumber: '4.6'\n---\n\n$$ x $$\n\n$$ y \\tag{A} $$\n\n$$ z $$\n")
        executed.chapter.blocks[0].label = "eq_first"
        executed.chapter.blocks[1].label = "eq_second"
        let report = try ReportRenderer().render(executed)
        #expect(report.warnings.isEmpty)
        #expect(report.html.contains("id=\"ref-eq_first\""))
        #expect(report.html.contains("x \\tag{4.6.1}") || report.html.contains("x\\tag{4.6.1}"))
        #expect(!report.html.contains("\\tag{4.6.2}"))
    }
}
