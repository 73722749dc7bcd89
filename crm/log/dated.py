"""Which of the days that a message names is one by which something is to be done, by how it is worded around them."""

# ruff: noqa: E501 - patterns read best unbroken

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from crm.log.ahead import is_term
from crm.log.clauses import Clause, breaths
from crm.log.context import Context
from crm.log.days import Day, counts_on, find_days
from crm.log.doers import doer_at
from crm.log.due import Step, due_day, tidy
from crm.log.outline import outline
from crm.log.owners import doer_of
from crm.log.people import Parties
from crm.log.stepcues import KEPT_UNTIL, MOVED_TO
from crm.ports import DaySaid, WordingReader

RULED = 0.25  # what the rules' word counts beside the logarithm of the odds
INSTEAD = re.compile(r"\s*(?:in place of|instead of|rather than)\b", re.IGNORECASE)
DECIDES = re.compile(  # what a client is to decide or to sign is the deal's close, not a step
    r"\b(?:s?he|they|qpe|qac)(?: (?:board|committee|team|boss))? (?:will|shall|should|is to|are to|wants? to|plans? to|hopes? to) (?:sign|decide|award|renew|approve|close)\b[^.;!?\n]{0,25}$|\b(?:target (?:signature|signing|close|closing)|(?:signature|signing|close|closing) (?:target|date))\b[^.;!?\n]{0,12}$",
    re.IGNORECASE,
)
_TIMES = re.compile(r"\b(?:times?|once|twice) $", re.IGNORECASE)  # "third time this week" sets no day
ARRIVES = re.compile(r"\b(?:arriv\w+|lands?|reach(?:es)?) (?:at |to |with |in )?(?:qpe|qac)\b[^.;!?\n]{0,12}$", re.IGNORECASE)  # fmt: skip
_DENIED = re.compile(  # "wants it in before Friday, no chance I said"
    r"[\s,.;:\u2013-]*(?:(?:but |and )?(?:i|we) (?:said|told (?:him|her|them)) )?(?:no chance|no way|no hope|not a (?:chance|hope)|not happening|impossible|can(?:'|\u2019)?t be done|cannot be done|(?:it |that )?(?:won(?:'|\u2019)?t|will not) (?:happen|work))\b",
    re.IGNORECASE,
)
_HOLIDAY = re.compile(  # "seeing as Wednesday's the bank holiday"
    r"(?:\s*(?:['\u2019]s|is|was|being|=))?\s+(?:(?:a|the|our|their)\s+)?(?:(?:bank|public|national|local|school|religious)[ -])?(?:holiday|day off|strike day)\b",
    re.IGNORECASE,
)
_AWAY_TILL = re.compile(  # "he's in the bush till"
    r"\b(?:s?he|they|qpe|qco)(?:['\u2019]?s|['\u2019]re| is| are| will be|['\u2019]ll be)\s+(?!\w+ing\b|to\b|got\b|had\b|back\b|here\b)[^.,;!?\n]{2,40}\b(?:until|till|til)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_MOVED = re.compile(  # "moved tomorrow's tour to", which is when it will be
    r"\b(?:moved|pushed|shifted|bumped|rescheduled|postponed|rebooked|swapped)\b[^.;!?\n]{0,50}\bto\s+(?:the\s)?$|\bmoved\b[^.;!?\n]{0,50}\bfrom (?:the )?[\w ]{1,12} to $",
    re.IGNORECASE,
)
_AGREED = re.compile(  # "can we push it to the 10th ... Told her no worries"
    r"[^!\n]{0,60}(?:[.,;?\u2013-]|\band\b|\bso\b)\s*(?:so )?(?:i |we |i've |we've |have )?(?:(?:told|said to|answered|texted) (?:him|her|them|(?-i:[A-Z])\w+)|said|replied)(?: back)?,? (?:that )?(?:that(?:'|\u2019)?s |it(?:'|\u2019)?s |that(?:'d| would) be |that works|all |yes,? )?(?:ok(?:ay)?|fine|yes|yeah|no worries|no problem|no bother|no drama|sure|good|works|of course|not a problem|grand|sound|happy to)\b"
    r"|[^!\n]{0,60}(?:[.,;?\u2013-]|\band\b)\s*(?:so )?(?:i|we)(?:'ve| have)? (?:agreed|ok'?d|okayed|confirmed it|accepted)\b",
    re.IGNORECASE,
)
_THEN = re.compile(r"\bthen\b", re.IGNORECASE)
_MET = re.compile(  # "met him on site on", of a day that is past
    r"\W*(?:(?:i|we) )?(?:met|saw|visited|rang|phoned|called|emailed|spoke|dropped|popped|stopped|sat|went)\b(?![^.]*\b(?:for|will|to|by|until|till|again|about|re|next|said|told)\b)[^.,;:!?\n]*$",
    re.IGNORECASE,
)
_SO_MANY = re.compile(
    r"(?:\d(?:\s?(?:k|m|[a-z]{3}))?|[\u20ac$\u00a3])\s+for\s+$", re.IGNORECASE
)  # "241,600 CAD for the 14"
_BARE_NUMBER = re.compile(r"the \d{1,2}")
BEFORE, BESIDE, AFTER = 120, 60, 80  # characters that are looked at: before a day, in its sentence before it, after it


@dataclass(frozen=True)
class Named:
    """A day to come that a sentence names, and by when something would be due there."""

    sentence: Clause
    day: Day
    due: date
    said: DaySaid


class Heard(Protocol):
    """A message taken apart."""

    @property
    def text(self) -> str: ...
    @property
    def sentences(self) -> Sequence[Clause]: ...
    @property
    def parties(self) -> Parties: ...


