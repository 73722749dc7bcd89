"""Names of strangers by a spaCy model that is installed on this machine. Nothing is ever downloaded."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from threading import Lock
from typing import Any

from crm.errors import FatalError
from crm.ports import Span

PEOPLE = frozenset({"PERSON", "PER"})  # what models of different languages call them
REMEDY = "Install it, or set RAPPORT_NAMES_ENGINE=tagger."


class SpacyNames:
    """Finds names with a spaCy pipeline. Loads it at the first text; may be shared by threads.

    Args:
        model: the name of an installed package, or a folder that spaCy wrote.
    """

    def __init__(self, model: str) -> None:
        self._model = model
        self._loading = Lock()

    def names(self, texts: Sequence[str]) -> list[list[Span]]:
        """The names in each text, in order.

        Raises:
            FatalError: spaCy or the model is not installed, or the model does not look for names.
        """
        with self._loading:
            pipeline = self._pipeline
        return [
            [Span(one.start_char, one.end_char, "PERSON") for one in document.ents if one.label_ in PEOPLE]
            for document in pipeline.pipe(texts)
        ]

    @cached_property
    def _pipeline(self) -> Any:
        try:
            import spacy  # noqa: PLC0415
        except ImportError as error:
            raise FatalError(f"spaCy is not installed here. {REMEDY}") from error
        try:
            pipeline = spacy.load(self._model)
        except (OSError, ValueError) as error:
            raise FatalError(f"The spaCy model {self._model} is not installed here. {REMEDY}") from error
        if not {"ner", "entity_ruler", "beam_ner"} & set(pipeline.pipe_names):
            raise FatalError(f"The spaCy model {self._model} does not look for names. Set RAPPORT_NAMES_ENGINE=tagger.")
        return pipeline
