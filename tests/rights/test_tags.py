"""Fields that never go somewhere: not to a model, not into a channel, not into a file."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from front import buttons, closed, opened
from rights_company import found, words
from sqlalchemy import select

from bot.exporting import exportable
from crm.ask.asker import Asker
from crm.ask.modelling.form_fields import fields
from crm.clock import FixedClock
from crm.errors import RejectedError
from crm.model import Contact, Field
from crm.rights.office import RightsOffice
from privacy.redactor import PresidioRedactor

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
LISTED, GROUPED = "list accounts", "number of accounts by industry"


@pytest.fixture(scope="module")
def front(tmp_path_factory):
    made = opened(tmp_path_factory.mktemp("tags"), "everyone", FixedClock(NOW))
    yield made
    closed(made)


@pytest.fixture
def tag(front):
    def set_(name, *, on=True):
        front.app.rights.tag(front.mine.tenant_id, "account.industry", name, on=on, by=None)

    yield set_
    for name in ("never_in_channel", "never_exported", "never_to_model"):
        set_(name, on=False)


def trades(front):
    return [client.words[3] for client in front.mine.clients.values()]


def test_a_file_leaves_it_out_and_is_not_made_of_it(front, tag):
    app, tenant = front.app, front.mine.tenant_id
    listed, grouped = (app.asker.ask(tenant, question, user=None, now=NOW) for question in (LISTED, GROUPED))
    assert exportable(app, tenant, None, listed, NOW) is listed
    tag("never_exported")
    kept = exportable(app, tenant, None, listed, NOW)
    assert len(kept.rows) == len(listed.rows) > 3
    assert not any(trade in str(kept.rows) for trade in trades(front))
    with pytest.raises(RejectedError, match="never lets out"):
        exportable(app, tenant, None, grouped, NOW)
    told = front.says("admin", "export list of accounts as csv")
    assert told.files
    assert not any(trade in each for each in told.files for trade in trades(front))


def test_rows_that_are_kept_from_the_asker_stay_so_in_a_file(front, tag):
    tag("never_exported")
    user, vault = front.mine.users["rep"], front.mine.clients["vault"].name
    admins = front.app.asker.ask(front.mine.tenant_id, LISTED, user=None, now=NOW)
    assert vault in str(admins.rows)
    assert vault not in str(exportable(front.app, front.mine.tenant_id, user, admins, NOW).rows)


def test_an_answer_that_shows_it_is_not_shared(front, tag):
    value = dict(buttons(front.mentions("rep", "rep-and-boss", LISTED)))["answer_share"]
    tag("never_in_channel")
    told = front.presses("rep", "answer_share", value, "rep-and-boss")
    assert "chat.postMessage" not in {method for method, _ in told.calls}
    tag("never_in_channel", on=False)
    told = front.presses("rep", "answer_share", value, "rep-and-boss")
    assert "chat.postMessage" in {method for method, _ in told.calls}


def test_a_model_is_not_told_of_it(store, clock):
    team = found(store, clock, "Alpha", "everyone", words())
    asker = Asker(store, clock, None, PresidioRedactor(store))
    assert "account.industry" in fields(asker.vocabulary(team.tenant_id)).all
    RightsOffice(store, clock).tag(team.tenant_id, "account.industry", "never_to_model", on=True, by=None)
    shown = fields(asker.vocabulary(team.tenant_id))
    assert "account.industry" not in shown.all
    assert "account.industry" not in shown.values


def lets_out(front, question):
    """What of an answer may leave as a file."""
    app, tenant = front.app, front.mine.tenant_id
    try:
        return str(exportable(app, tenant, None, app.asker.ask(tenant, question, user=None, now=NOW), NOW).rows)
    except RejectedError as refused:
        return refused.message


def shares(front, value):
    told = front.presses("rep", "answer_share", value, "rep-and-boss")
    return "chat.postMessage" in {method for method, _ in told.calls}


@pytest.mark.parametrize("ref", ["account.codename", "contact.nick"])
def test_the_tags_hold_for_fields_of_your_own(front, ref):
    """Of clients and of people, as of what happened."""
    app, tenant, (entity, key) = front.app, front.mine.tenant_id, ref.split(".")
    word = "Zanzibarium" if entity == "contact" else front.mine.clients["north-a"].words[4]
    if entity == "contact":
        with app.store.write() as session:
            session.scalars(select(Contact).where(Contact.tenant_id == tenant)).first().attributes = {"nick": word}
            session.add(Field(tenant_id=tenant, entity="contact", key="nick", label="nick", type="text", core=False))
    whom = f"Jo {front.mine.clients['north-a'].words[1]}" if entity == "contact" else front.mine.clients["north-a"].name
    question = f"what is the {key} of {whom}"
    assert word in lets_out(front, question)
    value = dict(buttons(front.mentions("rep", "rep-and-boss", question)))["answer_share"]
    for name in ("never_exported", "never_to_model", "never_in_channel"):
        app.rights.tag(tenant, ref, name, on=True, by=None)
    assert word not in lets_out(front, question)
    assert ref not in fields(app.asker.vocabulary(tenant)).all
    assert not shares(front, value)
    for name in ("never_exported", "never_to_model", "never_in_channel"):
        app.rights.tag(tenant, ref, name, on=False, by=None)
    assert shares(front, value)


def test_what_is_sealed_and_never_exported_is_in_no_file(front):
    app, tenant, ref = front.app, front.mine.tenant_id, "account.codename"
    client = front.mine.clients["north-a"]
    word, question = client.words[4], f"what is the codename of {client.name}"
    app.rights.tag(tenant, ref, "encrypt", on=True, by=None)
    app.settling.settle(tenant)
    assert word in lets_out(front, question)
    app.rights.tag(tenant, ref, "never_exported", on=True, by=None)
    assert word not in lets_out(front, question)
    for name in ("encrypt", "never_exported"):
        app.rights.tag(tenant, ref, name, on=False, by=None)
    app.settling.settle(tenant)
    assert word in lets_out(front, question)


@pytest.mark.parametrize(
    ("field", "name"), [("account.industry", "never"), ("account.name", "never_exported"), ("x.y", "never_exported")]
)
def test_what_cannot_be_tagged_is_refused(store, clock, field, name):
    team = found(store, clock, "Alpha", "everyone", words())
    with pytest.raises(RejectedError):
        RightsOffice(store, clock).tag(team.tenant_id, field, name, on=True, by=None)
