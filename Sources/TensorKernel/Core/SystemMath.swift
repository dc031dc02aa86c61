#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The functions of the system's mathematical library that ops use value by value.
enum SystemMath {
    static func erf(_ x: Float) -> Float { erff(x) }
    static func sin(_ x: Float) -> Float { sinf(x) }
    static func cos(_ x: Float) -> Float { cosf(x) }
    static func tan(_ x: Float) -> Float { tanf(x) }
    static func log2(_ x: Float) -> Float { log2f(x) }
    static func log10(_ x: Float) -> Float { log10f(x) }
    static func log1p(_ x: Float) -> Float { log1pf(x) }
    static func expm1(_ x: Float) -> Float { expm1f(x) }
    static func pow(_ x: Float, _ y: Float) -> Float { powf(x, y) }
}
