import ChapterDocument
import KernelReference
import OutputVerification

/// Turns executed chapters into HTML files that hold everything they show.
///
/// One renderer serves many chapters, so that KaTeX and Prism are loaded once, and only when a chapter needs them. It
/// also keeps the formulas it has typeset, the code it has coloured and the figures it has drawn: a chapter that is
/// rendered again after an edit costs little more than what changed. A renderer is not for use from several threads at
/// once.
public final class ReportRenderer {
    private let typesetter: MathTypesetter
    private let highlighter: CodeHighlighter
    private let styles: MathStyles
    private let displays: DisplayRenderer
    let template: ReportTemplate

    /// A renderer that finds KaTeX, Prism and dagre in `assets`. Nothing is loaded yet.
    public init(assets: ReportAssets = ReportAssets(), template: ReportTemplate = .builtIn) {
        self.template = template
        let engine = ScriptEngine()
        typesetter = MathTypesetter(engine: engine, assets: assets)
        highlighter = CodeHighlighter(engine: engine, assets: assets)
        styles = MathStyles(assets: assets)
        displays = DisplayRenderer(layout: GraphLayout(engine: engine, assets: assets))
    }

    /// The chapter's report, whether all of its cells have run or not.
    ///
    /// Every block of the chapter is one child element of the page's `main`, in order (but for an author's own HTML,
    /// which is as many as the author wrote); what follows are the footnotes and the verification, where there are
    /// any. A block whose content did not change gives the same markup again, so a program that shows the page while
    /// the chapter is edited can compare and replace it block by block.
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
        let context = context(for: executed.chapter, values: verdict?.values ?? [], options: options)
        try context.startFormulas()
        let title = try ProseRenderer(context: context).nodes(executed.chapter.titleContent, at: context.titlePosition)
        let blocks = BlockRenderer(context: context, executed: executed, verdict: verdict)
        let text = try blocks.nodes(executed.chapter.blocksBelowTitle)
        let body = HTMLNode.group(text + (try FootnoteRenderer(context: context, blocks: blocks).section()))
        let sections = try ContentsList(context: context).items
        let mathStyles = context.mathClasses.isEmpty ? "" : try styles.styleSheet(for: context.mathClasses)
        let page = Page(
            context: context, executed: executed, verdict: verdict, title: HTMLNode.group(title).html, body: body.html,
            sections: sections, mathStyles: mathStyles)
        return Report(
            html: page.html, warnings: context.warnings, sources: context.sources, turningBytes: context.turningBytes)
    }

    /// Some cells of a chapter, as the page shows them.
    ///
    /// - Parameters:
    ///   - variant: The chapter, whose code may be other than its file's, and what its cells did.
    ///   - cells: The indices of the cells.
    /// - Returns: The markup of each, by its index.
    /// - Throws: ``ReportError`` where a component that code needs is not installed or does not work.
    public func cellMarkups(
        of variant: ExecutedChapter, in cells: ClosedRange<Int>
    ) throws(ReportError) -> [Int: String] {
        var options = ReportOptions(showsTimes: true)
        options.placeNames = .cells
        let renderer = CellRenderer(context: context(for: variant.chapter, values: [], options: options))
        var markups: [Int: String] = [:]
        for block in variant.chapter.allBlocks {
            guard case .cell(let index) = block.content, cells.contains(index) else { continue }
            markups[index] = try renderer.node(
                variant.chapter.cells[index], variant.results[index], verdict: nil, label: block.label
            ).html
        }
        return markups
    }

    /// What a piece of code did that is none of a chapter's cells, as a page would show a cell.
    ///
    /// - Parameters:
    ///   - cell: The code, whose first line is line 1.
    ///   - result: What it did.
    ///   - chapter: The chapter whose page it is for.
    /// - Returns: The markup.
    /// - Throws: ``ReportError`` where a component that code needs is not installed or does not work.
    public func answerMarkup(_ cell: Cell, _ result: CellResult, in chapter: Chapter) throws(ReportError) -> String {
        var options = ReportOptions(showsTimes: true)
        options.placeNames = .lines
        return try CellRenderer(context: context(for: chapter, values: [], options: options)).node(
            cell, result, verdict: nil, label: nil
        ).html
    }

    private func context(for chapter: Chapter, values: [ChapterVerdict.Value], options: ReportOptions) -> PageContext {
        PageContext(
            chapter: chapter, values: values, options: options, template: template, typesetter: typesetter,
            highlighter: highlighter, displays: displays)
    }

    /// The page of all the names that lessons can use of the kernel.
    /// - Parameter reference: The names.
    /// - Returns: The page.
    /// - Throws: ``ReportError`` where a component that the page needs is not installed or does not work.
    public func renderReference(_ reference: APIReference) throws(ReportError) -> Report {
        let comments = CommentRenderer { self.context(for: $0, values: [], options: ReportOptions()) }
        let page = ReferencePage(reference: reference, template: template, comments: comments)
        let html = try page.html { classes throws(ReportError) in
            classes.isEmpty ? "" : try self.styles.styleSheet(for: classes)
        }
        return Report(html: html, warnings: [], sources: [])
    }

    /// Whether a report tells about the kernel's names in its code.
    /// - Parameter report: The report.
    /// - Returns: Whether it does.
    public static func namesAreTold(in report: String) -> Bool { report.contains(NamedCode.opening) }

    /// The page that leads to the pages of a book that are there.
    /// - Parameters:
    ///   - book: The book.
    ///   - referenceAddress: The address of the reference's page as seen from the contents; nil where there is none.
    ///   - progress: How many exercises of lessons a reader has solved, by the lessons' paths.
    /// - Returns: The page.
    public func renderContents(
        of book: Book, referenceAddress: String? = nil, progress: [String: ExerciseProgress] = [:]
    ) -> Report {
        let contents = BookContents(
            book: book, referenceAddress: referenceAddress, template: template, progress: progress)
        return Report(html: contents.html, warnings: [], sources: [])
    }
}

/// A finished page.
public struct Report: Sendable {
    /// The page: one HTML document that fetches nothing.
    public var html: String
    /// What is amiss, in the order of the chapter.
    public var warnings: [Diagnostic]
    /// The paths of the other files that it is made from, or would be if they were there: pictures, definitions for
    /// formulas, lessons that it refers to.
    public var sources: [String]
    /// How many of the page's bytes are there for parameters to turn.
    public var turningBytes = 0
}
