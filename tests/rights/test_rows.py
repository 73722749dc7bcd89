"""Nobody is told of rows they may not see, whatever they ask."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import islice

import pytest
from probes import AT_LARGE, leaked, questions
from rights_company import found, words
from templates import create_tables

from crm.ask.asker import Asker
from crm.clock import FixedClock
from crm.store import Store
from privacy.redactor import PresidioRedactor

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
MANY = 20


@pytest.fixture(scope="module", params=["everyone", "team", "owner"])
def world(request, tmp_path_factory):
    """A record that is only read: two tenants, and who is asked."""
    clock = FixedClock(NOW)
    store = Store(f"sqlite:///{tmp_path_factory.mktemp('world') / 'rapport.db'}")
    create_tables(store)
    fresh = words()
    teams = [found(store, clock, name, request.param, fresh) for name in ("Alpha", "Beta")]
    yield *teams, Asker(store, clock, None, PresidioRedactor(store)), clock
    store.close()


@pytest.mark.parametrize("who", ["rep", "other", "south", "chief"])
def test_questions_tell_nothing_that_is_kept_from_the_asker(world, who):
    mine, theirs, asker, clock = world
    hidden = mine.forbidden(who) | theirs.forbidden(None)
    seen = 0
    for question in [*AT_LARGE[::3], *islice(questions(mine, seed=7), MANY), *islice(questions(theirs, seed=7), 3)]:
        answer = asker.ask(mine.tenant_id, question, user=mine.users[who], now=clock.now())
        told = answer.model_dump(mode="json", exclude={"question"})
        assert not leaked(told, question, hidden), question
        seen += any(word in str(told) for word in set(mine.secrets) - hidden)
    assert seen > 8  # what may be seen is told
