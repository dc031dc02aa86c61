import ChapterDocument
import OutputVerification
import SeededRandom
import Testing

/// For chapters of every shape: what was accepted matches, accepting again changes nothing, and what stands around
/// the output blocks keeps its bytes.
@Suite struct AcceptanceLawTests {
    /// A random chapter of blocks in containers, and what its cells print.
    struct Specimen {
        var text: String
        var printed: [String] = []
        /// The lines that do not belong to output blocks, as they stand in `text`.
        var fixedText: String
    }

    private static let words = [
        "loss 0.34", "loss 0.345", "acc 1.", "x", "", "  x", "\tx", "```", "`````", "~~~", "  ~~~~", "\t```", "> q",
        ">", "- x",
        "1. x", "# h", "$$", "$a$", "---", "<div>", "[ 9.99, 10.0]", "[10.01, 10.0]", "nan", "图 3", "e\u{301}", "    y",
        "x  ",
        "```output", "\u{0}", "\u{10FFF0}1\u{10FFF1}", "a\rb", "\u{2028}", "\\", "&amp;",
    ]
    private static let patterns = ["...", "[..]", "loss [..]", "loss 0.34", "[..] x", "loss 0.[..]"]

    private static func specimen(_ random: inout SplitMix) -> Specimen {
        let ending = ["\n", "\r\n"].randomElement(using: &random) ?? "\n"
        var lines: [(text: String, isFixed: Bool)] = [("---", true), ("title: x", true), ("---", true)]
        var printed: [String] = []
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            let (first, rest) =
                [
                    ("", ""), ("> ", "> "), (">", ">"), ("- ", "  "), ("10. ", "    "), ("-\t", "\t"), ("> - ", ">   "),
                    ("- > ", "  > "), ("  ", "  "), (" - ", "   "), ("> > ", "> > "), ("* - ", "    "),
                ].randomElement(using: &random) ?? ("", "")
            let mark = ["`", "~"].randomElement(using: &random) ?? "`"
            let fence = String(repeating: mark, count: Int.random(in: 3...5, using: &random))
            lines.append(("", true))
            lines.append((first + "```swift cell", true))
            lines.append((rest + "run()", true))
            lines.append((rest + "```", true))
            printed.append(text(of: words, Int.random(in: 0...6, using: &random), &random))
            guard Int.random(in: 0..<4, using: &random) > 0 else { continue }
            let options = ["", " tolerance=0.01", " digits"].randomElement(using: &random) ?? ""
            lines.append((rest + fence + "output" + options, false))
            for _ in 0..<Int.random(in: 0...5, using: &random) {
                let word = (words + patterns + patterns).randomElement(using: &random) ?? ""
                let isClosing = word.drop { $0 == " " || $0 == "\t" }.hasPrefix(fence) && !word.hasSuffix("output")
                if !isClosing, !word.contains("\r") { lines.append((rest + word, false)) }
            }
            lines.append((rest + fence, false))
        }
        if Bool.random(using: &random) { lines += [("", true), ("The end.", true)] }
        let open = Bool.random(using: &random)
        let text = lines.map(\.text).joined(separator: ending) + (open ? "" : ending)
        return Specimen(
            text: text, printed: printed, fixedText: lines.filter(\.isFixed).map(\.text).joined(separator: "\n"))
    }

    private static func text(of words: [String], _ count: Int, _ random: inout SplitMix) -> String {
        (0..<count).map { _ in words.randomElement(using: &random) ?? "" }.joined(separator: "\n")
    }

    @Test(arguments: 0..<20) func acceptedOutputsMatch(block: UInt64) throws {
        for seed in 0..<100 {
            var random = SplitMix(seed: block * 1000 + UInt64(seed))
            let specimen = Self.specimen(&random)
            let executed = try Lesson.run(specimen.text, printing: specimen.printed)
            let accepted = Acceptance(of: executed)
            #expect(accepted.refusals == [], "\(specimen.text.debugDescription)")

            let again = try Lesson.run(accepted.text, printing: specimen.printed)
            let verdict = ChapterVerdict(verifying: again, isStrict: true)
            #expect(verdict.isOK, "\(specimen.text.debugDescription) became \(accepted.text.debugDescription)")
            let second = Acceptance(of: again)
            #expect(second.changes == [])
            #expect(second.text.utf8.elementsEqual(accepted.text.utf8))

            var outputs = Set(again.chapter.cells.compactMap(\.documentedOutput).flatMap { $0.range.lines })
            // A block that is added keeps its distance.
            let lines = accepted.text.replacing("\r\n", with: "\n").split(
                separator: "\n", omittingEmptySubsequences: false)
            for (old, new) in zip(executed.chapter.cells, again.chapter.cells) where old.documentedOutput == nil {
                guard let start = new.documentedOutput?.range.start.line, lines[start - 2].isEmpty else { continue }
                outputs.insert(start - 1)
            }
            #expect(fixedText(accepted.text, without: outputs) == specimen.fixedText)
            #expect(usesOneEnding(accepted.text) == usesOneEnding(specimen.text))
            #expect((accepted.text.utf8.last == 10) == (specimen.text.utf8.last == 10))

            let before = ChapterVerdict(verifying: executed).counts
            if before.differing == 0, before.undocumented == 0 { #expect(accepted.text == specimen.text) }
        }
    }

    private func fixedText(_ text: String, without outputs: Set<Int>) -> String {
        let lines = text.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false)
        let fixed = lines.enumerated().filter { !outputs.contains($0.offset + 1) }.map(\.element)
        return (text.utf8.last == 10 ? fixed.dropLast() : fixed[...]).joined(separator: "\n")
    }

    /// The line break that ends all lines; nil where there are several.
    private func usesOneEnding(_ text: String) -> String? {
        let feeds = text.utf8.count { $0 == 10 }
        let returns = text.utf8.count { $0 == 13 }
        return returns == 0 ? "\n" : returns == feeds ? "\r\n" : nil
    }
}

extension SourceRange {
    fileprivate var lines: ClosedRange<Int> { start.line...end.line }
}
