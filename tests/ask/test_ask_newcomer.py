"""Questions of newcomers, over outside exports and over two with headers nobody has foreseen.

First run, before any mending: 32 of 45 answerable right, 15 of 15 unanswerable declined; after it 39 of 45. Four of the
cellar's fail: its quotes are imported as rows of their own and not as deals (three, declined), and its customers are
named by their numbers (one). That run was not blind to the mending any more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from statistics import mean
from typing import Any

import asking_gold
import asking_newcomer
import odd_exports
import pytest

from crm.ask.asker import Asker

Gold = Callable[[], Any] | None


def _won(quotes: list[odd_exports.Quote]) -> list[odd_exports.Quote]:
    return [each for each in quotes if each.status == "Accepted"]


def _sums(pairs: list[tuple[Any, float]]) -> dict[Any, float]:
    found: Counter[Any] = Counter()
    for name, amount in pairs:
        found[name] += amount  # type: ignore[assignment]
    return dict(found)


Q, V = odd_exports.quotes(), odd_exports.vacancies()
ODD: list[tuple[str, str, Gold]] = [
    ("cellar", "how many customers are wine bars", lambda: sum(t == 1 for t in (n % 4 for n in range(12)))),
    ("cellar", "won revenue by sales person", lambda: _sums([(q.seller, q.total) for q in _won(Q)])),
    ("cellar", "how many quotes were declined", lambda: sum(q.status == "Declined" for q in Q)),
    ("cellar", "which customers never got a quote", lambda: {odd_exports.HOUSES[-1]}),
    ("cellar", "total cases sold of Barolo Classico", lambda: sum(q.cases for q in _won(Q) if q.label == "Barolo Classico")),
    ("cellar", "average credit limit by trade type", lambda: {
        trade: mean(2000 + 500 * at for at in range(12) if at % 4 == place) for place, trade in enumerate(odd_exports.TRADES)}),
    ("cellar", "top 2 customers by won revenue", lambda: {name for name, _ in sorted(_sums(
        [(q.house, q.total) for q in _won(Q)]).items(), key=lambda pair: -pair[1])[:2]}),
    ("cellar", "what vintage sells best", None),
    ("cellar", "bottles in stock", None),
    ("agency", "how many vacancies were placed", lambda: sum(v.stage == "Placed" for v in V)),
    ("agency", "fees from placed vacancies by consultant", lambda: _sums(
        [(v.consultant, v.fee) for v in V if v.stage == "Placed"])),
    ("agency", "average fee for a Paralegal", lambda: mean(v.fee for v in V if v.role == "Paralegal")),
    ("agency", "vacancies by stage", lambda: dict(Counter(v.stage for v in V))),
    ("agency", "which sector has the most headcount", lambda: {"Energy"}),
    ("agency", "salary of the candidate for Pallas Robotics", None),
    ("agency", "how many candidates applied", None),
]  # fmt: skip

ODD_LEFT, OUTSIDE_LEFT = 4, 2  # known to fail; no more may


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Asker, int]]:
    home: Path = tmp_path_factory.mktemp("odd")
    return {name: asking_gold.asker_over(folder, home) for name, folder in odd_exports.write(home).items()}


@pytest.fixture(scope="module")
def outside(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Asker, int]]:
    if not asking_gold.DATA.is_dir():
        pytest.skip("the outside data is not at ../shared/data")
    home: Path = tmp_path_factory.mktemp("outside")
    return {data: asking_gold.asker_over(asking_gold.DATA / data, home) for data in ("maventech", "ravenstack")}


def test_odd_headers(odd: dict[str, tuple[Asker, int]]) -> None:
    wrong = []
    for data, text, gold in ODD:
        asker, tenant_id = odd[data]
        if not asking_gold.right(gold() if gold else None, asker.ask(tenant_id, text, user=None)):
            wrong.append(text)
    assert len(wrong) <= ODD_LEFT, wrong


def test_what_newcomers_ask(outside: dict[str, tuple[Asker, int]]) -> None:
    wrong = []
    for question in asking_newcomer.QUESTIONS:
        asker, tenant_id = outside[question.data]
        gold = question.gold(getattr(asking_gold, question.data)()) if question.gold else None
        if not asking_gold.right(gold, asker.ask(tenant_id, question.text, user=None)):
            wrong.append(question.text)
    assert len(wrong) <= OUTSIDE_LEFT, wrong


def test_what_no_record_holds_is_declined_with_questions_it_can_answer(outside: dict[str, tuple[Asker, int]]) -> None:
    for question in asking_newcomer.QUESTIONS:
        if question.gold is not None:
            continue
        asker, tenant_id = outside[question.data]
        answer = asker.ask(tenant_id, question.text, user=None)
        assert answer.abstained, question.text
        for other in answer.readings:
            assert not asker.ask(tenant_id, other, user=None).abstained, (question.text, other)
