import Foundation
import TensorKernel
import Testing

/// A tensor as `make_fixtures.py` writes it.
struct StoredTensor: Decodable {
    let shape: [Int]
    let tensor: Tensor

    private enum Key: CodingKey {
        case shape, dtype, values
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        shape = try container.decode([Int].self, forKey: .shape)
        switch try container.decode(String.self, forKey: .dtype) {
        case "int64": tensor = Tensor(try container.decode([Int].self, forKey: .values), shape: shape)
        case "bool":
            let values = try container.decode([Int].self, forKey: .values)
            tensor = Tensor(values.map { $0 == 1 }, shape: shape)
        default:
            let values = try container.decode([StoredNumber].self, forKey: .values)
            tensor = Tensor(values.map(\.value), shape: shape)
        }
    }
}

/// A number, or the text of one that JSON cannot write.
private struct StoredNumber: Decodable {
    let value: Float

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let number = try? container.decode(Double.self) {
            value = Float(number)
        } else {
            value = try #require(Float(try container.decode(String.self)))
        }
    }
}

/// Decodes one of the files in `Fixtures`.
func loadFixture<Value: Decodable>(_ name: String, as type: Value.Type = Value.self) throws -> Value {
    try JSONDecoder().decode(Value.self, from: try Data(contentsOf: try fixtureURL(name)))
}

/// Where one of the files in `Fixtures` is.
func fixtureURL(_ name: String) throws -> URL {
    try #require(Bundle.module.url(forResource: "Fixtures", withExtension: nil)).appending(path: name)
}

/// Records an issue unless both tensors have the same shape and type and values that differ by at most
/// `tolerance`, absolutely or relative to the expected value.
func expectClose(
    _ actual: Tensor, _ expected: StoredTensor, tolerance: Double = 0, _ label: String = "",
    at location: SourceLocation = #_sourceLocation
) {
    guard actual.shape == expected.shape, actual.dtype == expected.tensor.dtype else {
        Issue.record(
            "\(label): \(actual.dtype) of shape \(actual.shape), expected \(expected.tensor.dtype) of \(expected.shape)",
            sourceLocation: location)
        return
    }
    if actual.dtype == .int64 {
        #expect(actual.ints == expected.tensor.ints, "\(label)", sourceLocation: location)
        return
    }
    for (index, (found, wanted)) in zip(actual.scalars, expected.tensor.scalars).enumerated() {
        let isEqual = found == wanted || (found.isNaN && wanted.isNaN)
        if isEqual || abs(found - wanted) <= tolerance * max(1, abs(wanted)) { continue }
        Issue.record("\(label): value \(index) is \(found), expected \(wanted)", sourceLocation: location)
        return
    }
}
