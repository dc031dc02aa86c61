extension LinePattern {
    /// A documented number and the printed one in its place.
    struct NumberPair {
        var documented: WrittenNumber
        var printed: WrittenNumber
    }

    /// Whether `line` matches, where `allows` decides whether a printed number counts as the documented one.
    func matches(_ line: ScannedLine, allows: (NumberPair) -> Bool) -> Bool {
        pairs(in: line, allows: allows) != nil
    }

    /// The numbers of `line` beside the documented ones, if the line matches.
    ///
    /// From a given start a segment ends in one place only, and a later start never gives an earlier end. So
    /// the earliest place for each segment leaves the most for the next, and no choice needs to be taken back:
    /// the time is at most the product of the two lengths, however many wildcards there are.
    func pairs(in line: ScannedLine, allows: (NumberPair) -> Bool) -> [NumberPair]? {
        var pairs: [NumberPair] = []
        var start = 0
        for (number, segment) in segments.enumerated() {
            let isAnchored = number == 0
            let mustReachEnd = number == segments.count - 1
            // A last segment without length ends wherever its wildcard ends.
            if mustReachEnd, !isAnchored, segment.isEmpty { return pairs }
            var found = false
            for candidate in start...(isAnchored ? start : line.scalars.count) {
                var candidatePairs: [NumberPair] = []
                guard
                    let end = end(of: segment, in: line, from: candidate, allows: allows, pairs: &candidatePairs),
                    !mustReachEnd || end == line.scalars.count
                else { continue }
                pairs += candidatePairs
                start = end
                found = true
                break
            }
            guard found else { return nil }
        }
        return pairs
    }

    /// Where `segment` ends if it matches from `start` on.
    private func end(
        of segment: [Element], in line: ScannedLine, from start: Int, allows: (NumberPair) -> Bool,
        pairs: inout [NumberPair]
    ) -> Int? {
        var index = start
        for element in segment {
            switch element {
            case .text(let text):
                guard line.scalars[index...].starts(with: text) else { return nil }
                index += text.count
            case .number(let documented):
                guard let printed = line.number(startingAt: index) else { return nil }
                let pair = NumberPair(documented: documented, printed: printed)
                guard allows(pair) else { return nil }
                pairs.append(pair)
                index = printed.range.upperBound
            case .space(let isNeeded):
                let spaceStart = index
                while index < line.scalars.count, line.scalars[index].properties.isWhitespace { index += 1 }
                if isNeeded, index == spaceStart { return nil }
            }
        }
        return index
    }
}
