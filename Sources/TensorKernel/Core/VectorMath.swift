/// Functions of single-precision numbers without branches or calls, so that loops over them use vector instructions.
///
/// Polynomials are those of the Cephes library (S. Moshier); errors stay within about 2 units in the last place.
enum VectorMath {
    /// eˣ: x = n·ln 2 + r, eʳ by a polynomial, times 2ⁿ.
    @inline(__always)
    static func exp(_ x: Float) -> Float {
        let low = x < -104 ? -104 : x
        let bounded = low > 89 ? 89 : low
        // Adding 1.5·2²³ rounds to an integer and leaves it in the lowest bits.
        let shifted = bounded * 1.442_695_04 + 12_582_912
        let n = shifted - 12_582_912
        let r = bounded - n * 0.693_359_375 + n * 2.121_944_4e-4
        var p: Float = 1.987_569_15e-4
        p = p * r + 1.398_199_95e-3
        p = p * r + 8.333_451_9e-3
        p = p * r + 4.166_579_6e-2
        p = p * r + 1.666_666_55e-1
        p = p * r + 5.000_000_1e-1
        p = p * r * r + r + 1
        // Two factors reach the subnormal numbers and infinity.
        let exponent = Int32(bitPattern: shifted.bitPattern) &- 0x4B40_0000
        let half = exponent >> 1
        return p * power(half) * power(exponent &- half)
    }

    /// 2ⁿ for −126 ≤ n ≤ 127.
    @inline(__always)
    private static func power(_ n: Int32) -> Float { Float(bitPattern: UInt32(bitPattern: (n &+ 127) << 23)) }

    /// ln x: x = 2ⁿ·m with √½ ≤ m < √2, ln m by a polynomial.
    @inline(__always)
    static func log(_ x: Float) -> Float {
        let isSubnormal = x < Float.leastNormalMagnitude
        let scaled = isSubnormal ? x * 8_388_608 : x
        let bits = Int32(bitPattern: scaled.bitPattern)
        let offset = (bits &- 0x3F35_04F3) >> 23
        let m = Float(bitPattern: UInt32(bitPattern: bits &- (offset << 23))) - 1
        let n = Float(offset) - (isSubnormal ? 23 : 0)
        let square = m * m
        var p: Float = 7.037_683_6e-2
        p = p * m - 1.151_461_03e-1
        p = p * m + 1.167_699_87e-1
        p = p * m - 1.242_014_08e-1
        p = p * m + 1.424_932_28e-1
        p = p * m - 1.666_805_77e-1
        p = p * m + 2.000_071_48e-1
        p = p * m - 2.499_999_4e-1
        p = p * m + 3.333_333_1e-1
        let tail = p * m * square + n * -2.121_944_4e-4 - 0.5 * square
        let result = m + tail + n * 0.693_359_375
        let finite = x == .infinity ? x : result
        let positive = x == 0 ? -Float.infinity : finite
        return x < 0 || x.isNaN ? .nan : positive
    }

    /// 1 / (1 + e⁻ˣ).
    @inline(__always)
    static func sigmoid(_ x: Float) -> Float { 1 / (1 + exp(-x)) }

    /// tanh x: a polynomial near 0, elsewhere 1 − 2 / (e²ˣ + 1).
    @inline(__always)
    static func tanh(_ x: Float) -> Float {
        let magnitude = x.magnitude
        let far = 1 - 2 / (exp(2 * magnitude) + 1)
        let square = x * x
        var p: Float = -5.704_988_72e-3
        p = p * square + 2.063_908_88e-2
        p = p * square - 5.373_971_73e-2
        p = p * square + 1.333_144_37e-1
        p = p * square - 3.333_328_19e-1
        let near = p * square * x + x
        return magnitude < 0.625 ? near : (x < 0 ? -far : far)
    }
}
