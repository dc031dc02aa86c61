/// Functions in double precision, of which a lesson needs a few values only: random numbers drawn one by one, learning rates.
///
/// Taylor's series in a fixed order, about as exact as the C library's functions, which differ between systems.
enum DoubleMath {
    /// xⁿ for n ≥ 0, by repeated squaring.
    static func power(_ x: Double, _ n: Int) -> Double {
        var (result, factor, rest) = (1.0, x, n)
        while rest > 0 {
            if rest & 1 == 1 { result *= factor }
            factor *= factor
            rest >>= 1
        }
        return result
    }

    /// ln x for positive, finite x: x = 2ⁿ·(1 + f), ln(1 + f) = 2·artanh(f / (2 + f)).
    static func log(_ x: Double) -> Double {
        var (n, m) = (Double(x.exponent), x.significand)
        if m > 1.414_213_562_373_095_1 { (n, m) = (n + 1, m / 2) }
        let f = m - 1
        let s = f / (2 + f)
        let square = s * s
        var series = 0.0
        for k in stride(from: 25, through: 3, by: -2) { series = (series + 2 / Double(k)) * square }
        // ln(1 + f) = f − (f²/2 − s·(f²/2 + series)): f, the largest part, is exact.
        let half = 0.5 * f * f
        let low = s * (half + series) + n * 1.908_214_929_270_587_7e-10
        return n * 0.693_147_180_369_123_82 - ((half - low) - f)
    }

    /// sin x for |x| < 10⁶.
    static func sin(_ x: Double) -> Double {
        let (r, quarters) = reduced(x)
        return wave(r, quarters)
    }

    /// cos x for |x| < 10⁶.
    static func cos(_ x: Double) -> Double {
        let (r, quarters) = reduced(x)
        return wave(r, quarters + 1)
    }

    /// x − n·π/2 within ±π/4, and n.
    private static func reduced(_ x: Double) -> (r: Double, quarters: Int) {
        let n = (x * 0.636_619_772_367_581_34).rounded()
        // π/2 in three parts, of which the first two have 33 digits, so that their multiples are exact.
        let r = x - n * 0x1.921fb544p0 - n * 0x1.0b4611a6p-34 - n * 0x1.3198a2e037073p-69
        return (r, Int(n))
    }

    /// The sine of a reduced angle, its cosine one quarter turn ahead, and so on.
    private static func wave(_ r: Double, _ quarters: Int) -> Double {
        let square = r * r
        let isCosine = quarters & 1 == 1
        var rest = 0.0
        for k in stride(from: isCosine ? 20 : 21, through: 2, by: -2) {
            rest = (1 - rest) * square / Double(k * (k - 1))
        }
        let value = isCosine ? 1 - rest : r - r * rest
        return quarters & 2 == 0 ? value : -value
    }
}
