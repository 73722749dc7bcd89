"""What is switched off is not done, from the next time on; what is switched on again is."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from crm.capture import Captured
from crm.errors import RejectedError, RetryableError
from crm.features import FEATURES, Features, is_on
from crm.model import AuditEntry, Deal, Interaction, Kind, Outcome, Tenant
from crm.reactions.silence import Silence
from crm.staff import Staff


@pytest.fixture
def features(store, clock):
    return Features(store, clock)


def test_everything_is_on_but_comparing_people(features, tenant_id):
    assert {each.name for each in features.listed(tenant_id) if not each.on} == {"rankings"}
    assert list(FEATURES) == [each.name for each in features.listed(tenant_id)]


@pytest.mark.parametrize("name", list(FEATURES))
def test_each_is_switched_and_audited(features, store, tenant_id, name):
    before = features.on(tenant_id, name)
    features.switch(tenant_id, name.upper(), on=not before, by=None)
    assert features.on(tenant_id, name) is not before
    features.switch(tenant_id, name, on=before, by=None)
    assert features.on(tenant_id, name) is before
    with store.read() as session:
        assert list(session.scalars(select(AuditEntry.action))) == ["feature.switch", "feature.switch"]


def test_only_an_admin_switches_and_only_what_there_is(features, store, clock, tenant_id):
    rep = Staff(store, clock).add(tenant_id, "rep@northwind.example", by=None)
    with pytest.raises(RejectedError):
        features.switch(tenant_id, "nudges", on=False, by=rep)
    with pytest.raises(RejectedError, match="There is no feature"):
        features.switch(tenant_id, "everything", on=False, by=None)
    assert features.on(tenant_id, "nudges")
    assert not features.on(tenant_id + 1, "nudges")


def test_settings_that_are_older_than_a_switch_have_it():
    assert is_on({}, "digests")
    assert not is_on({"features_off": ["digests"]}, "digests")
    assert not is_on({}, "rankings")


def test_nothing_is_noticed_while_that_is_off(features, store, clock, tenant_id):
    at = {"tenant_id": tenant_id, "created_at": clock.now(), "updated_at": clock.now()}
    with store.write() as session:
        opened = clock.now().date() - timedelta(days=40)
        session.add(Deal(name="Quiet one", outcome=Outcome.OPEN, opened_on=opened, **at))
    silence = Silence(store, clock)
    features.switch(tenant_id, "reactions", on=False, by=None)
    assert silence.sweep() == 0
    features.switch(tenant_id, "reactions", on=True, by=None)
    assert silence.sweep() == 1


def test_a_model_reads_and_words_only_where_that_is_on(office):
    """Each place that asks a model asks the switch first; without a model there is nothing to ask."""
    app, tenant = office.app, office.app.tenants.home()

    class Model:
        def __init__(self):
            self.asked = 0

        def plan(self, _reading):
            self.asked += 1

    app.asker._model, kept = Model(), app.asker._model
    try:
        for on, times in ((False, 0), (True, 1)):
            app.features.switch(tenant, "planner", on=on, by=None)
            app.asker._model.asked = 0
            app.asker.ask(tenant, "deals with a flurbed grommit clause", user=None, now=app.clock.now())
            assert app.asker._model.asked == times
    finally:
        app.asker._model = kept


def test_a_model_fills_a_logged_call_only_where_that_is_on(office):
    app, tenant = office.app, office.app.tenants.home()
    asked = []

    class Model:
        def fill(self, _instructions, data, _schema):
            asked.append(data)
            return {}

    app.logbook._model, kept = Model(), app.logbook._model
    try:
        for on, times in ((False, 0), (True, 1)):
            app.features.switch(tenant, "filling", on=on, by=None)
            asked.clear()
            app.logbook.propose(tenant, "called Acme, they want a demo", user=None, now=app.clock.now(), save=False)
            assert len(asked) == times
    finally:
        app.logbook._model = kept


def test_a_model_words_what_was_said_only_where_that_is_on(office):
    app, tenant = office.app, office.app.tenants.home()
    worded = []

    class Phraser:
        def word(self, *_args, **_named):
            worded.append(1)

    app.asker._answering._phraser, kept = Phraser(), app.asker._answering._phraser
    try:
        for on in (False, True):
            app.features.switch(tenant, "phrasing", on=on, by=None)
            worded.clear()
            answer = app.asker.ask(tenant, "what did Acme say about the invoice?", user=None, now=app.clock.now())
            assert answer.citations, answer
            assert bool(worded) is on, (answer.plan, answer.columns)
    finally:
        app.asker._answering._phraser = kept


def test_a_model_sums_up_only_where_that_is_on(office):
    app, tenant, now = office.app, office.app.tenants.home(), office.app.clock.now()
    long = "We tried the import on Monday. It failed twice. The invoice was wrong too. We need an answer by Friday."
    with app.store.write() as session:
        app.capture.add(session, tenant, [Captured("mail", "sum1", Kind.EMAIL, now, text=f"{long} " * 6)])
        row = session.scalars(select(Interaction.id).where(Interaction.external_id == "sum1")).one()
    asked = []

    class Model:
        name, available = "stub", True

        def __getattr__(self, name):
            asked.append(name)
            raise RetryableError("no")

    app.interaction_readings._summariser._model, kept = Model(), app.interaction_readings._summariser._model
    try:
        for on in (False, True):
            app.features.switch(tenant, "summaries", on=on, by=None)
            asked.clear()
            app.interaction_readings._read(tenant, [row])
            assert bool(asked) is on
    finally:
        app.interaction_readings._summariser._model = kept


def test_a_team_without_nudges_has_none_made_and_gets_none(office):
    app, tenant = office.app, office.app.tenants.home()
    with app.store.write() as session:
        session.get_one(Tenant, tenant).slack_team_id = office.console.workspace.team_id
    app.features.switch(tenant, "nudges", on=False, by=None)
    assert app.nudges.gather(tenant) == 0
    assert tenant not in app.nudge_rounds.tenants()
    app.features.switch(tenant, "nudges", on=True, by=None)
    assert tenant in app.nudge_rounds.tenants()
