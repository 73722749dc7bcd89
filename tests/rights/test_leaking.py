"""The measurement of leaks: it catches what is planted, and excuses nothing but what somebody typed these minutes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial

import probes
import pytest
from front import closed, opened

from benchmarks import leaking
from bot.slack.handlers import question
from crm.clock import FixedClock
from crm.rights import Sight


@pytest.fixture(scope="module")
def front(tmp_path_factory):
    made = opened(tmp_path_factory.mktemp("leaking"), "owner", FixedClock(datetime(2026, 11, 20, 15, tzinfo=UTC)))
    yield made
    closed(made)


@pytest.fixture
def word(front):
    """What only some may know: `other` is none of them."""
    return front.mine.clients["north-a"].words[6]


@pytest.fixture
def asked(word):
    return f"who complained about the {word.lower()} invoice?"  # small: a name would come back redacted


@pytest.fixture
def did(front, monkeypatch):
    """Does rounds of steps, and says of each what came of it and the words that leaked."""

    def do(*rounds):
        monkeypatch.setattr(leaking, "rounds", lambda *_: iter(rounds))
        return [(str(found.said), leaked) for _, _, found, leaked, _ in leaking.done(front, probes, 0)]

    return do


def message(front, who, text):
    return "message", who, (text, partial(front.says, who, text))


def mention(front, who, text, **more):
    return "mention", who, (text, partial(front.mentions, who, "everybody", text, **more))


def test_a_word_that_the_asker_typed_is_repeated_and_is_no_leak(front, did, word, asked):
    (_, first), (said, leaked) = did([message(front, "other", asked), message(front, "other", "blorp")])
    assert "question before, which I understood as" in said
    assert word.lower() in said
    assert (first, leaked) == (set(), set())


def test_the_turn_of_another_is_a_leak(front, did, word, asked, monkeypatch):
    def steps(root):
        return [mention(front, "admin", asked, ts=root), mention(front, "other", "blorp", thread=root)]

    assert [leaked for _, leaked in did(steps("1500000000.000001"))] == [set(), set()]
    turn, admin = front.app.answers.turn, front.mine.users["admin"]
    monkeypatch.setattr(
        front.app.answers, "turn", lambda tenant, thread, _user, **more: turn(tenant, thread, admin, **more)
    )
    assert [leaked for _, leaked in did(steps("1500000000.000002"))] == [set(), {word}]


def test_a_word_that_was_typed_in_an_earlier_round_is_not_excused(front, did, word, asked, monkeypatch):
    rounds = [message(front, "other", asked)], [message(front, "other", "blorp")]
    assert [leaked for _, leaked in did(*rounds)] == [set(), set()]
    monkeypatch.setattr(question, "LATELY", timedelta(days=1))
    assert [leaked for _, leaked in did(*rounds)] == [set(), {word}]


def test_a_command_goes_on_from_commands_of_the_last_minutes_alone(front, did, word, asked):
    def command(text):
        return "command", "other", (text, partial(front.commands, "other", f"ask {text}", "everybody"))

    (_, first), (soon, _), (later, leaked) = did([command(asked), command("blorp")], [command("blorp")])
    assert word.lower() in soon
    assert "The record cannot tell that" in later
    assert word.lower() not in later
    assert (first, leaked) == (set(), set())


def test_a_sight_that_is_too_wide_is_caught(front, did, monkeypatch):
    steps = [message(front, "other", "list accounts"), mention(front, "other", "unhappy clients")]
    assert [leaked for _, leaked in did(steps)] == [set(), set()]
    monkeypatch.setattr(front.app.rights, "sight", lambda tenant, people: Sight(tenant, frozenset(people)))
    hidden = {each.name for each in front.mine.clients.values() if "other" not in each.seers}
    listed, unhappy = (leaked for _, leaked in did(steps))
    assert hidden <= listed
    assert unhappy


def test_the_rounds_hold_every_way_in_and_are_the_same_in_every_run(front, monkeypatch):
    monkeypatch.setattr(probes, "AT_LARGE", probes.AT_LARGE[:3])

    def some():
        made = leaking.rounds(front, probes, 3)
        return [(entry, who, asked) for _ in range(4) for entry, who, (asked, _) in next(made)]

    first = some()
    assert {"message", "remark", "mention", "thread", "command", "log", "home", "button", "ids", "form", "shortcut", "rights"} == {
        entry for entry, _, _ in first
    }  # fmt: skip
    assert [each for each in first if each[0] != "ids"] == [each for each in some() if each[0] != "ids"]
