import KernelReference

/// The code of a cell that runs when something is called: of its functions, types, computed variables and the closures that
/// its variables hold.
struct CalledCode {
    /// What makes code run.
    private enum Cause {
        /// A call.
        case call
        /// Any use.
        case use
        /// A new value.
        case assignment
    }

    /// Code under a name, such as `f`, `S` for what makes a value of a type, or `S.go` for a type's member.
    private struct Body {
        var cause: Cause
        /// A function's labels.
        var labels: [String] = []
        var words: [CodeScan.Word]
        /// Names that mean something else there than at the top level.
        var locals: Set<String>
        /// The type that it is a member of.
        var type: String?
    }

    private let scan: CodeScan
    private var bodies: [String: [Body]] = [:]
    /// The members of each type of the cell.
    private var members: [String: Set<String>] = [:]
    /// The types that the cell itself declares, not only extends.
    private var declared: Set<String> = []
    /// The types of variables, as far as their declarations name one of the cell's.
    private var types: [String: String] = [:]
    /// The variables that hold tasks.
    private var tasks: Set<String> = []
    /// The types of the cell that each type names as its own kinds: its class and protocols.
    private var parents: [String: [String]] = [:]

    init(_ scan: CodeScan) {
        self.scan = scan
        let statements = scan.statements
        for statement in statements { readTypes(in: statement) }
        for statement in statements { readDeclaration(in: statement) }
    }

    /// The variables of the top level that are used where a word stands, by what it calls and by what that calls, in the
    /// order in which the code names them.
    func variables(usedBy word: CodeScan.Word) -> [String] {
        guard !bodies.isEmpty else { return [] }
        var found: [String] = []
        var seen: Set<String> = []
        var open = keys(of: word, in: nil)
        while let (key, word) = open.popLast() {
            for (index, body) in (bodies[key] ?? []).enumerated() where isRun(body, key, by: word) {
                guard seen.insert("\(key) \(index)").inserted else { continue }
                for word in body.words where !body.locals.contains(word.name) {
                    if !mayBeMember(word.name, of: body.type) { found.append(word.name) }
                    open += keys(of: word, in: body.type)
                }
            }
        }
        return found
    }

    private func isRun(_ body: Body, _ key: String, by word: CodeScan.Word) -> Bool {
        switch body.cause {
        case .use: return true
        case .assignment: return word.isAssigned
        case .call:
            // What is named and not called may be called later. A member is called with what stands behind it.
            guard let arguments = word.arguments else { return word.member != nil }
            guard bodies[key]?.count ?? 0 > 1, word.member == nil else { return true }
            // Of several functions of a name, the arguments tell which; those that have a value already may be left out.
            var labels = body.labels[...]
            return arguments.allSatisfy { label in
                guard let index = labels.firstIndex(of: label) else { return false }
                labels = labels[(index + 1)...]
                return true
            }
        }
    }

    /// The names of the code that a word runs.
    /// - Parameters:
    ///   - word: The word.
    ///   - type: The type whose member uses it.
    /// - Returns: The names, each with the word as it uses that code.
    private func keys(of word: CodeScan.Word, in type: String?) -> [(key: String, word: CodeScan.Word)] {
        var own = word
        own.member = nil
        // Whoever waits for a task runs it.
        if tasks.contains(word.name), word.member == "value" || word.member == "result" { own.arguments = [] }
        var keys: [(String, CodeScan.Word)] = []
        func add(_ type: String, _ member: String, _ word: CodeScan.Word) {
            keys += lineage(of: type).map { ("\($0).\(member)", word) }
        }
        if let type, isMember(word.name, of: type) {
            add(type, word.name, own)
        } else if members[word.name] != nil {
            keys += lineage(of: word.name).map { ($0, own) }
        } else {
            keys.append((word.name, own))
        }
        let isOwn = word.name == "self" || word.name == "Self"
        guard let value = isOwn ? type : members[word.name] != nil ? word.name : types[word.name] else {
            if let member = word.member { keys.append((".\(member)", word)) }
            return keys
        }
        if let member = word.member, member != "init" { add(value, member, word) }
        if word.arguments != nil, members[word.name] == nil { add(value, "callAsFunction", own) }
        if word.isIndexed { add(value, "subscript", own) }
        if word.isPrinted, word.member == nil { add(value, "description", word) }
        return keys
    }

