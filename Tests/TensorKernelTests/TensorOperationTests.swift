import TensorKernel
import Testing

/// Every op gives PyTorch's values, types and gradients, whatever the memory layout of its inputs.
@Suite struct TensorOperationTests {
    @Test(arguments: OperationFixture.all)
    func matchesPyTorch(_ fixture: OperationFixture) throws {
        let operation = try #require(operations[fixture.name])
        for isScattered in [false, true] {
            let inputs = fixture.inputs.map { $0.tensor(isScattered: isScattered) }
            if fixture.gradients != nil {
                for input in inputs where input.dtype == .float32 { input.requiresGrad = true }
            }
            let outputs = operation(inputs, fixture.arguments)
            try #require(outputs.count == fixture.outputs.count)
            for (output, expected) in zip(outputs, fixture.outputs) {
                #expect("\(output.dtype)" == expected.dtype)
                #expect(output.shape == expected.shape)
                expectClose(output.scalars, expected.doubles)
            }
            guard let gradient = fixture.gradient, let gradients = fixture.gradients else { continue }
            try #require(outputs[0].requiresGrad)
            outputs[0].backward(gradient: gradient.tensor(isScattered: isScattered))
            for (input, expected) in zip(inputs, gradients) {
                guard let expected else { continue }
                let actual = try #require(input.grad)
                #expect(actual.shape == expected.shape)
                expectClose(actual.scalars, expected.doubles)
            }
        }
    }

    @Test func everyOperationOfTheTableHasFixtures() {
        let names = Set(OperationFixture.all.map(\.name))
        #expect(operations.keys.filter { !names.contains($0) } == [])
        #expect(OperationFixture.all.count > 400)
    }

    /// Equal but for the last digits: sums are added in another order than PyTorch's.
    private func expectClose(_ actual: [Double], _ expected: [Double]) {
        #expect(actual.count == expected.count)
        for (a, b) in zip(actual, expected) {
            let isEqual = a == b || (a.isNaN && b.isNaN)
            #expect(isEqual || (a - b).magnitude <= 2e-6 + 4e-6 * b.magnitude, "\(actual) is not \(expected)")
        }
    }
}
