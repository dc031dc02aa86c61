/// Formulas and footnote marks taken out of Markdown before CommonMark reads it, and what to put back where.
///
/// CommonMark has neither: it would take `\\`, `_` and `*` inside a formula for its own. Each is replaced by
/// characters that mean nothing to CommonMark and that no text holds (the far end of Unicode's private use).
/// Line breaks stay, so every place in the lifted text has the line it has in the file.
struct LiftedText {
    /// One formula.
    struct Formula: Equatable {
        /// The TeX between the dollar signs.
        var tex: String
        /// Whether it stands between `$$` and so on a line of its own.
        var isDisplay: Bool
        /// The whole of it as written, dollar signs included.
        var source: String
        /// Where its first dollar sign stands.
        var position: SourcePosition
    }

    /// A piece of text with what was lifted put back.
    enum Piece: Equatable {
        case text(String)
        case formula(Formula)
        case footnote(Inline.FootnoteMark)

        /// The piece as the author wrote it.
        var source: String {
            switch self {
            case .text(let text): text
            case .formula(let formula): formula.source
            case .footnote(let mark): "[^\(mark.name)]"
            }
        }
    }

    /// The text without its formulas and footnote marks.
    private(set) var text = ""
    /// What was lifted, in order.
    private(set) var lifted: [Piece] = []
    /// Where a `$$` opens that nothing closes.
    private(set) var unclosed: [SourcePosition] = []
    /// Where marks stand whose footnote is written nowhere.
    private(set) var marksOfNothing: [(name: String, position: SourcePosition)] = []
    private var columns = LiftedColumns()

    private static let open: Unicode.Scalar = "\u{10FFF0}"
    private static let close: Unicode.Scalar = "\u{10FFF1}"
    /// A character that is put back as none; a line that starts with it is prose whatever follows.
    static let filler: Unicode.Scalar = "\u{10FFF2}"

    /// Lifts the formulas, and the marks of these footnotes, out of `text`.
    ///
    /// `isCode` tells whether a line, counted from 1, belongs to a code block or raw HTML and stays as it is.
    init(_ text: String, footnotes: Set<String>, isCode: (Int) -> Bool) {
        var scanner = LiftScanner(text, footnotes: footnotes, isCode: isCode)
        // A string's own scalars are copied at every addition, an array's are not.
        var result: [Unicode.Scalar] = []
        func append(_ scalars: some Collection<Unicode.Scalar>) {
            result.append(contentsOf: scalars)
            columns.appendLifted(scalars)
        }
        while let token = scanner.next() {
            switch token {
            case .text(let scalars):
                // One of these in the file itself would be taken for a place holder.
                append(scalars.map { ("\u{10FFF0}"..."\u{10FFF2}").contains($0) ? "\u{FFFD}" : $0 })
                columns.appendSource(scalars)
            case .lifted(let piece):
                append([Self.open] + String(lifted.count).unicodeScalars + [Self.close])
                lifted.append(piece)
                let source = piece.source
                for line in source.split(separator: "\n", omittingEmptySubsequences: false).dropFirst() {
                    append(["\n"] + LiftScanner.containerPrefix(of: line).unicodeScalars + [Self.filler])
                }
                columns.appendSource(source.unicodeScalars)
                columns.align(fillerWidth: source.contains("\n") ? UTF8.width(Self.filler) : 0)
            }
        }
        unclosed = scanner.unclosed
        marksOfNothing = scanner.marksOfNothing
        self.text = String(String.UnicodeScalarView(result))
    }

    /// Where a place in the lifted text stands in the text it was lifted from.
    func sourcePosition(_ position: SourcePosition) -> SourcePosition {
        columns.sourcePosition(position)
    }

    /// Splits `lifted`, a piece of the lifted text, where something is to be put back.
    func pieces(of lifted: String) -> [Piece] {
        var pieces: [Piece] = []
        var text = String.UnicodeScalarView()
        var number: Int?
        for scalar in lifted.unicodeScalars {
            switch scalar {
            case Self.open: number = 0
            case Self.filler: break
            case Self.close:
                if let number, self.lifted.indices.contains(number) {
                    if !text.isEmpty { pieces.append(.text(String(text))) }
                    text = String.UnicodeScalarView()
                    pieces.append(self.lifted[number])
                }
                number = nil
            default:
                if let digit = number, let value = Int(String(scalar)) {
                    number = digit * 10 + value
                } else {
                    text.append(scalar)
                }
            }
        }
        if !text.isEmpty { pieces.append(.text(String(text))) }
        return pieces
    }

    /// `lifted` as the author wrote it, for places that hold no formulas, such as addresses.
    func restore(_ lifted: String) -> String {
        pieces(of: lifted).map(\.source).joined()
    }
}