    /// A type, and the types of the cell that it gets members from.
    private func lineage(of type: String) -> [String] {
        var lineage = [type]
        var next = 0
        while next < lineage.count {
            lineage += (parents[lineage[next]] ?? []).filter { members[$0] != nil && !lineage.contains($0) }
            next += 1
        }
        return lineage
    }

    private func mayBeMember(_ name: String, of type: String?) -> Bool {
        guard let type else { return false }
        return isMember(name, of: type) || !isWhole(type) && Self.commonNames.contains(name)
    }

    /// Whether all members of a type stand in the cell.
    private func isWhole(_ type: String) -> Bool {
        lineage(of: type).allSatisfy { kind in
            declared.contains(kind)
                && (parents[kind] ?? []).allSatisfy { members[$0] != nil || Self.plainProtocols.contains($0) }
        }
    }

    /// Protocols of Swift that give a type no members worth a name of its own.
    private static let plainProtocols: Set = [
        "Any", "AnyObject", "CaseIterable", "Codable", "CodingKey", "Comparable", "CustomDebugStringConvertible",
        "CustomStringConvertible", "Decodable", "Encodable", "Equatable", "Error", "Hashable", "Identifiable",
        "LocalizedError", "Sendable", "Int", "String",
    ]

    private func isMember(_ name: String, of type: String) -> Bool {
        lineage(of: type).contains { members[$0]?.contains(name) == true }
    }
}

// MARK: - Reading

extension CalledCode {
    private static let typeIntroducers: Set = ["class", "struct", "enum", "actor", "extension", "protocol"]

    private func introducer(in statement: Range<Int>, depth: Int, of words: Set<String>) -> Int? {
        statement.prefix(40).first { index in
            scan.code.tokens[index].depth == depth && scan.code.tokens[index].kind == .word
                && words.contains(scan.text(index))
        }
    }

    /// The name, and the braces, of a type or extension that a statement of the top level declares.
    private func type(in statement: Range<Int>) -> (name: String, open: Int)? {
        guard let start = introducer(in: statement, depth: 0, of: Self.typeIntroducers),
            start + 1 < statement.upperBound,
            scan.code.tokens[start + 1].kind == .word,
            let open = statement[(start + 2)...].first(where: {
                scan.code.tokens[$0].depth == 0 && scan.isSymbol("{", $0)
            })
        else { return nil }
        // What a longer name extends is no type of the top level.
        return scan.isSymbol(".", start + 2) ? nil : (CodeScan.plain(scan.text(start + 1)), open)
    }

    private mutating func readTypes(in statement: Range<Int>) {
        guard let (name, open) = type(in: statement) else { return }
        var names = members[name] ?? []
        for index in (open + 1)..<max(open + 1, scan.partner[open]) {
            guard scan.code.tokens[index].depth == 1, scan.code.tokens[index].kind == .word,
                index + 1 < scan.partner[open],
                ["func", "var", "let", "case", "struct", "class", "enum"].contains(scan.text(index))
            else { continue }
            names.insert(CodeScan.plain(scan.text(index + 1)))
        }
        members[name] = names
        if introducer(in: statement, depth: 0, of: ["extension"]) == nil { declared.insert(name) }
        let head = (statement.lowerBound..<open).drop { !scan.isSymbol(":", $0) }.prefix { scan.text($0) != "where" }
        parents[name, default: []] += head.filter { scan.code.tokens[$0].kind == .word }.map { scan.text($0) }
    }

