"""Whose words a text holds."""

from __future__ import annotations

import pytest

from crm.model import Contact, Kind, User
from crm.reading.voices import Team, client_words, turns

TEAM = Team(frozenset({"dana", "dana reyes"}))
TALKS = [
    ("[person:5]: We are furious.\n[user:2]: I am delighted to help.\n[person:5]: It broke.", "We are furious.\nIt broke."),
    ("Dana: great news\nOmar: it is awful\nDana: lovely", "it is awful"),
    ("Dana Reyes (Northwind): sorry about that\nJane Miller (Acme): we hate it", "we hate it"),
    ("00:01 Jane Doe: it fails\n00:04 Rep: happy to look\n00:09 Jane Doe: again and again", "it fails\nagain and again"),
    ("[0:12] Agent: welcome!\n[0:15] Customer: where is my order\nand my refund?", "where is my order and my refund?"),
    ("Hi all\n[user:2]: perfect\n[person:9]: not for us", "not for us"),
    ("[user:2]: voicemail, so happy\n[user:2]: will call again", None),
    ("Speaker 1: bad\nSpeaker 2: ok\nSpeaker 1: worse", "Speaker 1: bad\nSpeaker 2: ok\nSpeaker 1: worse"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "theirs"), TALKS)
def test_of_a_talk_the_clients_lines_are_heard(text, theirs):
    found = client_words(Kind.MEETING, None, text, TEAM)
    assert found is None if theirs is None else [*map(str.strip, found.splitlines())] == theirs.splitlines()


@pytest.mark.parametrize(
    "notes",
    [
        "Pricing: too high\nSupport: poor\nOnboarding: great\nLegal: fine",
        "Present: Jane, Dana\n- Jane is angry\n- Dana: send the contract",
        "Called Jane. She said: we are leaving.",
        "Next steps: call on Friday",
        "",
    ],
)
def test_notes_with_colons_are_no_talk(notes):
    assert turns(notes) == []
    assert client_words(Kind.CALL, None, notes, TEAM) == notes


@pytest.mark.parametrize("kind", [Kind.EMAIL, Kind.MESSAGE, Kind.TICKET])
def test_what_we_wrote_is_not_the_clients(kind):
    assert client_words(kind, "out", "We are delighted.", TEAM) is None
    assert client_words(kind, "in", "We are delighted.", TEAM) == "We are delighted."


@pytest.mark.parametrize("kind", [Kind.CALL, Kind.MEETING, Kind.NOTE])
def test_notes_of_a_call_that_we_made_tell_of_the_client(kind):
    assert client_words(kind, "out", "She was upset.", TEAM) == "She was upset."


def test_a_mail_with_labels_is_the_clients_as_it_stands():
    text = "Dana: yes\nJane: no\nDana: maybe"
    assert client_words(Kind.EMAIL, "in", text, TEAM) == text


def test_a_first_name_that_a_client_shares_is_nobodys(store, tenant_id, clock):
    stamp = {"tenant_id": tenant_id, "created_at": clock.now(), "updated_at": clock.now()}
    with store.write() as session:
        session.add_all(
            [User(name="Dana Reyes", **stamp), User(name="Jane Voss", **stamp), Contact(name="Jane Miller", **stamp)]
        )
    with store.read() as session:
        team = Team.of(session, tenant_id)
    assert [team.speaks(name) for name in ("Dana", "dana reyes", "Jane Voss", "Jane", "Jane Miller", "Support")] == [
        True, True, True, False, False, True
    ]  # fmt: skip
