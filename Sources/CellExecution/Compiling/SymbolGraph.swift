import FoundationEssentials

/// What a module declares, as the compiler tells it (`-emit-symbol-graph`).
struct SymbolGraph: Decodable {
    struct Symbol: Decodable {
        var kind: Kind
        var identifier: Identifier
        var names: Names
        var accessLevel: String
        var location: Location?
        var functionSignature: FunctionSignature?
        var swiftGenerics: Generics?
    }
    struct Kind: Decodable {
        /// Such as `swift.func` or `swift.type.method`.
        var identifier: String
    }
    struct Identifier: Decodable {
        /// The declaration's mangled name.
        var precise: String
    }
    struct Names: Decodable {
        /// The full name, such as `scaled(_:by:)`.
        var title: String
    }
    struct Location: Decodable {
        var position: Position
    }
    /// Where a declaration's name starts; both numbers count from 0, characters in bytes.
    struct Position: Decodable {
        var line: Int
        var character: Int
    }
    struct FunctionSignature: Decodable {
        var parameters: [Parameter]?
    }
    struct Parameter: Decodable {
        var declarationFragments: [Fragment]
    }
    struct Fragment: Decodable {
        var spelling: String
        var preciseIdentifier: String?
    }
    struct Generics: Decodable {
        var constraints: [Constraint]?
    }
    struct Constraint: Decodable {
        var kind: String
        var lhs: String
        var rhs: String
    }
    struct Relationship: Decodable {
        var kind: String
        var source: String
        var target: String
        /// The target's full name where the module declares it not itself, such as `Swift.Equatable`.
        var targetFallback: String?
        /// What the source stands for: of a type's member, the requirement of a protocol that it satisfies.
        var sourceOrigin: Origin?
    }
    struct Origin: Decodable {
        /// Such as `Equatable.==(_:_:)`.
        var displayName: String
    }

    var symbols: [Symbol]
    var relationships: [Relationship]

    /// The graphs that the compiler wrote into a folder: the module's own, and one a module that it extends.
    static func read(from folder: String) throws -> [SymbolGraph] {
        try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".symbols.json") }.sorted()
            .map {
                try JSONDecoder().decode(SymbolGraph.self, from: Data(contentsOf: URL(filePath: "\(folder)/\($0)")))
            }
    }
}
