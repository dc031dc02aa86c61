import Foundation
import Testing

/// `lectern reference` in a terminal, and the page that it writes.
@Suite(.timeLimit(.minutes(3))) struct ReferenceCommandTests {
    @Test func aNameIsPrintedWithAllThatIsSaidOfIt() throws {
        let outcome = try Command.lectern(["reference", "clip_grad_norm_"])
        #expect(outcome.status == 0, "\(outcome)")
        #expect(
            outcome.output == """
                clipGradNorm

                    func clipGradNorm(_ parameters: [Tensor], maxNorm: Double, normType: Double = 2) -> Double
                        Scales the gradients of `parameters` down together, so that the norm of all their values
                        is at most `maxNorm` (Pascanu, Mikolov and Bengio, 2013).
                        Returns: The norm before.

                            let w = Tensor([3.0, 4], requiresGrad: true)
                            (w * w).sum().backward()
                            print(clipGradNorm([w], maxNorm: 1), w.grad!)
                            │ 10.0 tensor([0.6000, 0.8000])

                    In PyTorch
                        nn.utils.clip_grad_norm_(net.parameters(), 1.0)  →  clipGradNorm(net.parameters, maxNorm: 1)

                """)
    }

    @Test func aNameThatIsNearlyRightFindsWhatItIsLike() throws {
        let outcome = try Command.lectern(["reference", "softmx", "torch.argmx"])
        #expect(outcome.status == 0, "\(outcome)")
        #expect(outcome.output.contains("The kernel has no `softmx`; it has\n        Tensor.softmax"))
        #expect(outcome.output.contains("Tensor.argmax"))
    }

    @Test func aNameThatIsLikeNothingFails() throws {
        let outcome = try Command.lectern(["reference", "hexadecimal"])
        #expect(outcome.status == 1 && outcome.output.contains("The kernel has no `hexadecimal`."))
    }

    @Test func withoutANameAllNamesAreListed() throws {
        let outcome = try Command.lectern(["reference"])
        #expect(outcome.status == 0 && outcome.output.contains("Losses\n    MSELoss L1Loss"))
    }

    @Test func thePageHoldsEveryEntry() throws {
        let folder = try TemporaryFolder()
        let outcome = try Command.lectern(["reference", "-o", "pages/reference.html"], in: folder.url)
        #expect(outcome.status == 0 && outcome.output.isEmpty, "\(outcome)")
        let html = try folder.read("pages/reference.html")
        for name in ["Tensor.softmax", "Linear", "clipGradNorm", "expect"] {
            #expect(html.contains("<article class=\"entry\" id=\"api-\(name)\""))
        }
    }
}
