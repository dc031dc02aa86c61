import CellExecution
import ChapterDocument
import OutputVerification
import ReportRendering

/// Makes pages, one at a time, with one renderer, so that what did not change is not made again.
actor PagePrinter {
    private let renderer: ReportRenderer
    private let shelf: Shelf
    private let service: PageService
    /// Books by their first files, and what tells that their files have not changed.
    private var books: [String: (files: [String], stamps: [FileStamp?], book: Book)] = [:]

    /// - Parameters:
    ///   - shelf: The chapters of the preview; those of one folder are linked to each other.
    ///   - renderer: What makes the pages.
    ///   - purpose: What the pages are for.
    ///   - token: What a page's script shows with its actions.
    ///   - hasEditor: Whether cells can be changed in the page.
    init(shelf: Shelf, renderer: ReportRenderer, purpose: PreviewPurpose, token: String, hasEditor: Bool) {
        self.shelf = shelf
        func text(_ resource: [UInt8]) -> String { String(decoding: resource, as: UTF8.self) }
        var (styles, scripts) = ([PackageResources.preview_css], [PackageResources.preview_js])
        if hasEditor {
            styles.append(PackageResources.learn_css)
            scripts.append(PackageResources.learn_js)
        }
        service = PageService(
            head: "<meta name=\"page-token\" content=\"\(token)\">"
                + "<meta name=\"page-purpose\" content=\"\(purpose.rawValue)\">"
                + styles.map { "<style>\(text($0))</style>" }.joined(),
            body: scripts.map { "<script>\(text($0))</script>" }.joined(), hasScripts: hasEditor)
        self.renderer = renderer
    }

    /// A page and what is wrong with it.
    struct Printed {
        var html: String
        /// What is wrong with the chapter as it is now, but for cells that failed; nothing while cells still run.
        var findings: [Finding] = []
        /// How many outputs and values are other than the chapter says, or are missing there.
        var acceptable = 0
        /// The paths of the other files that it is made from.
        var sources: [String] = []
    }

    /// The contents of the book that these chapters are.
    /// - Parameters:
    ///   - files: The chapters' paths.
    ///   - texts: What readers have typed, for how many exercises they have solved; nil where that is not shown.
    /// - Returns: The page.
    func contents(of files: [String], _ texts: ReaderTexts?) -> String {
        let book = book(of: files)
        var progress: [String: ExerciseProgress] = [:]
        if let texts {
            for lesson in book.pages.map(\.lesson) {
                let exercises = lesson.chapter?.exercises ?? []
                let solved = exercises.count {
                    texts.text(ofCell: $0.textName, in: lesson.path)?.isSolved == true
                }
                progress[lesson.path] = ExerciseProgress(solved: solved, total: exercises.count)
            }
        }
        return renderer.renderContents(of: book, progress: progress).html
    }

    /// The page of a chapter; one that never was a good chapter has an empty page, below which the bar says why.
    /// - Parameters:
    ///   - executed: The chapter and what is known of its cells; nil for none.
    ///   - path: The chapter's path.
    ///   - number: The page's number.
    /// - Returns: The page.
    /// - Throws: What keeps the page from being made.
    func page(of executed: ExecutedChapter?, path: String, number: Int) throws -> Printed {
        guard let executed else { return try page(of: .empty(path: path), path: path, number: number) }
        let isDone = executed.results.allSatisfy { result in
            switch result.outcome {
            case .running, .waiting: false
            default: true
            }
        }
        let files = shelf.neighbours(of: path)
        let book = files.count > 1 ? book(of: files) : nil
        var service = service
        service.head = "<meta name=\"page-number\" content=\"\(number)\">" + service.head
        let verdict = isDone ? ChapterVerdict(verifying: executed) : nil
        let page = try renderer.render(
            executed, verdict: verdict, options: ReportOptions(book: book, service: service, showsTimes: true))
        var findings: [Finding] = []
        if let verdict, !executed.chapter.text.isEmpty {
            let faults = renderer.faults(of: executed.chapter, shownAs: page, in: book)
            findings = (faults + DataFiles.undeclared(in: executed.chapter)).map { Finding($0) }
            findings += verdict.findings.filter { $0.kind != .text && $0.kind != .failure }
        }
        return Printed(
            html: page.html, findings: findings, acceptable: verdict.map(Self.acceptable) ?? 0, sources: page.sources)
    }

    /// Some cells of a reader's variant of a chapter, as markup, by their indices.
    func cells(_ cells: ClosedRange<Int>, of variant: ExecutedChapter) throws -> [Int: String] {
        try renderer.cellMarkups(of: variant, in: cells)
    }

    /// What a reader's answer to an exercise came to, as markup of a cell of its own.
    func answer(_ cell: Cell, _ result: CellResult, of chapter: Chapter) throws -> String {
        try renderer.answerMarkup(cell, result, in: chapter)
    }

    private static func acceptable(_ verdict: ChapterVerdict) -> Int {
        let cells = verdict.cells.count { !$0.verdict.isAccepted || $0.figures?.isAccepted == false }
        return cells + verdict.values.count { if case .differs = $0.verdict { true } else { false } }
    }

    private func book(of files: [String]) -> Book {
        let stamps = files.map { FileStamp($0) }
        let key = files.first ?? ""
        if let known = books[key], known.files == files, known.stamps == stamps { return known.book }
        let new = BookFolder.book(of: files, output: "", isWritten: true)
        books[key] = (files, stamps, new)
        return new
    }
}

extension ExecutedChapter {
    /// A chapter with nothing in it.
    fileprivate static func empty(path: String) throws -> ExecutedChapter {
        ExecutedChapter(chapter: try Chapter(parsing: "", path: path), results: [])
    }
}
