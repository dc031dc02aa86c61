"""The benchmarks' references in PyTorch, eager and on as many threads as the kernel uses.

Prints one line a measurement: its name and seconds. Usage: pytorch_reference.py FOLDER THREADS, where FOLDER holds
Fashion-MNIST's four gzip-compressed IDX files.
"""
import gzip
import itertools
import statistics
import struct
import sys
import time

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

folder, threads = sys.argv[1], int(sys.argv[2])
torch.set_num_threads(threads)


def read(name, dimensions):
    with gzip.open(f"{folder}/{name}-ubyte.gz") as file:
        header = 4 * (dimensions + 1)
        shape = struct.unpack(f">{dimensions}I", file.read(header)[4:])
        return torch.frombuffer(bytearray(file.read()), dtype=torch.uint8).reshape(shape)


images = (read("train-images-idx3", 3).float() / 255).unsqueeze(1)
labels = read("train-labels-idx1", 1).long()
loss = nn.CrossEntropyLoss(reduction="none")


def by_index():
    """Shuffled batches without a DataLoader: the least work that PyTorch can have with them."""
    for rows in torch.randperm(len(labels)).split(256):
        yield images[rows], labels[rows]


loader = DataLoader(TensorDataset(images, labels), batch_size=256, shuffle=True)


def train(net, optimizer, batches, count):
    net.train()
    total, correct = 0.0, 0
    start = time.perf_counter()
    for x, y in itertools.islice(batches, count):
        logits = net(x)
        losses = loss(logits, y)
        optimizer.zero_grad()
        losses.mean().backward()
        optimizer.step()
        total += losses.sum().item()
        correct += (logits.argmax(dim=1) == y).sum().item()
    return time.perf_counter() - start


page = nn.Sequential(
    nn.Flatten(), nn.Linear(784, 256), nn.ReLU(), nn.Dropout(0.2), nn.Linear(256, 256), nn.ReLU(), nn.Dropout(0.5),
    nn.Linear(256, 10))
lenet = nn.Sequential(
    nn.Conv2d(1, 6, 5, padding=2), nn.Sigmoid(), nn.AvgPool2d(2), nn.Conv2d(6, 16, 5), nn.Sigmoid(), nn.AvgPool2d(2),
    nn.Flatten(), nn.Linear(400, 120), nn.Sigmoid(), nn.Linear(120, 84), nn.Sigmoid(), nn.Linear(84, 10))
optimizers = {net: torch.optim.SGD(net.parameters(), lr=0.5) for net in (page, lenet)}
for name, net, batches, count in [
        ("page", page, lambda: loader, 235), ("pageByIndex", page, by_index, 235), ("lenet", lenet, by_index, 60)]:
    train(net, optimizers[net], batches(), 20)
    print(name, statistics.median(train(net, optimizers[net], batches(), count) for _ in range(3)))

x, y = torch.randn(10, 2), torch.randn(10, 1)
net = nn.Linear(2, 1)
optimizer = torch.optim.SGD(net.parameters(), lr=0.03)


def step():
    optimizer.zero_grad()
    nn.functional.mse_loss(net(x), y).backward()
    optimizer.step()


for _ in range(200):
    step()
start = time.perf_counter()
for _ in range(2000):
    step()
print("regression", (time.perf_counter() - start) / 2000)

# The ops of the table, by the names that OpTable.swift gives them.
x, y = torch.randn(1000, 1000), torch.randn(1000, 1000)
positive, vector = x.abs() + 0.1, torch.randn(1000)
index, targets = torch.randint(1000, (1000, 1000)), torch.randint(1000, (1000,))
batch_a, batch_b = torch.randn(64, 64, 64), torch.randn(64, 64, 64)
small, small_b = torch.randn(256, 256), torch.randn(256, 256)
pictures, kernels = torch.randn(16, 64, 28, 28), torch.randn(64, 64, 3, 3)
layer_norm, batch_norm = nn.LayerNorm(1000), nn.BatchNorm2d(64)


def trained(function, value):
    def run():
        with torch.enable_grad():
            function(value.detach().requires_grad_()).sum().backward()
    return run


