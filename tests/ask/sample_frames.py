"""The sample company's export as pandas frames, to compute by hand what an answer over it must say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any

import pandas as pd
from asking_gold import NOW, Question

from bot.sample.export import write_export


@cache
def sample() -> Any:
    """users, accounts, contacts, products, deals (open, won, lost, closed) and their stages, interactions, tasks,
    subscriptions, invoices.

    `folder` is the export itself, to import; it lasts as long as the process.
    """
    home = TemporaryDirectory()
    folder = Path(home.name) / "sample"
    write_export(folder, today=date(2026, 11, 20), seed=7)
    return SimpleNamespace(home=home, folder=folder, **_frames(folder))


def _frames(folder: Path) -> dict[str, Any]:
    def read(name: str, *dates: str) -> Any:
        return pd.read_csv(folder / f"{name}.csv", parse_dates=list(dates))

    u, a, c = read("users"), read("accounts", "customer since"), read("contacts")
    place = a[["name", "industry", "country", "tier"]].rename(columns={"name": "account"})
    people = u[["name", "team", "manager"]].rename(columns={"name": "owner"})
    h, i = _utc(read("stage_history"), "changed at"), _utc(read("interactions"), "date").merge(place, on="account")
    d = read("deals", "created date", "close date").merge(place, on="account").merge(people, on="owner")
    d["entered"] = d.id.map(h.groupby("deal id")["changed at"].max())
    d["in stage"] = (pd.Timestamp(NOW.replace(tzinfo=None)) - d.entered).dt.days
    d["days"] = (d["close date"] - d["created date"]).dt.days
    w, lost = d[d.stage == "Closed Won"], d[d.stage == "Closed Lost"]
    t = read("tasks", "due date", "completed at")
    t["open"] = t.status == "Open"
    t["overdue"] = t.open & (t["due date"] < "2026-11-20")
    s = read("subscriptions", "start date", "renewal date").merge(place, on="account")
    v = read("invoices", "issued on", "due date", "paid on").merge(place, on="account")
    return {
        "u": u,
        "a": a,
        "c": c,
        "i": i,
        "d": d,
        "w": w,
        "l": lost,
        "t": t,
        "h": h,
        "p": read("products"),
        "s": s,
        "v": v,
        "z": pd.concat([w, lost]),
        "o": d[~d.stage.isin(["Closed Won", "Closed Lost"])],
        "act": s[s.status == "Active"],
        "due": v[v.status == "Open"],
    }


def _utc(frame: Any, column: str) -> Any:
    """Plain UTC times, so that days can be compared as text."""
    frame[column] = pd.to_datetime(frame[column], utc=True).dt.tz_localize(None)
    return frame


def sam(category: str, text: str, gold: Callable[[Any], Any] | None) -> Question:
    return Question("sample", "sample_new", category, text, gold)


def names(frame: Any, column: str = "name") -> set[str]:
    return set(frame[column])


def total(frame: Any, by: Any, column: str = "amount") -> dict[Any, float]:
    return dict(frame.groupby(by)[column].sum())


def count(frame: Any, by: Any) -> dict[Any, int]:
    return dict(frame.groupby(by).size())


def won_rate(frame: Any, by: str) -> dict[str, float]:
    return dict(frame.groupby(by).stage.apply(lambda stages: (stages == "Closed Won").mean()))


def first(frame: Any, column: str) -> Any:
    """The one cell of a look-up; more rows than one are a mistake in the question."""
    (cell,) = frame[column]
    return cell


def said(frame: Any, word: str) -> Any:
    return frame[frame.text.str.contains(word) | frame.subject.fillna("").str.contains(word)]


def met(frame: Any) -> set[str]:
    """The addresses of everybody who sat in a meeting."""
    return {address for line in frame[frame.kind == "meeting"].to for address in line.split("; ")}
