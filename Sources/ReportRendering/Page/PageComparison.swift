import ChapterDocument
import KernelReference
import OutputVerification

/// A report beside the page that its lesson gives now: what they do not have in common, line by line.
///
/// Only figures that the lesson leaves open may be others, and the digest of all outputs with them.
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
        let found = Self.lines(of: report, hasOpenDigest: hasOpenDigest)
        let expected = Self.lines(of: page, hasOpenDigest: hasOpenDigest)
        let isOpen = Self.openLines(of: expected, openCells: openCells)
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
            // A figure takes the place of one.
            let isExplained =
                firstI < i && (firstI..<i).allSatisfy { isOpen[$0] }
                && found[firstJ..<j].allSatisfy { FigureMarkup.isMade(of: $0, asIn: expected[firstI..<i]) }
            if !isExplained {
                differences.append(
                    Difference(
                        line: firstJ + 1, found: Self.words(found[firstJ..<j]),
                        expected: Self.words(expected[firstI..<i])))
            }
        }
        self.differences = differences
    }

    private static func lines(of page: String, hasOpenDigest: Bool) -> [String] {
        page.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            guard hasOpenDigest, line.contains("class=\"digest\"") else { return String(line) }
            return String(line.replacing(/[0-9a-f]{16}/, with: ""))
        }
    }

    /// Which lines of a page may be others in another run: figures of open cells, and what turning their parameters shows.
    private static func openLines(of lines: [String], openCells: Set<String>) -> [Bool] {
        var isInOpenCell = false
        var isInText = false
        var isAmongOutputs = false
        return lines.map { line in
            if line.contains("<div class=\"cell "), let start = line.firstRange(of: "\" id=\"") {
                isInOpenCell = openCells.contains(String(line[start.upperBound...].prefix { $0 != "\"" }))
            }
            if line.hasPrefix("<p class=\"cell-facts\">") { isAmongOutputs = false }
            defer { if line.hasPrefix("<div class=\"outputs\">") { isAmongOutputs = isInOpenCell } }
            if line.hasPrefix("<pre class=\"text\"") { isInText = true }
            defer { if line.contains("</pre>") { isInText = false } }
            return isAmongOutputs && !isInText || isInOpenCell && line.hasPrefix(FigureMarkup.choicesOpening)
        }
    }

    /// The beginning of what lines say, their tags left out.
    private static func words(_ lines: some Sequence<String>) -> String {
        let text = lines.joined(separator: " ").replacing(/<[^>]*>/, with: "")[...].unescaped
            .split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return text.count > 80 ? "\(text.prefix(80))…" : text
    }
}

/// Something about a report beside what its lesson gives.
public struct PageFinding: Equatable, Sendable {
    /// A sentence without its full stop.
    public var sentence: String
    /// Its place in the lesson; nil where it has none.
    public var position: SourcePosition?
    /// Whether the two differ, rather than could not be compared.
    public var isDifference = true
}

extension ReportRenderer {
    /// What a report shows that its lesson does not give, and the other way round.
    ///
    /// Where the lesson allows an output to be another one each time, that of the report is held against the lesson's rule, unless
    /// it came out the same again. Figures of which the lesson says nothing but `...` are left aside.
    ///
    /// - Parameters:
    ///   - report: The report.
    ///   - executed: The lesson that it carries, and what its cells did.
    ///   - lesson: The lesson as the report carries it.
    ///   - reference: The kernel's names, where the report tells about them.
    /// - Returns: What differs, and after it what could not be compared.
    /// - Throws: ``ReportError`` where a component that the page needs is not installed or does not work.
    public func findings(
        on report: String, from executed: ExecutedChapter, carrying lesson: CarriedLesson,
        reference: APIReference? = nil
    ) throws(ReportError) -> [PageFinding] {
        let differingCells = lesson.differingCells(in: executed)
        var shown = ShownOutputs(in: report, of: executed, varying: differingCells, template: template)
        let open = Set(executed.chapter.cells.filter { $0.documentedOutput?.figures == .any }.map(\.index))
        let free = shown.takenCells.union(open)
        var findings = shown.faults.map { cell, line in
            PageFinding(
                sentence: "cell `\(cell.name)`: the page shows “\(line)”, which its lesson does not allow",
                position: cell.range.start)
        }
        for index in differingCells.subtracting(free).sorted() {
            let cell = executed.chapter.cells[index]
            findings.append(
                PageFinding(
                    sentence: "cell `\(cell.name)`: its outputs are not those that the page was made with",
                    position: cell.range.start))
        }
        if lesson.surroundings == nil {
            findings.append(PageFinding(sentence: "the page does not say what it was made beside: render it again"))
        }
        let surroundings = lesson.surroundings ?? PageSurroundings(path: lesson.name)
        if let seconds = surroundings.seconds { shown.take(seconds: seconds) }
        var options = ReportOptions(
            sourceAddress: surroundings.sourceAddress, showsTimes: surroundings.seconds != nil, lesson: lesson,
            reference: reference,
            referenceAddress: report.contains("\(NamedCode.opening) href=\"\(ReportFile.referenceName)#")
                ? ReportFile.referenceName : nil)
        options.surroundings = surroundings
        options.pictureAddresses = surroundings.pictureAddresses(in: report)
        let page = try render(shown.executed, verdict: ChapterVerdict(verifying: shown.executed), options: options)
        let anchors = Numbering(of: executed.chapter).anchors
        let openCells = open.intersection(differingCells).sorted().map { executed.chapter.cells[$0] }
        let comparison = PageComparison(
            report, with: page.html, openCells: Set(openCells.map(anchors.cell)),
            hasOpenDigest: !free.intersection(differingCells).isEmpty)
        findings += comparison.differences.map { PageFinding(sentence: $0.sentence) }
        return findings
            + openCells.map { cell in
                PageFinding(
                    sentence: "the figures of cell `\(cell.name)` are not compared: the lesson leaves them open",
                    position: cell.range.start, isDifference: false)
            }
    }
}
