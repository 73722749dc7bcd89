"""The book of digests, and the command line over it."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from bot.cli import rapport
from crm.digests.book import DigestBook, NotUnderstoodError, Refused
from crm.errors import RejectedError
from crm.model import Digest, Role, User
from crm.ports import Redacted


class Redactor:
    """Knows one contact."""

    def redact(self, _tenant_id, texts):
        return [
            Redacted(text.replace("Jane Miller", "[person:1]").replace("Bob Stranger", "<PERSON>")) for text in texts
        ]


@pytest.fixture
def book(any_store, clock):
    return DigestBook(any_store, clock, Redactor())


@pytest.fixture
def people(any_store, any_tenant_id, clock):
    stamp = {"tenant_id": any_tenant_id, "created_at": clock.now(), "updated_at": clock.now()}
    with any_store.write() as session:
        rows = [User(name=role.value, role=role, **stamp) for role in Role]
        session.add_all(rows)
    return {row.role: row for row in rows}


def test_every_team_has_weekly_which_is_nobodys_and_paused(book, any_tenant_id):
    (weekly,) = book.all(any_tenant_id, by=None)
    assert (weekly.name, weekly.owner, weekly.paused, len(weekly.items)) == ("weekly", None, True, 8)
    assert len(book.all(any_tenant_id, by=None)) == 1


def test_a_digest_is_filled_scheduled_moved_paused_and_deleted(book, any_tenant_id, people, any_store):
    boss, tenant = people[Role.MANAGER], any_tenant_id
    book.new(tenant, "Monday Numbers", by=boss)
    book.add(tenant, "monday numbers", "Unhappy clients", by=boss, check=lambda _: None)
    book.add(tenant, "monday-numbers", "won revenue by month", by=boss, check=lambda _: None)
    made = book.schedule(tenant, "monday-numbers", "Mondays 8:30 DM me", by=boss, zone="Europe/Berlin")
    assert (made.cron, made.zone, made.owner_id, made.next_at.isoformat()) == (
        "30 8 * * MON", "Europe/Berlin", boss.id, "2026-11-23T07:30:00+00:00",
    )  # fmt: skip
    assert book.pause(tenant, "monday-numbers", by=boss).next_at is None
    assert book.resume(tenant, "monday-numbers", by=boss).next_at == made.next_at
    left = book.remove(tenant, "monday-numbers", "1", by=boss)
    assert book.shown(tenant, left.items) == ["Won revenue by month"]
    book.delete(tenant, "monday-numbers", by=boss)
    with any_store.read() as session:
        assert session.scalars(select(Digest.name)).all() == ["weekly"]


def test_questions_are_kept_with_placeholders_where_they_can_be_had_back(book, any_tenant_id, any_store):
    for text in ("what did Jane Miller say last week", "what did Bob Stranger say last week"):
        book.add(any_tenant_id, "weekly", text, by=None, check=lambda _: None)
    with any_store.read() as session:
        kept = [each.get("question") for each in session.scalar(select(Digest)).sections]
    assert kept[-1] == "what did Bob Stranger say last week"  # the record does not know him: it would be lost
    assert "person:1" not in str(kept[-2]) or "Jane" not in str(kept[-2])


def test_what_is_not_understood_is_refused_with_what_may_have_been_meant(book, any_tenant_id):
    with pytest.raises(NotUnderstoodError) as refused:
        book.add(any_tenant_id, "weekly", "flurb", by=None, check=lambda _: Refused("I do not know flurb.", ["deals"]))
    assert refused.value.readings == ["deals"]
    assert "flurb" in refused.value.message


@pytest.mark.parametrize("verb", ["all", "new", "add", "remove", "schedule", "pause", "resume", "delete", "get"])
def test_reps_have_none(book, any_tenant_id, people, verb):
    rep = people[Role.REP]
    calls = {
        "all": lambda: book.all(any_tenant_id, by=rep),
        "add": lambda: book.add(any_tenant_id, "weekly", "themes", by=rep, check=lambda _: None),
        "remove": lambda: book.remove(any_tenant_id, "weekly", "themes", by=rep),
        "schedule": lambda: book.schedule(any_tenant_id, "weekly", "daily 8:30", by=rep, zone="UTC"),
    }
    with pytest.raises(RejectedError, match="managers and admins"):
        calls.get(verb, lambda: getattr(book, verb)(any_tenant_id, "weekly", by=rep))()


def test_no_name_no_digest(book, any_tenant_id):
    for name in ("", "a b c" * 20, "<!channel>", "../x", "list", "-", "💥"):
        with pytest.raises(RejectedError):
            book.new(any_tenant_id, name, by=None)
    with pytest.raises(RejectedError, match="every team"):
        book.delete(any_tenant_id, "weekly", by=None)
    with pytest.raises(RejectedError, match="Whose digest"):
        book.schedule(any_tenant_id, "weekly", "daily 8:30", by=None, zone="UTC")


@pytest.fixture
def command(tmp_path, monkeypatch):
    monkeypatch.setenv("RAPPORT_HOME", str(tmp_path))

    def run(*words):
        return CliRunner().invoke(rapport, ["digest", *words])

    return run


def test_the_command_line(command):
    shown = command("weekly", "--preview", "--json", "--now", "2026-11-23T08:30")
    told = json.loads(shown.stdout)
    assert (told["name"], told["period"], shown.exit_code) == ("weekly", "16–22 Nov", 0)
    assert all(each["nothing"] for each in told["sections"])
    assert "Weekly" in command("new", "Weekly").output or command("new", "weekly").exit_code == 1
    assert command("new", "monthly").exit_code == 0
    assert "monthly: not scheduled" in command("add", "monthly", "themes").output
    assert "Whose digest" in command("schedule", "monthly", "Mondays", "8:30").output
    assert "A channel is set in Slack" in command("schedule", "monthly", "Mondays", "8:30", "for", "#sales").output
    assert command("delete", "monthly", "--json").exit_code == 1
    assert command("delete", "monthly", "--yes").exit_code == 0
    assert "500,000 a quarter" in command("target", "500000/quarter").output


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("nothing", "--preview"), 1, "no digest called"), (("add", "weekly"), 2, "Use it like this"),
        (("foo", "bar"), 2, "There is no"), (("weekly", "--preview", "--now", "noon"), 1, "ISO"),
        (("list", "--as", "nobody"), 1, "Nobody here"), (("pause", "weekly", "now"), 2, "Use it like this"),
        (("target", "lots"), 1, "Say what is to be won"), (("../etc", "--preview"), 1, "one word"),
    ],
)  # fmt: skip
def test_what_the_command_line_refuses(command, words, code, says):
    done = command(*words)
    assert done.exit_code == code
    assert says in done.output
    assert "Traceback" not in done.output
