import ChapterDocument

extension ExecutedChapter {
    /// The same results beside a new text of the chapter, in which only what is documented is another.
    /// - Parameter chapter: The chapter as it is now; it has the same cells and values.
    /// - Returns: The results at their places there.
    public func moved(to chapter: Chapter) -> ExecutedChapter {
        let (old, new) = (self.chapter.placesOfCode, chapter.placesOfCode)
        let exercises = exercises.map { exercise in
            var exercise = exercise
            exercise.answers = exercise.answers.map { old.moving($0, to: new) }
            return exercise
        }
        return ExecutedChapter(
            chapter: chapter, results: results.map { old.moving($0, to: new) }, values: values, exercises: exercises)
    }
}

extension Chapter {
    /// The places of all code that is run.
    fileprivate var placesOfCode: ChapterLayout {
        let codes = exercises.flatMap(\.codes).map { code in
            Cell(
                index: 0, code: code.code, range: code.range, codeStart: code.codeStart, options: CellOptions())
        }
        return ChapterLayout(cells + codes)
    }
}
