"""From a question put to an assistant to a plan, or to the same question in words that are planned as any."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from dateutil.relativedelta import relativedelta

from crm.ask.assisting.felt import count_felt
from crm.ask.assisting.forms import Match, matches
from crm.ask.assisting.parts import When, client_of, group_of, mate_of, when_of
from crm.ask.language.linking import Item
from crm.ask.language.text import tokens
from crm.ask.plan import Condition, Group, QueryPlan, Span
from crm.ask.planning.reading import Reading
from crm.ask.record.vocabulary import Vocabulary
from crm.ask.words import ASSISTANT
from crm.periods import find_periods
from crm.periods.period import Prefer

OWN = frozenset({"agenda", "urgent", "callbacks"})
AHEAD = frozenset({"agenda", "urgent", "callbacks"})  # told of days to come
SUBJECTS = {
    "agenda": "task", "urgent": "task", "callbacks": "task", "standing": "deal", "rivals": "deal", "growth": "deal",
    "target": "deal", "role": "contact",
}  # fmt: skip
OF_TALKS = frozenset({"promises", "owed", "asks", "complaints", "moods", "felt", "brief", "last"})
FINDING: dict[str, Callable[[str, Vocabulary], object]] = {"client": client_of, "mate": mate_of, "group": group_of}
NAMELESS = frozenset({"promises"})  # told of everybody where nobody is named
OF_DEALS = frozenset({"standing", "rivals", "growth"})
STEPS = {"week": relativedelta(weeks=1), "month": relativedelta(months=1), "quarter": relativedelta(months=3),
         "year": relativedelta(years=1)}  # fmt: skip
MINE = frozenset({"i", "me", "my", "am i"})


@dataclass
class Asked:
    """What was made of a text: a reading of its own, or other words for it and what is to be said of them."""

    reading: Reading | None = None
    plain: str = ""
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Ground:
    vocabulary: Vocabulary
    moment: datetime
    year_start: int


@dataclass(frozen=True)
class _Parts:
    when: When | None = None
    now: When | None = None
    client: Condition | None = None
    mate: Condition | None = None
    group: Group | None = None

    @property
    def notes(self) -> list[str]:
        return ["“recently” is taken as the last 30 days"] if self.when and self.when.lately else []


def asked(text: str, vocabulary: Vocabulary, moment: datetime, year_start: int) -> Asked | None:
    """None where the text is no question to an assistant, or the record holds nothing of what it asks."""
    ground = _Ground(vocabulary, moment, year_start)
    for match in matches(text):
        parts = _parts(match, ground)
        if parts is None or not _held(match, ground):
            continue
        if match.plain:
            return Asked(plain=_plain(match, parts), notes=parts.notes)
        plan = _planned(match, parts, ground)
        if plan is not None:
            return Asked(_reading(text, plan, parts, ground))
    return None


def _parts(match: Match, ground: _Ground) -> _Parts | None:
    """What the parts name; None where one of them is not what it stands for."""
    prefer: Prefer = "future" if match.tells in AHEAD else "past"
    said = _split(match, ground, prefer)
    found = {
        name: when_of(said[name], ground.moment, ground.year_start, prefer) for name in ("when", "now") if name in said
    }
    people = {
        name: find(said[name], ground.vocabulary)
        for name, find in (("client", client_of), ("mate", mate_of))
        if name in said
    }
    group = group_of(said["group"], ground.vocabulary) if "group" in said else None
    if None in found.values() or None in people.values() or (group is None and "group" in said):
        return None
    return _Parts(found.get("when"), found.get("now"), people.get("client"), people.get("mate"), group)


def _split(match: Match, ground: _Ground, prefer: Prefer) -> dict[str, str]:
    """The parts where a name and a period stand side by side: where the one ends is told by the record alone."""
    key = next((name for name in FINDING if name in match.parts), None)
    if key is None or not match.dated:
        return match.parts
    words = " ".join(match.parts[name] for name in (key, "when") if name in match.parts).split()
    rest = {name: value for name, value in match.parts.items() if name not in {key, "when"}}
    for end in range(len(words), -1, -1):
        name, time = " ".join(words[:end]), " ".join(words[end:])
        named = bool(name) and FINDING[key](name, ground.vocabulary) is not None
        timed = not time or when_of(time, ground.moment, ground.year_start, prefer) is not None
        if timed and (named or (not name and match.tells in NAMELESS)):
            return rest | ({key: name} if name else {}) | ({"when": time} if time else {})
    return match.parts


def _held(match: Match, ground: _Ground) -> bool:
    """Whether the record has what the answer would be made of."""
    vocabulary = ground.vocabulary
    if _of_a_table(match, vocabulary):
        return False
    if match.tells in {"moods", "felt"} and any(
        _labelled(word, vocabulary) for word in ("satisfaction", "happiness", "sentiment")
    ):
        return False
    if match.tells == "target":
        return (
            vocabulary.has_deals
            and "deal.amount" in vocabulary.fields
            and not any(_labelled(word, vocabulary) for word in ("target", "quota", "goal", "forecast", "probability"))
        )
    if match.tells in OF_DEALS or match.of == "deals":
        return vocabulary.has_deals and {"deal.amount", "deal.close_date"} <= set(vocabulary.fields)
    if match.tells in OF_TALKS or match.of == "talks":
        return bool(vocabulary.kinds) and "account" not in vocabulary.unheld
    if match.tells == "role":
        known = vocabulary.senses.get(match.parts["role"].casefold(), [])
        told = any(sense.kind in {"value", "field", "entity"} for sense in known)
        return "contact" in vocabulary.entities and not told
    return True


def _of_a_table(match: Match, vocabulary: Vocabulary) -> bool:
    """Whether a word of the form is what a table of the record is called: its schedules, its complaints."""
    said = match.text.casefold()
    for part in match.parts.values():
        said = said.replace(part.casefold(), " ")
    named = {word for each in vocabulary.entities.values() if each.kind for word in (each.singular, each.plural)}
    return any(re.search(rf"\b{re.escape(word.casefold())}\b", said) for word in named)


def _labelled(word: str, vocabulary: Vocabulary) -> bool:
    return any(word in info.label.casefold() or word in info.key.casefold() for info in vocabulary.fields.values())


def _plain(match: Match, parts: _Parts) -> str:
    said = dict(match.parts)
    if parts.when is not None and parts.when.lately:
        said["when"] = "in the last 30 days"
    text = match.plain.replace("{when}", said.get("when", "")).replace("{client}", said.get("client", ""))
    return " ".join(text.split())


def _planned(match: Match, parts: _Parts, ground: _Ground) -> QueryPlan | None:
    tells = match.tells
    plan = QueryPlan(subject=SUBJECTS.get(tells, "interaction"), shape="timeline" if tells == "brief" else "told")
    if plan.subject not in ground.vocabulary.entities:
        return None
    plan.tells = tells  # type: ignore[assignment]
    plan.filters = [each for each in (parts.client, parts.mate) if each is not None]
    plan.periods = [parts.when.span] if parts.when is not None else []
    if tells in OWN or match.parts.get("who", "").casefold() in MINE or tells == "rivals":
        plan.scope = "mine"
    if tells == "promises" and match.parts.get("us", "").casefold() in MINE:
        plan.scope = "mine"
    if tells == "target" and "weighted" in match.text.casefold():
        plan.about = "weighted pipeline"
    if tells == "felt":
        count_felt(plan, match, parts.group)
    if tells == "role":
        plan.about = match.parts["role"].casefold()
        plan.columns = ["phone", "email"] if "what" in match.parts else []
    if tells == "growth":
        spans = _compared(match, parts, ground)
        if spans is None:
            return None
        plan.periods = spans
    return plan


def _compared(match: Match, parts: _Parts, ground: _Ground) -> list[Span] | None:
    """The period that is looked at, and the one before that it is held against."""
    if parts.now is not None and parts.when is not None:
        return [parts.now.span, parts.when.span]
    if parts.when is None:
        current = _found("this quarter", ground)
        return [current.span, _before(current)]
    ahead = match.parts.get("against") is not None
    if ahead:
        return [_found(f"this {parts.when.grain}", ground).span, parts.when.span] if parts.when.grain in STEPS else None
    return [parts.when.span, _before(parts.when)] if parts.when.grain in STEPS else None


def _found(text: str, ground: _Ground) -> When:
    period = find_periods(text, ground.moment, fiscal_year_start=ground.year_start)[0]
    return When(Span(text=text, start=period.start, end=period.end), period.grain)


def _before(when: When) -> Span:
    step = STEPS[when.grain]
    span = when.span
    return Span(text=f"the {when.grain} before", start=span.start - step if span.start else None, end=span.start)


def _reading(text: str, plan: QueryPlan, parts: _Parts, ground: _Ground) -> Reading:
    """A reading all of whose words are those of the form."""
    words = tokens(text)
    item = Item(text, 0, len(words), used="form")
    return Reading(text, [item], ground.vocabulary, ground.moment, plan=plan, notes=parts.notes)


def titles_of(role: str) -> list[str]:
    """What the titles hold of those who are called so."""
    return [each.strip() for each in ASSISTANT["roles"].get(role, "").split(",") if each.strip()]
