import SeededRandom

/// Turns chapters into ones that nobody would write.
struct Mutation {
    private let seeds: SeedTexts
    private var random: SplitMix

    /// Mutations of `seeds`; the same random numbers give the same input.
    init(of seeds: SeedTexts, random: SplitMix) {
        self.seeds = seeds
        self.random = random
    }

    /// The bytes of one mutated chapter.
    mutating func input() -> [UInt8] {
        var lines = stretch()
        for _ in 0..<Int.random(in: 1...6, using: &random) { mutate(&lines) }
        let lineBreak: [UInt8] =
            switch Int.random(in: 0..<20, using: &random) {
            case 0: [0x0D, 0x0A]
            case 1: [0x0D]
            default: [0x0A]
            }
        var bytes = Array(lines.joined(separator: lineBreak))
        switch Int.random(in: 0..<40, using: &random) {
        case 0: bytes.insert(contentsOf: [0xEF, 0xBB, 0xBF], at: 0)
        case 1: bytes = bytes.flatMap { [$0, 0] }
        case 2...5: insert(pick(Tokens.bytes), into: &bytes)
        case 6...9: flipBits(of: &bytes)
        case 10...11: bytes.removeLast(min(bytes.count, Int.random(in: 0...40, using: &random)))
        default: break
        }
        return bytes
    }

    /// Some lines of a seed, mostly below its front matter; now and then the whole file.
    private mutating func stretch() -> [[UInt8]] {
        let file = pick(seeds.files)
        if Int.random(in: 0..<25, using: &random) == 0 { return file }
        let count = Int.random(in: 1...60, using: &random)
        let start = Int.random(in: 0..<file.count, using: &random)
        var lines = Array(file[start..<min(start + count, file.count)])
        let end = file.dropFirst().firstIndex(of: Array("---".utf8))
        if Bool.random(using: &random), let end, file[0] == Array("---".utf8) { lines = file[...end] + lines }
        return lines
    }

    private mutating func mutate(_ lines: inout [[UInt8]]) {
        if lines.isEmpty { lines = [[]] }
        let at = lines.indices.randomElement(using: &random) ?? 0
        switch Int.random(in: 0..<20, using: &random) {
        case 0: lines.remove(at: at)
        case 1: lines.insert(lines[at], at: at)
        case 2: lines.swapAt(at, lines.indices.randomElement(using: &random) ?? 0)
        case 3: lines[at].removeLast(min(lines[at].count, Int.random(in: 1...20, using: &random)))
        case 4: lines[at].removeFirst(min(lines[at].count, Int.random(in: 1...20, using: &random)))
        case 5: lines.removeLast(lines.count - at)
        case 6...8: lines.insert(Array(pick(Tokens.lines).utf8), at: at)
        case 9: lines[at] = Array(pick(Tokens.lines).utf8)
        case 10...13: insert(Array(pick(Tokens.inline).utf8), into: &lines[at])
        case 14: indent(&lines, from: at)
        case 15: nest(&lines, at: at)
        case 16: lines[at] = repeated(lines[at], upTo: 20_000)
        case 17:
            lines.insert(
                contentsOf: Array(repeating: lines[at], count: Int.random(in: 2...200, using: &random)), at: at)
        case 18: lines.insert(contentsOf: stretch(), at: at)
        default: lines[at] = repeated(Array(pick(Tokens.inline).utf8), upTo: 5_000)
        }
    }

    /// Puts the lines from `start` on into a list or a quotation.
    private mutating func indent(_ lines: inout [[UInt8]], from start: Int) {
        let prefix = Array(pick(["    ", "  ", "\t", "> ", "- ", "1. ", " "]).utf8)
        for index in start..<min(lines.count, start + Int.random(in: 1...10, using: &random)) {
            lines[index] = prefix + lines[index]
        }
    }

    /// Nests a line deeply, in blocks or in what stands within a line.
    private mutating func nest(_ lines: inout [[UInt8]], at index: Int) {
        let depth = pick([3, 30, 150, 400, 3000])
        let (before, after) = pick([
            (">", ""), ("- ", ""), ("1. ", ""), ("[", "](a)"), ("*a ", "*"), ("**a ", "**"), ("<b>", "</b>"),
            ("![", "](a)"), ("(", ")"),
            ("$\\frac{", "}{a}$"), ("{", "}"), ("[[", "]]"), ("\"", "\""), ("$\\sqrt{", "}$"), ("\\left(", "\\right)"),
        ])
        lines[index] = Array(before.repeated(depth).utf8) + lines[index] + Array(after.repeated(depth).utf8)
    }

    private mutating func repeated(_ line: [UInt8], upTo limit: Int) -> [UInt8] {
        guard !line.isEmpty else { return [] }
        let count = Int.random(in: 1...limit, using: &random) / line.count + 1
        return Array(repeatElement(line, count: count).joined())
    }

    private mutating func insert(_ piece: [UInt8], into bytes: inout [UInt8]) {
        bytes.insert(contentsOf: piece, at: Int.random(in: 0...bytes.count, using: &random))
    }

    private mutating func flipBits(of bytes: inout [UInt8]) {
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            guard let at = bytes.indices.randomElement(using: &random) else { return }
            bytes[at] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        }
    }

    private mutating func pick<Element>(_ choices: [Element]) -> Element {
        choices[Int.random(in: 0..<choices.count, using: &random)]
    }
}
