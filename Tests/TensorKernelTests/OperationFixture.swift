import Foundation
import TensorKernel
import Testing

/// One op as PyTorch computed it; written by `Fixtures/make_op_fixtures.py`.
struct OperationFixture: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let inputs: [Values]
    let arguments: [Argument]
    let outputs: [Values]
    let gradient: Values?
    let gradients: [Values?]?

    /// The op with the shapes it is used on.
    var testDescription: String { "\(name) \(inputs.map(\.shape)) \(arguments.map(\.numbers))" }

    /// The values of a tensor; those that are not finite are written as words.
    struct Values: Decodable, Sendable {
        let shape: [Int]
        let dtype: String
        let values: [Number]

        var doubles: [Double] { values.map(\.value) }

        /// The tensor, laid out with its last dimension outermost if `isScattered`.
        func tensor(isScattered: Bool = false) -> Tensor {
            let dtype: DType = dtype == "float32" ? .float32 : dtype == "int64" ? .int64 : .bool
            let tensor = Tensor(doubles, shape: shape, dtype: dtype)
            guard isScattered && shape.count > 1 else { return tensor }
            return tensor.T.contiguous().T
        }
    }

    struct Number: Decodable, Sendable {
        let value: Double

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let number = try? container.decode(Double.self) {
                value = number
            } else if let flag = try? container.decode(Bool.self) {
                value = flag ? 1 : 0
            } else {
                value = Double(try container.decode(String.self)) ?? .nan
            }
        }
    }

    /// A number or a list of numbers.
    struct Argument: Decodable, Sendable {
        let numbers: [Double]

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let list = try? container.decode([Number].self) {
                numbers = list.map(\.value)
            } else {
                numbers = [try container.decode(Number.self).value]
            }
        }

        var double: Double { numbers[0] }
        var int: Int { Int(numbers[0]) }
        var bool: Bool { numbers[0] != 0 }
        var ints: [Int] { numbers.map { Int($0) } }
        var size: Size2D { Size2D(int) }
    }

    static let all: [OperationFixture] = {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/operations.json")
        do {
            return try JSONDecoder().decode([OperationFixture].self, from: Data(contentsOf: file))
        } catch {
            fatalError("\(file.path): \(error)")
        }
    }()
}
