import TensorKernel
import Testing

/// Initialisers draw PyTorch's values.
@Suite(.ownGenerator) struct InitializerParityTests {
    struct Case: Decodable, CustomTestStringConvertible {
        let name: String
        let tensor: StoredTensor

        var testDescription: String { "\(name) \(tensor.shape)" }
    }

    @Test(arguments: try loadFixture("initializers.json", as: [Case].self))
    func values(_ example: Case) {
        let tensor = Tensor.zeros(example.tensor.shape, requiresGrad: true)
        manualSeed(32)
        switch example.name {
        case "xavierUniform": Initialize.xavierUniform(tensor)
        case "xavierNormal": Initialize.xavierNormal(tensor)
        case "kaimingUniform": Initialize.kaimingUniform(tensor)
        case "kaimingNormal": Initialize.kaimingNormal(tensor)
        case "kaimingNormalFanOut": Initialize.kaimingNormal(tensor, mode: .fanOut)
        case "normal": Initialize.normal(tensor, mean: 1, std: 0.01)
        case "uniform": Initialize.uniform(tensor, from: -2, to: 3)
        case "constant": Initialize.constant(tensor, 0.7)
        default: Issue.record("no initialiser is called \(example.name)")
        }
        expectClose(tensor, example.tensor, tolerance: 1e-6)
        #expect(tensor.requiresGrad && tensor.isLeaf)
    }

    @Test func aViewIsFilledInItsPlace() {
        let matrix = Tensor.zeros(2, 3)
        Initialize.ones(matrix[0..., 1])
        #expect(matrix.floats == [0, 1, 0, 0, 1, 0])
    }
}
