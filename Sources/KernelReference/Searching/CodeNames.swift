/// Finds the kernel's names in a lesson's code.
///
/// There are no types to go by, so what may be a name of something else is left alone: names that the lesson declares, and
/// those that Swift's own types have as well, unless the labels of a call tell the two apart.
public struct CodeNames: Sendable {
    /// One name in some code.
    public struct Use: Sendable {
        /// The bytes of the code that are the name.
        public var range: Range<Int>
        /// The fragment that leads to the name on the reference's page.
        public var anchor: String
        /// The declarations that it may stand for, the likeliest first, and what the name does.
        public var words: String
    }

    private let reference: APIReference
    private let declared: Set<String>

    /// - Parameters:
    ///   - reference: The kernel's names.
    ///   - codes: All code of the lesson, whose declarations hide the kernel's.
    public init(_ reference: APIReference, codes: [String]) {
        self.reference = reference
        declared = codes.reduce(into: []) { $0.formUnion(SwiftTokens($1).declaredNames) }
    }

    /// The uses of the kernel's names in some code, in order.
    public func uses(in code: String) -> [Use] {
        let tokens = SwiftTokens(code)
        return tokens.tokens.indices.compactMap { use(at: $0, in: tokens) }
    }

    private func use(at index: Int, in code: SwiftTokens) -> Use? {
        let token = code.tokens[index]
        let name = code.text(token)
        guard token.kind == .word, !declared.contains(name), !reference.entries(named: name).isEmpty else { return nil }
        let call = code.call(at: index)
        let candidates: [APISymbol]
        switch code.base(of: index) {
        case .none:
            // A label of an argument, or a declaration.
            guard !code.isSymbol(":", index + 1), !Self.swiftFunctions.contains(name) else { return nil }
            candidates = symbols(named: name) { owner, _ in owner == nil }
        case .implicit: candidates = symbols(named: name) { $0 != nil && $1.isOfType }
        case .type(let type):
            guard !declared.contains(type), reference.entry(type) != nil else { return nil }
            candidates = symbols(named: name) { owner, symbol in owner == type && symbol.isOfType }
        case .value:
            let members = symbols(named: name) { $0 != nil && !$1.isOfType }
            // Swift's own collections and numbers have such a member as well.
            if Self.swiftMembers.contains(name), call?.labels.contains(where: { $0 != nil }) != true { return nil }
            let ofTensor = members.filter { $0.owner == "Tensor" && $0.fits(call) }
            candidates = ofTensor.isEmpty ? members : ofTensor
        case .unknown: return nil
        }
        let fitting = candidates.filter { $0.fits(call) }
        guard let first = fitting.first,
            let entry = reference.entries(named: name).first(where: {
                $0.owner == first.owner || $0.name == first.owner
            })
        else { return nil }
        var lines: [String] = []
        for symbol in fitting {
            let line =
                symbol.owner == nil || symbol.owner == "Tensor" || symbol.owner == name
                ? symbol.declaration : "\(symbol.owner ?? ""): \(symbol.declaration)"
            if !lines.contains(line), lines.count < Self.lineLimit { lines.append(line) }
        }
        let summary = first.documentation.summary.isEmpty ? entry.summary : first.documentation.summary
        return Use(
            range: token.range, anchor: entry.anchor,
            words: (lines + (summary.isEmpty ? [] : [summary])).joined(separator: "\n"))
    }

    /// Declarations told at most for one name.
    private static let lineLimit = 3

    private func symbols(named name: String, where isMeant: (String?, APISymbol) -> Bool) -> [APISymbol] {
        // The initialisers of a type are among its entry's symbols.
        reference.entries(named: name).flatMap { entry in entry.symbols.filter { isMeant(entry.owner, $0) } }
    }

    private static let swiftFunctions: Set<String> = [
        "abs", "ceil", "exp", "floor", "log", "max", "min", "pow", "print", "round", "sqrt", "stride", "zip",
    ]

    private static let swiftMembers: Set<String> = [
        "abs", "all", "any", "append", "contains", "count", "description", "enumerated", "equal", "filter", "first",
        "floor",
        "index", "insert", "isEmpty", "isFinite", "isInfinite", "isNaN", "joined", "keys", "last", "map", "max", "mean",
        "min",
        "name", "names", "negate", "prefix", "reduce", "remove", "removeAll", "repeat", "reversed", "round", "rounded",
        "run",
        "shuffled", "sign", "size", "sort", "sorted", "split", "square", "squareRoot", "step", "suffix", "sum", "union",
        "unique",
        "update", "value", "values",
    ]
}

extension APISymbol {
    /// Whether it belongs to the type rather than to a value of it.
    fileprivate var isOfType: Bool {
        switch kind {
        case .typeMethod, .typeProperty, .enumCase, .initializer: true
        case .type, .function, .property, .operator, .subscript: false
        }
    }

    /// Whether it can be written with these arguments; without any, as a name alone.
    fileprivate func fits(_ call: SwiftTokens.Call?) -> Bool {
        switch kind {
        case .type, .property, .typeProperty: return call == nil
        case .enumCase: return call == nil || title.contains("(")
        case .operator, .subscript: return false
        case .function, .typeMethod, .initializer: break
        }
        guard let call else { return false }
        var parameters = (title.firstIndex(of: "(").map { title[$0...].dropFirst() } ?? "").split {
            $0 == ":" || $0 == ")"
        }[...]
        let isVariadic = declaration.contains("...")
        var mayRepeat = false
        for label in call.labels {
            let wanted = label ?? "_"
            if let index = parameters.firstIndex(where: { $0 == wanted }) {
                parameters = parameters[(index + 1)...]
                mayRepeat = isVariadic && wanted == "_"
            } else if !(mayRepeat && wanted == "_") {
                return false
            }
        }
        // What is left needs a default, or is the closure behind the call.
        let missing = parameters.count - declaration.ranges(of: " = ").count
        return missing <= (call.hasClosure ? 1 : 0) || isVariadic
    }
}

