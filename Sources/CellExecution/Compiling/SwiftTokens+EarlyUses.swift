import KernelReference

/// A use of a cell's own variable where it has no value yet.
///
/// The compiler takes such code, also in one file: it reads memory that nothing was written to.
package struct EarlyUse: Equatable, Sendable {
    /// The variable.
    package var name: String
    /// The byte of the code at which it is used.
    package var offset: Int
    /// The byte of the code at which its declaration names it.
    package var declaration: Int
    /// Whether it stands in the `guard` statement that declares the variable.
    package var isBinding = false
}

extension SwiftTokens {
    /// The first early use of each variable of the top level: above its declaration, or in its own value.
    ///
    /// Only what runs where it stands counts: the bodies of functions, types and closures may run later.
    package var earlyUses: [EarlyUse] {
        var declarations = ownVariables
        guard !declarations.isEmpty else { return [] }
        var uses: [EarlyUse] = []
        var conditions = 0
        for statement in statements {
            // Code under `#if` may be none.
            if isSymbol("#", statement.lowerBound), statement.count > 1 {
                switch text(tokens[statement.lowerBound + 1]) {
                case "if": conditions += 1
                case "endif": conditions -= 1
                default: break
                }
            }
            guard conditions <= 0 else { continue }
            let local = localNames(in: statement)
            for word in wordsThatRun(in: statement) {
                guard let declaration = declarations[word.name], !local.contains(word.name) else { continue }
                if word.index < declaration.end, word.offset != declaration.offset {
                    let isBinding =
                        text(tokens[statement.lowerBound]) == "guard"
                        && declaration.offset <= tokens[statement.upperBound - 1].range.lowerBound
                    uses.append(
                        .init(
                            name: word.name, offset: word.offset, declaration: declaration.offset,
                            isBinding: isBinding))
                    declarations[word.name] = nil
                }
            }
        }
        return uses
    }

    /// The variables of the top level that have a value from their declaration on, whose last token is in front of `end`.
    private var ownVariables: [String: (offset: Int, end: Int)] {
        var variables: [String: (offset: Int, end: Int)] = [:]
        var names: Set<String> = []
        let indices = Dictionary(uniqueKeysWithValues: tokens.indices.map { (tokens[$0].range.lowerBound, $0) })
        for declaration in topLevelDeclarations {
            let name = Self.plain(String(declaration.baseName))
            let isFirst = names.insert(name).inserted
            guard declaration.kind == .variable, isFirst, let index = indices[declaration.nameRange.lowerBound],
                let end = endOfValue(ofVariableAt: index)
            else {
                // A function of the same name can be meant anywhere.
                if declaration.kind != .variable { variables[name] = nil }
                continue
            }
            variables[name] = (declaration.nameRange.lowerBound, end)
        }
        return variables
    }

    /// The index behind a variable's value; nil for a variable that is computed.
    private func endOfValue(ofVariableAt start: Int) -> Int? {
        var hasValue = false
        for index in tokens.indices[(start + 1)...] where tokens[index].depth == 0 {
            if isSymbol("=", index) { hasValue = true }
            if isSymbol("{", index), !hasValue { return nil }
            if isSymbol(",", index) || isSymbol(";", index) || startsStatement(index) { return index }
        }
        return tokens.count
    }

    /// The statements of the top level.
    private var statements: [Range<Int>] {
        var statements: [Range<Int>] = []
        var start = 0
        for index in tokens.indices where tokens[index].depth == 0 && index > start && startsStatement(index) {
            statements.append(start..<index)
            start = index
        }
        return start < tokens.count ? statements + [start..<tokens.count] : statements
    }

    /// Whether a statement starts at a token, as far as the lines tell.
    private func startsStatement(_ index: Int) -> Bool {
        guard index > 0 else { return true }
        if isSymbol(";", index - 1) { return true }
        guard !isOnLine(index, of: index - 1) else { return false }
        if tokens[index].kind == .symbol { return "([{@#".contains(text(tokens[index])) }
        if Self.continuations.contains(text(tokens[index])) { return false }
        return tokens[index - 1].kind != .symbol || ")]}!?>".contains(text(tokens[index - 1]))
    }

    /// The names that a statement binds for itself, such as that of `for i in …`.
    private func localNames(in statement: Range<Int>) -> Set<String> {
        var names: Set<String> = []
        for index in statement where tokens[index].kind != .literal {
            switch text(tokens[index]) {
            case "{":
                // A closure's parameters.
                let head = statement[(index + 1)...].prefix(20).prefix { !"{};=".contains(text(tokens[$0])) }
                if let end = head.first(where: { text(tokens[$0]) == "in" }) {
                    names.formUnion(head.prefix { $0 < end }.map { Self.plain(text(tokens[$0])) })
                }
            case "catch": names.insert("error")
            case "let", "var", "for":
                // These are the file's own.
                if tokens[index].depth == 0, ["let", "var", "guard"].contains(text(tokens[statement.lowerBound])) {
                    continue
                }
                for next in statement[(index + 1)...] {
                    if "=:{;".contains(text(tokens[next])) || ["in", "let", "var"].contains(text(tokens[next])) {
                        break
                    }
                    if tokens[next].kind == .word { names.insert(Self.plain(text(tokens[next]))) }
                }
            default: break
            }
        }
        return names
    }

