import TensorKernel

typealias Operation = @Sendable ([Tensor], [OperationFixture.Argument]) -> [Tensor]

/// The Swift side of every op name in the fixtures.
let operations: [String: Operation] = {
    var table = reductions.merging(otherOperations) { first, _ in first }
    for (name, operation) in unaryOperations { table[name] = { x, _ in [operation(x[0])] } }
    for (name, operation) in binaryOperations { table[name] = { x, _ in [operation(x[0], x[1])] } }
    return table
}()

private let unaryOperations: [String: @Sendable (Tensor) -> Tensor] = [
    "neg": { -$0 }, "exp": { $0.exp() }, "expm1": { $0.expm1() }, "sin": { $0.sin() }, "cos": { $0.cos() },
    "tan": { $0.tan() }, "erf": { $0.erf() }, "tanh": { $0.tanh() }, "sigmoid": { $0.sigmoid() },
    "relu": { $0.relu() }, "gelu": { $0.gelu() }, "abs": { $0.abs() }, "sign": { $0.sign() },
    "square": { $0.square() }, "floor": { $0.floor() }, "ceil": { $0.ceil() }, "trunc": { $0.trunc() },
    "round": { $0.round() }, "log": { $0.log() }, "log1p": { $0.log1p() }, "sqrt": { $0.sqrt() },
    "rsqrt": { $0.rsqrt() }, "not": { !$0 }, "exp.values": { $0.exp() }, "log.values": { $0.log() },
    "tanh.values": { $0.tanh() }, "sigmoid.values": { $0.sigmoid() }, "relu.values": { $0.relu() },
    "sqrt.values": { $0.sqrt() }, "abs.values": { $0.abs() }, "neg.values": { -$0 }, "sum.all": { $0.sum() },
    "mean.all": { $0.mean() }, "var.all": { $0.var() }, "std.all": { $0.std() }, "max.all": { $0.max() },
    "min.all": { $0.min() }, "norm.all": { $0.norm() }, "prod.all": { $0.prod() },
    "var0": { $0.var(dim: 1, correction: 0) }, "argmax.all": { $0.argmax() }, "to.int64": { $0.to(.int64) },
    "to.bool": { $0.to(.bool) }, "to.float32": { $0.to(.float32) }, "reciprocal": { $0.reciprocal() },
    "log2": { $0.log2() }, "log10": { $0.log10() }, "isinf": { $0.isinf() }, "isfinite": { $0.isfinite() },
    "isnan": { $0.isnan() }, "diag": { $0.diag() }, "nonzero": { $0.nonzero() },
]

private let binaryOperations: [String: @Sendable (Tensor, Tensor) -> Tensor] = [
    "add": { $0 + $1 }, "sub": { $0 - $1 }, "mul": { $0 * $1 }, "div": { $0 / $1 }, "maximum": { $0.maximum($1) },
    "minimum": { $0.minimum($1) }, "floorDivide": { $0.floorDivide($1) }, "remainder": { $0.remainder($1) },
    "lt": { $0 .< $1 }, "gt": { $0 .> $1 }, "le": { $0 .<= $1 }, "ge": { $0 .>= $1 }, "eq": { $0 .== $1 },
    "ne": { $0 .!= $1 }, "and": { $0 .&& $1 }, "or": { $0 .|| $1 }, "pow": { $0.pow($1) },
    "matmul": { $0.matmul($1) }, "dot": { $0.dot($1) }, "outer": { $0.outer($1) }, "index": { $0[$1] },
    "crossEntropy.none": { $0.crossEntropy($1, reduction: .none) },
    "crossEntropy.mean": { $0.crossEntropy($1, reduction: .mean) },
    "crossEntropy.sum": { $0.crossEntropy($1, reduction: .sum) },
]

