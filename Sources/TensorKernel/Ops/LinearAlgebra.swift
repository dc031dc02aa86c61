// Determinants, inverses and solutions of square matrices in the last two dimensions, computed in double precision.

extension Tensor {
    /// The determinant of each matrix. Derivative: det · (A⁻¹)ᵀ.
    public func det() -> Tensor {
        let matrices = SquareMatrices("det", self)
        let result = Tensor(matrices.determinants, shape: Array(shape.dropLast(2)))
        return differentiable("det", [self], saving: [self], result) { context in
            let matrices = SquareMatrices("det", context[0])
            return [context.gradient.unsqueeze(-1).unsqueeze(-1) * Tensor(matrices.cofactors, shape: context.shape(0))]
        }
    }

    /// The inverse of each matrix; stops where there is none. Derivative: −A⁻ᵀ · G · A⁻ᵀ.
    public func inverse() -> Tensor {
        let matrices = SquareMatrices("inverse", self)
        let identity = Tensor.eye(matrices.size).expand(shape)
        let result = Tensor(matrices.solved(identity, columns: matrices.size), shape: shape)
        return differentiable("inverse", [self], saving: [result], result) { context in
            let transposed = context[0].transpose(-2, -1)
            return [-transposed.matmul(context.gradient).matmul(transposed)]
        }
    }

    /// The X of A·X = B for this matrix A, or each of a batch; `other` is a matrix, or a vector for a single column.
    ///
    /// ∂/∂B = A⁻ᵀ·G, ∂/∂A = −(∂/∂B)·Xᵀ.
    public func solve(_ other: Tensor) -> Tensor {
        let matrices = SquareMatrices("solve", self)
        let isVector = other.ndim == 1 || (other.ndim == ndim - 1 && other.shape == Array(shape.dropLast()))
        if isVector { return solve(other.unsqueeze(-1)).squeeze(-1).named("solve") }
        guard other.ndim >= 2, other.size(-2) == matrices.size else {
            stopForShapes("solve", shape, other.shape, "the second needs as many rows as the first")
        }
        let batch = Layout.broadcast(Array(shape.dropLast(2)), Array(other.shape.dropLast(2)), in: "solve")
        let size = [matrices.size, other.size(-1)]
        let (a, b) = (expand(batch + [size[0], size[0]]), other.expand(batch + size))
        let values = SquareMatrices("solve", a.detach()).solved(b.detach(), columns: size[1])
        let result = Tensor(values, shape: batch + size)
        return differentiable("solve", [a, b], saving: [a, result], result) { context in
            let ofRight = context[0].transpose(-2, -1).solve(context.gradient)
            return [
                context.needs(0) ? -ofRight.matmul(context[1].transpose(-2, -1)) : nil,
                context.needs(1) ? ofRight : nil,
            ]
        }
    }
}

/// Square matrices in double precision, one after another.
private struct SquareMatrices {
    let size: Int
    private let name: String
    private let values: [Double]
    private let count: Int

    init(_ name: String, _ x: Tensor) {
        x.checkIsFloat(name)
        guard x.ndim >= 2, x.size(-1) == x.size(-2) else {
            stop(name, "shape \(x.shape) is not that of square matrices")
        }
        self.name = name
        size = x.size(-1)
        values = x.scalars
        count = x.shape.dropLast(2).reduce(1, *)
    }

    private func matrix(_ number: Int) -> [[Double]] {
        (0..<size).map { row in
            let start = (number * size + row) * size
            return Array(values[start..<start + size])
        }
    }

    var determinants: [Double] {
        (0..<count).map { Elimination(matrix($0), [[Double]](repeating: [], count: size)).determinant }
    }

    /// The derivatives of the determinants: for each value, the determinant without its row and column, with its sign.
    var cofactors: [Double] {
        (0..<count).flatMap { number -> [Double] in
            let matrix = matrix(number)
            return (0..<size).flatMap { row in
                (0..<size).map { column in
                    var minor = matrix
                    minor.remove(at: row)
                    for index in minor.indices { minor[index].remove(at: column) }
                    let determinant = Elimination(minor, [[Double]](repeating: [], count: size - 1)).determinant
                    return (row + column).isMultiple(of: 2) ? determinant : -determinant
                }
            }
        }
    }

    /// X of A·X = B, for as many matrices `right` of `columns` columns.
    func solved(_ right: Tensor, columns: Int) -> [Double] {
        let right = right.scalars
        return (0..<count).flatMap { number -> [Double] in
            let rows = (0..<size).map { row in
                let start = (number * size + row) * columns
                return Array(right[start..<start + columns])
            }
            let elimination = Elimination(matrix(number), rows)
            guard elimination.determinant != 0 else { stop(name, "the matrix is singular") }
            return elimination.solution.flatMap { $0 }
        }
    }
}

/// Gauss's elimination with the greatest pivot of each column.
private struct Elimination {
    private(set) var determinant = 1.0
    /// What the right side has become, which solves the system where the determinant is not 0.
    private(set) var solution: [[Double]]

    init(_ matrix: [[Double]], _ right: [[Double]]) {
        var matrix = matrix
        solution = right
        for column in matrix.indices {
            let pivot = (column..<matrix.count).reduce(column) {
                matrix[$1][column].magnitude > matrix[$0][column].magnitude ? $1 : $0
            }
            if pivot != column {
                matrix.swapAt(pivot, column)
                solution.swapAt(pivot, column)
                determinant = -determinant
            }
            let factor = matrix[column][column]
            determinant *= factor
            guard factor != 0 else { return }
            for row in matrix.indices where row != column && matrix[row][column] != 0 {
                let share = matrix[row][column] / factor
                for index in column..<matrix.count { matrix[row][index] -= share * matrix[column][index] }
                for index in solution[row].indices { solution[row][index] -= share * solution[column][index] }
            }
        }
        for row in matrix.indices { solution[row] = solution[row].map { $0 / matrix[row][row] } }
    }
}
