/// softmax(Q·Kᵀ · scale + mask) · V: each query takes the values of the keys that it is most like (Vaswani et al., 2017).
///
/// - Parameters:
///   - query: `[…, queries, size]`.
///   - key: `[…, keys, size]`.
///   - value: `[…, keys, value size]`.
///   - mask: after broadcasting `[…, queries, keys]`: truth values that say which keys count, or numbers that are added.
///   - p: the probability with which an attention weight is dropped.
///   - isCausal: whether query i sees the keys 0 to i alone.
///   - scale: 1/√size if nil.
/// - Returns: `[…, queries, value size]`.
public func scaledDotProductAttention(
    _ query: Tensor, _ key: Tensor, _ value: Tensor, mask: Tensor? = nil, dropout p: Double = 0, isCausal: Bool = false,
    scale: Double? = nil
) -> Tensor {
    attention(query, key, value, mask: mask, dropout: p, isCausal: isCausal, scale: scale).result
}

/// The result of ``scaledDotProductAttention(_:_:_:mask:dropout:isCausal:scale:)``, and the weights of the keys.
func attention(
    _ query: Tensor, _ key: Tensor, _ value: Tensor, mask: Tensor?, dropout p: Double, isCausal: Bool, scale: Double?
) -> (result: Tensor, weights: Tensor) {
    guard query.ndim >= 2, key.ndim >= 2, value.ndim >= 2, query.size(-1) == key.size(-1) else {
        stopForShapes("scaledDotProductAttention", query.shape, key.shape, "queries and keys need the same last size")
    }
    guard !(isCausal && mask != nil) else {
        stop("scaledDotProductAttention", "give a mask or isCausal, not both")
    }
    var scores = (query * (scale ?? 1 / Double(query.size(-1)).squareRoot())).matmul(key.transpose(-2, -1))
    let causal = isCausal ? Tensor.ones(query.size(-2), key.size(-2), dtype: .bool).tril() : nil
    if let mask = causal ?? mask {
        // Keys that do not count get −∞; a row without any keys gets no values at all.
        scores = mask.dtype == .bool ? scores.maskedFill(!mask, -Double.infinity) : scores + mask
    }
    var weights = scores.softmax(dim: -1)
    // Without a mask of the caller's every query has a key.
    if mask != nil {
        weights = weights.maskedFill((scores.detach() .== -Double.infinity).all(dims: [-1], keepdim: true), 0)
    }
    return (dropout(weights, p: p).matmul(value), weights)
}

/// Attention by several heads side by side, each with its own projection of queries, keys and values.
///
/// Inputs are `[length, count, size]`, or `[count, length, size]` with `batchFirst`, or without `count`.
public final class MultiheadAttention: Module {
    /// The projections of query, key and value, one below the other: `[3 · size, size]`.
    public var inProjWeight: Tensor
    /// Their biases, if there are any.
    public var inProjBias: Tensor?
    /// The projection of what the heads give, side by side.
    public let outProj: Linear
    private let size: Int
    private let heads: Int
    private let p: Double
    private let isBatchFirst: Bool

    /// Attention of `heads` heads in `size` numbers, of which each head gets an equal share.
    public init(_ size: Int, _ heads: Int, dropout: Double = 0, bias: Bool = true, batchFirst: Bool = false) {
        guard heads > 0, size.isMultiple(of: heads) else {
            stop("MultiheadAttention", "\(size) numbers cannot be shared evenly by \(heads) heads")
        }
        (self.size, self.heads, p, isBatchFirst) = (size, heads, dropout, batchFirst)
        inProjWeight = .parameter([3 * size, size])
        inProjBias = bias ? .parameter([3 * size]) : nil
        outProj = Linear(size, size, bias: bias)
        Initialize.xavierUniform(inProjWeight)
        if let bias = outProj.bias { Initialize.zeros(bias) }
    }

    /// What the queries take of the values, and the weights of the keys, averaged over the heads unless told otherwise.
    ///
    /// - Parameters:
    ///   - query: What asks.
    ///   - key: What is asked.
    ///   - value: What is taken.
    ///   - keyPaddingMask: Truth values `[count, keys]`: true where a key does not count.
    ///   - attentionMask: `[queries, keys]` or `[count · heads, queries, keys]`: true where a key does not count for a
    ///     query, or numbers that are added.
    ///   - averageWeights: Whether the weights are `[count, queries, keys]` or `[count, heads, queries, keys]`.
    /// - Returns: The output, in the form of the queries, and the weights.
    public func callAsFunction(
        _ query: Tensor, _ key: Tensor, _ value: Tensor, keyPaddingMask: Tensor? = nil, attentionMask: Tensor? = nil,
        averageWeights: Bool = true
    ) -> (output: Tensor, weights: Tensor) {
        let (output, shares) = attended(query, key, value, keyPaddingMask, attentionMask)
        return (output, averageWeights ? shares.mean(dims: [-3]) : shares)
    }

