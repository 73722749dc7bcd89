"""Digests in Slack: made and scheduled by commands, sent by the running bot, seen by whom they are for."""

from __future__ import annotations

import json
import struct
import time
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.console.faults import Fault
from bot.schedule import Digests
from crm.digests import rounds as rounds_module
from crm.model import Account, Deal, Digest, DigestRun, Interaction, Outcome, RunState, User

WAIT = 100  # seconds: nothing here is measured
pytestmark = pytest.mark.timeout(400)


@pytest.fixture(scope="module", autouse=True)
def week(team):
    """What happened lately, at a client of Dana's and at one of her manager's; a room where the record knows everybody."""
    app, console = team.app, team.console
    now, tenant = app.clock.now(), app.tenants.home()
    stamp = {"tenant_id": tenant, "created_at": now, "updated_at": now}
    app.features.switch(tenant, "nudges", on=False, by=None)  # nothing else posts: the faults below are for digests
    people = [console.workspace.person(each) for each in ("dana", "morgan", "ari")]
    console.workspace.add_channel("leads", people)
    with app.store.write() as session:
        for account, owner, thousands in (("Acme", "Dana Reyes", 41), ("Globex", "Morgan Hale", 77)):
            row = session.query(Account).filter_by(name=account).one()
            user = session.query(User).filter_by(name=owner).one()
            for step in range(6):
                deal = Deal(name=f"{account} order {step}", account_id=row.id, owner_id=user.id, stage="Won", **stamp)
                deal.outcome, deal.amount, deal.external_id = Outcome.WON, 1_000 * thousands, f"{account}{step}"
                deal.close_date = now.date() - timedelta(days=2 + 7 * step)
                deal.opened_on = deal.close_date - timedelta(days=30)
                session.add(deal)
        for mail in session.scalars(select(Interaction).where(Interaction.external_id == "m1")):
            mail.occurred_at, mail.mood, mail.mood_score = now - timedelta(days=3), "negative", -0.9


@pytest.fixture
def swift(monkeypatch):
    monkeypatch.setattr(rounds_module, "SETTLE", timedelta(0))
    monkeypatch.setattr(rounds_module, "PATIENCE", timedelta(0))


def until(predicate):
    """Waits for what the record tells, which the console does not hear of."""
    end = time.monotonic() + WAIT
    while not (found := predicate()) and time.monotonic() < end:
        time.sleep(0.1)
    return found


def shown(message):
    return json.dumps(message.blocks, ensure_ascii=False)


def types(team, person, text, holding, channel="leads"):
    """Types a command and waits for an answer of after it that holds these words."""
    room = team.console.workspace.channel(channel, team.console.workspace.person(person)).id
    before = {each.ts for each in team.console.ephemerals(person)}
    team.console.command(person, "/rapport", f"digest {text}", channel)

    def answers():
        new = [each for each in team.console.ephemerals(person) if each.channel == room and each.ts not in before]
        return [each for each in new if holding in shown(each)]

    found = until(answers)
    assert found, (text, [shown(each)[:300] for each in team.console.ephemerals(person)[-2:]])
    return found[-1]


def posted(team, channel="leads", person=None):
    return [m for m in team.console.messages(channel, person=person) if m.bot and m.is_root and "digest ·" in shown(m)]


def due(team, name):
    """Makes today's run of a digest due now, as its schedule would."""
    with team.app.store.write() as session:
        digest = session.scalar(select(Digest).where(Digest.name == name))
        session.query(DigestRun).filter_by(digest_id=digest.id).delete()
        now = team.app.clock.now()
        digest.cron, digest.timezone = f"{now.minute} {now.hour} * * {now.isoweekday() % 7}", "UTC"
        digest.next_at = now.replace(second=0, microsecond=0)
    Digests(team.app.digest_rounds, team.app.jobs)()


def run_of(team, name, state):
    def found():
        with team.app.store.read() as session:
            query = select(DigestRun).join(Digest, Digest.id == DigestRun.digest_id).where(Digest.name == name)
            return session.scalar(query)

    def there():
        run = found()
        return run is not None and run.state is state

    run = found() if until(there) else None
    assert run, (name, vars(found()) if found() else "no run", team.app.jobs.waiting())
    return run


def made(team, name, section="business", where="for #leads"):
    types(team, "morgan", f"new {name}", f"*{name}* is there")
    types(team, "morgan", f"add {name}: {section}", f"*{name}*")
    types(team, "morgan", f"schedule {name} Mondays 8:30 {where}", "Mondays 08:30")


@pytest.fixture(scope="module")
def weekly(team, week):
    """The run of a weekly digest that was sent, charts and all, whichever of the tests here come first or at all."""
    types(team, "morgan", "", "Forecast against target")
    types(team, "morgan", "schedule weekly Mondays 8:30 for #leads", "for #leads, Morgan Hale's; next Mon")
    due(team, "weekly")
    run = run_of(team, "weekly", RunState.SENT)
    assert until(lambda: '"image"' in shown(message_of(team, run)))
    return run


