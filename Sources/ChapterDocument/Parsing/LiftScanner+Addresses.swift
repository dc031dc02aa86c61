/// An address in the text without marks around it.
struct BareAddress: Equatable {
    /// As it is written.
    var text: String
    /// Where a link on it leads.
    var destination: String
}

/// What GitHub calls extended autolinks (https://github.github.com/gfm/#autolinks-extension-), and the places where
/// CommonMark itself has addresses and tags, in which nothing is lifted.
extension LiftScanner {
    // MARK: Bare addresses

    /// The address that starts at `index`, or, at an `@`, the one around it, which starts not before `earliest`.
    func bareAddress(at index: Int, notBefore earliest: Int) -> (address: BareAddress, range: Range<Int>)? {
        if bytes[index] == UInt8(ascii: "@") { return mailAddress(around: index, notBefore: earliest) }
        if index > 0, bytes[index - 1].isASCIIAlphanumeric || bytes[index - 1] == UInt8(ascii: "_") { return nil }
        let beginning = bytes[index...].prefix(8).map { $0.isASCIILetter ? $0 | 0x20 : $0 }
        guard let scheme = ["https://", "http://", "www."].first(where: { beginning.starts(with: $0.utf8) }) else {
            return nil
        }
        let host = index + (scheme == "www." ? 0 : scheme.utf8.count)
        guard byte(host).isASCIIAlphanumeric, byte(index + scheme.utf8.count).isASCIIAlphanumeric else { return nil }
        let end = trimmedEnd(of: index..<endOfAddress(from: host))
        guard end > host else { return nil }
        let text = string(index..<end)
        let address = (scheme == "www." ? "http://" : "") + text.replacing("&amp;", with: "&")
        return (BareAddress(text: text, destination: address), index..<end)
    }

    private func endOfAddress(from start: Int) -> Int {
        var end = start
        while end < bytes.count {
            switch bytes[end] {
            case 0...0x20, 0x7F, UInt8(ascii: "<"), UInt8(ascii: "`"), UInt8(ascii: "\\"), UInt8(ascii: "["),
                UInt8(ascii: "]"), UInt8(ascii: "|"), UInt8(ascii: "*"), UInt8(ascii: "\""):
                return end
            // East Asian punctuation and full-width forms, and the quotation marks and dashes of all scripts.
            case 0xE3 where byte(end + 1) == 0x80, 0xE2 where byte(end + 1) == 0x80, 0xEF where byte(end + 1) >= 0xBC:
                return end
            default: end += 1
            }
        }
        return end
    }

