import KernelReference
import Testing

/// The reference holds every public name of the kernel once, and everything it says of one is there.
@Suite struct CompletenessTests {
    @Test func everyNameIsListedOnce() async throws {
        let reference = try await kernelReference.value
        let listed = GroupLayout.all.flatMap(\.qualifiedNames)
        #expect(Set(listed).count == listed.count)
        #expect(reference.unlisted == [], "add these to GroupLayout")
        #expect(listed.filter { reference.entry($0) == nil } == [], "the kernel has no such names")
    }

    @Test func everyRowOfTheTablesSaysWhichCodeIsWhich() async throws {
        #expect(PyTorchTable.unevenRows == [])
    }

    @Test func everyNameThatALessonIsToldToWriteIsThere() async throws {
        let reference = try await kernelReference.value
        let known = Set(reference.entries.flatMap(\.pyTorch).map(\.lectern))
        // What is Swift's own.
        let swift: Set = [
            "import TensorKernel", "true", "false", "nil", "0..<10", "rows.count", "rows.enumerated()", "x",
            "m is Linear",
            "print(x)", "print(net)", "net(x)", "final class Net: Module",
            "override func forward(_ x: Tensor) -> Tensor",
        ]
        #expect(Set(reference.pyTorch.spellings.map(\.lectern)).subtracting(known).subtracting(swift) == [])
    }
}