def message_of(team, run):
    (message,) = [m for m in posted(team) if m.ts == run.ts]
    return message


def test_weekly_goes_to_a_channel_with_words_a_table_charts_and_rows(team, weekly):
    run, message = weekly, message_of(team, weekly)
    assert message.metadata["event_payload"]["key"] == f"{run.tenant_id}:{run.digest_id}:{run.day}"
    kinds = [block["type"] for block in message.blocks]
    assert kinds[0] == "header"
    assert kinds.count("table") == 1
    assert kinds.count("image") == 1  # won by week
    image = next(block for block in message.blocks if block["type"] == "image")
    assert image["alt_text"].startswith("Bar chart: Won by week")
    assert "*Acme* · 1 time" in shown(message)
    assert "nobody at your end answers" in shown(message)  # the quote of the unhappy client
    upload = team.console.state.uploads[image["slack_file"]["id"]]
    width, height = struct.unpack(">II", upload.content[16:24])
    assert upload.alt.startswith("Bar chart: Won by week")
    assert width == 1201 and height < 2 * width  # noqa: PT018 - a phone's width
    words = len(" ".join(str(block.get("text") or block.get("elements") or "") for block in message.blocks).split())
    assert words < 320  # a minute


def test_ticks_of_any_number_send_it_no_second_time(team, weekly):
    before = len(posted(team))
    for _ in range(3):
        Digests(team.app.digest_rounds, team.app.jobs)()
    types(team, "morgan", "list", "sent")
    assert len(posted(team)) == before
    with team.app.store.read() as session:
        again = session.scalars(select(DigestRun).where(DigestRun.digest_id == weekly.digest_id)).one()
    assert (again.ts, again.attempts) == (weekly.ts, weekly.attempts)


def test_rows_of_a_section_come_as_a_file_to_whoever_asks(team, weekly):
    message = message_of(team, weekly)
    menu = next(e for b in message.blocks for e in b.get("elements", []) if e["type"] == "static_select")
    assert "Business" in {option["text"]["text"] for option in menu["options"]}
    team.console.press("ari", message.ts, menu["action_id"], "Business")

    def sent():
        return [m for m in team.console.messages("dm", person="ari") if m.files]

    assert until(sent)
    upload = team.console.state.uploads[sent()[-1].files[0]["id"]]
    assert upload.content.decode("utf-8-sig").splitlines()[2] == "Won,2,118000,2,118000"


def test_a_rep_has_no_digests(team):
    types(team, "dana", "schedule weekly Mondays 8:30 for #leads", "Only a manager or an admin")


def test_a_preview_is_seen_by_its_manager_alone(team):
    before = len(posted(team))
    types(team, "morgan", "preview weekly", "Weekly digest ·")
    assert len(posted(team)) == before
    types(team, "morgan", "preview nothing", "no digest called")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("schedule weekly Mondays 8:30 for #sales", "People outside your company"),
        ("schedule weekly Mondays 8:30 for #nowhere", "no channel called #nowhere"),
        ("schedule weekly Mondays", "At what time"),
        ("schedule weekly */5 * * * *", "once a day"),
        ("remove weekly: horoscopes", "not in weekly"),
        ("add weekly: themes", "already"),
        ("resume nothing", "no digest called"),
        ("new weekly", "already"),
        ("new list", "a word I need"),
        ("delete weekly", "Delete the digest"),
        ("target lots", "Say what is to be won"),
        ("frobnicate", "Use it like this"),
        ("new <!channel>", "one word"),
    ],
)
def test_what_cannot_be_had_is_told(team, text, says):
    person = "ari" if text.startswith("target") else "morgan"
    assert "<!channel>" not in shown(types(team, person, text, says))


def test_a_question_of_ones_own_is_a_section_and_one_that_is_not_understood_is_none(team):
    types(team, "morgan", "new own", "*own* is there, and empty")
    types(team, "morgan", "schedule own Mondays 8:30 DM me", "own is empty")
    types(team, "morgan", "add own: won revenue by month", "Won revenue by month")
    refused = types(team, "morgan", "add own: won revnue by qurbl", "I did not add")
    offered = [e for b in refused.blocks for e in b.get("elements", []) if "value" in e]
    types(team, "morgan", "add own: won deals by rep", "side by side")
    types(team, "morgan", "schedule own Mondays 8:30 DM me", "by direct message, Morgan Hale's")
    due(team, "own")
    run_of(team, "own", RunState.SENT)
    told = posted(team, "dm", "morgan")[-1]
    assert "Won revenue by month" in shown(told)
    assert all("own:" in each["value"] for each in offered)


def test_a_digest_is_deleted_after_it_was_confirmed(team):
    made(team, "spare")
    asked = types(team, "morgan", "delete spare", "Delete the digest")
    button = next(e for b in asked.blocks for e in b.get("elements", []) if e.get("action_id") == "digest_delete")
    team.console.press("morgan", asked.ts, button["action_id"])

    def gone():
        with team.app.store.read() as session:
            return session.scalar(select(Digest).where(Digest.name == "spare")) is None

    assert until(gone)


