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
        let places = ChapterPlaces(text)
        return proseRuns.flatMap { run in
            run.uncheckedPieces.flatMap { text, line in
                ProseNumber.all(in: text).compactMap { number -> Diagnostic? in
                    let isShare = ["%", " %", "\u{A0}%", "\u{202F}%"].contains { text.contains(number.text + $0) }
                    guard number.isTelling(isShare: isShare), let unit = number.written.unit else { return nil }
                    let source = outputs.last { output in
                        output.line < line
                            && output.values.contains { value in
                                (isShare ? [value, value * 100] : [value]).contains {
                                    ($0 - number.written.value).magnitude <= unit / 2
                                }
                            }
                    }
                    guard let source else { return nil }
                    return Diagnostic(
                        .warning, path: path,
                        position: places.place(in: number.text, from: SourcePosition(line: line)),
                        message: "\(number.text) looks like a number that \(source.name) prints, and is not checked",
                        advice: "write `[\(number.text)](swift:…)` with the expression that computes it")
                }
            }
        }
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
