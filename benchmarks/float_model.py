"""The float32 MiniLM that Chroma takes by default, made out of the encoder that ships: nothing is downloaded.

Its matrices are the shipped ones taken back to float32, so its vectors are near to the published model's, and what it
calculates, and how long, is the same.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from indexing.embedder import FOLDER
from indexing.graph import GRAPH, INITIALIZER, INPUT, NODE, Node, fields, part, quick, varint

LISTED = ("config.json", "special_tokens_map.json", "tokenizer_config.json", "vocab.txt")  # Chroma only asks for them
FLOAT, NAME, RAW = 1, 8, 9  # TensorProto: a kind, and fields
UNUSED_INPUT = "token_type_ids"  # Chroma's model takes it; of one kind of tokens it says nothing


def write(folder: Path) -> None:
    """Writes what Chroma's own embedding function expects to have downloaded."""
    folder.mkdir(parents=True)
    shutil.copyfile(FOLDER / "tokenizer.json", folder / "tokenizer.json")
    for name in LISTED:
        (folder / name).touch()
    (folder / "model.onnx").write_bytes(quick(in_float((FOLDER / "model.int8.onnx").read_bytes())))


def in_float(model: bytes) -> bytes:
    """The shipped encoder with products of floats in place of those of whole numbers."""
    parts: list[bytes | memoryview] = []
    for number, content, raw in fields(memoryview(model)):
        parts.append(part(GRAPH, _graph(content)) if number == GRAPH else raw)
    return b"".join(parts)


def _graph(graph: memoryview) -> bytes:
    nodes: list[Node] = []
    tensors: dict[str, memoryview] = {}
    others: list[memoryview] = []
    for number, content, raw in fields(graph):
        if number == NODE:
            nodes.append(Node.read(content))
        elif number == INITIALIZER:
            named = {field: value for field, value, _ in fields(content)}
            tensors[bytes(named[NAME]).decode()] = named[RAW] if RAW in named else content[:0]
            others.append(raw)
        else:
            others.append(raw)
    made, floats = _in_floats(nodes, tensors)
    kind = b"\x0a\x02\x08\x07"  # TypeProto: a tensor of int64
    unused = part(INPUT, part(1, UNUSED_INPUT.encode()) + part(2, kind))
    return b"".join([*(part(NODE, node.written()) for node in made), *others, *floats, unused])


def _in_floats(nodes: list[Node], tensors: dict[str, memoryview]) -> tuple[list[Node], list[bytes]]:
    """`build.py` names what it makes of a product: its rows' codes, its matrix' codes and scales, its whole result."""
    products: dict[str, Node] = {}
    floats: list[bytes] = []
    for node in (each for each in nodes if each.operation == "MatMulInteger"):
        x, matrix = (name.removesuffix("_codes") for name in node.inputs)
        scales = np.frombuffer(tensors[f"{matrix}_scales"], np.float32)
        codes = np.frombuffer(tensors[f"{matrix}_codes"], np.int8).reshape(-1, len(scales))
        floats.append(part(INITIALIZER, _tensor(f"{matrix}_float", codes * scales)))
        output = node.outputs[0].removesuffix("_int")
        products[output] = Node("MatMul", (x, f"{matrix}_float"), (output,))
    return list(_needed([products.get(node.outputs[0], node) for node in nodes])), floats


def _needed(nodes: list[Node]) -> Iterator[Node]:
    """Those that the result hangs on, in their order."""
    wanted = {"last_hidden_state"}
    kept: list[Node] = []
    for node in reversed(nodes):
        if wanted.intersection(node.outputs):
            wanted.update(node.inputs)
            kept.append(node)
    return reversed(kept)


def _tensor(name: str, values: np.ndarray) -> bytes:
    sizes = b"".join(varint(1 << 3) + varint(size) for size in values.shape)
    raw = np.ascontiguousarray(values, np.float32).tobytes()
    return sizes + varint(2 << 3) + varint(FLOAT) + part(NAME, name.encode()) + part(RAW, raw)
