"""Writes operations.json: what PyTorch computes for every op, with the gradients of its inputs.

Run with a Python that has torch:  python make_op_fixtures.py
Each case is an op's name, its inputs, its arguments, its outputs, the gradient put into the first output, and the
gradients that come out at the inputs. The Swift side of each name is in OperationTable.swift.
"""

import json
import math
import pathlib

import torch
import torch.nn.functional as F

torch.manual_seed(20260901)
torch.set_num_threads(1)
cases = []


def encoded(value):
    if isinstance(value, float) and not math.isfinite(value):
        return {"nan": "nan", "inf": "inf", "-inf": "-inf"}[str(value)]
    return float(f"{value:.9g}") if isinstance(value, float) else value


def tensor(value):
    dtype = {torch.float32: "float32", torch.int64: "int64", torch.bool: "bool"}[value.dtype]
    flat = value.detach().contiguous().reshape(-1)
    numbers = flat.to(torch.float64).tolist() if dtype == "float32" else flat.to(torch.int64).tolist()
    return {"shape": list(value.shape), "dtype": dtype, "values": [encoded(number) for number in numbers]}


def case(name, inputs, function, arguments=()):
    leaves = [x.detach().clone().requires_grad_(x.dtype == torch.float32) for x in inputs]
    result = function(*leaves, *arguments)
    outputs = list(result) if isinstance(result, tuple) else [result]
    entry = {
        "name": name,
        "inputs": [tensor(x) for x in inputs],
        "arguments": list(arguments),
        "outputs": [tensor(y) for y in outputs],
    }
    if outputs[0].requires_grad:
        gradient = torch.randn(outputs[0].shape)
        outputs[0].backward(gradient)
        entry["gradient"] = tensor(gradient)
        entry["gradients"] = [None if x.grad is None else tensor(x.grad) for x in leaves]
    cases.append(entry)


def ints(*shape, low=-5, high=6):
    return torch.randint(low, high, shape)


SHAPES = [(5,), (3, 4), (2, 3, 4), ()]
special = torch.tensor([0.0, -0.0, 1.0, -1.0, 1e-3, -1e-3, 20.0, -20.0, 88.0, -88.0, 100.0, -110.0, 1e-40, 3e38])
beyond = torch.tensor([math.inf, -math.inf, math.nan, 0.0, -1.0])

# Functions of one tensor.
anywhere = {
    "neg": torch.neg, "exp": torch.exp, "expm1": torch.expm1, "sin": torch.sin, "cos": torch.cos, "erf": torch.erf,
    "tanh": torch.tanh, "sigmoid": torch.sigmoid, "relu": torch.relu, "gelu": F.gelu, "abs": torch.abs,
    "sign": torch.sign, "square": torch.square, "floor": torch.floor, "ceil": torch.ceil, "trunc": torch.trunc,
    "round": torch.round,
}
positive = {"log": torch.log, "log1p": torch.log1p, "sqrt": torch.sqrt, "rsqrt": torch.rsqrt}
for name, function in anywhere.items():
    for shape in SHAPES:
        case(name, [torch.randn(shape) * 2], function)
    case(name, [special.clone().clamp(-20, 20) if name == "gelu" else special], function)
for name, function in positive.items():
    for shape in SHAPES:
        case(name, [torch.rand(shape) * 3 + 0.01], function)
    case(name, [torch.tensor([1e-40, 1e-38, 1e-3, 0.5, 0.999, 1.0, 1.001, 2.0, 1e10, 3e38])], function)
for name in ["exp", "log", "tanh", "sigmoid", "relu", "sqrt", "abs", "neg"]:
    case(name + ".values", [beyond], lambda x, name=name: getattr(torch, name)(x.detach()))
case("tan", [torch.randn(3, 4) * 0.5], torch.tan)
for exponent in [0.0, 1.0, 2.0, 3.0, 0.5, -1.0, 2.5, -0.7]:
    case("pow.scalar", [torch.rand(3, 4) + 0.2], lambda x, e: x.pow(e), [exponent])
