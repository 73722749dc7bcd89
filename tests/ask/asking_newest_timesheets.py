"""What the people of a software consultancy ask of their projects and time sheets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import Question
from unseen_parts import TODAY, best, between, counts, shares, total, without


def ask(category: str, text: str, gold: Callable[[Any], Any] | None) -> Question:
    return Question("timesheets", "newest_exports", category, text, gold)


def worked(frame: Any, start: str, end: str) -> Any:
    return between(frame, "date", start, end)


def over_budget(f: Any) -> set[str]:
    """Projects on which more hours were booked than planned."""
    spent = f.t.groupby("project_name").hours.sum()
    goal = f.p.set_index("project_name").budget_hours
    return set(goal.index[spent.reindex(goal.index).fillna(0) > goal])


def late(f: Any) -> Any:
    return f.sent[f.sent.due < TODAY]


def busy(f: Any) -> set[str]:
    found = f.p[f.p.state == "Running"].groupby("project_manager").size()
    return set(found[found >= 6].index)


def more_billable(f: Any) -> bool:
    after = worked(f.bill, "2026-07-01", "2026-10-01").hours.sum()
    return bool(after > worked(f.bill, "2026-04-01", "2026-07-01").hours.sum())


def monthly(f: Any) -> dict[str, int]:
    found = between(f.i, "issued", "2026-07-01", "2026-11-01")
    return total(found, found.issued.dt.strftime("%Y-%m"), "net_eur")


QUESTIONS = [
    ask("sum", "How many hours did we log in October 2026?",
        lambda f: float(worked(f.t, "2026-10-01", "2026-11-01").hours.sum())),
    ask("group", "billable hours per employee this year",
        lambda f: total(worked(f.bill, "2026-01-01", "2026-11-21"), "employee", "hours")),
    ask("count", "how many projects are running right now", lambda f: int((f.p.state == "Running").sum())),
    ask("share", "Share of time sheet entries that are billable, by office", lambda f: shares(
        f.t.assign(hit=f.t.billable == "yes"), "office", "hit")),
    ask("look-up", "whos managing Kaleido Data lake 2?",
        lambda f: f.p.set_index("project_name").project_manager["Kaleido Data lake 2"]),
    ask("look-up", "What's Ines Carvalho's day rate?", lambda f: int(f.e.set_index("employee").day_rate["Ines Carvalho"])),
    ask("overdue", "Which clients have an unpaid invoice that is past due?", lambda f: set(late(f).client)),
    ask("sum", "total net amount of the invoices that are sent but not paid", lambda f: int(f.sent.net_eur.sum())),
    ask("without", "Which colleagues have no time entries at all?", lambda f: without(f.e.employee, f.t, "employee")),
    ask("compare", "projects where the hours booked exceed the budget hours", over_budget),
    ask("top", "Who are our five biggest clients by invoiced net amount?",
        lambda f: best(f.i.groupby("client").net_eur.sum(), 5)),
    ask("month", "Net invoiced per month from July through October 2026", monthly),
    ask("days", "How long do clients take to pay on average (days from issued to paid), per sector?",
        lambda f: f.i.groupby("sector").days.mean().to_dict()),
    ask("list", "running projects flagged red or amber",
        lambda f: set(f.p[(f.p.state == "Running") & f.p.risk.isin(["Red", "Amber"])].project_name)),
    ask("having", "Which project managers look after six or more running projects?", busy),
    ask("bool", "Did we do more billable hours in Q3 2026 than in Q2 2026?", more_billable),
    ask("relation", "Hours by discipline on Fixed Price projects",
        lambda f: total(f.t[f.t.billing_type == "Fixed Price"], "discipline", "hours")),
    ask("count", "How many senior people work in the Berlin or Lisbon office?",
        lambda f: int(((f.e.grade == "Senior") & f.e.office.isin(["Berlin", "Lisbon"])).sum())),
    ask("top", "on which activity do we spend the most non billable time?",
        lambda f: best(f.t[f.t.billable == "no"].groupby("activity").hours.sum())),
    ask("groups", "number of projects by billing type and state", lambda f: counts(f.p, ["billing_type", "state"])),
    ask("missing", "How many vacation days has Tobias Falk left?", None),
    ask("missing", "What's the salary of our principals?", None),
    ask("missing", "Which projects got a customer satisfaction survey?", None),
    ask("missing", "how many bugs are open on the Mobile app projects", None),
    ask("missing", "Which invoices did we send a second reminder for?", None),
]  # fmt: skip
