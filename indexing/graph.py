"""Rewrites ONNX files in memory into what the CPU runs faster, so that the files that ship need not change.

Two kinds of nodes are slow in ONNX Runtime's CPU kernels: SkipLayerNormalization (a loop that is not vectorised, nine
times as long as LayerNormalization of the same rows) and a whole-number product whose result is cast and scaled in
passes of its own. Both become nodes that calculate the same, but for rounding. Only the few fields of Protocol Buffers
that this needs are read here; everything else is copied as it stands.
"""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

GRAPH, NODE, INITIALIZER, INPUT, OUTPUT = 7, 1, 5, 11, 12  # fields of ModelProto, and of GraphProto
ONE = "scale_of_one"
ONNX, CONTRIB = "", "com.microsoft"


@dataclass(frozen=True)
class Node:
    """An operation; `rest` are its attributes and whatever else the file says of it, as it stands there."""

    operation: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    domain: str = ONNX
    rest: tuple[memoryview, ...] = field(default=(), repr=False)

    @classmethod
    def read(cls, data: memoryview) -> Node:
        found: dict[int, list[str]] = {1: [], 2: [], 4: [], 7: []}  # input, output, op_type, domain
        rest: list[memoryview] = []
        for number, content, raw in fields(data):
            if number in found:
                found[number].append(bytes(content).decode())
            elif number != 3:  # its name, which must stay its own
                rest.append(raw)
        return cls("".join(found[4]), tuple(found[1]), tuple(found[2]), "".join(found[7]), tuple(rest))

    def written(self) -> bytes:
        named = [(1, each) for each in self.inputs] + [(2, each) for each in self.outputs]
        named += [(4, self.operation), (7, self.domain)]
        return b"".join(part(number, text.encode()) for number, text in named) + b"".join(self.rest)


def quick(model: bytes) -> bytes:
    """The same model in faster nodes."""
    parts: list[bytes | memoryview] = []
    for number, content, raw in fields(memoryview(model)):
        parts.append(part(GRAPH, _quick_graph(content)) if number == GRAPH else raw)
    return b"".join(parts)


def with_output(model: bytes, name: str) -> bytes:
    """The model with a float value inside it as one more output.

    Protocol Buffers that follow each other are one message, whose lists are joined.
    """
    kind = b"\x0a\x02\x08\x01"  # TypeProto: a tensor of floats
    told = part(1, name.encode()) + part(2, kind)  # ValueInfoProto
    return model + part(GRAPH, part(OUTPUT, told))


def _quick_graph(graph: memoryview) -> bytes:
    nodes: list[Node] = []
    others: list[memoryview] = []
    for number, content, raw in fields(graph):
        if number == NODE:
            nodes.append(Node.read(content))
        else:
            others.append(raw)
    made = [new for node in _scaled(nodes) for new in _normalised(node)]
    tensor = bytes([2 << 3, 1]) + part(8, ONE.encode()) + part(9, struct.pack("<f", 1.0))  # float, name, raw data
    one = part(INITIALIZER, tensor) if made != nodes else b""
    return b"".join([*(part(NODE, node.written()) for node in made), *others, one])


def _normalised(node: Node) -> Iterator[Node]:
    """What is added and then normalised in one node, in three."""
    if node.operation != "SkipLayerNormalization" or len(node.inputs) != 5 or len(node.outputs) != 1:
        yield node
        return
    x, skipped, weight, bias, before = node.inputs
    (output,) = node.outputs
    yield Node("Add", (x, skipped), (f"{output}_both",))  # in the order in which that node sums
    yield Node("Add", (f"{output}_both", before), (f"{output}_summed",))
    yield Node("LayerNormalization", (f"{output}_summed", weight, bias), (output,), ONNX, node.rest)


def _scaled(nodes: list[Node]) -> Iterator[Node]:
    """Products of whole numbers that come out as floats, each column with its scale; the rows' steps come after."""
    by_input = {name: node for node in nodes for name in node.inputs}
    uses = Counter(name for node in nodes for name in node.inputs)
    instead: dict[int, list[Node]] = {}
    for node in nodes:
        chain = [node]
        while len(chain) < 4 and uses[chain[-1].outputs[0]] == 1:
            chain.append(by_input[chain[-1].outputs[0]])
        if [each.operation for each in chain] != ["MatMulInteger", "Cast", "Mul", "Mul"] or len(node.inputs) != 2:
            continue
        _, _, stepped, scaled = chain
        product = f"{node.outputs[0]}_scaled"
        whole = Node("MatMulIntegerToFloat", (*node.inputs, ONE, scaled.inputs[1]), (product,), CONTRIB)
        instead |= {id(each): [] for each in chain}
        instead[id(node)] = [whole]
        instead[id(scaled)] = [Node("Mul", (product, stepped.inputs[1]), scaled.outputs)]
    for node in nodes:
        yield from instead.get(id(node), [node])


def fields(data: memoryview) -> Iterator[tuple[int, memoryview, memoryview]]:
    """Each field's number, its content (of those that have a length) and how it stands there."""
    place = 0
    while place < len(data):
        begun = place
        key, place = _number(data, place)
        content = data[place:place]
        if key & 7 == 2:
            length, place = _number(data, place)
            content = data[place : place + length]
            place += length
        elif key & 7 == 0:
            _, place = _number(data, place)
        else:
            place += 8 if key & 7 == 1 else 4
        yield key >> 3, content, data[begun:place]


def _number(data: memoryview, place: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[place]
        value |= (byte & 127) << shift
        place, shift = place + 1, shift + 7
        if byte < 128:
            return value, place


def part(number: int, content: bytes) -> bytes:
    return varint(number << 3 | 2) + varint(len(content)) + content


def varint(value: int) -> bytes:
    made: list[int] = []
    while value > 127:
        made.append(value & 127 | 128)
        value >>= 7
    return bytes([*made, value])