for exponent in [2.0, 3.0]:
    case("pow.scalar", [torch.randn(5)], lambda x, e: x.pow(e), [exponent])
case("pow.int", [ints(4)], lambda x, e: x.pow(int(e)), [3.0])
case("pow", [torch.rand(3, 4) + 0.2, torch.randn(4)], torch.pow)
case("pow", [torch.tensor([0.0, 0.0, 2.0]), torch.tensor([2.0, 0.0, 3.0])], torch.pow)
for low, high in [(-0.5, 0.5), (-1.0, 2.0)]:
    case("clamp", [torch.randn(4, 5)], lambda x, a, b: x.clamp(a, b), [low, high])

# Functions of two tensors, broadcast.
PAIRS = [((3, 4), (3, 4)), ((3, 4), (4,)), ((3, 1), (1, 4)), ((2, 3, 4), (3, 1)), ((), (2, 3)), ((5,), ()),
         ((2, 1, 3), (4, 1)), ((1,), (3, 2)), ((0, 3), (1, 3))]
binary = {"add": torch.add, "sub": torch.sub, "mul": torch.mul, "div": torch.div, "maximum": torch.maximum,
          "minimum": torch.minimum}
for name, function in binary.items():
    for first, second in PAIRS:
        case(name, [torch.randn(first), torch.randn(second) + (3 if name == "div" else 0)], function)
    case(name, [torch.randn(2, 3), ints(3, low=1)], function)
    case(name, [ints(2, 3), ints(2, 1, low=1)], function)
    case(name, [torch.tensor([1.0, 2.0, math.nan]), torch.tensor([1.0, math.nan, 3.0])],
         lambda a, b, f=function: f(a.detach(), b.detach()))
for name in ["add", "mul", "div"]:
    case(name, [torch.randn(3) > 0, ints(3, low=1)], binary[name])
    case(name, [torch.randn(3) > 0, torch.randn(3) + 3], binary[name])
case("floorDivide", [ints(20, low=-9, high=9), torch.tensor([3, -3, 2, -2] * 5)], torch.floor_divide)
case("floorDivide", [torch.randn(8) * 5, torch.randn(8) + 3], lambda a, b: torch.floor_divide(a.detach(), b.detach()))
case("remainder", [ints(20, low=-9, high=9), torch.tensor([3, -3, 2, -2] * 5)], torch.remainder)
case("remainder", [torch.randn(8) * 5, torch.tensor([2.0, -2.0] * 4)], torch.remainder)
comparisons = {"lt": torch.lt, "gt": torch.gt, "le": torch.le, "ge": torch.ge, "eq": torch.eq, "ne": torch.ne}
for name, function in comparisons.items():
    for first, second in PAIRS[:4]:
        case(name, [ints(*first, low=-2, high=3), ints(*second, low=-2, high=3)], function)
    case(name, [torch.tensor([1.0, math.nan, -0.0, math.inf]), torch.tensor([1.0, math.nan, 0.0, 3.0])], function)
    case(name, [ints(6), torch.randn(6).round()], function)
for name, function in {"and": torch.logical_and, "or": torch.logical_or}.items():
    case(name, [ints(3, 4, low=0, high=2), torch.randn(4) > 0], function)
case("not", [ints(3, 4, low=0, high=2)], torch.logical_not)
case("where", [torch.randn(3, 4) > 0, torch.randn(3, 4), torch.randn(4)], torch.where)
case("where", [torch.randn(3, 1) > 0, torch.randn(()), torch.randn(4)], torch.where)
case("where", [torch.randn(3, 1) > 0, ints(3, 2), ints(2)], torch.where)

