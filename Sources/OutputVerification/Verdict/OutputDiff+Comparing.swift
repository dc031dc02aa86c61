import ChapterDocument

extension OutputDiff {
    /// Where `printed` differs from `documented`; nil where it matches.
    public init?(_ documented: DocumentedOutput, printed: String) {
        let pattern = OutputPattern(documented)
        let lines = OutputLines(printed).lines.map { ScannedLine($0) }
        guard !pattern.matches(lines) else { return nil }
        // The first documented line stands below the opening fence.
        let firstLine = documented.range.start.line + 1
        let steps = Alignment(pattern, lines).steps
        let rows = DiffRows(pattern: pattern, printed: lines, steps: steps)
        let changes = steps.indices.filter { steps[$0].isDifference }
        self.init(
            hunks: stretches(around: changes, count: steps.count).map { rows.hunk($0, firstLine: firstLine) },
            firstLine: firstLine + rows.documentedCount(before: changes.first ?? 0))
    }
}

extension Alignment.Step {
    fileprivate var isDifference: Bool {
        switch self {
        case .match, .wildcard: false
        case .change, .missing, .extra: true
        }
    }

    fileprivate var documentedCount: Int {
        if case .extra = self { 0 } else { 1 }
    }

    fileprivate var printedCount: Int {
        switch self {
        case .match, .change, .extra: 1
        case .missing: 0
        case .wildcard(_, let printed): printed.count
        }
    }
}

/// The lines of a diff, made from an alignment.
private struct DiffRows {
    let pattern: OutputPattern
    let printed: [ScannedLine]
    let steps: [Alignment.Step]

    func documentedCount(before step: Int) -> Int {
        steps[..<step].reduce(0) { $0 + $1.documentedCount }
    }

    func hunk(_ stretch: Range<Int>, firstLine: Int) -> OutputDiff.Hunk {
        let documentedStart = firstLine + documentedCount(before: stretch.lowerBound)
        let printedStart = 1 + steps[..<stretch.lowerBound].reduce(0) { $0 + $1.printedCount }
        var lines: [OutputDiff.Line] = []
        // Documented lines of one run stand together, before the printed ones that take their places.
        var replacements: [OutputDiff.Line] = []
        for step in steps[stretch] {
            switch step {
            case .match(let documented, _), .wildcard(let documented, _):
                lines += replacements
                replacements = []
                lines.append(OutputDiff.Line(.same, pattern.texts[documented].text))
            case .missing(let documented):
                lines.append(OutputDiff.Line(.documented, pattern.texts[documented].text))
            case .extra(let line):
                replacements.append(OutputDiff.Line(.printed, printed[line].scalars.text))
            case .change(let documented, let line):
                lines.append(OutputDiff.Line(.documented, pattern.texts[documented].text))
                let numbers = differences(documented: documented, printed: line)
                replacements.append(OutputDiff.Line(.printed, printed[line].scalars.text, numbers: numbers))
            }
        }
        lines += replacements
        let documentedCount = steps[stretch].reduce(0) { $0 + $1.documentedCount }
        let printedCount = steps[stretch].reduce(0) { $0 + $1.printedCount }
        return OutputDiff.Hunk(
            chapterLines: documentedStart..<(documentedStart + documentedCount),
            outputLines: printedStart..<(printedStart + printedCount), lines: lines)
    }

    /// The numbers in which a line differs; empty where its other text differs too.
    private func differences(documented: Int, printed line: Int) -> [NumberDifference] {
        (pattern.differingNumbers(documented, in: printed[line]) ?? []).map { pair in
            let distance = (pair.printed.value - pair.documented.value).magnitude
            return NumberDifference(
                documented: Array(pattern.texts[documented][pair.documented.range]).text,
                printed: Array(printed[line].scalars[pair.printed.range]).text, range: pair.printed.range,
                distance: distance.isFinite ? distance : nil, allowed: pattern.rule.allowance(for: pair.documented))
        }
    }
}
