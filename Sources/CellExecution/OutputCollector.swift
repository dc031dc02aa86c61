import CellMessages
import ChapterDocument

/// Puts a cell's messages together to its outputs.
struct OutputCollector {
    private enum Piece {
        case text(OutputStream, [UInt8])
        case display(id: Int, Display)
    }

    private var pieces: [Piece] = []
    /// The checks the cell made.
    private(set) var checks: [Check] = []

    /// Takes the next message.
    mutating func receive(_ message: CellMessage) {
        switch message {
        case .text(let stream, let bytes):
            guard !bytes.isEmpty else { return }
            if case .text(stream, let earlier)? = pieces.last {
                pieces[pieces.count - 1] = .text(stream, earlier + bytes)
            } else {
                pieces.append(.text(stream, bytes))
            }
        case .display(let id, let display):
            let shown = pieces.firstIndex { if case .display(id, _) = $0 { true } else { false } }
            if let shown {
                pieces[shown] = .display(id: id, display)
            } else {
                pieces.append(.display(id: id, display))
            }
        case .check(let check): checks.append(check)
        case .progress: break
        }
    }

    /// What the cell printed and displayed, in order. Bytes that are not UTF-8 become U+FFFD.
    var outputs: [CellOutput] {
        pieces.map { piece in
            switch piece {
            case .text(let stream, let bytes): .text(stream, String(decoding: bytes, as: UTF8.self))
            case .display(let id, let display): .display(id: id, display)
            }
        }
    }
}
