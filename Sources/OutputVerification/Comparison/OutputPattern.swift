import ChapterDocument

/// A documented output, ready to be compared with printed ones.
struct OutputPattern {
    enum Line {
        /// A line of `...`: any lines, none among them.
        case anyLines
        /// A line with text, numbers and `[..]`.
        case line(LinePattern)
    }

    let lines: [Line]
    /// The documented lines, each without white space at its end.
    let texts: [[Unicode.Scalar]]
    let rule: NumberRule

    init(_ documented: DocumentedOutput) {
        rule = NumberRule(documented.comparison)
        texts = OutputLines(documented.text).lines
        lines = texts.map { [rule] text in
            text.drop { $0.properties.isWhitespace }.elementsEqual("...".unicodeScalars)
                ? .anyLines : .line(LinePattern(text, separatesNumbers: rule.isNumeric))
        }
    }

    /// Whether a line stands for any lines, or has a place for any text.
    static func isWildcard(_ line: String) -> Bool {
        line.drop(while: \.isWhitespace) == "..." || line.contains("[..]")
    }

    /// Whether there are wildcards of either kind.
    var hasWildcards: Bool {
        lines.contains {
            switch $0 {
            case .anyLines: true
            case .line(let pattern): pattern.hasWildcards
            }
        }
    }

    /// Whether a printed line matches one documented line.
    func matches(_ line: ScannedLine, _ pattern: LinePattern) -> Bool {
        pattern.matches(line) { rule.allows($0.printed, for: $0.documented) }
    }

    /// Whether `printed` as a whole matches.
    ///
    /// The lines between two `...` go to the earliest place where all of them match; as in a line, no choice needs to be
    /// taken back.
    func matches(_ printed: [ScannedLine]) -> Bool {
        let groups = lines.split(omittingEmptySubsequences: false) { if case .anyLines = $0 { true } else { false } }
            .map { group in
                group.compactMap { line in if case .line(let pattern) = line { pattern } else { nil } }
            }
        func isMatch(_ group: [LinePattern], at start: Int) -> Bool {
            start + group.count <= printed.count
                && group.indices.allSatisfy { matches(printed[start + $0], group[$0]) }
        }
        guard let first = groups.first, let last = groups.last else { return printed.isEmpty }
        guard groups.count > 1 else { return first.count == printed.count && isMatch(first, at: 0) }
        guard isMatch(first, at: 0) else { return false }
        var start = first.count
        for group in groups.dropFirst().dropLast() {
            guard let place = (start...max(start, printed.count)).first(where: { isMatch(group, at: $0) }) else {
                return false
            }
            start = place + group.count
        }
        return start + last.count <= printed.count && isMatch(last, at: printed.count - last.count)
    }

    /// The numbers in which a printed line differs from a documented one; nil where their other text differs too.
    func differingNumbers(_ documented: Int, in line: ScannedLine) -> [LinePattern.NumberPair]? {
        let shape = LinePattern(texts[documented], separatesNumbers: true)
        return shape.pairs(in: line) { _ in true }?.filter { pair in
            rule.isNumeric
                ? !rule.allows(pair.printed, for: pair.documented)
                : shape.scalars[pair.documented.range] != line.scalars[pair.printed.range]
        }
    }

    /// A documented line that has wildcards, with the numbers that differ as `line` prints them, so that it matches;
    /// nil where more than numbers differs.
    func keepingWildcards(_ documented: Int, matching line: ScannedLine) -> [Unicode.Scalar]? {
        guard case .line(let pattern) = lines[documented], pattern.hasWildcards,
            let pairs = differingNumbers(documented, in: line)
        else { return nil }
        var scalars = texts[documented]
        for pair in pairs.reversed() {
            scalars.replaceSubrange(pair.documented.range, with: line.scalars[pair.printed.range])
        }
        return matches(line, LinePattern(scalars, separatesNumbers: rule.isNumeric)) ? scalars : nil
    }
}
