import ChapterDocument
import OutputVerification

/// Turns executed chapters into HTML files that hold everything they show.
///
/// One renderer serves many chapters, so that KaTeX and Prism are loaded once, and only when a chapter needs them. A
/// renderer is not for use from several threads at once.
public final class ReportRenderer {
    private let typesetter: MathTypesetter
    private let highlighter: CodeHighlighter
    private let styles: MathStyles

    /// A renderer that finds KaTeX and Prism in `assets`. Nothing is loaded yet.
    public init(assets: ReportAssets = ReportAssets()) {
        let engine = ScriptEngine()
        typesetter = MathTypesetter(engine: engine, assets: assets)
        highlighter = CodeHighlighter(engine: engine, assets: assets)
        styles = MathStyles(assets: assets)
    }

    /// The chapter's report.
    ///
    /// Pictures are read from beside the chapter's path. What is amiss but does not stop the report, such as a missing
    /// picture or a formula that KaTeX rejects, is shown in its place and listed in the report's warnings.
    ///
    /// - Parameters:
    ///   - executed: The chapter and what its cells did.
    ///   - verdict: What comparing the outputs came to; with it, the page ends with a summary of the verification.
    ///   - options: What the report says beyond its chapter.
    /// - Returns: The page, and what is amiss with it.
    /// - Throws: ``ReportError`` where a component that the chapter needs is not installed or does not work.
    public func render(
        _ executed: ExecutedChapter, verdict: ChapterVerdict? = nil, options: ReportOptions = ReportOptions()
    ) throws(ReportError) -> Report {
        let context = PageContext(
            chapter: executed.chapter, options: options, typesetter: typesetter, highlighter: highlighter)
        let blocks = BlockRenderer(context: context, executed: executed, verdict: verdict)
        let text = try blocks.nodes(executed.chapter.blocksBelowTitle)
        let body = text + (try FootnoteRenderer(context: context, blocks: blocks).section())
        let mathStyles = context.mathClasses.isEmpty ? "" : try styles.styleSheet(for: context.mathClasses)
        let page = Page(
            context: context, executed: executed, verdict: verdict, body: body, mathStyles: mathStyles)
        return Report(html: page.html, warnings: context.warnings)
    }
}

/// A finished page.
public struct Report: Sendable {
    /// The page: one HTML document that fetches nothing.
    public var html: String
    /// What is amiss, in the order of the chapter.
    public var warnings: [Diagnostic]
}

/// What a report says beyond its chapter.
public struct ReportOptions: Sendable {
    /// The address of the chapter's file as seen from the report, such as `../chapters/4.6-dropout.md`; cells link to
    /// their lines there. nil leaves the places without links.
    public var sourceAddress: String?
    /// The book that the chapter belongs to; the page links to its neighbours there. nil for a chapter by itself.
    public var book: Book?

    /// Options for a report.
    public init(sourceAddress: String? = nil, book: Book? = nil) {
        self.sourceAddress = sourceAddress
        self.book = book
    }
}
