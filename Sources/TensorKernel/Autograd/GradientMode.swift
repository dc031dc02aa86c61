/// Whether ops are recorded for `backward()`; each thread has its own answer, at first yes.
enum GradientMode {
    private static let off = ThreadMark()

    static var isEnabled: Bool { !off.isSet }

    /// Calls `body` with recording switched on or off, then goes back.
    static func with<Result>(recording: Bool, _ body: () throws -> Result) rethrows -> Result {
        let wasOff = off.isSet
        off.isSet = !recording
        defer { off.isSet = wasOff }
        return try body()
    }
}

/// Calls `body` without recording its ops, for updates of parameters and for evaluation.
///
/// ```swift
/// let x = Tensor([1.0], requiresGrad: true)
/// print(noGrad { x * 2 }.requiresGrad)
/// ```
/// ```output
/// false
/// ```
public func noGrad<Result>(_ body: () throws -> Result) rethrows -> Result {
    try GradientMode.with(recording: false, body)
}
