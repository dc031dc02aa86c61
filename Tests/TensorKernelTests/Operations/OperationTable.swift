import TensorKernel

/// Every op of the kernel that PyTorch has: one entry an op. Fixtures, tests and a table of the docs are made from it.
///
/// `signature` is PyTorch's: `make_op_fixtures.py` takes its sample inputs from the entry of that name in PyTorch's own
/// `op_db`, and leaves out those with arguments that the signature does not name. `lectern` is what one writes here.
let operationTable: [OperationEntry] = [
    // Functions of one tensor, value by value.
    op("abs(input)", "x.abs()") { [$0.x.abs()] },
    op("acos(input)", "x.acos()") { [$0.x.acos()] },
    op("acosh(input)", "x.acosh()") { [$0.x.acosh()] },
    op("asin(input)", "x.asin()") { [$0.x.asin()] },
    op("asinh(input)", "x.asinh()") { [$0.x.asinh()] },
    op("atan(input)", "x.atan()") { [$0.x.atan()] },
    op("atanh(input)", "x.atanh()") { [$0.x.atanh()] },
    op("bitwise_not(input)", "~x") { [~$0.x] },
    op("ceil(input)", "x.ceil()") { [$0.x.ceil()] },
    op("cos(input)", "x.cos()") { [$0.x.cos()] },
    op("cosh(input)", "x.cosh()") { [$0.x.cosh()] },
    op("erf(input)", "x.erf()") { [$0.x.erf()] },
    op("erfc(input)", "x.erfc()") { [$0.x.erfc()] },
    op("exp(input)", "x.exp()") { [$0.x.exp()] },
    op("exp2(input)", "x.exp2()") { [$0.x.exp2()] },
    op("expm1(input)", "x.expm1()") { [$0.x.expm1()] },
    op("floor(input)", "x.floor()") { [$0.x.floor()] },
    op("frac(input)", "x.frac()") { [$0.x.frac()] },
    op("isfinite(input)", "x.isfinite()") { [$0.x.isfinite()] },
    op("isinf(input)", "x.isinf()") { [$0.x.isinf()] },
    op("isnan(input)", "x.isnan()") { [$0.x.isnan()] },
    op("log(input)", "x.log()") { [$0.x.log()] },
    op("log10(input)", "x.log10()") { [$0.x.log10()] },
    op("log1p(input)", "x.log1p()") { [$0.x.log1p()] },
    op("log2(input)", "x.log2()") { [$0.x.log2()] },
    op("logical_not(input)", "!x") { [!$0.x] },
    op("nan_to_num(input, nan=None, posinf=None, neginf=None)", "x.nanToNum()") { a in
        [
            a.x.nanToNum(
                nan: a["nan"].optionalDouble ?? 0, posinf: a["posinf"].optionalDouble,
                neginf: a["neginf"].optionalDouble)
        ]
    },
    op("neg(input)", "-x") { [-$0.x] },
    op("reciprocal(input)", "x.reciprocal()") { [$0.x.reciprocal()] },
    op("round(input)", "x.round()") { [$0.x.round()] },
    op("rsqrt(input)", "x.rsqrt()") { [$0.x.rsqrt()] },
    op("sigmoid(input)", "x.sigmoid()") { [$0.x.sigmoid()] },
    op("sign(input)", "x.sign()") { [$0.x.sign()] },
    op("sin(input)", "x.sin()") { [$0.x.sin()] },
    op("sinh(input)", "x.sinh()") { [$0.x.sinh()] },
    op("sqrt(input)", "x.sqrt()") { [$0.x.sqrt()] },
    op("square(input)", "x.square()") { [$0.x.square()] },
    op("tan(input)", "x.tan()") { [$0.x.tan()] },
    op("tanh(input)", "x.tanh()") { [$0.x.tanh()] },
    op("trunc(input)", "x.trunc()") { [$0.x.trunc()] },
    op("nn.functional.relu(input)", "x.relu()") { [$0.x.relu()] },
    op("nn.functional.relu6(input)", "x.relu6()") { [$0.x.relu6()] },
    op("nn.functional.leaky_relu(input, negative_slope=0.01)", "x.leakyRelu(slope: 0.01)") { a in
        [a.x.leakyRelu(slope: a["negative_slope"].double)]
    },
    op("nn.functional.gelu(input, approximate='none')", "x.gelu()") { a in
        [a["approximate"].string == "tanh" ? a.x.gelu(approximate: .tanh) : a.x.gelu()]
    },
    op("nn.functional.silu(input)", "x.silu()") { [$0.x.silu()] },
    op("nn.functional.softplus(input, beta=1, threshold=20)", "x.softplus()") { a in
        [a.x.softplus(beta: a["beta"].double, threshold: a["threshold"].double)]
    },
    op("nn.functional.logsigmoid(input)", "x.logSigmoid()") { [$0.x.logSigmoid()] },
    op("nn.functional.elu(input, alpha=1.0)", "x.elu()") { a in [a.x.elu(alpha: a["alpha"].double)] },
    op("nn.functional.softsign(input)", "x.softsign()") { [$0.x.softsign()] },
    op("nn.functional.hardtanh(input, min_val=-1.0, max_val=1.0)", "x.hardtanh(min: -1, max: 1)") { a in
        [a.x.hardtanh(min: a["min_val"].double, max: a["max_val"].double)]
    },
    op("clamp(input, min=None, max=None)", "x.clamp(min: 0, max: 1)") { a in
        if a["min"].isNumber || a["max"].isNumber {
            return [a.x.clamp(min: a["min"].optionalDouble, max: a["max"].optionalDouble)]
        }
        return [a.x.clamp(min: a["min"].optionalTensor, max: a["max"].optionalTensor)]
    },

    // Functions of two tensors, after broadcasting.
    op("add(input, other)", "a + b") { [$0.x + $0["other"].tensor] },
    op("sub(input, other)", "a - b") { [$0.x - $0["other"].tensor] },
    op("mul(input, other)", "a * b") { [$0.x * $0["other"].tensor] },
    op("div(input, other)", "a / b") { [$0.x / $0["other"].tensor] },
    op("rsub(input, other)", "b - a") { [$0["other"].tensor - $0.x] },
    op("pow(input, exponent)", "a.pow(b)") { a in
        switch a["exponent"] {
        case .int(let power): [a.x.pow(power)]
        case .double(let power): [a.x.pow(power)]
        default: [a.x.pow(a["exponent"].tensor)]
        }
    },
    op("atan2(input, other)", "a.atan2(b)") { [$0.x.atan2($0["other"].tensor)] },
    op("floor_divide(input, other)", "a.floorDivide(b)") { [$0.x.floorDivide($0["other"].tensor)] },
    op("remainder(input, other)", "a.remainder(b)") { [$0.x.remainder($0["other"].tensor)] },
    op("maximum(input, other)", "a.maximum(b)") { [$0.x.maximum($0["other"].tensor)] },
    op("minimum(input, other)", "a.minimum(b)") { [$0.x.minimum($0["other"].tensor)] },
    op("logaddexp(input, other)", "a.logaddexp(b)") { [$0.x.logaddexp($0["other"].tensor)] },
    op("lerp(input, end, weight)", "a.lerp(b, weight)") { [$0.x.lerp($0["end"].tensor, $0["weight"].tensor)] },
    op("eq(input, other)", "a .== b") { [$0.x .== $0["other"].tensor] },
    op("ne(input, other)", "a .!= b") { [$0.x .!= $0["other"].tensor] },
    op("lt(input, other)", "a .< b") { [$0.x .< $0["other"].tensor] },
    op("le(input, other)", "a .<= b") { [$0.x .<= $0["other"].tensor] },
    op("gt(input, other)", "a .> b") { [$0.x .> $0["other"].tensor] },
    op("ge(input, other)", "a .>= b") { [$0.x .>= $0["other"].tensor] },
    op("logical_and(input, other)", "a .&& b") { [$0.x .&& $0["other"].tensor] },
    op("logical_or(input, other)", "a .|| b") { [$0.x .|| $0["other"].tensor] },
    op("bitwise_and(input, other)", "a & b") { [$0.x & $0["other"].tensor] },
    op("bitwise_or(input, other)", "a | b") { [$0.x | $0["other"].tensor] },
    op("bitwise_xor(input, other)", "a ^ b") { [$0.x ^ $0["other"].tensor] },
    op("bitwise_left_shift(input, other)", "a.bitwiseLeftShift(b)") { [$0.x.bitwiseLeftShift($0["other"].tensor)] },
    op("bitwise_right_shift(input, other)", "a.bitwiseRightShift(b)") { [$0.x.bitwiseRightShift($0["other"].tensor)] },
    op("where(input, condition, other)", "Tensor.where(c, a, b)") { a in
        [Tensor.where(a["condition"].tensor, a.x, a["other"].tensor)]
    },

    // Reductions.
    op("sum(input, dim=None, keepdim=False)", "x.sum(dim: 1, keepdim: true)") { a in
        [a.x.sum(dims: a["dim"].optionalInts, keepdim: a["keepdim"].bool)]
    },
    op("mean(input, dim=None, keepdim=False)", "x.mean(dims: [0, 2])") { a in
        [a.x.mean(dims: a["dim"].optionalInts, keepdim: a["keepdim"].bool)]
    },
    op("var(input, dim=None, correction=1, keepdim=False)", "x.var(dim: 1, correction: 0)") { a in
        if case .bool = a["dim"] { return nil }
        guard let correction = a["correction"].correction else { return nil }
        return [a.x.var(dims: a["dim"].optionalInts, correction: correction, keepdim: a["keepdim"].bool)]
    },
    op("std(input, dim=None, correction=1, keepdim=False)", "x.std()") { a in
        if case .bool = a["dim"] { return nil }
        guard let correction = a["correction"].correction else { return nil }
        return [a.x.std(dims: a["dim"].optionalInts, correction: correction, keepdim: a["keepdim"].bool)]
    },
    op("prod(input, dim=None, keepdim=False)", "x.prod(dim: 0)") { a in
        [a["dim"].optionalInt.map { a.x.prod(dim: $0, keepdim: a["keepdim"].bool) } ?? a.x.prod()]
    },
    op("amax(input, dim=None, keepdim=False)", "x.amax(dims: [0, 1])") { a in
        [a.x.amax(dims: a["dim"].optionalInts, keepdim: a["keepdim"].bool)]
    },
    op("amin(input, dim=None, keepdim=False)", "x.amin(dims: [0, 1])") { a in
        [a.x.amin(dims: a["dim"].optionalInts, keepdim: a["keepdim"].bool)]
    },
    op("argmax(input, dim=None, keepdim=False)", "x.argmax(dim: 1)") { a in
        [a.x.argmax(dim: a["dim"].optionalInt, keepdim: a["keepdim"].bool)]
    },
    op("argmin(input, dim=None, keepdim=False)", "x.argmin(dim: 1)") { a in
        [a.x.argmin(dim: a["dim"].optionalInt, keepdim: a["keepdim"].bool)]
    },
    op("all(input, dim=None, keepdim=False)", "x.all(dim: 1)") { a in
        [a.x.all(dims: a["dim"].optionalInts, keepdim: a["keepdim"].bool)]
    },
    op("any(input, dim=None, keepdim=False)", "x.any(dim: 1)") { a in
        [a.x.any(dims: a["dim"].optionalInts, keepdim: a["keepdim"].bool)]
    },
    op("max(input, dim=None, keepdim=False)", "x.max(), x.max(dim: 1)") { a in
        if let other = a["dim"].optionalTensor { return [a.x.maximum(other)] }
        guard let dim = a["dim"].optionalInt else { return [a.x.max()] }
        let (values, indices) = a.x.max(dim: dim, keepdim: a["keepdim"].bool)
        return [values, indices]
    },
    op("min(input, dim=None, keepdim=False)", "x.min(), x.min(dim: 1)") { a in
        if let other = a["dim"].optionalTensor { return [a.x.minimum(other)] }
        guard let dim = a["dim"].optionalInt else { return [a.x.min()] }
        let (values, indices) = a.x.min(dim: dim, keepdim: a["keepdim"].bool)
        return [values, indices]
    },
    op("median(input, dim=None, keepdim=False)", "x.median(), x.median(dim: 1)") { a in
        guard let dim = a["dim"].optionalInt else { return [a.x.median()] }
        let (values, indices) = a.x.median(dim: dim, keepdim: a["keepdim"].bool)
        return [values, indices]
    },
    op("count_nonzero(input, dim=None)", "x.countNonzero()") { a in [a.x.countNonzero(dims: a["dim"].optionalInts)] },
    op("logsumexp(input, dim, keepdim=False)", "x.logsumexp(dim: 1)") { a in
        [a.x.logsumexp(dims: a["dim"].optionalInts, keepdim: a["keepdim"].bool)]
    },
    op("linalg.vector_norm(input, ord=2, dim=None, keepdim=False)", "x.norm(2, dims: [1])") { a in
        [a.x.norm(a["ord"].double, dims: a["dim"].optionalInts, keepdim: a["keepdim"].bool)]
    },
    op("cumsum(input, dim)", "x.cumsum(dim: 0)") { [$0.x.cumsum(dim: $0["dim"].int)] },
    op("cumprod(input, dim)", "x.cumprod(dim: 0)") { [$0.x.cumprod(dim: $0["dim"].int)] },
    op("softmax(input, dim)", "x.softmax(dim: 1)") { [$0.x.softmax(dim: $0["dim"].int)] },
    op("log_softmax(input, dim)", "x.logSoftmax(dim: 1)") { [$0.x.logSoftmax(dim: $0["dim"].int)] },
    op("sort(input, dim=-1, descending=False, stable=None)", "x.sort(dim: -1)") { a in
        let (values, indices) = a.x.sort(dim: a["dim"].int, descending: a["descending"].bool)
        return [values, indices]
    },
    op("argsort(input, dim=-1, descending=False, stable=None)", "x.argsort(dim: -1)") { a in
        [a.x.argsort(dim: a["dim"].int, descending: a["descending"].bool)]
    },
    op("topk(input, k, dim=-1, largest=True, sorted=True)", "x.topk(3)") { a in
        let (values, indices) = a.x.topk(a["k"].int, dim: a["dim"].int, largest: a["largest"].bool)
        return [values, indices]
    },
    op("unique(input, sorted=True, return_inverse=False, return_counts=False, dim=None)", "x.unique()") { a in
        guard a["dim"].isNone else { return nil }
        let (values, inverse, counts) = a.x.uniqueWithInverse()
        return [values] + (a["return_inverse"].bool ? [inverse] : []) + (a["return_counts"].bool ? [counts] : [])
    },
    op("bincount(input, weights=None, minlength=0)", "x.bincount()") { a in
        a["weights"].isNone ? [a.x.bincount(minLength: a["minlength"].int)] : nil
    },

    // Products.
    op("matmul(input, other)", "a.matmul(b)") { [$0.x.matmul($0["other"].tensor)] },
    op("mm(input, mat2)", "a.matmul(b)") { [$0.x.matmul($0["mat2"].tensor)] },
    op("bmm(input, mat2)", "a.matmul(b)") { [$0.x.matmul($0["mat2"].tensor)] },
    op("mv(input, vec)", "a.matmul(v)") { [$0.x.matmul($0["vec"].tensor)] },
    op("dot(input, tensor)", "u.dot(v)") { [$0.x.dot($0["tensor"].tensor)] },
    op("outer(input, vec2)", "u.outer(v)") { [$0.x.outer($0["vec2"].tensor)] },
    op("einsum(operands, equation)", "Tensor.einsum(\"ij,jk->ik\", a, b)") { a in
        [Tensor.einsum(a["equation"].string, a["operands"].tensors)]
    },
    op("trace(input)", "x.trace()") { [$0.x.trace()] },
    op("linalg.det(input)", "x.det()") { [$0.x.det()] },
    op("linalg.inv(input)", "x.inverse()") { [$0.x.inverse()] },
    op("linalg.solve(input, other, left=True)", "a.solve(b)") { a in
        a["left"].bool ? [a.x.solve(a["other"].tensor)] : nil
    },
    op("cdist(x1, x2, p=2.0, compute_mode=None)", "a.cdist(b)") { a in
        [a["x1"].tensor.cdist(a["x2"].tensor, p: a["p"].double)]
    },
    op("nn.functional.linear(input, weight, bias=None)", "x.linear(weight: w, bias: b)") { a in
        [a.x.linear(weight: a["weight"].tensor, bias: a["bias"].optionalTensor)]
    },
    op("nn.functional.normalize(input, p=2.0, dim=1, eps=1e-12)", "x.normalize(dim: 1)") { a in
        [a.x.normalize(a["p"].double, dim: a["dim"].int, eps: a["eps"].double)]
    },
    op("nn.functional.cosine_similarity(x1, x2, dim=1, eps=1e-8)", "a.cosineSimilarity(b)") { a in
        [a["x1"].tensor.cosineSimilarity(a["x2"].tensor, dim: a["dim"].int, eps: a["eps"].double)]
    },

    // Pictures and signals.
    op(
        "nn.functional.conv2d(input, weight, bias=None, stride=1, padding=0, dilation=1, groups=1)",
        "x.conv2d(weight: w, bias: b, stride: 2, padding: 1, dilation: 1, groups: 1)"
    ) { a in
        if case .string = a["padding"] { return nil }
        return [
            a.x.conv2d(
                weight: a["weight"].tensor, bias: a["bias"].optionalTensor, stride: a["stride"].size,
                padding: a["padding"].size, dilation: a["dilation"].size, groups: a["groups"].int)
        ]
    },
    op(
        "nn.functional.conv1d(input, weight, bias=None, stride=1, padding=0, dilation=1, groups=1)",
        "x.conv1d(weight: w, bias: b)"
    ) { a in
        if case .string = a["padding"] { return nil }
        return [
            a.x.conv1d(
                weight: a["weight"].tensor, bias: a["bias"].optionalTensor, stride: a["stride"].ints[0],
                padding: a["padding"].ints[0], dilation: a["dilation"].ints[0], groups: a["groups"].int)
        ]
    },
    op(
        "nn.functional.conv_transpose2d(input, weight, bias=None, stride=1, padding=0, output_padding=0, groups=1, dilation=1)",
        "x.convTranspose2d(weight: w, stride: 2)"
    ) { a in
        [
            a.x.convTranspose2d(
                weight: a["weight"].tensor, bias: a["bias"].optionalTensor, stride: a["stride"].size,
                padding: a["padding"].size, outputPadding: a["output_padding"].size, groups: a["groups"].int,
                dilation: a["dilation"].size)
        ]
    },
    op(
        "nn.functional.max_pool2d(input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False, return_indices=False)",
        "x.maxPool2d(2), x.maxPool2dWithIndices(2)"
    ) { a in
        let (values, indices) = a.x.maxPool2dWithIndices(
            a["kernel_size"].size, stride: a["stride"].optionalSize, padding: a["padding"].size,
            dilation: a["dilation"].size, ceilMode: a["ceil_mode"].bool)
        return a["return_indices"].bool ? [values, indices] : [values]
    },
    op(
        "nn.functional.avg_pool2d(input, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True, divisor_override=None)",
        "x.avgPool2d(2)"
    ) { a in
        [
            a.x.avgPool2d(
                a["kernel_size"].size, stride: a["stride"].optionalSize, padding: a["padding"].size,
                ceilMode: a["ceil_mode"].bool, countIncludePad: a["count_include_pad"].bool,
                divisorOverride: a["divisor_override"].optionalInt)
        ]
    },
    op("nn.functional.pad(input, pad, mode='constant', value=None)", "x.pad([1, 1])") { a in
        a["mode"].string == "constant" ? [a.x.pad(a["pad"].ints, value: a["value"].optionalDouble ?? 0)] : nil
    },

    // Losses.
    op(
        "nn.functional.cross_entropy(input, target, weight=None, size_average=None, ignore_index=-100, reduce=None, reduction='mean', label_smoothing=0.0)",
        "logits.crossEntropy(labels, weight: w, ignoreIndex: -100, reduction: .mean, labelSmoothing: 0.1)"
    ) { a in
        [
            a.x.crossEntropy(
                a["target"].tensor, weight: a["weight"].optionalTensor, ignoreIndex: a["ignore_index"].int,
                reduction: a["reduction"].reduction, labelSmoothing: a["label_smoothing"].double)
        ]
    },
    op(
        "nn.functional.nll_loss(input, target, weight=None, size_average=None, ignore_index=-100, reduce=None, reduction='mean')",
        "logProbabilities.nllLoss(labels)"
    ) { a in
        [
            a.x.nllLoss(
                a["target"].tensor, weight: a["weight"].optionalTensor, ignoreIndex: a["ignore_index"].int,
                reduction: a["reduction"].reduction)
        ]
    },
    op("nn.functional.mse_loss(input, target, size_average=None, reduce=None, reduction='mean')", "MSELoss()(x, y)") {
        a in
        a.x.shape == a["target"].tensor.shape
            ? [MSELoss(reduction: a["reduction"].reduction)(a.x, a["target"].tensor)] : nil
    },
    op("nn.functional.l1_loss(input, target, size_average=None, reduce=None, reduction='mean')", "L1Loss()(x, y)") {
        a in
        a.x.shape == a["target"].tensor.shape
            ? [L1Loss(reduction: a["reduction"].reduction)(a.x, a["target"].tensor)] : nil
    },
    op("nn.functional.huber_loss(input, target, reduction='mean', delta=1.0)", "HuberLoss(delta: 1)(x, y)") { a in
        a.x.shape == a["target"].tensor.shape
            ? [HuberLoss(reduction: a["reduction"].reduction, delta: a["delta"].double)(a.x, a["target"].tensor)] : nil
    },
    op(
        "nn.functional.smooth_l1_loss(input, target, size_average=None, reduce=None, reduction='mean', beta=1.0)",
        "SmoothL1Loss(beta: 1)(x, y)"
    ) { a in
        a.x.shape == a["target"].tensor.shape
            ? [SmoothL1Loss(reduction: a["reduction"].reduction, beta: a["beta"].double)(a.x, a["target"].tensor)] : nil
    },
    op(
        "nn.functional.binary_cross_entropy(input, target, weight=None, size_average=None, reduce=None, reduction='mean')",
        "BCELoss()(p, y)"
    ) { a in
        [BCELoss(weight: a["weight"].optionalTensor, reduction: a["reduction"].reduction)(a.x, a["target"].tensor)]
    },
    op(
        "nn.functional.binary_cross_entropy_with_logits(input, target, weight=None, size_average=None, reduce=None, reduction='mean', pos_weight=None)",
        "BCEWithLogitsLoss()(x, y)"
    ) { a in
        [
            BCEWithLogitsLoss(
                weight: a["weight"].optionalTensor, reduction: a["reduction"].reduction,
                posWeight: a["pos_weight"].optionalTensor)(a.x, a["target"].tensor)
        ]
    },
    op(
        "nn.functional.kl_div(input, target, size_average=None, reduce=None, reduction='mean', log_target=False)",
        "KLDivLoss()(logP, q)"
    ) { a in
        let reduction = a["reduction"].string
        let loss = KLDivLoss(
            reduction: reduction == "batchmean" ? .batchMean : KLDivLoss.Reduction(a["reduction"].reduction),
            logTarget: a["log_target"].bool)
        return a.x.shape == a["target"].tensor.shape ? [loss(a.x, a["target"].tensor)] : nil
    },
    op(
        "nn.functional.scaled_dot_product_attention(query, key, value, attn_mask=None, dropout_p=0.0, is_causal=False, scale=None, enable_gqa=False)",
        "scaledDotProductAttention(q, k, v, mask: m)"
    ) { a in
        guard a["dropout_p"].double == 0, !a["enable_gqa"].bool else { return nil }
        return [
            scaledDotProductAttention(
                a["query"].tensor, a["key"].tensor, a["value"].tensor, mask: a["attn_mask"].optionalTensor,
                isCausal: a["is_causal"].bool, scale: a["scale"].optionalDouble)
        ]
    },
    op("nn.functional.adaptive_avg_pool2d(input, output_size)", "x.adaptiveAvgPool2d(1)") { a in
        if case .list(let sizes) = a["output_size"], sizes.contains(where: \.isNone) { return nil }
        return [a.x.adaptiveAvgPool2d(a["output_size"].size)]
    },
    op("nn.functional.adaptive_max_pool2d(input, output_size, return_indices=False)", "x.adaptiveMaxPool2d(1)") { a in
        guard !a["return_indices"].bool else { return nil }
        if case .list(let sizes) = a["output_size"], sizes.contains(where: \.isNone) { return nil }
        return [a.x.adaptiveMaxPool2d(a["output_size"].size)]
    },
    op("nn.functional.group_norm(input, num_groups, weight=None, bias=None, eps=1e-5)", "x.groupNorm(groups: 2)") { a in
        [
            a.x.groupNorm(
                groups: a["num_groups"].int, weight: a["weight"].optionalTensor, bias: a["bias"].optionalTensor,
                eps: a["eps"].double)
        ]
    },
    op(
        "nn.functional.layer_norm(input, normalized_shape, weight=None, bias=None, eps=1e-5)",
        "x.layerNorm([8], weight: g, bias: b)"
    ) { a in
        [
            a.x.layerNorm(
                a["normalized_shape"].ints, weight: a["weight"].optionalTensor, bias: a["bias"].optionalTensor,
                eps: a["eps"].double)
        ]
    },

    // Shapes and places.
    op("reshape(input, shape)", "x.reshape(2, -1)") { [$0.x.reshape($0["shape"].ints)] },
    op("flatten(input, start_dim=0, end_dim=-1)", "x.flatten(startDim: 1)") { a in
        [a.x.flatten(startDim: a["start_dim"].int, endDim: a["end_dim"].int)]
    },
    op("unflatten(input, dim, sizes)", "x.unflatten(1, [2, 3])") { [$0.x.unflatten($0["dim"].int, $0["sizes"].ints)] },
    op("transpose(input, dim0, dim1)", "x.transpose(0, 1)") { [$0.x.transpose($0["dim0"].int, $0["dim1"].int)] },
    op("permute(input, dims)", "x.permute(1, 0)") { [$0.x.permute($0["dims"].ints)] },
    op("movedim(input, source, destination)", "x.movedim(0, 1)") {
        [$0.x.movedim($0["source"].ints, $0["destination"].ints)]
    },
    op("expand(input, shape)", "x.expand(2, 3)") { [$0.x.expand($0["shape"].ints)] },
    op("broadcast_to(input, shape)", "x.broadcastTo([2, 3])") { [$0.x.broadcastTo($0["shape"].ints)] },
    op("unsqueeze(input, dim)", "x.unsqueeze(0)") { [$0.x.unsqueeze($0["dim"].int)] },
    op("squeeze(input, dim=None)", "x.squeeze(0)") { a in
        if case .list = a["dim"] { return nil }
        return [a.x.squeeze(a["dim"].optionalInt)]
    },
    op("narrow(input, dim, start, length)", "x.narrow(0, start: 1, length: 2)") { a in
        if case .tensor = a["start"] { return nil }
        return [a.x.narrow(a["dim"].int, start: a["start"].int, length: a["length"].int)]
    },
    op("select(input, dim, index)", "x.select(0, 1)") { [$0.x.select($0["dim"].int, $0["index"].int)] },
    op("diagonal(input, offset=0, dim1=0, dim2=1)", "x.diagonal()") { a in
        [a.x.diagonal(offset: a["offset"].int, dim1: a["dim1"].int, dim2: a["dim2"].int)]
    },
    op("diag(input, diagonal=0)", "x.diag()") { [$0.x.diag($0["diagonal"].int)] },
    op("tril(input, diagonal=0)", "x.tril()") { [$0.x.tril(diagonal: $0["diagonal"].int)] },
    op("triu(input, diagonal=0)", "x.triu(diagonal: 1)") { [$0.x.triu(diagonal: $0["diagonal"].int)] },
    op("split(input, split_size, dim=0)", "x.split(2, dim: 0)") { a in
        if case .list = a["split_size"] { return a.x.split(a["split_size"].ints, dim: a["dim"].int) }
        return a.x.split(a["split_size"].int, dim: a["dim"].int)
    },
    op("chunk(input, chunks, dim=0)", "x.chunk(2)") { $0.x.chunk($0["chunks"].int, dim: $0["dim"].int) },
    op("unbind(input, dim=0)", "x.unbind()") { $0.x.unbind(dim: $0["dim"].int) },
    op("cat(tensors, dim=0)", "Tensor.cat([a, b], dim: 1)") { [Tensor.cat($0["tensors"].tensors, dim: $0["dim"].int)] },
    op("stack(tensors, dim=0)", "Tensor.stack([a, b])") { [Tensor.stack($0["tensors"].tensors, dim: $0["dim"].int)] },
    op("hstack(tensors)", "Tensor.hstack([a, b])") { [Tensor.hstack($0["tensors"].tensors)] },
    op("vstack(tensors)", "Tensor.vstack([a, b])") { [Tensor.vstack($0["tensors"].tensors)] },
    op("repeat(input, repeats)", "x.repeat(2, 1)") { [$0.x.repeat($0["repeats"].ints)] },
    op("tile(input, dims)", "x.tile(2, 1)") { [$0.x.tile($0["dims"].ints)] },
    op("repeat_interleave(input, repeats, dim=None)", "x.repeatInterleave(2, dim: 0)") { a in
        guard case .int(let count) = a["repeats"], let dim = a["dim"].optionalInt else { return nil }
        return [a.x.repeatInterleave(count, dim: dim)]
    },
    op("roll(input, shifts, dims=None)", "x.roll(1, dim: 0)") { a in
        guard !a["dims"].isNone, a["dims"].ints.count == 1 else { return nil }
        return [a.x.roll(a["shifts"].ints[0], dim: a["dims"].ints[0])]
    },
    op("flip(input, dims)", "x.flip(dims: [0])") { [$0.x.flip(dims: $0["dims"].ints)] },
    op("gather(input, dim, index)", "x.gather(dim: 1, i)") { [$0.x.gather(dim: $0["dim"].int, $0["index"].tensor)] },
    op("scatter(input, dim, index, src)", "x.scatter(dim: 1, i, values)") { a in
        if case .tensor(let source) = a["src"] { return [a.x.scatter(dim: a["dim"].int, a["index"].tensor, source)] }
        return [a.x.scatter(dim: a["dim"].int, a["index"].tensor, a["src"].double)]
    },
    op("scatter_add(input, dim, index, src)", "x.scatterAdd(dim: 1, i, values)") { a in
        [a.x.scatterAdd(dim: a["dim"].int, a["index"].tensor, a["src"].tensor)]
    },
    op("index_select(input, dim, index)", "x.indexSelect(dim: 0, i)") { a in
        [a.x.indexSelect(dim: a["dim"].int, a["index"].tensor)]
    },
    op("index_add(input, dim, index, source, alpha=1)", "x.indexAdd(dim: 0, i, values)") { a in
        [a.x.indexAdd(dim: a["dim"].int, a["index"].tensor, a["source"].tensor, alpha: a["alpha"].double)]
    },
    op("take_along_dim(input, indices, dim=None)", "x.takeAlongDim(i, dim: 1)") { a in
        [a.x.takeAlongDim(a["indices"].tensor, dim: a["dim"].optionalInt)]
    },
    op("take(input, index)", "x.take(i)") { [$0.x.take($0["index"].tensor)] },
    op("masked_fill(input, mask, value)", "x.maskedFill(m, 0.0)") { a in
        switch a["value"] {
        case .tensor: nil
        case .bool(let value): [a.x.maskedFill(a["mask"].tensor, value)]
        case .int(let value): [a.x.maskedFill(a["mask"].tensor, value)]
        default: [a.x.maskedFill(a["mask"].tensor, a["value"].double)]
        }
    },
    op("masked_select(input, mask)", "x.maskedSelect(m)") { [$0.x.maskedSelect($0["mask"].tensor)] },
    op("__getitem__(input, index)", "x[0, 1..<3], x[..., nil], x[mask], x[0..., i]") { a in
        a["index"].subscripts.map { [a.x[picking: $0]] }
    },
    op("nonzero(input, as_tuple=False)", "x.nonzero()") { a in a["as_tuple"].bool ? nil : [a.x.nonzero()] },
    op("argwhere(input)", "x.nonzero()") { [$0.x.nonzero()] },
    op("nn.functional.one_hot(input, num_classes=-1)", "i.oneHot(3)") { a in
        a["num_classes"].int < 0 ? nil : [a.x.oneHot(a["num_classes"].int)]
    },
    op("meshgrid(tensors, indexing='ij')", "Tensor.meshgrid(u, v)") { a in
        Tensor.meshgrid(a["tensors"].tensors, indexing: a["indexing"].string)
    },
    op("clone(input)", "x.clone()") { [$0.x.clone()] },
    op("contiguous(input)", "x.contiguous()") { [$0.x.contiguous()] },
]
