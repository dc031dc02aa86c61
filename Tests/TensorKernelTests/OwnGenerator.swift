import TensorKernel
import Testing

/// Gives each test a default generator of its own, so that tests that seed it can run side by side.
struct OwnGenerator: SuiteTrait, TestTrait, TestScoping {
    var isRecursive: Bool { true }

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        try await Generator.$scoped.withValue(Generator(seed: 0), operation: function)
    }
}

extension Trait where Self == OwnGenerator {
    /// A default generator for each test alone.
    static var ownGenerator: Self { OwnGenerator() }
}