def dated(steps: Sequence[Step], heard: Heard, context: Context, odds: WordingReader) -> list[Step]:
    """The steps with the days that the wording bears out: some less, some more."""
    ruled = {step.due for step in steps if step.due}
    named = list(days_named(heard, context))
    likely = {each.due for each in named if odds.due(each.said) + (RULED if each.due in ruled else -RULED) > 0}
    likely |= {each.due for each in named if each.due in ruled and INSTEAD.match(each.said.after)}
    likely |= {each.due for each in named if each.due in ruled and _is_moved(each.said)}
    likely -= {each.due for each in named if ARRIVES.search(each.said.before)}
    barred = {each.due for each in named if _no_day(each, ruled=each.due in ruled)}
    barred -= {each.due for each in named if not _no_day(each, ruled=each.due in ruled)}
    likely -= barred
    steps = [step for step in steps if step.due not in barred]
    unlikely = {each.due for each in named} - likely
    found = [replace(step, due=None) if step.due in unlikely else step for step in steps]
    for each in named:
        if each.due in likely - ruled and not _settled(each.said) and all(step.due != each.due for step in found):
            found = _with(each, found, heard.parties)
    news = {person.name for person in heard.parties.contacts}
    dated_before = {(step.start, step.end) for step in steps if step.due}
    return [
        step for step in found if step.due or step.owner not in news or (step.start, step.end) not in dated_before
    ]  # what a client's people do on a day that is due for nobody is news


def _no_day(named: Named, *, ruled: bool) -> bool:
    """Whether nothing falls due on a day: what was wanted is denied, it is a holiday, somebody is away till then, it is past."""
    said = named.said
    if _DENIED.match(said.after) or _HOLIDAY.match(said.after):
        return True
    if ruled:
        return False
    away = _AWAY_TILL.search(said.beside) is not None and not _THEN.search(said.after)  # "till the 9th, try again then"
    if away or (_SO_MANY.search(said.beside) and _BARE_NUMBER.fullmatch(said.words)):
        return True
    return "past week" in said.facts and _MET.fullmatch(said.beside) is not None


def _is_moved(said: DaySaid) -> bool:
    """Whether something that was set for another day is held on this one, or its being moved there is agreed to."""
    return _MOVED.search(said.beside) is not None or (
        MOVED_TO.search(said.beside) is not None and _AGREED.match(said.after) is not None
    )


def _settled(said: DaySaid) -> bool:
    """Whether words around a day say that it is that of a decision of the client's, or how long something holds."""
    return DECIDES.search(said.before) is not None or KEPT_UNTIL.search(said.beside) is not None


def days_named(heard: Heard, context: Context) -> Iterator[Named]:
    """The days from today on, as they stand in the text."""
    for sentence in heard.sentences:
        days = find_days(sentence.text, context.today, "future", day_first=context.day_first)
        for place, day in enumerate(days):
            if (
                _TIMES.search(sentence.text[: day.start])
                or is_term(sentence.text, day)
                or counts_on(sentence.text, day.start)
            ):
                continue
            due = due_day(sentence.text, [day], context.today)
            if due is not None and due >= context.today:
                facts = (*_when(day, context), *_where(sentence, heard.sentences, place, len(days)))
                yield Named(sentence, day, due, _said(sentence, day, heard, facts))


def _said(sentence: Clause, day: Day, heard: Heard, facts: tuple[str, ...]) -> DaySaid:
    start = sentence.start + day.start
    return DaySaid(
        before=outline(heard.text[:start], heard.parties.until(start))[-BEFORE:],
        beside=sentence.text[: day.start].lower()[-BESIDE:],
        words=day.text.lower(),
        after=heard.text[sentence.start + day.end :][:AFTER].lower(),
        facts=facts,
    )


def _when(day: Day, context: Context) -> Iterator[str]:
    ahead = (day.first - context.today).days
    bounds = ((0, "begun"), (1, "today"), (2, "tomorrow"), (8, "week"), (15, "fortnight"), (46, "month"))
    yield "ahead " + next((name for bound, name in bounds if ahead < bound), "far")
    yield "a day" if day.single else "a week" if (day.last - day.first).days < 7 else "long"
    past = find_days(day.text, context.today, "past", day_first=context.day_first)
    behind = (context.today - past[0].first).days if past else -1
    yield "no past" if not past else "past ahead" if behind < 0 else "past week" if behind < 8 else "past old"


def _where(sentence: Clause, sentences: Sequence[Clause], place: int, count: int) -> Iterator[str]:
    if sentence == sentences[0]:
        yield "first sentence"
    if sentence == sentences[-1]:
        yield "last sentence"
    if len(sentences) == 1:
        yield "one sentence"
    if place == 0:
        yield "first day"
    if count == 1:
        yield "only day"
    if sentence.question:
        yield "question"


def _with(named: Named, steps: list[Step], parties: Parties) -> list[Step]:
    """The steps with one more day: that of a step without one which it stands in, else of a step of its own."""
    at = named.sentence.start + named.day.start
    for place, step in enumerate(steps):
        if step.due is None and step.start <= at <= step.end:
            return [*steps[:place], replace(step, due=named.due), *steps[place + 1 :]]
    around = next((part for part in breaths(named.sentence) if part.start <= at < part.end), named.sentence)
    moved = replace(named.day, start=at - around.start, end=at - around.start + named.day.end - named.day.start)
    what = tidy(around.text, [moved]) or tidy(named.sentence.text, [])
    owner = doer_at(named.day, named.sentence, parties) or doer_of(around, named.sentence, parties)
    return [*steps, Step(what, named.due, owner, around.start, around.end)]
