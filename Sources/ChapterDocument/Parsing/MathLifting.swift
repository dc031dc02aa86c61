/// Formulas taken out of Markdown before CommonMark reads it, and what to put back where.
///
/// CommonMark has no math: it would take `\\`, `_` and `*` inside a formula for its own. Each formula is
/// replaced by characters that mean nothing to CommonMark and that no text holds (the far end of Unicode's private use).
/// Line breaks stay, so every place in the lifted text has the line it has in the file.
struct LiftedMath {
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

    /// A piece of text with its formulas put back.
    enum Piece: Equatable {
        case text(String)
        case formula(Formula)
    }

    /// The text without its formulas.
    private(set) var text = ""
    /// The formulas, in order.
    private(set) var formulas: [Formula] = []
    /// Where a `$$` opens that nothing closes.
    private(set) var unclosed: [SourcePosition] = []

    private static let open: Unicode.Scalar = "\u{10FFF0}"
    private static let close: Unicode.Scalar = "\u{10FFF1}"
    private static let filler: Unicode.Scalar = "\u{10FFF2}"

    /// Lifts the formulas out of `text`.
    ///
    /// `isCode` tells whether a line, counted from 1, belongs to a code block or raw HTML and keeps its dollar signs.
    init(_ text: String, isCode: (Int) -> Bool) {
        var scanner = MathScanner(text, isCode: isCode)
        var result = String.UnicodeScalarView()
        while let token = scanner.next() {
            switch token {
            case .text(let scalars):
                // One of these in the file itself would be taken for a place holder.
                result.append(contentsOf: scalars.map { ("\u{10FFF0}"..."\u{10FFF2}").contains($0) ? "\u{FFFD}" : $0 })
            case .formula(let formula):
                let number = String(formulas.count).unicodeScalars
                formulas.append(formula)
                result.append(Self.open)
                result.append(contentsOf: number)
                result.append(Self.close)
                let lines = formula.source.split(separator: "\n", omittingEmptySubsequences: false).dropFirst()
                for line in lines {
                    result.append("\n")
                    result.append(contentsOf: MathScanner.containerPrefix(of: line).unicodeScalars)
                    result.append(Self.filler)
                }
            }
        }
        unclosed = scanner.unclosed
        self.text = String(result)
    }

    /// Splits `lifted`, a piece of the lifted text, at its formulas.
    func pieces(of lifted: String) -> [Piece] {
        var pieces: [Piece] = []
        var text = String.UnicodeScalarView()
        var number: Int?
        for scalar in lifted.unicodeScalars {
            switch scalar {
            case Self.open: number = 0
            case Self.filler: break
            case Self.close:
                if let number, formulas.indices.contains(number) {
                    if !text.isEmpty { pieces.append(.text(String(text))) }
                    text = String.UnicodeScalarView()
                    pieces.append(.formula(formulas[number]))
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

    /// `lifted` with its formulas as the author wrote them, for places that hold no formulas, such as addresses.
    func restore(_ lifted: String) -> String {
        pieces(of: lifted).map { piece in
            switch piece {
            case .text(let text): text
            case .formula(let formula): formula.source
            }
        }.joined()
    }
}
