internal import CCMark

/// A node of CommonMark's own syntax tree, with its place in the text.
struct CommonMarkNode {
    /// The node types of CommonMark.
    enum Kind {
        case document, quote, item, paragraph, thematicBreak
        case list(start: Int?, isTight: Bool)
        case codeBlock(info: String)
        case htmlBlock
        case heading(level: Int)
        case text, softBreak, lineBreak, code, inlineHTML, emphasis, strong
        /// Not CommonMark's own: see `Strikethrough`.
        case strikethrough
        case link(destination: String, title: String)
        case image(source: String, title: String)
    }

    var kind: Kind
    /// The characters of a leaf; empty for a container.
    var literal: String
    var range: SourceRange
    var children: [CommonMarkNode] = []

    /// Moves the node and all in it down by a number of lines.
    mutating func move(byLines distance: Int) {
        range.start.line += distance
        range.end.line += distance
        for index in children.indices { children[index].move(byLines: distance) }
    }
}

extension CommonMarkNode.Kind {
    var isText: Bool { if case .text = self { true } else { false } }
    var isCode: Bool { if case .code = self { true } else { false } }

    /// Whether it is a line end, of the file or of the page.
    var isBreak: Bool {
        switch self {
        case .softBreak, .lineBreak: true
        default: false
        }
    }
}

/// Markdown nested so deeply that no page could show it.
struct NestingError: Error {
    var line: Int
    static let limit = 100
}

/// Parses CommonMark with libcmark.
///
/// This is the one file that knows the C library.
enum CommonMarkParser {
    /// The document node of `text`.
    /// - Throws: `NestingError` where nodes nest more than `NestingError.limit` deep.
    static func parse(_ text: String) throws(NestingError) -> CommonMarkNode {
        let root = document(text)
        defer { cmark_node_free(root) }
        let iterator = cmark_iter_new(root)
        defer { cmark_iter_free(iterator) }

        var open: [CommonMarkNode] = []
        while true {
            let event = cmark_iter_next(iterator)
            guard event != CMARK_EVENT_DONE, let pointer = cmark_iter_get_node(iterator) else { break }
            if event == CMARK_EVENT_ENTER {
                let node = CommonMarkNode(pointer)
                guard open.count < NestingError.limit else { throw NestingError(line: node.range.start.line) }
                open.append(node)
                // Leaves have no exit event.
                guard isLeaf(pointer) else { continue }
            }
            guard let closed = open.popLast() else { break }
            guard !open.isEmpty else { return closed }
            open[open.count - 1].children.append(closed)
        }
        return CommonMarkNode(
            kind: .document, literal: "", range: SourceRange(start: .init(line: 1), end: .init(line: 1)))
    }

    /// What each of the `lineCount` lines of `text` is to CommonMark.
    /// - Throws: `NestingError` as `parse` does.
    static func outline(_ text: String, lineCount: Int) throws(NestingError) -> BlockOutline {
        let root = document(text)
        defer { cmark_node_free(root) }
        var outline = BlockOutline(lineCount: lineCount)
        var open = [(node: root, quoteDepth: 0, isInItem: false)]
        var depths = [0]
        while let (pointer, quoteDepth, isInItem) = open.popLast(), let depth = depths.popLast() {
            guard let node = pointer else { continue }
            let first = Int(cmark_node_get_start_line(node))
            guard depth < NestingError.limit else { throw NestingError(line: first) }
            let lines = first...max(first, Int(cmark_node_get_end_line(node)))
            let type = cmark_node_get_type(node)
            switch type {
            case CMARK_NODE_CODE_BLOCK, CMARK_NODE_HTML_BLOCK: outline.addVerbatim(lines)
            case CMARK_NODE_PARAGRAPH, CMARK_NODE_HEADING:
                outline.addProse(
                    lines, column: Int(cmark_node_get_start_column(node)), quoteDepth: quoteDepth, isInItem: isInItem)
            default:
                let depthInside = quoteDepth + (type == CMARK_NODE_BLOCK_QUOTE ? 1 : 0)
                var child = cmark_node_first_child(node)
                while let next = child {
                    open.append((next, depthInside, isInItem || type == CMARK_NODE_ITEM))
                    depths.append(depth + 1)
                    child = cmark_node_next(next)
                }
            }
        }
        return outline
    }

    private static func document(_ text: String) -> OpaquePointer? {
        var text = text
        return text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) {
                cmark_parse_document($0.baseAddress, $0.count, CMARK_OPT_SOURCEPOS)
            }
        }
    }

    private static func isLeaf(_ node: OpaquePointer) -> Bool {
        switch cmark_node_get_type(node) {
        case CMARK_NODE_CODE_BLOCK, CMARK_NODE_HTML_BLOCK, CMARK_NODE_THEMATIC_BREAK, CMARK_NODE_TEXT,
            CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK, CMARK_NODE_CODE, CMARK_NODE_HTML_INLINE:
            true
        default: false
        }
    }
}

extension CommonMarkNode {
    /// Copies what libcmark says of one node; its children are added later.
    fileprivate init(_ node: OpaquePointer) {
        func string(_ pointer: UnsafePointer<CChar>?) -> String { pointer.map { String(cString: $0) } ?? "" }
        literal = string(cmark_node_get_literal(node))
        range = SourceRange(
            start: .init(line: Int(cmark_node_get_start_line(node)), column: Int(cmark_node_get_start_column(node))),
            end: .init(line: Int(cmark_node_get_end_line(node)), column: Int(cmark_node_get_end_column(node))))
        kind =
            switch cmark_node_get_type(node) {
            case CMARK_NODE_BLOCK_QUOTE: .quote
            case CMARK_NODE_LIST:
                .list(
                    start: cmark_node_get_list_type(node) == CMARK_ORDERED_LIST
                        ? Int(cmark_node_get_list_start(node)) : nil,
                    isTight: cmark_node_get_list_tight(node) != 0)
            case CMARK_NODE_ITEM: .item
            case CMARK_NODE_CODE_BLOCK:
                .codeBlock(info: string(cmark_node_get_fence_info(node)))
            case CMARK_NODE_HTML_BLOCK: .htmlBlock
            case CMARK_NODE_PARAGRAPH: .paragraph
            case CMARK_NODE_HEADING: .heading(level: Int(cmark_node_get_heading_level(node)))
            case CMARK_NODE_THEMATIC_BREAK: .thematicBreak
            case CMARK_NODE_TEXT: .text
            case CMARK_NODE_SOFTBREAK: .softBreak
            case CMARK_NODE_LINEBREAK: .lineBreak
            case CMARK_NODE_CODE: .code
            case CMARK_NODE_HTML_INLINE: .inlineHTML
            case CMARK_NODE_EMPH: .emphasis
            case CMARK_NODE_STRONG: .strong
            case CMARK_NODE_LINK:
                .link(destination: string(cmark_node_get_url(node)), title: string(cmark_node_get_title(node)))
            case CMARK_NODE_IMAGE:
                .image(source: string(cmark_node_get_url(node)), title: string(cmark_node_get_title(node)))
            default: .document
            }
    }
}
