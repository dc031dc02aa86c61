"""Writes the reference values that the kernel's tests compare with, as computed by PyTorch itself.

Run it where torch and safetensors are installed: python3 make_fixtures.py
For the training trace, LECTERN_DATA may name the folder with the four gzip files of Fashion-MNIST.
"""

import gzip
import json
import math
import os
import pathlib
import random

import torch
from torch import nn
from torch.nn import functional as F
from torch.utils.data import DataLoader, TensorDataset

FOLDER = pathlib.Path(__file__).parent


def write(name, value):
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    (FOLDER / name).write_text(text + "\n")


def packed(tensor):
    """A tensor as its shape and values; numbers JSON cannot write become text."""
    values = tensor.detach().reshape(-1).tolist()
    if tensor.dtype == torch.bool:
        values = [int(value) for value in values]
    values = [value if math.isfinite(value) else str(value) for value in values]
    return {"shape": list(tensor.shape), "dtype": str(tensor.dtype).removeprefix("torch."), "values": values}


# --- random streams -----------------------------------------------------------------------------------------------


def stream(seed, *draws):
    """What a sequence of draws gives after seeding."""
    torch.manual_seed(seed)
    return [packed(draw()) for draw in draws]


def randoms():
    return {
        "mask": packed(seeded(26932, lambda: torch.rand(2, 8) > 0.5)),
        "rand": [{"seed": seed, "tensor": stream(seed, lambda: torch.rand(700))[0]} for seed in (0, 1, 42, 2**40 + 7)],
        "randn": [
            {"seed": seed, "tensor": stream(seed, lambda: torch.randn(size))[0]}
            for seed, size in ((0, 1), (0, 5), (3, 15), (0, 16), (1, 17), (2, 31), (0, 32), (5, 400), (7, 1001))
        ],
        # Small draws leave half a pair behind, which later small draws use up, across other draws.
        "carried": stream(
            9, lambda: torch.randn(3), lambda: torch.rand(2), lambda: torch.randn(2), lambda: torch.randn(20),
            lambda: torch.randn(1), lambda: torch.randn(4),
        ),
        "normal": stream(4, lambda: torch.normal(2.0, 0.5, (7,)), lambda: torch.normal(-1.0, 0.01, (40,))),
        "uniform": stream(6, lambda: torch.empty(60).uniform_(-0.3, 0.1)),
        "randint": [
            {"seed": 8, "low": low, "high": high, "tensor": stream(8, lambda: torch.randint(low, high, (40,)))[0]}
            for low, high in (
                (0, 2), (0, 10), (-5, 5), (0, 2**28 - 1), (0, 2**28), (-(2**31), 2**31), (0, 2**40), (-(2**62), 2**62),
            )
        ],
        "randperm": [
            {"seed": 11, "n": n, "tensor": stream(11, lambda: torch.randperm(n))[0]} for n in (0, 1, 2, 10, 500)
        ],
        "bernoulli": stream(
            12, lambda: torch.bernoulli(torch.linspace(0, 1, 60)), lambda: torch.bernoulli(torch.full((50,), 0.25))
        ),
        "dropout": [
            {"seed": 13, "p": p, "tensor": stream(13, lambda: F.dropout(torch.ones(150), p))[0]}
            for p in (0.0, 0.2, 0.5, 0.9, 1.0)
        ],
        "afterDropout": stream(14, lambda: F.dropout(torch.ones(7), 0.5), lambda: torch.rand(3)),
        "loader": loader_batches(),
    }


def seeded(seed, draw):
    torch.manual_seed(seed)
    return draw()


def loader_batches():
    data = TensorDataset(torch.arange(23))
    torch.manual_seed(15)
    passes = []
    for shuffle in (True, False, True):
        batches = [batch[0].tolist() for batch in DataLoader(data, batch_size=5, shuffle=shuffle)]
        passes.append({"shuffle": shuffle, "batches": batches})
    return {"passes": passes, "after": packed(torch.rand(2))}


# --- printing -----------------------------------------------------------------------------------------------------


def printed(tensor):
    return {"tensor": packed(tensor), "text": str(tensor)}


