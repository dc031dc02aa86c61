import CellMessages

extension ExecutedChapter {
    /// Sixteen hexadecimal digits that stand for everything the cells printed and displayed: two people whose runs have the same
    /// digest have the same outputs. What is printed where the documented output is only an example does not count.
    ///
    /// The FNV-1a hash of the outputs' bytes, cell after cell.
    public var outputDigest: String {
        var writer = WireWriter()
        for (cell, result) in zip(chapter.cells, results) {
            let isExample = cell.documentedOutput?.comparison == .illustrative
            writer.write(integer: result.outputs.count)
            for output in result.outputs {
                switch output {
                case .text(let stream, let text):
                    guard stream == .standardOutput, !isExample else { continue }
                    writer.write(integer: text.utf8.count)
                    writer.write(raw: text.utf8)
                case .display(_, let display): writer.write(display)
                }
            }
        }
        let hash = writer.bytes.reduce(14_695_981_039_346_656_037 as UInt64) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}
