import CellMessages
import ChapterDocument
import ReportRendering
import Testing

/// A chapter that is rendered again and again while it is edited.
struct RepeatedRenderingTests {
    /// Languages that another page has loaded must not show.
    @Test func aPageIsTheSameWhateverWasRenderedBefore() throws {
        let page = try SampleChapter.executed(
            "````markdown\n```swift cell\nlet a = 1\n```\n```rust\nlet b = 2;\n```\n````\n", results: [:])
        let other = try SampleChapter.executed(
            "```swift cell\nlet a = 1\n```\n\n```rust\nlet b = 2;\n```\n",
            results: [0: CellResult(outcome: .succeeded)])
        let alone = try ReportRenderer().render(page).html
        let renderer = ReportRenderer()
        _ = try renderer.render(other)
        #expect(try renderer.render(page).html == alone)
        #expect(alone.contains("keyword"))
    }

    /// A long chapter: prose with formulas, code, cells with figures. `edited` is the number of a section with other words.
    private func chapter(sections: Int, edited: Int = 0) throws -> ExecutedChapter {
        let parts = (1...sections).map { section in
            """
            ## Section \(section)

            The weights $w_{\(section)}$ of layer \(section) are drawn from $\\mathcal{N}(0, \\sigma^2_{\(section)})$, as
            \(section == edited ? "edited words say" : "He et al. propose"), so that **the variance** of what leaves the
            layer is the variance of what enters it, and neither `exp` nor *log* runs out of digits.

            $$ \\operatorname{Var}[y_{\(section)}] = \\frac{1}{n} \\sum_{i=1}^{n} (y_i - \\bar y)^2 $$

            ```swift cell
            let layer\(section) = Linear(784, \(section))
            print(layer\(section).weight.variance() < 1 ? "small & steady" : "large")
            plot(1...50, losses, labels: ["loss"], xLabel: "epoch")
            ```
            """
        }
        let figure = Figure(panels: [
            .plot(
                Plot(series: [
                    Series(name: "loss", x: (1...50).map(Double.init), y: (1...50).map { 1 / Double($0) })
                ]))
        ])
        return try SampleChapter.executed(
            "# Long\n\n" + parts.joined(separator: "\n\n"),
            results: Dictionary(
                uniqueKeysWithValues: (0..<sections).map { index in
                    let outputs: [CellOutput] = [
                        .text(.standardOutput, "small & steady\n"), .display(id: index, .figure(figure)),
                    ]
                    return (index, SampleChapter.ran(outputs))
                }))
    }

    @Test func aPageRenderedAgainIsTheSameAndFarCheaper() throws {
        let renderer = ReportRenderer()
        let (before, after) = (try chapter(sections: 60), try chapter(sections: 60, edited: 30))
        let clock = ContinuousClock()
        var first = ""
        let cold = try clock.measure { first = try renderer.render(before).html }
        var edited = ""
        let warm = try (0..<5).map { _ in try clock.measure { edited = try renderer.render(after).html } }.min()
        print("a page of \(edited.utf8.count / 1024) KB: \(cold) the first time, \(try #require(warm)) again")
        #expect(try #require(warm) < cold / 4)
        #expect(try renderer.render(before).html == first)
        #expect(edited == (try ReportRenderer().render(after).html))
        #expect(edited.contains("edited words say"))
    }

    @Test func anEditLeavesTheOtherBlocksAsTheyWere() throws {
        let renderer = ReportRenderer()
        let lines = try [0, 2].map { edited in
            try renderer.render(try chapter(sections: 4, edited: edited)).html.split(separator: "\n")
        }
        #expect(lines[0].count == lines[1].count)
        let changed = zip(lines[0], lines[1]).filter { $0 != $1 }.map(\.1)
        #expect(changed == ["edited words say, so that <strong>the variance</strong> of what leaves the"])
    }
}
