import Foundation
import SeededRandom
import TensorKernel

/// A program of random ops on random views, run by the kernel and by the reference side by side.
struct RandomProgram {
    /// A tensor of the kernel with its reference.
    private struct Pair {
        let tensor: Tensor
        let reference: ReferenceTensor
        var isLeaf = false
    }

    private var random: SplitMix
    private var pairs: [Pair] = []
    /// Memory that a derivative needs, which in-place ops must leave alone.
    private var saved: Set<Int> = []
    /// What was done, for the report of a difference.
    private(set) var log: [String] = []

    init(seed: UInt64) { random = SplitMix(seed: seed) }

    /// Runs `steps` ops and `backward()`; returns what differs, or nil.
    mutating func run(steps: Int) -> String? {
        for _ in 0..<3 { addInput() }
        for _ in 0..<steps {
            step()
            for (index, pair) in pairs.enumerated() {
                if let difference = difference(pair.tensor, pair.reference.shape, pair.reference.numbers.map(\.value)) {
                    return "tensor \(index): \(difference)"
                }
                if pair.tensor.requiresGrad != (pair.reference.isRecorded || pair.tensor.requiresGrad) {
                    return "tensor \(index): no gradient is recorded"
                }
            }
        }
        return backward()
    }

    /// Compares the gradients of a weighted sum of everything.
    private mutating func backward() -> String? {
        var loss = Tensor(0.0)
        var parts: [(ReferenceNumber, Double)] = []
        for pair in pairs {
            let weights = values(pair.tensor.numel)
            loss = loss + (pair.tensor * Tensor(weights, shape: pair.tensor.shape)).sum()
            parts += zip(pair.reference.numbers, weights).map { ($0, $1) }
        }
        guard loss.requiresGrad else { return nil }
        loss.backward()
        let total = ReferenceNumber(parts.reduce(0) { $0 + $1.0.value * $1.1 }, from: parts)
        total.backward()
        for (index, pair) in pairs.enumerated() where pair.isLeaf {
            guard let gradient = pair.tensor.grad else {
                if pair.reference.numbers.allSatisfy({ $0.gradient == 0 }) { continue }
                return "tensor \(index) has no gradient"
            }
            let expected = pair.reference.numbers.map(\.gradient)
            if let difference = difference(gradient, pair.reference.shape, expected) {
                return "gradient of tensor \(index): \(difference)"
            }
        }
        return nil
    }

    private func difference(_ tensor: Tensor, _ shape: [Int], _ expected: [Double]) -> String? {
        guard tensor.shape == shape else { return "shape \(tensor.shape) is not \(shape)" }
        for (actual, wanted) in zip(tensor.scalars, expected) where (actual - wanted).magnitude > 1e-3 {
            if (actual - wanted).magnitude > 1e-3 * wanted.magnitude { return "\(tensor.scalars) is not \(expected)" }
        }
        return nil
    }

    private mutating func below(_ count: Int) -> Int { Int.random(in: 0..<Swift.max(1, count), using: &random) }

    private mutating func values(_ count: Int) -> [Double] {
        (0..<count).map { _ in Double(Int.random(in: -8...8, using: &random)) / 8 }
    }

    private mutating func randomShape() -> [Int] {
        (0..<below(4)).map { _ in below(12) == 0 ? 0 : 1 + below(4) }
    }

    /// A leaf, or a constant whose values lie in larger memory: with an offset, at strides, or transposed.
    private mutating func addInput() {
        let shape = randomShape()
        let numbers = values(shape.reduce(1, *))
        let isLeaf = below(2) == 0
        let reference = ReferenceTensor(shape, numbers.map { ReferenceNumber($0, isLeaf: isLeaf) })
        var tensor = Tensor(numbers, shape: shape)
        if !shape.isEmpty, below(2) == 0 {
            let steps = shape.map { _ in 1 + below(2) }
            let start = below(3)
            let outer = zip(shape, steps).map { start + $0 * $1 + 1 }
            var place = Tensor.zeros(below(2) == 0 ? outer : outer.reversed())
            if place.shape != outer { place = place.permute(Array(outer.indices.reversed())) }
            for (dimension, step) in steps.enumerated() {
                let end = start + shape[dimension] * step
                place = place.slice(dim: dimension, from: start, to: end, step: step)
            }
            place.copy(from: tensor)
            tensor = place.detach()
        }
        if isLeaf { tensor.requiresGrad = true }
        log.append("input \(shape) strides \(tensor.strides)\(isLeaf ? ", a leaf" : "")")
        pairs.append(Pair(tensor: tensor, reference: reference, isLeaf: isLeaf))
    }

    private mutating func add(_ name: String, _ tensor: Tensor, _ reference: ReferenceTensor) {
        log.append("\(name) → \(tensor.shape) strides \(tensor.strides)")
        pairs.append(Pair(tensor: tensor, reference: reference))
    }

    private mutating func step() {
        let index = below(pairs.count)
        let pair = pairs[index]
        switch below(10) {
        case 0: addInput()
        case 1...4: addView(of: pair, index)
        case 5, 6: addResult(of: pair, index)
        default: changeInPlace(pair, index)
        }
    }

