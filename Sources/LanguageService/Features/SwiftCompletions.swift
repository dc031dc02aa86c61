import KernelReference

/// What the toolchain's language server proposes, made fit for lessons.
///
/// It names parameters without a label as if they had one; it puts methods as functions of their type
/// (`Tensor.softmax(self)`) beside what a type itself has; and of more than 200 proposals it leaves out the rest.
struct SwiftCompletions {
    /// The proposals.
    private(set) var list: CompletionList

    /// - Parameters:
    ///   - list: What the server proposes.
    ///   - beginning: The line up to the place.
    ///   - word: The stretch of the word before the place.
    ///   - reference: The kernel's names; nil where they are not known.
    init(_ list: CompletionList, beginning: String, word: TextRange, reference: APIReference?) {
        self.list = list
        self.list.items.removeAll { $0.label.contains("(self: ") }
        for index in self.list.items.indices {
            let item = self.list.items[index]
            self.list.items[index].label = Self.label(item.label, writtenAs: item.textEdit?.newText ?? item.insertText)
        }
        guard let reference, let place = Self.member(in: beginning) else { return }
        let known = Set(self.list.items.map { $0.label.prefix { $0 != "(" } })
        let typed = place.typed.lowercased()
        let members = reference.entries.filter { $0.owner.map { $0 == place.type } ?? false }
            .filter { $0.name.lowercased().hasPrefix(typed) && !known.contains($0.name[...]) }
            .flatMap { entry in entry.symbols.compactMap { CompletionItem($0, in: word) } }
        self.list.items = members + self.list.items
    }

    /// Whether a line ends in a type's member, so that the kernel's names are wanted.
    static func isOfType(_ beginning: String) -> Bool { member(in: beginning) != nil }

    private static func member(in beginning: String) -> (type: Substring, typed: Substring)? {
        beginning.firstMatch(of: #/(?:^|[^\w.])(?<type>[A-Z]\w*)\.(?<typed>\w*)$/#).map { ($0.type, $0.typed) }
    }

    /// A function's label with `_` before the parameters that are written without one.
    /// - Parameters:
    ///   - label: The server's label, such as `plot(x: any Plottable, title: String)`.
    ///   - text: What it writes, such as `plot(, title: )`, or the same with places to fill in.
    /// - Returns: The label; as it is where the two do not fit together.
    static func label(_ label: String, writtenAs text: String?) -> String {
        guard let text, let (head, parameters, tail) = arguments(of: label),
            let (_, written, _) = arguments(of: text), written.count == parameters.count
        else { return label }
        let marked = zip(parameters, written).map { parameter, text in
            text.contains(#/^\s*[\w`]+: /#) || !parameter.contains(#/^\w+: /#) ? parameter : "_ \(parameter)"
        }
        return "\(head)(\(marked.joined(separator: ", ")))\(tail)"
    }

    /// What stands before the parentheses of a call, the arguments, and what stands behind.
    private static func arguments(of call: String) -> (head: Substring, arguments: [String], tail: Substring)? {
        guard let open = call.firstIndex(of: "(") else { return nil }
        var depth = 0
        var arguments = [""]
        for index in call[open...].indices {
            switch call[index] {
            case "(", "[", "{": depth += 1
            case ")", "]", "}": depth -= 1
            default: break
            }
            if depth == 0 {
                let trimmed = arguments.map { String($0.drop { $0 == " " }) }
                return (call[..<open], trimmed, call[call.index(after: index)...])
            }
            if depth == 1, call[index] == "," {
                arguments.append("")
            } else if index != open {
                arguments[arguments.count - 1].append(call[index])
            }
        }
        return nil
    }
}

extension CompletionItem {
    /// A member of a type of the kernel's; nil for one that belongs to its values.
    fileprivate init?(_ symbol: APISymbol, in word: TextRange) {
        let isFunction = symbol.title.contains("(")
        switch symbol.kind {
        case .typeMethod, .typeProperty, .enumCase: break
        case .type, .function, .initializer, .property, .operator, .subscript: return nil
        }
        let words = symbol.declaration.replacing(#/^(?:static |final |class |func |var |let |case )+/#, with: "")
        let type = words.ranges(of: isFunction ? " -> " : ": ").last
        self.init(
            label: String(words[..<(type?.lowerBound ?? words.endIndex)]),
            kind: isFunction ? .method : .property, detail: type.map { String(words[$0.upperBound...]) },
            documentation: MarkupContent(value: symbol.documentation.summary), sortText: "0\(symbol.name)",
            filterText: symbol.name, insertTextFormat: 1,
            textEdit: TextEdit(range: word, newText: symbol.name + (isFunction ? "()" : "")))
    }
}