def printing():
    inf, nan = math.inf, math.nan
    generator = torch.Generator().manual_seed(20)

    def uniform(*shape):
        return torch.rand(shape, generator=generator)

    def normal(*shape):
        return torch.randn(shape, generator=generator)

    tensors = [
        torch.tensor(value)
        for value in (
            0.0, -0.0, 1.0, -1.5, 3.0, 1e-5, 123456789.0, 1e20, inf, -inf, nan, 0.1, 2.5e-4, 99999.0, 1e8, 1.0000001e8,
            [], [1.0], [0.0, 0.0], [-0.0, 1.0], [1.0, 2.0, 3.0], [1.5, 2.0, 3.0], [0.5, 1000.0], [1.0, 1000.0],
            [1.0, 1001.0], [0.001, 1.0], [0.00099, 1.0], [1e-4, 2e-4], [9e-5, 2e-4], [1e8, 1e7], [1.5e8, 1e8],
            [inf, 1.0], [nan, 1.5], [-inf, inf, nan], [inf, 1e-7], [nan, 0.0], [1.0, 2.0, inf], [-1.0, 10.0, nan],
            [1e-40, 1.0], [16777216.0, 1.0], [0.00005, 0.00015], [2.00005, 3.00015], [12345.678, 0.5],
            [-0.00001, 1.0], [0.125, 0.0625, 0.03125], [100000000.0], [-100.5, 7.25], [1e38, -1e38, 1e30],
            5, -7, [1, 2, 3], [-1, 10, 100], [2**62, -(2**62), 0], [[1, 2], [30, 4]], True, [True, False],
            [[True], [False]], [[]], [[[]]],
        )
    ]
    tensors += [torch.zeros(0, 3), torch.zeros(2, 0, 3), torch.zeros(0, dtype=torch.int64)]
    tensors += [torch.zeros(0, dtype=torch.bool), torch.zeros(2, 0, dtype=torch.int64)]
    tensors += [torch.arange(16.0).reshape(2, 8), torch.arange(24).reshape(2, 3, 4), torch.ones(2, 2, 2, 2)]
    tensors += [torch.arange(n) for n in (20, 100, 999, 1000, 1001, 5000)]
    tensors += [torch.arange(float(n)) for n in (20, 100, 1000, 1001, 10002)]
    tensors += [torch.arange(1200).reshape(shape) for shape in ((1200, 1), (1, 1200), (3, 400), (400, 3), (30, 40))]
    tensors += [torch.arange(3000).reshape(shape) % 7 for shape in ((10, 10, 30), (2, 3, 500), (5, 6, 10, 10))]
    tensors += [torch.arange(2000).reshape(2, 1000) > 500, torch.arange(60) % 3 == 0]
    tensors += [uniform(n) for n in (1, 2, 7, 8, 9, 10, 50, 1001)]
    tensors += [normal(*shape) for shape in ((3,), (2, 3), (4, 4), (3, 12), (2, 30), (2, 2, 3), (40, 50), (7, 7, 30))]
    tensors += [normal(5) * scale for scale in (1e-6, 1e-3, 10, 1e3, 1e6, 1e9, 1e30)]
    tensors += [(normal(3, 4) * scale).round() for scale in (1, 10, 1e3, 1e5, 1e9)]
    # Values of every magnitude, in shapes of every kind.
    chooser = random.Random(21)
    for _ in range(160):
        shape = [chooser.choice((1, 2, 3, 5, 11)) for _ in range(chooser.randrange(4))]
        exponents = uniform(*shape) * chooser.choice((0, 1, 3, 6)) - chooser.choice((0, 2, 5))
        tensor = normal(*shape) * 10**exponents
        if chooser.random() < 0.2:
            tensor = tensor.round()
        if chooser.random() < 0.15:
            special = torch.tensor([inf, -inf, nan, 0.0, -0.0])[chooser.randrange(5)]
            tensor = torch.where(uniform(*shape) < 0.3, special, tensor)
        tensors.append(tensor)
    return [printed(tensor) for tensor in tensors] + gradient_suffixes()


