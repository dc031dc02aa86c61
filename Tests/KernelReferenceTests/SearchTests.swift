import KernelReference
import Testing

/// A name is found as Swift and as PyTorch write it, and where it is nearly right.
@Suite struct SearchTests {
    @Test(arguments: [
        ("softmax", "Tensor.softmax"), ("Tensor.softmax", "Tensor.softmax"), ("F.softmax", "Tensor.softmax"),
        ("torch.cat", "Tensor.cat"), ("torch.nn.utils.clip_grad_norm_", "clipGradNorm"),
        ("clip_grad_norm_", "clipGradNorm"), ("x.view_as(y)", "Tensor.reshape"), ("nn.Linear", "Linear"),
        ("nn.Module", "Module"), ("optimizer.zero_grad()", "Optimizer.zeroGrad"),
        ("requires_grad", "Tensor.requiresGrad"),
        ("repeat_interleave", "Tensor.repeatInterleave"), ("torch.no_grad()", "noGrad"), ("x.size()", "Tensor.shape"),
        ("MAX_POOL2D", "Tensor.maxPool2d"), ("cross_entropy", "Tensor.crossEntropy"), ("d2l.plot", "plot"),
        ("torch.float32", "DType.float32"), ("softmax(dim:)", "Tensor.softmax"), ("+", "Tensor.+"),
    ])
    func finds(query: String, name: String) async throws {
        let found = try await kernelReference.value.search(query)
        #expect(found.named.map(\.qualifiedName).contains(name), "\(found.named.map(\.qualifiedName))")
    }

    @Test(arguments: [("softmx", "Tensor.softmax"), ("crossentro", "Tensor.crossEntropy"), ("Liner", "Linear")])
    func findsWhatIsLike(query: String, name: String) async throws {
        let found = try await kernelReference.value.search(query)
        #expect(found.named.isEmpty && found.similar.map(\.qualifiedName).contains(name))
    }

    @Test func findsNothingForWhatIsLikeNothing() async throws {
        let found = try await kernelReference.value.search("hexadecimal")
        #expect(found.named.isEmpty && found.similar.isEmpty)
    }

    @Test func listsTheMembersOfATypeWithThoseItInherits() async throws {
        let members = try await kernelReference.value.members(of: "Linear").map(\.qualifiedName)
        #expect(members.contains("Linear.weight") && members.contains("Module.parameters"))
    }
}
