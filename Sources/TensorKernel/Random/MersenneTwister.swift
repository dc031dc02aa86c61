/// The mt19937 pseudo-random engine: 32 random bits at a time.
///
/// Matsumoto and Nishimura, "Mersenne Twister: a 623-dimensionally equidistributed uniform pseudo-random number
/// generator" (1998). Each word follows from three earlier ones, x[k] = x[k − 227] ⊕ twist(x[k − 624], x[k − 623]), and
/// is tempered when it is handed out. The recurrence is one after another; tempering can be done elsewhere, by
/// several threads.
struct MersenneTwister: Sendable {
    /// How many words the next one depends on.
    static let length = 624
    private static let shift = 397

    /// The last words of the sequence, and room for as many again.
    private var words: [UInt32]
    /// How many of the last words were handed out.
    private var position = MersenneTwister.length

    init(seed: UInt32) {
        words = [UInt32](repeating: 0, count: 2 * Self.length)
        words[0] = seed
        for index in 1..<Self.length {
            let previous = words[index - 1]
            words[index] = 1_812_433_253 &* (previous ^ (previous >> 30)) &+ UInt32(index)
        }
    }

    /// The next 32 random bits.
    mutating func next() -> UInt32 {
        if position == Self.length {
            words.withUnsafeMutableBufferPointer { words in
                guard let first = words.baseAddress else { return }
                Self.extend(first, by: Self.length)
                first.update(from: first + Self.length, count: Self.length)
            }
            position = 0
        }
        defer { position += 1 }
        return Self.temper(words[position])
    }

    /// The next 64 random bits; the first word drawn is the upper half.
    mutating func next64() -> UInt64 {
        let upper = UInt64(next())
        return upper << 32 | UInt64(next())
    }

    /// The next `count` words, still to be tempered: they are written to `buffer`, which has room for `length` more, from
    /// the offset on that is returned.
    mutating func draw(_ count: Int, into buffer: UnsafeMutablePointer<UInt32>) -> Int {
        let start = position
        let missing = max(0, count - (Self.length - position))
        words.withUnsafeMutableBufferPointer { words in
            guard let first = words.baseAddress else { return }
            buffer.update(from: first, count: Self.length)
            Self.extend(buffer, by: missing)
            first.update(from: buffer + missing, count: Self.length)
        }
        position += count - missing
        return start
    }

    /// Continues the sequence whose last `length` words `words` begins with by `count` words behind them.
    private static func extend(_ words: UnsafeMutablePointer<UInt32>, by count: Int) {
        for index in 0..<count {
            let earlier = words + index
            earlier[length] = earlier[shift] ^ twist(earlier[0], earlier[1])
        }
    }

    @inline(__always)
    private static func twist(_ upper: UInt32, _ lower: UInt32) -> UInt32 {
        let mixed = (upper & 0x8000_0000) | (lower & 0x7fff_ffff)
        return (mixed >> 1) ^ ((0 &- (lower & 1)) & 0x9908_b0df)
    }

    /// What a word of the sequence is handed out as.
    @inline(__always)
    static func temper(_ word: UInt32) -> UInt32 {
        var word = word
        word ^= word >> 11
        word ^= (word << 7) & 0x9d2c_5680
        word ^= (word << 15) & 0xefc6_0000
        return word ^ (word >> 18)
    }
}