def gradient_suffixes():
    """Leaves and results of recorded ops; `op` tells the test what to compute from the leaf."""
    cases = []
    for shape in ((), (3,), (2, 3), (8,), (1, 9)):
        leaf = torch.linspace(0.5, 2.0, math.prod(shape)).reshape(shape).requires_grad_()
        ops = {
            "leaf": leaf, "add": leaf + 1, "subtract": leaf - 1, "multiply": leaf * 2, "divide": leaf / 2,
            "negate": -leaf, "sum": leaf.sum(), "mean": leaf.mean(), "exp": leaf.exp(), "log": leaf.log(),
            "relu": leaf.relu(), "sigmoid": leaf.sigmoid(), "tanh": leaf.tanh(), "sqrt": leaf.sqrt(),
            "abs": leaf.abs(), "detach": leaf.detach(),
        }
        if len(shape) == 2:
            ops |= {
                "sumOfColumns": leaf.sum(dim=0), "matmul": leaf @ leaf.T, "reshape": leaf.reshape(-1),
                "meanOfRows": leaf.mean(dim=1),
                "select": leaf[0], "slice": leaf[:, 1:3], "transpose": leaf.transpose(0, 1),
                "unsqueeze": leaf.unsqueeze(0), "squeeze": leaf.unsqueeze(0).squeeze(0), "max": leaf.max(),
                "softmax": leaf.softmax(dim=1),
                "logSoftmax": leaf.log_softmax(dim=1), "pow": leaf.pow(2), "clamp": leaf.clamp(min=1.0),
                "cat": torch.cat([leaf, leaf]), "clone": leaf.clone(), "norm": leaf.norm(), "prod": leaf.prod(),
                "linear": F.linear(leaf, leaf, torch.zeros(shape[0])), "linearWithoutBias": F.linear(leaf, leaf),
                "where": torch.where(leaf > 1, leaf, 0 * leaf), "rows": leaf[torch.tensor([0, 0])],
                "log1p": leaf.log1p(), "expand": leaf.unsqueeze(0).expand(2, *shape),
            }
            ops |= composed(leaf)
        cases += [{"tensor": packed(leaf), "op": name, "text": str(result)} for name, result in ops.items()]
    return cases


def composed(leaf):
    """Ops of a matrix that the kernel makes of others, or whose name depends on how they are called."""
    vector, batch = leaf[0], leaf.unsqueeze(0)
    changed, assigned, filled, masked = leaf * 2, leaf * 2, leaf * 2, leaf * 2
    changed += leaf
    assigned[0] = leaf[0]
    filled.fill_(1.0)
    masked[masked > 2] = 0
    return {
        "numberMinus": 1 - leaf, "numberOver": 2 / leaf, "square": leaf.square(), "powTensor": leaf.pow(leaf),
        "T": leaf.T, "permute": leaf.permute(1, 0), "flatten": leaf.flatten(), "reshapeT": leaf.T.reshape(-1),
        "squeezeAll": batch.squeeze(), "stack": torch.stack([leaf, leaf]), "std": leaf.std(), "var": leaf.var(0),
        "logsumexp": leaf.logsumexp(1), "maxAlong": leaf.max(1).values, "minAlong": leaf.min(1).values,
        "amax": leaf.amax(1), "topk": leaf.topk(2).values, "sort": leaf.sort().values,
        "gather": leaf.gather(1, torch.tensor([[0]])), "indexSelect": leaf.index_select(0, torch.tensor([0])),
        "mask": leaf[leaf > 1], "pairs": leaf[torch.tensor([0]), torch.tensor([1])], "flip": leaf.flip(0),
        "dot": vector.dot(vector), "mv": leaf @ vector, "vm": vector @ leaf.T, "batched": batch @ batch.mT,
        "outer": vector.outer(vector), "norm1": leaf.norm(1), "sumAll": leaf.sum((0, 1)), "sumVector": vector.sum(0),
        "cumsum": leaf.cumsum(0), "split": leaf.split(1)[0], "narrow": leaf.narrow(1, 0, 2),
        "maximum": torch.maximum(leaf, 2 * leaf), "remainder": leaf.remainder(2.0), "erf": leaf.erf(),
        "expm1": leaf.expm1(), "gelu": F.gelu(leaf), "reciprocal": leaf.reciprocal(), "log2": leaf.log2(),
        "leakyRelu": F.leaky_relu(leaf), "tril": leaf.tril(), "triu": leaf.triu(), "diag": vector.diag(),
        "repeat": leaf.repeat(2, 1), "roll": leaf.roll(1, 0), "maskedFill": leaf.masked_fill(leaf > 1, 0.0),
        "linear1": F.linear(vector, leaf), "linear3": F.linear(batch, leaf, torch.zeros(leaf.size(0))),
        "layerNorm": nn.LayerNorm(leaf.size(1))(leaf), "changed": changed, "assigned": assigned, "filled": filled,
        "masked": masked, "maskedProduct": leaf * (leaf > 1),
    }


