extension Tensor {
    /// Sums of products, as the equation says: `einsum("ij,jk->ik", a, b)` is the product of two matrices.
    ///
    /// Each letter names a dimension; those that stand on the left alone are summed. Without `->` the result has the
    /// letters that occur once, in alphabetical order. `...` stands for dimensions that broadcast.
    ///
    /// ```swift
    /// let a = Tensor([[1.0, 2], [3, 4]])
    /// print(Tensor.einsum("ij,jk->ik", a, a))
    /// ```
    /// ```output
    /// tensor([[ 7., 10.],
    ///         [15., 22.]])
    /// ```
    public static func einsum(_ equation: String, _ tensors: Tensor...) -> Tensor { einsum(equation, tensors) }

    /// Sums of products, as the equation says.
    public static func einsum(_ equation: String, _ tensors: [Tensor]) -> Tensor {
        let terms = EinsumTerms(equation, tensors.map(\.ndim))
        var sizes: [Character: Int] = [:]
        for (tensor, letters) in zip(tensors, terms.inputs) {
            for (letter, size) in zip(letters, tensor.shape) {
                let known = sizes[letter] ?? 1
                guard known == 1 || size == 1 || known == size else {
                    stop("einsum", "\(letter) stands for both \(known) and \(size) in \(equation)")
                }
                sizes[letter] = Swift.max(known, size)
                if size == 0 { sizes[letter] = 0 }
            }
        }
        // All letters, those of the result first; each operand gets a dimension for each.
        let order = terms.output + sizes.keys.filter { !terms.output.contains($0) }.sorted()
        let operands = zip(tensors, terms.inputs).map { $0.aligned(with: $1, to: order) }
        guard var result = operands.first else { stop("einsum", "there are no tensors") }
        var remaining = order
        for (number, operand) in operands.enumerated().dropFirst() {
            // What no later operand and no result needs is summed in the product.
            let later = Set(terms.output + terms.inputs[(number + 1)...].joined())
            let kept = remaining.filter { later.contains($0) }
            result = result.contracted(with: operand, remaining, keeping: kept)
            remaining = kept
            if number + 1 < operands.count {
                // The operands to come have all letters still.
                result = result.aligned(with: remaining, to: order)
                remaining = order
            }
        }
        let summed = remaining.indices.filter { !terms.output.contains(remaining[$0]) }
        let total = summed.isEmpty ? result : result.sum(dims: summed)
        let whole = terms.output.map { sizes[$0] ?? 1 }
        return total.shape == whole ? total : total.expand(whole)
    }

    /// A view with one dimension for each of `order`: that of the same letter, or one of size 1. A letter that occurs twice
    /// means the diagonal.
    private func aligned(with letters: [Character], to order: [Character]) -> Tensor {
        var (view, letters) = (self, letters)
        while let second = letters.indices.first(where: { letters[..<$0].contains(letters[$0]) }),
            let first = letters.firstIndex(of: letters[second])
        {
            view = view.diagonal(dim1: first, dim2: second)
            let letter = letters.remove(at: second)
            letters.remove(at: first)
            letters.append(letter)
        }
        let present = order.compactMap { letters.firstIndex(of: $0) }
        view = view.permute(present)
        for (position, letter) in order.enumerated() where !letters.contains(letter) { view = view.unsqueeze(position) }
        return view
    }

    /// The product with `other`, summed over the letters of `order` that are not in `kept`, by a product of matrices.
    private func contracted(with other: Tensor, _ order: [Character], keeping kept: [Character]) -> Tensor {
        let summed = order.indices.filter { !kept.contains(order[$0]) }
        guard !summed.isEmpty else { return self * other }
        // Sums over dimensions of one operand alone need no product.
        let mine = summed.filter { other.shape[$0] == 1 && self.shape[$0] != 1 }
        let its = summed.filter { self.shape[$0] == 1 && other.shape[$0] != 1 }
        let a = mine.isEmpty ? self : sum(dims: mine, keepdim: true)
        let b = its.isEmpty ? other : other.sum(dims: its, keepdim: true)
        let both = summed.filter { a.shape[$0] == b.shape[$0] && a.shape[$0] != 1 }
        let free = order.indices.filter { !summed.contains($0) }
        let batch = free.filter { a.shape[$0] == b.shape[$0] || a.shape[$0] == 1 && b.shape[$0] == 1 }
        let rows = free.filter { !batch.contains($0) && b.shape[$0] == 1 }
        let columns = free.filter { !batch.contains($0) && a.shape[$0] == 1 }
        let ones = summed.filter { !both.contains($0) }
        func extent(_ dims: [Int], _ x: Tensor) -> Int { dims.reduce(1) { $0 * x.shape[$1] } }
        let left = a.permute(batch + rows + both + columns + ones)
            .reshape([extent(batch, a), extent(rows, a), extent(both, a)])
        let right = b.permute(batch + both + columns + rows + ones)
            .reshape([extent(batch, b), extent(both, b), extent(columns, b)])
        let product = left.matmul(right)
        let dims = batch + rows + columns
        let sizes = batch.map { a.shape[$0] } + rows.map { a.shape[$0] } + columns.map { b.shape[$0] }
        let inverse = free.map { dims.firstIndex(of: $0) ?? 0 }
        return product.reshape(sizes).permute(inverse)
    }
}

/// The letters of an equation's operands and result; those that `...` stands for are digits, counted from the end.
private struct EinsumTerms {
    let inputs: [[Character]]
    let output: [Character]

    init(_ equation: String, _ dimensions: [Int]) {
        let sides = equation.filter { $0 != " " }.split(separator: ">", omittingEmptySubsequences: false)
        let left = sides[0].last == "-" && sides.count == 2 ? sides[0].dropLast() : sides[0]
        let terms = left.split(separator: ",", omittingEmptySubsequences: false)
        guard terms.count == dimensions.count else {
            stop("einsum", "\(equation) is for \(terms.count) tensors, not \(dimensions.count)")
        }
        inputs = zip(terms, dimensions).map { term, count in
            let letters = term.filter { $0 != "." }
            let free = count - letters.count
            guard free >= 0, free == 0 || term.contains("...") else {
                stop("einsum", "\(term) in \(equation) does not name \(count) dimensions")
            }
            return EinsumTerms.letters(term, free)
        }
        let broadcast = zip(terms, dimensions).map { term, count in count - term.filter { $0 != "." }.count }.max() ?? 0
        if sides.count == 2 {
            output = EinsumTerms.letters(sides[1], broadcast)
        } else {
            let all = inputs.joined()
            let once = Set(all).filter { letter in letter.isLetter && all.filter { $0 == letter }.count == 1 }
            output = EinsumTerms.letters("...", broadcast) + once.sorted()
        }
        let unknown = output.first { letter in !inputs.contains { $0.contains(letter) } }
        if let unknown { stop("einsum", "\(unknown) stands on the right of \(equation) alone") }
        guard Set(output).count == output.count else { stop("einsum", "the right of \(equation) names a letter twice") }
    }

    private static func letters(_ term: Substring, _ broadcast: Int) -> [Character] {
        guard let dots = term.firstRange(of: "...") else { return Array(term) }
        let digits = (0..<broadcast).reversed().map { Character(UnicodeScalar(UInt8(ascii: "0") + UInt8($0))) }
        return Array(term[..<dots.lowerBound]) + digits + Array(term[dots.upperBound...])
    }
}
