"""Ten questions over an outside export in words that the rules do not know, and the forms that answer them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import between, top

Form = dict[str, Any]
WON: Form = {"field": "deal.outcome", "values": ["won"]}
LOST: Form = {"field": "deal.outcome", "values": ["lost"]}
SUM: list[Form] = [{"kind": "sum", "field": "deal.amount"}]
COUNT: list[Form] = [{"kind": "count"}]


def still_unknown(filled: Form, schema: Form) -> Form:
    """The form without the words that the rules have learnt since."""
    asked = schema["properties"].get("words", {}).get("properties", {})
    words = {word: meaning for word, meaning in filled["words"].items() if word in asked}
    return {**filled, "words": words} if asked else {name: part for name, part in filled.items() if name != "words"}


def form(words: dict[str, str], rows: str, measures: list[Form], filters: list[Form], **more: Any) -> Form:
    return {
        "words": words, "rows": rows, "measures": measures, "filters": filters, "group_by": [], "order": "none", **more,
    }  # fmt: skip


QUESTIONS: list[tuple[str, Callable[[Any], Any] | None, Form]] = [
    (
        "rustle the dough from the retail crowd",
        lambda f: f.w[f.w.sector == "retail"].close_value.sum(),
        form({"rustle": "asking", "dough": "deal.amount", "crowd": "account"}, "deal", SUM, [WON, {"name": "N1"}]),
    ),
    (
        "which hunter bagged the juiciest total dough",
        lambda f: top(f.w.groupby("sales_agent").close_value.sum()),
        form(
            {"hunter": "user.name", "bagged": "deal.outcome", "juiciest": "order", "dough": "deal.amount"},
            "deal", SUM, [WON], group_by=[{"field": "user.name"}], order="highest", limit=1,
        ),
    ),
    (
        "dosh per sector",
        lambda f: f.w.groupby("sector").close_value.sum().to_dict(),
        form({"dosh": "deal.amount"}, "deal", SUM, [WON], group_by=[{"field": "account.industry"}]),
    ),
    (
        "how many gigs did Darcel Schlecht botch",
        lambda f: len(f.l[f.l.sales_agent == "Darcel Schlecht"]),
        form({"gigs": "deal", "botch": "deal.outcome"}, "deal", COUNT, [LOST, {"name": "N1"}]),
    ),
    (
        "mean haul of bagged gigs by series",
        lambda f: f.w.groupby("series").close_value.mean().to_dict(),
        form(
            {"haul": "deal.amount", "bagged": "deal.outcome", "gigs": "deal"},
            "deal", [{"kind": "avg", "field": "deal.amount"}], [WON], group_by=[{"field": "product.family"}],
        ),
    ),
    (
        "total headcount of the medical outfits",
        lambda f: f.a[f.a.sector == "medical"].employees.sum(),
        form({"outfits": "account"}, "account", [{"kind": "sum", "field": "account.employees"}], [{"name": "N1"}]),
    ),
    (
        "how many gigs are still cooking with Cancity",
        lambda f: len(f.o[f.o.account == "Cancity"]),
        form(
            {"gigs": "deal", "cooking": "deal.outcome"},
            "deal", COUNT, [{"field": "deal.outcome", "values": ["open"]}, {"name": "N1"}],
        ),
    ),
    (
        "total takings in october 2017",
        lambda f: between(f.w, "close_date", "2017-10-01", "2017-11-01").close_value.sum(),
        form({"takings": "deal.amount"}, "deal", SUM, [WON], periods=[{"period": "P1", "date": "deal.close_date"}]),
    ),
    (
        "tally of botched gigs in 2017 q3",
        lambda f: len(between(f.l, "close_date", "2017-07-01", "2017-10-01")),
        form(
            {"tally": "count", "botched": "deal.outcome", "gigs": "deal"},
            "deal", COUNT, [LOST], periods=[{"period": "P1", "date": "deal.close_date"}],
        ),
    ),
    (
        "shoe sizes of our customers",
        None,
        form({"shoe": "unknown", "sizes": "unknown"}, "account", [], []),
    ),
]  # fmt: skip