# --- layers, losses, optimisers -----------------------------------------------------------------------------------


def pictures(*shape):
    return torch.randn(shape, generator=torch.Generator().manual_seed(30))


def layer(name, module, *inputs, mode="train"):
    """Initial parameters, the output, and the gradients of the sum of the outputs, each weighted by its place."""
    module.train(mode == "train")
    initial = [packed(parameter.clone()) for parameter in module.parameters()]
    inputs = [x.clone().requires_grad_() if x.is_floating_point() else x for x in inputs]
    leaves = [x for x in inputs if x.is_floating_point()]
    with_tuple = isinstance(module, (nn.LSTMCell, nn.LSTM)) and len(inputs) == 3
    result = module(inputs[0], tuple(inputs[1:])) if with_tuple else module(*inputs)
    outputs = flattened(result)
    loss = sum((output * place_weights(output)).sum() for output in outputs)
    loss.backward()
    return {
        "name": name, "mode": mode, "text": printed(module), "inputs": [packed(x) for x in inputs], "parameters": initial,
        "outputs": [packed(output) for output in outputs], "inputGradients": [packed(leaf.grad) for leaf in leaves],
        "parameterGradients": [packed(parameter.grad) for parameter in module.parameters()],
        "buffers": [packed(buffer) for buffer in module.buffers()],
    }


def printed(module):
    """What PyTorch prints, with Swift's names for parts of layers."""
    text = str(module).replace("NonDynamicallyQuantizableLinear", "Linear").replace("self_attn", "selfAttn")
    return text.replace("out_proj", "outProj")


def flattened(result):
    return [result] if torch.is_tensor(result) else [tensor for part in result for tensor in flattened(part)]


def place_weights(output):
    return torch.linspace(-1, 1, max(2, output.numel()))[: output.numel()].reshape(output.shape)