def test_only_what_every_reader_may_see(team):
    made(team, "narrow", "wins")
    team.app.rights.set_accounts(team.app.tenants.home(), "owner", by=None)
    try:
        due(team, "narrow")
        run = run_of(team, "narrow", RunState.SENT)
    finally:
        team.app.rights.set_accounts(team.app.tenants.home(), "everyone", by=None)
    (message,) = [m for m in posted(team) if m.ts == run.ts]
    assert "Acme order 0" in shown(message)
    assert "Globex" not in shown(message)  # Dana reads there, and does not see it
    assert "$41k" in shown(message)


def test_readers_who_change_while_it_is_made_get_what_they_may_see(team, monkeypatch):
    made(team, "late", "wins")
    compose, tenant = team.app.composer.compose, team.app.tenants.home()
    composed = []

    def once(*args, **named):
        composed.append(args)
        if len(composed) == 1:
            team.app.rights.set_accounts(tenant, "owner", by=None)
        return compose(*args, **named)

    monkeypatch.setattr(team.app.composer, "compose", once)
    try:
        due(team, "late")
        run = run_of(team, "late", RunState.SENT)
    finally:
        team.app.rights.set_accounts(tenant, "everyone", by=None)
    (message,) = [m for m in posted(team) if m.ts == run.ts]
    assert len(composed) == 2
    assert "Globex" not in shown(message)


def told_why(team, name, why):
    """The owner hears of it in their direct messages."""

    def heard():
        return [m for m in team.console.messages("dm", person="morgan") if m.bot and f"digest {name}" in shown(m)]

    assert until(heard)
    assert why in shown(heard()[-1])
    return heard()


def test_where_a_stranger_reads_along_it_is_not_sent_and_its_owner_told(team):
    made(team, "strange")
    room = team.console.workspace.channel("leads", None)
    room.members.append(team.console.workspace.person("nia").id)
    try:
        before = len(posted(team))
        due(team, "strange")
        run_of(team, "strange", RunState.REFUSED)
        assert len(told_why(team, "strange for #leads", "not in the record")) == 1
        assert len(posted(team)) == before
    finally:
        room.members.remove(team.console.workspace.person("nia").id)


def test_a_bot_that_was_removed_says_so(team):
    made(team, "removed")
    room = team.console.workspace.channel("leads", None)
    room.members.remove(team.console.workspace.bot.id)
    try:
        due(team, "removed")
        run_of(team, "removed", RunState.REFUSED)
        told_why(team, "removed", "I am not in #leads")
    finally:
        room.members.append(team.console.workspace.bot.id)


def test_an_archived_channel_is_told_by_slack(team):
    made(team, "archived")
    team.console.faults.add(Fault("error", "chat.postMessage", error="is_archived"))
    due(team, "archived")
    run_of(team, "archived", RunState.REFUSED)
    told_why(team, "archived", "archived")


@pytest.mark.parametrize("kind", ["lost_answer", "server_error"])
def test_an_answer_that_is_lost_does_not_double_it(team, swift, kind):
    name = f"faulty-{kind}".replace("_", "-")
    made(team, name)
    before = len(posted(team))
    team.console.faults.add(Fault(kind, "chat.postMessage"))
    due(team, name)
    run = run_of(team, name, RunState.SENT)
    assert len(posted(team)) == before + 1
    assert run.attempts > 1


def test_a_limit_is_waited_for(team, swift):
    made(team, "limited")
    before = len(posted(team))
    team.console.faults.add(Fault("rate_limited", "chat.postMessage", times=2))
    due(team, "limited")
    run_of(team, "limited", RunState.SENT)
    assert len(posted(team)) == before + 1


def test_without_its_charts_it_says_so(team):
    made(team, "plain")
    team.console.faults.add(Fault("error", "files.getUploadURLExternal", error="not_allowed", times=1))
    due(team, "plain")
    run = run_of(team, "plain", RunState.SENT)

    def said():
        (message,) = [m for m in posted(team) if m.ts == run.ts]
        return "charts could not be sent" in shown(message) and '"table"' in shown(message)

    assert until(said)


def test_a_section_that_breaks_says_so_and_the_others_stand(team, monkeypatch):
    made(team, "broken", "themes")
    types(team, "morgan", "add broken: wins", "Wins and why")

    def breaks(_ground):
        raise ZeroDivisionError

    monkeypatch.setitem(__import__("crm.digests.sections", fromlist=["SECTIONS"]).SECTIONS, "themes", breaks)
    due(team, "broken")
    run = run_of(team, "broken", RunState.SENT)
    (message,) = [m for m in posted(team) if m.ts == run.ts]
    assert "could not be put together" in shown(message)
    assert "Acme order 0" in shown(message)
