"""Slack: whoever writes, presses, submits or commands gets what they may see, and outsiders get nothing."""

from __future__ import annotations

import itertools
import json
import re

import pytest
from front import STRANGERS, buttons, closed, leaks, opened
from probes import about, cut
from rights_company import PEOPLE
from sqlalchemy import func, select

from crm.clock import FixedClock
from crm.model import AnsweredQuestion, Interaction, ProposedEntry, Task, User
from crm.rights import unlimited

ASKED = ("list accounts", "open deals by account", "unhappy clients", "what did clients say about invoices?")


@pytest.fixture(scope="module")
def front(tmp_path_factory):
    from datetime import UTC, datetime

    made = opened(tmp_path_factory.mktemp("front"), "owner", FixedClock(datetime(2026, 11, 20, 15, tzinfo=UTC)))
    yield made
    closed(made)


def counts(front):
    with front.app.store.read() as session, unlimited():
        tables = (Interaction, Task, AnsweredQuestion)
        done = session.scalar(select(func.count()).select_from(Task).where(Task.done_at.is_not(None)))
        return [done, *(session.scalar(select(func.count()).select_from(each)) for each in tables)]


@pytest.mark.parametrize("who", list(PEOPLE))
def test_each_is_told_what_they_may_see(front, who):
    seen = set()
    for question in ASKED:
        for told in (
            front.says(who, question),
            front.mentions(who, "everybody", question),
            front.commands(who, question),
        ):
            assert not leaks(front, who, told, question), (who, question)
            seen |= {word for word, seers in front.mine.secrets.items() if who in seers and word in str(told.said)}
    told = front.opens_home(who)
    assert told.calls
    assert not leaks(front, who, told)
    assert seen or not any(who in each.seers for each in front.mine.clients.values())


@pytest.mark.parametrize("who", STRANGERS)
def test_outsiders_get_nothing_whatever_they_use(front, who):
    carried = [each for question in ASKED for each in buttons(front.says("admin", question))]
    client = front.mine.clients["north-a"]
    before = counts(front)
    told = [
        *(front.says(who, question) for question in ASKED),
        front.opens_home(who),
        front.commands(who, f"ask who owns {client.name}?"),
        front.commands(who, "rights"),
        front.commands(who, f"link {client.name}", "rep-and-guest"),
        front.keeps(who, f"called {client.name}"),
        front.submits(who, "correct_form", {"channel": "D0"}, corrected(client.interactions[0])),
        *(front.presses(who, action, value) for action, value in carried),
    ]
    for each in told:
        assert not leaks(front, who, each)
        assert who in {"unknown", "fired"} or each.said == [] or "belongs to another workspace" in str(each.said)
    assert counts(front) == before


def corrected(row_id):
    chosen = {"selected_option": {"value": str(row_id)}}
    return {"which": {"which": chosen}, "mood": {"mood": {"selected_option": {"value": "positive"}}}}


@pytest.mark.parametrize("who", ["rep", "other", "south"])
def test_anothers_buttons_show_what_the_presser_may_see(front, who):
    carried = {each for question in ASKED for each in buttons(front.says("admin", question))}
    carried |= set(buttons(front.opens_home("chief"))) | set(buttons(front.mentions("admin", "everybody", ASKED[0])))
    assert {"answer_share", "correct_open", "answer_good"} <= {action for action, _ in carried}
    admin, now = front.mine.users["admin"], front.app.clock.now()
    for question in (*ASKED, "accounts by industry"):
        plan = front.app.asker.ask(front.mine.tenant_id, question, user=admin, now=now).plan
        value = json.dumps({"plan": plan, "at": now.isoformat()})
        carried |= {("answer_csv", value), ("answer_chart", value)}
    files = []
    for action, value in sorted(carried):
        for channel in ("", "everybody"):
            told = front.presses(who, action, value, channel)
            assert not leaks(front, who, told), action
            files += told.files
    assert len(files) > 4


def test_ids_of_others_open_nothing(front):
    """Every id that a button or a form may carry, tried one after the other."""
    with front.app.store.read() as session:
        talks = list(session.scalars(select(Interaction.id)))
        tasks = list(session.scalars(select(Task.id)))
    unseen = {row for each in front.mine.clients.values() if "other" not in each.seers for row in each.interactions}
    for row in talks:
        assert not leaks(front, "other", front.presses("other", "correct_open", str(row)))
        front.submits("other", "correct_form", {"channel": "D0"}, corrected(row))
    for row in tasks:
        assert not leaks(front, "other", front.presses("other", "task_done", str(row)))
    with front.app.store.read() as session:
        moods = dict(session.execute(select(Interaction.id, Interaction.mood)).all())
        done = list(session.scalars(select(Task.owner_id).where(Task.done_at.is_not(None))))
    assert all(moods[row] == "negative" for row in unseen)
    assert set(done) <= {front.mine.users["other"].id}


@pytest.mark.parametrize("who", ["rep", "mate", "guest", "stranger", "gone", "fired", "unknown"])
def test_anothers_proposal_is_neither_shown_nor_written(front, who):
    client = front.mine.clients["south-a"]
    front.says("other", f"called Jo {client.words[1]} at {client.name} about pricing, follow up Friday")
    with front.app.store.read() as session:
        entry = session.scalar(select(func.max(ProposedEntry.id)))
    before = counts(front)
    for action in ("log_edit", "log_confirm", "log_discard", "log_undo"):
        told = front.presses(who, action, str(entry))
        assert not leaks(front, who, told)
        assert "views.open" not in {method for method, _ in told.calls}
    told = front.submits(who, "log_editor", {"entry": entry}, {})
    assert not leaks(front, who, told)
    assert counts(front) == before
    with front.app.store.read() as session:
        assert session.get_one(ProposedEntry, entry).state == "proposed"


