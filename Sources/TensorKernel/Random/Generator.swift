import Synchronization

/// A source of random numbers whose streams are PyTorch's on the CPU.
///
/// The same seed gives the values that PyTorch's `torch.Generator` gives. A generator may be used from several
/// threads; each call of a sampling function draws its numbers without interruption.
public final class Generator: Sendable {
    /// What a generator remembers between calls.
    struct State: Sendable {
        var engine: MersenneTwister
        /// The second number of the last Box-Muller pair, if it was not handed out yet.
        var nextNormal: Double?

        init(seed: UInt64) {
            engine = MersenneTwister(seed: UInt32(truncatingIfNeeded: seed))
        }
    }

    /// The generator that sampling functions draw from when they are given none.
    public static var `default`: Generator { scoped ?? ofProcess }

    private static let ofProcess = Generator(seed: 0)

    /// Takes the place of the process's generator within one task, so that tests can run side by side.
    @TaskLocal package static var scoped: Generator?

    private let state: Mutex<State>

    /// A generator whose stream is determined by `seed`; like PyTorch's engine it uses the seed's lower 32 bits.
    public init(seed: UInt64) {
        state = Mutex(State(seed: seed))
    }

    /// Starts the stream that belongs to `seed`.
    ///
    /// ```swift
    /// manualSeed(42)
    /// let first = Tensor.rand(2)
    /// manualSeed(42)
    /// print(first.equal(Tensor.rand(2)))
    /// ```
    /// ```output
    /// true
    /// ```
    public func manualSeed(_ seed: UInt64) {
        state.withLock { $0 = State(seed: seed) }
    }

    /// A number from 0 to 2⁶³−1, all equally likely: what PyTorch draws to seed a further generator.
    public func seed() -> UInt64 {
        state.withLock { $0.engine.next64() & (1 << 63 - 1) }
    }

    func withState<Result>(_ body: (inout State) -> Result) -> Result {
        state.withLock { (state: inout sending State) in
            // A copy would duplicate 5 KB of engine state on every draw.
            body(&state)
        }
    }
}

/// Seeds the default generator, from which weights, masks and shuffles are drawn unless told otherwise.
public func manualSeed(_ seed: UInt64) {
    Generator.default.manualSeed(seed)
}
