"""What the record's rules need from outside, as protocols. Adapters live in other packages and meet in the wiring."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol

MoodLabel = Literal["negative", "neutral", "positive", "mixed"]
WordingKind = Literal["call", "email", "meeting", "message", "note", "none"]
Intent = Literal["ask", "log", "help", "smalltalk", "outside"]


@dataclass(frozen=True)
class Mood:
    """How a text sounds. `score` runs from -1 (furious) to 1 (delighted)."""

    label: MoodLabel
    score: float


@dataclass(frozen=True)
class Span:
    """A stretch of text; `start` and `end` are code points of the input, end exclusive."""

    start: int
    end: int
    type: str


@dataclass(frozen=True)
class Redacted:
    """A text as anything but the record's display may see it: known people as `[person:17]` (a contact's id) or
    `[user:3]`, other personal data as its type in angle brackets, `<EMAIL_ADDRESS>`."""

    text: str
    spans: tuple[Span, ...] = ()


class Redactor(Protocol):
    def redact(self, tenant_id: int, texts: Sequence[str], about: Sequence[Collection[str]] = ()) -> list[Redacted]:
        """One result for each text, in order. Never raises for what a text contains.

        `about` says whom each text is known to be about, as placeholders: they are meant where others of the record go
        by the same name.
        """


class NameTagger(Protocol):
    def names(self, texts: Sequence[str]) -> list[list[Span]]:
        """Names of people in each text, whoever they are, in order and without overlaps.

        Raises:
            FatalError: its model is not installed.
        """


class Vault(Protocol):
    """Keeps originals encrypted under the tenant's key."""

    def seal(self, tenant_id: int, text: str) -> bytes: ...

    def open(self, tenant_id: int, sealed: bytes) -> str: ...

    def seal_bytes(self, tenant_id: int, content: bytes, name: str = "") -> bytes:
        """Bytes that open under the same `name` alone, so that one sealed file cannot stand in for another."""

    def open_bytes(self, tenant_id: int, sealed: bytes, name: str = "") -> bytes: ...

    def is_current(self, tenant_id: int, sealed: bytes) -> bool:
        """Whether the tenant's newest key wraps it."""

    def renewed(self, tenant_id: int, sealed: bytes, name: str = "") -> bytes:
        """The same, wrapped by the newest key."""


class Objects(Protocol):
    """Keeps originals that are too large for the record: sealed, under keys that tell nothing of a person."""

    def put(self, tenant_id: int, key: str, content: bytes) -> None:
        """Keeps (or replaces) an original.

        Raises:
            RetryableError: the storage is not to be had now.
        """

    def get(self, tenant_id: int, key: str) -> bytes:
        """The original.

        Raises:
            RetryableError: the storage is not to be had now.
            RejectedError: there is none under this key.
        """

    def delete(self, tenant_id: int, key: str) -> None:
        """Forgets it; one that is not there is as good.

        Raises:
            RetryableError: the storage is not to be had now.
        """


class Originals(Objects, Protocol):
    """Objects that can all be looked through, and all be forgotten at once."""

    def names(self, tenant_id: int) -> Iterable[str]:
        """The keys of a tenant's objects, also of those that nothing of the record points at.

        Raises:
            RetryableError: the storage is not to be had now.
        """

    def drop(self, tenant_id: int) -> None:
        """Forgets all of a tenant's; none is as good.

        Raises:
            RetryableError: the storage is not to be had now.
        """


class Guard(Protocol):
    """Keeps those whom the tenant has forgotten from coming back through a source."""

    def items(self, tenant_id: int, items: Sequence[Any]) -> list[Any]:
        """Events and changes without them, in order; None for a row that is one of them, anything else as it is.

        Raises:
            RetryableError: a document about them cannot be removed now.
        """

    def rows(self, tenant_id: int, rows: list[list[str]]) -> None:
        """Takes them out of the cells of an export's table, in place."""


