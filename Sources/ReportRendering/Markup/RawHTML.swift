import ChapterDocument

/// HTML that an author wrote into a chapter, as it reaches the page.
///
/// It is shown and does nothing else. The page's policy keeps scripts from running and the browser from fetching; what
/// a policy cannot forbid are the elements of a page's head that lead the browser to another page or let it look up
/// other sites. They are shown as text.
struct RawHTML {
    /// The markup for the page.
    let markup: String
    /// What the author should know: that something is shown as text, or does not run.
    let warnings: [String]

    init(_ html: String) {
        var refused: Set<String> = []
        markup = html.replacing(/<(\/?)(meta|base|link)(?=[\s\/>]|$)/.ignoresCase()) { match in
            refused.insert(match.2.lowercased())
            return "&lt;\(match.1)\(match.2)"
        }
        var warnings = refused.sorted().map { "The element `\($0)` is for a page's head; it is shown as text" }
        if html.contains(/<script\b/.ignoresCase()) {
            warnings.append("This script does not run: a report runs no scripts but its own")
        }
        self.warnings = warnings
    }
}

extension PageContext {
    /// An author's own HTML, with a warning where it cannot do what it means to.
    func rawHTML(_ html: String, at position: SourcePosition) -> HTMLNode {
        let html = RawHTML(html)
        for warning in html.warnings { warn(warning, at: position) }
        return .markup(html.markup)
    }
}