    private mutating func readDeclaration(in statement: Range<Int>) {
        if let (name, open) = type(in: statement) {
            guard scan.partner[open] > open else { return }
            for member in scan.statements(in: (open + 1)..<scan.partner[open], depth: 1) {
                read(member, depth: 1, of: name)
            }
        } else {
            read(statement, depth: 0, of: nil)
        }
    }

    /// Reads a function or variable, at the top level or as a member of a type.
    private mutating func read(_ statement: Range<Int>, depth: Int, of type: String?) {
        guard
            let start = introducer(
                in: statement, depth: depth, of: ["func", "init", "var", "let", "subscript", "deinit"]),
            start + 1 < statement.upperBound
        else { return }
        let hasValue = scan.text(start) == "var" || scan.text(start) == "let"
        // Where a type has members that the cell does not show, a name may be one of them. The value of a property names none.
        if let type, !hasValue, !isWhole(type), !Self.plainTypes.contains(type) { return }
        let name = scan.text(start) == "subscript" ? "subscript" : CodeScan.plain(scan.text(start + 1))
        let key = type.map { "\($0).\(name)" } ?? name
        let known = bodies[key]?.count ?? 0
        defer {
            // A member is found, too, where the type of its value is not known.
            if type != nil, !Self.commonNames.contains(name), let found = bodies[key]?[known...] {
                bodies[".\(name)", default: []] += found
            }
        }
        switch scan.text(start) {
        case "subscript": readFunction(from: start + 1, in: statement, depth: depth, as: key, of: type)
        case "func": readFunction(from: start + 2, in: statement, depth: depth, as: key, of: type)
        case "init": if let type { readFunction(from: start + 1, in: statement, depth: depth, as: type, of: type) }
        case "var", "let":
            let isLate = statement[..<start].contains { ["static", "class", "lazy"].contains(scan.text($0)) }
            readVariable(at: start + 1, in: statement, depth: depth, as: key, of: type, isLate: isLate)
        default: break
        }
    }

    private mutating func readFunction(
        from start: Int, in statement: Range<Int>, depth: Int, as key: String, of type: String?
    ) {
        let head = statement[min(start, statement.upperBound)...]
        guard let open = head.first(where: { scan.isSymbol("(", $0) && scan.code.tokens[$0].depth == depth }),
            let body = head.first(where: { scan.isSymbol("{", $0) && scan.code.tokens[$0].depth == depth }),
            scan.partner[open] > open, scan.partner[body] > body
        else { return }
        let parameters = (open + 1)..<scan.partner[open]
        let names = parameters.filter { scan.code.tokens[$0].kind == .word && scan.isSymbol(":", $0 + 1) }
        let labels = names.map { index in
            let before = index - 1
            let hasLabel = before > open && scan.code.tokens[before].kind == .word
            return CodeScan.plain(scan.text(hasLabel ? before : index))
        }
        let range = (body + 1)..<scan.partner[body]
        var words = scan.wordsThatRun(in: parameters) + scan.wordsThatRun(in: range)
        var locals = scan.localNames(in: range).union(names.map { CodeScan.plain(scan.text($0)) })
        // A function inside is there to be called.
        for inner in range where scan.text(inner) == "func" && !scan.code.isMember(inner) {
            let depth = scan.code.tokens[inner].depth
            guard
                let body = range[inner...].first(where: {
                    scan.isSymbol("{", $0) && scan.code.tokens[$0].depth == depth
                }),
                scan.partner[body] > body
            else { continue }
            words += scan.wordsThatRun(in: (body + 1)..<scan.partner[body])
            locals.formUnion(
                (inner..<body).filter { scan.isSymbol(":", $0 + 1) }.map { CodeScan.plain(scan.text($0)) })
        }
        bodies[key, default: []].append(
            Body(
                cause: key.hasSuffix(".subscript") ? .use : .call, labels: labels, words: words, locals: locals,
                type: type))
    }

