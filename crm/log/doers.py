"""Who does what falls due on a day: the person whose doing the words around the day tell of."""

# ruff: noqa: E501 - patterns read best unbroken

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from crm.log.clauses import Clause, breaths
from crm.log.days import Day, find_days
from crm.log.due import Step, due_day
from crm.log.foreign import acts_abroad
from crm.log.inflection import does
from crm.log.people import Parties, Party
from crm.log.stepcues import VERB

NEXT_TO = 4  # characters between the end of a step and the day that falls due
BARE = 2  # words of a clause that leave it to the one before to say who
_STATES = r"(?:wants?|needs?|likes?|says?|thinks?|asks?|knows?|loves?|hates?|hopes?|expects?|reckons?|seems?|feels?|is|has|was|does|wishes|prefers?|waits?|requests?|agrees|insists|approves of|means|intends|plans|aims|looks forward|works|starts|joins?|retires|leaves|owns)"
_DOES = re.compile(
    r"\s*\)?\s*(?:\([^)]{1,30}\)\s*)?(?:sir|madam|san|ji)?\s*(?:,\s*)?(?:"
    r"(?:(?:'s|\u2019s|is|are|was|wants)\s+)?to\b(?! (?:know|see|have|buy|start|go live)\b)|has (?:until|till|to)\b|(?:(?:'s|\u2019s|is|was)\s+)?(?:gonna|gona|going to|goin to|about to)\b|will\b|(?:'|\u2019)ll\b|would\b|(?:'|\u2019)d\b|should\b|shall\b|must\b|can\b(?! (?:only|not)\b)|could\b|ha[sv]e? to\b|needs? to\b|owes?\b|please\b|pls\b|kindly\b|"
    r"(?:has |have )?(?:promised|agreed|committed|offered|volunteered|undertook|confirmed (?:that )?s?he|said (?:that )?s?he)(?:'|\u2019)?(?:d|ll|s)?\b|"
    r"(?:doing|sorting|sending|getting|drafting|preparing|chasing|handling|bringing|writing) (?:the|their|his|her|its|our|a|an|that|this|it|them)\b|"
    r"(?:(?:'s|\u2019s|is)\s+)(?:on it|getting|sending|doing|making|bringing|writing|preparing|drafting|checking|sorting|calling|ringing|pricing|handling|booking|setting|reviewing|coming back|\w{3,}ing (?:the|it|that|this|a|an|up|out|back|with|him|her|them|us|me)\b)|"
    rf"(?!{_STATES}\b)\w{{3,}}(?<!ss)(?<!us)s\b(?!['\u2019])(?=\s+(?:it|us|me|him|her|them|the|an?|this|that|our|his|my|up|out|back|over|off|in|with|to|on|by|for|\w+)\b))",
    re.IGNORECASE,
)
_GIVEN = re.compile(r"(?:^|[:;,(\u2013@-]|\band|\bthen)\s*@?$", re.IGNORECASE)
_ONLY_DAY = re.compile(r"\s*[,:\u2013-]?\s*(?:please|pls|kindly|by|due|until|till|for|latest|\s|,|\()*$", re.IGNORECASE)
_THING = re.compile(r"\s+(?:the|an?|our|his|her)\s|\s*[:\u2013]\s|\s-\s", re.IGNORECASE)
_BARE = re.compile(  # "Tom new drawing 3.11", "Jonas layout Tuesday"
    r"\s+(?:(?!(?:wants?|needs?|says?|said|likes?|asked|is|was|has|agreed|called|rang|met|got|sent|had)\b)[a-z]+\s+){0,2}?(?:drawings?|quot(?:e|ation)|offer|plans?|layouts?|lists?|designs?|sketch(?:es)?|prices?|pricing|proposal|report|data ?sheets?|docs?|samples?|"
    r"invoice|contract|draft|numbers|figures|calculations?|estimate|specs?|simulation|map|slides|deck|visit|install\w*|check|test|survey|measurements?|photos?|certificate|manual|papers?|paperwork|part|parts)\s*[,:]?\s*(?:by |on |for |until |till )?$",
    re.IGNORECASE,
)
_BUSY_ON = re.compile(r"\s+(?:is )?on (?:the|our|a|an|that|this|it)\b(?! (?:phone|call|line|road|train|plane|way|list|boat|bus|course|team)\b)", re.IGNORECASE)  # fmt: skip
_CALLS_THEM = re.compile(rf"\W*(?:{VERB}|[a-z]{{3,}}ing)\s+(?:him|her|them)\b", re.IGNORECASE)
_PASSIVE = re.compile(r"\W*(?:(?:it )?(?:will|to|should) be|it'?ll be|(?:is )?due) (?:out|done|ready|over|in|with|sent|finished|there|back)\b", re.IGNORECASE)  # fmt: skip
_OWNS = re.compile(
    rf"\s+(?:owns|handles|takes|drives|leads|does|has|will do|is on|to do|on)\s+(?:it|this|that)\b|\s+(?!{_STATES}\b)\w{{3,}}s\s+(?:it|this|that|them|those|these)(?=\s*(?:$|[.,;!?)]))",
    re.IGNORECASE,
)
_HAS_IT = re.compile(r"\s+owns\s+(?:the|our|this|that)\b", re.IGNORECASE)
_FROM = re.compile(
    r"(?<!call )(?<!mail )(?<!message )(?<!text )(?<!heard )(?<!note )(?<!back )(?<!calls )(?<!word )(?<!nothing )(?<!news )(?<!reply )(?<!answer )(?<!response )\b(?:from|by|c/o|assigned to|handed to|passed (?:it )?to|up to)\s+$",
    re.IGNORECASE,
)
_FROM_AFTER = re.compile(r",?\s+(?:from|by|c/o)\s+", re.IGNORECASE)
_FROM_THEM = re.compile(r"(?<!call )(?<!mail )(?<!message )(?<!text )(?<!heard )\bfrom (?:him|her)\b", re.IGNORECASE)
_SENDS = re.compile(r"(?:^|[.,;:(\u2013-]|\b(?:and|so|then|i'm|i am|i'll|we're|we'll))\s*(?:sending|send|putting|getting)\s+$", re.IGNORECASE)  # fmt: skip
_RINGS_ME = re.compile(r"\W*(?:(?:call|ring|phon|text|mail|email|messag|ping)ing|getting back to|coming back to) (?:me|us)\b", re.IGNORECASE)  # fmt: skip
_HE_DOES = re.compile(r"\W*s?he(?:['\u2019]s| is)\s+\w+ing\b", re.IGNORECASE)
_SOMEBODY_DOES = re.compile(r"(?:['\u2019]s| is)\s+\w+ing\b")
_I = re.compile(r"^\W*(?:(?:and|so|then|but|now|also|ok|plus)\s+)*(?:i|we|me|let's|lets|let me)\b(?!\s+(?:said|told|asked|need|have asked|expect|should (?:get|have|hear)|want|get)\b)|\b(?:so|and|but|then)\s+(?:i|we)(?:'ll|\u2019ll|'m| will| shall| must|\s+\w+)\b(?!.*\b(?:said|told|asked)\b)", re.IGNORECASE)  # fmt: skip
_TOLD = re.compile(r"\b(?:i|we)(?:'ve|\u2019ve| have)? (?:said|told|asked)\b", re.IGNORECASE)
_ORDERED = re.compile(
    r"\b(?:i(?:'ve|\u2019ve| have)? (?:asked|told|got)|(?:have|had|get) asked|that|and)\s+$", re.IGNORECASE
)
_INITIALS = re.compile(r"\W*(?P<both>[A-Z]{2})\s*[:\u2013-]\s")