@pytest.mark.parametrize("who", [who for who in PEOPLE if who != "admin"])
def test_only_admins_decide_who_sees_what(front, who):
    for text in ("rights", "rights accounts everyone", f"rights release {front.mine.clients['vault'].name}",
                 f"rights restrict {front.mine.clients['north-a'].name} to rep Alpha", "rights field account.industry admins"):  # fmt: skip
        told = front.commands(who, text)
        assert "Only an admin" in str(told.said)
        assert not leaks(front, who, told, text)
    assert front.app.rights.policy(front.mine.tenant_id).accounts == "owner"
    assert "Only an admin" not in str(front.commands("admin", "rights").said)


@pytest.mark.parametrize("client", ["south-a", "vault", "nobody"])
def test_a_client_that_may_not_be_seen_cannot_be_told_from_one_that_is_not_there(front, client):
    name, other = front.mine.clients[client].name, "Blorptorium"
    told = [str(front.commands("rep", f"link {each}", "north").said).replace(each, "X") for each in (name, other)]
    assert "No client is called" in told[0]
    assert told[0] == told[1]
    user, tenant = front.mine.users["rep"], front.mine.tenant_id
    for way, template in itertools.product((0, 4), ("who owns {0}?", "{0}", "deals of {0}", "what did {0} say?")):
        known, unknown = cut(name, way), cut(other, way)
        answers = [
            front.app.asker.ask(tenant, template.format(each), user=user, now=front.app.clock.now()).model_dump(
                mode="json", exclude={"took_ms", "usage", "readings", "lessons"}
            )
            for each in (known, unknown)
        ]
        said = [
            re.sub(each, "X", str(answer), flags=re.IGNORECASE)
            for each, answer in zip((known, unknown), answers, strict=True)
        ]
        assert said[0] == said[1]


# --- audiences ------------------------------------------------------------------------------------------------------


def shared(front, who, channel, question):
    asked = front.mentions(who, channel, question)
    value = dict(buttons(asked))["answer_share"]
    return front.presses(who, "answer_share", value, channel)


def posted(told):
    return [arguments for method, arguments in told.calls if method == "chat.postMessage"]


def test_an_answer_is_shared_where_all_may_see_it(front):
    name = front.mine.clients["north-a"].name
    told = shared(front, "rep", "rep-and-boss", f"who owns {name}?")
    assert "Rep Alpha" in str(posted(told))
    assert not leaks(front, "rep", told)


@pytest.mark.parametrize(
    ("who", "channel"),
    [("admin", "everybody"), ("north", "north"), ("chief", "everybody"), ("other", "everybody"), ("rep", "north")],
)
def test_an_answer_is_not_shared_where_one_may_not_see_all_of_it(front, who, channel):
    told = shared(front, who, channel, "open deals by account")
    assert posted(told) == []
    assert "keep it between us" in str(told.said)


@pytest.mark.parametrize("channel", ["rep-and-guest", "rep-and-unknown"])
def test_nothing_is_shared_with_guests_and_people_the_record_does_not_know(front, channel):
    told = shared(front, "rep", channel, "open deals by account")
    assert posted(told) == []
    assert "outside your company" in str(told.said) or "not in the record" in str(told.said)


@pytest.mark.parametrize(
    "change", ["guest joins", "deactivated in the record", "deactivated in Slack", "shared", "moved"]
)
def test_what_changed_between_asking_and_sharing_counts(front, change):
    name = front.mine.clients["north-a"].name
    asked = front.mentions("rep", "rep-and-boss", f"who owns {name}?")
    value = dict(buttons(asked))["answer_share"]
    channel = front.console.workspace.channel("rep-and-boss")
    boss, north = front.people["north"], front.mine.users["north"]
    guest = front.people["guest"].id

    def set_user(**values):
        with front.app.store.write() as session:
            for column, value_ in values.items():
                setattr(session.get_one(User, north.id), column, value_)

    try:
        match change:
            case "guest joins":
                channel.members.append(guest)
            case "deactivated in the record":
                set_user(active=False)
            case "deactivated in Slack":
                boss.deleted = True
            case "shared":
                channel.is_ext_shared = True
            case "moved":
                set_user(role="rep", manager_id=None)
                with front.app.store.write() as session:
                    session.get_one(User, front.mine.users["rep"].id).manager_id = None
        told = front.presses("rep", "answer_share", value, "rep-and-boss")
        assert posted(told) == []
    finally:
        channel.members[:] = [each for each in channel.members if each != guest]
        boss.deleted = channel.is_ext_shared = False
        set_user(active=True, role="manager", manager_id=north.manager_id)
        with front.app.store.write() as session:
            session.get_one(User, front.mine.users["rep"].id).manager_id = north.id


def test_rights_that_narrow_while_an_answer_is_made_hold_for_it(front, monkeypatch):
    client = front.mine.clients["north-b"]
    ask = front.app.asker.ask
    done = []

    def slow(*args, **kwargs):
        found = ask(*args, **kwargs)
        if not done:
            done.append(front.app.rights.restrict(front.mine.tenant_id, client.name, ["mate Alpha"], by=None))
        return found

    monkeypatch.setattr(front.app.asker, "ask", slow)
    try:
        told = front.says("north", about(client, "who owns {0}?"))
        assert done
        assert "Mate Alpha" not in str(told.said)
    finally:
        front.app.rights.release(front.mine.tenant_id, client.name, by=None)
