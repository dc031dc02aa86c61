import ChapterDocument
import ContentDigest
import KernelReference

/// What a cell's result depends on, as one value: two cells with the same key do the same.
///
/// That is the cell's code and how it is meant to end, the same of every cell before it, the seed, the kernel, the
/// compiler, what cells may reach, and where data comes from. Prose and options of display are no part of it; places in the
/// file are from the first cell on that can read them.
struct CellKey: Codable, Hashable, Sendable {
    let digest: Digest

    /// The keys of a chapter's cells that are run.
    /// - Parameters:
    ///   - chapter: The chapter.
    ///   - start: What the state before any cell depends on.
    /// - Returns: The cells in order, each with its key.
    static func keys(of chapter: Chapter, start: Digest) -> [(runnable: RunnableCell, key: CellKey)] {
        var newest = start
        var readsLines = false
        return RunnableCell.all(in: chapter).map { runnable in
            let cell = runnable.cell
            let ending = cell.options.expectedFailure?.rawValue ?? "succeeds"
            readsLines = readsLines || cell.readsLines
            let line = readsLines ? ["\(cell.codeStart.line)"] : []
            newest = Digest(
                of: [newest.hexadecimal, ending, readsLines ? cell.code : SwiftTokens(cell.code).normalized] + line)
            return (runnable, CellKey(digest: newest))
        }
    }

    /// What the state before any cell depends on.
    /// - Parameters:
    ///   - chapter: The chapter.
    ///   - tools: What decides what the cells do beside the chapter.
    ///   - data: The digest of the files that they read.
    /// - Returns: A digest of it all.
    static func start(of chapter: Chapter, tools: Digest, data: Digest) -> Digest {
        Digest(of: [tools.hexadecimal, data.hexadecimal, String(chapter.frontMatter.seed)])
    }
}

extension Cell {
    /// Whether the cell, or a function that later cells call, may read the number of a line (`#line`).
    var readsLines: Bool { code.contains("#line") }
}
