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
        let identifiers = page.matches(of: Self.identifier).map { String($0.1) }
        counts = identifiers.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }

    /// The errors that were found.
    var diagnostics: [Diagnostic] {
        var diagnostics: [Diagnostic] = []
        for run in chapter.proseRuns {
            for (inline, line) in run.pieces {
                switch inline {
                case .link(let destination, _, _): diagnostics += fault(ofLink: destination, line: line)
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

    private static var identifier: Regex<(Substring, Substring)> { /\sid=["']?([^"'\s>]+)/ }
    private static var address: Regex<(Substring, Substring)> { /\shref=["']?(#[^"'\s>]+)/ }

    private func fault(ofLink destination: String, line: Int) -> [Diagnostic] {
        guard destination.hasPrefix("#"), destination.count > 1 else { return [] }
        let written = String(destination.dropFirst())
        let anchor = written.removingPercentEncoding ?? written
        if counts[written] != nil || counts[anchor] != nil { return [] }
        let near = nearestName(to: anchor, in: counts.keys.sorted()).map { "did you mean `#\($0)`?" }
        return [error("the link to `#\(anchor)` leads nowhere", at: destination, line: line, advice: near)]
    }

    /// What is wrong with the identifiers and links of an author's own HTML.
    private func faults(ofHTML html: String, line firstLine: Int) -> [Diagnostic] {
        func line(of index: String.Index) -> Int {
            firstLine + html[..<index].utf8.count { $0 == UInt8(ascii: "\n") }
        }
        let repeated = html.matches(of: Self.identifier).filter { counts[String($0.1), default: 0] > 1 }.map { match in
            error(
                "two elements of the page have the id `\(match.1)`", at: String(match.0),
                line: line(of: match.range.lowerBound), advice: "give this one another id")
        }
        let links = html.matches(of: Self.address).flatMap { match in
            fault(ofLink: String(match.1), line: line(of: match.range.lowerBound))
        }
        return repeated + links
    }

    private func error(_ message: String, at source: String, line: Int, advice: String?) -> Diagnostic {
        let position = places.place(in: source, from: SourcePosition(line: line))
        return Diagnostic(path: chapter.path, position: position, message: message, advice: advice)
    }
}

extension Chapter {
    /// Every block, those inside others too.
    fileprivate var allBlocks: [Block] {
        func all(_ blocks: [Block]) -> [Block] { blocks.flatMap { [$0] + all($0.children) } }
        return all(blocks + footnotes.flatMap(\.blocks))
    }
}
