import ChapterDocument

/// Shows code.
struct CodeRenderer {
    let context: PageContext

    /// Code that is not run.
    func listing(_ listing: CodeListing) throws(ReportError) -> HTMLNode {
        try block(listing.code, language: listing.language)
    }

    /// Code in its box, with a button that copies it where scripts run.
    ///
    /// `markedLines`, counted from 0, are shaded.
    func block(_ code: String, language: String, markedLines: [Int] = []) throws(ReportError) -> HTMLNode {
        let highlighted = try context.code(code, language: language)
        let marks = markedLines.map { line in
            HTMLNode.tag("span", .class("marked-line"), .attribute("style", "top:calc(1.6em * \(line))"))
        }
        return .tag(
            "div", .class(isLong(code) ? "code long" : "code"),
            content: .tag(
                "pre", .attribute("tabindex", "0"), content: .element("code", classes(language), marks + [highlighted]))
        )
    }

    /// Whether code may go on on the next page in print.
    private func isLong(_ code: String) -> Bool {
        code.utf8.count { $0 == UInt8(ascii: "\n") } > 24
    }

    private func classes(_ language: String) -> [HTMLAttribute] {
        let name = language.lowercased().filter { $0.isLetter || $0.isNumber || "+-_#".contains($0) }
        return name.isEmpty ? [] : [.class("language-\(name)")]
    }
}
