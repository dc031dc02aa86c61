import ChapterDocument
import KernelReference
import OutputVerification

/// A report beside the page that its lesson gives now: what they do not have in common, line by line.
///
/// Some lines depend on what a page does not carry: the lessons around its own, pictures, how long the cells ran. Those are
/// told by the page made now, never by the report.
struct PageComparison {
    /// A line of the report that is not what the lesson gives.
    struct Difference {
        /// The report's line, from 1.
        var line: Int
        /// What it says there; empty where something is missing.
        var found: String
        /// What the lesson gives; empty where it gives nothing.
        var expected: String

        /// A sentence without its full stop.
        var sentence: String {
            let what =
                if found == expected {
                    "is not made as its lesson would be" + (found.isEmpty ? "" : " at “\(found)”")
                } else if found.isEmpty {
                    "lacks “\(expected)”"
                } else if expected.isEmpty {
                    "says “\(found)”, which its lesson does not"
                } else {
                    "says “\(found)” where its lesson says “\(expected)”"
                }
            return "the page \(what) (line \(line) of its HTML)"
        }
    }

    /// The differences, from top to bottom.
    let differences: [Difference]

    /// - Parameters:
    ///   - report: The report.
    ///   - page: The page made now.
    ///   - openCells: The identifiers of the cells whose outputs may be others each time.
    ///   - hasOpenDigest: Whether the digest of all outputs may be another one.
    init(_ report: String, with page: String, openCells: Set<String>, hasOpenDigest: Bool) {
        let found = Self.lines(of: report)
        let expected = Self.lines(of: page)
        let isOpen = Self.openLines(of: expected, openCells: openCells, hasOpenDigest: hasOpenDigest)
        let changes = found.difference(from: expected)
        var (removed, inserted): (Set<Int>, Set<Int>) = ([], [])
        for change in changes {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): inserted.insert(offset)
            }
        }
        var differences: [Difference] = []
        var (i, j) = (0, 0)
        while i < expected.count || j < found.count {
            if !removed.contains(i), !inserted.contains(j), i < expected.count, j < found.count {
                (i, j) = (i + 1, j + 1)
                continue
            }
            let (firstI, firstJ) = (i, j)
            while removed.contains(i) { i += 1 }
            while inserted.contains(j) { j += 1 }
            // What depends on other things takes the place of something that does.
            let isExplained =
                firstI < i && (firstI..<i).allSatisfy { isOpen[$0] }
                && found[firstJ..<j].allSatisfy { !Self.isPowerful($0) }
            if !isExplained {
                differences.append(
                    Difference(
                        line: firstJ + 1, found: Self.words(found[firstJ..<j]),
                        expected: Self.words(expected[firstI..<i])))
            }
        }
        self.differences = differences
    }

    private static func lines(of page: String) -> [String] {
        // Who wrote the book stands in a file of its own.
        page.split(separator: "\n", omittingEmptySubsequences: false).filter { !$0.hasPrefix("<meta name=\"author\"") }
            .map {
                line in
                guard line.hasPrefix("<p class=\"cell-facts\">"), let link = line.firstRange(of: "</a>") else {
                    return String(line)
                }
                // Between the place and how the output matched stands how long the cell ran.
                let end =
                    line.firstRange(of: "<span class=\"matched\">")?.lowerBound
                    ?? line.firstRange(of: "</p>")?.lowerBound
                return end.map { String(line[..<link.upperBound] + line[$0...]) } ?? String(line)
            }
    }

    /// Which lines of a page that was made by itself may be others in a book, or in another run.
    private static func openLines(of lines: [String], openCells: Set<String>, hasOpenDigest: Bool) -> [Bool] {
        let signs = ["class=\"unresolved\"", "class=\"placeholder", "class=\"formula-error", ".md\"", ".md#"]
        var isInFooter = false
        var isInOpenCell = false
        var isAmongOutputs = false
        return lines.map { line in
            if line == "<footer>" { isInFooter = true }
            defer { if line == "</footer>" { isInFooter = false } }
            if line.contains("<div class=\"cell "), let start = line.firstRange(of: "\" id=\"") {
                isInOpenCell = openCells.contains(String(line[start.upperBound...].prefix { $0 != "\"" }))
            }
            if line.hasPrefix("<p class=\"cell-facts\">") { isAmongOutputs = false }
            defer { if line.hasPrefix("<div class=\"outputs\">") { isAmongOutputs = isInOpenCell } }
            let isChoices = isInOpenCell && line.hasPrefix("<div class=\"choices\"")
            return isInFooter || isAmongOutputs || isChoices || hasOpenDigest && line.contains("class=\"digest\"")
                || line.hasPrefix("<p class=\"facts\">") || signs.contains { line.contains($0) }
        }
    }

    /// Whether a line could change what else the page shows.
    private static func isPowerful(_ line: String) -> Bool {
        ["<script", "<style", "<base", "<iframe", "<meta", "<link", "</main"].contains {
            line.lowercased().contains($0)
        }
    }

    /// The beginning of what lines say, their tags left out.
    private static func words(_ lines: some Sequence<String>) -> String {
        let text = lines.joined(separator: " ").replacing(/<[^>]*>/, with: "")[...].unescaped
            .split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return text.count > 80 ? "\(text.prefix(80))…" : text
    }
}

