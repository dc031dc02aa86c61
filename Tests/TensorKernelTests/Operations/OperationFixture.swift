import Foundation
import TensorKernel
import Testing

/// One call of an op as PyTorch computed it; written by `Fixtures/make_op_fixtures.py`.
struct OperationFixture {
    let name: String
    /// The arguments in the order of the table's signature.
    let arguments: [StoredValue]
    let results: [StoredValue]
    /// The gradients of the float32 inputs in order, where the results have any.
    let gradients: [StoredValue]?

    /// All of the file's cases.
    static func all() throws -> [OperationFixture] {
        let file = try IDXFile(path: try fixtureURL("operations.idx.gz").path(), dimensions: 1)
        var reader = FixtureReader(bytes: file.values)
        let names = (0..<reader.integer(UInt16.self)).map { _ in reader.text() }
        return (0..<reader.integer(UInt32.self)).map { _ in
            let name = names[reader.integer(UInt16.self)]
            let (arguments, results) = (reader.value(), reader.value())
            let hasGradients = reader.integer(UInt8.self) == 1
            return OperationFixture(
                name: name, arguments: arguments.items, results: results.items,
                gradients: hasGradients ? reader.value().items : nil)
        }
    }
}

/// A value of the fixtures; tensors are made from it anew for each memory layout.
indirect enum StoredValue {
    case plain(OperationValue)
    case list([StoredValue])
    case tensor(shape: [Int], dtype: DType, values: [Double])
    case slice(StoredValue, StoredValue, StoredValue)

    var items: [StoredValue] { if case .list(let items) = self { items } else { [] } }

    /// The value with its tensors laid out as `layout` says; float32 tensors become leaves, which `leaves` collects.
    func value(_ layout: Layout, asLeaves: Bool, _ leaves: inout [Tensor]) -> OperationValue {
        switch self {
        case .plain(let value): return value
        case .list(let items): return .list(items.map { $0.value(layout, asLeaves: asLeaves, &leaves) })
        case .slice(let start, let end, let step):
            return .slice(
                start.value(layout, asLeaves: false, &leaves), end.value(layout, asLeaves: false, &leaves),
                step.value(layout, asLeaves: false, &leaves))
        case .tensor(let shape, let dtype, let values):
            let tensor = layout.tensor(shape, dtype, values)
            if asLeaves && dtype == .float32 {
                tensor.requiresGrad = true
                leaves.append(tensor)
            }
            return .tensor(tensor)
        }
    }

    /// How the values lie in memory.
    enum Layout: CaseIterable {
        case contiguous, transposed, strided

        func tensor(_ shape: [Int], _ dtype: DType, _ values: [Double]) -> Tensor {
            let tensor = Tensor(values, shape: shape, dtype: dtype)
            switch self {
            case .contiguous: return tensor
            case .transposed: return tensor.ndim > 1 ? tensor.T.contiguous().T.detach() : tensor
            case .strided:
                let wide = Tensor.ones(shape.map { 2 * $0 + 1 }, dtype: dtype)
                let place = shape.indices.reduce(wide) { $0.slice(dim: $1, from: 1, to: 2 * shape[$1] + 1, step: 2) }
                place.copy(from: tensor)
                return place.detach()
            }
        }
    }
}

/// Reads the bytes that `packed` in make_op_fixtures.py writes.
struct FixtureReader {
    private let bytes: [UInt8]
    private var position = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    /// A little-endian number.
    mutating func integer<I: FixedWidthInteger>(_ type: I.Type) -> Int {
        defer { position += MemoryLayout<I>.size }
        return bytes.withUnsafeBytes { Int(I(littleEndian: $0.loadUnaligned(fromByteOffset: position, as: I.self))) }
    }

    private mutating func number<F>(_ type: F.Type) -> F {
        defer { position += MemoryLayout<F>.size }
        return bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: position, as: F.self) }
    }

    mutating func text() -> String {
        let count = integer(UInt8.self)
        defer { position += count }
        return String(decoding: bytes[position..<position + count], as: UTF8.self)
    }

    mutating func value() -> StoredValue {
        switch integer(UInt8.self) {
        case 1: return .plain(.bool(integer(UInt8.self) == 1))
        case 2: return .plain(.int(integer(Int64.self)))
        case 3: return .plain(.double(number(Double.self)))
        case 4: return .plain(.string(text()))
        case 5: return .list((0..<integer(UInt16.self)).map { _ in value() })
        case 6:
            let dtypes: [DType] = [.float32, .int64, .bool]
            let dtype = dtypes[integer(UInt8.self)]
            let shape = (0..<integer(UInt8.self)).map { _ in integer(UInt32.self) }
            let values = (0..<shape.reduce(1, *)).map { _ -> Double in
                switch dtype {
                case .float32: Double(number(Float.self))
                case .int64: Double(integer(Int64.self))
                case .bool: Double(integer(UInt8.self))
                }
            }
            return .tensor(shape: shape, dtype: dtype, values: values)
        case 7: return .slice(value(), value(), value())
        case 8: return .plain(.ellipsis)
        default: return .plain(.none)
        }
    }
}