def with_doers(steps: Sequence[Step], sentences: Sequence[Clause], parties: Parties, today: date) -> list[Step]:
    """The steps; one of the author's whose day somebody else is to keep is theirs."""
    return [
        replace(step, owner=doer) if (doer := _doer(step, sentences, parties, today)) is not None else step
        for step in steps
    ]


def _doer(step: Step, sentences: Sequence[Clause], parties: Parties, today: date) -> str | None:
    if step.owner != "author" or step.due is None:
        return None
    sentence = next((each for each in sentences if each.start <= step.start < each.end), None)
    if sentence is None:
        return None
    for day in find_days(sentence.text, today, "future"):
        at = sentence.start + day.start
        if step.start - NEXT_TO <= at <= step.end + NEXT_TO and due_day(sentence.text, [day], today) == step.due:
            return doer_at(day, sentence, parties)
    return None


def doer_at(day: Day, sentence: Clause, parties: Parties) -> str | None:
    """Who is to do what a sentence says for a day; None for its author."""
    at = sentence.start + day.start
    parts = breaths(sentence)
    place = next((n for n, part in enumerate(parts) if part.start <= at < part.end), None)
    if place is None:
        return None
    start = parts[place].start
    if _RINGS_ME.match(sentence.text[start - sentence.start : day.start]) and (
        busy := _busy_before(sentence, start, parties)
    ):
        return busy
    while place > 0 and _leaves_it(sentence, start, at):
        place -= 1
        start = parts[place].start
    clause = sentence.text[start - sentence.start : day.start]
    if _I.search(clause) and not _TOLD.search(clause):
        return None
    if initials := _INITIALS.match(sentence.text):
        return _called(initials["both"], parties)
    for user in parties.users:  # "sending Luke Monday"
        if (
            start <= user.start < at
            and _SENDS.search(sentence.text[: user.start - sentence.start])
            and _ONLY_DAY.fullmatch(sentence.text[user.end - sentence.start : day.start])
        ):
            return user.name
    inside = [p for p in (*parties.users, *parties.contacts) if start <= p.start and p.end <= at]
    for person in sorted(inside, key=lambda each: each.start, reverse=True):
        lead, rest = clause[: person.start - start], clause[person.end - start :]
        if _does(lead, rest, ours=person in parties.users):
            return person.name
        if person in parties.users and _GIVEN.search(lead) and _BUSY_ON.match(rest):
            return person.name
        if person in parties.users and _GIVEN.search(lead) and acts_abroad(rest, day.text):
            return person.name
    for user in parties.users:  # "install week of 12 July, Erin owns it"
        rest = sentence.text[user.end - sentence.start :] if sentence.start <= user.start < sentence.end else ""
        if (user.start >= at and _OWNS.match(rest)) or (user.end <= at and _HAS_IT.match(rest)):
            return user.name
        gap = sentence.text[day.end : max(day.end, user.start - sentence.start)]
        if _FROM_AFTER.fullmatch(gap):
            return user.name  # "rates by Wednesday from Lionel"
    if _FROM_THEM.search(sentence.text[start - sentence.start :][: day.end + 12]):
        known = [party for party in (*parties.contacts, *parties.users) if party.end <= at]
        return max(known, key=lambda party: party.start).name if known else None
    return None


