import CellMessages

/// How much of a cell's output is kept.
struct OutputAllowance {
    /// Bytes of text a stream may carry.
    private let limit: Int
    private var textLeft: [OutputStream: Int]
    private var otherLeft: Int

    /// - Parameter limit: Bytes kept of the text on each stream; displays and checks may take sixteen times as many.
    init(limit: Int) {
        self.limit = limit
        textLeft = [.standardOutput: limit, .standardError: limit]
        otherLeft = limit * 16
    }

    /// What is kept of a message, followed, where something is left out for the first time, by a remark that says so.
    mutating func kept(of message: CellMessage) -> [CellMessage] {
        switch message {
        case .text(let stream, let bytes):
            guard let left = textLeft[stream] else { return [] }
            if bytes.count <= left {
                textLeft[stream] = left - bytes.count
                return [message]
            }
            textLeft[stream] = nil
            // Not in the midst of a character.
            let head = bytes[..<(bytes[...left].lastIndex { $0 & 0xC0 != 0x80 } ?? 0)]
            return [.text(stream, Array(head)), .remark("the output is cut off here, after \(limit.asByteCount)")]
        case .display, .check, .value:
            guard otherLeft >= 0 else { return [] }
            var writer = WireWriter()
            writer.write(message)
            // However small, each takes its room on the page.
            otherLeft -= max(writer.bytes.count, 1024)
            if otherLeft >= 0 { return [message] }
            return [.remark("what the cell shows from here on is left out, after \((limit * 16).asByteCount)")]
        case .progress, .remark: return [message]
        }
    }
}
