"""Questions of newcomers, over outside exports and over two with headers nobody has foreseen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from statistics import mean
from typing import Any

import asking_gold
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


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Asker, int]]:
    home: Path = tmp_path_factory.mktemp("odd")
    return {name: asking_gold.asker_over(folder, home) for name, folder in odd_exports.write(home).items()}
