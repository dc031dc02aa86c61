import KernelReference

extension SwiftTokens {
    /// What makes the names that `guard` statements bind at the top level into variables of the file.
    ///
    /// The compiler keeps such names to the file's own top level: not even a function may leave the file with one. So
    /// `guard let a = f() else { … }` binds another name, and `let a` follows the statement, on its line. Where it binds an
    /// earlier cell's `a`, that one is named with its module.
    ///
    /// - Parameter owners: The module of each variable that earlier cells declare, by its name.
    /// - Returns: What is put in the place of which bytes.
    func guardInsertions(owners: [String: String]) -> [(range: Range<Int>, text: String)] {
        var edits: [(range: Range<Int>, text: String)] = []
        for index in tokens.indices where isWord("guard", index) && tokens[index].depth == 0 && !isMember(index) {
            edits += bindings(ofGuardAt: index, owners: owners)
        }
        return edits
    }

    private func bindings(ofGuardAt start: Int, owners: [String: String]) -> [(range: Range<Int>, text: String)] {
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
            let names = names(in: clause.lowerBound..<(equals ?? clause.upperBound), depth: depth)
            let namesHere = Set(names.map { text(tokens[$0.index]) })
            // What it was before the statement binds it: of an earlier cell.
            func earlier(_ name: String) -> String { owners[name].map { "\($0).\(name)" } ?? name }
            for index in equals.map({ $0..<clause.upperBound }) ?? clause where tokens[index].kind == .word {
                let name = text(tokens[index])
                guard bound.contains(name) || namesHere.contains(name) && owners[name] != nil, !isMember(index),
                    !(index + 1 < clause.upperBound && isSymbol(":", index + 1))
                else { continue }
                // Later clauses may use the names that earlier ones bind.
                edits.append((tokens[index].range, bound.contains(name) ? Self.boundName(name) : earlier(name)))
            }
            for (index, introducer) in names {
                let name = text(tokens[index])
                let isShort = equals == nil
                edits.removeAll { $0.range == tokens[index].range }
                edits.append((tokens[index].range, Self.boundName(name) + (isShort ? " = \(earlier(name))" : "")))
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
