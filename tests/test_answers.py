"""The book of answers, the same in every database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import select

from crm.answers import AnswerBook
from crm.ask.answer import Answer
from crm.clock import FixedClock
from crm.errors import RejectedError
from crm.model import AnsweredQuestion, Tenant, User, Verdict
from crm.ports import Redacted
from crm.store import Store

WON = Answer(question="q", plan={"subject": "deal", "shape": "value", "about": "mail x@y.example"}, confidence=0.9)
LOST = Answer(question="q", plan={"subject": "task"}, confidence=0.9)
ABSTAINED = Answer(question="q", abstained=True, reason="no", answer="no")


class Masked:
    """Hides addresses."""

    def redact(self, tenant_id: int, texts: Sequence[str], about=()) -> list[Redacted]:
        return [Redacted(" ".join("<EMAIL_ADDRESS>" if "@" in word else word for word in t.split())) for t in texts]


@pytest.fixture
def book(any_store: Store, clock: FixedClock) -> AnswerBook:
    return AnswerBook(any_store, clock, Masked())


@pytest.fixture
def people(any_store: Store, any_tenant_id: int, clock: FixedClock) -> tuple[User, User, User]:
    """Two of the tenant, one of another."""
    now = clock.now()
    with any_store.write() as session:
        other = Tenant(name="Other", created_at=now)
        session.add(other)
        session.flush()
        places = ((any_tenant_id, "Ann"), (any_tenant_id, "Ben"), (other.id, "Cas"))
        made = [User(tenant_id=t, name=name, external_id=name, created_at=now, updated_at=now) for t, name in places]
        session.add_all(made)
        session.flush()
        for each in made:
            session.refresh(each)
        session.expunge_all()
    ann, ben, cas = made
    return ann, ben, cas


def keep(
    book: AnswerBook, user: User, key: str, *, thread: str = "C1:1", answer: Answer = WON, question: str = "how"
) -> int:
    kept = book.remember(user.tenant_id, key, thread, user, question=question, answer=answer)
    assert kept is not None
    return kept


def test_a_question_is_kept_once_and_redacted(
    book: AnswerBook, people: tuple[User, User, User], any_store: Store
) -> None:
    ann = people[0]
    first = keep(book, ann, "k1", question="mail a@b.example \x00now")
    assert keep(book, ann, "k1", question="something else") == first
    with any_store.read() as session:
        rows = session.scalars(select(AnsweredQuestion)).all()
        assert [row.question for row in rows] == ["mail <EMAIL_ADDRESS> now"]
        assert rows[0].plan == {"subject": "deal", "shape": "value", "about": "mail <EMAIL_ADDRESS>"}
    assert WON.plan is not None
    assert WON.plan["about"] == "mail x@y.example"


def test_the_turn_before_is_the_newest_understood_one_of_this_person(
    book: AnswerBook, people: tuple[User, User, User], clock: FixedClock
) -> None:
    ann, ben, cas = people
    keep(book, ann, "k1")
    clock.instant += timedelta(seconds=1)
    keep(book, ann, "k2", answer=LOST)
    clock.instant += timedelta(seconds=1)
    keep(book, ann, "k3", answer=ABSTAINED)
    keep(book, ann, "k4", thread="C1:2")
    turn = book.turn(ann.tenant_id, "C1:1", ann)
    assert turn is not None
    assert turn.plan.subject == "task"
    assert book.turn(ann.tenant_id, "C1:1", ben) is None
    assert book.turn(ann.tenant_id, "C1:1", None) is None
    assert book.turn(cas.tenant_id, "C1:1", cas) is None
    again = book.turn(ann.tenant_id, "C1:1", ann, but="k2")
    assert again is not None
    assert again.plan.subject == "deal"


def test_outside_of_a_thread_only_the_last_minutes_count(
    book: AnswerBook, people: tuple[User, User, User], clock: FixedClock
) -> None:
    ann = people[0]
    keep(book, ann, "k1", thread="C1:9")
    since = clock.now() - timedelta(minutes=10)
    assert book.turn(ann.tenant_id, "C1:", ann, within=True, since=since)
    assert book.turn(ann.tenant_id, "C:", ann, within=True, since=since) is None
    assert book.turn(ann.tenant_id, "%", ann, within=True, since=since) is None
    assert book.turn(ann.tenant_id, "C1:", ann, within=True, since=clock.now() + timedelta(seconds=1)) is None


def test_the_newest_verdict_counts_and_notes_are_redacted(book: AnswerBook, people: tuple[User, User, User]) -> None:
    ann, ben, _ = people
    answer = keep(book, ann, "k1")
    book.judge(answer, ann, Verdict.GOOD)
    book.judge(answer, ann, Verdict.BAD, "ask a@b.example")
    book.judge(answer, ann, Verdict.BAD)
    book.judge(answer, ben, Verdict.GOOD, "  ")
    found = {each.by: (each.verdict, each.note) for each in book.feedback(ann.tenant_id)}
    assert found == {"Ann": (Verdict.BAD, "ask <EMAIL_ADDRESS>"), "Ben": (Verdict.GOOD, None)}
    assert [each.by for each in book.feedback(ann.tenant_id, Verdict.BAD)] == ["Ann"]
    book.judge(answer, ann, Verdict.GOOD)
    assert {each.note for each in book.feedback(ann.tenant_id)} == {None}


def test_other_tenants_and_the_inactive_judge_nothing(book: AnswerBook, people: tuple[User, User, User]) -> None:
    ann, ben, cas = people
    answer = keep(book, ann, "k1")
    ben.active = False
    for user, number in ((cas, answer), (ben, answer), (ann, answer + 999)):
        with pytest.raises(RejectedError):
            book.judge(number, user, Verdict.GOOD)
        with pytest.raises(RejectedError):
            book.shared(number, user)
        with pytest.raises(RejectedError):
            book.get(user, number)
    assert book.feedback(cas.tenant_id) == book.feedback(ann.tenant_id) == []


def test_an_answer_is_shared_once_by_who_asked(book: AnswerBook, people: tuple[User, User, User]) -> None:
    ann, ben, _ = people
    answer = keep(book, ann, "k1")
    with pytest.raises(RejectedError):
        book.shared(answer, ben)
    assert book.shared(answer, ann)
    assert not book.shared(answer, ann)
    book.unshared(answer, ann)
    assert book.shared(answer, ann)


def test_what_cannot_be_kept_breaks_no_answer(store: Store, tenant_id: int, clock: FixedClock) -> None:
    book = AnswerBook(store, clock, Masked())
    assert book.remember(tenant_id, "k", "t", None, question="\ud800", answer=WON) is None
    assert book.remember(10**9, "k", "t", None, question="q", answer=WON) is None
    AnsweredQuestion.metadata.drop_all(store.engine)
    assert book.remember(tenant_id, "k", "t", None, question="q", answer=WON) is None
    assert book.turn(tenant_id, "t", None) is None


def test_a_plan_that_is_no_plan_any_more_is_no_turn(book: AnswerBook, people: tuple[User, User, User]) -> None:
    ann = people[0]
    keep(book, ann, "k1", answer=Answer(question="q", plan={"subject": "deal", "colour": "red"}))
    assert book.turn(ann.tenant_id, "C1:1", ann) is None
