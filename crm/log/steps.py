"""What is to be done next, by whom, until when."""

# ruff: noqa: E501 - patterns read best unbroken

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from crm.log.addressed import addressed
from crm.log.ahead import days_ahead
from crm.log.appointments import is_set
from crm.log.assigned import asked_of_ours, assigned
from crm.log.clauses import Clause
from crm.log.colleagues import beside_dated, by_colleagues
from crm.log.days import Day, day_following, find_days, follows
from crm.log.deadlines import deadlines
from crm.log.doers import with_doers
from crm.log.due import Step, due_day, in_order, tidy
from crm.log.handovers import handed_over
from crm.log.onward import SAFE_DAY
from crm.log.owners import doer_of, is_mine, label_of, owner_of
from crm.log.people import Parties
from crm.log.stepcues import (
    AS_NOUN,
    BY,
    CHANGES,
    DECIDES,
    DUE_ONLY,
    KEPT_UNTIL,
    LONGEST_STRETCH,
    LOOSE,
    MEETS,
    NOT_ACTIONS,
    NOT_DONE,
    NOUNS_TOO,
    OFF,
    PONDERS,
    RESTATED,
    START,
    STOP,
    TAKEN_BACK,
    THEN,
    VERB,
)

_MAKE_IT = re.compile(r"(?:so )?make (?:it|that|them)", re.IGNORECASE)  # "no, make it Thursday"
_THERE = re.compile(
    r"be there\b(?! (?:is|are|was|at|by|on|for|in|from|around|before|after)\b)", re.IGNORECASE
)  # where that day is
_BEFORE = re.compile(  # "before she'll show it", "285k is what they'll pay"
    r"\b(?:before|until|till|til|unless|what|whatever|all|everything|how much|how many|the most|the max(?:imum)?)\s+$",
    re.IGNORECASE,
)
_FROM_ME = re.compile(r"\bfrom (?:me|us)\b", re.IGNORECASE)
_GETS_IT = re.compile(r"\W*(?:have|get|receive|see|hear)\b", re.IGNORECASE)  # "she'll have it from me"
_TERMS = re.compile(r"\b(?:pay(?:ment|s|ing|able)?|paid|net|terms)\b[^.;!?\n]{0,20}$", re.IGNORECASE)  # fmt: skip
_THEN_DO = re.compile(r"\bthen\b", re.IGNORECASE)  # "then call": no noun
_HELD = re.compile(r"\b(?:until|till|til)\b", re.IGNORECASE)
_DAY_AT_LAST = re.compile(r"(?:\s+since [^,;.]{1,20})?[\s,:;-]*(?:(?:so|that's|thats|this is|that is|it's|for|by|due|needed|wanted)\b[\s:,-]*){1,3}[^\s,;.]+(?: \w+)?[\s!.]*$", re.IGNORECASE)  # fmt: skip
_US = re.compile(
    r"\w+\s+(?:us|me|it|this|them|him|her)\s+(?:(?:back|out|forward|up)\s+)?(?:to|until|till)\b", re.IGNORECASE
)
_ME = re.compile(r"\W*(?:me|us|we|myself)\W*", re.IGNORECASE)
_WENT = re.compile(r"\w+\s+[^,;:]{0,50}\b(?:went|was|were|came|arrived|landed)\b", re.IGNORECASE)
_SIMPLY = re.compile(
    r"(?:moved?|push(?:ed)?|bump(?:ed)?|postponed?|rescheduled?|shift(?:ed)?|rebook(?:ed)?|rearranged?)\s+(?:to|until|till|for)\b",
    re.IGNORECASE,
)
_DAYS_OWN = re.compile(  # what is held on a day: "moved tomorrow's tour to Tuesday"
    r"\w+\s+(?:(?:forward|back|out|up)\s+)?(?:the |our |his |her |their |my )?(?:next |this )?(?:today|tonight|tomorrow|tmrw|tmr|(?:mon|tues|wednes|thurs|fri|satur|sun)day|tues?|weds?|thurs?)(?:(?:'|\u2019)?s)?\s+(?:[a-z-]+\s+){1,3}(?:to|until|till)\b",
    re.IGNORECASE,
)
SOON_AFTER = 300  # characters
_BARE_DAY = re.compile(r"(?:on )?(?:the )?(?P<day>\d{1,2})(?:st|nd|rd|th)?", re.IGNORECASE)
_MONTH = re.compile(r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", re.IGNORECASE)
_CLOSES = re.compile(
    r"\b(?:clos\w+|sign\w*|deal|renewal|decision|decid\w+|launch|budget|start\w*|deliver\w*|order|p\.?o\.?|contract|go.?live|project|spend)\b",
    re.IGNORECASE,
)
_OPENING = re.compile(r"(?:^|[,;(:]|\band|\bso|\bbut|\bnow)\s*$", re.IGNORECASE)
_FROM = re.compile(r"\b(?:goes|go|going|comes|come|coming|due) (?:out |over |back )?from\s+$", re.IGNORECASE)
_OURS = re.compile(rf"(?:{VERB})\b", re.IGNORECASE)
_MINE_LABEL = re.compile(r"\W*(?:me|i|us|we)\s*[:=]", re.IGNORECASE)
CLOSE = 14  # characters before a meeting in which it may be called off: "cancel the demo"
SHORT_LINE = 6  # words of a line that names a thing and its day


def find_steps(
    sentences: Sequence[Clause],
    parties: Parties,
    today: date,
    *,
    day_first: bool = False,
    told: frozenset[int] = frozenset(),
) -> list[Step]:
    """The next steps that the sentences name, in order. What is already done is none.

    `told` are the numbers of the sentences that tell what happened: a day there that may be past is.
    """
    found: list[Step] = []
    earlier = ""
    shared = any(_MINE_LABEL.match(each.text) for each in sentences)  # "me: quote. Ewan: list" says who does what
    for sentence in sentences:
        if sentence.question:
            found = handed_over(found, sentence, parties)
            found += asked_of_ours(sentence, parties, today, day_first=day_first)
            continue
        found = handed_over(found, sentence, parties)
        label = label_of(sentence, sentences, parties)
        for step in (
            *assigned(sentence, parties, today, day_first=day_first),
            *_in_sentence(sentence, parties, today, day_first=day_first, earlier=earlier),
            *deadlines(sentence, parties, today, day_first=day_first),
            *by_colleagues(sentence, parties, today, day_first=day_first),
        ):
            if found and step.due and found[-1].due and _MAKE_IT.fullmatch(step.what):
                found[-1] = replace(found[-1], due=step.due, end=step.end)
            elif not any(other.start < step.end and step.start < other.end for other in found):
                found.append(
                    step
                    if step.owner != "author" or is_mine(sentence.text[step.start - sentence.start :])
                    else replace(step, owner=label or "author")
                )
        if (
            found
            and TAKEN_BACK.match(sentence.text)
            and (days := find_days(sentence.text, today, "future", day_first=day_first))
        ):
            found[-1] = replace(found[-1], due=due_day(sentence.text, days, today))
            continue
        if found and found[-1].due is None and (said := _DAY_AT_LAST.match(sentence.text, _after(found[-1], sentence))):
            found[-1] = replace(
                found[-1], due=due_day("", find_days(said.group(), today, "future", day_first=day_first), today)
            )
        taken = [(step.start, step.end) for step in found]
        for breath, day in days_ahead(sentence, today, taken, day_first=day_first, told=sentence.sentence in told):
            what = tidy(breath.text, [day]) or tidy(sentence.text, [])
            due = _same_month([day], earlier, today, day_first=day_first) or due_day(breath.text, [day], today)
            if all(step.due != due for step in found):
                found.append(Step(what, due, label or doer_of(breath, sentence, parties), breath.start, breath.end))
        if label and not any(sentence.start <= step.start < sentence.end for step in found):
            found += _whole_line(
                sentence, label, today, day_first=day_first, dated=not shared or ":" not in sentence.text
            )
        found = beside_dated([_from_ours(step, sentence, parties) for step in found], sentence, parties)
        earlier += f"{sentence.text}\n"
    return addressed(with_doers(in_order(found, sentences), sentences, parties, today), sentences, parties)


def _same_month(days: Sequence[Day], said: str, today: date, *, day_first: bool) -> date | None:
    """What a bare number of a day means soon after one whose month was named: "answer 15 October. I ring the 16th"."""
    bare = _BARE_DAY.fullmatch(days[0].text.strip()) if len(days) == 1 else None
    if bare is None:
        return None
    before = find_days(said[-SOON_AFTER:], today, "future", day_first=day_first)
    last = before[-1] if before else None
    if last is None or not last.single or days[0].first > last.first:
        return None
    if not (_MONTH.search(last.text) or _BARE_DAY.fullmatch(last.text.strip())):
        return None
    number = int(bare["day"])
    return last.first.replace(day=number) if last.first.day < number <= SAFE_DAY else None


def _from_ours(step: Step, sentence: Clause, parties: Parties) -> Step:
    """The step; one that comes from a colleague, "proposal goes out from Elin", is theirs."""
    for user in parties.users:
        before = sentence.text[: max(0, user.start - sentence.start)]
        if step.owner == "author" and step.start <= user.start < step.end and _FROM.search(before):
            return replace(step, owner=user.name)
    return step


def _after(step: Step, sentence: Clause) -> int:
    """Where in a sentence the words after a step begin."""
    return min(max(0, step.end - sentence.start), len(sentence.text))


def _in_sentence(sentence: Clause, parties: Parties, today: date, *, day_first: bool, earlier: str) -> Iterator[Step]:
    text = sentence.text
    taken = 0
    for match in START.finditer(text):
        if match.start() < taken or (match["bare"] is not None and _past_start(text, match, today)):
            continue
        if match["label"]:
            yield from _listed(sentence, match.end(), parties, today, day_first=day_first)
            return
        end = _end(text, match.end(), today)
        owner = owner_of(match, sentence, parties)
        whole = _whole(sentence, match, end, today, ours=any(user.name == owner for user in parties.users))
        if owner == "" or not whole or ((match["they"] or match["they2"]) and _BEFORE.search(text[: match.start()])):
            continue
        owner = "author" if (match["their"] or _GETS_IT.match(whole)) and _FROM_ME.search(whole) else owner
        taken = end
        days = find_days(whole, today, "future", day_first=day_first)
        if (match["they"] or match["they2"]) and not days and PONDERS.match(whole):
            continue
        due = due_day(whole, days, today)
        if days and (again := RESTATED.match(text, end)):
            said_again = find_days(again.group(), today, "future", day_first=day_first)
            end, taken = (again.end(), again.end()) if said_again else (end, taken)
            due = due_day(again.group(), said_again, today) or due
        due = _same_month(days, earlier + text[: match.start()], today, day_first=day_first) or due
        held = _THEN_DO.search(match.group()) and _HELD.search(text[: match.start()])
        if (not days and (held or THEN.search(whole) or (match["me"] and _THERE.match(whole)))) or follows(
            whole
        ):  # "out until the 4th, will chase him then"
            before = find_days(earlier + text[: match.start()], today, "future", day_first=day_first)[-1:]
            due = (day_following(whole, before[0]) if before else None) or due_day("", before, today) or due
        yield Step(tidy(whole, days), due, owner, sentence.start + match.start(), sentence.start + end)


def _whole(sentence: Clause, match: re.Match[str], end: int, today: date, *, ours: bool) -> str:
    """The words of a step; empty where the match is none after all."""
    text = sentence.text
    body, all_of_it = text[match.end() : end], text[match.start() : end]
    if (NOT_ACTIONS.match(body.strip()) and not (ours and DECIDES.match(body.strip()))) or not re.search(
        r"[^\W\d_]{2,}", all_of_it
    ):
        return ""
    if (match["they"] or match["they2"]) and NOT_DONE.match(body):
        return ""
    if (match["noun"] or (match["verb"] or "").lower() in NOUNS_TOO) and OFF.search(
        text[max(0, match.start() - CLOSE) : end]
    ):
        return ""
    if match["noun"]:
        return all_of_it if is_set(text, match, end, today, later=sentence.sentence > 0) else ""
    if all(match[name] is None for name in DUE_ONLY):
        return body
    if match["mine"] and not _OURS.match(body) and not _near(all_of_it, "", today):
        return ""
    if not (_ahead(all_of_it, today) or follows(all_of_it) or THEN.search(all_of_it)) or (
        match["want"] and not _near(all_of_it, text[: match.start()], today)
    ):
        return ""
    if match["moved"] is None:
        return all_of_it
    if _US.match(all_of_it):
        return all_of_it  # "pushed us to Monday"
    if _SIMPLY.match(all_of_it) and _OPENING.search(text[: match.start()]) and not _CLOSES.search(text):
        return all_of_it
    if _DAYS_OWN.match(all_of_it):
        return all_of_it
    meeting = MEETS.search(text)
    return f"{meeting.group()} {all_of_it}" if meeting else ""


def _near(text: str, before: str, today: date) -> bool:
    """Whether what somebody wants has a day, not a season, and is not just what they do not want."""
    days = [
        day
        for day in find_days(text, today, "future")
        if day.last >= today and not KEPT_UNTIL.search(text[: day.start]) and not _TERMS.search(text[: day.start])
    ]
    if re.search(r"\b(?:not|n't|no longer|never)\s+$", before, re.IGNORECASE):
        return False
    return any((day.last - day.first).days <= LONGEST_STRETCH for day in days)


def _whole_line(sentence: Clause, owner: str, today: date, *, day_first: bool, dated: bool) -> Iterator[Step]:
    """A line of somebody's own with a day to come is a next step, whatever its verb; without a day unless it must be `dated`."""
    days = [day for day in find_days(sentence.text, today, "future", day_first=day_first) if day.first > today]
    if len(days) == 1 and _HELD.search(sentence.text[: days[0].start + 6]):
        return  # "Raj: no budget till April"
    if not days and not dated and len(sentence.text.split()) <= SHORT_LINE:
        yield Step(tidy(sentence.text, []), None, owner, sentence.start, sentence.end)
    if len(days) == 1 and (
        days[0].by or BY.search(sentence.text[: days[0].start]) or len(sentence.text.split()) <= SHORT_LINE
    ):
        yield Step(tidy(sentence.text, days), due_day(sentence.text, days, today), owner, sentence.start, sentence.end)


def _listed(sentence: Clause, start: int, parties: Parties, today: date, *, day_first: bool) -> Iterator[Step]:
    """What follows "next steps:", one step for each part."""
    rest, people = sentence.text[start:], (*parties.users, *parties.contacts)
    for part in re.finditer(r"[^,;+&\n]+?(?=\s*(?:[,;+&\n]|\band\b(?=\s+(?:" + VERB + r")\b)|$))", rest, re.IGNORECASE):
        body = re.sub(r"^\s*(?:and|then|\d+[.)])\s*", "", part.group())
        if not re.search(r"[^\W\d_]{2,}", body) or _ME.fullmatch(body):
            continue
        at = sentence.start + start + part.start()
        if any(party.start <= at + 1 and at + len(part.group()) <= party.end + 1 for party in people):
            continue  # "actions: Samir - docs" says whose line it is
        inner = START.match(body)
        owner = "author"
        if inner and (inner["they"] or inner["they2"]):
            owner = owner_of(inner, Clause(body, at + len(part.group()) - len(body), at, 0), parties) or "author"
            body = body[inner.end() :]
        days = find_days(body, today, "future", day_first=day_first)
        yield Step(tidy(body, days), due_day(body, days, today), owner, at, at + len(part.group()))


def _past_start(text: str, match: re.Match[str], today: date) -> bool:
    """An imperative and a noun look alike: "call with Jane went well" orders nothing."""
    rest = text[match.end() :]
    verb = match["verb"].lower()
    if _THEN_DO.search(match.group()):
        return False
    opens = not text[: match.start()].strip()
    if opens and verb in NOUNS_TOO and _WENT.match(rest):
        return True  # "Quote to Globex went out"
    if verb in LOOSE and opens and not _ahead(rest, today):
        return True
    if verb in NOUNS_TOO and (AS_NOUN.match(rest) or (opens and verb in CHANGES)):
        return True
    return verb == "set" and not re.match(r"set (?:up|a|the|time)", rest, re.IGNORECASE)


def _ahead(text: str, today: date) -> bool:
    return any(day.last >= today for day in find_days(text, today, "future"))


def _end(text: str, start: int, today: date) -> int:
    """Where a step stops: at a new thought, or at the first comma after its day."""
    stop = STOP.search(text, start + 1)
    end = stop.start() if stop else len(text)
    days = [day for day in find_days(text[start:end], today, "future") if day.last >= today]
    comma = text.find(", ", start + days[0].end, end) if days else -1
    return comma if comma >= 0 else end