private let reductions: [String: Operation] = [
    "sum": { x, a in [x[0].sum(dims: a[0].ints, keepdim: a[1].bool)] },
    "mean": { x, a in [x[0].mean(dims: a[0].ints, keepdim: a[1].bool)] },
    "var": { x, a in [x[0].var(dims: a[0].ints, keepdim: a[1].bool)] },
    "std": { x, a in [x[0].std(dims: a[0].ints, keepdim: a[1].bool)] },
    "amax": { x, a in [x[0].amax(dims: a[0].ints, keepdim: a[1].bool)] },
    "amin": { x, a in [x[0].amin(dims: a[0].ints, keepdim: a[1].bool)] },
    "norm": { x, a in [x[0].norm(dims: a[0].ints, keepdim: a[1].bool)] },
    "norm1": { x, a in [x[0].norm(1, dims: a[0].ints, keepdim: a[1].bool)] },
    "norm3": { x, a in [x[0].norm(3, dims: a[0].ints, keepdim: a[1].bool)] },
    "normInf": { x, a in [x[0].norm(.infinity, dims: a[0].ints, keepdim: a[1].bool)] },
    "norm0": { x, a in [x[0].norm(0, dims: a[0].ints, keepdim: a[1].bool)] },
    "normMinusInf": { x, a in [x[0].norm(-.infinity, dims: a[0].ints, keepdim: a[1].bool)] },
    "logsumexp": { x, a in [x[0].logsumexp(dims: a[0].ints, keepdim: a[1].bool)] },
    "all": { x, a in [x[0].all(dims: a[0].ints)] },
    "any": { x, a in [x[0].any(dims: a[0].ints)] },
    "prod": { x, a in [x[0].prod(dim: a[0].int)] },
    "cumsum": { x, a in [x[0].cumsum(dim: a[0].int)] },
    "softmax": { x, a in [x[0].softmax(dim: a[0].int)] },
    "logSoftmax": { x, a in [x[0].logSoftmax(dim: a[0].int)] },
    "max": { x, a in
        let result = x[0].max(dim: a[0].int)
        return [result.values, result.indices]
    },
    "min": { x, a in
        let result = x[0].min(dim: a[0].int)
        return [result.values, result.indices]
    },
    "argmax": { x, a in [x[0].argmax(dim: a[0].int)] },
    "argmin": { x, a in [x[0].argmin(dim: a[0].int)] },
    "sort": { x, a in
        let result = x[0].sort(dim: a[0].int, descending: a[1].bool)
        return [result.values, result.indices]
    },
    "topk": { x, a in
        let result = x[0].topk(2, dim: a[0].int, largest: a[1].bool)
        return [result.values, result.indices]
    },
    "flip": { x, a in [x[0].flip(dims: [a[0].int])] },
]

private let otherOperations: [String: Operation] = [
    "pow.scalar": { x, a in [x[0].pow(a[0].double)] },
    "pow.int": { x, a in [x[0].pow(a[0].int)] },
    "clamp": { x, a in [x[0].clamp(min: a[0].double, max: a[1].double)] },
    "where": { x, _ in [Tensor.where(x[0], x[1], x[2])] },
    "linear": { x, _ in [x[0].linear(weight: x[1], bias: x.count > 2 ? x[2] : nil)] },
    "conv2d": { x, a in
        [x[0].conv2d(weight: x[1], bias: x.count > 2 ? x[2] : nil, stride: a[0].size, padding: a[1].size)]
    },
    "maxPool2d": { x, a in [x[0].maxPool2d(a[0].size, stride: a[1].size, padding: a[2].size)] },
    "avgPool2d": { x, a in [x[0].avgPool2d(a[0].size, stride: a[1].size, padding: a[2].size)] },
    "leakyRelu": { x, a in [x[0].leakyRelu(slope: a[0].double)] },
    "maskedFill": { x, _ in [x[0].dtype == .int64 ? x[0].maskedFill(x[1], -7) : x[0].maskedFill(x[1], -7.5)] },
    "tril": { x, a in [x[0].tril(diagonal: a[0].int)] },
    "triu": { x, a in [x[0].triu(diagonal: a[0].int)] },
    "repeat": { x, a in [x[0].repeat(a[0].ints)] },
    "repeatInterleave": { x, a in [x[0].repeatInterleave(a[0].int, dim: a[1].int)] },
    "roll": { x, a in [x[0].roll(a[0].int, dim: a[1].int)] },
    "bincount": { x, a in [x[0].bincount(minLength: a[0].int)] },
    "oneHot": { x, a in [x[0].oneHot(a[0].int)] },
    "reshape": { x, a in [x[0].reshape(a[0].ints)] },
    "transpose": { x, a in [x[0].transpose(a[0].int, a[1].int)] },
    "permute": { x, a in [x[0].permute(a[0].ints)] },
    "expand": { x, a in [x[0].expand(a[0].ints)] },
    "unsqueeze": { x, a in [x[0].unsqueeze(a[0].int)] },
    "squeeze": { x, a in [x[0].squeeze(a[0].int)] },
    "flatten": { x, a in [x[0].flatten(startDim: a[0].int)] },
    "narrow": { x, a in [x[0].narrow(a[0].int, start: a[1].int, length: a[2].int)] },
    "stepped": { x, a in [x[0].slice(dim: 1, from: 1, step: a[0].int)] },
    "select": { x, a in [x[0].select(a[0].int, a[1].int)] },
    "chunk": { x, a in x[0].chunk(a[0].int) },
    "split": { x, a in x[0].split(a[0].int, dim: 1) },
    "cat": { x, _ in [Tensor.cat(x)] },
    "cat1": { x, _ in [Tensor.cat(x, dim: 1)] },
    "stack": { x, _ in [Tensor.stack(x)] },
    "stack1": { x, _ in [Tensor.stack(x, dim: 1)] },
    "gather": { x, a in [x[0].gather(dim: a[0].int, x[1])] },
    "rows": { x, a in [x[0].indexSelect(dim: a[0].int, x[1])] },
    "pairs": { x, _ in [x[0][x[1], x[2]]] },
    "linspace": { _, a in [Tensor.linspace(a[0].double, a[1].double, a[2].int)] },
    "arange": { _, a in [Tensor.arange(a[0].double, a[1].double, step: a[2].double)] },
]