# Reductions.
for shape, dims in [((3, 4), [0]), ((3, 4), [1]), ((3, 4), [-1]), ((2, 3, 4), [1]), ((2, 3, 4), [0, 2]),
                    ((2, 3, 4), [0, 1]), ((2, 3, 4, 5), [1, 3]), ((17, 30), [0]), ((17, 30), [1])]:
    for keep in [False, True]:
        for name, function in {
            "sum": lambda x, d, k: x.sum(d, k), "mean": lambda x, d, k: x.mean(d, k),
            "var": lambda x, d, k: x.var(d, keepdim=k), "std": lambda x, d, k: x.std(d, keepdim=k),
            "amax": lambda x, d, k: x.amax(d, k), "amin": lambda x, d, k: x.amin(d, k),
            "norm": lambda x, d, k: x.norm(2, d, k), "logsumexp": lambda x, d, k: x.logsumexp(d, k),
            "norm1": lambda x, d, k: torch.linalg.vector_norm(x, 1, d, k),
            "norm3": lambda x, d, k: torch.linalg.vector_norm(x, 3, d, k),
            "normInf": lambda x, d, k: torch.linalg.vector_norm(x, math.inf, d, k),
        }.items():
            if math.prod(shape) < 500 or name in ("sum", "mean", "var"):
                case(name, [torch.randn(shape)], function, [dims, keep])
    case("sum", [ints(*shape)], lambda x, d, k: x.sum(d, k), [dims, False])
    case("sum", [torch.randn(shape) > 0], lambda x, d, k: x.sum(d, k), [dims, False])
    case("amax", [ints(*shape)], lambda x, d, k: x.amax(d, k), [dims, False])
for name, function in {"sum.all": torch.sum, "mean.all": torch.mean, "var.all": torch.var, "std.all": torch.std,
                       "max.all": torch.max, "min.all": torch.min, "norm.all": torch.norm,
                       "prod.all": torch.prod}.items():
    for shape in [(5,), (3, 4), (2, 3, 4)]:
        case(name, [torch.randn(shape)], function)
case("var0", [torch.randn(3, 4)], lambda x: x.var(1, correction=0))
case("max.all", [torch.tensor([1.0, 3.0, 3.0])], torch.max)
case("max.all", [torch.tensor([1.0, math.nan, 3.0])], lambda x: torch.max(x.detach()))
case("norm.all", [torch.zeros(3)], torch.norm)
case("prod.all", [torch.tensor([2.0, 0.0, 3.0])], torch.prod)
case("prod.all", [torch.tensor([0.0, 0.0, 3.0])], torch.prod)
case("prod.all", [ints(5, low=1)], torch.prod)
for dim in [0, 1, -1]:
    case("prod", [torch.randn(2, 3, 4)], lambda x, d: x.prod(d), [dim])
    case("cumsum", [torch.randn(2, 3, 4)], lambda x, d: x.cumsum(d), [dim])
    case("cumsum", [ints(2, 3, 4)], lambda x, d: x.cumsum(d), [dim])
    case("softmax", [torch.randn(2, 3, 4) * 3], lambda x, d: x.softmax(d), [dim])
    case("logSoftmax", [torch.randn(2, 3, 4) * 3], lambda x, d: x.log_softmax(d), [dim])
    for name, function in {"max": torch.max, "min": torch.min}.items():
        case(name, [torch.randn(2, 3, 4)], lambda x, d, f=function: tuple(f(x, d)), [dim])
        case(name, [ints(2, 3, 4, low=-99, high=99)], lambda x, d, f=function: tuple(f(x, d)), [dim])
    case("argmax", [torch.randn(2, 3, 4)], lambda x, d: x.argmax(d), [dim])
    case("argmin", [torch.randn(2, 3, 4)], lambda x, d: x.argmin(d), [dim])
    for descending in [False, True]:
        case("sort", [torch.randn(2, 3, 4)], lambda x, d, r: tuple(torch.sort(x, dim=d, descending=r, stable=True)[:2]),
             [dim, descending])
    for largest in [False, True]:
        case("topk", [torch.randn(3, 3, 4)], lambda x, d, l: tuple(x.topk(2, d, l)), [dim, largest])
    case("flip", [torch.randn(2, 3, 4)], lambda x, d: x.flip([d]), [dim])
