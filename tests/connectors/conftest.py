"""Brokers for the tests of what comes and goes through them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from servers.brokers import KafkaServer, RabbitServer


@pytest.fixture
def rabbit() -> Iterator[RabbitServer]:
    server = RabbitServer()
    yield server
    server.close()


@pytest.fixture
def kafka() -> Iterator[KafkaServer]:
    server = KafkaServer()
    yield server
    server.close()
