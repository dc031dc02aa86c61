import ChapterDocument

/// What a cell's result depends on, as one value: two cells with the same key do the same.
///
/// That is the cell's code and how it is meant to end, the same of every cell before it, the seed, the kernel, the
/// compiler, what cells may reach, and where data comes from. Prose, places in the file and options of display are no
/// part of it.
struct CellKey: Codable, Hashable, Sendable {
    let digest: Digest

    /// The keys of a chapter's cells that are run.
    /// - Parameters:
    ///   - chapter: The chapter.
    ///   - tools: What decides what the cells do beside the chapter.
    /// - Returns: The cells in order, each with its key.
    static func keys(of chapter: Chapter, tools: Digest) -> [(cell: Cell, key: CellKey)] {
        var newest = Digest(of: [tools.hexadecimal, String(chapter.frontMatter.seed)])
        return chapter.cells.filter { !$0.options.isSkipped }.map { cell in
            let ending = cell.options.expectedFailure?.rawValue ?? "succeeds"
            newest = Digest(of: [newest.hexadecimal, ending, cell.code])
            return (cell, CellKey(digest: newest))
        }
    }
}