case("argmax.all", [torch.tensor([1.0, math.nan, 3.0])], torch.argmax)
case("sort", [torch.tensor([2.0, math.nan, 1.0, math.inf])], lambda x, d, r: tuple(torch.sort(x.detach(), dim=d, descending=r)[:2]),
     [0, False])
case("softmax", [torch.tensor([[1000.0, 0.0], [-1000.0, -1000.0]])], lambda x, d: x.softmax(d), [1])
case("logsumexp", [torch.tensor([[16.0, 16.0], [-1000.0, 0.0]])], lambda x, d, k: x.logsumexp(d, k), [[1], False])
for dims in [[0], [1]]:
    case("all", [torch.tensor([[1, 1], [0, 1]])], lambda x, d: x.bool().all(d[0]), [dims])
    case("any", [torch.tensor([[1, 0], [0, 0]])], lambda x, d: x.bool().any(d[0]), [dims])

# Products.
for first, second in [((3, 4), (4, 2)), ((4,), (4,)), ((3, 4), (4,)), ((4,), (4, 3)), ((2, 3, 4), (4, 5)),
                      ((2, 3, 4), (2, 4, 5)), ((5, 1, 3, 4), (2, 4, 2)), ((3, 4), (2, 4, 5)), ((2, 3, 4), (4,)),
                      ((1, 1), (1, 1)), ((1, 7), (7, 1)), ((7, 1), (1, 7)), ((20, 30), (30, 17)), ((6, 40), (40,))]:
    case("matmul", [torch.randn(first), torch.randn(second)], torch.matmul)
case("matmul", [ints(3, 4), ints(4, 2)], torch.matmul)
case("dot", [torch.randn(6), torch.randn(6)], torch.dot)
case("outer", [torch.randn(3), torch.randn(4)], torch.outer)
for shape in [(5, 7), (2, 3, 7), (7,)]:
    case("linear", [torch.randn(shape), torch.randn(4, 7), torch.randn(4)], F.linear)
    case("linear", [torch.randn(shape), torch.randn(4, 7)], F.linear)
case("linear", [torch.randn(40, 30), torch.randn(20, 30), torch.randn(20)], F.linear)

# Losses.
for reduction in ["none", "mean", "sum"]:
    case("crossEntropy." + reduction, [torch.randn(6, 5) * 3, ints(6, low=0, high=5)],
         lambda x, y, r=reduction: F.cross_entropy(x, y, reduction=r))

# Pictures.
for stride, padding, kernel, size in [(1, 0, (3, 3), (6, 7)), (2, 1, (3, 3), (7, 8)), (1, 2, (5, 5), (6, 6)),
                                      (3, 1, (2, 4), (8, 9)), (1, 0, (1, 1), (4, 4)), (1, 3, (2, 2), (3, 3))]:
    case("conv2d", [torch.randn(3, 2, *size), torch.randn(4, 2, *kernel), torch.randn(4)],
         lambda x, w, b, s, p: F.conv2d(x, w, b, s, p), [stride, padding])
    case("conv2d", [torch.randn(2, 3, *size), torch.randn(2, 3, *kernel)],
         lambda x, w, s, p: F.conv2d(x, w, None, s, p), [stride, padding])
for kernel, stride, padding in [(2, 2, 0), (3, 1, 1), (3, 2, 0), (2, 3, 1)]:
    case("maxPool2d", [torch.randn(2, 3, 7, 8)], lambda x, k, s, p: F.max_pool2d(x, k, s, p), [kernel, stride, padding])
    case("avgPool2d", [torch.randn(2, 3, 7, 8)], lambda x, k, s, p: F.avg_pool2d(x, k, s, p), [kernel, stride, padding])

