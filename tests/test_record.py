"""The record on every database that Rapport supports: one contract."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import event, inspect, select, text
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm.exc import StaleDataError

from crm.agenda import Agenda
from crm.capture import Capture, Captured
from crm.display import display
from crm.errors import FatalError, RapportError, RejectedError, RetryableError
from crm.inbox import MOST_ATTEMPTS, PATIENCE, Inbox
from crm.model import (
    Account,
    Contact,
    Deal,
    Field,
    InboxItem,
    InboxState,
    Interaction,
    Kind,
    Outcome,
    Role,
    Task,
    Tenant,
    User,
)
from crm.ports import Redacted, Span
from crm.store import Store, held
from crm.tenants import Tenants


class Masking:
    def redact(self, tenant_id, texts, about=()):
        return [
            Redacted(t.replace("Jane", "[person:1]"), (Span(0, 1, "PERSON"),) if "Jane" in t else ()) for t in texts
        ]


class Sealing:
    def seal(self, tenant_id, text):
        return f"{tenant_id}:{text[::-1]}".encode()

    def open(self, tenant_id, sealed):
        return sealed.decode().partition(":")[2][::-1]


def stamped(clock, **values):
    return {"created_at": clock.now(), "updated_at": clock.now(), **values}


def user(clock, tenant, name, **values):
    return User(tenant_id=tenant, name=name, external_id=name, **stamped(clock, **values))


def test_what_is_written_is_read_back_as_it_was(any_store, any_tenant_id, clock):
    moment = datetime(2026, 3, 29, 1, 30, 0, 123456, tzinfo=UTC)
    with any_store.write() as session:
        account = Account(
            tenant_id=any_tenant_id,
            name="Café Zoë & Söhne 🚀",
            annual_revenue=1234567.89,
            attributes={"seats": 12, "trial": False, "tags": ["a", "b"], "note": 'O\'Brien; "quoted"'},
            **stamped(clock),
        )
        session.add(account)
        session.flush()
        session.add(
            Interaction(
                tenant_id=any_tenant_id,
                source="mail",
                external_id="m1",
                kind=Kind.EMAIL,
                account_id=account.id,
                occurred_at=moment,
                text="x" * 200_000,
                original=bytes(range(256)),
                **stamped(clock),
            )
        )
    with any_store.read() as session:
        kept = session.scalars(select(Interaction)).one()
        assert kept.occurred_at == moment
        assert kept.kind is Kind.EMAIL
        assert len(kept.text) == 200_000
        assert kept.original == bytes(range(256))
        assert kept.account.name == "Café Zoë & Söhne 🚀"
        assert kept.account.annual_revenue == 1234567.89
        assert kept.account.attributes == {
            "seats": 12,
            "trial": False,
            "tags": ["a", "b"],
            "note": 'O\'Brien; "quoted"',
        }


def test_a_time_without_zone_is_refused(any_store, any_tenant_id):
    with pytest.raises(Exception, match="without a zone"), any_store.write() as session:
        session.add(
            Account(tenant_id=any_tenant_id, name="A", created_at=datetime(2026, 1, 1), updated_at=datetime(2026, 1, 1))  # noqa: DTZ001
        )


def test_external_ids_keep_their_case_and_are_unique_in_a_tenant(any_store, any_tenant_id, clock):
    with any_store.write() as session:
        session.add(Account(tenant_id=any_tenant_id, name="A", external_id="0015gAb", **stamped(clock)))
        session.add(Account(tenant_id=any_tenant_id, name="B", external_id="0015gaB", **stamped(clock)))
    with pytest.raises(IntegrityError), any_store.write() as session:
        session.add(Account(tenant_id=any_tenant_id, name="C", external_id="0015gAb", **stamped(clock)))


def test_a_version_guards_against_lost_updates(any_store, any_tenant_id, clock):
    with any_store.write() as session:
        deal = Deal(tenant_id=any_tenant_id, name="Renewal", amount=100, **stamped(clock))
        session.add(deal)
    assert deal.version == 1
    with any_store.write() as session:
        session.get_one(Deal, deal.id).amount = 200
    with any_store.read() as session:
        assert session.get_one(Deal, deal.id).version == 2
    with pytest.raises(StaleDataError), any_store.write() as session:
        session.add(deal)
        deal.amount = 300


def test_a_failed_transaction_leaves_nothing(any_store, any_tenant_id, clock):
    with pytest.raises(RuntimeError), any_store.write() as session:
        session.add(Account(tenant_id=any_tenant_id, name="Ghost", **stamped(clock)))
        session.flush()
        raise RuntimeError
    with any_store.read() as session:
        assert session.scalars(select(Account)).all() == []


@pytest.mark.parametrize("way", ["read", "write"])
def test_no_free_connection_in_time_is_an_outage(store, way):
    with pytest.raises(RetryableError), getattr(store, way)():
        raise PoolTimeoutError


def test_a_reading_session_writes_nothing(any_store, any_tenant_id, clock):
    with any_store.read() as session:
        session.add(Account(tenant_id=any_tenant_id, name="Ghost", **stamped(clock)))
    with pytest.raises((RapportError, SQLAlchemyError)), any_store.read() as session:
        session.add(Account(tenant_id=any_tenant_id, name="Ghost", **stamped(clock)))
        session.flush()
    for change in ("DELETE FROM tenants", "UPDATE tenants SET name = 'x'"):
        with pytest.raises((RapportError, SQLAlchemyError)), any_store.read() as session:
            session.execute(text(change))
            session.commit()
    with any_store.read() as session:
        assert session.scalars(select(Account)).all() == []
        assert session.get_one(Tenant, any_tenant_id).name == "Acme Sales"
    with any_store.write() as session:
        session.get_one(Tenant, any_tenant_id).name = "After all"


def test_what_a_transaction_holds_is_asked_for_once(store, tenant_id):
    asked = []
    event.listen(store.engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    with store.write() as session, held(session):
        for _ in range(3):
            session.get_one(Tenant, tenant_id)
    assert len([each for each in asked if "FROM tenants" in each]) == 1


def test_many_writers_lose_nothing(any_store, any_tenant_id, clock):
    def write(n):
        for i in range(10):
            with any_store.write() as session:
                session.add(Account(tenant_id=any_tenant_id, name=f"{n}-{i}", **stamped(clock)))

    threads = [threading.Thread(target=write, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with any_store.read() as session:
        assert len(session.scalars(select(Account)).all()) == 40


class TestInbox:
    def test_a_second_delivery_is_the_same_item(self, any_store, any_tenant_id, clock):
        inbox = Inbox(any_store, clock)
        first, new = inbox.receive(any_tenant_id, "slack", "Ev1", {"text": "hä?"})
        again, newly = inbox.receive(any_tenant_id, "slack", "Ev1", {"text": "other"})
        assert (again, new, newly) == (first, True, False)
        assert inbox.claim(first) == {"text": "hä?"}

    def test_deliveries_at_the_same_moment_are_one(self, any_store, any_tenant_id, clock):
        inbox, found = Inbox(any_store, clock), []
        gate = threading.Barrier(6)

        def deliver():
            gate.wait()
            found.append(inbox.receive(any_tenant_id, "slack", "Ev1", {}))

        threads = [threading.Thread(target=deliver) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(found) == 6
        assert len({item for item, _ in found}) == 1
        assert sum(new for _, new in found) == 1

    def test_done_forgets_the_words(self, any_store, any_tenant_id, clock):
        inbox = Inbox(any_store, clock)
        item, _ = inbox.receive(any_tenant_id, "slack", "Ev1", {"text": "secret"})
        inbox.claim(item)
        inbox.done(item)
        assert inbox.claim(item) is None
        assert inbox.waiting() == []
        with any_store.read() as session:
            assert "secret" not in session.get_one(InboxItem, item).payload

    def test_what_goes_on_failing_is_parked_and_an_outage_that_passes_is_not(self, any_store, any_tenant_id, clock):
        inbox = Inbox(any_store, clock)
        item, _ = inbox.receive(any_tenant_id, "slack", "Ev1", {})
        for _ in range(2 * MOST_ATTEMPTS):
            inbox.claim(item)
            assert inbox.failed(item, "RetryableError") is InboxState.RECEIVED
        clock.instant += PATIENCE
        inbox.claim(item)
        assert inbox.failed(item, "RetryableError") is InboxState.PARKED
        assert inbox.claim(item) is None
        assert inbox.attempts(item) == 2 * MOST_ATTEMPTS + 1

    @pytest.mark.parametrize("key", ["", "x" * 192])
    def test_an_event_without_usable_id_is_refused(self, any_store, any_tenant_id, clock, key):
        with pytest.raises(RejectedError):
            Inbox(any_store, clock).receive(any_tenant_id, "slack", key, {})


def test_capture_keeps_the_redacted_text_and_seals_the_original(any_store, any_tenant_id, clock):
    capture = Capture(clock, Masking(), Sealing())
    with any_store.write() as session:
        jane = Contact(tenant_id=any_tenant_id, name="Jane", **stamped(clock))
        session.add(jane)
        session.flush()
        items = [
            Captured("mail", "1", Kind.EMAIL, clock.now(), text="Jane is cross", subject="Hi", contact_ids=[jane.id]),
            Captured("mail", "2", Kind.NOTE, clock.now(), text="nothing personal"),
        ]
        capture.add(session, any_tenant_id, items)
    with any_store.read() as session:
        first, second = session.scalars(select(Interaction).order_by(Interaction.id))
        assert first.text == "[person:1] is cross"
        assert Sealing().open(any_tenant_id, first.original) == "Hi\n\nJane is cross"
        assert [contact.name for contact in first.contacts] == ["Jane"]
        assert second.original is None
        assert (second.version, second.indexed_version) == (1, 0)


def test_a_placeholder_that_somebody_types_is_no_placeholder(store, tenant_id, clock):
    with store.write() as session:
        jane = Contact(tenant_id=tenant_id, name="Jane", **stamped(clock))
        session.add(jane)
        session.flush()
        typed = f"ask [person:{jane.id}] and [User:1] about [person: next week]"
        items = [Captured("mail", "1", Kind.EMAIL, clock.now(), text=typed, subject=f"[person:{jane.id}]")]
        (kept,) = Capture(clock, Masking(), None).add(session, tenant_id, items)
        assert "Jane" not in display(session, tenant_id, f"{kept.subject} {kept.text}")
        assert kept.text == f"ask (person:{jane.id}] and (User:1] about [person: next week]"


class TestTenants:
    def test_the_home_tenant_takes_the_first_workspace_and_no_other(self, any_store, clock):
        tenants = Tenants(any_store, clock)
        home = tenants.home()
        assert tenants.of_slack("T1") == home == tenants.of_slack("T1")
        with pytest.raises(RejectedError):
            tenants.of_slack("T2")

    def test_a_user_is_found_by_mail_or_name(self, any_store, any_tenant_id, clock):
        with any_store.write() as session:
            session.add(user(clock, any_tenant_id, "Dana Reyes", email="Dana@Example.com"))
            session.add(user(clock, any_tenant_id, "Lee", email="a@example.com"))
            session.add(User(tenant_id=any_tenant_id, name="lee", external_id="lee2", **stamped(clock)))
        tenants = Tenants(any_store, clock)
        assert tenants.user(any_tenant_id, "dana@example.com").name == "Dana Reyes"
        assert tenants.user(any_tenant_id, "dana reyes").email == "Dana@Example.com"
        with pytest.raises(RejectedError, match="2 users"):
            tenants.user(any_tenant_id, "Lee")
        with pytest.raises(RejectedError, match="Nobody"):
            tenants.user(any_tenant_id, "Nobody Atall")

    def test_a_slack_member_is_linked_by_mail_once(self, any_store, any_tenant_id, clock):
        with any_store.write() as session:
            session.add(user(clock, any_tenant_id, "Dana", email="dana@example.com"))
        tenants = Tenants(any_store, clock)
        assert tenants.user_of_slack(any_tenant_id, "U1", None) is None
        assert tenants.user_of_slack(any_tenant_id, "U1", "DANA@example.com").name == "Dana"
        assert tenants.user_of_slack(any_tenant_id, "U1", None).name == "Dana"
        assert tenants.user_of_slack(any_tenant_id, "U2", "dana@example.com") is None


class TestAgenda:
    def test_follow_ups_come_most_urgent_first_and_can_be_finished_once(self, any_store, any_tenant_id, clock):
        with any_store.write() as session:
            dana = user(clock, any_tenant_id, "Dana")
            other = user(clock, any_tenant_id, "Other")
            session.add_all([dana, other])
            session.flush()
            for what, due in (("later", date(2026, 12, 1)), ("someday", None), ("late", date(2026, 11, 1))):
                session.add(Task(tenant_id=any_tenant_id, what=what, due_on=due, owner_id=dana.id, **stamped(clock)))
        agenda = Agenda(any_store, clock)
        tasks = agenda.follow_ups(dana)
        assert [task.what for task in tasks] == ["late", "later", "someday"]
        with pytest.raises(RejectedError, match="somebody else"):
            agenda.finish(other, tasks[0].id, clock.now())
        first = agenda.finish(dana, tasks[0].id, clock.now()).done_at
        assert agenda.finish(dana, tasks[0].id, clock.now() + timedelta(days=1)).done_at == first
        assert [task.what for task in agenda.follow_ups(dana)] == ["later", "someday"]
        with pytest.raises(RejectedError, match="not there"):
            agenda.finish(dana, 10**9, clock.now())

    def test_numbers_are_the_users_own(self, any_store, any_tenant_id, clock):
        with any_store.write() as session:
            dana, other = user(clock, any_tenant_id, "Dana"), user(clock, any_tenant_id, "Other", role=Role.MANAGER)
            session.add_all([dana, other])
            session.flush()
            for owner, outcome, amount, closing in (
                (dana, Outcome.OPEN, 10.5, None),
                (dana, Outcome.WON, 20, date(2026, 11, 2)),
                (dana, Outcome.WON, 40, date(2026, 6, 2)),
                (other, Outcome.OPEN, 99, None),
            ):
                values = {"owner_id": owner.id, "outcome": outcome, "amount": amount, "close_date": closing}
                session.add(Deal(tenant_id=any_tenant_id, name="d", **values, **stamped(clock)))
        numbers = Agenda(any_store, clock).numbers(dana, date(2026, 10, 1), date(2026, 11, 20))
        assert (numbers.open_deals, numbers.open_amount) == (1, 10.5)
        assert (numbers.won_deals, numbers.won_amount) == (1, 20.0)


@pytest.mark.parametrize("url", ["", "nonsense", "oracle://x/y", "mssql://x"])
def test_a_wrong_database_url_says_what_to_do(url):
    with pytest.raises(FatalError, match="RAPPORT_DATABASE_URL"):
        Store(url)


def test_field_values_hold_a_long_list(any_store, any_tenant_id):
    with any_store.write() as session:
        session.add(
            Field(tenant_id=any_tenant_id, entity="account", key="k", label="K", type="category", values="x" * 100_000)
        )
    with any_store.read() as session:
        assert len(session.scalars(select(Field)).one().values) == 100_000


def test_every_table_is_there(any_store):
    names = set(inspect(any_store.engine).get_table_names())
    assert {"tenants", "users", "accounts", "deals", "interactions", "inbox", "audit", "row_versions"} <= names
