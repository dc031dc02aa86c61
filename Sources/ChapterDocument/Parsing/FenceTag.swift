/// What an info string says a fenced block is, every option checked.
enum FenceTag {
    case cell(CellOptions)
    case output(DocumentedOutput.Comparison, figures: DocumentedFigures?)
    case exercise(id: String?, isWithheld: Bool)
    case check
    case solution(isKept: Bool)
    case wrong(reason: String)
    case listing(language: String, tab: CodeListing.Tab?)
}

/// Reads info strings and collects what is wrong with them.
struct FenceTagReader {
    /// The chapter's path, for messages.
    var path: String
    private(set) var diagnostics: [Diagnostic] = []

    init(path: String) {
        self.path = path
    }

    /// What the block whose info string stands at `start` is.
    mutating func read(_ text: String, at start: SourcePosition) -> FenceTag {
        let info = InfoString(text)
        if info.language == "output" { return output(info.options, at: start) }
        if info.language == "swift", let tag = info.options.first,
            let found = swiftTag(tag, Array(info.options.dropFirst()), at: start)
        {
            return found
        }
        if let diagnostic = misspelledCell(text, info, at: start) {
            diagnostics.append(diagnostic)
        } else if info.language == "swift", let tag = info.options.first {
            if info.options.contains(where: { $0.name == "cell" && $0.value == nil }) {
                report("`cell` must follow `swift` directly", tag, start, advice: "write `swift cell \(tag.name)…`")
            } else if tag.value == nil, let name = nearestName(to: tag.name, in: Keyword.tags.map(\.name)) {
                report("unknown tag `\(tag.name)`", tag, start, advice: "did you mean `\(name)`?")
            }
        }
        return .listing(language: info.language, tab: tab(info, at: start))
    }

    /// What `tag` makes of a block of Swift; nil where it is no tag.
    private mutating func swiftTag(
        _ tag: InfoString.Option, _ words: [InfoString.Option], at start: SourcePosition
    ) -> FenceTag? {
        switch (tag.name, tag.value) {
        case ("cell", nil): return .cell(cellOptions(words, at: start))
        case ("exercise", nil):
            var (id, isWithheld): (String?, Bool) = (nil, false)
            read(words, at: start, of: "an exercise", known: Keyword.exerciseOptions) { reader, word in
                switch (word.name, word.value) {
                case ("id", let value?): id = reader.identifier(value, word, start, of: "an exercise")
                case ("withheld", nil): isWithheld = true
                default: return false
                }
                return true
            }
            return .exercise(id: id, isWithheld: isWithheld)
        case ("check", nil):
            read(words, at: start, of: "a check", known: []) { _, _ in false }
            return .check
        case ("solution", nil):
            var isKept = false
            read(words, at: start, of: "a solution", known: Keyword.solutionOptions) { _, word in
                guard word.name == "keep", word.value == nil else { return false }
                isKept = true
                return true
            }
            return .solution(isKept: isKept)
        case ("wrong", let reason):
            if reason?.contains(where: { !$0.isWhitespace }) != true {
                report(
                    "a wrong answer needs a reason", tag, start, advice: "write `swift wrong=\"forgets the mask\"`")
            }
            read(words, at: start, of: "a wrong answer", known: []) { _, _ in false }
            return .wrong(reason: reason ?? "")
        case ("exercise", .some), ("check", .some), ("solution", .some):
            report("`\(tag.name)` takes no value", tag, start)
            return .listing(language: "swift", tab: nil)
        default: return nil
        }
    }

    /// Reads the options of a block and reports those that it does not have, or has twice.
    private mutating func read(
        _ words: [InfoString.Option], at start: SourcePosition, of block: String, known: [Keyword],
        _ take: (inout Self, InfoString.Option) -> Bool
    ) {
        var seen: Set<String> = []
        for word in words {
            if !seen.insert(word.name).inserted { report("option `\(word.name)` is given twice", word, start) }
            if !take(&self, word) { reportMisuse(word, start, of: block, known: known) }
        }
    }

    /// The name that an `id` option gives; what cannot be one is reported.
    private mutating func identifier(
        _ id: String, _ word: InfoString.Option, _ start: SourcePosition, of block: String
    ) -> String {
        if id.isEmpty || !id.allSatisfy({ $0.isLetter || $0.isNumber || "-_.".contains($0) }) {
            report("`\(id)` cannot be an id", word, start, advice: "use letters, digits, `-`, `_` and `.`")
        } else if id.allSatisfy(\.isNumber) {
            report("`\(id)` cannot be an id: a number alone means \(block)'s place", word, start)
        }
        return id
    }

    /// The tab that a listing stands under; only Python's can be run, so only its other options mean something.
    private mutating func tab(_ info: InfoString, at start: SourcePosition) -> CodeListing.Tab? {
        guard let name = info.options.first(where: { $0.name == "tab" })?.value else { return nil }
        var tab = CodeListing.Tab(name: name)
        guard CodeListing.isPython(info.language) else { return tab }
        for word in info.options {
            switch (word.name, word.value) {
            case ("tab", .some): break
            case ("hide", nil): tab.isHidden = true
            case ("quiet", nil): tab.isQuiet = true
            case ("tolerance", let value?): tab.comparison = positive(value, word, start).map { .tolerance($0) }
            case ("digits", nil): tab.comparison = .digits
            default: reportMisuse(word, start, of: "a tab", known: Keyword.tabOptions)
            }
        }
        return tab
    }

