import ChapterDocument

/// Shows code.
struct CodeRenderer {
    let context: PageContext

    /// Code that is not run.
    func listing(_ listing: CodeListing) throws(ReportError) -> HTMLNode {
        try block(listing.code, language: listing.language)
    }

    /// Code in its box, with a button that copies it where scripts run.
    func block(_ code: String, language: String) throws(ReportError) -> HTMLNode {
        let highlighted = try context.code(code, language: language)
        return .tag(
            "div", .class("code"),
            content: .tag(
                "pre", .attribute("tabindex", "0"), content: .element("code", classes(language), [highlighted])))
    }

    private func classes(_ language: String) -> [HTMLAttribute] {
        let name = language.lowercased().filter { $0.isLetter || $0.isNumber || "+-_#".contains($0) }
        return name.isEmpty ? [] : [.class("language-\(name)")]
    }
}
