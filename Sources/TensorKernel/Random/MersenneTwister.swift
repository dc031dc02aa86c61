/// The mt19937 pseudo-random engine: 32 random bits at a time.
///
/// Matsumoto and Nishimura, "Mersenne Twister: a 623-dimensionally equidistributed uniform pseudo-random number
/// generator" (1998). Words are made 624 at a time, so that both the recurrence and the tempering run as vector code.
struct MersenneTwister: Sendable {
    private static let length = 624
    private static let shift = 397

    private var state: [UInt32]
    private var tempered: [UInt32]
    private var position = MersenneTwister.length

    init(seed: UInt32) {
        state = [UInt32](repeating: 0, count: Self.length)
        tempered = state
        state[0] = seed
        for index in 1..<Self.length {
            let previous = state[index - 1]
            state[index] = 1_812_433_253 &* (previous ^ (previous >> 30)) &+ UInt32(index)
        }
    }

    /// The next 32 random bits.
    mutating func next() -> UInt32 {
        if position == Self.length { refill() }
        defer { position += 1 }
        return tempered[position]
    }

    /// The next 64 random bits; the first word drawn is the upper half.
    mutating func next64() -> UInt64 {
        let upper = UInt64(next())
        return upper << 32 | UInt64(next())
    }

    /// Fills `words` with what as many calls of ``next()`` would return.
    mutating func fill(_ words: UnsafeMutableBufferPointer<UInt32>) {
        var filled = 0
        while filled < words.count {
            if position == Self.length { refill() }
            let count = min(words.count - filled, Self.length - position)
            let target = UnsafeMutableBufferPointer(rebasing: words[filled..<filled + count])
            _ = target.update(fromContentsOf: tempered[position..<position + count])
            filled += count
            position += count
        }
    }

    private mutating func refill() {
        let length = Self.length
        let shift = Self.shift
        state.withUnsafeMutableBufferPointer { state in
            for index in 0..<length - shift {
                state[index] = state[index + shift] ^ Self.twist(state[index], state[index + 1])
            }
            for index in length - shift..<length - 1 {
                state[index] = state[index + shift - length] ^ Self.twist(state[index], state[index + 1])
            }
            state[length - 1] = state[shift - 1] ^ Self.twist(state[length - 1], state[0])
            tempered.withUnsafeMutableBufferPointer { tempered in
                for index in 0..<length { tempered[index] = Self.temper(state[index]) }
            }
        }
        position = 0
    }

    @inline(__always)
    private static func twist(_ upper: UInt32, _ lower: UInt32) -> UInt32 {
        let mixed = (upper & 0x8000_0000) | (lower & 0x7fff_ffff)
        return (mixed >> 1) ^ ((0 &- (lower & 1)) & 0x9908_b0df)
    }

    @inline(__always)
    private static func temper(_ word: UInt32) -> UInt32 {
        var word = word
        word ^= word >> 11
        word ^= (word << 7) & 0x9d2c_5680
        word ^= (word << 15) & 0xefc6_0000
        return word ^ (word >> 18)
    }
}
