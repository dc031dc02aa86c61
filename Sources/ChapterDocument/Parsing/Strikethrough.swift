/// GitHub's `~~words~~` and `~words~`, which CommonMark does not have, found among what it made of a paragraph.
///
/// As GitHub does, an opening mark has no white space behind it and a closing one none before it. A single tilde also has
/// no letter or digit on its outer side, so that ranges such as 3~5 stay.
enum Strikethrough {
    /// The nodes with those that are struck through put together.
    static func applied(to nodes: [CommonMarkNode]) -> [CommonMarkNode] {
        guard nodes.contains(where: { $0.kind.isText && $0.literal.utf8.contains(UInt8(ascii: "~")) }) else {
            return nodes
        }
        var result: [CommonMarkNode] = []
        var open: [(index: Int, length: Int)] = []
        for (index, node) in nodes.enumerated() {
            guard node.kind.isText else {
                result.append(node)
                continue
            }
            let before = index == 0 || nodes[index - 1].kind.isBreak ? " " : "x" as Unicode.Scalar
            let after = index + 1 == nodes.count || nodes[index + 1].kind.isBreak ? " " : "x" as Unicode.Scalar
            for piece in pieces(of: node, before: before, after: after) {
                if piece.canClose, let match = open.lastIndex(where: { $0.length == piece.length }) {
                    let start = open[match].index
                    open.removeSubrange(match...)
                    let inner = Array(result[(start + 1)...])
                    let range = SourceRange(start: result[start].range.start, end: piece.node.range.end)
                    result.removeSubrange(start...)
                    result.append(CommonMarkNode(kind: .strikethrough, literal: "", range: range, children: inner))
                    continue
                }
                if piece.canOpen { open.append((result.count, piece.length)) }
                result.append(piece.node)
            }
        }
        return result
    }

    /// A stretch of a text: tildes, or what stands between them.
    private struct Piece {
        var node: CommonMarkNode
        var length = 0
        var canOpen = false
        var canClose = false
    }

    private static func pieces(
        of node: CommonMarkNode, before: Unicode.Scalar, after: Unicode.Scalar
    ) -> [Piece] {
        let scalars = Array(node.literal.unicodeScalars)
        var pieces: [Piece] = []
        var column = node.range.start.column
        func append(_ range: Range<Int>) {
            guard !range.isEmpty else { return }
            var part = node
            part.literal = String(String.UnicodeScalarView(scalars[range]))
            part.range.start.column = column
            column += part.literal.utf8.count
            part.range.end.column = range.upperBound == scalars.count ? node.range.end.column : column - 1
            pieces.append(Piece(node: part))
        }
        var start = 0
        var index = 0
        while index < scalars.count {
            guard scalars[index] == "~" else {
                index += 1
                continue
            }
            var end = scalars[index...].firstIndex { $0 != "~" } ?? scalars.count
            let next = end
            // The filler follows a tilde that a backslash made a character like any other.
            if end < scalars.count, scalars[end] == LiftedText.filler { end -= 1 }
            if (1...2).contains(end - index) {
                append(start..<index)
                append(index..<end)
                let left = index > 0 ? scalars[index - 1] : before
                let right = end < scalars.count ? scalars[end] : after
                let isSingle = end - index == 1
                pieces[pieces.count - 1].length = end - index
                pieces[pieces.count - 1].canOpen = !right.properties.isWhitespace && !(isSingle && left.isWordPart)
                pieces[pieces.count - 1].canClose = !left.properties.isWhitespace && !(isSingle && right.isWordPart)
                start = end
            }
            index = next
        }
        append(start..<scalars.count)
        return pieces
    }
}