def layers():
    rows, images = pictures(4, 6), pictures(2, 3, 7, 7)
    state, memory = pictures(4, 5), pictures(4, 5) * 0.5
    longer, sequence = pictures(2, 3, 5) * 0.3, pictures(4, 3, 6)
    cases = (
        ("Linear", lambda: nn.Linear(6, 5), (rows,)),
        ("Linear without bias", lambda: nn.Linear(6, 3, bias=False), (rows,)),
        ("Linear on three dimensions", lambda: nn.Linear(7, 2), (images[0],)),
        ("Conv2d", lambda: nn.Conv2d(3, 4, kernel_size=3), (images,)),
        ("Conv2d with stride and padding", lambda: nn.Conv2d(3, 2, kernel_size=5, stride=2, padding=2), (images,)),
        ("Conv2d without bias", lambda: nn.Conv2d(3, 2, kernel_size=1, bias=False), (images,)),
        ("MaxPool2d", lambda: nn.MaxPool2d(kernel_size=2), (images,)),
        ("MaxPool2d with stride and padding", lambda: nn.MaxPool2d(kernel_size=3, stride=2, padding=1), (images,)),
        ("AvgPool2d", lambda: nn.AvgPool2d(kernel_size=2), (images,)),
        ("AvgPool2d with stride and padding", lambda: nn.AvgPool2d(kernel_size=3, stride=2, padding=1), (images,)),
        ("BatchNorm1d", lambda: nn.BatchNorm1d(6), (rows,)),
        ("BatchNorm2d", lambda: nn.BatchNorm2d(3), (images,)),
        ("LayerNorm", lambda: nn.LayerNorm(6), (rows,)),
        ("LayerNorm over two dimensions", lambda: nn.LayerNorm([7, 7]), (images,)),
        ("Embedding", lambda: nn.Embedding(9, 4), (torch.tensor([[1, 8, 0], [1, 1, 3]]),)),
        ("Dropout", lambda: nn.Dropout(0.3), (rows,)),
        ("Flatten", lambda: nn.Flatten(), (images,)),
        ("RNNCell", lambda: nn.RNNCell(6, 5), (rows, state)),
        ("LSTMCell", lambda: nn.LSTMCell(6, 5), (rows, state, memory)),
        ("GRUCell", lambda: nn.GRUCell(6, 5), (rows, state)),
        ("ReLU", lambda: nn.ReLU(), (rows,)),
        ("Sigmoid", lambda: nn.Sigmoid(), (rows,)),
        ("Tanh", lambda: nn.Tanh(), (rows,)),
        ("GELU", lambda: nn.GELU(), (rows,)),
        ("Softmax", lambda: nn.Softmax(dim=1), (rows,)),
        ("Conv2d with groups and dilation", lambda: nn.Conv2d(3, 6, 3, dilation=2, groups=3, padding=1), (images,)),
        ("Conv1d", lambda: nn.Conv1d(7, 4, kernel_size=3, stride=2, padding=1), (images[0],)),
        ("ConvTranspose2d", lambda: nn.ConvTranspose2d(3, 2, kernel_size=3, stride=2, padding=1, output_padding=1), (images,)),
        ("AdaptiveAvgPool2d", lambda: nn.AdaptiveAvgPool2d((3, 2)), (images,)),
        ("AdaptiveMaxPool2d", lambda: nn.AdaptiveMaxPool2d((2, 2)), (images,)),
        ("GroupNorm", lambda: nn.GroupNorm(2, 6), (rows,)),
        ("RNN", lambda: nn.RNN(7, 5), (images[0],)),
        ("RNN of two layers", lambda: nn.RNN(7, 5, num_layers=2, nonlinearity="relu", batch_first=True), (images[0], longer)),
        ("GRU", lambda: nn.GRU(7, 4, num_layers=2, bidirectional=True), (images[0],)),
        ("GRU without bias", lambda: nn.GRU(7, 5, bias=False, batch_first=True), (images[0],)),
        ("LSTM", lambda: nn.LSTM(7, 5), (images[0],)),
        ("LSTM of two layers", lambda: nn.LSTM(7, 5, num_layers=2, batch_first=True), (images[0], longer, longer * 0.5)),
        ("LSTM in both directions", lambda: nn.LSTM(7, 5, bidirectional=True), (images[0],)),
        ("MultiheadAttention", lambda: nn.MultiheadAttention(6, 2), (sequence, sequence + 1, sequence - 1)),
        ("MultiheadAttention, batch first", lambda: nn.MultiheadAttention(6, 3, batch_first=True), (sequence, sequence, sequence)),
        ("TransformerEncoderLayer", lambda: nn.TransformerEncoderLayer(6, 2, 8, dropout=0.0), (sequence,)),
        ("TransformerEncoderLayer, norm first", lambda: nn.TransformerEncoderLayer(6, 2, 8, dropout=0.0, activation="gelu", batch_first=True, norm_first=True), (sequence,)),
        ("Sequential", lambda: nn.Sequential(nn.Linear(6, 8), nn.ReLU(), nn.Sequential(nn.Linear(8, 2), nn.Tanh())), (rows,)),
    )
    made = []
    for name, build, inputs in cases:
        torch.manual_seed(31)
        made.append(layer(name, build(), *inputs))
    for name, build, inputs in cases:
        if name.startswith(("BatchNorm", "Dropout")):
            torch.manual_seed(31)
            module = build()
            # Statistics of a few batches, so that evaluation differs from the initial state.
            for scale in (0.5, 2.0):
                module(inputs[0] * scale + 1)
            made.append(layer(name, module, *inputs, mode="eval"))
    return made


