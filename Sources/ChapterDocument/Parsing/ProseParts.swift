/// What a paragraph's content comes to: prose, and what splits it into several blocks.
enum ProsePart {
    case inline(Inline)
    /// A formula on a line of its own.
    case display(LiftedText.Formula)
    /// A label for the block before it.
    case label(Role, name: String, line: Int)
}

/// Gathers prose until a block ends.
struct ProseCollector {
    private var content: [Inline] = []
    private var range: SourceRange?

    mutating func append(_ inline: Inline, at range: SourceRange) {
        content.append(inline)
        if !inline.isBlank { self.range = SourceRange(start: self.range?.start ?? range.start, end: range.end) }
    }

    /// The prose so far without white space at its ends, and where it stands; nil where there is none.
    mutating func take() -> (content: [Inline], range: SourceRange)? {
        defer { self = ProseCollector() }
        return range.map { (content.trimmingBlanks(), $0) }
    }
}

extension Inline {
    fileprivate var isBlank: Bool {
        switch self {
        case .softBreak, .lineBreak: true
        case .text(let text): text.allSatisfy(\.isWhitespace)
        default: false
        }
    }
}

extension [Inline] {
    /// The prose without line breaks and white space at its two ends.
    func trimmingBlanks() -> [Inline] {
        var trimmed = Array(drop(while: \.isBlank).reversed().drop(while: \.isBlank).reversed())
        if case .text(let text)? = trimmed.first {
            trimmed[0] = .text(String(text.drop(while: \.isWhitespace)))
        }
        return trimmed
    }

    /// The picture that the prose consists of; nil where there is more in it.
    var onlyImage: Inline.Image? {
        if count == 1, case .image(let image) = self[0] { image } else { nil }
    }
}
