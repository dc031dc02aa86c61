import KernelReference

/// Swift code that is read for the names that it uses as it runs.
struct CodeScan {
    /// The code's tokens.
    let code: SwiftTokens
    /// The index of the bracket that closes what opens at an index, or opens what closes there; of other tokens, their own.
    let partner: [Int]
    /// Functions of the code that call the closures they are given before they return.
    private let callers: Set<String>

    /// A name that is used; an empty one for a value that has none and whose member is.
    struct Word {
        var name: String
        /// The byte at which it starts.
        var offset: Int
        /// The index of its token, or of the string that it stands in.
        var index: Int
        /// The labels of the arguments that it is called with, `_` for none; nil where it is not called.
        var arguments: [String]?
        /// Whether it is written to.
        var isAssigned = false
        /// The name behind its dot, or that of what the call gives.
        var member: String?
        /// Whether brackets follow it.
        var isIndexed = false
        /// Whether it stands in what is printed.
        var isPrinted = false

        /// What the author would call it: a member of a value that has no name stands for itself.
        var shown: String { name.first?.isNumber ?? true ? member ?? name : name }
    }

    init(_ code: SwiftTokens) {
        self.init(code, callers: nil)
    }

    private init(_ code: SwiftTokens, callers: Set<String>?) {
        self.code = code
        var partner = Array(code.tokens.indices)
        var open: [Int] = []
        for (index, token) in code.tokens.enumerated() where token.kind == .symbol {
            switch code.bytes[token.range.lowerBound] {
            case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): open.append(index)
            case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
                guard let start = open.popLast() else { continue }
                (partner[start], partner[index]) = (index, start)
            default: break
            }
        }
        self.partner = partner
        self.callers = callers ?? Self.callers(in: code, partner)
    }

    /// The functions of the top level that take a closure which they cannot keep.
    private static func callers(in code: SwiftTokens, _ partner: [Int]) -> Set<String> {
        var callers: Set<String> = []
        for index in code.tokens.indices.dropLast() where code.tokens[index].depth == 0 {
            guard code.text(code.tokens[index]) == "func",
                let open = code.tokens[index...].prefix(100).firstIndex(where: { code.text($0) == "(" })
            else { continue }
            let parameters = code.tokens[open..<max(open, partner[open])]
            // An optional closure is kept too.
            if !parameters.contains(where: { ["escaping", "autoclosure", "?"].contains(code.text($0)) }) {
                callers.insert(plain(code.text(code.tokens[index + 1])))
            }
        }
        return callers
    }

    /// The statements of the top level.
    var statements: [Range<Int>] { statements(in: code.tokens.indices, depth: 0) }

    /// The statements at a depth.
    func statements(in range: Range<Int>, depth: Int) -> [Range<Int>] {
        var statements: [Range<Int>] = []
        var start = range.lowerBound
        for index in range where code.tokens[index].depth == depth && index > start && startsStatement(index) {
            statements.append(start..<index)
            start = index
        }
        return start < range.upperBound ? statements + [start..<range.upperBound] : statements
    }

    /// The index behind the value of a variable of the top level; nil for a variable that is computed.
    func endOfValue(ofVariableAt start: Int) -> Int? {
        var hasValue = false
        for index in code.tokens.indices[(start + 1)...] where code.tokens[index].depth == 0 {
            if isSymbol("=", index) { hasValue = true }
            if isSymbol("{", index), !hasValue { return nil }
            if isSymbol(",", index) || isSymbol(";", index) || startsStatement(index) { return index }
        }
        return code.tokens.count
    }

    /// Whether a statement starts at a token, as far as the lines tell.
    private func startsStatement(_ index: Int) -> Bool {
        guard index > 0 else { return true }
        if isSymbol(";", index - 1) { return true }
        guard !code.isOnLine(index, of: index - 1) else { return false }
        if code.tokens[index].kind == .symbol { return "([{@#".contains(text(index)) }
        if Self.continuations.contains(text(index)) { return false }
        return code.tokens[index - 1].kind != .symbol || ")]}!?>".contains(text(index - 1))
    }

    /// The names that a statement binds for itself, such as that of `for i in …`.
    func localNames(in statement: Range<Int>) -> Set<String> {
        var names: Set<String> = []
        for index in statement where code.tokens[index].kind != .literal {
            switch text(index) {
            case "{": names.formUnion(parameters(ofClosureIn: statement[(index + 1)...]))
            case "catch": names.insert("error")
            case "set", "willSet", "didSet":
                if index + 2 < statement.upperBound, isSymbol("(", index + 1) {
                    names.insert(Self.plain(text(index + 2)))
                }
            case "func":
                if code.tokens[index].depth > 0, index + 1 < statement.upperBound {
                    names.insert(Self.plain(text(index + 1)))
                }
            case "let", "var", "for":
                // These are the file's own.
                if code.tokens[index].depth == 0, ["let", "var", "guard"].contains(text(statement.lowerBound)) {
                    continue
                }
                for next in statement[(index + 1)...] {
                    if "=:{;".contains(text(next)) || ["in", "let", "var"].contains(text(next)) { break }
                    if code.tokens[next].kind == .word { names.insert(Self.plain(text(next))) }
                }
            default: break
            }
        }
        return names
    }

    /// The names that a closure's code starts with, up to `in`; what it captures under its own name is no new one.
    private func parameters(ofClosureIn code: Range<Int>) -> Set<String> {
        var names: Set<String> = []
        var start = code.lowerBound
        if start < code.upperBound, isSymbol("[", start), partner[start] > start {
            names.formUnion(
                (start..<partner[start]).filter { isSymbol("=", $0 + 1) }.map { Self.plain(text($0)) })
            start = min(partner[start] + 1, code.upperBound)
        }
        let head = code[start...].prefix(20).prefix { !"{};=".contains(text($0)) }
        guard let end = head.first(where: { text($0) == "in" }) else { return [] }
        return names.union(head.prefix { $0 < end }.map { Self.plain(text($0)) })
    }

    /// The names that the body of a closure, function or variable binds, a closure's parameters and captures included.
    func localNames(inBody body: Range<Int>) -> Set<String> {
        var names = localNames(in: body).union(parameters(ofClosureIn: body))
        if body.count > 1, isSymbol("[", body.lowerBound), partner[body.lowerBound] > body.lowerBound,
            captures(at: body.lowerBound) != nil
        {
            names.formUnion((body.lowerBound..<partner[body.lowerBound]).map { Self.plain(text($0)) })
        }
        return names
    }
}

