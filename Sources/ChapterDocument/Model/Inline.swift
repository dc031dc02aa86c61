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
    /// A link; an empty title is none.
    case link(destination: String, title: String, content: [Inline])
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
        /// The line the picture is named on.
        public var line: Int
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
        map(\.plainText).joined()
    }
}

extension Inline {
    fileprivate var plainText: String {
        switch self {
        case .text(let text), .code(let text), .math(let text): text
        case .softBreak, .lineBreak: " "
        case .html, .footnote: ""
        case .emphasis(let content), .strong(let content), .link(_, _, let content): content.plainText
        case .image(let image): image.alternative
        case .reference(let reference): reference.label
        }
    }
}
