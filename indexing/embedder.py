"""Texts to vectors with the MiniLM that ships with Rapport, on the CPU."""

from __future__ import annotations

import os
from collections.abc import Callable, Container, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

import numpy as np

from crm.errors import FatalError
from indexing.graph import quick, with_output
from indexing.runtime import session

FOLDER = Path(__file__).parent / "models" / "minilm"
MAX_TOKENS = 256
BATCH_TOKENS = 512  # padded tokens a pass: stays in the cache of a core, and bounds memory whatever the texts are
BATCH_TEXTS = 64
MAX_CHARACTERS = 8192  # far more than 256 tokens hold; spares the tokenizer a whole mailbox
MIDDLE = "/model/encoder/layer.2/output/LayerNorm/LayerNormalization_output_0"  # what the third of six layers gives

Beside = Callable[[np.ndarray, np.ndarray], np.ndarray]  # middle states (texts x tokens x 384) and mask to a row a text


class Embedder(Protocol):
    """Gives each text a unit vector; `name` identifies the space, and vectors of two names never meet."""

    @property
    def name(self) -> str: ...

    @property
    def dimensions(self) -> int: ...

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """One row of float32 a text, in order, of length 1 (or 0 for an empty text)."""


class MiniLmEmbedder:
    """all-MiniLM-L6-v2 as int8 ONNX. Loads at the first text; may be shared by threads.

    Each pass keeps to one core, and several passes run side by side: cores that share a pass wait for each other after
    every step of it, spinning, which on a busy machine costs more than the pass.

    Args:
        threads: how many cores may be used; None for all.
        folder: where the model lies.
    """

    name = "minilm-l6-int8-v1"
    dimensions = 384

    def __init__(self, threads: int | None = None, folder: Path = FOLDER) -> None:
        self._threads = threads or os.cpu_count() or 1
        self._folder = folder
        self._loading = Lock()
        self._session: Any = None
        self._tokenizer: Any = None
        self._workers: ThreadPoolExecutor | None = None

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """One row of float32 a text, in order, of length 1 (or 0 for a text without a word).

        Raises:
            FatalError: the model is not where it was installed.
        """
        return self.embed_with(texts, _nothing, 0)

    def embed_with(
        self, texts: Sequence[str], beside: Beside, width: int, places: Container[int] | None = None
    ) -> np.ndarray:
        """The vectors, and behind each what `beside` makes of the same pass: so many numbers a text, 0 without a word.

        Args:
            texts: what is read.
            beside: what reads on from the middle of the pass.
            width: how many numbers it gives for a text.
            places: of which texts it is wanted; None for all. The others have zeros there.

        Raises:
            FatalError: the model is not where it was installed.
        """
        made = np.zeros((len(texts), self.dimensions + width), np.float32)
        wanted: Container[int] = range(len(texts)) if places is None else places
        full = [place for place, text in enumerate(texts) if text.strip()]
        if not full:
            return made
        self._load()
        coded = dict(zip(full, self._tokenizer.encode_batch_fast([_cut(texts[place]) for place in full]), strict=True))
        batches = list(_batches(sorted(full, key=lambda place: len(coded[place].ids)), coded))
        rows = [[(coded[place].ids, place in wanted) for place in batch] for batch in batches]
        apart = self._workers if len(rows) > 1 else None
        one = partial(self._pass, beside, width)
        for batch, found in zip(batches, apart.map(one, rows) if apart else map(one, rows), strict=True):
            made[batch] = found
        return made

    def _pass(self, beside: Beside, width: int, batch: list[tuple[list[int], bool]]) -> np.ndarray:
        rows = [row for row, _ in batch]
        longest = max(len(row) for row in rows)
        ids = np.zeros((len(rows), longest), np.int64)
        mask = np.zeros_like(ids)
        for line, row in enumerate(rows):
            ids[line, : len(row)] = row
            mask[line, : len(row)] = 1
        middle, states = self._session.run([MIDDLE, "last_hidden_state"], {"input_ids": ids, "attention_mask": mask})
        vectors = unit(np.einsum("btd,bt->bd", states, mask.astype(np.float32)))  # the mean, but for its length
        read_on = np.zeros((len(rows), width), np.float32)
        chosen = [line for line, (_, wanted) in enumerate(batch) if wanted]
        if chosen and width:
            most = max(len(rows[line]) for line in chosen)
            read_on[chosen] = beside(middle[chosen, :most], mask[chosen, :most])
        return np.hstack([vectors, read_on])

    def _load(self) -> None:
        with self._loading:
            if self._session is not None:
                return
            from tokenizers import Tokenizer  # noqa: PLC0415

            model, words = self._folder / "model.int8.onnx", self._folder / "tokenizer.json"
            if not (model.is_file() and words.is_file()):
                raise FatalError("The language model that ships with Rapport is missing. Please install Rapport again.")
            self._tokenizer = Tokenizer.from_file(str(words))
            self._tokenizer.no_padding()
            self._tokenizer.enable_truncation(MAX_TOKENS)
            if self._threads > 1:
                self._workers = ThreadPoolExecutor(self._threads, "embedder")
            self._session = session(with_output(quick(model.read_bytes()), MIDDLE))


def unit(vectors: np.ndarray) -> np.ndarray:
    """The rows at length 1; a row of zeros stays one."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-12), np.float32)


def _nothing(middle: np.ndarray, _mask: np.ndarray) -> np.ndarray:
    return np.zeros((len(middle), 0), np.float32)


def _cut(text: str) -> str:
    # A lone surrogate (half an emoji out of broken JSON) is no text to the tokenizer.
    return text[:MAX_CHARACTERS].encode("utf-8", "replace").decode("utf-8")


def _batches(places: list[int], coded: dict[int, Any]) -> Iterator[list[int]]:
    """Neighbours in length together, so that little is spent on padding."""
    batch: list[int] = []
    for place in places:
        longest = len(coded[place].ids)
        if batch and (len(batch) >= BATCH_TEXTS or (len(batch) + 1) * longest > BATCH_TOKENS):
            yield batch
            batch = []
        batch.append(place)
    if batch:
        yield batch