    /// The end of an address without the punctuation of the sentence that it ends.
    private func trimmedEnd(of range: Range<Int>) -> Int {
        var end = range.upperBound
        while end > range.lowerBound {
            switch bytes[end - 1] {
            case UInt8(ascii: "?"), UInt8(ascii: "!"), UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: ":"),
                UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "'"), UInt8(ascii: ";"), UInt8(ascii: "$"):
                end -= 1
            case UInt8(ascii: ")"):
                let inside = bytes[range.lowerBound..<end]
                guard
                    inside.count(where: { $0 == UInt8(ascii: ")") }) > inside.count(where: { $0 == UInt8(ascii: "(") })
                else { return end }
                end -= 1
            default: return end
            }
        }
        return end
    }

    private func mailAddress(around at: Int, notBefore earliest: Int) -> (address: BareAddress, range: Range<Int>)? {
        var start = at
        while start > earliest, bytes[start - 1].isASCIIAlphanumeric || ".-_+".utf8.contains(bytes[start - 1]) {
            start -= 1
        }
        var end = at + 1
        var lastDot: Int?
        while bytes.indices.contains(end) {
            if bytes[end] == UInt8(ascii: "."), byte(end + 1).isASCIIAlphanumeric, bytes[end - 1].isASCIIAlphanumeric {
                lastDot = end
            } else if !bytes[end].isASCIIAlphanumeric, bytes[end] != UInt8(ascii: "-"), bytes[end] != UInt8(ascii: "_")
            {
                break
            }
            end += 1
        }
        guard start < at, bytes[start].isASCIIAlphanumeric, lastDot != nil, bytes[end - 1].isASCIIAlphanumeric else {
            return nil
        }
        let text = string(start..<end)
        return (BareAddress(text: text, destination: "mailto:\(text)"), start..<end)
    }

    // MARK: CommonMark's own addresses and tags

    /// The address that follows the `]` at `index`: a link's, a picture's or a definition's.
    func address(after index: Int) -> Range<Int>? {
        switch byte(index + 1) {
        case UInt8(ascii: "("):
            var start = index + 2
            while byte(start).isASCIISpace, start < bytes.count { start += 1 }
            return endOfDestination(at: start).map { start..<$0 }
        case UInt8(ascii: ":"):
            let content = contentStart(ofLine: line, quoteDepth: outline.lines[line].quoteDepth)
            guard byte(content) == UInt8(ascii: "[") else { return nil }
            var start = index + 2
            while byte(start) == UInt8(ascii: " ") || byte(start) == UInt8(ascii: "\t") { start += 1 }
            return endOfDestination(at: start).map { start..<$0 }
        default: return nil
        }
    }

    private func endOfDestination(at start: Int) -> Int? {
        var end = start
        if byte(start) == UInt8(ascii: "<") {
            end += 1
            while byte(end) != UInt8(ascii: ">") {
                if byte(end) == UInt8(ascii: "\n") || byte(end) == UInt8(ascii: "<") { return nil }
                end += byte(end) == UInt8(ascii: "\\") ? 2 : 1
            }
            return end + 1
        }
        var depth = 0
        while end < bytes.count, bytes[end] > 0x20 {
            switch bytes[end] {
            case UInt8(ascii: "\\"): end += 1
            case UInt8(ascii: "("): depth += 1
            case UInt8(ascii: ")"):
                if depth == 0 { return end }
                depth -= 1
            default: break
            }
            end += 1
        }
        return min(end, bytes.count)
    }

    /// Where the tag, comment or address between `<` and `>` ends that starts at `start`; nil where there is none.
    mutating func endOfTag(at start: Int) -> Int? {
        let next = byte(start + 1)
        if next == UInt8(ascii: "!") || next == UInt8(ascii: "?") {
            let (opening, closing) =
                [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>"), ("<!", ">")].first {
                    bytes[start...].starts(with: $0.0.utf8)
                } ?? ("<!", ">")
            return find(closing, from: start + opening.utf8.count).map { $0 + closing.utf8.count }
        }
        guard next.isASCIILetter || next == UInt8(ascii: "/") else { return nil }
        return endOfAutolink(at: start) ?? endOfElementTag(at: start)
    }

    private func endOfAutolink(at start: Int) -> Int? {
        var end = start + 1
        var isAddress = false
        while byte(end) > 0x20, byte(end) != UInt8(ascii: "<"), end < bytes.count {
            if bytes[end] == UInt8(ascii: ">") { return isAddress ? end + 1 : nil }
            if bytes[end] == UInt8(ascii: ":") || bytes[end] == UInt8(ascii: "@") { isAddress = true }
            end += 1
        }
        return nil
    }

    private func endOfElementTag(at start: Int) -> Int? {
        let limit = end(ofLine: outline.lines[line].block.upperBound)
        var end = start + (byte(start + 1) == UInt8(ascii: "/") ? 2 : 1)
        guard byte(end).isASCIILetter else { return nil }
        while byte(end).isASCIIAlphanumeric || byte(end) == UInt8(ascii: "-") { end += 1 }
        while end < limit {
            let hasSpace = bytes[end].isASCIISpace
            while end < limit, bytes[end].isASCIISpace { end += 1 }
            if byte(end) == UInt8(ascii: "/") { end += 1 }
            if byte(end) == UInt8(ascii: ">") { return end + 1 }
            guard hasSpace, byte(end).isASCIILetter || byte(end) == UInt8(ascii: "_") || byte(end) == UInt8(ascii: ":")
            else { return nil }
            while byte(end).isASCIIAlphanumeric || "_:.-".utf8.contains(byte(end)) { end += 1 }
            var value = end
            while value < limit, bytes[value].isASCIISpace { value += 1 }
            guard byte(value) == UInt8(ascii: "=") else { continue }
            end = value + 1
            while end < limit, bytes[end].isASCIISpace { end += 1 }
            let quote = byte(end)
            if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
                guard let close = bytes[(end + 1)..<max(limit, end + 1)].firstIndex(of: quote) else { return nil }
                end = close + 1
            } else {
                while end < limit, !bytes[end].isASCIISpace, !"\"'=<>`".utf8.contains(bytes[end]) { end += 1 }
            }
        }
        return nil
    }
}
