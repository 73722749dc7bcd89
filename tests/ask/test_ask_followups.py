"""Remarks on an answer: joined to the question before, with answers computed by pandas."""

from __future__ import annotations

from typing import Any

import asking_gold
import asking_turns
import pytest

from crm.ask.answer import Answer
from crm.ask.asker import Asker
from crm.ask.plan import QueryPlan
from crm.ask.remarks.turn import Turn

pytestmark = pytest.mark.skipif(not asking_gold.DATA.is_dir(), reason="the outside data is not at ../shared/data")


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Asker, int]:
    return asking_gold.asker_over(asking_gold.DATA / "maventech", tmp_path_factory.mktemp("talk"))


def conversation(asked: tuple[Asker, int], *messages: str) -> list[Answer]:
    asker, tenant_id = asked
    before: Turn | None = None
    answers = []
    for message in messages:
        answer = asker.ask(tenant_id, message, user=None, before=before)
        if not answer.abstained:
            before = Turn(message, QueryPlan.model_validate(answer.plan))
        answers.append(answer)
    return answers


def right(gold: asking_turns.Gold, answer: Answer) -> bool:
    """A list is right by how many rows it speaks of."""
    if isinstance(gold, str):
        return (answer.plan or {}).get("show") == gold.removeprefix("show:")
    wanted: Any = gold(asking_gold.maventech()) if gold else None
    listed = (answer.plan or {}).get("shape", "list") == "list"
    if listed and answer.plan and wanted is not None and not isinstance(wanted, set | dict):
        return answer.answer.split()[0].replace(",", "") == str(int(wanted))
    return asking_gold.right(wanted, answer)


@pytest.mark.parametrize("talk", asking_turns.TALKS, ids=lambda talk: f"{talk.part}: {talk.turns[0][0]}")
def test_remarks_are_answered_as_pandas_says(asked: tuple[Asker, int], talk: asking_turns.Talk) -> None:
    answers = conversation(asked, *(message for message, _ in talk.turns))
    wrong = [
        (message, answer.understood or answer.answer, answer.rows[:2])
        for (message, gold), answer in zip(talk.turns, answers, strict=True)
        if not right(gold, answer)
    ]
    assert not wrong


def test_there_are_enough_remarks() -> None:
    assert sum(len(talk.turns) - 1 for talk in asking_turns.TALKS) >= 40


def test_the_understood_plan_is_the_merged_one(asked: tuple[Asker, int]) -> None:
    answers = conversation(asked, "revenue in Q2 2017", "by region", "only GTX Pro", "and the quarter before?")
    for word in ("Won revenue", "GTX Pro", "by regional office", "from 1 January to 31 March 2017"):
        assert word in answers[-1].understood


def test_big_is_said_in_the_answer(asked: tuple[Asker, int]) -> None:
    answer = conversation(asked, "won deals", "only the big ones")[-1]
    assert "“Big” is at least $" in answer.answer
    assert "upper quarter of all deals" in answer.understood


@pytest.mark.parametrize(
    ("first", "remark", "said"),
    [
        ("revenue in 2017", "only in Narnia", "Narnia"),
        ("revenue in 2017", "the other way round", "no order"),
        ("number of open deals", "and the quarter before?", "no period"),
        ("open deals", "why?", "itself the list"),
        ("top 5 reps by revenue", "who owns them?", "no owner"),
        ("lost deals", "compared to last year", "nothing to compare"),
        ("revenue in 2017", "sort by amount", "nothing to put in another order"),
        ("revenue by rep", "sort by shoe size", "shoe size"),
    ],
)
def test_what_cannot_be_joined_is_said(asked: tuple[Asker, int], first: str, remark: str, said: str) -> None:
    answer = conversation(asked, first, remark)[-1]
    assert answer.abstained
    assert said in answer.answer
    for offered in answer.readings:
        assert not conversation(asked, first, offered)[-1].abstained


def test_what_can_be_said_is_offered(asked: tuple[Asker, int]) -> None:
    assert conversation(asked, "revenue in 2017", "only in Narnia")[-1].readings == [
        "by rep",
        "by month",
        "how many is that?",
    ]


@pytest.mark.parametrize(
    "question",
    [
        "how many deals did we lose in Q3 2017?",
        "and who is the best rep?",
        "top 5 accounts by revenue",
        "win rate by region",
        "accounts in Germany",
        "who owns Cancity?",
        "open deals over 3000",
        "in Q2 2017 how many deals did Zane Levy win?",
        "what is the average deal size of GTX Pro?",
        "why did we lose Cancity?",
        "list all products",
    ],
)
def test_a_whole_question_begins_anew(asked: tuple[Asker, int], question: str) -> None:
    after = conversation(asked, "revenue by rep in Q2 2017 in the West region", question)[-1]
    alone = conversation(asked, question)[-1]
    assert (after.plan, after.abstained) == (alone.plan, alone.abstained)


def test_without_a_turn_before_a_remark_is_no_follow_up(asked: tuple[Asker, int]) -> None:
    assert conversation(asked, "and the quarter before?")[0].abstained
    assert conversation(asked, "why?")[0].abstained


@pytest.mark.parametrize(
    "remark", ["", "?", "and", "...", "x" * 5000, "\x00and\x00", "🤷", "by", "only", "top 0", "why why why"]
)
def test_odd_remarks_never_raise(asked: tuple[Asker, int], remark: str) -> None:
    answer = conversation(asked, "revenue by rep in 2017", remark)[-1]
    assert answer.answer


def test_a_plan_of_another_time_is_declined(asked: tuple[Asker, int]) -> None:
    asker, tenant_id = asked
    stale = Turn("x", QueryPlan(subject="deal", group_by=[{"field": "deal.gone"}], measures=[{"kind": "count"}]))  # type: ignore[list-item]
    for remark in ("by rep", "only in Germany", "top 3", "how many is that", "what was that about?"):
        assert asker.ask(tenant_id, remark, user=None, before=stale).answer
