import CellMessages

/// Shows a table; columns of numbers stand right.
struct TableRenderer {
    /// The table in a box that scrolls where it is too wide.
    func node(_ table: Table) -> HTMLNode {
        let isNumeric = table.columns.indices.map { column in
            !table.rows.isEmpty && table.rows.allSatisfy { column < $0.count && Self.isNumber($0[column]) }
        }
        let head = zip(table.columns, isNumeric).map { words, isNumeric in
            // What says nothing is no heading, to those who hear the page.
            guard words.contains(where: { !$0.isWhitespace }) else { return HTMLNode.element("td", [], []) }
            return .element(
                "th", [.attribute("scope", "col")] + (isNumeric ? [.class("number")] : []), [.text(words)])
        }
        let body = table.rows.map { row in
            HTMLNode.tag(
                "tr",
                content: row.enumerated().map { column, words in
                    let isRight = column < isNumeric.count && isNumeric[column]
                    return .element("td", isRight ? [.class("number")] : [], [.text(words)])
                })
        }
        let caption: [HTMLNode] = table.title.isEmpty ? [] : [.tag("caption", text: table.title)]
        return .tag(
            "div", .class("table"), .attribute("tabindex", "0"),
            content: .tag(
                "table",
                content: caption
                    + [.tag("thead", content: .tag("tr", content: head)), .tag("tbody", content: body)]))
    }

    /// Whether a cell reads as a number, with a unit such as `%` or without.
    private static func isNumber(_ text: String) -> Bool {
        let digits = text.replacing("−", with: "-").filter { !"%, ×±\u{2009}".contains($0) }
        return digits.isEmpty || ["—", "–", "-"].contains(digits) || Double(digits) != nil
    }
}
