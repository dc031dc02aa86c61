import Foundation
import SymbolKit

/// The kernel's public declarations as `swift-symbolgraph-extract` writes them. No other file knows SymbolKit.
struct KernelGraph {
    /// A declaration beside what the graph says of its place among the others.
    struct Declaration {
        var symbol: APISymbol
        /// The class that a class inherits from.
        var superclass: String?
    }

    /// The declarations, in the order of their names. Those without a comment are overrides, or the compiler's own.
    let declarations: [Declaration]

    /// Reads a graph in JSON.
    /// - Throws: What keeps it from being read.
    init(_ json: Data) throws {
        let graph = try JSONDecoder().decode(SymbolGraph.self, from: json)
        var superclasses: [String: String] = [:]
        for relationship in graph.relationships where relationship.kind == .inheritsFrom {
            superclasses[relationship.source] = graph.symbols[relationship.target]?.names.title
        }
        declarations = graph.symbols.values
            .filter { $0.docComment != nil }
            .compactMap { symbol in
                APISymbol(symbol).map {
                    Declaration(symbol: $0, superclass: superclasses[symbol.identifier.precise])
                }
            }
            .sorted {
                ($0.symbol.owner ?? "", $0.symbol.title, $0.symbol.declaration) < (
                    $1.symbol.owner ?? "", $1.symbol.title, $1.symbol.declaration
                )
            }
    }
}

extension APISymbol {
    /// The declaration that a graph tells of; nil where it is of a kind that has no name to write.
    fileprivate init?(_ symbol: SymbolGraph.Symbol) {
        guard let kind = Kind(symbol.kind.identifier), let title = symbol.pathComponents.last else { return nil }
        let fragments =
            symbol.mixins[SymbolGraph.Symbol.DeclarationFragments.mixinKey]
            as? SymbolGraph.Symbol.DeclarationFragments
        let declaration = fragments?.declarationFragments.map(\.spelling).joined() ?? title
        let comment = (symbol.docComment?.lines.map(\.text) ?? []).joined(separator: "\n")
        self.init(
            kind: kind, name: String(title.prefix { $0 != "(" }), title: title,
            owner: symbol.pathComponents.count > 1 ? symbol.pathComponents.dropLast().joined(separator: ".") : nil,
            declaration: Self.asides.reduce(declaration) { $0.replacing($1, with: "") },
            documentation: Documentation(
                comment: comment.contains("``")
                    ? comment.replacing(#/``([^`\n]+)``(?!`)/#) { "`\($0.1)`" } : comment))
    }

    /// What a declaration says that does not matter to those who use it.
    private static let asides = ["override ", "convenience ", "@discardableResult "]
}

extension APISymbol.Kind {
    fileprivate init?(_ identifier: SymbolGraph.Symbol.KindIdentifier) {
        switch identifier {
        case .class, .struct, .enum, .protocol, .typealias: self = .type
        case .func, .method: self = .function
        case .typeMethod: self = .typeMethod
        case .`init`: self = .initializer
        case .property, .var: self = .property
        case .typeProperty: self = .typeProperty
        case .operator: self = .operator
        case .subscript, .typeSubscript: self = .subscript
        case .case: self = .enumCase
        default: return nil
        }
    }
}