extension ReportRenderer {
    /// What a report shows that its lesson does not give, and the other way round.
    ///
    /// Where the lesson allows an output to be another one each time, that of the report is held against the lesson's rule. Left
    /// aside is what depends on more than the lesson: the way to its neighbours and references to them, pictures, run times,
    /// and figures of which the lesson says nothing but `...`.
    ///
    /// - Parameters:
    ///   - report: The report.
    ///   - executed: The lesson that it carries, and what its cells did.
    ///   - lesson: The lesson as the report carries it.
    ///   - reference: The kernel's names, where the report tells about them.
    /// - Returns: A sentence on each difference, without its full stop, and its place in the lesson where it has one.
    /// - Throws: ``ReportError`` where a component that the page needs is not installed or does not work.
    public func differences(
        of report: String, from executed: ExecutedChapter, carrying lesson: CarriedLesson,
        reference: APIReference? = nil
    ) throws(ReportError) -> [(sentence: String, position: SourcePosition?)] {
        let shown = ShownOutputs(in: report, of: executed, template: template)
        let open = executed.chapter.cells.filter { cell in
            cell.documentedOutput?.figures == .any
        }
        let free = shown.takenCells.union(open.map(\.index))
        var differences: [(sentence: String, position: SourcePosition?)] = shown.faults.map { cell, line in
            ("cell `\(cell.name)`: the page shows “\(line)”, which its lesson does not allow", cell.range.start)
        }
        for index in lesson.differingCells(in: executed).subtracting(free).sorted() {
            let cell = executed.chapter.cells[index]
            differences.append(
                ("cell `\(cell.name)`: its outputs are not those that the page was made with", cell.range.start))
        }
        let source = report.firstMatch(of: /<a href="([^"<>]*)"><code>[^<]*<\/code><\/a><\/p>\s*<\/footer>/)
        let options = ReportOptions(
            sourceAddress: source.map { String($0.1) }, lesson: lesson, reference: reference,
            referenceAddress: report.contains("\(NamedCode.opening) href=\"\(ReportFile.referenceName)#")
                ? ReportFile.referenceName : nil)
        let page = try render(shown.executed, verdict: ChapterVerdict(verifying: shown.executed), options: options)
        let anchors = Numbering(of: executed.chapter).anchors
        let comparison = PageComparison(
            report, with: page.html, openCells: Set(open.map { anchors.cell($0) }), hasOpenDigest: !free.isEmpty)
        return differences + comparison.differences.map { ($0.sentence, nil) }
    }
}
