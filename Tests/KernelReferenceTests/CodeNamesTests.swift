import KernelReference
import Testing

/// The kernel's names in a lesson's code, told from the lesson's own and from Swift's.
@Suite struct CodeNamesTests {
    /// The names in the last of these codes, each with the first line of its words.
    private func names(_ codes: String...) async throws -> [String] {
        let names = CodeNames(try await kernelReference.value, codes: codes)
        let code = Array((codes.last ?? "").utf8)
        return names.uses(in: codes.last ?? "").map { use in
            "\(String(decoding: code[use.range], as: UTF8.self)): \(use.words.prefix { $0 != "\n" })"
        }
    }

    @Test func callsGetTheSignaturesThatFit() async throws {
        let found = try await names("let y = Tensor.zeros(2, 3).softmax(dim: 1).to(.float32)")
        let expected = [
            "Tensor: final class Tensor", "zeros: static func zeros(_ shape: Int...,",
            "softmax: func softmax(dim: Int = -1) -> Tensor", "to: func to(", "float32: ",
        ]
        #expect(found.count == expected.count, "\(found)")
        for (found, expected) in zip(found, expected) { #expect(found.hasPrefix(expected), "\(found)") }
    }

    @Test(arguments: [
        "// softmax(dim: 1)", "print(\"softmax \\(x) Linear(2, 3)\")", "[3, 1].max()", "\"a\".count", "Double.pi",
        "f(Linear: 2)", "import Linear", "[1, 2].map { $0 }", "Int.zeros(2)",
    ]) func whatIsNoNameOfTheKernelIsLeftAlone(code: String) async throws {
        #expect(try await names(code) == [])
    }

    @Test(arguments: [
        ("func softmax(_ x: Tensor) {}", "x.softmax(dim: 1)"), ("class Linear {}", "Linear(2, 3)"),
        ("let plot = 1", "plot"), ("func f(plot: Int) {}", "plot(x, y)"), ("xs.map { relu in relu }", "x.relu()"),
        ("for (a, plot) in x {}", "plot(x, y)"),
    ]) func whatTheLessonDeclaresIsItsOwn(declaration: String, code: String) async throws {
        #expect(try await names(declaration, code) == [])
    }
}
