import ChapterDocument
import OutputVerification
import ReportRendering

/// Makes pages, one at a time, with one renderer, so that what did not change is not made again.
actor PagePrinter {
    private let renderer: ReportRenderer
    private let files: [String]
    /// The book, and what tells that its files have not changed.
    private var book: (stamps: [FileStamp?], book: Book)?

    /// - Parameters:
    ///   - files: The chapters of the preview, which are linked to each other.
    ///   - renderer: What makes the pages.
    init(files: [String], renderer: ReportRenderer) {
        self.files = files
        self.renderer = renderer
    }

    /// The page of a chapter; one that never was a good chapter has an empty page, below which the bar says why.
    /// - Parameters:
    ///   - executed: The chapter and what is known of its cells; nil for none.
    ///   - path: The chapter's path.
    ///   - number: The page's number.
    /// - Returns: The page.
    /// - Throws: What keeps the page from being made.
    func page(of executed: ExecutedChapter?, path: String, number: Int) throws -> String {
        guard let executed else { return try page(of: .empty(path: path), path: path, number: number) }
        let isDone = executed.results.allSatisfy { result in
            switch result.outcome {
            case .running, .waiting: false
            default: true
            }
        }
        let book = files.count > 1 ? currentBook() : nil
        let style = String(decoding: PackageResources.preview_css, as: UTF8.self)
        let script = String(decoding: PackageResources.preview_js, as: UTF8.self)
        let service = PageService(
            head: "<meta name=\"page-number\" content=\"\(number)\"><style>\(style)</style>",
            body: "<script>\(script)</script>")
        return try renderer.render(
            executed, verdict: isDone ? ChapterVerdict(verifying: executed) : nil,
            options: ReportOptions(book: book, service: service, showsTimes: true)
        ).html
    }

    private func currentBook() -> Book {
        let stamps = files.map { FileStamp($0) }
        if let book = self.book, book.stamps == stamps { return book.book }
        let new = BookFolder.book(of: files, output: "", isWritten: true)
        self.book = (stamps, new)
        return new
    }
}

extension ExecutedChapter {
    /// A chapter with nothing in it.
    fileprivate static func empty(path: String) throws -> ExecutedChapter {
        ExecutedChapter(chapter: try Chapter(parsing: "", path: path), results: [])
    }
}
