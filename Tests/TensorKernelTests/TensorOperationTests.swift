import TensorKernel
import Testing

/// Every op gives PyTorch's values, types and gradients for PyTorch's own sample inputs, whatever the memory layout.
@Suite(.ownGenerator) struct TensorOperationTests {
    @Test func matchesPyTorch() throws {
        let entries = Dictionary(uniqueKeysWithValues: operationTable.map { ($0.name, $0) })
        var (count, leftOut): (Int, [String: Int]) = (0, [:])
        var differences: [String: [String]] = [:]
        for fixture in try OperationFixture.all() {
            let entry = try #require(entries[fixture.name])
            for layout in StoredValue.Layout.allCases {
                count += 1
                switch fixture.difference(entry, layout) {
                case .same: break
                case .leftOut: leftOut[fixture.name, default: 0] += 1
                case .different(let text): differences[fixture.name, default: []].append("\(layout) \(text)")
                }
            }
        }
        for (name, texts) in differences.sorted(by: { $0.key < $1.key }) {
            Issue.record("\(name): \(texts.count) differ, such as \(texts.prefix(3).joined(separator: "\n    "))")
        }
        print(
            "\(count) calls, \(leftOut.values.reduce(0, +)) left out by design: \(leftOut.sorted { $0.key < $1.key })")
        #expect(count > 20_000)
    }

    @Test func everyOperationOfTheTableHasFixtures() throws {
        let names = Set(try OperationFixture.all().map(\.name))
        #expect(operationTable.map(\.name).filter { !names.contains($0) } == [])
        #expect(Set(operationTable.map(\.name)).count == operationTable.count)
    }
}

extension OperationFixture {
    enum Outcome {
        case same
        case leftOut
        case different(String)
    }

    /// The call, for a message.
    var summary: String {
        arguments.map { value in
            switch value {
            case .tensor(let shape, let dtype, let values):
                "\(dtype)\(shape)" + (values.count <= 6 ? "=\(values)" : "")
            case .plain(let value): "\(value)"
            case .list(let items): "\(items.count) items"
            case .slice: "slice"
            }
        }.joined(separator: ", ")
    }

    func difference(_ entry: OperationEntry, _ layout: StoredValue.Layout) -> Outcome {
        var leaves: [Tensor] = []
        let values = arguments.map { $0.value(layout, asLeaves: gradients != nil, &leaves) }
        guard !DeliberateDifference.covers(self),
            let found = entry.apply(OperationArguments(entry.parameters, values))
        else { return .leftOut }
        guard found.count == results.count else {
            return .different("\(summary): \(found.count) results, not \(results.count)")
        }
        for (tensor, expected) in zip(found, results) {
            if let difference = expected.difference(from: tensor) { return .different("\(summary): \(difference)") }
        }
        guard let gradients else { return .same }
        let recorded = found.filter(\.requiresGrad)
        guard !recorded.isEmpty else { return .different("\(summary): no gradient is recorded") }
        let total = recorded.reduce(Tensor(0.0)) { $0 + ($1 * cotangent($1.shape)).sum() }
        total.backward()
        for (leaf, expected) in zip(leaves, gradients) {
            guard case .tensor(_, _, let values) = expected else { continue }
            guard let gradient = leaf.grad else {
                if values.allSatisfy({ $0 == 0 }) { continue }
                return .different("\(summary): an input of shape \(leaf.shape) has no gradient")
            }
            if let difference = expected.difference(from: gradient) {
                return .different("\(summary): gradient \(difference)")
            }
        }
        return .same
    }

    /// The fixed weights of the results; see make_op_fixtures.py.
    private func cotangent(_ shape: [Int]) -> Tensor {
        Tensor((0..<shape.reduce(1, *)).map { Double($0 * 37 % 11) / 8 - 0.5 }, shape: shape)
    }
}

extension StoredValue {
    /// How a tensor differs from this one, beyond the last digits; nil if it does not.
    func difference(from tensor: Tensor) -> String? {
        guard case .tensor(let shape, let dtype, let values) = self else { return "a result that is no tensor" }
        guard tensor.shape == shape else { return "shape \(tensor.shape), not \(shape)" }
        guard tensor.dtype == dtype else { return "\(tensor.dtype), not \(dtype)" }
        let scale = values.filter(\.isFinite).map(\.magnitude).max() ?? 0
        for (index, (found, wanted)) in zip(tensor.scalars, values).enumerated() {
            let isEqual = found == wanted || (found.isNaN && wanted.isNaN)
            // Sums are added in another order than PyTorch's: errors are in proportion to the largest values.
            if isEqual || (found - wanted).magnitude <= 2e-5 * wanted.magnitude + 2e-6 * Swift.min(scale, 1e30) + 3e-7 {
                continue
            }
            return "value \(index) is \(found), not \(wanted)"
        }
        return nil
    }
}
