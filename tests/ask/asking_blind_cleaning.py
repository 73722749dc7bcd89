"""What the sellers and the owner of a cleaning firm type about their leads, opportunities, calls and inspections."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
from asking_gold import Question
from unseen_parts import best, between, counts, growth, past, worst


def ask(category: str, text: str, gold: Callable[[Any], Any] | None) -> Question:
    return Question("cleaning", "blind_b", category, text, gold)


def rung(f: Any, start: str, end: str) -> Any:
    return between(f.k, "called_at", start, end)


def uncalled(f: Any) -> set[str]:
    return set(f.l[f.l.lead_status == "Potential"].display_name) - set(f.k.display_name)


def last_score(f: Any) -> int:
    seen = f.s[f.s.display_name == "Lomond Travel"].sort_values("inspected")
    assert seen.inspected.iloc[-1] != seen.inspected.iloc[-2]
    return int(seen.score.iloc[-1])


def loss_rates(f: Any) -> dict[str, float]:
    ended = pd.concat([f.won, f.lost])
    return (ended.status_label == "Lost").groupby(ended.lead_source).mean().to_dict()


def runner_up(f: Any) -> str:
    ranked = f.active.sort_values("annualized_value", ascending=False)
    assert ranked.annualized_value.iloc[:3].is_unique
    return str(ranked.lead_name.iloc[1])


def confident(f: Any) -> set[str]:
    found = f.active.groupby("user_name").confidence.mean()
    return set(found[found > 50].index)


def duel(f: Any) -> str:
    worth = between(f.won, "date_won", "2026-01-01", "2027-01-01").groupby("user_name").annualized_value.sum()
    return str(worth[["Marta Kellner", "Denzil Okoro"]].idxmax())


def oldest(f: Any) -> str:
    assert (f.active.opened == f.active.opened.min()).sum() == 1
    return str(f.active.set_index("lead_name").opened.idxmin())


def crowded(f: Any) -> set[str]:
    found = f.active.groupby("lead_name").size()
    return set(found[found >= 2].index)


def rang_since(f: Any) -> bool:
    return bool((rung(f, "2026-09-01", "2026-11-21").display_name == "Oakridge Gym").any())


QUESTIONS = [
    ask("distinct", "At how many different sites did we do an inspection in October 2026?",
        lambda f: between(f.s, "inspected", "2026-10-01", "2026-11-01").display_name.nunique()),
    ask("sum", "annualized value we've won since 1 July 2026",
        lambda f: int(between(f.won, "date_won", "2026-07-01", "2026-11-21").annualized_value.sum())),
    ask("top", "who rang out the most in the past 30 days - outbound calls by caller, just the winner",
        lambda f: best(past(f.k, "called_at", 30).query("direction == 'outbound'").groupby("caller").size())),
    ask("average", "mean duration in seconds of answered inbound calls?",
        lambda f: float(f.k.query("direction == 'inbound' and disposition == 'answered'").duration_seconds.mean())),
    ask("without", "Potential leads nobody has ever called", uncalled),
    ask("look-up", "what did lomond travel score at its most recent inspection", last_score),
    ask("loss rate", "Loss rate by lead source? lost / (won+lost)", loss_rates),
    ask("rank", "Which lead holds our second-biggest active opportunity, going by annualized value?", runner_up),
    ask("having", "whose active opportunites have an average confidence over 50? give me the users", confident),
    ask("relation", "average inspection score per kind of building",
        lambda f: f.s.groupby("building").score.mean().to_dict()),
    ask("share", "What proportion of inspections needed a reclean?", lambda f: float(f.s.reclean.mean())),
    ask("compare", "Marta Kellner or Denzil Okoro: who has won more annualized value in 2026?", duel),
    ask("group", "split the September 2026 calls by direction",
        lambda f: counts(rung(f, "2026-09-01", "2026-10-01"), "direction")),
    ask("rank", "which lead's active opportunity has been open the longest", oldest),
    ask("having", "leads with two or more active opportunities at the same time", crowded),
    ask("days", "Average number of days from opened to date won",
        lambda f: float((f.won.date_won - f.won.opened).dt.days.mean())),
    ask("bool", "has anyone called Oakridge Gym since the start of September?", rang_since),
    ask("growth", "Calls in October 2026 versus October 2025: by what percentage are we up or down?",
        lambda f: growth(len(rung(f, "2026-10-01", "2026-11-01")), len(rung(f, "2025-10-01", "2025-11-01")))),
    ask("bottom", "bottom three sites by avg inspection score", lambda f: worst(f.s.groupby("display_name").score.mean(), 3)),
    ask("range", "how many lost opportunities had an annualized value between 20,000 and 50,000?",
        lambda f: int(f.lost.annualized_value.between(20_000, 50_000).sum())),
    ask("missing", "how many litres of floor polish did we get through in summer", None),
    ask("missing", "What do we pay cleaners per hour at Netherby Bank?", None),
    ask("missing", "alarm code of Eastway Surgery", None),
    ask("missing", "Which of our cleaners were off sick on Monday?", None),
    ask("missing", "share of sites with carpet", None),
]  # fmt: skip
