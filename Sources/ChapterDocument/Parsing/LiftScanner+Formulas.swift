extension LiftScanner {
    /// The formula that opens at `start`, and where it ends.
    ///
    /// The rule is Pandoc's: `$…$` with no white space after the opening dollar sign nor before the closing one, and no
    /// digit behind it (so `$5 and $10` is money); `$$…$$` without a blank line. The next dollar sign closes or nothing
    /// does, and no formula goes on in another paragraph. Beyond Pandoc, GitHub's `` $`…`$ `` is a formula, and `US$5` opens
    /// none.
    mutating func formula(at start: Int) -> (formula: LiftedText.Formula, end: Int)? {
        switch run(of: UInt8(ascii: "$"), at: start) {
        case 1: byte(start + 1) == UInt8(ascii: "`") ? gitHubFormula(at: start) : inlineFormula(at: start)
        case 2: displayFormula(at: start)
        default: nil
        }
    }

    // MARK: In the running text

    private mutating func gitHubFormula(at start: Int) -> (formula: LiftedText.Formula, end: Int)? {
        guard let close = find("`$", from: start + 2), close > start + 2 else { return nil }
        return (formula((start + 2)..<close, isDisplay: false, whole: start..<(close + 2)), close + 2)
    }

    private mutating func inlineFormula(at start: Int) -> (formula: LiftedText.Formula, end: Int)? {
        let limit = paragraphEnd
        guard let close = nextDollar(from: start + 1, limit: limit) else {
            remark(onFormulaAt: start, upTo: limit, "no `$` closes the formula that opens here")
            return nil
        }
        if isSpace(after: start) || isSpace(before: close) {
            remark(onFormulaAt: start, upTo: close, "this is no formula: white space stands inside its `$`")
            return nil
        }
        // Money of a country: US$100, A$50.
        if byte(start + 1).isASCIIDigit, start > 0, bytes[start - 1].isASCIILetter { return nil }
        if byte(close + 1).isASCIIDigit {
            if !bytes[start..<close].contains(where: \.isASCIISpace), !byte(start + 1).isASCIIDigit {
                remarks.append(
                    .init(
                        position: position(of: start), message: "this is no formula: a digit follows its closing `$`",
                        advice: "take the digit into the formula, or write `\\$` for dollar signs"))
            }
            return nil
        }
        return (formula((start + 1)..<close, isDisplay: false, whole: start..<(close + 1)), close + 1)
    }

    /// Says why something is no formula, where a TeX command shows that it was meant to be one.
    private mutating func remark(onFormulaAt start: Int, upTo end: Int, _ message: String) {
        let first = bytes[(start + 1)..<end].drop(while: \.isASCIISpace)
        guard first.count > 1, first.first == UInt8(ascii: "\\"), first[first.startIndex + 1].isASCIILetter else {
            return
        }
        remarks.append(
            .init(
                position: position(of: start), message: message,
                advice: "write `$…$` without white space at its ends, or `\\$` for a dollar sign"))
    }

    private func isSpace(after index: Int) -> Bool {
        byte(index + 1).isASCIISpace || isWideSpace(at: index + 1)
    }

    private func isSpace(before index: Int) -> Bool {
        if bytes[index - 1].isASCIISpace || isWideSpace(at: index - 3) { return true }
        // The first thing on a further line of a quotation.
        let line = position(of: index).line - 1
        return line > self.line && contentStart(ofLine: line, quoteDepth: outline.lines[self.line].quoteDepth) == index
    }

    /// Whether an ideographic space stands at `index`.
    private func isWideSpace(at index: Int) -> Bool {
        index >= 0 && byte(index) == 0xE3 && byte(index + 1) == 0x80 && byte(index + 2) == 0x80
    }

    /// The next dollar sign that belongs to the formula itself and not to a text inside it.
    private func nextDollar(from start: Int, limit: Int) -> Int? {
        var index = start
        while index < limit {
            switch bytes[index] {
            case UInt8(ascii: "$"): return index
            case UInt8(ascii: "\\"): index = endOfTextCommand(at: index, limit: limit) ?? index + 2
            default: index += 1
            }
        }
        return nil
    }

    /// Where `\text{…}` or its kin ends; the dollar signs in it are a formula's inside the text.
    private func endOfTextCommand(at start: Int, limit: Int) -> Int? {
        // What is longer is no text in a formula; a bound keeps the time linear.
        let limit = min(limit, start + 500)
        var index = start + 1
        while index < limit, bytes[index].isASCIILetter { index += 1 }
        let name = bytes[(start + 1)..<min(index, bytes.count)]
        guard name.starts(with: "text".utf8) || name.elementsEqual("mbox".utf8) || name.elementsEqual("hbox".utf8),
            byte(index) == UInt8(ascii: "{")
        else { return nil }
        var depth = 0
        while index < limit {
            switch bytes[index] {
            case UInt8(ascii: "\\"): index += 1
            case UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "}"):
                depth -= 1
                if depth == 0 { return index + 1 }
            default: break
            }
            index += 1
        }
        return nil
    }

    // MARK: On lines of their own

    private mutating func displayFormula(at start: Int) -> (formula: LiftedText.Formula, end: Int)? {
        let opensLine = opensLine(at: start)
        if let close = nextDollar(from: start + 2, limit: opensLine ? bytes.count : paragraphEnd),
            byte(close + 1) == UInt8(ascii: "$"), !opensLine || isUnbroken(from: start, to: close),
            bytes[(start + 2)..<close].contains(where: { !$0.isASCIISpace })
        {
            return (formula((start + 2)..<close, isDisplay: true, whole: start..<(close + 2)), close + 2)
        }
        remarks.append(
            .init(
                position: position(of: start), message: "no `$$` closes the formula that opens here",
                advice:
                    "close it in the same paragraph, without a blank line or a single `$` in it, or write `\\$\\$` for "
                    + "dollar signs"))
        return nil
    }

    /// Whether a formula between `$$` is the first on its line. It goes on to the next blank line, whatever its own lines look
    /// like to CommonMark: a quotation, a list, a heading. One inside a line stays in its paragraph.
    private func opensLine(at start: Int) -> Bool {
        let current = outline.lines[line]
        return contentStart(ofLine: line, quoteDepth: current.quoteDepth) == start
            || line == current.block.lowerBound && start - lineStarts[line] + 1 == current.contentColumn
    }

    /// Whether no line between two places ends what the first stands in: a blank line, code, a block further out.
    private func isUnbroken(from start: Int, to close: Int) -> Bool {
        let first = outline.lines[line]
        var next = line + 1
        while next < lineStarts.count, lineStarts[next] <= close {
            let current = outline.lines[next]
            let content = contentStart(ofLine: next, quoteDepth: first.quoteDepth)
            if current.isVerbatim || content >= bytes.count || bytes[content] == UInt8(ascii: "\n") { return false }
            if current.block.lowerBound == next, next > first.block.upperBound {
                let prefix = bytes[lineStarts[next]..<content]
                if prefix.count(where: { $0 == UInt8(ascii: ">") }) < first.quoteDepth { return false }
                if first.isInItem, prefix.count < first.contentColumn - 1 { return false }
            }
            next += 1
        }
        return true
    }

    // MARK: Both

    private func formula(_ range: Range<Int>, isDisplay: Bool, whole: Range<Int>) -> LiftedText.Formula {
        var tex = string(range)
        let depth = outline.lines[line].quoteDepth
        if depth > 0, tex.contains("\n") {
            // Inside a quotation every further line starts with its mark, which is no part of the formula.
            let lines = tex.split(separator: "\n", omittingEmptySubsequences: false)
            tex = (lines.prefix(1) + lines.dropFirst().map { $0.droppingQuoteMarks(depth) }).joined(separator: "\n")
        }
        return LiftedText.Formula(
            tex: tex, isDisplay: isDisplay, source: string(whole), position: position(of: whole.lowerBound))
    }

    // MARK: Other notations

    /// Says that LaTeX's own delimiters are text in Markdown.
    mutating func remarkOnBackslash() {
        let next = byte(index + 1)
        switch next {
        case UInt8(ascii: "("), UInt8(ascii: "["):
            let (open, close) = next == UInt8(ascii: "(") ? ("(", ")") : ("[", "]")
            guard let end = find("\\\(close)", from: index + 2), end > index + 2 else { return }
            remarks.append(
                .init(
                    position: position(of: index), message: "`\\\(open)…\\\(close)` is shown as `\(open)…\(close)`",
                    advice: open == "("
                        ? "write a formula as `$…$`; brackets need no backslash"
                        : "write a formula as `$$…$$`; for brackets, a backslash before the first is enough"))
        case UInt8(ascii: "b"):
            let environment = bytes[(index + 1)...].prefix(30)
            guard environment.starts(with: "begin{".utf8),
                let name = environment.dropFirst(6).split(separator: UInt8(ascii: "}"), maxSplits: 1).first,
                !name.isEmpty, name.allSatisfy({ $0.isASCIILetter || $0 == UInt8(ascii: "*") })
            else { return }
            remarks.append(
                .init(
                    position: position(of: index),
                    message: "`\\begin{\(String(decoding: name, as: UTF8.self))}` is shown as it stands",
                    advice: "put the formula between `$$` and `$$`"))
        default: return
        }
    }
}

extension Substring {
    /// The line without the marks of at most `depth` quotations, each with the space behind it.
    fileprivate func droppingQuoteMarks(_ depth: Int) -> Substring {
        var rest = self
        for _ in 0..<depth {
            let marked = rest.drop { $0 == " " }
            guard marked.first == ">" else { return rest }
            rest = marked.dropFirst()
            if rest.first == " " { rest = rest.dropFirst() }
        }
        return rest
    }
}
