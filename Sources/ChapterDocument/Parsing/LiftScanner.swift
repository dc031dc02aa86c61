/// Tells formulas, footnote marks and bare addresses from other text in Markdown.
///
/// The text is read once, from left to right, and what starts first wins: in a formula `](` leads to no address, and in an
/// address a dollar sign opens no formula. A backslash takes a character its meaning; code spans, addresses and tags
/// keep theirs.
struct LiftScanner {
    enum Token {
        /// Bytes that stay.
        case text(Range<Int>)
        /// Bytes in whose place something else stands.
        case lifted(LiftedText.Piece, Range<Int>)
    }

    /// What looks like more than the text it is shown as.
    var remarks: [LiftedText.Remark] = []
    /// Where marks stand whose footnote is written nowhere.
    private(set) var marksOfNothing: [(name: String, position: SourcePosition)] = []
    /// What may be a link or a picture, in the order of the closing brackets.
    private(set) var bracketed: [Bracketed] = []
    /// The lines that say what the names in links stand for.
    private(set) var linkDefinitions: [(name: Range<Int>, address: Range<Int>)] = []

    let bytes: [UInt8]
    /// The first byte of every line.
    let lineStarts: [Int]
    private(set) var outline: BlockOutline
    private(set) var index = 0
    private(set) var line = 0
    private let footnotes: Set<String>
    private var pending: Token?
    private var paragraph = Paragraph(end: 0)
    private var openBrackets: [Int] = []
    /// Where the name in brackets ends that belongs to the words in brackets before it.
    private var endOfName = -1

    /// What is known of a paragraph, so that a search that failed is not made again: the time stays linear.
    struct Paragraph {
        /// The byte after the last.
        var end: Int
        /// Where the last run of backticks of each length starts; nil before the first is looked for.
        var lastBacktickRuns: [Int: Int]?
        /// Where each text that was looked for occurs next; beyond the paragraph where it does not.
        var occurrences: [String: Int] = [:]
    }

    init(_ bytes: [UInt8], footnotes: Set<String>, outline: BlockOutline) {
        self.bytes = bytes
        self.footnotes = footnotes
        self.outline = outline
        lineStarts = [0] + bytes.indices.filter { bytes[$0] == UInt8(ascii: "\n") }.map { $0 + 1 }
        splitTables()
    }

    mutating func next() -> Token? {
        if let token = pending {
            pending = nil
            return token
        }
        guard index < bytes.count else { return nil }
        let start = index
        while index < bytes.count {
            advanceLine()
            if outline.lines[line].isVerbatim {
                index = end(ofLine: line)
                continue
            }
            switch bytes[index] {
            case UInt8(ascii: "\\"):
                remarkOnBackslash()
                index += 2
            case UInt8(ascii: "`"): skipCodeSpan()
            case UInt8(ascii: "<"): index = endOfTag(at: index) ?? index + 1
            case UInt8(ascii: "]"): closeBracket()
            case UInt8(ascii: "$"):
                enterParagraph()
                guard let (formula, end) = formula(at: index) else {
                    index += run(of: UInt8(ascii: "$"), at: index)
                    continue
                }
                return lift(.formula(formula), index..<end, after: start)
            case UInt8(ascii: "["):
                guard let (mark, end) = footnoteMark(at: index) else {
                    openBrackets.append(index)
                    index += 1
                    continue
                }
                return lift(.footnote(mark), index..<end, after: start)
            case UInt8(ascii: "h"), UInt8(ascii: "w"), UInt8(ascii: "H"), UInt8(ascii: "W"), UInt8(ascii: "@"):
                guard let (address, range) = bareAddress(at: index, notBefore: start) else {
                    index += 1
                    continue
                }
                return lift(.address(address), range, after: start)
            default: index += 1
            }
        }
        index = min(index, bytes.count)
        return .text(start..<index)
    }

    private mutating func lift(_ piece: LiftedText.Piece, _ range: Range<Int>, after start: Int) -> Token {
        index = range.upperBound
        let token = Token.lifted(piece, range)
        guard start < range.lowerBound else { return token }
        pending = token
        return .text(start..<range.lowerBound)
    }

