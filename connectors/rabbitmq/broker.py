"""A connection to RabbitMQ: bounded in time, each failure told as what the caller does next."""

from __future__ import annotations

import json
import logging
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from crm.errors import FatalError, RapportError, RejectedError, RetryableError
from crm.intake.announcing import Changed
from crm.intake.connector import BusyError, UnauthorizedError

if TYPE_CHECKING:
    from pika.adapters.blocking_connection import BlockingChannel

NOT_FOUND, ACCESS_REFUSED, LOCKED, PRECONDITION = 404, 403, 405, 406  # AMQP's reply codes
LATER = timedelta(minutes=1)
NONSENSE = (OSError, ValueError, TypeError, AssertionError, LookupError)  # what reading no AMQP ends with
DOWN = "RabbitMQ does not answer. Is it running, and are host, port and tls right?"


@dataclass(frozen=True)
class Server:
    """Where RabbitMQ is and who enters it; `timeout` in seconds, for an answer and between its signs of life."""

    host: str
    port: int
    vhost: str
    user: str
    password: str
    tls: bool = True
    ca_file: str = ""
    timeout: float = 30.0


@contextmanager
def opened(server: Server) -> Iterator[BlockingChannel]:
    """A channel; it and its connection are closed at the end, what was not acknowledged is delivered again.

    Raises:
        UnauthorizedError: RabbitMQ does not take the user, or refuses what is asked for.
        BusyError: it takes nothing for now.
        RetryableError: it is down, slow or answers nonsense.
        RejectedError: the settings cannot work.
    """
    import pika  # noqa: PLC0415 - a connector that is not used loads no library

    logging.getLogger("pika").setLevel(logging.CRITICAL)  # what goes wrong is told once, as an error
    with told(server):
        connection = pika.BlockingConnection(_parameters(server))
        try:
            yield connection.channel()
        finally:
            with suppress(Exception):  # it may be gone, or not have come about
                connection.close()


def publish(channel: BlockingChannel, exchange: str, change: Changed) -> None:
    """Returns once RabbitMQ has taken it, on disk where a durable queue is bound."""
    import pika  # noqa: PLC0415

    properties = pika.BasicProperties(
        content_type="application/json", delivery_mode=2, message_id=change.identity, type="record.changed"
    )
    body = json.dumps(change.message()).encode()
    channel.basic_publish(exchange, f"record.changed.{change.entity}", body, properties)


def _parameters(server: Server) -> Any:
    import pika  # noqa: PLC0415

    secured: dict[str, Any] = {"ssl_options": pika.SSLOptions(_certificates(server), server.host)} if server.tls else {}
    return pika.ConnectionParameters(
        host=server.host,
        port=server.port,
        virtual_host=server.vhost,
        credentials=pika.PlainCredentials(server.user, server.password),
        **secured,
        connection_attempts=1,
        socket_timeout=server.timeout,
        stack_timeout=server.timeout,
        blocked_connection_timeout=server.timeout,
        heartbeat=max(1, int(server.timeout)),
        client_properties={"connection_name": "rapport"},
    )


def _certificates(server: Server) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=server.ca_file or None)
    except OSError as error:
        raise RejectedError(f"The certificates in {server.ca_file} cannot be read. Put right ca_file.") from error


@contextmanager
def told(server: Server) -> Iterator[None]:
    """RabbitMQ's errors as ours."""
    from pika.adapters.utils.connection_workflow import (  # noqa: PLC0415
        AMQPConnectionWorkflowFailed,
        AMQPConnectorException,
    )
    from pika.exceptions import (  # noqa: PLC0415
        AMQPError,
        ChannelClosedByBroker,
        ConnectionBlockedTimeout,
        ProbableAccessDeniedError,
        ProbableAuthenticationError,
    )

    try:
        yield
    except RapportError:
        raise
    except ProbableAuthenticationError as error:
        raise UnauthorizedError("RabbitMQ does not take this user and password.") from error
    except ProbableAccessDeniedError as error:
        raise UnauthorizedError(f"RabbitMQ has no virtual host {server.vhost!r} that this user may enter.") from error
    except ChannelClosedByBroker as error:
        raise _refusal(error.reply_code, error.reply_text) from error
    except ConnectionBlockedTimeout as error:
        raise BusyError("RabbitMQ takes nothing for now: its memory or its disk is full.", LATER) from error
    except (AMQPError, AMQPConnectorException, AMQPConnectionWorkflowFailed, *NONSENSE) as error:
        raise RetryableError(DOWN) from error


def _refusal(code: int, text: str) -> RetryableError | RejectedError | FatalError:
    """What RabbitMQ's own words name (a queue, an exchange) is of the settings: an admin may read it."""
    if code == NOT_FOUND:
        return RejectedError(f"RabbitMQ does not know it: {text}. Make it there, or put right the settings.")
    if code == ACCESS_REFUSED:
        return UnauthorizedError(f"RabbitMQ refuses this to the user: {text}.")
    if code in {LOCKED, PRECONDITION}:
        return RejectedError(f"RabbitMQ refuses it: {text}.")
    return RetryableError(DOWN)