# Shapes and places.
case("reshape", [torch.randn(3, 4)], lambda x, s: x.reshape(s), [[2, 6]])
case("reshape", [torch.randn(2, 3, 4)], lambda x, s: x.reshape(s), [[4, -1]])
case("transpose", [torch.randn(2, 3, 4)], lambda x, a, b: x.transpose(a, b), [0, 2])
case("permute", [torch.randn(2, 3, 4)], lambda x, s: x.permute(s), [[2, 0, 1]])
case("permute", [torch.randn(2, 3, 4)], lambda x, s: x.permute(s), [[-1, 0, 1]])
case("expand", [torch.randn(3, 1)], lambda x, s: x.expand(s), [[2, 3, 4]])
case("expand", [torch.randn(3, 1)], lambda x, s: x.expand(s), [[-1, 5]])
case("unsqueeze", [torch.randn(3, 4)], lambda x, d: x.unsqueeze(d), [1])
case("unsqueeze", [torch.randn(3, 4)], lambda x, d: x.unsqueeze(d), [-1])
case("squeeze", [torch.randn(3, 1, 4)], lambda x, d: x.squeeze(d), [1])
case("flatten", [torch.randn(2, 3, 4)], lambda x, d: x.flatten(d), [1])
case("narrow", [torch.randn(4, 5)], lambda x, d, s, n: x.narrow(d, s, n), [1, 1, 3])
case("stepped", [torch.randn(4, 7)], lambda x, s: x[:, 1::s], [2])
case("select", [torch.randn(4, 5)], lambda x, d, i: x.select(d, i), [1, -2])
case("chunk", [torch.randn(7, 2)], lambda x, n: x.chunk(n), [3])
case("split", [torch.randn(2, 7)], lambda x, n: x.split(n, 1), [3])
case("cat", [torch.randn(2, 3), torch.randn(1, 3), torch.randn(4, 3)], lambda *x: torch.cat(x))
case("cat1", [torch.randn(2, 3), torch.randn(2, 1)], lambda *x: torch.cat(x, 1))
case("stack", [torch.randn(2, 3), torch.randn(2, 3)], lambda *x: torch.stack(x))
case("stack1", [torch.randn(2, 3), torch.randn(2, 3)], lambda *x: torch.stack(x, 1))
case("gather", [torch.randn(3, 4), torch.tensor([[0, 3, 0], [1, 1, 1], [2, 0, 3]])], lambda x, i, d: x.gather(d, i), [1])
case("gather", [torch.randn(3, 4), torch.tensor([[0, 2, 0, 1]])], lambda x, i, d: x.gather(d, i), [0])
case("rows", [torch.randn(4, 3), torch.tensor([3, 0, 0, 2])], lambda x, i, d: x.index_select(d, i), [0])
case("rows", [torch.randn(2, 4, 3), torch.tensor([3, 0, 0])], lambda x, i, d: x.index_select(d, i), [1])
case("index", [torch.randn(5, 3), torch.tensor([[0, 4], [2, 2]])], lambda x, i: x[i])
case("index", [torch.randn(2, 3), torch.tensor([[True, False, True], [False, False, True]])], lambda x, i: x[i])
case("pairs", [torch.randn(3, 4), torch.tensor([0, 1, 2]), torch.tensor([3, 0, 3])], lambda x, i, j: x[i, j])
case("to.int64", [torch.tensor([1.9, -1.9, 0.0, 100.5])], lambda x: x.detach().to(torch.int64))
case("to.bool", [torch.tensor([1.9, 0.0, math.nan])], lambda x: x.detach().to(torch.bool))
case("to.float32", [ints(3)], lambda x: x.to(torch.float32))
case("linspace", [], lambda a, b, n: torch.linspace(a, b, n), [-3.0, 3.0, 20])
case("arange", [], lambda a, b, s: torch.arange(a, b, s), [0.0, 1.0, 0.1])
case("arange", [], lambda a, b, s: torch.arange(a, b, s), [5.0, -3.0, -1.5])

