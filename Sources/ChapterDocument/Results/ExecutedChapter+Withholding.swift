extension ExecutedChapter {
    /// The chapter without the solutions and wrong answers of its exercises, which are marked `withheld`.
    ///
    /// Every line keeps its number, so what is said of a place holds for the whole chapter too.
    ///
    /// - Parameter foreignLabels: What the chapter may refer to in the other chapters of its book.
    /// - Returns: The chapter with what is left of the results.
    /// - Throws: `ChapterError` where cells need a solution.
    public func withoutSolutions(foreignLabels: ForeignLabels = .known([:])) throws(ChapterError) -> ExecutedChapter {
        let needed = chapter.exercises.filter(\.keepsSolution).map { exercise in
            Diagnostic(
                path: chapter.path, position: exercise.solution?.tag,
                message: "the solution of exercise `\(exercise.name)` cannot be left out, because later cells see it",
                advice: "take `keep` away and let a cell declare what they need")
        }
        guard needed.isEmpty else { throw ChapterError(needed) }
        var executed = self
        executed.chapter = try Chapter(
            parsing: chapter.textWithoutSolutions, path: chapter.path, foreignLabels: foreignLabels)
        // The start comes first.
        for index in exercises.indices { executed.exercises[index].answers = Array(exercises[index].answers.prefix(1)) }
        return executed
    }
}

extension Chapter {
    fileprivate var textWithoutSolutions: String {
        var lines = text.normalizingLineBreaks().split(separator: "\n", omittingEmptySubsequences: false).map(
            String.init)
        for exercise in exercises where !exercise.isWithheld {
            for answer in exercise.answers where answer.kind != .start {
                let range = answer.code.range
                for line in range.start.line...range.end.line {
                    // The marks of the quotations around it stay.
                    let marks = String(decoding: lines[line - 1].utf8.prefix(range.start.column - 1), as: UTF8.self)
                    lines[line - 1] = String(marks.reversed().drop(while: \.isWhitespace).reversed())
                }
            }
            lines[exercise.start.range.start.line - 1] += " withheld"
        }
        return lines.joined(separator: "\n")
    }
}
