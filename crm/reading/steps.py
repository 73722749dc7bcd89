"""Asks and commitments of a whole text, with who is to act and by when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from crm.periods import find_periods
from crm.reading.asks import asked_of, asks_for_time, is_ask, is_request
from crm.reading.commitments import promiser
from crm.reading.seen import Step
from crm.reading.sentences import sentences

CLAUSE = re.compile(
    r"[,;–]?\s+(?:and|but|so|then|also)\s+(?=(?:(?:can|could|would) (?:you|we)|please|(?:[Ii]|we|he|she|"
    r"they)(?:['’]ll| will)|"
    r"let me know|[A-Z]\w+ (?:will|to)\b))|[,;–]\s+(?=(?:(?:can|could|would) (?:you|we)|please|(?:I|we|he|"
    r"she|they)(?:['’]ll| will)|let me know))"
)
DEADLINE = re.compile(r"(?i)\b(?:by|before|until|till|due|no later than|deadline|latest)\b[^,.;]{0,14}$")
GREETING = re.compile(
    r"^\s*(?:(?i:hi|hello|hey|dear|good (?:morning|afternoon|evening)|thanks|thank you),?\s+)"
    r"(?P<who>(?:(?i:mr|mrs|ms|dr)\.?\s)?[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?)\s*(?:[,:!–-]|\n|$)"
)
SIGNATURE = re.compile(
    r"(?i)(?:^|\n)\s*(?:best|kind regards|best regards|regards|thanks|thank you|many thanks|cheers|"
    r"sincerely|warm regards)"
    r"[ \t]*[,.!]?[ \t]*\n+\s*(?-i:(?P<who>[A-Z][\w'’-]+(?: [A-Z][\w'’.-]+){0,2}))\s*(?:\n|$)"
)
NOBODY = frozenset(["all", "team", "everyone", "folks", "there", "guys", "both", "sir", "madam", "again"])


@dataclass(frozen=True)
class Steps:
    asks: list[Step]
    commitments: list[Step]


@dataclass(frozen=True)
class Scene:
    """Who speaks to whom, as far as the text tells; `names` are the people in it as the record writes them."""

    addressee: str | None = None
    author: str | None = None
    names: Sequence[str] = ()

    @classmethod
    def of(cls, text: str, names: Sequence[str] = ()) -> Scene:
        greeted, signed = GREETING.match(text), SIGNATURE.search(text)
        addressee = greeted["who"] if greeted and greeted["who"].lower() not in NOBODY else None
        return cls(addressee, signed["who"] if signed else None, names)

    def owner(self, who: str) -> str:
        if who == "you":
            return self._known(self.addressee) if self.addressee else who
        if who == "I":
            return self._known(self.author) if self.author else who
        return self._known(who)

    def _known(self, who: str) -> str:
        """The whole name where exactly one person of the text can be meant."""
        words = set(who.lower().split())
        meant = {name for name in self.names if words <= set(name.lower().split())}
        return meant.pop() if len(meant) == 1 else who


def find_steps(text: str, now: datetime, scene: Scene, fiscal_year_start: int = 1) -> Steps:
    steps = Steps([], [])
    body = GREETING.sub("", text, count=1)
    for sentence in sentences(body):
        for part in _parts(sentence):
            _sort(part, now, scene, fiscal_year_start, steps)
    return steps


def _sort(part: str, now: datetime, scene: Scene, fiscal_year_start: int, steps: Steps) -> None:
    who = promiser(part)
    if who and not is_request(part):
        steps.commitments.append(_step(part, who, now, scene, fiscal_year_start))
        asks = asks_for_time(part)
    else:
        asks = is_ask(part)
    if asks:
        steps.asks.append(_step(part, asked_of(part), now, scene, fiscal_year_start))


def _parts(sentence: str) -> list[str]:
    """The sentence, or its clauses where one promises and another asks."""
    clauses = [clause.strip() for clause in CLAUSE.split(sentence) if clause and clause.strip()]
    kinds = {"ask" if is_request(clause) else "promise" for clause in clauses if is_request(clause) or promiser(clause)}
    several = sum(1 for clause in clauses if is_request(clause) or promiser(clause)) > 1
    return clauses if len(clauses) > 1 and (len(kinds) > 1 or several) else [sentence]


def _step(text: str, who: str, now: datetime, scene: Scene, fiscal_year_start: int) -> Step:
    return Step(text=text, due=due_in(text, now, fiscal_year_start), owner=scene.owner(who))


def due_in(text: str, now: datetime, fiscal_year_start: int = 1) -> date | None:
    """The day by which: what "by", "before" or "due" leads to, else the first day to come that the words name."""
    today = now.date()
    coming = [
        period
        for period in find_periods(text, now, fiscal_year_start=fiscal_year_start, prefer="future")
        if period.due and period.due >= today and (period.grain != "year" or period.start is None)
    ]
    for period in coming:
        if DEADLINE.search(text[: period.span[0]]) or DEADLINE.match(period.text):
            return period.due
    return coming[0].due if coming else None
