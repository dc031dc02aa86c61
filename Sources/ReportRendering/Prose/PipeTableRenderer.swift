import ChapterDocument

/// Shows a table that the author wrote.
struct PipeTableRenderer {
    let context: PageContext

    /// The table in a box that scrolls where it is too wide; its caption starts with the number that references use.
    func node(_ table: PipeTable, label: String?) throws(ReportError) -> HTMLNode {
        // A corner cell without a name means that the first column names the rows.
        let namesRows = table.header.cells.count > 1 && table.header.cells[0].isEmpty
        var rows: [HTMLNode] = []
        for row in table.rows {
            rows.append(try self.row(row, of: table) { $0 == 0 && namesRows ? "row" : nil })
        }
        let head = try row(table.header, of: table) { $0 == 0 && namesRows ? nil : "col" }
        var content = try caption(of: table, label: label)
        content.append(.tag("thead", content: head))
        if !rows.isEmpty { content.append(.tag("tbody", content: rows)) }
        let id: [HTMLAttribute] = label.map { [.id(context.anchors.labelled($0))] } ?? []
        return .element(
            "div", [.class("table"), .attribute("tabindex", "0")] + id, [.tag("table", content: content)])
    }

    /// A row whose cells are headers of what `scope` says for their column, data where it says nil.
    private func row(
        _ row: PipeTable.Row, of table: PipeTable, scope: (Int) -> String?
    ) throws(ReportError) -> HTMLNode {
        var cells: [HTMLNode] = []
        for (column, content) in row.cells.enumerated() {
            let scope = scope(column)
            var attributes: [HTMLAttribute] = scope.map { [.attribute("scope", $0)] } ?? []
            if let alignment = table.alignments[column] { attributes.append(.class(alignment.rawValue)) }
            let prose = try ProseRenderer(context: context).nodes(content, at: SourcePosition(line: row.line))
            cells.append(.element(scope == nil ? "td" : "th", attributes, prose))
        }
        return .tag("tr", content: cells)
    }

    private func caption(of table: PipeTable, label: String?) throws(ReportError) -> [HTMLNode] {
        var content: [HTMLNode] = []
        if let number = label.flatMap({ context.numbering.targets[$0]?.number }) {
            content.append(.tag("span", .class("number"), text: "\(context.phrases.table) \(number) "))
        }
        content += try ProseRenderer(context: context).nodes(table.caption, at: SourcePosition(line: table.header.line))
        return content.isEmpty ? [] : [.tag("caption", content: content)]
    }
}
