import ChapterDocument

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Looks for links inside a page that lead nowhere, and for identifiers that two of its elements have.
struct AnchorCheck {
    private let chapter: Chapter
    private let places: ChapterPlaces
    /// How many elements of the page have each identifier.
    private let counts: [String: Int]

    init(chapter: Chapter, page: String) {
        self.chapter = chapter
        places = ChapterPlaces(chapter.text)
        counts = AuthorHTML(page).identifiers.reduce(into: [:]) { $0[$1.value, default: 0] += 1 }
    }

    /// The errors that were found.
    var diagnostics: [Diagnostic] {
        var diagnostics: [Diagnostic] = []
        for run in chapter.proseRuns {
            for (inline, line) in run.pieces {
                switch inline {
                case .link(let destination, _, _, let position):
                    diagnostics += fault(ofLink: destination, at: position, line: line)
                case .html(let html): diagnostics += faults(ofHTML: html, line: line)
                default: break
                }
            }
        }
        for block in chapter.allBlocks {
            if case .html(let html) = block.content {
                diagnostics += faults(ofHTML: html, line: block.range.start.line)
            }
        }
        return diagnostics
    }

    private func fault(ofLink destination: String, at position: SourcePosition? = nil, line: Int) -> [Diagnostic] {
        guard destination.hasPrefix("#"), destination.count > 1 else { return [] }
        let written = String(destination.dropFirst())
        let anchor = written.removingPercentEncoding ?? written
        if counts[written] != nil || counts[anchor] != nil { return [] }
        let near = nearestName(to: anchor, in: counts.keys.sorted()).map { "did you mean `#\($0)`?" }
        let place = position ?? places.place(in: destination, from: SourcePosition(line: line))
        let message = "the link to `#\(anchor)` leads nowhere"
        return [Diagnostic(path: chapter.path, position: place, message: message, advice: near)]
    }

    /// What is wrong with the identifiers and links of an author's own HTML.
    private func faults(ofHTML html: String, line firstLine: Int) -> [Diagnostic] {
        func line(of attribute: AuthorHTML.Attribute) -> Int {
            firstLine + html.utf8.prefix(attribute.range.lowerBound).count { $0 == UInt8(ascii: "\n") }
        }
        let source = AuthorHTML(html)
        let repeated = source.identifiers.filter { counts[$0.value, default: 0] > 1 }.map { identifier in
            error(
                "two elements of the page have the id `\(identifier.value)`",
                at: String(decoding: Array(html.utf8)[identifier.start..<identifier.range.upperBound], as: UTF8.self),
                line: line(of: identifier), advice: "give this one another id")
        }
        let links = source.attributes.filter { $0.name == "href" }.flatMap {
            fault(ofLink: $0.value, line: line(of: $0))
        }
        return repeated + links
    }

    private func error(_ message: String, at source: String, line: Int, advice: String?) -> Diagnostic {
        let position = places.place(in: source, from: SourcePosition(line: line))
        return Diagnostic(path: chapter.path, position: position, message: message, advice: advice)
    }
}
