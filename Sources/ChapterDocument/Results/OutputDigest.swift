import CellMessages

extension ExecutedChapter {
    /// Sixteen hexadecimal digits that stand for everything the cells printed and displayed: two people whose runs have the same
    /// digest have the same outputs. What is printed where the documented output is only an example does not count.
    ///
    /// The FNV-1a hash of the outputs' bytes, cell after cell.
    public var outputDigest: String {
        var bytes: [UInt8] = []
        for (cell, result) in zip(chapter.cells, results) {
            let isExample = cell.documentedOutput?.comparison == .illustrative
            let counted = result.outputs.compactMap { output -> CellOutput? in
                switch output {
                case .text(let stream, _): stream == .standardOutput && !isExample ? output : nil
                // The number is nothing to see.
                case .display(_, let display): .display(id: 0, display)
                }
            }
            bytes = BinaryForm.encode(counted, after: bytes)
        }
        let hash = bytes.reduce(14_695_981_039_346_656_037 as UInt64) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}
