"""Two tenants with canaries, and the parts that people reach them through."""

from __future__ import annotations

import pytest
from rights_company import found, words

from crm.ask.asker import Asker
from privacy.redactor import PresidioRedactor


@pytest.fixture(params=["everyone", "team", "owner"])
def access(request):
    return request.param


@pytest.fixture
def teams(store, clock, access):
    fresh = words()
    return found(store, clock, "Alpha", access, fresh), found(store, clock, "Beta", access, fresh)


@pytest.fixture
def asker(store, clock):
    return Asker(store, clock, None, PresidioRedactor(store))
