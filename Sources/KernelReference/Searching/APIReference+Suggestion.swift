/// What somebody may have meant by a name that is not there.
public enum APISuggestion: Equatable, Sendable {
    /// A spelling of PyTorch's, and what lessons write for it.
    case pyTorch(PyTorchSpelling)
    /// A name of the kernel, with its labels.
    case name(String)
    /// An argument's label.
    case label(String)
    /// What is declared under the name.
    case declarations([String])
}

/// Where a name that is not there stands.
public enum UnknownNamePlace: Equatable, Sendable {
    /// By itself.
    case scope
    /// By itself, where a type is named.
    case type
    /// Behind a value of a type, or behind the type.
    case member(type: String)
    /// In front of a value in a call, as Python writes arguments: `dim=1`.
    case argument
}

extension APIReference {
    /// What may be meant by a name that the compiler does not know.
    ///
    /// - Parameters:
    ///   - path: The name with what follows it, such as `torch.cat`, or the name of a member.
    ///   - place: Where it stands.
    /// - Returns: The best that is known; nil where nothing is like it.
    public func suggestion(for path: String, at place: UnknownNamePlace) -> APISuggestion? {
        let name = PyTorchSpelling.name(of: path)
        if case .argument = place {
            if let spelling = pyTorch.spellings(of: name).first(where: { $0.pyTorch.hasPrefix("\(name)=") }) {
                return .pyTorch(spelling)
            }
            let labels = Set(entries.flatMap(\.symbols).flatMap(\.labels)).sorted()
            return labels.first { SpellingKey($0) == SpellingKey(name) }.map { .label($0) }
        }
        let candidates = candidates(at: place, behind: path)
        let known = candidates.filter { SpellingKey($0.name) == SpellingKey(name) }
        if case .member = place, let entry = known.first { return .name(entry.title(at: place)) }
        let spelled = pyTorch.spellings(of: path).filter {
            !$0.pyTorch.hasPrefix("\(name)=") && $0.pyTorch != $0.lectern && $0.isFit(for: place, behind: path)
        }
        if let spelling = spelled.first { return .pyTorch(spelling) }
        return (known + near(name, among: candidates)).first.map { .name($0.title(at: place)) }
    }

    /// What may be meant by an operator that is not there: that of tensors, or what lessons write for Python's.
    public func suggestion(forOperator sign: String) -> APISuggestion? {
        if let entry = entry("Tensor..\(sign)") { return .name(entry.name) }
        return pyTorch.spellings.first { $0.path.isEmpty && $0.pyTorch.contains(" \(sign) ") }.map { .pyTorch($0) }
    }

    /// What may be meant by the import of a module that is not there.
    public func suggestion(forModule name: String) -> APISuggestion? {
        pyTorch.spellings.first { $0.pyTorch.wholeMatch(of: #/(?:import|from) (\w+).*/#)?.1 == name[...] }
            .map { .pyTorch($0) }
    }

    /// What may be meant by a call whose arguments do not fit.
    ///
    /// - Parameters:
    ///   - name: The name that is called.
    ///   - isMember: Whether it stands behind a dot.
    ///   - isEmpty: Whether the call has no arguments.
    /// - Returns: What lessons write for PyTorch's call, or the declarations of the name; nil where there are none or many.
    public func suggestion(forCallOf name: String, isMember: Bool, isEmpty: Bool) -> APISuggestion? {
        let spelling = pyTorch.spellings(of: name).first {
            $0.pyTorch.hasSuffix(".\(name)()") && $0.pyTorch != $0.lectern
        }
        if isEmpty, let spelling { return .pyTorch(spelling) }
        let symbols = entries(named: name).filter { ($0.owner != nil) == isMember }.flatMap(\.symbols)
            .filter { [.function, .typeMethod, .initializer].contains($0.kind) }
        return symbols.isEmpty || symbols.count > 4 ? nil : .declarations(symbols.map(\.call))
    }

    private func candidates(at place: UnknownNamePlace, behind path: String) -> [APIEntry] {
        switch place {
        case .member(let type):
            let own = members(of: type)
            // A type that the kernel does not have is likely to be a lesson's own module.
            return entry(type) == nil && type.allSatisfy { $0.isLetter || $0.isNumber } ? members(of: "Module") : own
        case .scope:
            // `torch.cat` may be a member of a tensor, and `x` alone is no function.
            return path.contains(".") ? entries : entries.filter { $0.owner == nil }
        case .type: return entries.filter { $0.owner == nil && $0.symbols[0].kind == .type }
        case .argument: return []
        }
    }
}

extension PyTorchSpelling {
    /// Whether it can stand at a place: a member behind something, anything else by itself.
    fileprivate func isFit(for place: UnknownNamePlace, behind written: String) -> Bool {
        switch place {
        case .member(let type): type == "Tensor" || receiver.map { $0 != "x" } ?? false
        case .scope, .type, .argument: receiver == nil || written.contains(".")
        }
    }
}

extension APIEntry {
    /// The name with labels, and with its type where it does not stand behind one.
    fileprivate func title(at place: UnknownNamePlace) -> String {
        if case .type = place { return name }
        let symbol = symbols.first { $0.kind != .type } ?? symbols[0]
        let title = symbol.kind == .initializer ? "\(name)\(symbol.title.dropFirst("init".count))" : symbol.title
        guard case .scope = place, let owner else { return title }
        return symbol.kind == .typeMethod
            ? "\(owner).\(title)" : owner == "Tensor" ? "x.\(title)" : "\(owner)'s \(title)"
    }
}

extension APISymbol {
    /// The declaration as a call of the name begins.
    fileprivate var call: String {
        let name = kind == .initializer ? owner ?? name : name
        return declaration.replacing(#/^(?:static )?(?:func |init)/#, with: kind == .initializer ? name : "")
    }
}