def initializers():
    cases = {
        "xavierUniform": nn.init.xavier_uniform_, "xavierNormal": nn.init.xavier_normal_,
        "kaimingUniform": nn.init.kaiming_uniform_, "kaimingNormal": nn.init.kaiming_normal_,
        "kaimingNormalFanOut": lambda tensor: nn.init.kaiming_normal_(tensor, mode="fan_out"),
        "normal": lambda tensor: nn.init.normal_(tensor, 1.0, 0.01),
        "uniform": lambda tensor: nn.init.uniform_(tensor, -2.0, 3.0),
        "constant": lambda tensor: nn.init.constant_(tensor, 0.7),
    }
    made = []
    for name, fill in cases.items():
        for shape in ((3, 4), (6, 2, 3, 3)):
            torch.manual_seed(32)
            made.append({"name": name, "tensor": packed(fill(torch.empty(shape)))})
    return made


def losses():
    x = torch.linspace(-3, 3, 15).reshape(5, 3)
    y = torch.sin(torch.arange(15.0)).reshape(5, 3)
    labels = torch.tensor([2, 0, 1, 1, 0])
    made = []
    for reduction in ("none", "mean", "sum"):
        for name, loss, target in (
            ("MSELoss", nn.MSELoss(reduction=reduction), y),
            ("L1Loss", nn.L1Loss(reduction=reduction), y),
            ("CrossEntropyLoss", nn.CrossEntropyLoss(reduction=reduction), labels),
            ("BCEWithLogitsLoss", nn.BCEWithLogitsLoss(reduction=reduction), y.abs()),
            ("HuberLoss", nn.HuberLoss(reduction=reduction), y),
            ("HuberLoss with delta", nn.HuberLoss(reduction=reduction, delta=0.4), y),
        ):
            # Zero differences and zero logits are where derivatives jump.
            logits = x.clone()
            logits[0, 0] = 0
            if target.is_floating_point():
                logits[1] = target[1]
            logits.requires_grad_()
            target = target.clone()
            if target.is_floating_point():
                target.requires_grad_()
            result = loss(logits, target)
            (result * place_weights(result)).sum().backward()
            made.append({
                "name": name, "reduction": reduction, "x": packed(logits), "target": packed(target),
                "loss": packed(result), "text": str(result), "gradient": packed(logits.grad),
                "targetGradient": packed(target.grad) if target.is_floating_point() else None,
            })
    return made


def optimizers():
    """Six steps towards the least squares solution, with the learning rate after each."""
    features = pictures(8, 3)
    answers = features @ torch.tensor([[1.0], [-2.0], [0.5]]) + 0.3
    cases = {
        "SGD": lambda p: torch.optim.SGD(p, lr=0.1),
        "SGD with weight decay": lambda p: torch.optim.SGD(p, lr=0.1, weight_decay=0.1),
        "SGD with momentum": lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9, weight_decay=0.01),
        "SGD with Nesterov": lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9, nesterov=True),
        "Adam": lambda p: torch.optim.Adam(p, lr=0.1),
        "Adam with weight decay": lambda p: torch.optim.Adam(p, lr=0.1, betas=(0.8, 0.95), weight_decay=0.1),
        "AdamW": lambda p: torch.optim.AdamW(p, lr=0.1, weight_decay=0.2),
        "RMSprop": lambda p: torch.optim.RMSprop(p, lr=0.1),
        "RMSprop, centred": lambda p: torch.optim.RMSprop(p, lr=0.05, alpha=0.9, momentum=0.5, centered=True, weight_decay=0.1),
        "Adagrad": lambda p: torch.optim.Adagrad(p, lr=0.3, lr_decay=0.1, weight_decay=0.1),
        "Adadelta": lambda p: torch.optim.Adadelta(p, lr=0.9, weight_decay=0.1),
        "groups": lambda p: torch.optim.SGD([{"params": [p[0]], "lr": 0.2, "weight_decay": 0.3}, {"params": [p[1]]}], lr=0.1),
        "ExponentialLR": lambda p: torch.optim.SGD(p, lr=0.1),
        "MultiStepLR": lambda p: torch.optim.SGD(p, lr=0.1),
        "LambdaLR": lambda p: torch.optim.SGD(p, lr=0.1),
        "StepLR": lambda p: torch.optim.SGD(p, lr=0.1),
        "CosineAnnealingLR": lambda p: torch.optim.SGD(p, lr=0.1),
    }
    schedules = {
        "StepLR": lambda optimizer: torch.optim.lr_scheduler.StepLR(optimizer, step_size=2, gamma=0.5),
        "ExponentialLR": lambda optimizer: torch.optim.lr_scheduler.ExponentialLR(optimizer, gamma=0.8),
        "MultiStepLR": lambda optimizer: torch.optim.lr_scheduler.MultiStepLR(optimizer, [2, 4], gamma=0.5),
        "LambdaLR": lambda optimizer: torch.optim.lr_scheduler.LambdaLR(optimizer, lambda epoch: 1 / (1 + epoch)),
        "CosineAnnealingLR": lambda optimizer: torch.optim.lr_scheduler.CosineAnnealingLR(
            optimizer, T_max=5, eta_min=0.01
        ),
    }
    made = []
    for name, build in cases.items():
        torch.manual_seed(33)
        net = nn.Linear(3, 1)
        optimizer = build(list(net.parameters()))
        schedule = schedules[name](optimizer) if name in schedules else None
        steps = []
        for _ in range(6):
            optimizer.zero_grad()
            loss = nn.MSELoss()(net(features), answers)
            loss.backward()
            optimizer.step()
            if schedule:
                schedule.step()
            steps.append({
                "loss": loss.item(), "rate": optimizer.param_groups[-1]["lr"], "weight": packed(net.weight),
                "bias": packed(net.bias),
            })
        made.append({"name": name, "steps": steps})
    return {"features": packed(features), "answers": packed(answers), "cases": made}


