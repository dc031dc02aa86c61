/// Finds the links of a text whose addresses are Swift expressions. CommonMark's tree does not say where an address stands.
struct ValueAddresses {
    /// One link as it is written.
    struct Link {
        var expression: String
        /// Where its opening bracket stands; where that is on an earlier line, its closing one.
        var position: SourcePosition
        /// The columns of its words, in bytes from 1.
        var textColumns: Range<Int>?
    }

    private var links: [Link] = []

    /// - Parameter lines: The file's lines.
    init(_ lines: [Substring]) {
        for (index, line) in lines.enumerated() where line.utf8.contains(UInt8(ascii: "]")) {
            let bytes = Array(line.utf8)
            var code = Self.codeSpans(in: bytes)[...]
            for close in bytes.indices where bytes[close] == UInt8(ascii: "]") {
                while let span = code.first, span.upperBound <= close { code.removeFirst() }
                if code.first?.contains(close) == true { continue }
                if let link = Self.link(closingAt: close, in: bytes, line: index + 1) { links.append(link) }
            }
        }
    }

    /// The next link with an expression, from a line on; each link is given once.
    mutating func take(_ expression: String, fromLine line: Int) -> Link? {
        guard let index = links.firstIndex(where: { $0.expression == expression && $0.position.line >= line }) else {
            return nil
        }
        return links.remove(at: index)
    }

    /// The stretches of a line that are code: between runs of backticks of the same length.
    private static func codeSpans(in bytes: [UInt8]) -> [Range<Int>] {
        let mark = UInt8(ascii: "`")
        guard bytes.contains(mark) else { return [] }
        var runs: [Range<Int>] = []
        var index = 0
        while index < bytes.count {
            let end = bytes[index...].firstIndex { $0 != mark } ?? bytes.count
            if end > index { runs.append(index..<end) }
            index = max(end, index + 1)
        }
        // The next run of the same length, for each.
        var nextOfLength: [Int: Int] = [:]
        var next = [Int?](repeating: nil, count: runs.count)
        for index in runs.indices.reversed() {
            next[index] = nextOfLength[runs[index].count]
            nextOfLength[runs[index].count] = index
        }
        var spans: [Range<Int>] = []
        var run = 0
        while run < runs.count {
            let start = runs[run].lowerBound
            let isEscaped = start > 0 && bytes[start - 1] == UInt8(ascii: "\\")
            guard !isEscaped, let close = next[run] else {
                run += 1
                continue
            }
            spans.append(start..<runs[close].upperBound)
            run = close + 1
        }
        return spans
    }

    private static func link(closingAt close: Int, in bytes: [UInt8], line: Int) -> Link? {
        var index = close + 1
        func byte(_ index: Int) -> UInt8 { index < bytes.count ? bytes[index] : 0 }
        guard byte(index) == UInt8(ascii: "(") else { return nil }
        index += 1
        while byte(index) == UInt8(ascii: " ") || byte(index) == UInt8(ascii: "\t") { index += 1 }
        let isBracketed = byte(index) == UInt8(ascii: "<")
        if isBracketed { index += 1 }
        let scheme = Array(DocumentedValue.scheme.utf8)
        guard bytes[index...].starts(with: scheme) else { return nil }
        index += scheme.count
        var expression: [UInt8] = []
        var depth = 0
        while index < bytes.count {
            let next = bytes[index]
            if next == UInt8(ascii: "\\"), byte(index + 1).isASCIIPunctuation {
                expression.append(bytes[index + 1])
                index += 2
                continue
            }
            if isBracketed {
                if next == UInt8(ascii: ">") { break }
            } else {
                if next == UInt8(ascii: "(") { depth += 1 }
                if next == UInt8(ascii: ")") { depth -= 1 }
                if depth < 0 || next == UInt8(ascii: " ") || next == UInt8(ascii: "\t") { break }
            }
            expression.append(next)
            index += 1
        }
        let open = opening(of: close, in: bytes)
        return Link(
            expression: String(decoding: expression, as: UTF8.self),
            position: SourcePosition(line: line, column: (open ?? close) + 1),
            textColumns: open.map { $0 + 2..<close + 1 })
    }

    /// The bracket that the one at `close` closes, if it stands on the same line.
    private static func opening(of close: Int, in bytes: [UInt8]) -> Int? {
        var depth = 0
        for index in stride(from: close - 1, through: 0, by: -1) {
            guard index == 0 || bytes[index - 1] != UInt8(ascii: "\\") else { continue }
            switch bytes[index] {
            case UInt8(ascii: "]"): depth += 1
            case UInt8(ascii: "[") where depth == 0: return index
            case UInt8(ascii: "["): depth -= 1
            default: break
            }
        }
        return nil
    }
}
