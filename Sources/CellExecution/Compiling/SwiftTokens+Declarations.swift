import KernelReference

/// A declaration at the top level of some code.
package struct TopLevelDeclaration: Sendable {
    /// The kinds of declaration.
    package enum Kind: Sendable {
        /// A class, structure, enumeration, protocol, actor or another name of a type.
        case type
        /// A function.
        case function
        /// A constant or variable.
        case variable
    }

    /// What it declares.
    package var kind: Kind
    /// Its name, a function's with its labels, such as `scaled(_:by:)`.
    package var name: String
    /// The bytes of the code that are the name, without labels.
    package var nameRange: Range<Int>

    /// The name without labels.
    package var baseName: Substring { name.prefix { $0 != "(" } }

    /// Whether a later cell that declares `other` makes code after it mean that one.
    package func isReplaced(by other: TopLevelDeclaration) -> Bool {
        // Functions of one name and other labels stand side by side.
        kind == .function && other.kind == .function ? name == other.name : baseName == other.baseName
    }
}

extension SwiftTokens {
    /// What the code declares at its top level, in order.
    package var topLevelDeclarations: [TopLevelDeclaration] {
        var declarations: [TopLevelDeclaration] = []
        // What `if` and its like bind lasts no longer than their braces, unlike what `guard` binds.
        var isCondition = false
        for index in tokens.indices where tokens[index].depth == 0 && !isMember(index) {
            switch text(tokens[index]) {
            case "{", "guard": isCondition = false
            case "if", "while": isCondition = index == 0 || !isSymbol("#", index - 1)
            case "class", "struct", "enum", "protocol", "actor", "typealias":
                guard let name = name(at: index + 1), !["func", "var", "let"].contains(text(name)) else { continue }
                declarations.append(.init(kind: .type, name: text(name), nameRange: name.range))
            case "func":
                guard let name = name(at: index + 1) else { continue }
                let labels = labels(at: index + 2).map { "\($0):" }.joined()
                declarations.append(.init(kind: .function, name: "\(text(name))(\(labels))", nameRange: name.range))
            case "let", "var":
                if isCondition || index > 0 && text(tokens[index - 1]) == "case" { continue }
                declarations += variables(from: index)
            default: break
            }
        }
        return declarations
    }

    private func name(at index: Int) -> Token? {
        tokens.indices.contains(index) && tokens[index].kind == .word ? tokens[index] : nil
    }

    /// The labels of the parameters of the function whose name is before `start`.
    private func labels(at start: Int) -> [String] {
        guard let open = tokens.indices[min(start, tokens.count)...].first(where: { isSymbol("(", $0) }) else {
            return []
        }
        let depth = tokens[open].depth + 1
        var labels: [String] = []
        var isStart = true
        for index in tokens.indices[(open + 1)...] {
            if tokens[index].depth < depth { break }
            if tokens[index].depth == depth, isSymbol(",", index) {
                isStart = true
            } else if isStart, tokens[index].kind == .word {
                labels.append(text(tokens[index]))
                isStart = false
            }
        }
        return labels
    }

    /// What `let` or `var` declares: one name, several, or those of a tuple.
    private func variables(from introducer: Int) -> [TopLevelDeclaration] {
        var variables: [TopLevelDeclaration] = []
        var index = introducer + 1
        while let token = tokens.indices.contains(index) ? tokens[index] : nil {
            if token.kind == .word {
                // `guard let a = b, let c = d` goes on with another declaration.
                if ["let", "var"].contains(text(token)) { return variables }
                variables.append(.init(kind: .variable, name: text(token), nameRange: token.range))
            } else if isSymbol("(", index) {
                var inside = index + 1
                while tokens.indices.contains(inside), tokens[inside].depth > 0 {
                    let isName = tokens[inside].kind == .word && text(tokens[inside]) != "_"
                    if isName, !(inside + 1 < tokens.count && isSymbol(":", inside + 1)) {
                        variables.append(
                            .init(kind: .variable, name: text(tokens[inside]), nameRange: tokens[inside].range))
                    }
                    inside += 1
                }
                index = inside
            } else {
                return variables
            }
            guard let comma = commaOfSameDeclaration(after: index) else { return variables }
            index = comma + 1
        }
        return variables
    }

    /// The comma after which a declaration goes on with one more name, as in `let a = 1, b = 2`.
    private func commaOfSameDeclaration(after start: Int) -> Int? {
        let isOnLaterLine = isOnLaterLine(than: start)
        var arguments = 0
        for index in tokens.indices[min(start + 1, tokens.count)...] where tokens[index].depth == 0 {
            // Types between angle brackets, the first of which touches a name, are no declarations.
            if isSymbol("<", index), tokens[index - 1].range.upperBound == tokens[index].range.lowerBound {
                arguments += 1
            }
            if isSymbol(">", index), !isSymbol("-", index - 1) { arguments = max(0, arguments - 1) }
            if isSymbol(",", index), arguments == 0 { return index }
            // A value may go on on the next line, the list of names hardly does.
            if isSymbol("{", index) || isOnLaterLine(index) { return nil }
        }
        return nil
    }

    /// Whether a token stands on another line than the one at `start`.
    private func isOnLaterLine(than start: Int) -> (Int) -> Bool {
        let bound = min(start, tokens.count - 1)
        return { index in
            self.bytes[self.tokens[bound].range.lowerBound..<self.tokens[index].range.lowerBound]
                .contains(UInt8(ascii: "\n"))
        }
    }
}
