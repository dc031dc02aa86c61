import KernelReference
import Testing

/// A name that is not there leads to the one that is meant.
@Suite struct SuggestionTests {
    @Test(arguments: [
        ("torch.cat", "Tensor.cat([a, b], dim: 1)"), ("nn.Linear", "Linear(4, 2, bias: false)"),
        ("nn.utils.clip_grad_norm_", "clipGradNorm(net.parameters, maxNorm: 1)"), ("len", "rows.count"),
        ("None", "nil"), ("torch.sum", "x.sum(dim: 1, keepdim: true)"), ("F.relu", "x.relu()"),
        ("np.array", "Tensor([1.0, 2.0])"),
        ("torch.no_grad", "noGrad { … }"), ("torch.optim.SGD", "SGD(net.parameters, lr: 0.5, momentum: 0.9)"),
    ])
    func writesPyTorchsNamesInLecternsWay(path: String, lectern: String) async throws {
        let suggestion = try await kernelReference.value.suggestion(for: path, at: .scope)
        guard case .pyTorch(let spelling) = suggestion else {
            Issue.record("\(String(describing: suggestion))")
            return
        }
        #expect(spelling.lectern == lectern)
    }

    @Test(arguments: [
        ("view_as", "Tensor", APISuggestion.spelled("x.view_as(y)", "x.reshape(y.shape)")),
        ("masked_fill", "Tensor", .name("maskedFill(_:_:)")),
        ("softmx", "Tensor", .name("softmax(dim:)")), ("zero_grad", "SGD", .name("zeroGrad()")),
        ("zero_grad", "Net", .name("zeroGrad()")), ("wieght", "Linear", .name("weight")),
    ])
    func namesTheMemberThatIsMeant(name: String, type: String, expected: APISuggestion) async throws {
        #expect(try await kernelReference.value.suggestion(for: name, at: .member(type: type)) == expected)
    }

    @Test(arguments: [
        ("requires_grad", APISuggestion.spelled("requires_grad=True", "requiresGrad: true")),
        ("kernel_size", .label("kernelSize")), ("batch_size", .label("batchSize")),
    ])
    func namesTheLabelThatIsMeant(name: String, expected: APISuggestion) async throws {
        #expect(try await kernelReference.value.suggestion(for: name, at: .argument) == expected)
    }

    @Test(arguments: ["net", "x", "loss", "i", "total", "data"])
    func staysSilentAboutALessonsOwnNames(name: String) async throws {
        #expect(try await kernelReference.value.suggestion(for: name, at: .scope) == nil)
    }
}

extension APISuggestion {
    fileprivate static func spelled(_ pyTorch: String, _ lectern: String) -> APISuggestion {
        .pyTorch(PyTorchSpelling(pyTorch: pyTorch, lectern: lectern))
    }
}
