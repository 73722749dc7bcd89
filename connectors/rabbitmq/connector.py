"""A queue of RabbitMQ as a source: a message is acknowledged once what it tells is committed, and not before."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

from pydantic import Field, field_validator, model_validator

from connectors.message import Message, items_of
from connectors.rabbitmq.broker import NOT_FOUND, Server, opened, publish, told
from connectors.registry import Config, Context
from crm.intake.announcing import Changed
from crm.intake.event import Broken, Item, Page

if TYPE_CHECKING:
    from pika.adapters.blocking_connection import BlockingChannel

MOST_ITEMS = 200  # messages a page
MOST_BYTES = 8 * 1024 * 1024  # of a page's messages
NOTHING = 30.0  # seconds that a source is waited for by which nothing comes in
MOST_PAGES = 250  # a look: other sources wait for their turn
QUIET = 1.0  # seconds without a message, after which a queue counts as empty
BETWEEN_LOOKS = 1.0  # seconds between two looks at how long a queue is


class Settings(Config):
    """Which queue, and how to enter RabbitMQ. Secrets are told by name."""

    host: str = Field(min_length=1)
    port: int | None = Field(default=None, ge=1, le=65535, description="5671, or 5672 where tls is false.")
    tls: bool = True
    ca_file: str = Field(default="", description="Certificates of the authority to trust, where it is your own.")
    vhost: str = "/"
    user: str = Field(min_length=1)
    password: str = "RABBITMQ_PASSWORD"  # noqa: S105  # its name
    queue: str = Field(default="", max_length=255, description="Whose messages are events.")
    exchange: str = Field(default="", max_length=255, description="What the queue is bound to; empty: as it is there.")
    keys: tuple[str, ...] = Field(default=("#",), min_length=1, description="Routing keys of that binding.")
    changes_to: str = Field(default="", max_length=255, description="Exchange that is told which rows changed here.")
    timeout: float = Field(default=30, gt=0, le=600, description="Seconds that an answer may take.")

    @field_validator("keys", mode="before")
    @classmethod
    def _parted(cls, keys: Any) -> Any:
        return tuple(key.strip() for key in keys.split(",") if key.strip()) if isinstance(keys, str) else keys

    @model_validator(mode="after")
    def _has_a_use(self) -> Self:
        if not self.queue and not self.changes_to:
            raise ValueError("name the queue, or the exchange in changes_to")
        return self

    @property
    def announces(self) -> bool:
        return bool(self.changes_to)


def connect(settings: Settings, context: Context) -> RabbitMq:
    return RabbitMq(settings, context)


@dataclass
class Batch:
    """Messages that make one page: what they tell, and what to say to RabbitMQ once that is committed."""

    items: list[Item] = field(default_factory=list)
    readable: int = 0  # the last delivery tag of those that could be read
    unreadable: list[int] = field(default_factory=list)
    size: int = 0  # bytes

    def add(self, tag: int, identity: str, body: bytes) -> None:
        items = items_of(Message(identity, body))
        self.items += items
        self.size += len(body)
        if any(isinstance(item, Broken) for item in items):
            self.unreadable.append(tag)
        else:
            self.readable = tag

    @property
    def full(self) -> bool:
        return len(self.items) >= MOST_ITEMS or self.size >= MOST_BYTES

    def settle(self, channel: BlockingChannel) -> None:
        for tag in self.unreadable:
            channel.basic_reject(tag, requeue=False)
        if self.readable:
            channel.basic_ack(self.readable, multiple=True)


class RabbitMq:
    """Takes what lies in a queue. Where a look stood is known to RabbitMQ, so cursors are empty."""

    def __init__(self, settings: Settings, context: Context) -> None:
        self._settings, self._secret = settings, context.secret
        self._listening: BlockingChannel | None = None
        self._held = ExitStack()

    def pages(self, cursor: Mapping[str, Any]) -> Iterator[Page]:  # noqa: ARG002
        """A page is acknowledged when the next is asked for: by then it is committed. What cannot be read is refused
        then, so a queue with a dead-letter exchange keeps it."""
        if not self._settings.queue:
            return
        with opened(self._server()) as channel:
            if not self._prepared(channel):
                return
            channel.basic_qos(prefetch_count=MOST_ITEMS)
            for number, batch in enumerate(self._batches(channel), 1):
                yield Page.of(batch.items, {})
                batch.settle(channel)
                if number == MOST_PAGES:
                    return

    def wait(self, timeout: float) -> bool:
        """Waits up to `timeout` seconds; True as soon as messages lie in the queue.

        Raises:
            As `pages`.
        """
        if not self._settings.queue:
            time.sleep(min(timeout, NOTHING))
            return False
        with told(self._server()):
            if self._listening is None:
                self._listening = self._held.enter_context(opened(self._server()))
                self._prepared(self._listening)
            ends = time.monotonic() + timeout
            while True:
                self._listening.connection.sleep(min(BETWEEN_LOOKS, max(0.0, ends - time.monotonic())))
                if self._waiting(self._listening):
                    return True
                if time.monotonic() >= ends:
                    return False

    def announce(self, changes: Sequence[Changed]) -> None:
        """Each is confirmed by RabbitMQ before the next is published; where nobody has bound a queue it is dropped."""
        with opened(self._server()) as channel:
            channel.exchange_declare(self._settings.changes_to, passive=True)
            channel.confirm_delivery()
            for change in changes:
                publish(channel, self._settings.changes_to, change)

    def close(self) -> None:
        self._listening = None
        self._held.close()

    def _server(self) -> Server:
        given = self._settings
        port = given.port or (5671 if given.tls else 5672)
        password = self._secret(given.password)
        return Server(given.host, port, given.vhost, given.user, password, given.tls, given.ca_file, given.timeout)

    def _prepared(self, channel: BlockingChannel) -> int:
        """Binds the queue where the settings say to what; how many messages wait in it."""
        given = self._settings
        if given.exchange:
            channel.exchange_declare(given.exchange, passive=True)
            self._make(channel.connection)
            for key in given.keys:
                channel.queue_bind(given.queue, given.exchange, key)
        return self._waiting(channel)

    def _make(self, connection: Any) -> None:
        """The queue is made where there is none; one that somebody made otherwise is taken as it is."""
        from pika.exceptions import ChannelClosedByBroker  # noqa: PLC0415

        channel = connection.channel()
        try:
            channel.queue_declare(self._settings.queue, passive=True)
        except ChannelClosedByBroker as error:
            if error.reply_code != NOT_FOUND:
                raise
            channel = connection.channel()
            channel.queue_declare(self._settings.queue, durable=True, arguments={"x-queue-type": "quorum"})
        channel.close()

    def _waiting(self, channel: BlockingChannel) -> int:
        return int(channel.queue_declare(self._settings.queue, passive=True).method.message_count or 0)

    def _batches(self, channel: BlockingChannel) -> Iterator[Batch]:
        batch = Batch()
        for method, properties, body in channel.consume(self._settings.queue, inactivity_timeout=QUIET):
            if method is None or properties is None or body is None:  # nothing came for a while
                break
            batch.add(method.delivery_tag or 0, str(properties.message_id or ""), body)
            if batch.full:
                yield batch
                batch = Batch()
        if batch.readable or batch.unreadable:
            yield batch
