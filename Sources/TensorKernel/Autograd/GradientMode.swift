#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Whether ops are recorded for `backward()`; each thread has its own answer, at first yes.
enum GradientMode {
    private static let key: pthread_key_t = {
        var key = pthread_key_t()
        pthread_key_create(&key, nil)
        return key
    }()

    static var isEnabled: Bool { pthread_getspecific(key) == nil }

    /// Calls `body` with recording switched on or off, then goes back.
    static func with<Result>(recording: Bool, _ body: () throws -> Result) rethrows -> Result {
        let outer = pthread_getspecific(key)
        pthread_setspecific(key, recording ? nil : UnsafeRawPointer(bitPattern: 1))
        defer { pthread_setspecific(key, outer) }
        return try body()
    }
}

/// Calls `body` without recording its ops, for updates of parameters and for evaluation.
public func noGrad<Result>(_ body: () throws -> Result) rethrows -> Result {
    try GradientMode.with(recording: false, body)
}
