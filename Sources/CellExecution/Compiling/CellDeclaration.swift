import FoundationEssentials

/// A declaration that a cell makes at its top level, or as a member of a type.
struct CellDeclaration: Equatable, Sendable {
    /// What a later declaration of the same name means for this one.
    enum Kind: Equatable, Sendable {
        /// A type, which an import of the kind `keyword` names.
        case type(keyword: String)
        case variable
        /// A function, initialiser or subscript; `parameters` tells it from its overloads.
        case function(parameters: String)
    }

    /// Its mangled name.
    var identifier: String
    var kind: Kind
    /// The name without parameters, such as `scaled`.
    var baseName: String
    /// The full name, such as `scaled(_:by:)`.
    var name: String
    /// The mangled name of the type that it is a member of; nil at the top level.
    var parent: String?
    var isStatic: Bool
    /// Whether it is what a protocol asks for, and no code.
    var isRequirement: Bool
    /// The requirement of a protocol that it satisfies as a member, such as `Equatable.==(_:_:)`.
    var requirement: String?
    /// The mangled name of the class's member that it overrides.
    var overridden: String?
    /// The byte of the cell's code at which its name starts.
    var offset: Int

    /// Whether it is a function that belongs to no type.
    var isFunctionOfTopLevel: Bool {
        if case .function = kind { parent == nil } else { false }
    }

    /// Whether where both could be meant, only the newer of the two is.
    func isReplaced(by newer: CellDeclaration) -> Bool {
        guard !isRequirement, parent == newer.parent, baseName == newer.baseName,
            isStatic == newer.isStatic || parent == nil
        else { return false }
        switch (kind, newer.kind) {
        case (.function(let old), .function(let new)): return name == newer.name && old == new
        default: return true
        }
    }
}

extension CellDeclaration {
    /// The declarations in a cell's code.
    /// - Parameters:
    ///   - graphs: What the compiler tells of the cell's module.
    ///   - code: The cell's code.
    ///   - firstLine: The number of its first line, from 1.
    /// - Returns: The declarations, in the compiler's order.
    static func all(in graphs: [SymbolGraph], code: CellCode, firstLine: Int) -> [CellDeclaration] {
        var members: [String: SymbolGraph.Relationship] = [:]
        var defaults: [String: String] = [:]
        var overridden: [String: String] = [:]
        for relationship in graphs.flatMap(\.relationships) {
            switch relationship.kind {
            case "memberOf", "requirementOf", "optionalRequirementOf": members[relationship.source] = relationship
            case "defaultImplementationOf": defaults[relationship.source] = relationship.target
            case "overrides": overridden[relationship.source] = relationship.target
            default: break
            }
        }
        return graphs.flatMap(\.symbols).compactMap { symbol in
            guard let place = symbol.location?.position,
                let offset = code.offset(line: place.line + 1 - firstLine, column: place.character)
            else { return nil }
            let identifier = symbol.identifier.precise
            guard
                var declaration = CellDeclaration(
                    symbol, membership: members[identifier], overridden: overridden[identifier], code: code,
                    offset: offset)
            else { return nil }
            if declaration.parent == nil {
                // A protocol's own extension is known by what it provides.
                declaration.parent = defaults[identifier].flatMap { members[$0] }?.target
            }
            return declaration
        }
    }

    private init?(
        _ symbol: SymbolGraph.Symbol, membership: SymbolGraph.Relationship?, overridden: String?, code: CellCode,
        offset: Int
    ) {
        let kindName = symbol.kind.identifier.split(separator: ".").dropFirst()
        switch kindName.last {
        case "struct", "enum", "protocol", "typealias": kind = .type(keyword: String(kindName[kindName.endIndex - 1]))
        case "class", "actor": kind = .type(keyword: "class")
        case "var", "property": kind = .variable
        case "func", "method", "op", "init", "subscript": kind = .function(parameters: symbol.parameterTypes)
        default: return nil
        }
        // A type's title names the types around it too.
        let title = symbol.names.title
        name = if case .type = kind { String(title.split(separator: ".").last ?? title[...]) } else { title }
        baseName = Self.baseName(of: name)
        identifier = symbol.identifier.precise
        parent = membership?.target
        isRequirement = membership.map { $0.kind != "memberOf" } ?? false
        requirement = membership?.sourceOrigin?.displayName
        self.overridden = overridden
        isStatic = kindName.first == "type"
        self.offset = offset
        // What the compiler adds itself, such as a memberwise initialiser, stands at the name of its type.
        guard code.starts(with: baseName, at: offset) || code.starts(with: "`\(baseName)`", at: offset) else {
            return nil
        }
        if kind == .variable, symbol.isLocal { return nil }
    }

    /// The name up to the parentheses of its parameters; an operator may hold none.
    private static func baseName(of name: String) -> String {
        name.dropFirst().firstIndex(of: "(").map { String(name[..<$0]) } ?? name
    }
}

extension SymbolGraph.Symbol {
    /// The parameters' types and what generic ones must be.
    fileprivate var parameterTypes: String {
        // A generic parameter is known by its place: its name is free, and its mangled name has the module's in it.
        let places = Dictionary(
            (swiftGenerics?.parameters ?? []).map { ($0.name, "<\($0.depth).\($0.index)>") },
            uniquingKeysWith: { _, inner in inner })
        let parameters = (functionSignature?.parameters ?? []).map { parameter in
            parameter.declarationFragments.drop { !$0.spelling.contains(":") }.map {
                places[$0.spelling] ?? $0.preciseIdentifier ?? $0.spelling
            }
            .joined()
        }
        func placed(_ type: String) -> String {
            type.split(separator: ".", omittingEmptySubsequences: false).enumerated().map { index, part in
                index == 0 ? places[String(part)] ?? String(part) : String(part)
            }.joined(separator: ".")
        }
        let constraints = (swiftGenerics?.constraints ?? []).map { "\(placed($0.lhs)) \($0.kind) \(placed($0.rhs))" }
        return (parameters + constraints).joined(separator: ", ")
    }

    /// Whether it is a variable of a statement or closure, which ends with it: a number follows its name in the mangled one.
    fileprivate var isLocal: Bool {
        let name = "\(names.title.utf8.count)\(names.title)"
        guard let place = identifier.precise.range(of: name) else { return false }
        return identifier.precise[place.upperBound...].prefixMatch(of: #/L[0-9]*_/#) != nil
    }
}

/// That a type conforms to a protocol, which a cell declares.
struct CellConformance: Equatable, Sendable {
    /// The type's mangled name.
    var type: String
    /// The protocol's mangled name.
    var conformed: String
    /// The protocol's name.
    var name: String

    /// The conformances that a cell declares.
    /// - Parameter graphs: What the compiler tells of the cell's module.
    /// - Returns: The conformances, in the compiler's order.
    static func all(in graphs: [SymbolGraph]) -> [CellConformance] {
        let titles = Dictionary(
            graphs.flatMap(\.symbols).map { ($0.identifier.precise, $0.names.title) },
            uniquingKeysWith: { first, _ in first })
        return graphs.flatMap(\.relationships).filter { $0.kind == "conformsTo" }.map { relationship in
            let path = titles[relationship.target] ?? relationship.targetFallback ?? relationship.target
            return CellConformance(
                type: relationship.source, conformed: relationship.target,
                name: path.split(separator: ".").last.map(String.init) ?? path)
        }
    }
}