ops = {
    "add": lambda: x + y, "multiply": lambda: x * y, "relu": x.relu, "exp": x.exp, "sin": x.sin, "cos": x.cos,
    "tanh": x.tanh, "sigmoid": x.sigmoid, "gelu": lambda: nn.functional.gelu(x), "erf": x.erf, "sqrt": x.sqrt,
    "log": positive.log, "pow": lambda: positive.pow(2.5), "sum": x.sum, "sum dim 0": lambda: x.sum(0),
    "sum dim 1": lambda: x.sum(1), "max dim 1": lambda: x.max(1), "max dim 0": lambda: x.max(0),
    "cumsum dim 1": lambda: x.cumsum(1), "softmax": lambda: x.softmax(1), "softmax dim 0": lambda: x.softmax(0),
    "log_softmax": lambda: x.log_softmax(1), "sort": lambda: x.sort(1), "topk 10": lambda: x.topk(10),
    "gather": lambda: x.gather(1, index), "permute copy": lambda: x.T.contiguous(),
    "randn": lambda: torch.randn(1000, 1000), "rand": lambda: torch.rand(1000, 1000),
    "cross-entropy": lambda: nn.functional.cross_entropy(x, targets), "matrix-vector": lambda: x @ vector,
    "matmul 256": lambda: small @ small_b, "matmul 1000": lambda: x @ y, "bmm 64": lambda: batch_a.bmm(batch_b),
    "conv2d 64": lambda: nn.functional.conv2d(pictures, kernels, padding=1),
    "layer norm": trained(layer_norm, x), "batch norm": trained(batch_norm, pictures),
    "dot": lambda: x.view(-1).dot(y.view(-1)),
}


class ResidualBlock(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, channels, 3, padding=1)
        self.norm1 = nn.BatchNorm2d(channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1)
        self.norm2 = nn.BatchNorm2d(channels)

    def forward(self, x):
        return (self.norm2(self.conv2(self.norm1(self.conv1(x)).relu())) + x).relu()


def step_of(net, loss):
    """Forward, backward and SGD."""
    optimizer = torch.optim.SGD(net.parameters(), lr=0.01)

    def run():
        with torch.enable_grad():
            optimizer.zero_grad()
            loss().backward()
            optimizer.step()
    return run


def through_time(cell, sequence):
    h = torch.zeros(sequence.shape[1], cell.hidden_size)
    for x in sequence:
        h = cell(x, h)
    return h


cell, sequence = nn.GRUCell(128, 256), torch.randn(32, 64, 128)
encoder, positions = nn.TransformerEncoderLayer(128, 4, 512, batch_first=True), torch.randn(16, 64, 128)
stem, blocks, head = nn.Conv2d(1, 32, 3, padding=1), nn.Sequential(ResidualBlock(32), ResidualBlock(32)), nn.Linear(32, 10)
residual, small_pictures, ten = nn.ModuleList([stem, blocks, head]), torch.randn(32, 1, 28, 28), torch.randint(10, (32,))
ops["GRU cell, 32 steps"] = step_of(cell, lambda: through_time(cell, sequence).square().mean())
ops["transformer layer"] = step_of(encoder, lambda: encoder(positions).square().mean())
ops["residual network"] = step_of(residual, lambda: nn.functional.cross_entropy(
    head(blocks(stem(small_pictures).relu()).mean((2, 3))), ten))


def measure(run):
    """The median and the fastest of nine rounds, each of as many runs as take a millisecond."""
    run()
    start = time.perf_counter()
    run()
    runs = max(1, min(1000, int(1e-3 / max(time.perf_counter() - start, 1e-7))))
    times = []
    for _ in range(9):
        start = time.perf_counter()
        for _ in range(runs):
            run()
        times.append((time.perf_counter() - start) / runs)
    return statistics.median(times), min(times)


with torch.no_grad():
    for count in sorted({1, threads}):
        torch.set_num_threads(count)
        for name, run in ops.items():
            median, fastest = measure(run)
            print(f"op{count}:{name}\t{median}\nfastest{count}:{name}\t{fastest}")
