import TensorKernel

/// An op under PyTorch's name and ours, and what calls it with the arguments of a fixture.
struct OperationEntry: Sendable {
    /// PyTorch's name and parameters, with their defaults.
    let signature: String
    /// What one writes in a lesson.
    let lectern: String
    /// The results, or nil where the kernel leaves these arguments out by design.
    let apply: @Sendable (OperationArguments) -> [Tensor]?

    /// PyTorch's name alone.
    var name: String { String(signature.prefix { $0 != "(" }) }

    /// The parameters' names, in order.
    var parameters: [String] {
        signature.dropFirst(name.count + 1).dropLast().split(separator: ",").map { parameter in
            String(parameter.prefix { $0 != "=" }).filter { $0 != " " }
        }
    }
}

/// An entry of the table.
func op(
    _ signature: String, _ lectern: String, _ apply: @escaping @Sendable (OperationArguments) -> [Tensor]?
) -> OperationEntry {
    OperationEntry(signature: signature, lectern: lectern, apply: apply)
}

/// The arguments of a call, by the names of the parameters.
struct OperationArguments {
    private let values: [String: OperationValue]

    init(_ names: [String], _ values: [OperationValue]) {
        self.values = Dictionary(uniqueKeysWithValues: zip(names, values))
    }

    /// The argument that PyTorch calls `input`.
    var x: Tensor { self["input"].tensor }

    subscript(_ name: String) -> OperationValue { values[name] ?? .none }
}

/// An argument as the fixtures store it.
indirect enum OperationValue {
    case none
    case bool(Bool)
    case int(Int)
    case double(Double)
    case string(String)
    case list([OperationValue])
    case tensor(Tensor)
    case slice(OperationValue, OperationValue, OperationValue)
    case ellipsis

    var isNone: Bool { if case .none = self { true } else { false } }
    var isNumber: Bool {
        switch self {
        case .bool, .int, .double: true
        default: false
        }
    }
    var bool: Bool { double != 0 }
    var int: Int { Int(double) }
    var double: Double { optionalDouble ?? .nan }
    var string: String { if case .string(let text) = self { text } else { "" } }
    var optionalInt: Int? { optionalDouble.map { Int($0) } }
    var optionalDouble: Double? {
        switch self {
        case .bool(let value): value ? 1 : 0
        case .int(let value): Double(value)
        case .double(let value): value
        case .list(let values): values.count == 1 ? values[0].optionalDouble : nil
        case .tensor(let tensor): tensor.numel == 1 ? tensor.item() : nil
        case .none, .string, .slice, .ellipsis: nil
        }
    }

    /// The integers of a list, or of a single number.
    var ints: [Int] {
        if case .list(let values) = self { return values.map(\.int) }
        return [int]
    }
    var optionalInts: [Int]? { isNone ? nil : ints }

    /// The tensor, or a number as a tensor.
    var tensor: Tensor {
        switch self {
        case .tensor(let tensor): tensor
        case .bool(let value): Tensor(value)
        case .int(let value): Tensor(value)
        default: Tensor(double)
        }
    }
    var optionalTensor: Tensor? { if case .tensor(let tensor) = self { tensor } else { nil } }
    var tensors: [Tensor] {
        if case .list(let values) = self { return values.map(\.tensor) }
        return [tensor]
    }

    var size: Size2D { ints.count == 2 ? Size2D(ints[0], ints[1]) : Size2D(ints[0]) }
    var optionalSize: Size2D? { isNone || ints.isEmpty ? nil : size }
    /// A whole correction, 1 for none; nil for a fraction.
    var correction: Int? {
        let value = optionalDouble ?? 1
        return value == value.rounded() ? Int(value) : nil
    }
    var reduction: Reduction { string == "none" ? .none : string == "sum" ? .sum : .mean }

    /// What stands in a subscript's brackets, or nil where the kernel has no such index.
    var subscripts: [Subscript]? {
        let values = if case .list(let values) = self { values } else { [self] }
        let subscripts = values.map(\.oneSubscript)
        return subscripts.contains { $0 == nil } ? nil : subscripts.compactMap { $0 }
    }

    enum Subscript {
        case index((any TensorIndex)?)
        case ellipsis
    }

    private var oneSubscript: Subscript? {
        switch self {
        case .none: return .index(nil)
        case .int(let position): return .index(position)
        case .tensor(let tensor): return .index(tensor)
        case .ellipsis: return .ellipsis
        case .slice(let start, let end, let step):
            let from = start.optionalInt ?? 0
            guard let to = end.optionalInt else { return .index((from...).step(step.optionalInt ?? 1)) }
            if start.isNone { return .index((..<to).step(step.optionalInt ?? 1)) }
            return from <= to ? .index((from..<to).step(step.optionalInt ?? 1)) : nil
        case .list(let values):
            let whole = values.allSatisfy { if case .int = $0 { true } else { false } }
            return whole ? .index(Tensor(values.map(\.int))) : nil
        default: return nil
        }
    }
}

extension Tensor {
    /// What `subscripts` pick, written as a lesson would write it.
    subscript(picking subscripts: [OperationValue.Subscript]) -> Tensor {
        let indices = subscripts.map { entry -> (any TensorIndex)? in
            if case .index(let index) = entry { index } else { nil }
        }
        let dots = subscripts.firstIndex { if case .ellipsis = $0 { true } else { false } }
        // Dots at the end change nothing.
        if let dots, dots > 0, dots == indices.count - 1 { return self[picking: Array(subscripts.dropLast())] }
        switch (dots, indices.count) {
        case (0, 1): return self[...]
        case (0, 2): return self[..., indices[1]]
        case (0, 3): return self[..., indices[1], indices[2]]
        case (nil, 1): return self[indices[0]]
        case (nil, 2): return self[indices[0], indices[1]]
        case (nil, 3): return self[indices[0], indices[1], indices[2]]
        case (nil, 4): return self[indices[0], indices[1], indices[2], indices[3]]
        case (nil, 0): return self
        default: return self[indices[0], indices[1]]
        }
    }
}
