import ChapterDocument

extension Chapter {
    /// Warnings at numbers of the prose that stand in a documented output above them, rounded maybe, and are not compared with
    /// anything: when the output changes, they would stay.
    ///
    /// Numbers that many things could be are left alone: those with one significant digit, and small whole ones.
    public var uncheckedNumbers: [Diagnostic] {
        let outputs = cells.compactMap { cell in cell.documentedOutput.map { (cell.name, $0) } }
            .map { name, output in
                let numbers = OutputLines(output.text).lines.flatMap { NumberScanner.numbers(in: $0) }
                return (name: name, line: output.range.end.line, values: numbers.map(\.value))
            }
        var places = UncheckedPlaces(self)
        return proseRuns.flatMap { run in
            run.uncheckedPieces.flatMap { text, line in
                ProseNumber.all(in: text).compactMap { number -> Diagnostic? in
                    let place = places.take(number.text, line: line)
                    guard number.isTelling else { return nil }
                    let source = outputs.last { output in
                        output.line < line && output.values.contains { number.isRounded($0) }
                    }
                    guard let source else { return nil }
                    return Diagnostic(
                        .warning, path: path, position: place,
                        message: "\(number.wording) looks like a number that \(source.name) prints, and is not checked",
                        advice: "write `[\(number.wording)](swift:…)` with the expression that computes it")
                }
            }
        }
    }
}

extension ProseNumber {
    /// Whether it is a value rounded to the digits that are written.
    fileprivate func isRounded(_ value: Double) -> Bool {
        [written, inParts.written].contains { written in
            written.unit.map { (value - written.value).magnitude <= $0 / 2 } ?? false
        }
    }
}

/// The places of numbers in the prose, outside of checked values; each is given once.
private struct UncheckedPlaces {
    private let places: ChapterPlaces
    /// The stretches of each line that belong to checked values.
    private let checked: [Int: [Range<Int>]]
    /// The column after the last number on each line.
    private var next: [Int: Int] = [:]

    init(_ chapter: Chapter) {
        places = ChapterPlaces(chapter.text)
        checked = chapter.values.reduce(into: [:]) { checked, value in
            guard let end = value.words?.upperBound, end.line == value.position.line else { return }
            checked[end.line, default: []].append(
                value.position.column..<end.column + "](swift:".utf8.count + value.expression.utf8.count)
        }
    }

    /// The place of the next number on a line; the line alone where it is written otherwise there.
    mutating func take(_ text: String, line: Int) -> SourcePosition {
        var column = next[line] ?? 1
        while let found = places.column(of: text, inLine: line, from: column) {
            column = found + text.utf8.count
            guard let value = checked[line]?.first(where: { $0.contains(found) }) else {
                next[line] = column
                return SourcePosition(line: line, column: found)
            }
            column = max(column, value.upperBound)
        }
        return SourcePosition(line: line)
    }
}

extension ProseRun {
    /// The texts that are no part of a value, each with its line.
    fileprivate var uncheckedPieces: [(text: String, line: Int)] {
        pieces { if case .value = $0 { true } else { false } }.compactMap { inline, line in
            if case .text(let text) = inline { (text, line) } else { nil }
        }
    }
}