def _busy_before(sentence: Clause, start: int, parties: Parties) -> str | None:
    """Whose doing a sentence tells of before a place, by a name or "he": "he's running it by them and calling me"."""
    said = sentence.text[: start - sentence.start]
    named = [p for p in (*parties.users, *parties.contacts) if p.end <= start]
    if not named or not (subject := _HE_DOES.match(said) or _SOMEBODY_DOES.search(said)):
        return None
    last = max(named, key=lambda party: party.start)
    return last.name if "he" in subject.group().lower() or last.start >= sentence.start else None


def _leaves_it(sentence: Clause, start: int, at: int) -> bool:
    """Whether a clause leaves it to the one before to say who: a bare one, "will be out by", "Legal (Ines) to check"."""
    text = sentence.text
    clause = text[start - sentence.start : at - sentence.start]
    if _CALLS_THEM.match(clause):
        return False
    closes = text[: start - sentence.start].endswith(")") and re.match(r"\s*(?:to|will|must|shall)\s", clause)
    return len(_words(sentence, start, at)) <= BARE or bool(_PASSIVE.match(clause) or closes)


def _does(lead: str, rest: str, *, ours: bool) -> bool:
    if _FROM.search(lead) or (ours and lead.endswith("@")):
        return True
    if re.search(r"\b(?:to|for|with|w|at|of|re|and|&|about|ask|asking|chase|call|ring|tell|remind|email|mail|text|send|see|meet|visit|ping|give|get|owe|w/)\s*$", lead, re.IGNORECASE) and not _ORDERED.search(lead):  # fmt: skip
        return False
    if _DOES.match(rest):
        return True
    given = ours and _GIVEN.search(lead) is not None
    if given and does(rest):
        return True
    return given and bool(_ONLY_DAY.fullmatch(rest) or _THING.match(rest) or _BARE.fullmatch(rest))


def _words(sentence: Clause, start: int, end: int) -> list[str]:
    return re.findall(r"[^\W\d_]{2,}", sentence.text[start - sentence.start : end - sentence.start])


def _called(initials: str, parties: Parties) -> str | None:
    """Whose initials they are, of those that are named."""
    fits = {
        party.name
        for party in (*parties.users, *parties.contacts)
        if (names := party.name.split()) and len(names) > 1 and names[0][0] + names[-1][0] == initials
    }
    return fits.pop() if len(fits) == 1 else None


def in_a_heading(party: Party, parties: Parties) -> bool:
    """Whether a client's person stands beside the client at the start of a line: "Saltbox - Peter: renewal by Friday"."""
    return any(
        account.client and account.end <= party.start and party.start - account.end <= NEXT_TO
        for account in parties.accounts
    )