# Further functions; at the end, so that the random numbers of the cases above stay.
for shape in [(5,), (3, 4), (2, 3, 4)]:
    case("reciprocal", [torch.randn(shape) + 3], torch.reciprocal)
    case("log2", [torch.rand(shape) * 3 + 0.01], torch.log2)
    case("log10", [torch.rand(shape) * 3 + 0.01], torch.log10)
    case("leakyRelu", [torch.randn(shape)], lambda x, a: F.leaky_relu(x, a), [0.2])
    case("maskedFill", [torch.randn(shape), torch.randn(shape) > 0], lambda x, m: x.masked_fill(m, -7.5))
case("maskedFill", [ints(3, 4), torch.randn(4) > 0], lambda x, m: x.masked_fill(m, -7))
for name, function in {"isinf": torch.isinf, "isfinite": torch.isfinite, "isnan": torch.isnan}.items():
    case(name, [beyond], function)
for diagonal in [0, 1, -1, 3]:
    for shape in [(3, 4), (4, 3), (2, 3, 3)]:
        case("tril", [torch.randn(shape)], lambda x, d: x.tril(d), [diagonal])
        case("triu", [torch.randn(shape)], lambda x, d: x.triu(d), [diagonal])
case("triu", [ints(3, 3)], lambda x, d: x.triu(d), [1])
for shape in [(4,), (3, 3), (2, 4)]:
    case("diag", [torch.randn(shape)], torch.diag)
case("diag", [ints(3)], torch.diag)
for shape, counts in [((3,), [2]), ((2, 3), [2, 1]), ((2, 3), [2, 1, 3]), ((), [4]), ((2, 3), [0, 2])]:
    case("repeat", [torch.randn(shape)], lambda x, c: x.repeat(c), [counts])
case("repeat", [ints(2, 2)], lambda x, c: x.repeat(c), [[1, 2]])
for dim in [0, 1, -1]:
    case("repeatInterleave", [torch.randn(2, 3, 2)], lambda x, n, d: x.repeat_interleave(n, d), [3, dim])
    for shift in [1, -1, 4]:
        case("roll", [torch.randn(2, 3, 4)], lambda x, s, d: x.roll(s, d), [shift, dim])
for shape in [(5,), (3, 4), (2, 2, 3), ()]:
    case("nonzero", [ints(*shape, low=0, high=2)], torch.nonzero)
case("nonzero", [torch.randn(3, 3).relu()], lambda x: x.detach().nonzero())
case("bincount", [ints(20, low=0, high=6)], lambda x, n: torch.bincount(x, minlength=n), [0])
case("bincount", [ints(5, low=0, high=3)], lambda x, n: torch.bincount(x, minlength=n), [8])
case("oneHot", [ints(2, 3, low=0, high=4)], lambda x, n: F.one_hot(x, n), [5])
for function, name in [(torch.amax, "max.all"), (torch.amin, "min.all")]:
    case(name, [ints(3, 4)], lambda x, f=function: f(x))
case("sum.all", [torch.randn(3, 4) > 0], torch.sum)
case("norm0", [ints(3, 4, low=0, high=2).float()], lambda x, d, k: torch.linalg.vector_norm(x, 0, d, k), [[1], False])
case("normMinusInf", [torch.randn(3, 4)], lambda x, d, k: torch.linalg.vector_norm(x, -math.inf, d, k), [[1], True])

path = pathlib.Path(__file__).parent / "operations.json"
path.write_text("[\n" + ",\n".join(json.dumps(entry, separators=(",", ":")) for entry in cases) + "\n]\n")
print(len(cases), "cases", path.stat().st_size, "bytes")