    private mutating func addView(of pair: Pair, _ index: Int) {
        let (x, y) = (pair.tensor, pair.reference)
        guard x.ndim > 0 else {
            return add("\(index).unsqueeze", x.unsqueeze(0), ReferenceTensor([1], y.places, in: y.memory))
        }
        let dim = below(x.ndim)
        let size = x.shape[dim]
        switch below(6) {
        case 0:
            let other = below(x.ndim)
            var shape = x.shape
            shape.swapAt(dim, other)
            add(
                "\(index).transpose(\(dim), \(other))", x.transpose(dim, other),
                y.view(shape) {
                    var source = $0
                    source.swapAt(dim, other)
                    return source
                })
        case 1 where size > 0:
            let position = below(size)
            var shape = x.shape
            shape.remove(at: dim)
            add(
                "\(index).select(\(dim), \(position))", x.select(dim, position - (below(2) == 0 ? size : 0)),
                y.view(shape) {
                    var source = $0
                    source.insert(position, at: dim)
                    return source
                })
        case 2:
            let (start, step) = (below(size + 1), 1 + below(3))
            let end = start + below(size - start + 1)
            var shape = x.shape
            shape[dim] = (end - start + step - 1) / step
            add(
                "\(index).slice(\(dim), \(start)..<\(end), \(step))",
                x.slice(dim: dim, from: start, to: end, step: step),
                y.view(shape) {
                    var source = $0
                    source[dim] = start + source[dim] * step
                    return source
                })
        case 3:
            let shape = [1 + below(2)] + x.shape.map { $0 == 1 ? 1 + below(3) : $0 }
            add("\(index).expand(\(shape))", x.expand(shape), y.broadcast(shape))
        case 4 where x.isContiguous:
            let shape = below(2) == 0 ? [x.numel] : [1] + x.shape.reversed()
            add("\(index).reshape(\(shape))", x.reshape(shape), ReferenceTensor(shape, y.places, in: y.memory))
        default:
            var shape = x.shape
            shape.insert(1, at: dim)
            add("\(index).unsqueeze(\(dim))", x.unsqueeze(dim), ReferenceTensor(shape, y.places, in: y.memory))
        }
    }

    /// The shape that two shapes broadcast to, or nil.
    private func broadcast(_ first: [Int], _ second: [Int]) -> [Int]? {
        let count = Swift.max(first.count, second.count)
        let (a, b) = (
            Array(repeating: 1, count: count - first.count) + first,
            Array(repeating: 1, count: count - second.count) + second
        )
        guard zip(a, b).allSatisfy({ $0 == $1 || $0 == 1 || $1 == 1 }) else { return nil }
        let shape = zip(a, b).map { $0 == 1 ? $1 : $0 }
        return shape.reduce(1, *) <= 300 ? shape : nil
    }

    private mutating func addResult(of pair: Pair, _ index: Int) {
        let (x, y) = (pair.tensor, pair.reference)
        let otherIndex = below(pairs.count)
        let other = pairs[otherIndex]
        switch below(6) {
        case 0:
            guard let shape = broadcast(x.shape, other.tensor.shape) else { return }
            add(
                "\(index) + \(otherIndex)", x + other.tensor,
                ReferenceTensor.zipped(y, other.reference, shape) { ($0 + $1, 1, 1) })
        case 1:
            guard let shape = broadcast(x.shape, other.tensor.shape) else { return }
            saved.formUnion([y.memory, other.reference.memory])
            add(
                "\(index) * \(otherIndex)", x * other.tensor,
                ReferenceTensor.zipped(y, other.reference, shape) { ($0 * $1, $1, $0) })
        case 2:
            saved.insert(y.memory)
            add("\(index).sin()", x.sin(), y.map(sin, cos))
        case 3 where x.ndim > 0:
            let dim = below(x.ndim)
            add("\(index).sum(\(dim))", x.sum(dim: dim), y.sum(dim))
        case 4 where x.ndim == 2 && other.tensor.ndim == 2 && x.shape[1] == other.tensor.shape[0]:
            saved.formUnion([y.memory, other.reference.memory])
            add("\(index).matmul(\(otherIndex))", x.matmul(other.tensor), y.matmul(other.reference))
        default:
            add("\(index).clone()", x.clone(), y.map({ $0 }, { _ in 1 }))
        }
    }

    private mutating func changeInPlace(_ pair: Pair, _ index: Int) {
        let (x, y) = (pair.tensor, pair.reference)
        let otherIndex = below(pairs.count)
        let other = pairs[otherIndex]
        let isLeafMemory = pairs.contains { $0.isLeaf && $0.reference.memory == y.memory }
        guard !isLeafMemory, !saved.contains(y.memory),
            !x.strides.enumerated().contains(where: { position, stride in
                stride == 0 && x.shape[position] > 1
            }), !y.repeatsPlaces, broadcast(x.shape, other.tensor.shape) == x.shape
        else { return }
        let operand = other.reference.broadcast(x.shape)
        switch below(4) {
        case 0:
            log.append("\(index) += \(otherIndex)")
            let sums = ReferenceTensor.zipped(y, operand, x.shape) { ($0 + $1, 1, 1) }.numbers
            x += other.tensor
            y.write(sums)
        case 1:
            log.append("\(index) -= \(otherIndex)")
            let differences = ReferenceTensor.zipped(y, operand, x.shape) { ($0 - $1, 1, -1) }.numbers
            x -= other.tensor
            y.write(differences)
        case 2 where other.reference.memory != y.memory:
            log.append("\(index) *= \(otherIndex)")
            saved.insert(other.reference.memory)
            let products = ReferenceTensor.zipped(y, operand, x.shape) { ($0 * $1, $1, $0) }.numbers
            x *= other.tensor
            y.write(products)
        // The factor's gradient needs a copy of the old values, but the values' own needs the factor.
        default:
            log.append("\(index).copy(from: \(otherIndex))")
            let copies = operand.map({ $0 }, { _ in 1 }).numbers
            x.copy(from: other.tensor)
            y.write(copies)
        }
    }
}
