import CellExecution
import ChapterDocument
import Testing

/// A name that the compiler does not know leads to the kernel's, under the compiler's message.
@Suite struct CodeAdviceTests {
    /// The notes of a chapter with one cell, each error followed by what is said about it.
    private func notes(_ lines: [String]) async throws -> [CellFailure.Note] {
        let chapter = try Chapter(
            parsing: """
                ```swift cell
                let x = Tensor.rand(2, 3), y = x, net = Linear(3, 2)
                \(lines.joined(separator: "\n"))
                ```
                """, path: "lesson.md")
        return try await CellEngine(toolchain: .find()).run(chapter).results[0].failure?.notes ?? []
    }

    private static let advice: [(line: String, words: String)] = [
        ("_ = torch.cat([x, y])", "Python's `torch.cat([a, b], dim=1)` is `Tensor.cat([a, b], dim: 1)` in Lectern"),
        ("_ = x.view_as(y)", "Python's `x.view_as(y)` is `x.reshape(y.shape)` in Lectern"),
        ("_ = x.size()", "Python's `x.size()` is `x.shape` in Lectern"),
        ("_ = Tensor.eye(2, requires_grad=1)", "Python's `requires_grad=True` is `requiresGrad: true` in Lectern"),
        ("_ = nn.Linear(3, 2)", "Python's `nn.Linear(4, 2, bias=False)` is `Linear(4, 2, bias: false)` in Lectern"),
        (
            "clip_grad_norm_(net.parameters, 1)",
            "Python's `nn.utils.clip_grad_norm_(net.parameters(), 1.0)` is `clipGradNorm(net.parameters, maxNorm: 1)` "
                + "in Lectern"
        ),
        ("_ = x.softmax(axis: 1)", "it is declared as `softmax(dim: Int = -1) -> Tensor`"),
        ("_ = F.relu(x)", "Python's `F.relu(input)` is `x.relu()` in Lectern"),
        ("_ = len([1])", "Python's `len(rows)` is `rows.count` in Lectern"),
        ("_ = mse_loss(x, y)", "Python's `F.mse_loss(…)` is `MSELoss()(x, y)` in Lectern"),
        ("net.zero_grad()", "did you mean `zeroGrad()`?"),
        ("_ = x.softmx(dim: 1)", "did you mean `softmax(dim:)`?"),
        ("let z: Tensr = x", "did you mean `Tensor`?"),
        ("_ = x == y", "did you mean `.==`?"),
        ("if x > y { print(x) }", "did you mean `.>`?"),
        ("_ = x.requires_grad_()", "did you mean `requiresGrad`?"),
        ("_ = Tensor.ones(2, dtype: .float)", "did you mean `float32`?"),
        ("_ = Tensor.zeros(3, dtype=1)", "an argument is written `dtype: …`"),
        ("_ = Date()", "`Date` needs `import Foundation` above"),
        ("let when: TimeInterval = 1", "`TimeInterval` needs `import Foundation` above"),
        (
            "_ = sqrt(2.0)",
            "`sqrt` of a number needs `import Foundation` above; Python's `sqrt` is `sqrt()` in Lectern"
        ),
        ("_ = String(format: \"%.2f\", 1.0)", "`String(format:…)` needs `import Foundation` above"),
        ("_ = \"a b\".components(separatedBy: \" \")", "`components` needs `import Foundation` above"),
        ("_ = Mutex(1)", "`Mutex` needs `import Synchronization` above"),
        ("loss = x.sum()", "a new variable is declared: `let loss = …`, or `var` where it changes"),
    ]

    @Test func everyMistakeIsFollowedByWhatToWrite() async throws {
        let notes = try await notes(Self.advice.map(\.line))
        for (index, advice) in Self.advice.enumerated() {
            let errors = notes.indices.filter { notes[$0].position?.line == index + 3 && !notes[$0].isExplanation }
            let words = errors.compactMap { notes.indices.contains($0 + 1) ? notes[$0 + 1].message : nil }
            #expect(words.contains(advice.words), "\(advice.line): \(errors.map { notes[$0].message }) \(words)")
        }
    }

    @Test(arguments: [
        ("_ = x @ y", "Python's `a @ b` is `a.matmul(b)` in Lectern"),
        ("_ = x ** 2", "Python's `a ** 2` is `a.pow(2)` in Lectern"),
        ("import torch", "Python's `import torch` is `import TensorKernel` in Lectern"),
    ])
    func mistakesThatHideOthersAreFollowedToo(line: String, words: String) async throws {
        #expect(try await notes([line]).contains { $0.isExplanation && $0.message == words })
    }

    @Test func aLessonsOwnNameGetsNoAdvice() async throws {
        let notes = try await notes(["print(trainingError)"])
        #expect(notes.map(\.message) == ["cannot find 'trainingError' in scope"])
    }
}
