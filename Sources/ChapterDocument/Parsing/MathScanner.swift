/// Tells formulas from other text in Markdown.
///
/// `$$…$$` is a display formula. `$…$` is an inline one where the first `$` has no white space after it and the
/// last has none before it and no digit after it (so `$5 and $10` is money), as in Pandoc. A backslash takes a
/// dollar sign its meaning; code spans keep theirs.
struct MathScanner {
    enum Token {
        case text(ArraySlice<Unicode.Scalar>)
        case formula(LiftedMath.Formula)
    }

    /// Where a `$$` opens that nothing closes.
    private(set) var unclosed: [SourcePosition] = []

    private let scalars: [Unicode.Scalar]
    /// The first scalar of every line.
    private let lineStarts: [Int]
    /// Whether each line, from 0, is left alone.
    private let codeLines: [Bool]
    private var index = 0
    private var line = 0

    init(_ text: String, isCode: (Int) -> Bool) {
        let scalars = Array(text.unicodeScalars)
        lineStarts = [0] + scalars.indices.filter { scalars[$0] == "\n" }.map { $0 + 1 }
        self.scalars = scalars
        codeLines = lineStarts.indices.map { isCode($0 + 1) }
    }

    mutating func next() -> Token? {
        guard index < scalars.count else { return nil }
        let start = index
        while index < scalars.count {
            advanceLine()
            if codeLines[line] {
                index = end(ofLine: line)
                continue
            }
            switch scalars[index] {
            case "\\": index += 2
            case "`": skipCodeSpan()
            case "$":
                guard let formula = formula(at: index) else {
                    index += run(of: "$", at: index)
                    continue
                }
                if start < index { return .text(scalars[start..<index]) }
                index += formula.source.unicodeScalars.count
                return .formula(formula)
            default: index += 1
            }
        }
        index = min(index, scalars.count)
        return .text(scalars[start..<index])
    }

    /// The quotation marks and indentation that a line starts with because it stands inside a quotation or list.
    static func containerPrefix(of line: Substring) -> Substring {
        line.prefix { $0 == ">" || $0 == " " || $0 == "\t" }
    }

    private mutating func advanceLine() {
        while line + 1 < lineStarts.count, lineStarts[line + 1] <= index { line += 1 }
    }

    private func end(ofLine line: Int) -> Int {
        line + 1 < lineStarts.count ? lineStarts[line + 1] : scalars.count
    }

    private func run(of scalar: Unicode.Scalar, at start: Int) -> Int {
        scalars[start...].prefix { $0 == scalar }.count
    }

    /// The end of the paragraph that `start` stands in: the next blank line or code.
    private func endOfParagraph(from start: Int) -> Int {
        var next = line + 1
        while next < lineStarts.count {
            let content = scalars[lineStarts[next]..<end(ofLine: next)]
            if codeLines[next] || content.allSatisfy({ $0.properties.isWhitespace || $0 == ">" }) { break }
            next += 1
        }
        return next < lineStarts.count ? lineStarts[next] : scalars.count
    }

    private mutating func skipCodeSpan() {
        let length = run(of: "`", at: index)
        let limit = endOfParagraph(from: index)
        var candidate = index + length
        while candidate < limit {
            guard scalars[candidate] == "`" else {
                candidate += 1
                continue
            }
            let closing = run(of: "`", at: candidate)
            candidate += closing
            if closing == length {
                index = candidate
                return
            }
        }
        index += length
    }

    private mutating func formula(at start: Int) -> LiftedMath.Formula? {
        run(of: "$", at: start) >= 2 ? displayFormula(at: start) : inlineFormula(at: start)
    }

    private mutating func displayFormula(at start: Int) -> LiftedMath.Formula? {
        var end = start + 2
        var endLine = line
        while end + 1 < scalars.count {
            while endLine + 1 < lineStarts.count, lineStarts[endLine + 1] <= end { endLine += 1 }
            if codeLines[endLine] { break }
            switch scalars[end] {
            case "\\": end += 2
            case "$" where scalars[end + 1] == "$":
                return formula(start..<(end + 2), fence: 2)
            default: end += 1
            }
        }
        unclosed.append(position(of: start))
        return nil
    }

    private func inlineFormula(at start: Int) -> LiftedMath.Formula? {
        let limit = endOfParagraph(from: start)
        guard start + 1 < limit, !scalars[start + 1].properties.isWhitespace else { return nil }
        var end = start + 1
        while end < limit {
            switch scalars[end] {
            case "\\": end += 2
            case "$":
                let follower = end + 1 < scalars.count ? scalars[end + 1] : " "
                if scalars[end - 1].properties.isWhitespace || ("0"..."9").contains(follower) {
                    end += 1
                } else {
                    return formula(start..<(end + 1), fence: 1)
                }
            default: end += 1
            }
        }
        return nil
    }

    private func formula(_ range: Range<Int>, fence: Int) -> LiftedMath.Formula {
        func string(_ slice: ArraySlice<Unicode.Scalar>) -> String {
            String(String.UnicodeScalarView(slice))
        }
        var tex = string(scalars[range].dropFirst(fence).dropLast(fence))
        let indentation = scalars[lineStarts[line]..<range.lowerBound]
        if indentation.contains(">"), indentation.allSatisfy({ $0 == ">" || $0 == " " || $0 == "\t" }) {
            // Inside a quotation every further line starts with its mark, which is no part of the formula.
            let lines = tex.split(separator: "\n", omittingEmptySubsequences: false)
            tex = (lines.prefix(1) + lines.dropFirst().map { $0.dropFirst(Self.containerPrefix(of: $0).count) })
                .joined(separator: "\n")
        }
        return LiftedMath.Formula(
            tex: tex, isDisplay: fence == 2, source: string(scalars[range]), position: position(of: range.lowerBound))
    }

    private func position(of index: Int) -> SourcePosition {
        let before = scalars[lineStarts[line]..<index].reduce(0) { $0 + UTF8.width($1) }
        return SourcePosition(line: line + 1, column: before + 1)
    }
}