extension SwiftTokens {
    /// The arguments of a call.
    struct Call {
        /// The labels, nil for an argument without one.
        var labels: [String?] = []
        /// Whether a closure follows it.
        var hasClosure = false
    }

    /// What stands before the point before a name.
    enum Base {
        /// There is no point.
        case none
        /// The point stands by itself, as in `.float32`.
        case implicit
        /// A type's name.
        case type(String)
        /// A value.
        case value
        /// Something that has no member of the kernel's.
        case unknown
    }

    /// How many tokens are looked at for what belongs to one name, so that the time is linear.
    private static let reach = 400

    private func isWord(_ index: Int) -> Bool { tokens.indices.contains(index) && tokens[index].kind == .word }

    /// The call whose function's name is at an index; nil where none follows.
    func call(at index: Int) -> Call? {
        guard isSymbol("(", index + 1), tokens[index + 1].range.lowerBound == tokens[index].range.upperBound else {
            return isSymbol("{", index + 1) && isOnLine(index + 1, of: index) ? Call(hasClosure: true) : nil
        }
        let depth = tokens[index + 1].depth + 1
        var call = Call()
        var isStart = true
        var next = index + 2
        while next < tokens.count, tokens[next].depth >= depth, next < index + Self.reach {
            if tokens[next].depth == depth, isSymbol(",", next) {
                isStart = true
            } else if isStart {
                call.labels.append(isWord(next) && isSymbol(":", next + 1) ? text(tokens[next]) : nil)
                isStart = false
            }
            next += 1
        }
        call.hasClosure = isSymbol("{", next + 1) && isOnLine(next + 1, of: next)
        return call
    }

    /// What the name at an index is a member of.
    func base(of index: Int) -> Base {
        guard index > 0 else { return .none }
        let before = tokens[index - 1]
        guard isSymbol(".", index - 1) else {
            let isPartOfOther = ["#", "@", "\\", "$"].contains { isSymbol($0, index - 1) }
            return isPartOfOther || ["import", "func", "class", "struct"].contains(text(before)) ? .unknown : .none
        }
        // An operator such as `.>` or a range.
        guard before.range.upperBound == tokens[index].range.lowerBound else { return .unknown }
        guard index > 1 else { return .implicit }
        let base = tokens[index - 2]
        switch base.kind {
        case .literal: return .unknown
        case .symbol:
            switch text(base) {
            case ")", "]", "}", "!": return .value
            case "?": return base.range.upperBound == before.range.lowerBound ? .value : .implicit
            case ".": return .unknown
            default: return .implicit
            }
        case .word:
            guard base.range.upperBound == before.range.lowerBound || !isOnLine(index - 1, of: index - 2) else {
                return .implicit
            }
            let name = text(base)
            if name.first?.isNumber == true { return .unknown }
            if name.first?.isUppercase == true, name.count > 1, !isSymbol(".", index - 3) { return .type(name) }
            return ["return", "case", "in"].contains(name) ? .implicit : .value
        }
    }

    /// The names that the code declares, however deep inside.
    var declaredNames: Set<String> {
        var names: Set<String> = []
        for index in tokens.indices where tokens[index].kind == .word {
            let next = index + 1
            switch text(tokens[index]) {
            case "let", "var", "for", "inout":
                if isWord(next) {
                    names.insert(text(tokens[next]))
                } else if isSymbol("(", next) {
                    var inside = next + 1
                    while inside < tokens.count, !isSymbol(")", inside), inside < index + Self.reach {
                        if isWord(inside) { names.insert(text(tokens[inside])) }
                        inside += 1
                    }
                }
            case "class", "struct", "enum", "protocol", "actor", "typealias", "case", "associatedtype":
                if isWord(next) { names.insert(text(tokens[next])) }
            case "func", "init", "subscript":
                if isWord(next) { names.insert(text(tokens[next])) }
                names.formUnion(parameters(after: index))
            case "in":
                // What a closure calls its arguments.
                var before = index - 1
                while before > index - Self.reach,
                    isWord(before) || [",", "(", ")"].contains(where: { isSymbol($0, before) })
                {
                    before -= 1
                }
                guard before >= 0, isSymbol("{", before) else { continue }
                for word in before + 1..<index where isWord(word) { names.insert(text(tokens[word])) }
            default:
                // `let a = 1, b = 2`
                if index > 0, isSymbol(",", index - 1), isSymbol("=", next), !isSymbol("=", next + 1) {
                    names.insert(text(tokens[index]))
                }
            }
        }
        return names
    }

    /// What a function's parameters are called in it.
    private func parameters(after index: Int) -> Set<String> {
        guard let open = tokens.indices[(index + 1)...].prefix(8).first(where: { isSymbol("(", $0) }) else { return [] }
        var names: Set<String> = []
        var next = open + 1
        while next < tokens.count, tokens[next].depth > tokens[open].depth, next < open + Self.reach {
            if isWord(next), isSymbol(":", next + 1), tokens[next].depth == tokens[open].depth + 1 {
                names.insert(text(tokens[next]))
            }
            next += 1
        }
        return names
    }
}