def saved_parameters():
    from safetensors.torch import save_file

    torch.manual_seed(34)
    net = nn.Sequential(nn.Linear(3, 2), nn.BatchNorm1d(2))
    net(pictures(4, 3))
    tensors = dict(net.state_dict()) | {"naïve \"mask\"\\\n🙂": torch.tensor([True, False, True])}
    save_file(tensors, str(FOLDER / "saved.safetensors"), metadata={"made by": "torch \u00e4"})
    return {name: packed(tensor) for name, tensor in tensors.items()}


# --- training -----------------------------------------------------------------------------------------------------


def fashion_mnist():
    folder = pathlib.Path(os.environ.get("LECTERN_DATA", "/usr/share/datasets/fashion-mnist"))

    def values(name, header):
        return torch.frombuffer(bytearray(gzip.decompress((folder / name).read_bytes())[header:]), dtype=torch.uint8)

    images = values("train-images-idx3-ubyte.gz", 16).reshape(-1, 1, 28, 28).float() / 255
    return TensorDataset(images, values("train-labels-idx1-ubyte.gz", 8).long())


def training():
    """Three epochs of the first chapter's network, from PyTorch's default initialisation."""
    data = fashion_mnist()
    torch.manual_seed(35)
    net = nn.Sequential(
        nn.Flatten(), nn.Linear(784, 256), nn.ReLU(), nn.Dropout(0.2), nn.Linear(256, 256), nn.ReLU(),
        nn.Dropout(0.5), nn.Linear(256, 10),
    )
    loss = nn.CrossEntropyLoss(reduction="none")
    optimizer = torch.optim.SGD(net.parameters(), lr=0.5)
    first, epochs = [], []
    for _ in range(3):
        total = 0.0
        for x, y in DataLoader(data, batch_size=256, shuffle=True):
            optimizer.zero_grad()
            losses = loss(net(x), y)
            losses.mean().backward()
            optimizer.step()
            total += losses.sum().item()
            if len(first) < 20:
                first.append(losses.mean().item())
        epochs.append(total / len(data))
    return {"seed": 35, "firstSteps": first, "epochs": epochs}


if __name__ == "__main__":
    write("random.json", randoms())
    write("printing.json", printing())
    write("layers.json", layers())
    write("initializers.json", initializers())
    write("losses.json", losses())
    write("optimizers.json", optimizers())
    write("saved.json", saved_parameters())
    write("training.json", training())
