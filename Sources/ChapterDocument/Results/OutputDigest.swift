import CellMessages

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension ExecutedChapter {
    /// Sixteen hexadecimal digits that stand for everything the cells printed and displayed: two people whose runs have the same
    /// digest have the same outputs, with every value of the parameters. What is printed where the documented output is only an example does not count.
    ///
    /// The FNV-1a hash of the outputs' bytes, cell after cell.
    public var outputDigest: String {
        digest(of: chapter.cells.indices.reduce(into: []) { $0 = encodedOutputs(ofCell: $1, after: $0) })
    }

    /// The digest of each cell's outputs, in the cells' order.
    public var outputDigests: [String] {
        chapter.cells.indices.map { digest(of: encodedOutputs(ofCell: $0, after: [])) }
    }

    private func encodedOutputs(ofCell index: Int, after bytes: [UInt8]) -> [UInt8] {
        let isExample = chapter.cells[index].documentedOutput?.comparison == .illustrative
        let runs = [results[index].outputs] + results[index].variants.map(\.outputs)
        return runs.reduce(into: bytes) { bytes, outputs in
            let counted = outputs.compactMap { output -> CellOutput? in
                switch output {
                case .text(let stream, _): stream == .standardOutput && !isExample ? output : nil
                // The number is nothing to see.
                case .display(_, let display): .display(id: 0, display)
                }
            }
            bytes = BinaryForm.encode(counted, after: bytes)
        }
    }

}

extension CellResult {
    /// What the cell displayed, in order.
    public var displays: [Display] {
        outputs.compactMap { if case .display(_, let display) = $0 { display } else { nil } }
    }

    /// Eight hexadecimal digits for each thing that the cell displayed, in order, which stand for all that it shows.
    ///
    /// Lessons document them, so they are made from JSON: what figures can show beside, one day, leaves those without it alone.
    public var figureDigests: [String] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return displays.map { display in
            let json = try? encoder.encode(display)
            return String(digest(of: Array(json ?? Data())).prefix(8))
        }
    }
}

private func digest(of bytes: [UInt8]) -> String {
    let hash = bytes.reduce(14_695_981_039_346_656_037 as UInt64) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.utf8.count) + digits
}
