import TensorKernel

/// Calls that the kernel answers in another way than PyTorch, on purpose. `docs/operations.md` lists them.
struct DeliberateDifference: Sendable {
    /// PyTorch's names of the ops.
    let names: [String]
    /// What differs, and why.
    let reason: String
    let matches: @Sendable (OperationFixture) -> Bool

    static func covers(_ fixture: OperationFixture) -> Bool {
        all.contains { $0.names.contains(fixture.name) && $0.matches(fixture) }
    }

    static let all = [
        DeliberateDifference(
            names: ["pow"],
            reason: "An integer to a negative power stops, where PyTorch gives 0 for most: the result is no integer."
        ) { fixture in
            guard fixture.dtypes.allSatisfy({ $0 != .float32 }), fixture.arguments.count > 1 else { return false }
            switch fixture.arguments[1] {
            case .tensor(_, _, let powers): return powers.contains { $0 < 0 }
            case .plain(let power): return (power.optionalDouble ?? 0) < 0
            default: return false
            }
        },
        DeliberateDifference(
            names: [
                "nn.functional.linear", "nn.functional.conv1d", "nn.functional.conv2d",
                "nn.functional.conv_transpose2d", "nn.functional.max_pool2d", "nn.functional.avg_pool2d",
                "nn.functional.adaptive_max_pool2d",
            ],
            reason: "Layers of integers stop and ask for `to(.float32)`: a lesson that trains needs float32."
        ) { $0.dtypes.first != .float32 },
        DeliberateDifference(
            names: ["nn.functional.hardtanh"],
            reason: "Integers between bounds that are no whole numbers become float32, as in `clamp`."
        ) { $0.dtypes.first != .float32 },
        DeliberateDifference(
            names: ["nn.functional.normalize"],
            reason: "Gradients that cancel out keep other rounding errors than PyTorch's (p below 1)."
        ) { fixture in
            if fixture.arguments.count > 1, case .plain(let p) = fixture.arguments[1] { p.double < 1 } else { false }
        },
        DeliberateDifference(
            names: ["topk"],
            reason: "Of equal values the first ones are taken, in their order; PyTorch promises no order."
        ) { $0.dtypes.first != .float32 },
        DeliberateDifference(
            names: ["remainder"],
            reason:
                "The remainder is exact where the quotient is too large for a number; PyTorch's vector code gives nan."
        ) { $0.hasShape([17, 1]) },
        DeliberateDifference(
            names: ["nn.functional.layer_norm"],
            reason:
                "The gradient through the normalisation of a single value is exactly 0; PyTorch's has rounding errors."
        ) { $0.hasShape([1]) },
    ]
}

extension OperationFixture {
    /// Whether the first argument is a tensor of this shape.
    func hasShape(_ expected: [Int]) -> Bool {
        if case .tensor(let shape, _, _) = arguments.first { shape == expected } else { false }
    }

    /// The types of the tensors among the arguments.
    var dtypes: [DType] {
        arguments.flatMap { argument -> [DType] in
            switch argument {
            case .tensor(_, let dtype, _): [dtype]
            case .list(let items): items.compactMap { if case .tensor(_, let dtype, _) = $0 { dtype } else { nil } }
            default: []
            }
        }
    }
}
