import ChapterDocument

extension ReportRenderer {
    /// What is wrong with a chapter as far as that can be told without running its cells: missing pictures, formulas that
    /// KaTeX rejects, links to places that the page does not have, identifiers that two elements have, outputs that are
    /// never compared. What parsing finds is not told again.
    ///
    /// - Parameters:
    ///   - chapter: The chapter; pictures are looked for beside its path.
    ///   - book: The book that it belongs to and refers to.
    /// - Returns: The errors and warnings in the order of their places.
    /// - Throws: ``ReportError`` where a component that the chapter needs is not installed or does not work.
    public func check(_ chapter: Chapter, in book: Book? = nil) throws(ReportError) -> [Diagnostic] {
        let skipped = chapter.cells.map { _ in CellResult(outcome: .skipped) }
        var options = ReportOptions(book: book)
        options.embedsPictures = false
        let report = try render(ExecutedChapter(chapter: chapter, results: skipped), options: options)
        return faults(of: chapter, shownAs: report, in: book)
    }

    /// What is wrong with a chapter, going by its page, as for ``check(_:in:)``.
    ///
    /// - Parameters:
    ///   - chapter: The chapter.
    ///   - report: Its page.
    ///   - book: The book that it belongs to and refers to.
    /// - Returns: The errors and warnings in the order of their places.
    public func faults(of chapter: Chapter, shownAs report: Report, in book: Book? = nil) -> [Diagnostic] {
        // A page can be made in spite of these; it is not the page that the author means.
        var diagnostics = report.warnings.map { warning in
            var error = warning
            error.severity = .error
            return error
        }
        diagnostics += AnchorCheck(chapter: chapter, page: report.html).diagnostics
        diagnostics += chapter.outputsNeverCompared
        if let book { diagnostics += chapter.labelsOfOthers(in: book) }
        let positions = diagnostics.map { $0.position ?? SourcePosition(line: 0) }
        return zip(positions, diagnostics).sorted { $0.0 < $1.0 }.map(\.1)
    }
}

extension Chapter {
    /// Warnings at the labels that another lesson in the same folder has too.
    fileprivate func labelsOfOthers(in book: Book) -> [Diagnostic] {
        let places = ChapterPlaces(text)
        return allBlocks.compactMap { block in
            guard let label = block.label, let other = book.neighbours(of: path, with: label).first else { return nil }
            return Diagnostic(
                .warning, path: path, position: place(ofLabelOf: block, in: places) ?? block.range.start,
                message: "\(other.path) has the label `\(label)` too", advice: "give one of them another name")
        }
    }

    /// Where the label of a block is written; nil where it has none.
    package func place(ofLabelOf block: Block, in places: ChapterPlaces) -> SourcePosition? {
        guard let label = block.label else { return nil }
        let lines = block.range.start.line...(block.range.end.line + 2)
        return lines.lazy.map { places.place(in: "label:`\(label)`", from: SourcePosition(line: $0)) }
            .first { $0.column > 1 }
    }

    /// Warnings at the outputs of cells that cannot print.
    fileprivate var outputsNeverCompared: [Diagnostic] {
        cells.compactMap { cell in
            guard let output = cell.documentedOutput, output.comparison != .illustrative else { return nil }
            let reason: String
            if cell.options.isSkipped {
                reason = "the cell is skipped"
            } else if cell.options.expectedFailure == .compile {
                reason = "the cell is not meant to compile"
            } else {
                return nil
            }
            return Diagnostic(
                .warning, path: path, position: output.range.start, message: "this output is never compared: \(reason)",
                advice: "mark it `illustrative` or remove it")
        }
    }
}