// MARK: - Words that run

extension CodeScan {
    /// The names that a statement reads or writes where it stands.
    func wordsThatRun(in statement: Range<Int>) -> [Word] {
        let isPrinting = statement.first.map { Self.printers.contains(text($0)) } ?? false
        return wordsThatRun(in: statement, isPrinting: isPrinting, nesting: 0)
    }

    private func wordsThatRun(in statement: Range<Int>, isPrinting: Bool, nesting: Int) -> [Word] {
        var words: [Word] = []
        var introducer: String?
        /// Whether the statement declares something whose code may run later, or none.
        var isDeclaring = false
        var index = statement.lowerBound
        while index < statement.upperBound {
            defer { index += 1 }
            switch code.tokens[index].kind {
            case .literal where nesting < 4 && !isDeclaring:
                for inside in code.interpolations(of: code.tokens[index]) {
                    let scan = CodeScan(inside, callers: callers)
                    words += scan.wordsThatRun(in: inside.tokens.indices, isPrinting: true, nesting: nesting + 1)
                        .map { word in
                            var word = word
                            word.index = index
                            return word
                        }
                }
            case .literal: break
            case .symbol:
                if isSymbol("{", index) {
                    // A closure, or the body of a function or type.
                    let isBlock = introducer.map(Self.blocks.contains) ?? false
                    if isDeclaring || !isBlock && !runsHere(closureAt: index) {
                        if !isDeclaring { words += captured(byClosureAt: index) }
                        index = partner[index] > index ? partner[index] : statement.upperBound
                    }
                    introducer = nil
                    isDeclaring = false
                } else if isSymbol("}", index) || isSymbol(";", index) {
                    introducer = nil
                    isDeclaring = false
                }
            case .word:
                let word = text(index)
                if startsStatement(index) { isDeclaring = false }
                if startsStatement(index) || Self.blocks.contains(word) { introducer = word }
                if Self.declarers.contains(word), !code.isMember(index) { isDeclaring = true }
                guard !isDeclaring else { continue }
                if isUse(index, in: statement) {
                    words.append(use(index, in: statement, isPrinting: isPrinting))
                } else if isMemberOfUnnamed(index) {
                    words.append(
                        Word(
                            name: "", offset: code.tokens[index].range.lowerBound, index: index,
                            member: Self.plain(word)))
                }
            }
        }
        return words
    }

