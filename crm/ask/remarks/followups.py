"""Remarks on an answer: whether a message is one, and the plan it makes of the plan before."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy.exc import SQLAlchemyError

from crm.ask.answer import Answer
from crm.ask.plan import QueryPlan, Span
from crm.ask.planning.doubts import SET_AGAINST
from crm.ask.planning.reading import Reading
from crm.ask.remarks import behind, restating
from crm.ask.remarks.conversation import SURE, Conversation
from crm.ask.remarks.merging import Merger, put_periods
from crm.ask.remarks.remarks import ALONE, NARROW, Remark, remark
from crm.ask.remarks.shifting import relative, shifted, spans_of
from crm.ask.remarks.standing import NEW, THEM, Standing
from crm.errors import RapportError, RejectedError
from crm.periods import Period, describe

Turned = QueryPlan | None
FORMS: dict[str, Callable[[Conversation, re.Match[str]], Turned]] = {
    "restate": restating.restate, "opposite": restating.opposite, "sort": restating.sort, "first": restating.first,
    "top": restating.top, "big": restating.sized, "count": restating.count, "total": restating.total,
    "figure": restating.figure, "owners": behind.owners, "evidence": behind.evidence, "which": behind.which,
    "why": behind.why, "scope": restating.scope,
}  # fmt: skip
GROUPER = re.compile(
    r"\b(?:by|per|each|every|split|broken|break|breakdown|group(?:ed)?|across|over time|daily|weekly|monthly|quarterly|"
    r"yearly|(?:day|week|month|quarter|year) by)\b",
    re.IGNORECASE,
)
EXCLUDED = re.compile(
    r"^(?:excluding|exclude|except(?: for)?|without|but not|ignoring|ignore|leaving out|leave out)(?: the)?\s+"
    r"(?P<what>(?:won|lost|open|closed)(?: ones| deals)?)$",
    re.IGNORECASE,
)
YEARLESS = re.compile(
    r"\b(?:q[1-4]|h[12]|(?:first|second|third|fourth) (?:quarter|half)|january|february|march|april|may|june|july|"
    r"august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b(?!\s+\d)",
    re.IGNORECASE,
)
VERSUS = re.compile(r"\b(?:vs|versus|against|compared?)\b", re.IGNORECASE)
JOINTS = re.compile(
    r"\b(?:in|for|during|and|to|with|vs|versus|against|from|compared?|how|does|that|it|the|of|do|show|me)\b",
    re.IGNORECASE,
)
UNJOINED = "I cannot join that to the question before, which I understood as: {0}. {1}"
LASTING = re.compile(
    r"^(?:in |for |within |over )?(?:the )?(?:last |past )?(?P<long>\d+ (?:day|week|month|quarter|year)s?)$",
    re.IGNORECASE,
)
WHOLE = re.compile(
    r"(?:what|who|whose|when|where|which|how|why|show|list|give|tell|find|is|are|do|does|did|can|could|will|was|were|has|"
    r"have|write|translate|book|remind|send)\b(?! about\b)(?:\W+\w+){2,}",
    re.IGNORECASE,
)
BACK = re.compile(r"\b(?:them|those|these|that|it|its|they|their|ones?|same)\b", re.IGNORECASE)
MOST_OFFERED = 3
OFFERS = ("by rep", "by month", "how many is that?", "show the deals")
SPLIT = re.compile(
    r"^(?:group|split|break|divide|slice|cut)(?:ed)? (?:them|it|that|those|this)(?: down| up)?\b", re.IGNORECASE
)
LISTING = re.compile(r"^(?:which|who|list|show|name)\b", re.IGNORECASE)


@dataclass
class Joined:
    """A remark joined to the turn before: the reading that carries the merged plan."""

    reading: Reading
    confidence: float
    lead: str = ""
    notes: list[str] = field(default_factory=list)

    def told(self, answer: str) -> str:
        """The answer with what must be said beside it."""
        notes = [f"{note[:2].upper()}{note[2:]}." for note in self.notes]
        return " ".join(part for part in (self.lead, answer, *notes) if part)


class Followups:
    """Reads one message of a conversation."""

    def __init__(self, talk: Conversation) -> None:
        self._talk = talk

    def join(self, message: str) -> Joined | None:
        """The merged plan; None where the message is a question of its own.

        Raises:
            RejectedError: it is a remark that does not fit the answer before.
        """
        said = remark(message)
        if not said.text:
            return self._done(self._talk.plan(), said, None) if said.show != "auto" or said.joined else None
        if (form := said.form()) and (plan := FORMS[form[0]](self._talk, form[1])) is not None:
            return self._done(plan, said, None)
        if plan := behind.definite(self._talk, said.text):
            return self._done(plan, said, None)
        if Standing(self._talk).alone(message, said):
            return None
        return self._period(said) or self._merged(said)

    def offers(self) -> list[str]:
        """Remarks that the answer before does bear."""
        found = []
        for text in OFFERS:
            try:
                joined = self.join(text)
            except (RapportError, SQLAlchemyError, LookupError, ValueError, TypeError, OverflowError):
                continue  # what cannot be asked is not offered
            if joined is not None and joined.reading.plan != self._talk.plan():
                found.append(text)
        return found[:MOST_OFFERED]

    def _done(self, plan: QueryPlan, said: Remark, reading: Reading | None) -> Joined:
        talk = self._talk
        plan.show = said.show
        confidence = talk.confidence(reading) if reading is not None else 0.95
        carrier = reading or Reading(said.text, [], talk.vocabulary, talk.now)
        merged = Reading(said.text or talk.before.question, carrier.items, talk.vocabulary, talk.now, plan=plan)
        merged.notes = [*talk.notes, *(reading.notes if reading is not None else [])]
        return Joined(merged, confidence, talk.lead, list(talk.notes))

    # --- periods from the one before --------------------------------------------------------------------------------

    def _period(self, said: Remark) -> Joined | None:
        match = relative(said.text)
        if match is None:
            return None
        plan = self._talk.plan()
        spans = spans_of(plan)
        if not spans:
            raise RejectedError(
                self._unjoined(
                    "It named no period that another could be counted from; name one, such as “last quarter”."
                )
            )
        span = shifted(match, spans[-1] if not plan.compare_periods else spans[0], self._talk.now.tzinfo)
        if span is None:
            raise RejectedError(self._unjoined("Its period is open, so nothing can be counted from it."))
        put_periods(self._talk, plan, [named(span)], compared=bool(VERSUS.search(said.text)))
        rest = " ".join(JOINTS.sub(" ", f"{said.text[: match.start()]} {said.text[match.end() :]}").split())
        if not rest:
            return self._done(plan, said, None)
        return self._joined(Remark(rest, said.joined, said.about, said.added, said.show), plan)

    # --- anything else is read beside the noun of the rows before ---------------------------------------------------

    def _merged(self, said: Remark) -> Joined:
        return self._joined(said, self._talk.plan())

    def _joined(self, said: Remark, plan: QueryPlan) -> Joined:
        best: tuple[float, Reading] | None = None
        for text, noun in self._carriers(said, plan):
            reading = self._talk.read(text)
            _set_against(reading)
            sure = self._talk.confidence(reading)
            measured = self._measured(text)
            bare = self._talk.read(noun).plan if noun else QueryPlan(subject=plan.subject)
            merger = Merger(self._talk, plan.model_copy(deep=True), reading, bare, said.added, measured)
            if sure >= SURE and merger.says:
                return self._done(self._settled(merger.merged(), said), said, reading)
            if best is None or sure > best[0]:
                best = sure, reading
        if plan.about and said.about and said.text:
            plan.about = said.text
            return self._done(plan, said, None)
        raise RejectedError(self._unjoined(self._talk.reason(best[1]) if best else None))

    def _measured(self, text: str) -> bool:
        alone = self._talk.read(text)
        return alone.has("metric", "aggregate") and bool(alone.plan.measures) and not text.startswith("number of ")

    def _settled(self, plan: QueryPlan, said: Remark) -> QueryPlan:
        """`Which of them` asks for rows, also after a number."""
        if LISTING.match(said.text) and plan.shape == "value":
            return behind.rows_behind(self._talk, plan)
        return plan

    def _carriers(self, said: Remark, plan: QueryPlan) -> list[tuple[str, str]]:
        """The remark with the noun it leaves out, in the ways it may be meant."""
        text = LASTING.sub(r"in the last \g<long>", SPLIT.sub("split", self._dated(said.text)))
        excluded = EXCLUDED.match(text)
        text = f"not {excluded['what'].split()[0]}" if excluded else text
        found: list[tuple[str, str]] = []
        reading = self._talk.read(text)
        if reading.has("metric", "aggregate") or NEW.match(text):
            noun = self._talk.nouns(plan)[0]
            found.append((THEM.sub(f" {noun} ", text), noun))
        for noun in self._talk.nouns(plan):
            bare = ALONE.sub("", text)
            bare = NARROW.sub("", bare).strip() if not excluded and NARROW.match(bare) and _keeps(bare) else bare
            if THEM.search(bare):
                found.append((" ".join(THEM.sub(f" {noun} ", bare).split()), noun))
            elif any(item.has("entity", "kind") for item in self._talk.read(bare).items) and not GROUPER.search(bare):
                found.append((bare, noun))
            if GROUPER.search(bare):
                found.append((f"number of {noun} {bare}", noun))
            found += [(f"{noun} {bare}", noun), (f"{noun} with {bare}", noun)]
        return found

    def _dated(self, text: str) -> str:
        """`Q2` after a question about 2016 is that year's."""
        spans = spans_of(self._talk.before.plan)
        edge = next((span.start for span in spans if span.start), None)
        if edge is None or not YEARLESS.search(text):
            return text
        year = edge.astimezone(self._talk.now.tzinfo).year
        return YEARLESS.sub(lambda match: match.group() if match.group() == "may" else f"{match.group()} {year}", text)

    def _unjoined(self, reason: str | None) -> str:
        return UNJOINED.format(self._talk.meant(), reason or "Put it as a whole question, please.")


def whole(message: str) -> bool:
    """Whether a message that was not joined reads as a question of its own: it speaks of nothing before it."""
    return bool(WHOLE.match(message)) and not BACK.search(message)


def declined(question: str, reason: str, talk: Conversation) -> Answer:
    """A remark that was not joined, with others that can be."""
    return Answer(question=question, answer=reason, abstained=True, reason=reason, readings=Followups(talk).offers())


def _set_against(reading: Reading) -> None:
    """`Compared to last year`: the other side is the answer before, so the words need none in the remark."""
    for at, item in enumerate(reading.items):
        if reading.plan.periods and item.text.casefold() in SET_AGAINST:
            reading.use(at, "compare")


def _keeps(text: str) -> bool:
    """Words that only narrow; those that exclude must stay."""
    return not re.match(r"(?:excl|except|without|but not|not|ignor|leav)", text, re.IGNORECASE)


def named(span: Span) -> Span:
    """A period counted from another, called by its dates."""
    if span.start and span.end:
        text = describe(Period(span.text, span.start, span.end, (0, 0), "day"))
        return span.model_copy(update={"text": text})
    return span
