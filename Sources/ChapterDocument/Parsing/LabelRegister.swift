/// The labels of a chapter and what they name; tells of references that lead nowhere.
struct LabelRegister {
    private struct Entry {
        var isFormula: Bool
        var line: Int
    }

    private var entries: [String: Entry] = [:]
    /// The labels of the book's other chapters.
    var foreign = ForeignLabels.known([:])

    /// Notes that `label` names the block before it.
    ///
    /// - Returns: What is wrong with the label; nil where nothing is.
    mutating func add(_ label: String, isFormula: Bool, line: Int) -> String? {
        if label.isEmpty || label.contains(where: \.isWhitespace) {
            return "`\(label)` cannot be a label: it needs characters, and no white space"
        }
        if let first = entries[label] { return "the label `\(label)` stands already on line \(first.line)" }
        entries[label] = Entry(isFormula: isFormula, line: line)
        return nil
    }

    /// What is wrong with a reference, and what to do about it; nil where nothing is.
    func fault(of reference: Inline.Reference) -> (message: String, advice: String?)? {
        guard let isFormula = entries[reference.label]?.isFormula ?? foreign.isFormula(reference.label) else {
            guard foreign.areKnown else { return nil }
            // Another lesson may seem to have the very label, in code.
            let names = (entries.keys.sorted() + foreign.names()).filter { $0 != reference.label }
            let near = nearestName(to: reference.label, in: names)
            return (
                "nothing has the label `\(reference.label)`",
                near.map { "did you mean `\($0)`?" } ?? "put `:label:` or `:eqlabel:` after what is meant"
            )
        }
        switch (reference.kind, isFormula) {
        case (.number, true): return ("`\(reference.label)` is a formula", "write `:eqref:`")
        case (.equation, false): return ("`\(reference.label)` is no formula", "write `:numref:`")
        default: return nil
        }
    }
}
