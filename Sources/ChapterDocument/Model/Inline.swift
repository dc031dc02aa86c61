/// A piece of prose.
public indirect enum Inline: Sendable {
    /// Characters.
    case text(String)
    /// A line end in the file that means a space on the page.
    case softBreak
    /// A line end on the page.
    case lineBreak
    /// Code in the running text.
    case code(String)
    /// A formula in the running text, in TeX.
    case math(String)
    /// HTML that reaches the page as it is.
    case html(String)
    /// Emphasised words.
    case emphasis([Inline])
    /// Strongly emphasised words.
    case strong([Inline])
    /// Words that are struck through.
    case strikethrough([Inline])
    /// A link; an empty title is none, and the position is that of its destination, where that is known.
    case link(destination: String, title: String, content: [Inline], position: SourcePosition?)
    /// Words that say what the cells compute; an index into `Chapter.values`.
    case value(Int, content: [Inline])
    /// A picture; the alternative text stands for it where it cannot be seen.
    case image(Image)
    /// A reference to the block that carries a label.
    case reference(Reference)
    /// A mark that leads to a footnote.
    case footnote(FootnoteMark)

    /// A picture that the prose shows.
    public struct Image: Sendable {
        /// The file's path, relative to the chapter, or an address.
        public var source: String
        /// A title; empty for none.
        public var title: String
        /// The words that stand for the picture.
        public var alternative: String
        /// The prose below a picture that stands alone: the title, else the words that stand for the picture.
        public var caption: [Inline]
        /// The line the picture is named on.
        public var line: Int
        /// Where its source is named, where that is known.
        public var position: SourcePosition?
    }

    /// A reference to a labelled block.
    public struct Reference: Sendable {
        /// What is referred to.
        public enum Kind: String, Sendable {
            /// A section, figure or table, by number.
            case number = "numref"
            /// A formula, by number.
            case equation = "eqref"
        }
        /// What is referred to.
        public var kind: Kind
        /// The label.
        public var label: String
        /// The line the reference stands on.
        public var line: Int
    }
}

extension [Inline] {
    /// The characters alone, as for a title or an anchor.
    public var plainText: String {
        indices.map { isNoSpace(at: $0) ? "" : self[$0].plainText }.joined()
    }

    /// Whether the inline at `index` is a line end of the file that means nothing on the page: one between two characters
    /// of Chinese or Japanese, which have no spaces between words.
    package func isNoSpace(at index: Int) -> Bool {
        guard case .softBreak = self[index], index > 0, index + 1 < count else { return false }
        return self[index - 1].lastCharacter?.isWrittenWithoutSpaces == true
            && self[index + 1].firstCharacter?.isWrittenWithoutSpaces == true
    }
}

extension Inline {
    fileprivate var plainText: String {
        switch self {
        case .text(let text), .code(let text), .math(let text): text
        case .softBreak, .lineBreak: " "
        case .html, .footnote: ""
        case .emphasis(let content), .strong(let content), .strikethrough(let content), .link(_, _, let content, _),
            .value(_, let content):
            content.plainText
        case .image(let image): image.alternative
        case .reference(let reference): reference.label
        }
    }

    /// Whether it is a piece of HTML.
    var isHTML: Bool { if case .html = self { true } else { false } }

    /// The first character of the running text, however deep in marks.
    fileprivate var firstCharacter: Unicode.Scalar? {
        if case .text(let text) = self { text.unicodeScalars.first } else { children.first?.firstCharacter }
    }

    fileprivate var lastCharacter: Unicode.Scalar? {
        if case .text(let text) = self { text.unicodeScalars.last } else { children.last?.lastCharacter }
    }
}

extension Unicode.Scalar {
    /// Whether it is a Han character, kana, or their punctuation, full-width forms included.
    package var isWrittenWithoutSpaces: Bool {
        switch value {
        case 0x2E80...0x30FF, 0x3100...0x312F, 0x3190...0x31FF, 0x3220...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF,
            0xFE30...0xFE4F, 0xFF00...0xFFEF, 0x20000...0x3FFFD:
            true
        // Dashes, quotation marks and the ellipsis, which Chinese shares with other scripts.
        case 0x2014, 0x2018...0x201D, 0x2026: true
        default: false
        }
    }
}