    /// The output, and the weights `[count, heads, queries, keys]`.
    fileprivate func attended(
        _ query: Tensor, _ key: Tensor, _ value: Tensor, _ keyPaddingMask: Tensor?, _ attentionMask: Tensor?
    ) -> (output: Tensor, weights: Tensor) {
        if query.ndim == 2 {
            let dim = isBatchFirst ? 0 : 1
            let (output, weights) = attended(
                query.unsqueeze(dim), key.unsqueeze(dim), value.unsqueeze(dim), keyPaddingMask?.unsqueeze(0),
                attentionMask)
            return (output.squeeze(dim), weights.squeeze(0))
        }
        for input in [query, key, value] where input.ndim != 3 || input.size(2) != size {
            stop("MultiheadAttention", "shape \(input.shape) is not that of sequences of \(size) numbers")
        }
        let biases = inProjBias?.chunk(3)
        let weights = inProjWeight.chunk(3)
        let parts = [query, key, value].enumerated().map { index, input in
            headed((isBatchFirst ? input : input.transpose(0, 1)).linear(weight: weights[index], bias: biases?[index]))
        }
        let count = parts[0].size(0)
        let (result, shares) = attention(
            parts[0], parts[1], parts[2], mask: mask(keyPaddingMask, attentionMask, count),
            dropout: isTraining ? p : 0, isCausal: false, scale: nil)
        let joined = result.transpose(1, 2).reshape(count, -1, size)
        let output = outProj(joined)
        return (isBatchFirst ? output : output.transpose(0, 1), shares)
    }

    /// Attention of a sequence to itself.
    public override func forward(_ x: Tensor) -> Tensor { attended(x, x, x, nil, nil).output }

    /// `[count, heads, length, size / heads]`.
    private func headed(_ x: Tensor) -> Tensor {
        x.reshape([x.size(0), x.size(1), heads, size / heads]).transpose(1, 2)
    }

    /// Both masks as numbers that are added to the scores `[count, heads, queries, keys]`.
    private func mask(_ keyPadding: Tensor?, _ attention: Tensor?, _ count: Int) -> Tensor? {
        func added(_ mask: Tensor) -> Tensor {
            mask.dtype == .bool ? Tensor.zeros(mask.shape).maskedFill(mask, -Double.infinity) : mask
        }
        let padding = keyPadding.map { added($0).unsqueeze(1).unsqueeze(1) }
        let pairs = attention.map { mask in
            let added = added(mask)
            return mask.ndim == 3 ? added.reshape([count, heads, mask.size(1), mask.size(2)]) : added
        }
        if let padding, let pairs { return padding + pairs }
        return padding ?? pairs
    }
}

/// Attention of a sequence to itself and two fully connected layers, each with a residual connection and a normalisation
/// (Vaswani et al., "Attention is all you need", 2017).
public final class TransformerEncoderLayer: Module {
    private let selfAttn: MultiheadAttention
    private let linear1: Linear
    private let dropout: Dropout
    private let linear2: Linear
    private let norm1: LayerNorm
    private let norm2: LayerNorm
    private let dropout1: Dropout
    private let dropout2: Dropout
    private let isNormFirst: Bool
    private let activation: @Sendable (Tensor) -> Tensor

    /// A layer for sequences of `size` numbers.
    ///
    /// - Parameters:
    ///   - size: How many numbers a position has.
    ///   - heads: How many heads the attention has.
    ///   - feedForwardSize: Outputs of the first fully connected layer.
    ///   - dropout: The probability of dropping a value of each part.
    ///   - activation: What stands between the fully connected layers.
    ///   - batchFirst: Whether inputs are `[count, length, size]` rather than `[length, count, size]`.
    ///   - normFirst: Whether each part is normalised before it, rather than after it with its residual.
    public init(
        _ size: Int, _ heads: Int, feedForwardSize: Int = 2048, dropout: Double = 0.1,
        activation: @escaping @Sendable (Tensor) -> Tensor = { $0.relu() }, batchFirst: Bool = false,
        normFirst: Bool = false
    ) {
        selfAttn = MultiheadAttention(size, heads, dropout: dropout, batchFirst: batchFirst)
        linear1 = Linear(size, feedForwardSize)
        linear2 = Linear(feedForwardSize, size)
        (norm1, norm2) = (LayerNorm(size), LayerNorm(size))
        (self.dropout, dropout1, dropout2) = (Dropout(dropout), Dropout(dropout), Dropout(dropout))
        (isNormFirst, self.activation) = (normFirst, activation)
    }

    /// The layer's output, with masks as in ``MultiheadAttention``.
    public func callAsFunction(_ x: Tensor, mask: Tensor? = nil, keyPaddingMask: Tensor? = nil) -> Tensor {
        func attended(_ x: Tensor) -> Tensor {
            dropout1(selfAttn.attended(x, x, x, keyPaddingMask, mask).output)
        }
        if isNormFirst {
            let y = x + attended(norm1(x))
            return y + fed(norm2(y))
        }
        let y = norm1(x + attended(x))
        return norm2(y + fed(y))
    }

    public override func forward(_ x: Tensor) -> Tensor { self(x, mask: nil) }

    private func fed(_ x: Tensor) -> Tensor { dropout2(linear2(dropout(activation(linear1(x))))) }
}