    private struct Word {
        var name: String
        /// The byte at which it starts.
        var offset: Int
        /// The index of its token, or of the string that it stands in.
        var index: Int
    }

    /// The names that a statement reads or writes where it stands.
    private func wordsThatRun(in statement: Range<Int>, nesting: Int = 0) -> [Word] {
        var words: [Word] = []
        var introducer: String?
        /// Whether the statement declares something whose code may run later, or none.
        var isDeclaring = false
        /// The depth that a body which may run later stands in.
        var laterDepth: Int?
        for index in statement {
            let token = tokens[index]
            if let depth = laterDepth {
                if token.depth == depth, isSymbol("}", index) { laterDepth = nil }
                continue
            }
            switch token.kind {
            case .literal where nesting < 4 && !isDeclaring:
                for inside in interpolations(of: token) {
                    words += inside.wordsThatRun(in: inside.tokens.indices, nesting: nesting + 1).map {
                        Word(name: $0.name, offset: $0.offset, index: index)
                    }
                }
            case .literal: break
            case .symbol:
                if isSymbol("{", index) {
                    // A closure, or the body of a function or type.
                    let isBlock = introducer.map(Self.blocks.contains) ?? false
                    if isDeclaring || !isBlock && !runsHere(closureAt: index) { laterDepth = token.depth }
                    introducer = nil
                    isDeclaring = false
                } else if isSymbol("}", index) || isSymbol(";", index) {
                    introducer = nil
                    isDeclaring = false
                }
            case .word:
                let word = text(token)
                if startsStatement(index) { isDeclaring = false }
                if startsStatement(index) || Self.blocks.contains(word) { introducer = word }
                if Self.declarers.contains(word), !isMember(index) { isDeclaring = true }
                if !isDeclaring, isUse(index, in: statement) {
                    words.append(Word(name: Self.plain(word), offset: token.range.lowerBound, index: index))
                }
            }
        }
        return words
    }

    /// Whether a word is a name on its own: no member, label, keyword or new name.
    private func isUse(_ index: Int, in statement: Range<Int>) -> Bool {
        let next = index + 1 < statement.upperBound ? index + 1 : nil
        // Two words in a row are a modifier and what it modifies, unless an operator is the second.
        if let next, tokens[next].kind == .word, !startsStatement(next),
            !Self.wordOperators.contains(text(tokens[next]))
        {
            return false
        }
        let isLabelled = next.map { isSymbol(":", $0) } ?? false
        guard index > statement.lowerBound else { return !isLabelled }
        let before = tokens[index - 1]
        if before.kind == .word, ["let", "var", "break", "continue"].contains(text(before)) { return false }
        guard before.kind == .symbol else { return !isLabelled }
        switch text(before) {
        case ".": return !isLabelled && index > statement.lowerBound + 1 && isSymbol(".", index - 2)
        case "?": return true
        case "@", "#", "\\": return false
        default: return !isLabelled
        }
    }

    /// Whether the closure that opens at a token runs where it stands: it is passed to one of the sequences' methods.
    private func runsHere(closureAt index: Int) -> Bool {
        index > 1 && tokens[index - 1].kind == .word && isMember(index - 1)
            && Self.sequenceMethods.contains(text(tokens[index - 1]))
    }

    /// The pieces of code that a string interpolates.
    private func interpolations(of literal: Token) -> [SwiftTokens] {
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

    private static func plain(_ name: String) -> String { name.filter { $0 != "`" } }

    /// What a block follows that runs where it stands.
    private static let blocks: Set = ["if", "else", "for", "while", "repeat", "do", "catch", "switch", "guard"]
    /// What a statement goes on with on a line of its own.
    private static let continuations: Set = ["else", "catch", "as", "is", "in", "where"]
    /// Words between two values, or after one.
    private static let wordOperators: Set = ["as", "is", "in", "where", "else"]
    /// Methods that call the closure they are given before they return.
    private static let sequenceMethods: Set = [
        "map", "flatMap", "compactMap", "filter", "forEach", "reduce", "sorted", "contains", "allSatisfy", "first",
        "min",
        "max",
    ]
    /// What declares something whose code may run later, or that has none.
    private static let declarers: Set = [
        "func", "class", "struct", "enum", "protocol", "actor", "typealias", "import", "extension", "operator",
        "precedencegroup", "macro", "init", "subscript", "deinit",
    ]
}
