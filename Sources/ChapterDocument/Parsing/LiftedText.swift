/// Formulas, footnote marks and bare addresses taken out of Markdown before CommonMark reads it, and what to put back
/// where.
///
/// CommonMark has none of them: it would take `\\`, `_` and `*` inside a formula for its own. Each is replaced by
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

    /// What looks like more than the text it is shown as.
    struct Remark {
        var position: SourcePosition
        var message: String
        var advice: String
    }

    /// A piece of text with what was lifted put back.
    enum Piece: Equatable {
        case text(String)
        case formula(Formula)
        case footnote(Inline.FootnoteMark)
        case address(BareAddress)

        /// The piece as the author wrote it.
        var source: String {
            switch self {
            case .text(let text): text
            case .formula(let formula): formula.source
            case .footnote(let mark): "[^\(mark.name)]"
            case .address(let address): address.text
            }
        }
    }

    /// The text without its formulas and footnote marks.
    private(set) var text = ""
    /// What was lifted, in order.
    private(set) var lifted: [Piece] = []
    /// What looks like more than the text it is shown as.
    private(set) var remarks: [Remark] = []
    /// Where marks stand whose footnote is written nowhere.
    private(set) var marksOfNothing: [(name: String, position: SourcePosition)] = []
    /// Where links and pictures stand, in the text as it was.
    private(set) var linkPlaces = LinkPlaces()
    private var columns = LiftedColumns()

    private static let open: Unicode.Scalar = "\u{10FFF0}"
    private static let close: Unicode.Scalar = "\u{10FFF1}"
    /// A character that is put back as none; a line that starts with it is prose whatever follows.
    static let filler: Unicode.Scalar = "\u{10FFF2}"

    /// Lifts the formulas, the bare addresses, and the marks of these footnotes out of `text`.
    init(_ text: String, footnotes: Set<String>, outline: BlockOutline) {
        var scanner = LiftScanner(Array(text.utf8), footnotes: footnotes, outline: outline)
        var result: [UInt8] = []
        result.reserveCapacity(scanner.bytes.count)
        let (open, close, filler) = (
            Array("\(Self.open)".utf8), Array("\(Self.close)".utf8), Array("\(Self.filler)".utf8)
        )
        func append(_ bytes: some Collection<UInt8>) {
            result.append(contentsOf: bytes)
            columns.appendLifted(bytes)
        }
        while let token = scanner.next() {
            switch token {
            case .text(let range):
                append(Self.withoutPlaceHolders(scanner.bytes[range]))
                columns.appendSource(scanner.bytes[range])
            case .lifted(let piece, let range):
                append(open + String(lifted.count).utf8 + close)
                lifted.append(piece)
                let isLong = scanner.bytes[range].contains(UInt8(ascii: "\n"))
                if isLong {
                    // The scanner is at the piece's end; its first line tells what quotations it stands in.
                    for prefix in scanner.continuationPrefixes(of: range) {
                        append([UInt8(ascii: "\n")] + scanner.bytes[prefix] + filler)
                    }
                }
                columns.appendSource(scanner.bytes[range])
                columns.align(fillerWidth: isLong ? filler.count : 0)
            }
        }
        remarks = scanner.remarks
        marksOfNothing = scanner.marksOfNothing
        linkPlaces = LinkPlaces(scanner)
        self.text = String(decoding: result, as: UTF8.self)
    }

    /// The bytes with U+FFFD in place of the characters that stand for what was lifted: one of them in the file itself would
    /// be taken for such a place.
    private static func withoutPlaceHolders(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard bytes.contains(0xF4) else { return bytes }
        var scalars = String.UnicodeScalarView()
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            scalars.append((open...filler).contains(scalar) ? "\u{FFFD}" : scalar)
        }
        return Array(String(scalars).utf8)[...]
    }

    /// Where a place in the lifted text stands in the text it was lifted from.
    func sourcePosition(_ position: SourcePosition) -> SourcePosition {
        columns.sourcePosition(position)
    }

    /// Splits `lifted`, a piece of the lifted text, where something is to be put back.
    func pieces(of lifted: String) -> [Piece] {
        // Every character that stands for something lifted starts with this byte.
        guard lifted.utf8.contains(0xF4) else { return lifted.isEmpty ? [] : [.text(lifted)] }
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
        lifted.utf8.contains(0xF4) ? pieces(of: lifted).map(\.source).joined() : lifted
    }
}
