// Values written or added at places that index tensors name.

extension Tensor {
    /// A copy with the values of `source` at `index` along `dim`: y[index[i][j]][j] = source[i][j] for dim 0.
    ///
    /// `index` is int64 and its sizes are no greater than those of `source` and, but for `dim`, of this tensor. Where a place
    /// is named several times the last value holds.
    public func scatter(dim: Int, _ index: Tensor, _ source: Tensor) -> Tensor {
        scattered("scatter", dim, index, source) { places, values in self.replacing(places, with: values) }
    }

    /// A copy with `value` at `index` along `dim`.
    public func scatter<S: TensorScalar>(dim: Int, _ index: Tensor, _ value: S) -> Tensor {
        scatter(dim: dim, index, Tensor(value, dtype: dtype).expand(index.shape))
    }

    /// A copy with the values of `source` added at `index` along `dim`, in order. Derivative: the gradient at these places.
    public func scatterAdd(dim: Int, _ index: Tensor, _ source: Tensor) -> Tensor {
        scattered("scatterAdd", dim, index, source) { places, values in self.adding(values, at: places) }
    }

    /// A copy with the positions of `source` along `dim` added to those that the vector `index` numbers.
    public func indexAdd(dim: Int, _ index: Tensor, _ source: Tensor, alpha: Double = 1) -> Tensor {
        if ndim == 0 {
            return unsqueeze(0).indexAdd(dim: dim, index.reshape(-1), source.reshape(-1), alpha: alpha).squeeze(0)
        }
        let dimension = layout.dimension(dim, in: "indexAdd")
        guard index.ndim < 2, source.ndim == ndim, source.shape[dimension] == index.numel else {
            stopForShapes(
                "indexAdd", index.shape, source.shape, "the second needs a position for each number of the first")
        }
        let wide = index.reshape(source.shape.indices.map { $0 == dimension ? index.numel : 1 }).expand(source.shape)
        return scatterAdd(dim: dim, wide, alpha == 1 ? source : (source * alpha).to(dtype)).named("indexAdd")
    }

    /// The values at `index` along `dim`, after both are broadcast in the other dimensions; in row-major order if nil.
    public func takeAlongDim(_ index: Tensor, dim: Int? = nil) -> Tensor {
        guard let dim else { return reshape([numel]).gather(dim: 0, index.reshape([index.numel])) }
        let dimension = layout.dimension(dim, in: "takeAlongDim")
        var (mine, its) = (shape, index.shape)
        guard mine.count == its.count else { stopForShapes("takeAlongDim", mine, its, "both need as many dimensions") }
        let (size, count) = (mine[dimension], its[dimension])
        (mine[dimension], its[dimension]) = (1, 1)
        var common = Layout.broadcast(mine, its, in: "takeAlongDim")
        common[dimension] = count
        // Negative numbers count from the end.
        let wide = Tensor.where(index .< 0, index + size, index).expand(common)
        common[dimension] = size
        return expand(common).gather(dim: dim, wide)
    }

    /// The values at row-major places.
    public func take(_ index: Tensor) -> Tensor {
        let numbers = index.ints.map { resolvedIndex($0, numel, "take") }
        return reshape([numel]).rows(Tensor(numbers), for: "take").reshape(index.shape)
    }

    /// The values where `mask` is true, after both are broadcast, as a vector.
    public func maskedSelect(_ mask: Tensor) -> Tensor {
        guard mask.dtype == .bool else { stop("maskedSelect", "the mask must be of truth values, not \(mask.dtype)") }
        let shape = Layout.broadcast(shape, mask.shape, in: "maskedSelect")
        return expand(shape)[mask.expand(shape)].named("maskedSelect")
    }

    private func scattered(
        _ name: StaticString, _ dim: Int, _ index: Tensor, _ source: Tensor, _ write: (Tensor, Tensor) -> Tensor
    ) -> Tensor {
        if ndim == 0 {
            return unsqueeze(0).scattered(name, dim, index.reshape(-1), source.reshape(-1)) { places, values in
                write(places.reshape([]), values.reshape([]))
            }.reshape([])
        }
        let dimension = layout.dimension(dim, in: "\(name)")
        guard index.numel > 0 else { return clone() }
        let fits =
            index.ndim == ndim && source.ndim == ndim
            && index.shape.indices.allSatisfy {
                index.shape[$0] <= source.shape[$0] && ($0 == dimension || index.shape[$0] <= shape[$0])
            }
        guard fits, index.dtype == .int64, source.dtype == dtype else {
            stopForShapes(
                "\(name)", index.shape, source.shape,
                "the index must be int64 and fit in a source of \(dtype) and in shape \(shape)")
        }
        let values = index.shape.indices.reduce(source) { $0.narrow($1, start: 0, length: index.shape[$1]) }
        return write(gatherPlaces(index, dimension, "\(name)").reshape(index.shape), values).named(name)
    }

    /// The values, with `values` added at row-major `places`, in order.
    private func adding(_ values: Tensor, at places: Tensor) -> Tensor {
        let result = copiedValues()
        switch dtype {
        case .float32: result.add(values, of: Float.self, at: places) { $0 + $1 }
        case .int64: result.add(values, of: Int.self, at: places) { $0 &+ $1 }
        case .bool: result.add(values, of: Bool.self, at: places) { $0 || $1 }
        }
        return differentiable("scatterAdd", [self, values], saving: [places], result) { context in
            let gradient = context.gradient
            return [
                context.needs(0) ? gradient : nil,
                context.needs(1) ? gradient.taken(context[0].contiguousValues(), context.shape(0)) : nil,
            ]
        }
    }

    private func add<E: Element>(_ values: Tensor, of type: E.Type, at places: Tensor, _ sum: (E, E) -> E) {
        let to = pointer(E.self)
        values.withContents(of: E.self) { values in
            places.withContents(of: Int.self) { places in
                for (place, value) in zip(places, values) { to[place] = sum(to[place], value) }
            }
        }
        withExtendedLifetime(self) {}
    }
}