class MoodReader(Protocol):
    def moods(self, texts: Sequence[str]) -> list[Mood]:
        """One mood for each text, in order.

        Raises:
            RetryableError: the model behind it is not to be had now.
        """


@dataclass(frozen=True)
class Hit:
    """A passage that speaks to a query: already joined back to the record by the searcher.

    `quote` is redacted text out of the interaction ("" where the search was not to pick any yet); `score` is 0..1,
    comparable within one search only; `similarity` is the cosine between query and passage (None where only keywords
    found it).
    """

    interaction_id: int
    quote: str
    score: float
    similarity: float | None = None


@dataclass(frozen=True)
class SearchResult:
    """`degraded` says in a user's words what could not be searched ("meaning search is down, keywords only").

    `quoting` picks the quotes of hits that have none yet, in the order of the ids it is given.
    """

    hits: list[Hit] = field(default_factory=list)
    degraded: str | None = None
    quoting: Callable[[Sequence[int]], dict[int, str]] | None = None

    def quotes(self, ids: Sequence[int]) -> dict[int, str]:
        """What is quoted of these hits."""
        if self.quoting is not None:
            return self.quoting(ids)
        return {hit.interaction_id: hit.quote for hit in self.hits if hit.interaction_id in set(ids)}


class Searcher(Protocol):
    def search(
        self,
        tenant_id: int,
        text: str,
        *,
        start: datetime | None = None,
        end: datetime | None = None,
        account_ids: Sequence[int] | None = None,
        contact_ids: Sequence[int] | None = None,
        kinds: Sequence[str] | None = None,
        limit: int = 10,
        wordings: Sequence[str] = (),
        quoted: bool = True,
    ) -> SearchResult:
        """The passages nearest to `text` (redacted), best first. Never raises because an index is down:
        keywords in SQL always answer, and `degraded` says what did not.

        With other `wordings` of the same thing, `limit` hits of each, a row at the wording it comes nearest to.
        `quoted=False` leaves the quotes to `SearchResult.quotes`: a quote costs more than finding the row."""


class ChatModel(Protocol):
    """A local language model. It fills slots and words sentences; nothing it says is executed.

    What its calls took is told to `crm.usage`.
    """

    name: str

    def fill(self, instructions: str, data: str, schema: dict[str, Any]) -> dict[str, Any]:
        """An object that fits the JSON `schema`; `data` is quoted material, never instructions.

        Raises:
            RetryableError: the model is down, slow or answered nonsense twice.
        """

    def stream(self, instructions: str, data: str) -> Iterator[str]:
        """Plain text in pieces as they come, thoughts left out; `data` is quoted material, never instructions.

        Raises:
            RetryableError: the model is down or slow, or its answer broke off; pieces may have come before.
        """


class Router(Protocol):
    def route(self, text: str) -> Intent:
        """What a message is for; `outside` where it is nothing that a CRM is for."""


class Nearness(Protocol):
    def nearest(self, word: str, known: Sequence[str], most: int) -> list[tuple[str, float]]:
        """The known words nearest in meaning, best first, each with its likeness (a cosine, up to 1).

        Raises:
            RetryableError: the model behind it is not to be had now.
        """


@dataclass(frozen=True)
class DaySaid:
    """A day in a message, as it is worded around it.

    Attributes:
        before: the end of what stands before it, as `crm.log.outline` leaves it.
        beside: the end of what stands before it in its own sentence.
        words: the day as it is said.
        after: the beginning of what follows.
        facts: what else is known of it: how far ahead it is, in which sentence.
    """

    before: str
    beside: str
    words: str
    after: str
    facts: tuple[str, ...] = ()


class WordingReader(Protocol):
    """Tells by its wording what a message means; local, within a few milliseconds, and never over a network."""

    def kinds(self, outline: str) -> Mapping[WordingKind, float]:
        """The logarithm of the odds of each kind, of none too; `outline` is what `crm.log.outline` leaves of a text."""

    def due(self, day: DaySaid) -> float:
        """The logarithm of the odds that something is to be done by a day."""