    /// Types of Swift and the kernel that lessons extend.
    private static let plainTypes: Set = [
        "Array", "BidirectionalCollection", "BinaryFloatingPoint", "BinaryInteger", "Bool", "Character",
        "ClosedRange", "Collection", "Comparable", "Dictionary", "Double", "Float", "FloatingPoint", "Int", "Numeric",
        "Optional", "RandomAccessCollection", "Range", "Sequence", "Set", "String", "StringProtocol", "Substring",
        "Tensor",
    ]

    /// Names that these types' members have, so that a lesson's own of that name may not be meant.
    private static let commonNames: Set = [
        "T", "average", "bitWidth", "capacity", "count", "data", "description", "device", "dtype", "element",
        "endIndex", "first", "grad", "hashValue", "index", "indices", "init", "isEmpty", "isFinite", "isNaN", "item",
        "key", "keys", "last", "length", "lowerBound", "magnitude", "max", "mean", "min", "name", "numel", "rank",
        "requiresGrad", "scalars", "shape", "sign", "size", "startIndex", "std", "strides", "subscript", "sum",
        "upperBound", "utf8", "value", "values", "variance", "wrapped",
    ]

    private mutating func readVariable(
        at index: Int, in statement: Range<Int>, depth: Int, as key: String, of type: String?, isLate: Bool
    ) {
        func isHere(_ index: Int) -> Bool { scan.code.tokens[index].depth == depth }
        func body(_ cause: Cause, _ range: Range<Int>) -> Body {
            Body(
                cause: cause, words: scan.wordsThatRun(in: range),
                locals: scan.localNames(inBody: range), type: type)
        }
        let rest = statement[(index + 1)...]
        let equals = rest.first { isHere($0) && scan.isSymbol("=", $0) }
        let braces = rest.first { isHere($0) && scan.isSymbol("{", $0) }
        let isWhole = type.map { self.isWhole($0) || Self.plainTypes.contains($0) } ?? true
        if let braces, scan.partner[braces] > braces, equals == nil || isObserver(braces), isWhole {
            let range = (braces + 1)..<scan.partner[braces]
            bodies[key, default: []].append(body(isObserver(braces) ? .assignment : .use, range))
        }
        guard let equals else {
            if depth == 0, scan.isSymbol(":", index + 1), index + 2 < statement.upperBound {
                noteType(scan.text(index + 2), of: key)
            }
            return
        }
        if depth > 0 {
            let value = (equals + 1)..<statement.upperBound
            if isLate, !isWhole { return }
            if isLate {
                bodies[key, default: []].append(body(.use, value))
            } else if let type {
                bodies[type, default: []].append(body(.call, value))
            }
            return
        }
        guard equals + 1 < statement.upperBound else { return }
        noteType(scan.text(equals + 1), of: key)
        if scan.isSymbol(":", index + 1) { noteType(scan.text(index + 2), of: key) }
        // A closure runs when the variable is called, and so does a function that it names.
        let value = equals + 1
        let isAlias = scan.code.tokens[value].kind == .word && value + 1 == statement.upperBound
        if isAlias {
            var word = CodeScan.Word(
                name: CodeScan.plain(scan.text(value)), offset: scan.code.tokens[value].range.lowerBound, index: value)
            word.arguments = []
            bodies[key, default: []].append(Body(cause: .call, words: [word], locals: []))
            return
        }
        if scan.text(value) == "Task" { tasks.insert(key) }
        var next = value
        while next < statement.upperBound {
            if scan.isSymbol("{", next), scan.partner[next] > next {
                bodies[key, default: []].append(body(.call, (next + 1)..<scan.partner[next]))
                next = scan.partner[next]
            }
            next += 1
        }
    }

    private func isObserver(_ open: Int) -> Bool {
        open + 1 < scan.code.tokens.count && ["didSet", "willSet"].contains(scan.text(open + 1))
    }

    private mutating func noteType(_ name: String, of variable: String) {
        if members[name] != nil { types[variable] = name }
    }
}
