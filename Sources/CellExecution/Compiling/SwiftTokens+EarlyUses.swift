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
    /// What stands at the place and uses the variable, where that is not the variable itself: a function that is called,
    /// a type, a variable that is computed.
    package var user: String?
}

extension SwiftTokens {
    /// The first early use of each variable of the top level: above its declaration, or in its own value.
    ///
    /// Only what runs where it stands counts. The bodies of functions, types and closures may run later; they run where the
    /// cell calls them by their names.
    package var earlyUses: [EarlyUse] {
        let scan = CodeScan(self)
        var declarations = ownVariables(scan)
        guard !declarations.isEmpty else { return [] }
        let called = CalledCode(scan)
        var uses: [EarlyUse] = []
        var conditions = 0
        for statement in scan.statements {
            // Code under `#if` may be none.
            if isSymbol("#", statement.lowerBound), statement.count > 1 {
                switch text(tokens[statement.lowerBound + 1]) {
                case "if": conditions += 1
                case "endif": conditions -= 1
                default: break
                }
            }
            guard conditions <= 0 else { continue }
            let local = scan.localNames(in: statement)
            func add(_ name: String, at word: CodeScan.Word, user: String?) {
                guard let declaration = declarations[name], word.index < declaration.end,
                    word.offset != declaration.offset
                else { return }
                let isBinding =
                    text(tokens[statement.lowerBound]) == "guard"
                    && declaration.offset <= tokens[statement.upperBound - 1].range.lowerBound
                uses.append(
                    .init(
                        name: name, offset: word.offset, declaration: declaration.offset, isBinding: isBinding,
                        user: user))
                declarations[name] = nil
            }
            for word in scan.wordsThatRun(in: statement) where !local.contains(word.name) {
                add(word.name, at: word, user: nil)
                for name in called.variables(usedBy: word) { add(name, at: word, user: word.shown) }
            }
        }
        return uses
    }

    /// The variables of the top level that have a value from their declaration on, whose last token is in front of `end`.
    private func ownVariables(_ scan: CodeScan) -> [String: (offset: Int, end: Int)] {
        var variables: [String: (offset: Int, end: Int)] = [:]
        var names: Set<String> = []
        let indices = Dictionary(uniqueKeysWithValues: tokens.indices.map { (tokens[$0].range.lowerBound, $0) })
        for declaration in topLevelDeclarations {
            let name = CodeScan.plain(String(declaration.baseName))
            let isFirst = names.insert(name).inserted
            guard declaration.kind == .variable, isFirst, !["_", "case"].contains(name),
                let index = indices[declaration.nameRange.lowerBound],
                let end = scan.endOfValue(ofVariableAt: index)
            else {
                // A function of the same name can be meant anywhere.
                if declaration.kind != .variable { variables[name] = nil }
                continue
            }
            variables[name] = (declaration.nameRange.lowerBound, end)
        }
        return variables
    }
}
