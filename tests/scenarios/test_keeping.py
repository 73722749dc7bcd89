"""Chat becomes the record: a message, a thread, and a channel that belongs to a client."""

from __future__ import annotations

import json

import pytest
from scene import rows
from sqlalchemy import select

from crm.model import InboxItem, Interaction, ProposedEntry, Source, Task


def shown(message):
    return json.dumps(message.blocks, ensure_ascii=False)


def mine(team, person, channel, holding):
    """The newest of the app's messages that this person sees there and that holds these words."""
    room = team.console.workspace.channel(channel, team.console.workspace.person(person)).id
    own = [each for each in team.console.ephemerals(person) if each.channel == room]
    found = [m for m in [*team.console.messages(channel, person=person), *own] if m.bot and holding in shown(m)]
    return found[-1] if found else None


def waited(team, person, channel, holding):
    found = team.console.wait_for(lambda: mine(team, person, channel, holding), timeout=20)
    assert found, holding
    return found


def press(team, person, message, action):
    button = next(e for b in message.blocks for e in b.get("elements", []) if e.get("action_id", "").startswith(action))
    return team.console.press(person, message.ts, button["action_id"])


def written(team, source):
    with team.app.store.read() as session:
        found = session.scalars(
            select(Interaction).where(Interaction.source == source).order_by(Interaction.occurred_at)
        ).all()
        for row in found:
            row.met = [each.name for each in row.contacts]
            row.client = row.account.name if row.account else None
        return found


def test_a_message_is_kept_by_its_shortcut_once(team):
    before = len(written(team, "log"))
    ts = team.console.say(
        "morgan", "sales", "Jane Miller at Acme asks for the new price list, can you send it by Friday?"
    )
    for _ in range(2):
        team.console.shortcut("dana", "log_message", ts)
        card = waited(team, "dana", "sales", "price list")
    assert mine(team, "morgan", "sales", "price list") is None  # only whoever asked for it sees it
    press(team, "dana", card, "log_confirm")
    assert team.console.wait_for(lambda: len(written(team, "log")) == before + 1, timeout=20)
    kept = written(team, "log")[-1]
    assert (kept.kind.value, kept.client, kept.met) == ("message", "Acme", ["Jane Miller"])


def test_a_thread_is_kept_whole_with_what_was_promised(team):
    root = team.console.say("dana", "sales", "Acme: Jane Miller wants the contract in German")
    team.console.say("morgan", "sales", "I will send the German contract on Monday", root)
    team.console.say("dana", "sales", "perfect", root)
    team.console.shortcut("dana", "log_thread", root)
    card = waited(team, "dana", "sales", "German contract")
    assert card.thread_ts is None  # where the person is looking
    press(team, "dana", card, "log_confirm")

    def promised():
        with team.app.store.read() as session:
            return session.scalar(select(Task).where(Task.what.contains("German contract")))

    task = team.console.wait_for(promised, timeout=20)
    with team.app.store.read() as session:
        assert session.get_one(Task, task.id).owner.name == "Morgan Hale"
    assert task.due_on.weekday() == 0


def test_the_bots_own_words_are_nothing_to_keep(team):
    (answer,) = team.says("dana", "who owns Globex?")
    before = rows(team, ProposedEntry)
    team.console.shortcut("dana", "log_message", answer.ts)
    waited(team, "dana", "dm", "Only what people wrote")
    assert rows(team, ProposedEntry) == before


def test_a_guest_keeps_nothing(team):
    ts = team.console.say("dana", "sales", "called Jane at Acme about the offer")
    done, before = rows(team, InboxItem), rows(team, ProposedEntry)
    team.console.shortcut("tom", "log_message", ts)
    assert team.console.wait_for(lambda: rows(team, InboxItem) > done, timeout=20)
    assert mine(team, "tom", "sales", "offer") is None
    assert rows(team, ProposedEntry) == before


@pytest.fixture
def linked(team):
    team.console.command("dana", "/rapport", "link Acme", "shared")
    waited(team, "dana", "shared", "kept in Acme's record")
    assert team.console.wait_for(lambda: rows(team, Source) == 1, timeout=20)
    yield
    team.console.command("dana", "/rapport", "unlink", "shared")
    assert team.console.wait_for(lambda: rows(team, Source) == 0, timeout=20)


def test_what_is_said_in_a_linked_channel_is_kept_as_it_stands(team, linked):
    ts = team.console.say("lena", "shared", "The new <https://x.example|dashboard> is slow & we are annoyed")
    reply = team.console.say("dana", "shared", "I'll look into it", ts)
    with team.app.store.read() as session:
        source = session.scalar(select(Source)).name
    assert team.console.wait_for(lambda: len(written(team, source)) == 2, timeout=30)
    theirs, ours = written(team, source)
    assert (theirs.client, theirs.direction, ours.direction) == ("Acme", "in", "out")
    assert "dashboard is slow & we are annoyed" in theirs.text
    assert theirs.thread == ours.thread
    assert theirs.url.endswith(f"/p{ts.replace('.', '')}")
    team.console.edit("dana", reply, "I'll look into it today")
    assert team.console.wait_for(lambda: "today" in written(team, source)[1].text, timeout=30)
    team.console.remove("dana", reply)
    assert team.console.wait_for(lambda: written(team, source)[1].text == "", timeout=30)
    assert team.console.messages("shared", person="dana")[-1].user != team.console.workspace.bot.id


def test_an_unlinked_channel_leaves_no_trace(team):
    before = rows(team, Interaction), rows(team, InboxItem)
    team.console.say("dana", "sales", "Acme is thinking about leaving us")
    team.says("dana", "who owns Acme?")  # comes after it, and is dealt with
    assert rows(team, Interaction) == before[0]
    with team.app.store.read() as session:
        assert not session.scalars(select(InboxItem).where(InboxItem.payload.contains("leaving us"))).all()


@pytest.mark.parametrize(
    ("person", "text", "channel", "says"),
    [
        ("dana", "link Globex", "sales", "owner"), ("dana", "link Nobody", "sales", "No client"),
        ("dana", "link Acme", "dm", "channel"), ("dana", "unlink", "sales", "not linked"),
    ],
)  # fmt: skip
def test_who_may_not_link_is_told_why(team, person, text, channel, says):
    before = rows(team, Source)
    team.console.command(person, "/rapport", text, channel)
    waited(team, person, channel, says)
    assert rows(team, Source) == before