    /// The characters of a stretch.
    func string(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    /// The byte at a place; a line end beyond the last.
    func byte(_ index: Int) -> UInt8 { bytes.indices.contains(index) ? bytes[index] : UInt8(ascii: "\n") }

    // MARK: Lines

    private mutating func advanceLine() {
        while line + 1 < lineStarts.count, lineStarts[line + 1] <= index { line += 1 }
    }

    func end(ofLine line: Int) -> Int {
        line + 1 < lineStarts.count ? lineStarts[line + 1] : bytes.count
    }

    func run(of byte: UInt8, at start: Int) -> Int {
        var end = start
        while end < bytes.count, bytes[end] == byte { end += 1 }
        return end - start
    }

    /// Where the content of `line` starts: behind the marks of at most `depth` quotations and white space.
    func contentStart(ofLine line: Int, quoteDepth depth: Int) -> Int {
        let end = end(ofLine: line)
        var index = lineStarts[line]
        var depth = depth
        while index < end {
            switch bytes[index] {
            case UInt8(ascii: " "), UInt8(ascii: "\t"): index += 1
            case UInt8(ascii: ">") where depth > 0:
                depth -= 1
                index += 1
            default: return index
            }
        }
        return index
    }

    /// What the further lines of a lifted stretch start with because it stands in quotations or lists.
    func continuationPrefixes(of range: Range<Int>) -> [Range<Int>] {
        var first = line
        while lineStarts[first] > range.lowerBound { first -= 1 }
        let depth = outline.lines[first].quoteDepth
        return ((first + 1)..<lineStarts.count).prefix { lineStarts[$0] < range.upperBound }.map { line in
            lineStarts[line]..<min(contentStart(ofLine: line, quoteDepth: depth), range.upperBound)
        }
    }

    /// The place of a byte on the current line or on one after it.
    func position(of index: Int) -> SourcePosition {
        var line = line
        while line + 1 < lineStarts.count, lineStarts[line + 1] <= index { line += 1 }
        return SourcePosition(line: line + 1, column: index - lineStarts[line] + 1)
    }

    /// The place of any byte.
    func position(ofByte index: Int) -> SourcePosition {
        var lines = 0..<lineStarts.count
        while lines.count > 1 {
            let middle = lines.lowerBound + lines.count / 2
            lines = lineStarts[middle] <= index ? middle..<lines.upperBound : lines.lowerBound..<middle
        }
        return SourcePosition(line: lines.lowerBound + 1, column: index - lineStarts[lines.lowerBound] + 1)
    }

    // MARK: Paragraphs

    /// Where the paragraph or heading ends that the current line belongs to.
    var paragraphEnd: Int { paragraph.end }

    /// Makes `paragraph` the one that the current line belongs to.
    private mutating func enterParagraph() {
        guard index >= paragraph.end else { return }
        paragraph = Paragraph(end: end(ofLine: outline.lines[line].block.upperBound))
    }

    /// Where `text` occurs in the paragraph from `start` on; nil where it does not.
    mutating func find(_ text: String, from start: Int) -> Int? {
        enterParagraph()
        if let known = paragraph.occurrences[text], known >= start { return known < paragraph.end ? known : nil }
        let wanted = Array(text.utf8)
        var index = start
        while index + wanted.count <= paragraph.end {
            if bytes[index] == wanted[0], bytes[index..<(index + wanted.count)].elementsEqual(wanted) {
                paragraph.occurrences[text] = index
                return index
            }
            index += 1
        }
        paragraph.occurrences[text] = .max
        return nil
    }

    /// Nothing that is lifted reaches from one row of a table into the next.
    private mutating func splitTables() {
        var line = 0
        while line < outline.lines.count {
            let block = outline.lines[line].block
            for row in block.dropFirst() where isDelimiterRow(row) {
                outline.split(from: row - 1)
                break
            }
            line = block.upperBound + 1
        }
    }

    private func isDelimiterRow(_ line: Int) -> Bool {
        let start = contentStart(ofLine: line, quoteDepth: outline.lines[line].quoteDepth)
        var hasPipe = false
        var hasDash = false
        for byte in bytes[start..<end(ofLine: line)] {
            switch byte {
            case UInt8(ascii: "|"): hasPipe = true
            case UInt8(ascii: "-"): hasDash = true
            case UInt8(ascii: ":"), UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"): break
            default: return false
            }
        }
        return hasDash && (hasPipe || bytes[lineStarts[line - 1]..<lineStarts[line]].contains(UInt8(ascii: "|")))
    }

    // MARK: Code spans

    private mutating func skipCodeSpan() {
        enterParagraph()
        let length = run(of: UInt8(ascii: "`"), at: index)
        let runs = paragraph.lastBacktickRuns ?? backtickRuns(from: index)
        paragraph.lastBacktickRuns = runs
        var candidate = index + length
        // Without a run as long as this one there is no code span.
        guard let last = runs[length], last > index else {
            index = candidate
            return
        }
        while candidate < paragraph.end {
            let run = run(of: UInt8(ascii: "`"), at: candidate)
            candidate += max(run, 1)
            if run == length { break }
        }
        index = candidate
    }

    /// Where the last run of backticks of each length starts, in the rest of the paragraph.
    private func backtickRuns(from start: Int) -> [Int: Int] {
        var runs: [Int: Int] = [:]
        var candidate = start
        while candidate < paragraph.end {
            let length = run(of: UInt8(ascii: "`"), at: candidate)
            if length > 0 { runs[length] = candidate }
            candidate += max(length, 1)
        }
        return runs
    }

    // MARK: Links

    /// Words in square brackets that may be a link's or a picture's.
    struct Bracketed {
        /// What stands between the brackets.
        var words: Range<Int>
        /// The address that follows, with its angle brackets.
        var address: Range<Int>?
        /// Without an address, the name of a definition: the one that follows, or the words themselves.
        var name: Range<Int>
    }

    /// Notes what ends with the bracket at `index`, and passes over it and the address that follows.
    private mutating func closeBracket() {
        let close = index
        let start = lineStarts[outline.lines[line].block.lowerBound]
        if let last = openBrackets.last, last < start { openBrackets = [] }
        let words = openBrackets.popLast().map { $0 + 1..<close }
        let address = address(after: close)
        index = address?.upperBound ?? close + 1
        guard let words, close != endOfName else { return }
        if byte(close + 1) == UInt8(ascii: ":"), let address {
            linkDefinitions.append((words, address))
        } else {
            let name = address == nil ? nameInBrackets(at: close + 1) : nil
            if let name { endOfName = name.upperBound }
            bracketed.append(
                Bracketed(words: words, address: address, name: name.map { $0.isEmpty ? words : $0 } ?? words))
        }
    }

    /// The name in the brackets that open at `start`; nil where none do.
    private func nameInBrackets(at start: Int) -> Range<Int>? {
        guard byte(start) == UInt8(ascii: "[") else { return nil }
        // CommonMark's names have less than a thousand characters.
        var end = start + 1
        while end < min(bytes.count, start + 4000), bytes[end] != UInt8(ascii: "["), bytes[end] != UInt8(ascii: "]") {
            end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1
        }
        return byte(end) == UInt8(ascii: "]") ? start + 1..<end : nil
    }

    // MARK: Footnotes

    private mutating func footnoteMark(at start: Int) -> (mark: Inline.FootnoteMark, end: Int)? {
        guard byte(start + 1) == UInt8(ascii: "^") else { return nil }
        var end = start + 2
        while end < bytes.count, !bytes[end].isASCIISpace, bytes[end] != UInt8(ascii: "["),
            bytes[end] != UInt8(ascii: "]")
        {
            end += 1
        }
        guard end > start + 2, byte(end) == UInt8(ascii: "]") else { return nil }
        let name = string((start + 2)..<end)
        if footnotes.contains(name) { return (Inline.FootnoteMark(name: name, line: line + 1), end + 1) }
        // Words before an address or a name are a link's.
        if byte(end + 1) != UInt8(ascii: "("), byte(end + 1) != UInt8(ascii: "[") {
            marksOfNothing.append((name, position(of: start)))
        }
        return nil
    }
}

extension UInt8 {
    /// Whether it is a space, a tab or a line end.
    var isASCIISpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
    var isASCIIDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
    var isASCIILetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) }
    var isASCIIAlphanumeric: Bool { isASCIIDigit || isASCIILetter }
}
