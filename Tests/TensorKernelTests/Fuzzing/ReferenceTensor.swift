/// A number that remembers what it was computed from: automatic differentiation in its plainest form.
final class ReferenceNumber {
    let value: Double
    private(set) var gradient = 0.0
    private let parents: [(number: ReferenceNumber, slope: Double)]
    private let order: Int
    let isLeaf: Bool

    nonisolated(unsafe) private static var count = 0

    init(_ value: Double, from parents: [(ReferenceNumber, Double)] = [], isLeaf: Bool = false) {
        self.value = value
        self.parents = parents.filter(\.0.isRecorded).map { ($0.0, $0.1) }
        self.isLeaf = isLeaf
        ReferenceNumber.count += 1
        order = ReferenceNumber.count
    }

    /// Whether a leaf takes part in this number.
    var isRecorded: Bool { isLeaf || !parents.isEmpty }

    /// Adds the derivatives of this number to the gradients of all that it was computed from.
    func backward() {
        var found: [ObjectIdentifier: ReferenceNumber] = [:]
        var rest = [self]
        while let number = rest.popLast() {
            guard found.updateValue(number, forKey: ObjectIdentifier(number)) == nil else { continue }
            rest += number.parents.map(\.number)
        }
        gradient = 1
        for number in found.values.sorted(by: { $0.order > $1.order }) {
            for (parent, slope) in number.parents { parent.gradient += slope * number.gradient }
        }
    }
}

/// A place in memory, which all views that show it share.
final class ReferencePlace {
    var number: ReferenceNumber
    init(_ number: ReferenceNumber) { self.number = number }
}

/// A tensor as a list of places in row-major order. Slow and obvious: views are other lists of the same places, and what
/// is written through one is read through all.
struct ReferenceTensor {
    let shape: [Int]
    let places: [ReferencePlace]
    /// Which memory the places are in.
    let memory: Int

    nonisolated(unsafe) private static var memories = 0

    /// New memory with the given numbers.
    init(_ shape: [Int], _ numbers: [ReferenceNumber]) {
        ReferenceTensor.memories += 1
        self.init(shape, numbers.map { ReferencePlace($0) }, in: ReferenceTensor.memories)
    }

    /// A view.
    init(_ shape: [Int], _ places: [ReferencePlace], in memory: Int) {
        self.shape = shape
        self.places = places
        self.memory = memory
    }

    var numbers: [ReferenceNumber] { places.map(\.number) }
    var isRecorded: Bool { places.contains(where: \.number.isRecorded) }
    /// Whether several positions show the same place.
    var repeatsPlaces: Bool { Set(places.map { ObjectIdentifier($0) }).count < places.count }

    /// Every position of a shape, in row-major order.
    static func positions(_ shape: [Int]) -> [[Int]] {
        shape.reduce([[]]) { positions, size in positions.flatMap { position in (0..<size).map { position + [$0] } } }
    }

    /// The place at a position.
    func place(_ position: [Int]) -> ReferencePlace {
        places[zip(position, shape).reduce(0) { $0 * $1.1 + $1.0 }]
    }

    /// A view whose position p shows this tensor's position `source(p)`.
    func view(_ shape: [Int], _ source: ([Int]) -> [Int]) -> ReferenceTensor {
        ReferenceTensor(shape, ReferenceTensor.positions(shape).map { place(source($0)) }, in: memory)
    }

    /// The view that broadcasting to `shape` makes.
    func broadcast(_ shape: [Int]) -> ReferenceTensor {
        let missing = shape.count - self.shape.count
        return view(shape) { position in
            zip(position[missing...], self.shape).map { $1 == 1 ? 0 : $0 }
        }
    }

    func map(_ value: (Double) -> Double, _ slope: (Double) -> Double) -> ReferenceTensor {
        ReferenceTensor(shape, numbers.map { ReferenceNumber(value($0.value), from: [($0, slope($0.value))]) })
    }

    /// What `value` computes from each pair, with the slopes towards both.
    static func zipped(
        _ a: ReferenceTensor, _ b: ReferenceTensor, _ shape: [Int],
        _ function: (Double, Double) -> (value: Double, left: Double, right: Double)
    ) -> ReferenceTensor {
        ReferenceTensor(
            shape,
            zip(a.broadcast(shape).numbers, b.broadcast(shape).numbers).map { x, y in
                let (value, left, right) = function(x.value, y.value)
                return ReferenceNumber(value, from: [(x, left), (y, right)])
            })
    }

    /// Sums along a dimension.
    func sum(_ dimension: Int) -> ReferenceTensor {
        var rest = shape
        rest.remove(at: dimension)
        return ReferenceTensor(
            rest,
            ReferenceTensor.positions(rest).map { position in
                let column = (0..<shape[dimension]).map { index in
                    var place = position
                    place.insert(index, at: dimension)
                    return self.place(place).number
                }
                return ReferenceNumber(column.reduce(0) { $0 + $1.value }, from: column.map { ($0, 1) })
            })
    }

    /// The product of two matrices.
    func matmul(_ other: ReferenceTensor) -> ReferenceTensor {
        let shape = [self.shape[0], other.shape[1]]
        return ReferenceTensor(
            shape,
            ReferenceTensor.positions(shape).map { position in
                let pairs = (0..<self.shape[1]).map {
                    (place([position[0], $0]).number, other.place([$0, position[1]]).number)
                }
                return ReferenceNumber(
                    pairs.reduce(0) { $0 + $1.0.value * $1.1.value },
                    from: pairs.flatMap { [($0, $1.value), ($1, $0.value)] })
            })
    }

    /// Writes other numbers to the places.
    func write(_ numbers: [ReferenceNumber]) {
        for (place, number) in zip(places, numbers) { place.number = number }
    }
}
