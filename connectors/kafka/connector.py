"""A topic of Kafka as a source: where a look stood is kept in the record, with what it brought."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Literal, Self

from pydantic import Field, model_validator

from connectors.kafka.broker import DOWN, Servers, Troubles, consuming, translated, write
from connectors.message import Message, items_of
from connectors.registry import Config, Context
from crm.errors import RejectedError, RetryableError
from crm.intake.announcing import Changed
from crm.intake.event import Broken, Item, Page

if TYPE_CHECKING:
    from confluent_kafka import Consumer
    from confluent_kafka import Message as Delivered

MOST_ITEMS = 200  # messages a page
NOTHING = 30.0  # seconds that a source is waited for by which nothing comes in
MOST_PAGES = 250  # a look: other sources wait for their turn
AT_A_TIME = 0.5  # seconds that messages of one page are waited for
IDENTITIES = ("message-id", "message_id", "ce_id", "webhook-id")  # headers that name a message


class Settings(Config):
    """Which topic, and how to enter Kafka. Secrets are told by name."""

    servers: str = Field(min_length=1, description="host:port, with commas between several.")
    topic: str = Field(default="", max_length=249, description="Whose messages are events.")
    changes_to: str = Field(default="", max_length=249, description="Topic that is told which rows changed here.")
    begin: Literal["earliest", "latest"] = Field(
        default="earliest", description="Where the first look begins: at what lies there already, or behind it."
    )
    tls: bool = True
    ca_file: str = Field(default="", description="Certificates of the authority to trust, where it is your own.")
    user: str = Field(default="", description="Empty where nobody is asked for.")
    password: str = "KAFKA_PASSWORD"  # noqa: S105  # its name
    mechanism: Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] = "SCRAM-SHA-512"
    group: str = Field(default="rapport", min_length=1, description="The name under which Kafka knows Rapport.")
    timeout: float = Field(default=30, gt=0, le=600, description="Seconds that an answer may take.")

    @model_validator(mode="after")
    def _has_a_use(self) -> Self:
        if not self.topic and not self.changes_to:
            raise ValueError("name the topic, or the one in changes_to")
        return self

    @property
    def announces(self) -> bool:
        return bool(self.changes_to)


def connect(settings: Settings, context: Context) -> Kafka:
    return Kafka(settings, context)


class Kafka:
    """Reads a topic. The cursor has the next offset of each partition; Kafka's own notes of a group are not used, for
    only ours are committed together with what was read."""

    def __init__(self, settings: Settings, context: Context) -> None:
        self._settings, self._secret = settings, context.secret
        self._listening: Consumer | None = None
        self._held = ExitStack()

    def pages(self, cursor: Mapping[str, Any]) -> Iterator[Page]:
        told = self._settings
        if not told.topic:
            return
        known = cursor.get("offsets", {}) if cursor.get("topic") == told.topic else {}
        with consuming(self._servers(), told.group) as consumer:
            look = _Look(consumer, told, {int(number): int(offset) for number, offset in known.items()})
            yield from look.pages()

    def wait(self, timeout: float) -> bool:
        """Waits up to `timeout` seconds; True as soon as a message came, and at the first call.

        Raises:
            As `pages`.
        """
        if not self._settings.topic:
            time.sleep(min(timeout, NOTHING))
            return False
        if self._listening is None:
            from confluent_kafka import OFFSET_END, TopicPartition  # noqa: PLC0415

            consumer = self._held.enter_context(consuming(self._servers(), self._settings.group))
            numbers = _partitions(consumer, self._settings)
            consumer.assign([TopicPartition(self._settings.topic, number, OFFSET_END) for number in numbers])
            self._listening = consumer
            return True
        ends = time.monotonic() + timeout
        while (left := ends - time.monotonic()) > 0:
            for delivered in self._listening.consume(MOST_ITEMS, timeout=min(left, AT_A_TIME)):
                if _checked(delivered):
                    return True
        return False

    def announce(self, changes: Sequence[Changed]) -> None:
        """All of them are acknowledged by every replica in sync; changes of one row stay in order."""
        write(self._servers(), self._settings.changes_to, changes)

    def close(self) -> None:
        self._listening = None
        self._held.close()

    def _servers(self) -> Servers:
        told = self._settings
        password = self._secret(told.password) if told.user else ""
        return Servers(told.servers, told.user, password, told.mechanism, told.tls, told.ca_file, told.timeout)


class _Look:
    """One look: from where the last one stood to where the topic ended when this one began, or a little further."""

    def __init__(self, consumer: Consumer, told: Settings, known: dict[int, int]) -> None:
        self._consumer, self._told = consumer, told
        self._offsets, self._saved = dict(known), dict(known)
        self._ends: dict[int, int] = {}
        self._lost: list[Item] = []
        for number in _partitions(consumer, told):
            self._place(number, known)

    def pages(self) -> Iterator[Page]:
        from confluent_kafka import TopicPartition  # noqa: PLC0415

        topic = self._told.topic
        if self._lost:
            yield self._page(self._lost)
        self._consumer.assign([TopicPartition(topic, number, self._offsets[number]) for number in self._behind()])
        silent_since = time.monotonic()
        for _ in range(MOST_PAGES):
            items: list[Item] = []
            while self._behind() and len(items) < MOST_ITEMS:
                delivered = self._consumer.consume(MOST_ITEMS - len(items), timeout=AT_A_TIME)
                if delivered:
                    silent_since = time.monotonic()
                elif time.monotonic() - silent_since > self._told.timeout:
                    raise RetryableError(DOWN)
                elif items:
                    break
                for each in delivered:
                    items += self._taken(each)
            if items:
                yield self._page(items)
                silent_since = time.monotonic()
            if not self._behind():
                break
        if self._offsets != self._saved:
            yield self._page([])

    def _place(self, number: int, known: Mapping[int, int]) -> None:
        """Where to begin in a partition. What was deleted unread is told; a topic made anew is read anew."""
        from confluent_kafka import TopicPartition  # noqa: PLC0415

        where = TopicPartition(self._told.topic, number)
        low, high = self._consumer.get_watermark_offsets(where, timeout=self._told.timeout)
        fresh = high if self._told.begin == "latest" and not known else low
        start = known.get(number, fresh)
        if start < low:
            reason = f"{low - start} messages of partition {number} were deleted there before they were read."
            self._lost.append(Broken(key=f"{self._told.topic[:80]}/{number}/{start}-{low}", reason=reason))
        self._offsets[number] = low if start < low or start > high else start
        self._ends[number] = high

    def _behind(self) -> list[int]:
        return [number for number, end in self._ends.items() if self._offsets[number] < end]

    def _taken(self, delivered: Delivered) -> list[Item]:
        """The items of a message; its offset is behind us then. The end of a partition tells where it really ends: what
        transactions leave in it is never delivered."""
        number, offset = int(delivered.partition() or 0), int(delivered.offset() or 0)
        if not _checked(delivered):
            self._offsets[number] = max(self._offsets[number], offset)
            self._ends[number] = self._offsets[number]
            return []
        self._offsets[number] = offset + 1
        body = delivered.value()
        return [] if body is None else items_of(Message(_identity(delivered), bytes(body)))

    def _page(self, items: list[Item]) -> Page:
        self._saved = dict(self._offsets)
        offsets = {str(number): offset for number, offset in sorted(self._offsets.items())}
        return Page.of(items, {"topic": self._told.topic, "offsets": offsets})


def _partitions(consumer: Consumer, told: Settings) -> list[int]:
    found = consumer.list_topics(told.topic, timeout=told.timeout).topics.get(told.topic)
    if found is None or found.error is not None:
        if found is not None:
            raise translated(found.error, Troubles())
        raise RejectedError(f"Kafka does not know the topic {told.topic!r}. Make it there, or put right the settings.")
    return sorted(found.partitions)


def _checked(delivered: Delivered) -> bool:
    """True for a message, False for the end of a partition; whatever else went wrong is raised."""
    error = delivered.error()
    if error is None:
        return True
    if error.name() == "_PARTITION_EOF":
        return False
    raise translated(error, Troubles())


def _identity(delivered: Delivered) -> str:
    """The message's id, where its sender gave it one; else where it lies and since when, which no other shares."""
    headers = dict(delivered.headers() or [])
    named = next((headers[name] for name in IDENTITIES if headers.get(name)), None)
    if named is not None:
        return named.decode("utf-8", "replace") if isinstance(named, bytes) else str(named)
    return f"{delivered.topic()}/{delivered.partition()}/{delivered.offset()}@{delivered.timestamp()[1]}"
