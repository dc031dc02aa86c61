import BrowserTesting
import CellMessages
import Foundation
import OutputVerification
import ReportRendering
import Testing

/// The page without a mouse.
@Suite(.serialized)
struct KeyboardTests {
    /// What has the focus.
    private struct Stop: Decodable {
        var name: String
        /// Its place among all elements of the page.
        var place: Int
        var isOutlined: Bool
        var isOnScreen: Bool
    }

    private static let whereAmI = """
        (() => {
        const element = document.activeElement;
        const seen = element.matches(".tabs > input") ? element.nextElementSibling : element;
        const style = getComputedStyle(seen);
        const box = seen.getBoundingClientRect();
        return JSON.stringify({
            name: element.id || element.getAttribute("class") || element.localName,
            place: [...document.querySelectorAll("*")].indexOf(element),
            isOutlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
            isOnScreen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
        });
        })()
        """

    private func page() throws -> String {
        let executed = try FullSample.executed()
        return try ReportRenderer().render(executed, verdict: ChapterVerdict(verifying: executed)).html
    }

    @Test func everyStopIsReachedInOrderAndSeen() throws {
        let steps =
            [Browser.Step.evaluate("document.documentElement.style.scrollBehavior = 'auto'")]
            + Array(repeating: [.press("Tab"), .evaluate(Self.whereAmI)], count: 70).flatMap { $0 }
        let visit = try Browser(width: 700).visit(try page(), steps: steps)
        let stops = try visit.results.dropFirst().map { try JSONDecoder().decode(Stop.self, from: $0) }
        let round = Array(stops.prefix { $0.name != "body" })
        #expect(round.count < stops.count, "the page is left again")
        #expect(round.map(\.place) == round.map(\.place).sorted())
        #expect(round.filter { !$0.isOutlined }.map(\.name) == [])
        #expect(round.filter { !$0.isOnScreen }.map(\.name) == [])
        let names = Set(round.map(\.name))
        for name in ["skip", "theme", "summary", "anchor", "copy", "tabs-1-1", "math", "heat-map"] {
            #expect(names.contains(name), "\(name) is not reached")
        }
        #expect(round.first?.name == "skip")
    }

    @Test func theThemeIsSwitchedByItsButton() throws {
        let background = Browser.Step.evaluate(
            "JSON.stringify([getComputedStyle(document.documentElement).backgroundColor, document.activeElement.localName])"
        )
        let visit = try Browser().visit(
            try page(),
            steps: [.press("Tab"), .press("Tab"), background, .press("Enter"), background, .press("Space"), background])
        let seen = try visit.results.map { try JSONDecoder().decode([String].self, from: $0) }
        #expect(seen.map { $0[1] } == ["button", "button", "button"])
        #expect(seen[0][0] == "rgb(255, 255, 255)")
        #expect(seen[1][0] != seen[0][0])
        #expect(seen[2][0] == seen[0][0])
    }

    @Test func theValuesOfADrawingAreToldByTheArrowKeys() throws {
        let values = Browser.Step.evaluate(
            "JSON.stringify([...document.querySelectorAll('.readout.shown')].map(readout => readout.textContent))")
        func focus(_ selector: String) -> Browser.Step {
            .evaluate("document.querySelector('\(selector)').focus(), '\"\"'")
        }
        let visit = try Browser().visit(
            try page(),
            steps: [
                focus("#cell-train .plot-panel > svg"), values, .press("ArrowRight"), values, .press("ArrowRight"),
                values,
                .press("Escape"), values, focus(".heat-map"), .press("ArrowRight"), .press("ArrowRight"), values,
            ])
        let seen = try [1, 2, 3, 4, 6].map { try JSONDecoder().decode([String].self, from: visit.results[$0]) }
        #expect(seen[0] == [])
        #expect(seen[1] == ["epoch 1\ntrain loss 1.1\ntrain acc 0.55\ntest acc 0.56"])
        #expect(seen[2] == ["epoch 2\ntrain loss 0.7\ntrain acc 0.715\ntest acc 0.71"])
        #expect(seen[3] == [])
        #expect(seen[4] == ["shirt, coat\n120"])
    }

    @Test func theValuesOfAMapThatIsAPictureAreToldToo() throws {
        let map = HeatMap(
            yAxis: Axis(categories: (0..<30).map { "letter \($0)" }), columns: 30,
            values: (0..<900).map(Double.init))
        let html = try SampleChapter.html(
            "# T\n\n```swift cell hide\nshow()\n```\n",
            results: [0: SampleChapter.ran([.display(id: 1, .figure(Figure(panels: [.heatMap(map)])))])])
        let visit = try Browser().visit(
            html,
            steps: [
                .evaluate("document.querySelector('.heat-map').focus(), '\"\"'"), .press("ArrowRight"),
                .press("ArrowDown"), .press("ArrowRight"),
                .evaluate("JSON.stringify(document.querySelector('.readout.shown').textContent)"),
            ])
        #expect(try JSONDecoder().decode(String.self, from: visit.results[1]) == "letter 1, 1\n31")
    }
}
