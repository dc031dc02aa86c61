/// Turns 16 uniform numbers into 16 normal ones, eight lanes at a time.
///
/// The logarithm, sine and cosine are the single-precision polynomials of the Cephes library (S. L. Moshier), which
/// PyTorch's vector code uses as well, so the values agree with PyTorch's to the last digit or two.
struct NormalBlock {
    static let length = 16

    private typealias Lanes = SIMD8<Float>
    // 2π to the nearest; Float.pi is rounded towards zero.
    private static let fullTurn: Float = 6.28318530717958647692

    let mean: Float
    let standardDeviation: Float

    /// `values`: 16 uniform numbers of [0, 1), replaced in place.
    func transform(_ values: UnsafeMutableBufferPointer<Float>) {
        let lanes = UnsafeMutableRawBufferPointer(values)
        let uniform = 1 - lanes.loadUnaligned(fromByteOffset: 0, as: Lanes.self)
        let turn = lanes.loadUnaligned(fromByteOffset: 32, as: Lanes.self)
        let radius = (-2 * Self.logarithm(uniform)).squareRoot()
        let (sine, cosine) = Self.sineAndCosine(Self.fullTurn * turn)
        lanes.storeBytes(of: radius * cosine * standardDeviation + mean, toByteOffset: 0, as: Lanes.self)
        lanes.storeBytes(of: radius * sine * standardDeviation + mean, toByteOffset: 32, as: Lanes.self)
    }

    /// The natural logarithm of positive normal numbers.
    private static func logarithm(_ x: Lanes) -> Lanes {
        let bits = unsafeBitCast(x, to: SIMD8<UInt32>.self)
        var exponent = Lanes(SIMD8<Int32>(truncatingIfNeeded: bits &>> 23) &- 126)
        var mantissa = unsafeBitCast((bits & 0x007f_ffff) | 0x3f00_0000, to: Lanes.self)
        let isSmall = mantissa .< 0.707106781186547524
        exponent.replace(with: exponent - 1, where: isSmall)
        mantissa = (mantissa - 1) + Lanes(repeating: 0).replacing(with: mantissa, where: isSmall)

        let square = mantissa * mantissa
        var series = Lanes(repeating: 7.0376836292e-2)
        series = series * mantissa - 1.1514610310e-1
        series = series * mantissa + 1.1676998740e-1
        series = series * mantissa - 1.2420140846e-1
        series = series * mantissa + 1.4249322787e-1
        series = series * mantissa - 1.6668057665e-1
        series = series * mantissa + 2.0000714765e-1
        series = series * mantissa - 2.4999993993e-1
        series = series * mantissa + 3.3333331174e-1
        // ln 2 in two parts, so that multiples of the larger one are exact.
        var sum = series * mantissa * square + exponent * -2.12194440e-4
        sum -= square * 0.5
        return mantissa + sum + exponent * 0.693359375
    }

    /// Sine and cosine of angles from 0 to 2π.
    private static func sineAndCosine(_ angle: Lanes) -> (sine: Lanes, cosine: Lanes) {
        // Adding 2²³ leaves no room for a fraction: the sum's last bits are the nearest number of quarter turns.
        let rounded = angle * 0.63661977236758134 + 0x1p23
        let quadrant = unsafeBitCast(rounded, to: SIMD8<UInt32>.self) & 7
        let multiple = (rounded - 0x1p23) * 2
        // π/4 in three parts of few digits each (Cody and Waite).
        var x = angle - multiple * 0.78515625
        x -= multiple * 2.4187564849853515625e-4
        x -= multiple * 3.77489497744594108e-8
        let square = x * x

        var cosine = Lanes(repeating: 2.443315711809948e-5)
        cosine = cosine * square - 1.388731625493765e-3
        cosine = cosine * square + 4.166664568298827e-2
        cosine = cosine * square * square - square * 0.5 + 1
        var sine = Lanes(repeating: -1.9515295891e-4)
        sine = sine * square + 8.3321608736e-3
        sine = sine * square - 1.6666654611e-1
        sine = sine * square * x + x

        let isSwapped = unsafeBitCast(quadrant & 1, to: SIMD8<Int32>.self) .!= 0
        let sineIsNegative = unsafeBitCast(quadrant & 2, to: SIMD8<Int32>.self) .!= 0
        let cosineIsNegative = unsafeBitCast((quadrant &+ 1) & 2, to: SIMD8<Int32>.self) .!= 0
        let first = sine.replacing(with: cosine, where: isSwapped)
        let second = cosine.replacing(with: sine, where: isSwapped)
        return (
            first.replacing(with: 0 - first, where: sineIsNegative),
            second.replacing(with: 0 - second, where: cosineIsNegative)
        )
    }
}
