import ChapterDocument
import FoundationEssentials

/// What a cell's result depends on, as one value: two cells with the same key do the same.
///
/// That is the cell's code and how it is meant to end, the same of every cell before it, the seed, the kernel, the
/// compiler, and where data comes from. Prose, places in the file and options of display are no part of it.
struct CellKey: Hashable, Sendable {
    let digest: Digest

    /// The keys of a chapter's cells that are run.
    /// - Parameters:
    ///   - chapter: The chapter.
    ///   - tools: What the programs that compile and run the cells are known by.
    /// - Returns: The cells in order, each with its key.
    static func keys(of chapter: Chapter, tools: Digest) -> [(cell: Cell, key: CellKey)] {
        let data = ProcessInfo.processInfo.environment["LECTERN_DATA"] ?? ""
        var newest = Digest(of: [tools.hexadecimal, String(chapter.frontMatter.seed), data])
        return chapter.cells.filter { !$0.options.isSkipped }.map { cell in
            let ending = cell.options.expectedFailure?.rawValue ?? "succeeds"
            newest = Digest(of: [newest.hexadecimal, ending, cell.code])
            return (cell, CellKey(digest: newest))
        }
    }
}
