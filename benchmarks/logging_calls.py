"""How well messages become proposals, field by field, on the corpus in tests/log.

`python -m benchmarks.logging_calls [--set first|unseen|later|fresh|blind|third|…|twentyfifth] [--show]` prints JSON;
`--show` adds a line for each message that is not read as a person would, with what was wanted and what was read.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from crm.log.context import Context, KnownDeal, KnownStage
from crm.log.currencies import country_of
from crm.log.proposal import Proposal
from crm.log.reader import Reader
from crm.log.record import writes_day_first
from crm.mentions import Mentions
from crm.model import Outcome
from crm.nameindex import Known
from indexing.wording import Wording

CORPUS = Path(__file__).parent.parent / "tests" / "log"
FIELDS = (
    "kind",
    "account",
    "accounts",
    "contacts",
    "date",
    "amount",
    "currency",
    "stage",
    "close_date",
    "due",
    "owners",
    "deal",
    "ask",
)
LISTS = {"contacts", "accounts", "due", "owners", "ask"}  # in any order
SMALL = "record.json"
NEWEST = "twentysixth"
UNSEEN = frozenset({"twentysixth"})  # sets that nothing was mended for or learnt from


@cache
def record_of(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((CORPUS / name).read_text(encoding="utf-8"))
    return found


@cache
def _names(name: str) -> tuple[Mentions, dict[int, list[KnownDeal]]]:
    """The names of one record, and the deals of each account; a person is a name, or a name and an address."""
    record = record_of(name)
    rows = [Known("user", number, *_person(user)) for number, user in enumerate(record["users"], 1)]
    deals: dict[int, list[KnownDeal]] = {}
    for number, account in enumerate(record["accounts"], 1):
        rows.append(Known("account", number, account["name"], number, domain=account["domain"]))
        for place, contact in enumerate(account["contacts"]):
            rows.append(Known("contact", number * 10 + place, *_person(contact, number)))
        for place, (title, stage, amount) in enumerate(account["deals"]):
            outcome = Outcome(dict(record["stages"])[stage])
            deal = KnownDeal(number * 10 + place, title, number, stage, outcome, amount=amount)
            deals.setdefault(number, []).append(deal)
            rows.append(Known("deal", number * 10 + place, title, number))
    rows += [Known("product", number, title) for number, title in enumerate(record.get("products", ()), 1)]
    return Mentions.of(rows), deals


def _person(row: str | list[str], account: int | None = None) -> tuple[str, int | None, str | None]:
    """A name, where the person works, and the address; what else a row says (a colleague's zone) is not for the index."""
    return (row, account, None) if isinstance(row, str) else (row[0], account, row[1])


def gold_context(now: datetime, author: str | None = "Nina Rossi", record: str = SMALL) -> Context:
    """A record that the corpus speaks of, as the author sees it."""
    rows = record_of(record)
    mentions, deals = _names(record)
    return Context(
        now=now,
        mentions=mentions,
        stages=tuple(KnownStage(name, place, Outcome(outcome)) for place, (name, outcome) in enumerate(rows["stages"])),
        deals_of=lambda account: deals.get(account, ()),
        account_name={number: account["name"] for number, account in enumerate(rows["accounts"], 1)}.get,
        currency=rows["currency"],
        author=author,
        country=country_of(_zone_of(rows, author)),
        day_first=writes_day_first(_zone_of(rows, author), rows["currency"]),
        own=frozenset(number for number, each in enumerate(rows["accounts"], 1) if each.get("owner", "") == author),
    )


def _zone_of(record: dict[str, Any], author: str | None) -> str | None:
    return next((user[2] for user in record["users"] if isinstance(user, list) and user[0] == author), None)


def messages(which: str | None = None) -> list[dict[str, Any]]:
    rows = [
        json.loads(line)
        for path in sorted(CORPUS.glob("messages*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    return [row for row in rows if which in (None, row["set"])]


def read(row: dict[str, Any]) -> list[Proposal]:
    now = datetime.fromisoformat(row["now"]).replace(tzinfo=ZoneInfo("UTC"))
    record = f"record_{row['record']}.json" if "record" in row else SMALL
    return Reader(gold_context(now, row.get("as", "Nina Rossi"), record), wording()).read(row["text"])


@cache
def wording() -> Wording:
    return Wording()


def got(proposals: list[Proposal], row: dict[str, Any]) -> dict[str, Any]:
    """A reader's answer in the shape of the corpus."""
    first = proposals[0]
    deal = first.deal
    owners = {step.owner for each in proposals for step in each.next_steps} - {None, row.get("as", "Nina Rossi")}
    return {
        "kind": first.kind,
        "account": first.account,
        "accounts": [each.account for each in proposals if each.account],
        "contacts": first.contacts,
        "date": first.occurred_at.date().isoformat() if first.occurred_at else None,
        "amount": deal.amount if deal else None,
        "currency": deal.currency if deal else None,
        "stage": deal.stage if deal else None,
        "close_date": deal.close_date.isoformat() if deal and deal.close_date else None,
        "due": [step.due.isoformat() for step in first.next_steps if step.due],
        "owners": list(owners),
        "deal": deal.name if deal else None,
        "ask": [] if first.account else [field for field in first.missing if field == "account"],
        "others": [got([each], row) for each in proposals[1:]],
    }


def agrees(field: str, want: dict[str, Any], have: dict[str, Any]) -> bool:
    """Whether one field is as wanted, in the first proposal and in those about further accounts that the gold has.

    `kind_ok` of a gold are further kinds that are right too, `contacts_ok` people that may be named or not.
    """
    either = set(want.get(f"{field}_ok", ()))
    if field in LISTS:
        same = {each for each in want[field] if each} - either == set(have[field]) - either
    else:
        same = bool(want[field] == have[field]) or have[field] in either
    further = {each["account"]: each for each in have["others"]}
    return same and all(
        other["account"] in further and agrees(field, {**other, "others": ()}, further[other["account"]])
        for other in want.get("others", ())
        if field in other
    )


def asked(field: str, want: dict[str, Any], have: dict[str, Any]) -> bool:
    """Whether a message counts for a field: it speaks of it, or the reader thought so."""
    if field == "kind":
        return True
    if field not in want:  # the corpus does not judge this field of this message
        return False
    if want["kind"] == "none":
        return False
    return bool(want[field]) or bool(have[field]) or any(other.get(field) for other in want.get("others", ()))


def mistakes(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for row in rows:
        have = got(read(row), row)
        wrong = [field for field in FIELDS if asked(field, row, have) and not agrees(field, row, have)]
        if wrong:
            further = {"others": [row.get("others"), have["others"]]} if row.get("others") else {}
            yield {
                "id": row["id"],
                "text": row["text"],
                "now": row["now"],
                "wrong": {f: [row[f], have[f]] for f in wrong} | further,
            }


def measure(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Each field's share of right answers and how many messages it was asked of; links and “nothing to log” apart."""
    return scores_of(tally(rows))


def tally(rows: list[dict[str, Any]]) -> Counter[str]:
    """What is asked of messages and what is right, counted; the tallies of several sets add up."""
    counts: Counter[str] = Counter()
    for row in rows:
        proposals = read(row)
        have = got(proposals, row)
        for field in FIELDS:
            if asked(field, row, have):
                counts[field] += 1
                counts[f"{field} right"] += agrees(field, row, have)
        counts["linked"] += sum(each.account_id is not None for each in proposals)
        counts["linked wrong"] += sum(
            each.account_id is not None and each.account not in row["accounts"] for each in proposals
        )
        counts["said none"] += have["kind"] == "none"
        counts["rightly none"] += have["kind"] == "none" == row["kind"]
        counts["none"] += row["kind"] == "none"
    return counts


def scores_of(counts: Counter[str]) -> dict[str, Any]:
    def share(right: str, of: str) -> list[float]:
        return [round(counts[right] / max(1, counts[of]), 3), counts[of]]

    scores: dict[str, Any] = {field: share(f"{field} right", field) for field in FIELDS}
    scores["wrong_links"] = share("linked wrong", "linked")
    scores["none_precision"] = share("rightly none", "said none")
    scores["none_recall"] = share("rightly none", "none")
    return scores


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", dest="which")
    parser.add_argument("--show", action="store_true")
    arguments = parser.parse_args()
    rows = messages(arguments.which)
    if arguments.show:
        for mistake in mistakes(rows):
            print(json.dumps(mistake, ensure_ascii=False))
    scores = measure(rows)
    print(f"{len(rows)} messages, set: {arguments.which or 'all'}; share that is right, of how many")
    for field, (share, count) in scores.items():
        print(f"  {field:<15}{share:>7.3f}{count:>6}")


if __name__ == "__main__":
    main()
