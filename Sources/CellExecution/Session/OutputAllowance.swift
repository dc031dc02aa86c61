import CellMessages

/// How much of a cell's output is kept.
struct OutputAllowance {
    /// Bytes of text a stream may carry.
    private let limit: Int
    private var textLeft: [OutputStream: Int]
    private var otherLeft: Int
    private var isFull = false
    private var displaySizes: [Int: Int] = [:]

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
        case .display(let id, _):
            guard !isFull else { return [] }
            // It takes the place of the one before.
            otherLeft += displaySizes[id] ?? 0
            // However small, each takes its room on the page.
            displaySizes[id] = max(BinaryForm.encode(message).count, 1024)
            return counted(message, displaySizes[id] ?? 0)
        case .points(let id, let points):
            guard !isFull else { return [] }
            let size = points.reduce(0) { $0 + ($1.x.count + $1.y.count) * MemoryLayout<Double>.size }
            displaySizes[id, default: 0] += size
            return counted(message, size)
        case .check, .value, .choice: return counted(message, max(BinaryForm.encode(message).count, 1024))
        case .remark(let words):
            guard let left = textLeft[.standardError], words.utf8.count <= left else { return [] }
            textLeft[.standardError] = left - words.utf8.count
            return [message]
        case .progress, .stop: return [message]
        }
    }

    /// A message that is kept where there is room for it.
    private mutating func counted(_ message: CellMessage, _ size: Int) -> [CellMessage] {
        guard !isFull else { return [] }
        otherLeft -= size
        if otherLeft >= 0 { return [message] }
        isFull = true
        return [.remark("what the cell shows from here on is left out, after \((limit * 16).asByteCount)")]
    }
}
