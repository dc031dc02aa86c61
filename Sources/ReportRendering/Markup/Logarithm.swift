#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The power that 10 is raised to for `value`.
func commonLogarithm(_ value: Double) -> Double {
    log10(value)
}