    private func use(_ index: Int, in statement: Range<Int>, isPrinting: Bool) -> Word {
        var word = Word(
            name: Self.plain(text(index)), offset: code.tokens[index].range.lowerBound, index: index,
            isPrinted: isPrinting)
        var next = index + 1
        if isSymbol("<", next), code.tokens[index].range.upperBound == code.tokens[next].range.lowerBound,
            let end = endOfGenericArguments(from: next, in: statement)
        {
            next = end
        }
        if isSymbol("[", next), code.tokens[index].range.upperBound == code.tokens[next].range.lowerBound {
            word.isIndexed = true
            next = max(next, partner[next]) + 1
            if isSymbol("!", next) || isSymbol("?", next) { next += 1 }
        }
        if isSymbol("(", next), code.isOnLine(next, of: index) {
            word.arguments = labels(ofCallAt: next)
            next = max(next, partner[next]) + 1
        } else if isSymbol("{", next), code.isOnLine(next, of: index), !isCondition(index, in: statement) {
            word.arguments = ["_"]
        } else if isPassedToCaller(index) {
            word.arguments = []
        }
        if isSymbol(".", next), code.tokens.indices.contains(next + 1), code.tokens[next + 1].kind == .word {
            word.member = Self.plain(text(next + 1))
            if word.member == "init", isSymbol("(", next + 2) { word.arguments = labels(ofCallAt: next + 2) }
        }
        if next == index + 1 {
            while next < statement.upperBound, code.tokens[next].kind == .symbol, "+-*/%&|^".contains(text(next)) {
                next += 1
            }
            let isComparison =
                isSymbol("=", next + 1)
                && code.tokens[next + 1].range.lowerBound == code.tokens[next].range.upperBound
            word.isAssigned = isSymbol("=", next) && !isComparison
        }
        return word
    }

    /// Whether a word is a member of what stands before it, which is no name on its own.
    private func isMemberOfUnnamed(_ index: Int) -> Bool {
        guard index > 1, code.isMember(index) else { return false }
        switch code.tokens[index - 2].kind {
        case .literal: return true
        case .word: return code.isMember(index - 2)
        case .symbol: return ")]}!?>".contains(text(index - 2))
        }
    }

    /// Whether a word stands in the head of an `if` or its like, so that braces behind it are the statement's.
    private func isCondition(_ index: Int, in statement: Range<Int>) -> Bool {
        let depth = code.tokens[index].depth
        for before in statement[..<index].reversed() where code.tokens[before].depth <= depth {
            if code.tokens[before].depth < depth || isSymbol("}", before) || isSymbol(";", before) { return false }
            if Self.blocks.contains(text(before)) { return true }
        }
        return false
    }

    /// Whether a name is an argument of a method that calls it, as in `map(name)` and `sorted(by: name)`.
    private func isPassedToCaller(_ index: Int) -> Bool {
        var open = index - 1
        if isSymbol(":", open) { open -= 2 }
        return isSymbol("(", open) && callsClosures(open - 1)
    }

    private func endOfGenericArguments(from start: Int, in statement: Range<Int>) -> Int? {
        var depth = 0
        for index in statement[start...].prefix(40) {
            if isSymbol("<", index) { depth += 1 }
            if isSymbol(">", index), !isSymbol("-", index - 1) { depth -= 1 }
            if depth == 0 { return isSymbol("(", index + 1) || isSymbol(".", index + 1) ? index + 1 : nil }
        }
        return nil
    }

    /// The labels of a call's arguments, `_` for none.
    private func labels(ofCallAt open: Int) -> [String] {
        guard partner[open] > open + 1 else { return [] }
        let depth = code.tokens[open].depth + 1
        var labels: [String] = []
        var isStart = true
        for index in (open + 1)..<partner[open] where code.tokens[index].depth == depth {
            if isStart {
                let isLabel = code.tokens[index].kind == .word && isSymbol(":", index + 1)
                labels.append(isLabel ? Self.plain(text(index)) : "_")
            }
            isStart = isSymbol(",", index)
        }
        return labels
    }

    /// What a closure that runs later reads where it stands: its capture list.
    private func captured(byClosureAt open: Int) -> [Word] {
        let start = open + 1
        guard let end = captures(at: start) else { return [] }
        var words: [Word] = []
        var item: [Int] = []
        for index in (start + 1)...end {
            guard index < end, !(isSymbol(",", index) && code.tokens[index].depth == code.tokens[start].depth + 1)
            else {
                let value = item.firstIndex { isSymbol("=", $0) }.map { item[($0 + 1)...] } ?? item.suffix(1)
                words += value.filter { code.tokens[$0].kind == .word && !code.isMember($0) }.map {
                    use($0, in: start..<end, isPrinting: false)
                }
                item = []
                continue
            }
            item.append(index)
        }
        return words
    }

    /// The end of the capture list that starts at a token; nil where none does.
    private func captures(at start: Int) -> Int? {
        guard isSymbol("[", start), partner[start] > start else { return nil }
        let head = code.tokens.indices[(partner[start] + 1)...].prefix(40).prefix { !"{};.".contains(text($0)) }
        return head.contains { text($0) == "in" } ? partner[start] : nil
    }

