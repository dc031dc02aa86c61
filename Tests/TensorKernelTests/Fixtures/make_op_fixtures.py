"""Writes operations.idx.gz: what PyTorch computes for the sample inputs that it tests its own ops with.

Run with a Python that has torch and expecttest:  python make_op_fixtures.py
The ops are those of ../Operations/OperationTable.swift. Each sample of PyTorch's `op_db` for float32, int64 and bool gives
a case: the arguments in the order of the entry's signature, the results, and the gradients of the float32 inputs for a
fixed gradient of the results. The file is one IDX array of bytes, compressed with gzip; OperationFixture.swift reads it.
"""

import gzip
import hashlib
import inspect
import math
import pathlib
import random
import re
import struct
import warnings
from collections import Counter

import torch
from torch.testing._internal.common_methods_invocations import op_db

warnings.filterwarnings("ignore")
torch.set_num_threads(1)
FOLDER = pathlib.Path(__file__).parent
DTYPES = {torch.float32: 0, torch.int64: 1, torch.bool: 2}
# Larger samples test speed more than rules; one in so many cases keeps the file below 5 MB.
LARGEST_TENSOR = 1000
CASES_OF_AN_OP = 300


class Unsupported(Exception):
    """An argument or a result that the kernel has no counterpart of."""


def signatures():
    table = (FOLDER.parent / "Operations" / "OperationTable.swift").read_text()
    for text in re.findall(r'\bop\(\s*"((?:[^"\\]|\\.)*)"', table):
        name, parameters = text.split("(", 1)
        scope = {}
        exec(f"def f({parameters}: pass", scope)
        yield name, inspect.signature(scope["f"])


def packed(value):
    """A value as bytes: a tag, then its contents."""
    if value is None:
        return b"\0"
    if isinstance(value, bool):
        return struct.pack("<BB", 1, value)
    if isinstance(value, int):
        if not -(2**63) <= value < 2**63:
            raise Unsupported("a large integer")
        return struct.pack("<Bq", 2, value)
    if isinstance(value, float):
        return struct.pack("<Bd", 3, value)
    if isinstance(value, str):
        return struct.pack("<BB", 4, len(value)) + value.encode()
    if isinstance(value, (list, tuple)):
        return struct.pack("<BH", 5, len(value)) + b"".join(packed(item) for item in value)
    if isinstance(value, torch.Tensor):
        if value.dtype not in DTYPES or value.layout != torch.strided:
            raise Unsupported(f"a tensor of {value.dtype}")
        if value.numel() > LARGEST_TENSOR:
            raise Unsupported("a large tensor")
        head = struct.pack("<BBB", 6, DTYPES[value.dtype], value.dim()) + struct.pack(f"<{value.dim()}I", *value.shape)
        return head + value.detach().contiguous().numpy().tobytes()
    if isinstance(value, slice):
        return b"\7" + packed(value.start) + packed(value.stop) + packed(value.step)
    if value is Ellipsis:
        return b"\x08"
    raise Unsupported(type(value).__name__)


def tensors(value):
    if isinstance(value, torch.Tensor):
        return [value]
    if isinstance(value, (list, tuple)):
        return [tensor for item in value for tensor in tensors(item)]
    return []


def copied(value, with_gradients):
    """The arguments with tensors of their own, float32 ones as leaves."""
    if isinstance(value, torch.Tensor):
        copy = value.detach().clone(memory_format=torch.contiguous_format)
        return copy.requires_grad_(with_gradients and copy.dtype == torch.float32)
    if isinstance(value, (list, tuple)):
        return type(value)(copied(item, with_gradients) for item in value) if type(value) in (list, tuple) else [
            copied(item, with_gradients) for item in value]
    return value


def cotangent(shape):
    """Fixed and different weights for the results."""
    count = math.prod(shape)
    return ((torch.arange(count) * 37 % 11).to(torch.float32) / 8 - 0.5).reshape(shape)