    private mutating func output(_ words: [InfoString.Option], at start: SourcePosition) -> FenceTag {
        var figures: DocumentedFigures?
        for word in words where word.name == "figures" {
            if figures != nil { report("option `figures` is given twice", word, start) }
            guard let value = word.value else {
                report("`figures` needs a value", word, start, advice: "let `verify --update` write it")
                continue
            }
            figures = DocumentedFigures(value)
            if figures == nil {
                report(
                    "`figures` takes what `verify --update` writes, not `\(value)`", word, start,
                    advice: "write `figures=...` where they differ from run to run")
            }
        }
        return .output(comparison(words.filter { $0.name != "figures" }, at: start), figures: figures)
    }

    /// What is wrong with an info string that hardly differs from a cell's, such as `Swift cell`, `swift, cell` or `{swift} cell`.
    private func misspelledCell(_ text: String, _ info: InfoString, at start: SourcePosition) -> Diagnostic? {
        // What is said of the words after a right `swift` says it all.
        guard info.language != "swift" || info.options.first.map({ $0.name.contains { !$0.isLetter } }) == true else {
            return nil
        }
        let words = text.lowercased().split { !$0.isLetter && !$0.isNumber }.prefix(2).map(String.init)
        let isCell =
            switch words.count {
            case 1: words[0] == "swiftcell"
            case 2:
                words[1] == "cell" && nearestName(to: words[0], in: ["swift"]) != nil || words == ["cell", "swift"]
                    || words[0] == "swiftcell"
            default: false
            }
        guard isCell else { return nil }
        return Diagnostic(
            path: path, position: start, message: "`\(text)` makes no cell, so this code would not run",
            advice: "write `swift cell`")
    }

    private mutating func cellOptions(_ words: [InfoString.Option], at start: SourcePosition) -> CellOptions {
        var options = CellOptions()
        var seen: Set<String> = []
        for word in words {
            if !seen.insert(word.name).inserted { report("option `\(word.name)` is given twice", word, start) }
            switch (word.name, word.value) {
            case ("id", let id?): options.id = identifier(id, word, start, of: "a cell")
            case ("hide", nil): options.codeDisplay = .hide
            case ("fold", nil): options.codeDisplay = .fold
            case ("quiet", nil): options.isQuiet = true
            case ("skip", nil): options.isSkipped = true
            case ("fails", let value?):
                options.expectedFailure = CellOptions.ExpectedFailure(rawValue: value)
                if options.expectedFailure == nil {
                    report(
                        "unknown way to fail `\(value)`", word, start,
                        advice: "write `fails=compile`, `fails=trap` or `fails=throw`")
                }
            case ("timeout", let value?):
                options.timeout = positive(value, word, start)
            case ("tab", let value?):
                if value.isEmpty { report("`tab` needs a name", word, start, advice: "write `tab=\"PyTorch\"`") }
                options.tab = value
            default:
                reportMisuse(
                    word, start, of: "a cell", known: Keyword.cellOptions)
            }
        }
        if seen.contains("hide"), seen.contains("fold"), let word = words.first(where: { $0.name == "fold" }) {
            report("`fold` and `hide` exclude each other", word, start, advice: "keep one of them")
        }
        return options
    }

    /// How a value in the prose is compared whose link has the title `text`.
    mutating func comparison(ofValue text: String, at start: SourcePosition) -> DocumentedOutput.Comparison {
        if text.isEmpty { return .digits }
        if text == "exact" { return .exact }
        let words = InfoString("value \(text)").options.map { word in
            InfoString.Option(name: word.name, value: word.value, offset: word.offset - "value ".utf8.count)
        }
        if let word = words.first(where: { !["tolerance", "digits", "exact"].contains($0.name) }) {
            report(
                "unknown option `\(word.name)` of a value", word, start,
                advice: "known are `tolerance=…`, `digits` and `exact`")
            return .digits
        }
        return comparison(words, at: start)
    }

    private mutating func comparison(
        _ words: [InfoString.Option], at start: SourcePosition
    ) -> DocumentedOutput.Comparison {
        var comparison = DocumentedOutput.Comparison.exact
        for word in words {
            if comparison != .exact {
                report("an output is compared in one way", word, start, advice: "keep one of the options")
            }
            switch (word.name, word.value) {
            case ("tolerance", let value?): comparison = positive(value, word, start).map { .tolerance($0) } ?? .exact
            case ("digits", nil): comparison = .digits
            case ("illustrative", nil): comparison = .illustrative
            default:
                reportMisuse(
                    word, start, of: "an output", known: Keyword.outputOptions)
            }
        }
        return comparison
    }

    private mutating func positive(_ value: String, _ word: InfoString.Option, _ start: SourcePosition) -> Double? {
        if let number = Double(value), number > 0, number.isFinite { return number }
        report("`\(word.name)` takes a number above 0, not `\(value)`", word, start)
        return nil
    }

    private mutating func reportMisuse(
        _ word: InfoString.Option, _ start: SourcePosition, of block: String, known: [Keyword]
    ) {
        if let keyword = known.first(where: { $0.name == word.name }) {
            let isAlone = keyword.value == nil
            let form = isAlone ? "`\(word.name)` takes no value" : "`\(word.name)` needs a value"
            report(form, word, start, advice: isAlone ? nil : "write `\(word.name)=…`")
        } else {
            let nearest = nearestName(to: word.name, in: known.map(\.name)).map { "did you mean `\($0)`?" }
            let all = known.map { "`\($0.name)`" }.joined(separator: ", ")
            let advice =
                switch known.count {
                case 0: "it has no options"
                case 1: "known is \(all)"
                default: "known are \(all)"
                }
            report("unknown option `\(word.name)` of \(block)", word, start, advice: nearest ?? advice)
        }
    }

    private mutating func report(
        _ message: String, _ word: InfoString.Option, _ start: SourcePosition, advice: String? = nil
    ) {
        let position = SourcePosition(line: start.line, column: start.column + word.offset)
        diagnostics.append(Diagnostic(path: path, position: position, message: message, advice: advice))
    }
}
