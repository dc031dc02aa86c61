import BrowserTesting
import Foundation
import Testing

/// The first chapter, whole: every cell runs, all 20 epochs, and what is documented is what is printed.
@Suite(.serialized, .timeLimit(.minutes(10))) struct DropoutChapterTests {
    private struct Findings: Decodable {
        var formulas: [Double]
        var curves: [Double]
        var text: String
    }

    @Test func everyOutputHoldsAndTheReportShowsEverything() throws {
        let folder = try TemporaryFolder()
        let verification = try Command.lectern(["verify", "--strict", "--format", "json", "chapters/4.6-dropout.md"])
        #expect(verification.status == 0, "\(verification.output)\n\(verification.error)")
        // The report is made of the same run's results.
        let outcome = try Command.lectern(["render", "--output", folder.url.path, "chapters/4.6-dropout.md"])
        #expect(outcome.status == 0, "\(outcome)")
        // A documented output that does not hold would be a warning here.
        #expect(!outcome.error.contains("warning"), "\(outcome.error)")
        let html = try folder.read("4.6-dropout.html")
        #expect(html.utf8.count <= 500 * 1024)

        let script = """
            (async () => {
            await document.fonts.ready;
            const all = selector => [...document.querySelectorAll(selector)];
            const size = node => { const box = node.getBoundingClientRect(); return box.width * box.height; };
            return JSON.stringify({
                // Those in what is folded, such as a hint, have no size.
                formulas: all(".katex-html").filter(node => node.checkVisibility()).map(size),
                curves: all(".plot path.line").map(node => node.getBoundingClientRect().width),
                text: document.body.innerText });
            })()
            """
        let visit = try Browser().visit(html, scripts: [script])
        #expect(visit.console.isEmpty)
        #expect(visit.requests.isEmpty)
        let findings = try JSONDecoder().decode(Findings.self, from: try #require(visit.results.first))
        #expect(findings.formulas.count > 30)
        #expect(findings.formulas.allSatisfy { $0 > 20 })
        // Three curves for each training, two for the expectation, two for the small training.
        #expect(findings.curves.filter { $0 > 200 }.count == 10)
        #expect(!findings.text.contains("$$"))
        expectThePagesOwnResults(in: findings.text)
        try expectWhatPyTorchReaches(in: findings.text)
    }

    /// What the four dropout layers give with the page's seed.
    private func expectThePagesOwnResults(in text: String) {
        let results = """
            tensor([[ 0.,  1.,  2.,  3.,  4.,  5.,  6.,  7.],
                    [ 8.,  9., 10., 11., 12., 13., 14., 15.]])
            tensor([[ 0.,  1.,  2.,  3.,  4.,  5.,  6.,  7.],
                    [ 8.,  9., 10., 11., 12., 13., 14., 15.]])
            tensor([[ 0.,  2.,  0.,  6.,  0.,  0.,  0.,  0.],
                    [ 0.,  0.,  0., 22.,  0., 26.,  0., 30.]])
            tensor([[0., 0., 0., 0., 0., 0., 0., 0.],
                    [0., 0., 0., 0., 0., 0., 0., 0.]])
            """
        #expect(text.replacing("\u{A0}", with: " ").contains(results))
    }

    private func expectWhatPyTorchReaches(in text: String) throws {
        let last = text.split(separator: "\n").filter { $0.hasPrefix("epoch 10: ") }
        #expect(last.count == 2)
        for line in last {
            let numbers = line.split(whereSeparator: { !"0123456789.".contains($0) }).compactMap { Double($0) }
            try #require(numbers.count == 4)
            // At this learning rate an epoch may jump; the others follow PyTorch.
            #expect(abs(numbers[1] - 0.345) < 0.03, "loss: \(line)")
            #expect(abs(numbers[2] - 0.874) < 0.01, "train acc: \(line)")
            #expect(abs(numbers[3] - 0.85) < 0.03, "test acc: \(line)")
        }
    }
}