def case(number, function, signature, sample):
    bound = signature.bind(sample.input, *sample.args, **sample.kwargs)
    bound.apply_defaults()
    if isinstance(bound.arguments.get("index"), list):
        # One index that is a list; a tuple would be one index a dimension.
        bound.arguments["index"] = (bound.arguments["index"],)
    arguments = packed(list(bound.arguments.values()))
    with_gradients = any(tensor.dtype == torch.float32 for tensor in tensors(list(bound.arguments.values())))
    whole = copied([sample.input, list(sample.args), dict(sample.kwargs)], with_gradients)
    whole[2] = {key: copied(value, with_gradients) for key, value in sample.kwargs.items()}
    # The order of the signature.
    ordered = signature.bind(whole[0], *whole[1], **whole[2])
    leaves = [tensor for tensor in tensors(list(ordered.arguments.values())) if tensor.requires_grad]
    results = function(whole[0], *whole[1], **whole[2])
    if isinstance(results, (list, tuple)):
        results = list(results)
    else:
        results = [results]
    if not all(isinstance(result, torch.Tensor) for result in results):
        raise Unsupported("a result that is no tensor")
    text = struct.pack("<H", number) + arguments + packed(results)
    recorded = [result for result in results if result.requires_grad]
    if not recorded or any(result.grad_fn is None for result in recorded):
        return text + b"\0"
    try:
        torch.autograd.backward(recorded, [cotangent(result.shape) for result in recorded])
    except NotImplementedError:
        return text + b"\0"
    return text + b"\1" + packed([leaf.grad for leaf in leaves])


def samples(info, dtype):
    for source in (info.sample_inputs, info.reference_inputs):
        torch.manual_seed(7)
        random.seed(7)
        try:
            yield from source("cpu", dtype, requires_grad=dtype == torch.float32)
        except Exception as error:  # some generators need what this build lacks
            print("no samples:", info.name, dtype, repr(error)[:80])


def special_samples(info, dtype):
    """Numbers at which functions have their corners."""
    from torch.testing._internal.opinfo.core import BinaryUfuncInfo, SampleInput, UnaryUfuncInfo

    if dtype != torch.float32:
        return
    special = torch.tensor([0.0, -0.0, 1.0, -1.0, 0.5, -1e-3, 20.0, -20.0, 88.0, -88.0, 100.0, -110.0, 1e-40, 3e38,
                            math.inf, -math.inf, math.nan])
    if isinstance(info, UnaryUfuncInfo):
        yield SampleInput(special)
    elif isinstance(info, BinaryUfuncInfo):
        yield SampleInput(special.reshape(-1, 1), args=(special.reshape(1, -1),))


def evenly(cases, count):
    return cases if len(cases) <= count else [cases[i * len(cases) // count] for i in range(count)]


def main():
    names, chunks, skipped, left_out = [], [], Counter(), Counter()
    for number, (name, signature) in enumerate(signatures()):
        names.append(name)
        infos = [info for info in op_db if info.name == name]
        assert infos, name
        seen, found = set(), {dtype: [] for dtype in DTYPES}
        for info in infos:
            for dtype in DTYPES:
                if dtype not in info.dtypes:
                    continue
                for sample in [*samples(info, dtype), *special_samples(info, dtype)]:
                    try:
                        text = case(number, info.op, signature, sample)
                    except Unsupported as reason:
                        skipped[str(reason)] += 1
                        continue
                    except TypeError:
                        skipped[f"{name}: an argument that the signature does not name"] += 1
                        continue
                    except Exception as error:
                        skipped[f"{name}: {type(error).__name__}"] += 1
                        continue
                    digest = hashlib.sha1(text).digest()
                    if digest not in seen:
                        seen.add(digest)
                        found[dtype].append(text)
        for dtype, cases in found.items():
            kept = evenly(cases, CASES_OF_AN_OP if dtype == torch.float32 else CASES_OF_AN_OP // 3)
            left_out[name] += len(cases) - len(kept)
            chunks += kept
        if not any(found.values()):
            print("no case:", name)
    header = struct.pack("<H", len(names)) + b"".join(struct.pack("<B", len(name)) + name.encode() for name in names)
    data = header + struct.pack("<I", len(chunks)) + b"".join(chunks)
    # An IDX array of bytes in one dimension.
    path = FOLDER / "operations.idx.gz"
    with open(path, "wb") as file:
        with gzip.GzipFile(filename="", mode="wb", fileobj=file, compresslevel=9, mtime=0) as stream:
            stream.write(struct.pack(">BBBBI", 0, 0, 8, 1, len(data)) + data)
    print(len(names), "ops,", len(chunks), "cases,", len(data), "bytes,", path.stat().st_size, "compressed")
    print("skipped:", skipped.most_common(40))
    print("left out:", sum(left_out.values()))


main()
