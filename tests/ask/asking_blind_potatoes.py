"""What the desk of an exporter of seed potatoes types about contracts, loads under way and claims."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import Question
from unseen_parts import TODAY, best, between, counts, growth, total


def ask(category: str, text: str, gold: Callable[[Any], Any] | None) -> Question:
    return Question("potatoes", "blind_b", category, text, gold)


def season(f: Any, name: str) -> Any:
    return f.valid[f.valid.season == name]


def unshipped(f: Any) -> set[str]:
    return set(season(f, "2026/27").contract_no) - set(f.s.contract_no)


def paid_part(f: Any) -> float:
    done = f.c[f.c.settled_on.notna()]
    return float(done.paid_out_eur.sum() / done.claimed_eur.sum())


def plagued(f: Any) -> set[str]:
    found = f.c.groupby("buyer_name").size()
    return set(found[found >= 3].index)


def afloat(f: Any) -> Any:
    assert not (f.s.etd == TODAY).any()
    return f.s[(f.s.etd < TODAY) & f.s.arrived.isna()]


def varieties(f: Any) -> bool:
    tonnes = f.valid.groupby("variety").tonnes.sum()
    return bool(tonnes["Spunta"] > tonnes[["Agria", "Hermes", "Kondor"]].sum())


def creditworthy(f: Any) -> set[str]:
    return set(f.b[(f.b.ctry == "EG") & (f.b.credit_line_keur > 150)].buyer_name)


QUESTIONS = [
    ask("relation", "Net tonnes loaded per variety, over everything we have shipped or booked",
        lambda f: total(f.s, "variety", "net_t")),
    ask("share", "what percentage of loads ended up with a claim?", lambda f: float(f.s.load_no.isin(f.c.load_no).mean())),
    ask("top", "top buyer by contracted tonnes in season 2025/26, void contracts excluded",
        lambda f: best(season(f, "2025/26").groupby("buyer_name").tonnes.sum())),
    ask("without", "2026/27 contracts (not the void ones) that dont have a single load yet", unshipped),
    ask("average", "Average price per tonne of the EUR contracts for each variety.",
        lambda f: f.k[f.k.curr == "EUR"].groupby("variety").price_per_t.mean().to_dict()),
    ask("days", "How many days after ETA do loads arrive on average, port by port?",
        lambda f: f.s.groupby("dest_port").late.mean().to_dict()),
    ask("list", "agents with a commission above 3 pct", lambda f: set(f.a[f.a.commission_pct > 3].agent_name)),
    ask("top", "country with the highest claimed amount in eur", lambda f: best(f.c.groupby("ctry").claimed_eur.sum())),
    ask("ratio", "On claims already settled: paid out EUR as a percentage of claimed EUR", paid_part),
    ask("look-up", "who's the agent for Karnak Produce", lambda f: f.b.set_index("buyer_name").agent_name["Karnak Produce"]),
    ask("range", "EG buyers whose credit line exceeds 150 kEUR", creditworthy),
    ask("count", "How many USD contracts were signed from 1 September 2026 on?",
        lambda f: len(between(f.k[f.k.curr == "USD"], "signed", "2026-09-01", "2026-11-21"))),
    ask("group", "unsettled claims by defect (count)", lambda f: counts(f.c[f.c.settled_on.isna()], "defect")),
    ask("having", "Buyers that have raised three claims or more?", plagued),
    ask("list", "Which loads are on the water right now - etd passed, no arrival date", lambda f: set(afloat(f).load_no)),
    ask("median", "median contract size in tonnes for season 2026/27 without void ones",
        lambda f: float(season(f, "2026/27").tonnes.median())),
    ask("growth", "Contracted tonnes, season 2026/27 over season 2025/26, % change, void ones not counted",
        lambda f: growth(season(f, "2026/27").tonnes.sum(), season(f, "2025/26").tonnes.sum())),
    ask("period", "containers with an ETA in December 2026?",
        lambda f: int(between(f.s, "eta", "2026-12-01", "2027-01-01").containers.sum())),
    ask("bool", "is more Spunta contracted than all other varieties combined (leave out void)?", varieties),
    ask("rank", "which claim took longest to get settled", lambda f: best(f.c.set_index("claim_no").days)),
    ask("missing", "dry matter content of the Agria loads?", None),
    ask("missing", "Reefer temperature of L9150 on arrival", None),
    ask("missing", "how many hectares does Cairo Tubers plant", None),
    ask("missing", "Which loads still wait for their phytosanitary certificate?", None),
    ask("missing", "demurrage we paid in Oran last season", None),
]  # fmt: skip