    /// Whether a word is a name on its own: no member, label, keyword or new name.
    private func isUse(_ index: Int, in statement: Range<Int>) -> Bool {
        let next = index + 1 < statement.upperBound ? index + 1 : nil
        // Two words in a row are a modifier and what it modifies, unless an operator is the second.
        if let next, code.tokens[next].kind == .word, !startsStatement(next),
            !Self.wordOperators.contains(text(next))
        {
            return false
        }
        let isLabelled = next.map { isSymbol(":", $0) } ?? false
        guard index > statement.lowerBound else { return !isLabelled }
        let before = code.tokens[index - 1]
        if before.kind == .word, ["let", "var", "break", "continue"].contains(text(index - 1)) { return false }
        guard before.kind == .symbol else { return !isLabelled }
        switch text(index - 1) {
        case ".": return !isLabelled && index > statement.lowerBound + 1 && isSymbol(".", index - 2)
        case "?": return true
        case "@", "#", "\\": return false
        default: return !isLabelled
        }
    }

    /// Whether the closure that opens at a token runs where it stands: it is called, or passed to what calls it.
    private func runsHere(closureAt open: Int) -> Bool {
        let end = partner[open]
        if end > open, isSymbol("(", end + 1), code.isOnLine(end + 1, of: end) { return true }
        guard open > 0 else { return false }
        if code.tokens[open - 1].kind == .word { return callsClosures(open - 1) }
        if isSymbol(")", open - 1), partner[open - 1] > 0, partner[open - 1] < open {
            return callsClosures(partner[open - 1] - 1)
        }
        return isSymbol("(", open - 1) && callsClosures(open - 2)
    }

    /// Whether the function that is named at a token calls the closures it is given before it returns.
    private func callsClosures(_ index: Int) -> Bool {
        guard index >= 0, code.tokens[index].kind == .word else { return false }
        let name = Self.plain(text(index))
        guard code.isMember(index) else { return callers.contains(name) || Self.functions.contains(name) }
        return Self.sequenceMethods.contains(name) && !(index > 1 && text(index - 2) == "lazy")
    }

    func isSymbol(_ character: Character, _ index: Int) -> Bool { code.isSymbol(character, index) }

    func text(_ index: Int) -> String { code.text(code.tokens[index]) }

    static func plain(_ name: String) -> String { name.filter { $0 != "`" } }

    /// What a block follows that runs where it stands.
    private static let blocks: Set = [
        "if", "else", "for", "while", "repeat", "do", "catch", "switch", "guard", "get", "set", "didSet", "willSet",
    ]
    /// What a statement goes on with on a line of its own.
    private static let continuations: Set = ["else", "catch", "as", "is", "in", "where"]
    /// Words between two values, or after one.
    private static let wordOperators: Set = ["as", "is", "in", "where", "else"]
    /// Functions that print what they are given.
    private static let printers: Set = ["print", "debugPrint", "dump"]
    /// Functions that call the closure they are given before they return.
    private static let functions: Set = [
        "noGrad", "expect", "figure", "withUnsafePointer", "withUnsafeMutablePointer", "withUnsafeBytes",
        "withUnsafeMutableBytes",
        "withExtendedLifetime", "withoutActuallyEscaping", "autoreleasepool",
    ]
    /// Methods that do so.
    private static let sequenceMethods: Set = [
        "map", "flatMap", "compactMap", "filter", "forEach", "reduce", "sorted", "sort", "contains", "allSatisfy",
        "first", "last", "firstIndex", "lastIndex", "min", "max", "prefix", "drop", "removeAll", "partition", "count",
        "mapValues", "compactMapValues", "sync", "measure", "withLock", "withUnsafeBufferPointer",
        "withUnsafeMutableBufferPointer", "withContiguousStorageIfAvailable",
    ]
    /// What declares something whose code may run later, or that has none.
    private static let declarers: Set = [
        "func", "class", "struct", "enum", "protocol", "actor", "typealias", "import", "extension", "operator",
        "precedencegroup", "macro", "init", "subscript", "deinit",
    ]
}

extension SwiftTokens {
    /// The pieces of code that a string interpolates.
    fileprivate func interpolations(of literal: Token) -> [SwiftTokens] {
        var pieces: [SwiftTokens] = []
        var position = literal.range.lowerBound
        let hashes = bytes[position...].prefix { $0 == UInt8(ascii: "#") }.count
        while position < literal.range.upperBound {
            let isEscape =
                bytes[position] == UInt8(ascii: "\\")
                && bytes[(position + 1)...].prefix(hashes).allSatisfy { $0 == UInt8(ascii: "#") }
            let open = position + 1 + hashes
            guard isEscape, open < literal.range.upperBound, bytes[open] == UInt8(ascii: "(") else {
                position += isEscape ? 2 + hashes : 1
                continue
            }
            let piece = SwiftTokens(bytes, from: open + 1)
            position = piece.tokens.last?.range.upperBound ?? open + 1
            pieces.append(piece)
        }
        return pieces
    }
}
