import ChapterDocument
import KernelReference

/// What to write in place of a name that the compiler does not know, or of a call that it rejects.
struct CodeAdvice {
    let cell: Cell
    let reference: APIReference

    /// Whether there may be something to say about an error, so that the reference is worth reading.
    static func isPossible(for message: CompilerMessage) -> Bool {
        message.severity == .error && Mistake(message.text) != nil
    }

    /// Advice on an error; nil for none.
    func words(for message: CompilerMessage) -> String? {
        guard let mistake = Mistake(message.text) else { return nil }
        let place = message.position.flatMap { CodePlace($0, in: cell) }
        switch mistake {
        case .name(let name):
            guard let place else { return nil }
            if place.isAssigned {
                return place.isInCall
                    ? reference.suggestion(for: name, at: .argument)?.words(insteadOf: name)
                    : "a new variable is declared: `let \(name) = …`, or `var` where it changes"
            }
            let words = [
                ModuleAdvice.words(forName: name),
                reference.suggestion(for: place.path ?? name, at: .scope)?.words(insteadOf: name),
            ].compactMap { $0 }
            return words.isEmpty ? nil : words.joined(separator: "; ")
        case .type(let name):
            return ModuleAdvice.words(forName: name)
                ?? reference.suggestion(for: name, at: .type)?.words(insteadOf: name)
        case .member(let name, let type):
            return ModuleAdvice.words(forMember: name, of: type)
                ?? reference.suggestion(for: name, at: .member(type: type))?.words(insteadOf: name)
        case .sign(let sign): return reference.suggestion(forOperator: sign)?.words
        case .unfinishedStatement:
            return place?.sign.flatMap { reference.suggestion(forOperator: $0) }?.words
        case .module(let name): return reference.suggestion(forModule: name)?.words
        case .call:
            guard let call = place?.call else { return nil }
            if let words = ModuleAdvice.words(forCallOf: call.name, label: call.label) { return words }
            return reference.suggestion(forCallOf: call.name, isMember: call.isMember, isEmpty: call.isEmpty)?.words
        }
    }
}

/// What the compiler has against the code, as far as there may be another name for it.
private enum Mistake {
    case name(String)
    case type(String)
    case member(String, of: String)
    case sign(String)
    case unfinishedStatement
    case module(String)
    case call

    /// - Parameter text: The compiler's message.
    init?(_ text: String) {
        // The compiler knows better where it has a name itself.
        guard !text.contains("did you mean") else { return nil }
        if let match = text.wholeMatch(of: #/cannot find '(\w+)' in scope/#) {
            self = .name(String(match.1))
        } else if let match = text.wholeMatch(of: #/cannot find type '(\w+)' in scope/#) {
            self = .type(String(match.1))
        } else if let match = text.wholeMatch(of: #/(?:value of )?type '([^']+)' has no member '(\w+)'/#) {
            self = .member(String(match.2), of: String(match.1))
        } else if let match = text.firstMatch(
            of: #/^(?:binary operator|referencing operator function) '([^']+)' .*'Tensor'/#)
        {
            self = .sign(String(match.1))
        } else if let match = text.wholeMatch(of: #/(?:cannot find operator|'[^']+' is not a .*operator).*'([^']+)'.*/#)
        {
            self = .sign(String(match.1))
        } else if text.hasPrefix("consecutive statements on a line") {
            self = .unfinishedStatement
        } else if let match = text.wholeMatch(of: #/no such module '(\w+)'/#) {
            self = .module(String(match.1))
        } else if text.hasPrefix("extra argument") || text.hasPrefix("missing argument")
            || text.hasPrefix("no exact matches in call") || text.hasPrefix("incorrect argument label")
        {
            self = .call
        } else {
            return nil
        }
    }
}

/// A place in a cell's code.
private struct CodePlace {
    private let code: Substring.UTF8View
    private let index: Substring.UTF8View.Index

    init?(_ position: SourcePosition, in cell: Cell) {
        let lines = cell.code.split(separator: "\n", omittingEmptySubsequences: false)
        let row = position.line - cell.codeStart.line
        guard lines.indices.contains(row), position.column > 0, position.column <= lines[row].utf8.count + 1
        else { return nil }
        code = cell.code[...].utf8
        index = code.index(lines[row].utf8.startIndex, offsetBy: position.column - 1)
    }

    private var after: Substring { Substring(code[index...]) }
    private var before: Substring { Substring(code[..<index]) }

    /// The name that starts here, with the names behind its dots.
    var path: String? { after.prefixMatch(of: #/\w+(?:\.\w+)*/#).map { String($0.0) } }

    /// Whether the name that starts here stands in front of `=`.
    var isAssigned: Bool { after.prefixMatch(of: #/\w+\s*=(?!=)/#) != nil }

    /// Whether an argument of a call starts here.
    var isInCall: Bool { before.last { !$0.isWhitespace }.map { "(,".contains($0) } ?? false }

    /// The operator behind this place.
    var sign: String? { after.prefixMatch(of: #/\s*([-@*\/%^&|]+)/#).map { String($0.1) } }

    /// The call that this place is in, or whose name starts here.
    var call: (name: String, label: String?, isMember: Bool, isEmpty: Bool)? {
        var open = code.endIndex
        if let name = after.prefixMatch(of: #/\w+(?=\()/#) {
            open = name.range.upperBound
        } else {
            var depth = 0
            var end = index
            while end > code.startIndex, open == code.endIndex {
                end = code.index(before: end)
                if code[end] == UInt8(ascii: ")") { depth += 1 }
                guard code[end] == UInt8(ascii: "(") else { continue }
                if depth == 0 { open = end } else { depth -= 1 }
            }
        }
        guard open < code.endIndex else { return nil }
        let head = Substring(code[..<open])
        let name = head.reversed().prefix { $0.isLetter || $0.isNumber || $0 == "_" }.reversed()
        guard !name.isEmpty else { return nil }
        let isEmpty = Substring(code[open...]).prefixMatch(of: #/\(\s*\)/#) != nil
        let label = Substring(code[open...]).prefixMatch(of: #/\(\s*(\w+)\s*:/#).map { String($0.1) }
        return (String(name), label, head.dropLast(name.count).last == ".", isEmpty)
    }
}

extension APISuggestion {
    /// The suggestion as advice; nil where it is what stands there already.
    fileprivate func words(insteadOf written: String) -> String? {
        if case .name(written) = self { nil } else { words }
    }

    /// The suggestion as advice.
    fileprivate var words: String {
        switch self {
        case .pyTorch(let spelling): "Python's `\(spelling.short)` is `\(spelling.lectern)` in Lectern"
        case .name(let name): "did you mean `\(name)`?"
        case .label(let label): "an argument is written `\(label): …`"
        case .declarations(let declarations):
            "it is declared as \(declarations.map { "`\($0)`" }.joined(separator: ", "))"
        }
    }
}

extension PyTorchSpelling {
    /// PyTorch's spelling, without arguments where it has many.
    fileprivate var short: String {
        pyTorch.count > 60 && pyTorch.hasPrefix("\(path)(") ? "\(path)(…)" : pyTorch
    }
}
