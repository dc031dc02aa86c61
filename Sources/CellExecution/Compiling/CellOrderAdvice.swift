import ChapterDocument
import KernelReference

/// What the order of the cells has to do with a name that the compiler does not know.
struct CellOrderAdvice {
    /// The cells that the code sees, in the order they ran.
    let earlier: [CellInterface]
    /// The cells that run after it.
    let later: ArraySlice<Cell>

    /// Advice on an error; nil for none.
    func words(for message: CompilerMessage) -> String? {
        if let match = message.text.wholeMatch(of: #/cannot find (?:type )?'([^']+)' in scope/#) {
            return words(forName: match.1)
        }
        if let match = message.text.wholeMatch(of: #/(?:value of )?type '([^']+)' has no member '([^']+)'/#) {
            return words(forMember: match.2, of: match.1)
        }
        return nil
    }

    private func words(forName name: Substring) -> String? {
        let cell = later.first { cell in
            SwiftTokens(cell.code).topLevelDeclarations.contains { $0.baseName == name }
        }
        return cell.map { "a later cell declares it (line \($0.range.start.line)); cells run from top to bottom" }
    }

    /// A type that is declared again has none of what extensions gave to the old one.
    private func words(forMember name: Substring, of type: Substring) -> String? {
        let declarations = earlier.flatMap(\.declarations)
        let types = declarations.filter { $0.baseName == type && $0.parent == nil }
        let isGone = declarations.contains { member in
            member.baseName == name && types.contains { $0.identifier == member.parent }
        }
        guard isGone else { return nil }
        return "an earlier cell gave it to the `\(type)` that is declared again since; the new one has to get it again"
    }
}
