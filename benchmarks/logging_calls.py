"""How well messages become proposals, field by field, on the corpus in tests/log.

`python -m benchmarks.logging_calls [--set first|unseen|later|fresh|blind|third|fourth] [--errors]` prints JSON.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from crm.log.context import Context, KnownDeal, KnownStage
from crm.log.proposal import Proposal
from crm.log.reader import Reader
from crm.mentions import Mentions
from crm.model import Outcome
from crm.nameindex import Known

CORPUS = Path(__file__).parent.parent / "tests" / "log"
FIELDS = ("kind", "account", "accounts", "contacts", "date", "amount", "stage", "close_date", "due", "deal")


def gold_context(now: datetime, author: str | None = "Nina Rossi") -> Context:
    """The small record that the corpus speaks of."""
    record = json.loads((CORPUS / "record.json").read_text(encoding="utf-8"))
    rows = [Known("user", number, name) for number, name in enumerate(record["users"], 1)]
    deals: dict[int, list[KnownDeal]] = {}
    for number, account in enumerate(record["accounts"], 1):
        rows.append(Known("account", number, account["name"], number, domain=account["domain"]))
        for place, name in enumerate(account["contacts"]):
            rows.append(Known("contact", number * 10 + place, name, number))
        for place, (name, stage, _amount) in enumerate(account["deals"]):
            deals.setdefault(number, []).append(KnownDeal(number * 10 + place, name, number, stage))
            rows.append(Known("deal", number * 10 + place, name, number))
    return Context(
        now=now,
        mentions=Mentions.of(rows),
        stages=tuple(
            KnownStage(name, place, Outcome(outcome)) for place, (name, outcome) in enumerate(record["stages"])
        ),
        deals_of=lambda account: deals.get(account, ()),
        account_name={number: account["name"] for number, account in enumerate(record["accounts"], 1)}.get,
        currency=record["currency"],
        author=author,
    )


def messages(which: str | None = None) -> list[dict[str, Any]]:
    rows = [
        json.loads(line)
        for path in sorted(CORPUS.glob("messages*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    return [row for row in rows if which in (None, row["set"])]


def read(row: dict[str, Any]) -> list[Proposal]:
    now = datetime.fromisoformat(row["now"]).replace(tzinfo=ZoneInfo("UTC"))
    return Reader(gold_context(now)).read(row["text"])


def got(proposals: list[Proposal]) -> dict[str, Any]:
    """A reader's answer in the shape of the corpus."""
    first = proposals[0]
    deal = first.deal
    return {
        "kind": first.kind,
        "account": first.account,
        "accounts": [each.account for each in proposals if each.account],
        "contacts": first.contacts,
        "date": first.occurred_at.date().isoformat() if first.occurred_at else None,
        "amount": deal.amount if deal else None,
        "stage": deal.stage if deal else None,
        "close_date": deal.close_date.isoformat() if deal and deal.close_date else None,
        "due": [step.due.isoformat() if step.due else None for step in first.next_steps],
        "deal": deal.name if deal else None,
    }


def agrees(field: str, want: dict[str, Any], have: dict[str, Any]) -> bool:
    if field in {"contacts", "accounts"}:
        return sorted(want[field]) == sorted(have[field])
    if field == "due":
        return sorted(day for day in want["due"] if day) == sorted(day for day in have["due"] if day)
    return bool(want[field] == have[field])


def asked(field: str, want: dict[str, Any], have: dict[str, Any]) -> bool:
    """Whether a message counts for a field: it speaks of it, or the reader thought so."""
    if field == "kind":
        return True
    if field not in want:  # the corpus does not judge this field of this message
        return False
    if want["kind"] == "none":
        return False
    return bool(want[field]) or bool(have[field])


def mistakes(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for row in rows:
        have = got(read(row))
        wrong = [field for field in FIELDS if asked(field, row, have) and not agrees(field, row, have)]
        if wrong:
            yield {"id": row["id"], "text": row["text"], "wrong": {f: [row[f], have[f]] for f in wrong}}


def measure(rows: list[dict[str, Any]]) -> dict[str, Any]:
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    links: Counter[str] = Counter()
    for row in rows:
        proposals = read(row)
        have = got(proposals)
        for field in FIELDS:
            if asked(field, row, have):
                total[field] += 1
                right[field] += agrees(field, row, have)
        links["linked"] += sum(each.account_id is not None for each in proposals)
        links["wrong"] += sum(each.account_id is not None and each.account not in row["accounts"] for each in proposals)
        links["said none"] += have["kind"] == "none"
        links["rightly none"] += have["kind"] == "none" == row["kind"]
        links["none"] += row["kind"] == "none"
    scores: dict[str, Any] = {f: [round(right[f] / max(1, total[f]), 3), total[f]] for f in FIELDS}
    scores["wrong_links"] = [round(links["wrong"] / max(1, links["linked"]), 3), links["linked"]]
    scores["none_precision"] = [round(links["rightly none"] / max(1, links["said none"]), 3), links["said none"]]
    scores["none_recall"] = [round(links["rightly none"] / max(1, links["none"]), 3), links["none"]]
    return scores


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", dest="which")
    parser.add_argument("--errors", action="store_true")
    arguments = parser.parse_args()
    rows = messages(arguments.which)
    if arguments.errors:
        for mistake in mistakes(rows):
            print(json.dumps(mistake, ensure_ascii=False))
    print(json.dumps({"messages": len(rows), "set": arguments.which or "all", "scores": measure(rows)}, indent=1))


if __name__ == "__main__":
    main()
