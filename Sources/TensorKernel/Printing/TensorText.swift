/// Lays out a tensor's elements as PyTorch prints them: nested brackets, lines of at most 80 characters, and only
/// three elements at either end of each dimension once there are more than 1000.
struct TensorText {
    private static let lineWidth = 80
    private static let summaryThreshold = 1000
    private static let edgeItems = 3
    private static let prefix = "tensor("

    private let shape: [Int]
    private let isSummarized: Bool
    private var texts: [Int: String] = [:]
    private var width = 1

    /// The layout of floating-point elements; `element` maps a row-major position to its value.
    init(shape: [Int], floating element: (Int) -> Double) {
        self.init(shape: shape)
        let shown = shownPositions()
        let values = shown.map(element)
        let format = ElementFormat(values: values)
        width = format.width
        for (position, value) in zip(shown, values) { texts[position] = format.text(value) }
    }

    /// The layout of elements that each have one obvious text.
    init(shape: [Int], text element: (Int) -> String) {
        self.init(shape: shape)
        let shown = shownPositions()
        for position in shown {
            let text = element(position)
            texts[position] = text
            width = max(width, text.utf8.count)
        }
        texts = texts.mapValues { [width] in padded($0, width) }
    }

    private init(shape: [Int]) {
        self.shape = shape
        isSummarized = shape.reduce(1, *) > Self.summaryThreshold
    }

    /// The whole text, with `suffixes` such as `requires_grad=True` after the elements.
    func description(suffixes: [String]) -> String {
        let elements = shape.contains(0) ? "[]" : layOut(dimension: 0, position: 0, indent: Self.prefix.utf8.count)
        var text = Self.prefix + elements
        // Counted as PyTorch counts it: from the last line break, which an unbroken text has one place before itself.
        let lineStart = text.utf8.lastIndex(of: UInt8(ascii: "\n"))
        let unbroken = lineStart == nil ? 1 : 0
        var lastLine = text.utf8.distance(from: lineStart ?? text.startIndex, to: text.endIndex) + 1 + unbroken
        for suffix in suffixes {
            let length = suffix.utf8.count
            if lastLine + length + 2 > Self.lineWidth {
                text += ",\n" + String(repeating: " ", count: Self.prefix.utf8.count) + suffix
                lastLine = Self.prefix.utf8.count + length
            } else {
                text += ", " + suffix
                lastLine += length + 2
            }
        }
        return text + ")"
    }

    private func layOut(dimension: Int, position: Int, indent: Int) -> String {
        if dimension == shape.count { return texts[position] ?? "" }
        let step = shape[(dimension + 1)...].reduce(1, *)
        var parts: [String] = []
        let (head, tail) = shownIndices(dimension)
        for index in head {
            parts.append(layOut(dimension: dimension + 1, position: position + index * step, indent: indent + 1))
        }
        let isLast = dimension == shape.count - 1
        if !tail.isEmpty { parts.append(isLast ? " ..." : "...") }
        for index in tail {
            parts.append(layOut(dimension: dimension + 1, position: position + index * step, indent: indent + 1))
        }
        let margin = String(repeating: " ", count: indent + 1)
        guard isLast else {
            let lineBreaks = String(repeating: "\n", count: shape.count - dimension - 1)
            return "[" + parts.joined(separator: "," + lineBreaks + margin) + "]"
        }
        let perLine = max(1, (Self.lineWidth - indent) / (width + 2))
        let lines = stride(from: 0, to: parts.count, by: perLine).map { start in
            parts[start..<min(start + perLine, parts.count)].joined(separator: ", ")
        }
        return "[" + lines.joined(separator: ",\n" + margin) + "]"
    }

    /// The indices shown along a dimension, before and after the dots; nothing follows where there are no dots.
    private func shownIndices(_ dimension: Int) -> (head: Range<Int>, tail: Range<Int>) {
        let size = shape[dimension]
        guard isSummarized, size > 2 * Self.edgeItems else { return (0..<size, size..<size) }
        return (0..<Self.edgeItems, size - Self.edgeItems..<size)
    }

    private func shownPositions() -> [Int] {
        var positions = [0]
        for dimension in shape.indices {
            let (head, tail) = shownIndices(dimension)
            positions = positions.flatMap { position in
                (Array(head) + Array(tail)).map { position * shape[dimension] + $0 }
            }
        }
        return positions
    }
}
