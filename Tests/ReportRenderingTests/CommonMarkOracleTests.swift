import CCMark
import ChapterDocument
import Foundation
import ReportRendering
import SeededRandom
import Testing

/// What is CommonMark is read as libcmark reads it: for generated documents, in the open, in quotations, in list items and
/// before footnotes, the page has the structure of libcmark's own HTML.
@Suite struct CommonMarkOracleTests {
    @Test(arguments: Surroundings.allCases) func pagesHaveTheStructureOfLibcmarksHTML(surroundings: Surroundings) throws
    {
        var random = SplitMix(seed: 26932)
        let renderer = ReportRenderer()
        for _ in 0..<150 {
            let document = DocumentGenerator.document(using: &random)
            let text = surroundings.put(around: document)
            let expected = HTMLStructure(Self.libcmarkHTML(text)).description
            let page = try renderer.render(SampleChapter.executed("# T\n\n" + text + surroundings.after)).html
            let start = try #require(page.firstRange(of: "<main id=\"text\">")?.upperBound)
            let end = try #require(
                page.firstRange(of: "<section class=\"footnotes\"")?.lowerBound
                    ?? page.firstRange(of: "</main>")?.lowerBound)
            var structure = HTMLStructure(String(page[start..<end])).description
            if !surroundings.after.isEmpty { structure = structure.replacing("<p>MARK<a #fn-1>1</a></p>", with: "") }
            #expect(structure == expected, "\(text)")
            if structure != expected { return }
        }
    }

    enum Surroundings: CaseIterable, Sendable {
        case none, quotation, listItem, quotationInListItem, footnote

        func put(around text: String) -> String {
            switch self {
            case .none, .footnote: text
            case .quotation: Self.prefix(text, first: "> ", others: "> ")
            case .listItem: Self.prefix(text, first: "- ", others: "  ")
            case .quotationInListItem:
                Self.prefix(Self.prefix(text, first: "> ", others: "> "), first: "1. ", others: "   ")
            }
        }

        var after: String { self == .footnote ? "\n\nMARK[^1]\n\n[^1]: A footnote.\n" : "" }

        private static func prefix(_ text: String, first: String, others: String) -> String {
            text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
                .map { ($0 == 0 ? first : others) + $1 }.joined(separator: "\n")
        }
    }

    private static func libcmarkHTML(_ text: String) -> String {
        var text = text
        let root = text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { cmark_parse_document($0.baseAddress, $0.count, CMARK_OPT_UNSAFE) }
        }
        defer { cmark_node_free(root) }
        guard let html = cmark_render_html(root, CMARK_OPT_UNSAFE) else { return "" }
        defer { free(html) }
        return String(cString: html)
    }
}

/// Documents made of CommonMark's constructs, whose marks meet in unforeseen ways.
private enum DocumentGenerator {
    static func document(using random: inout SplitMix) -> String {
        let blocks = (0..<Int.random(in: 1...6, using: &random)).map { _ in block(depth: 0, using: &random) }
        return blocks.joined(separator: Bool.random(using: &random) ? "\n\n" : "\n")
    }

    private static let pieces = [
        "word", "two words", "*em*", "**strong**", "***both***", "_under_", "__bar__", "`code`", "``a ` b``",
        "*a **b** c*",
        "[link](/to \"t\")", "[link](</a>)", "[ref]", "<https://x.org>", "&amp;", "&copy;", "\\*", "\\_", "\\[", "\\`",
        "a*b*c", "a_b_c", "*", "**", "_", "`", "[", "]", "(", ")", "!", "<", "> ", "\"q\"", "'", "“c”", "中文", "。", "，",
        "*“x”*", "**中。**", "1.", "-", "+", "#", "=", "<b>", "</b>", "<!-- c -->", "5", "a\\\nb", "two  \nlines", ".",
        ":",
    ]

    private static func prose(using random: inout SplitMix) -> String {
        var text = ""
        for _ in 0..<Int.random(in: 1...9, using: &random) {
            text += pieces.randomElement(using: &random) ?? ""
            text += ["", " ", " ", "\n"].randomElement(using: &random) ?? ""
        }
        return text
    }

    private static func block(depth: Int, using random: inout SplitMix) -> String {
        switch Int.random(in: 0..<(depth < 2 ? 14 : 9), using: &random) {
        case 0: "## " + prose(using: &random).replacing("\n", with: " ")
        case 1: "Heading \(Int.random(in: 0..<9, using: &random))\n==="
        case 2: "```\ncode \(Int.random(in: 0..<9, using: &random))\n\n*no*\n```"
        case 3: "    indented\n      code"
        case 4: ["---", "***", "_ _ _"].randomElement(using: &random) ?? ""
        case 5: "[ref]: /url 'title'"
        case 9, 10: list(depth: depth, using: &random)
        case 11: lines(of: block(depth: depth + 1, using: &random), first: "> ", others: "> ")
        case 12: "> lazy\n" + prose(using: &random)
        default: prose(using: &random)
        }
    }

    private static func list(depth: Int, using random: inout SplitMix) -> String {
        let marker = ["- ", "* ", "1. ", "7) "].randomElement(using: &random) ?? "- "
        let indentation = String(repeating: " ", count: marker.count)
        let items = (0..<Int.random(in: 1...3, using: &random)).map { _ in
            lines(of: block(depth: depth + 1, using: &random), first: marker, others: indentation)
        }
        return items.joined(separator: Bool.random(using: &random) ? "\n" : "\n\n")
    }

    private static func lines(of text: String, first: String, others: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
            .map { ($0 == 0 ? first : others) + $1 }.joined(separator: "\n")
    }
}

/// The elements and the words of HTML, without what this program adds to pages: anchors, classes, the boxes around code.
private struct HTMLStructure: CustomStringConvertible {
    private(set) var description = ""
    private static let kept = [
        "p", "em", "strong", "code", "a", "ul", "ol", "li", "blockquote", "pre", "hr", "br", "b",
    ]

    init(_ html: String) {
        let html = html.replacing(#/<a class="anchor"[^>]*>#</a>/#, with: "")
        var rest = html[...]
        while let next = rest.first {
            if next == "<", let end = rest.firstIndex(of: ">") {
                append(tag: rest[rest.index(after: rest.startIndex)..<end])
                rest = rest[rest.index(after: end)...]
            } else {
                let text = rest.prefix { $0 != "<" }
                append(text: text.isEmpty ? rest.prefix(1) : text)
                rest = rest.dropFirst(max(text.count, 1))
            }
        }
    }

    private mutating func append(tag: Substring) {
        let isClosing = tag.hasPrefix("/")
        var name = String(tag.drop { $0 == "/" }.prefix { $0.isLetter || $0.isNumber })
        if name.count == 2, name.hasPrefix("h"), name != "hr" { name = "h" }
        guard name == "h" || Self.kept.contains(name) else { return }
        var attributes = ""
        for attribute in tag.matches(of: #/(?:href|start)="([^"]*)"/#) where !isClosing {
            attributes += " \(attribute.1)"
        }
        description += "<\(isClosing ? "/" : "")\(name)\(attributes)>"
    }

    private mutating func append(text: Substring) {
        // Where lines break is another matter, and between blocks white space is not seen.
        description += text.filter { !$0.isWhitespace }
    }
}
