import ChapterDocument

extension OutputDiff {
    /// How many lines of a kind are written in a row before the rest is only counted.
    private static let runLimit = 20

    /// The diff in the unified format, each line with its break, the chapter's line numbers on the documented side.
    ///
    /// Below a printed line stand sentences on the numbers that differ, each below its number. Long runs of lines are cut short, and
    /// characters that would steer a terminal are shown by their pictures.
    public func text(_ style: TextStyle = .plain) -> String {
        var text = ""
        for hunk in hunks {
            text += style.heading("@@ -\(side(hunk.chapterLines)) +\(side(hunk.outputLines)) @@") + "\n"
            var run: (kind: Line.Kind, count: Int) = (.same, 0)
            for line in hunk.lines {
                if run.kind != line.kind {
                    text += rest(of: run, style)
                    run = (line.kind, 0)
                }
                run.count += 1
                if run.count <= Self.runLimit { text += written(line, style) }
            }
            text += rest(of: run, style)
        }
        return text
    }

    private func side(_ lines: Range<Int>) -> String { "\(lines.lowerBound),\(lines.count)" }

    private func rest(of run: (kind: Line.Kind, count: Int), _ style: TextStyle) -> String {
        guard run.count > Self.runLimit else { return "" }
        let count = run.count - Self.runLimit
        return style.dim("\(sign(run.kind))… \(count) more \(count == 1 ? "line" : "lines")") + "\n"
    }

    private func sign(_ kind: Line.Kind) -> String {
        switch kind {
        case .same: " "
        case .documented: "-"
        case .printed: "+"
        }
    }

    private func written(_ line: Line, _ style: TextStyle) -> String {
        switch line.kind {
        case .same: return " \(line.text.withVisibleControls())\n"
        case .documented: return style.removed("-\(line.text.withVisibleControls())") + "\n"
        case .printed:
            let sentences = line.numbers.prefix(3).map { number in
                style.dim(" \(blanks(below: line, to: number))^ \(number.sentence)") + "\n"
            }
            let more = line.numbers.count - sentences.count
            let rest = more > 0 ? style.dim(" and \(more) more") + "\n" : ""
            return highlighted(line, style) + "\n" + sentences.joined() + rest
        }
    }

    /// White space as wide as the line is before a number; tabs stay tabs, whatever their width.
    private func blanks(below line: Line, to number: NumberDifference) -> String {
        String(Array(line.text.unicodeScalars.prefix(number.range.lowerBound)).text.map { $0 == "\t" ? "\t" : " " })
    }

    /// A printed line with its differing numbers standing out.
    private func highlighted(_ line: Line, _ style: TextStyle) -> String {
        let scalars = Array(line.text.unicodeScalars)
        var text = "+"
        var index = 0
        for number in line.numbers {
            text += Array(scalars[index..<number.range.lowerBound]).text.withVisibleControls()
            text += style.emphasisStart + Array(scalars[number.range]).text + style.emphasisEnd
            index = number.range.upperBound
        }
        return style.added(text + Array(scalars[index...]).text.withVisibleControls())
    }
}
