import ChapterDocument

extension ExecutedChapter {
    /// The same results beside a new text of the chapter, in which only what is documented is another.
    /// - Parameter chapter: The chapter as it is now; it has the same cells and values.
    /// - Returns: The results at their places there.
    public func moved(to chapter: Chapter) -> ExecutedChapter {
        let (old, new) = (ChapterLayout(self.chapter.cells), ChapterLayout(chapter.cells))
        return ExecutedChapter(chapter: chapter, results: results.map { old.moving($0, to: new) }, values: values)
    }
}
