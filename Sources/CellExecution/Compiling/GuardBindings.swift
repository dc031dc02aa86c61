import KernelReference

extension SwiftTokens {
    /// What makes the names that `guard` statements bind at the top level into variables of the file.
    ///
    /// The compiler keeps such names to the file's own top level: not even a function may leave the file with one. So
    /// `guard let a = f() else { … }` binds another name, and `let a` follows the statement, on its line.
    var guardInsertions: [(range: Range<Int>, text: String)] {
        var edits: [(range: Range<Int>, text: String)] = []
        for index in tokens.indices where isWord("guard", index) && tokens[index].depth == 0 && !isMember(index) {
            edits += bindings(ofGuardAt: index)
        }
        return edits
    }

    private func bindings(ofGuardAt start: Int) -> [(range: Range<Int>, text: String)] {
        let depth = tokens[start].depth
        guard
            let elseIndex = tokens.indices[(start + 1)...].first(where: {
                isWord("else", $0) && tokens[$0].depth == depth
            }),
            elseIndex + 1 < tokens.count, isSymbol("{", elseIndex + 1),
            let end = tokens.indices[(elseIndex + 2)...].first(where: { isSymbol("}", $0) && tokens[$0].depth == depth }
            )
        else { return [] }
        var edits: [(range: Range<Int>, text: String)] = []
        var declarations = ""
        var bound: Set<String> = []
        for clause in clauses(in: (start + 1)..<elseIndex, depth: depth) {
            let equals = clause.first { isSymbol("=", $0) && tokens[$0].depth == depth && !isOperator($0) }
            // Later clauses may use the names that earlier ones bind.
            for index in (equals.map { $0..<clause.upperBound } ?? clause) where bound.contains(text(tokens[index])) {
                guard !isMember(index), !(index + 1 < clause.upperBound && isSymbol(":", index + 1)) else { continue }
                edits.append((tokens[index].range, Self.boundName(text(tokens[index]))))
            }
            for (index, introducer) in names(in: clause.lowerBound..<(equals ?? clause.upperBound), depth: depth) {
                let name = text(tokens[index])
                let isShort = equals == nil
                edits.removeAll { $0.range == tokens[index].range }
                edits.append((tokens[index].range, Self.boundName(name) + (isShort ? " = \(name)" : "")))
                declarations += "; \(introducer) \(name) = \(Self.boundName(name))"
                bound.insert(name)
            }
        }
        if !declarations.isEmpty {
            edits.append((tokens[end].range.upperBound..<tokens[end].range.upperBound, declarations))
        }
        return edits
    }

    private static func boundName(_ name: String) -> String { "lecternBinds_" + name.filter { $0 != "`" } }

    private func clauses(in range: Range<Int>, depth: Int) -> [Range<Int>] {
        var clauses: [Range<Int>] = []
        var start = range.lowerBound
        for index in range where isSymbol(",", index) && tokens[index].depth == depth {
            clauses.append(start..<index)
            start = index + 1
        }
        return clauses + [start..<range.upperBound]
    }

    /// The names that a pattern binds, each with `let` or `var`.
    private func names(in pattern: Range<Int>, depth: Int) -> [(index: Int, introducer: String)] {
        var names: [(Int, String)] = []
        var introducer: (word: String, depth: Int)?
        var isType = false
        for index in pattern {
            let token = tokens[index]
            if let open = introducer, token.depth < open.depth { introducer = nil }
            if isSymbol(":", index), token.depth == depth { isType = true }
            guard token.kind == .word, !isType else { continue }
            let word = text(token)
            if word == "let" || word == "var" {
                introducer = (word, token.depth)
            } else if let introducer, !isMember(index), word != "_", word != "as", word != "is",
                word.first?.isNumber != true
            {
                let next = index + 1 < pattern.upperBound ? index + 1 : nil
                // Labels and types are no names: `(key: k)`, `Optional(x)`, `x as Int`.
                if let next, isSymbol(":", next) && token.depth > depth || isSymbol("(", next) || isSymbol(".", next) {
                    continue
                }
                if index > pattern.lowerBound, isWord("as", index - 1) || isWord("is", index - 1) { continue }
                names.append((index, introducer.word))
            }
        }
        return names
    }

    private func isWord(_ word: String, _ index: Int) -> Bool {
        tokens[index].kind == .word && text(tokens[index]) == word
    }

    func isSymbol(_ symbol: Character, _ index: Int) -> Bool {
        tokens[index].kind == .symbol && text(tokens[index]) == String(symbol)
    }

    /// Whether a name follows a dot.
    func isMember(_ index: Int) -> Bool { index > 0 && isSymbol(".", index - 1) }

    /// Whether an `=` is a part of an operator, such as `==`.
    private func isOperator(_ index: Int) -> Bool {
        let marks = "=!<>+-*/%&|^~?"
        func touches(_ other: Int) -> Bool {
            tokens.indices.contains(other) && tokens[other].kind == .symbol && marks.contains(text(tokens[other]))
                && (tokens[other].range.upperBound == tokens[index].range.lowerBound
                    || tokens[index].range.upperBound == tokens[other].range.lowerBound)
        }
        // The `?` of a pattern may touch the sign: `case let x?= y` is no operator.
        return touches(index + 1) || touches(index - 1) && text(tokens[index - 1]) != "?"
    }
}
