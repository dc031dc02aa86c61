/// One name of the kernel: a function with its overloads, or a type with its initialisers.
public struct APIEntry: Sendable {
    /// The name, such as `softmax`, `Linear`, `+` or `subscript`.
    public let name: String
    /// The type that it is a member of; nil at the top level.
    public let owner: String?
    /// The declarations: overloads, or a type and its initialisers.
    public let symbols: [APISymbol]
    /// What is listed with a type; the members of `Tensor` are entries of their own.
    public internal(set) var members: [APIEntry]
    /// What PyTorch's users write for it.
    public internal(set) var pyTorch: [PyTorchSpelling]
    /// The class that a class inherits from.
    public let superclass: String?

    /// The name with its type's, such as `Tensor.softmax`.
    public var qualifiedName: String { owner.map { "\($0).\(name)" } ?? name }

    /// The fragment that leads to it on the page.
    public var anchor: String {
        let words = qualifiedName.unicodeScalars.map { scalar in
            scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || scalar == "."
                ? String(scalar) : "-\(String(scalar.value, radix: 16))"
        }
        return "api-\(words.joined())"
    }

    /// One sentence about it.
    public var summary: String { symbols.first { !$0.documentation.isEmpty }?.documentation.summary ?? "" }
}

/// One public declaration of the kernel.
public struct APISymbol: Sendable {
    /// What it declares.
    public enum Kind: String, Sendable {
        /// A class, a structure, an enumeration, a protocol, or another name for a type.
        case type
        /// A function or a method.
        case function
        /// A static method.
        case typeMethod
        /// An initialiser.
        case initializer
        /// A property.
        case property
        /// A static property.
        case typeProperty
        /// An operator.
        case `operator`
        /// A subscript.
        case `subscript`
        /// One case of an enumeration.
        case enumCase
    }

    /// What it declares.
    public let kind: Kind
    /// The name without labels, such as `softmax`; `init` of an initialiser.
    public let name: String
    /// The name with its labels, such as `softmax(dim:)`.
    public let title: String
    /// The type that it is a member of; nil at the top level.
    public let owner: String?
    /// The declaration without a body, such as `func softmax(dim: Int = -1) -> Tensor`.
    public let declaration: String
    /// What its doc comment says.
    public let documentation: Documentation

    /// The labels of its parameters; those without one left out.
    public var labels: [String] {
        guard let start = title.lastIndex(of: "("), kind != .operator else { return [] }
        return title[start...].dropFirst().split { $0 == ":" || $0 == ")" }.map(String.init).filter { $0 != "_" }
    }
}

extension APIEntry {
    /// The name as lists show it: a member of `Tensor` by itself, since the group says what it is.
    public var shownName: String { owner == "Tensor" ? name : qualifiedName }
}

extension APISymbol {
    /// The declaration on one line, or with a line for each parameter where it is longer than `width` characters.
    public func declaration(upTo width: Int) -> String {
        guard declaration.count > width, let open = declaration.firstIndex(of: "(") else { return declaration }
        var pieces: [Substring] = []
        var start = declaration.index(after: open)
        var depth = 0
        for index in declaration[start...].indices {
            switch declaration[index] {
            case "(", "[", "<": depth += 1
            case "]": depth -= 1
            case ">" where !declaration[..<index].hasSuffix("-"): depth -= 1
            case ")" where depth > 0: depth -= 1
            case "," where depth == 0:
                pieces.append(declaration[start...index])
                start = declaration.index(after: index)
            case ")":
                pieces.append(declaration[start..<index])
                let lines = pieces.map { "    \($0.drop { $0 == " " })\n" }.joined()
                return "\(declaration[...open])\n\(lines)\(declaration[index...])"
            default: break
            }
        }
        return declaration
    }
}
