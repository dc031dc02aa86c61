import ChapterDocument

extension PyTorchTable {
    /// The tables of `docs/pytorch-to-lectern.md` and `docs/operations.md`, which are part of the program.
    static let documented = PyTorchTable(
        pages: [PackageResources.pytorch_to_lectern_md, PackageResources.operations_md].map {
            String(decoding: $0, as: UTF8.self)
        })

    /// Those of Markdown pages whose columns are PyTorch and Lectern.
    ///
    /// A row says the same several times: the first code on the left is the first on the right, and so on. Where one side
    /// has a single code, that is all of the other side's.
    private init(pages: [String]) {
        self.init(
            spellings: pages.flatMap(Self.rows).flatMap { left, right in
                left.isEmpty || right.isEmpty
                    ? []
                    : (0..<max(left.count, right.count)).map { index in
                        PyTorchSpelling(
                            pyTorch: left[min(index, left.count - 1)], lectern: right[min(index, right.count - 1)])
                    }
            })
    }

    /// The codes of the rows where the two sides have several, but not equally many.
    package static var unevenRows: [String] {
        rows(of: String(decoding: PackageResources.pytorch_to_lectern_md, as: UTF8.self))
            .filter { $0.pyTorch.count != $0.lectern.count && $0.pyTorch.count != 1 && $0.lectern.count != 1 }
            .map { "\($0.pyTorch) \($0.lectern)" }
    }

    private static func rows(of page: String) -> [(pyTorch: [String], lectern: [String])] {
        let blocks = Chapter.read(page, path: "", foreignLabels: .any).chapter?.blocks ?? []
        return blocks.flatMap { block -> [PipeTable.Row] in
            guard case .table(let table) = block.content else { return [] }
            return table.header.cells[0].plainText.hasPrefix("PyTorch") ? table.rows : []
        }.map { ($0.cells[0].codes, $0.cells[1].codes) }
    }
}

extension [Inline] {
    fileprivate var codes: [String] {
        compactMap { if case .code(let code) = $0 { code } else { nil } }
    }
}

extension PyTorchSpelling {
    /// What stands in a table's code for something of a type.
    private static let receivers = [
        "net": "Module", "optimizer": "Optimizer", "schedule": "StepLR", "curves": "LearningCurves", "g": "Generator",
    ]

    // Each is read once, not for each row.
    nonisolated(unsafe) private static let string = #/"[^"]*"/#
    nonisolated(unsafe) private static let namePattern = #/(?:(\w+)?(\.))?([A-Za-z_]\w*)(\(| \{|:|\.)?/#
    nonisolated(unsafe) private static let sign = #/(?:^|\w )([-.&|^~=<>+*\/!]+)(?: \w|\w)/#

    /// The qualified name of the first entry that the lesson's code names; nil where it names none.
    func head(in entries: [String: APIEntry]) -> String? {
        let code = lectern.replacing(Self.string, with: "\"\"")
        for match in code.matches(of: Self.namePattern) {
            let (_, receiver, dot, name, next) = match.output
            let isWhole = match.range == code.startIndex..<code.endIndex
            let isLabel = next == ":" && match.range.lowerBound == code.startIndex
            var candidates: [String] = []
            if dot == nil {
                if next == "(" || next == " {" || isWhole { candidates.append(String(name)) }
                if next == "(" || isLabel || isWhole { candidates += ["Tensor.\(name)", "Module.\(name)"] }
            } else {
                let receiver = receiver.map(String.init) ?? ""
                candidates = [Self.receivers[receiver] ?? receiver, "Tensor", "DType"].map { "\($0).\(name)" }
            }
            if let found = candidates.first(where: { entries[$0] != nil }) { return found }
        }
        if let sign = code.firstMatch(of: Self.sign), entries["Tensor.\(sign.1)"] != nil { return "Tensor.\(sign.1)" }
        return code.contains("[") ? "Tensor.subscript" : nil
    }
}
