"""What sort of thing happened, if anything did."""

# ruff: noqa: E501 - patterns read best unbroken

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from crm.log.bystanders import is_a_name
from crm.log.clauses import ARROWS, Clause, breaths
from crm.log.days import find_days
from crm.log.eventcues import (
    AFTER_TO_COME,
    CALLED_OFF,
    CHANNELS,
    CONFIRMED,
    CONVERSATION,
    FAIR,
    HABIT,
    MEALTIME,
    NOUNS,
    ORDERED,
    PAST,
    PICTURES,
    REACHING,
    REPORTED,
    SHIFTED,
    SOFT,
    TALK,
    TO_COME,
    VERBS_TOO,
)
from crm.log.proposal import LogKind

_ASKED_TO_LOG = re.compile(
    r"^\W*(?:please |pls |can you |could you |hey |hi |ok |okay |rapport,? )*(?:log|record|add|(?:put|stick|pop|leave|drop)(?: in| down| up)?(?= (?:me )?an? note\b)|note down|note|put down|save|capture|enter|jot down|make a note of)\b(?: (?:that|a|an|this|the|my|down|in|new))*"
    r"\s*(?P<noun>calls?|meetings?|mtg|e-?mails?|notes?|messages?|texts?|demo|visit|lunch|voicemail|vm|activity)?\b\W*(?:please\b\W*|pls\b\W*)?(?:(?:that|:)\b\W*)?",
    re.IGNORECASE,
)
_CORRECTS = re.compile(  # what a message puts right was logged before: "Correction of my message of this morning:"
    r"^\W*(?:(?:oops|sorry|small|quick|one|a|just|please|pls)[, ]+)*(?:correct(?:ion|ing)|mistakes?|errors?|slip|slip-?up|typo|corrigendum|erratum|amend(?:ment|ing)?|re|ref|further to|as per|per|about|update (?:to|on|of)|regarding|concerning|following (?:on from|up)|following|to correct|ignore|disregard|scratch)\b[^.:;,!?\n]{0,25}\b(?:my|our)\b[^.:;,!?\n]{0,25}?\b(?:messages?|notes?|e-?mails?|mails?|texts?|entry|log|updates?|posts?|line|report)\b(?: (?:of|from|on|sent|about) (?:this |yesterday |last |earlier )?\w+(?: \w+)?)?(?: (?:this|yesterday|last|earlier|today)(?: \w+)?)?\s*[:,.\u2013-]\s+(?=\S)"
    r"|^\W*my (?:last|earlier|previous|first) (?:message|note|e-?mail|entry|log|update)\b(?: (?:said|was wrong|had)[^.:;,!?\n]{0,30})?[:,.]\s+(?=\S)",
    re.IGNORECASE,
)
AT_ONCE = 25  # characters within which a thing's own day follows it
_TITLE = re.compile(r"[^.,;!?\n]{1,40}:\s")  # "Demo Tanaka: went well"
_OWN_WORDS = re.compile(  # words that say something, names aside
    r"\b(?!(?:and|or|the|a|at|on|in|for|to|is|this|next|set|booked|scheduled|confirmed|planned|both|all|with|from|of|their|our|his|her)\b)(?!qq|(?-i:Qq))[a-z]{2,}",
    re.IGNORECASE,
)
LONGEST_STAGE = 2  # words after an arrow that name a stage: "-> Demo" tells of none
LONGEST_AGO = 180  # days; what lies further back is meant to come
_APART = ({"email", "meeting"}, {"message", "meeting"})  # a mail, or a message in Teams, is no meeting there
Form = Literal["email", "message"]  # of what is pasted
_OF_NOUN: dict[str, LogKind] = {
    "call": "call", "voicemail": "call", "vm": "call", "meeting": "meeting", "mtg": "meeting", "demo": "meeting", "visit": "meeting",
    "lunch": "meeting", "email": "email", "e-mail": "email", "note": "note", "message": "message", "text": "message",
}  # fmt: skip
_MAIL = re.compile(
    r"^[ \t>]*(?:from|subject|to|sent|date|von|van|fr\u00e5n|fra|gesendet|enviado|inviato|envoy\u00e9|verzonden|skickat|sendt|betreff|asunto|assunto|oggetto|objet|onderwerp|\u00e4mne|emne)\s*:\s*\S.*$",
    re.IGNORECASE | re.MULTILINE,
)
_QUOTING = re.compile(
    r"^[ \t>]*(?:(?:On|Am|Le) .{5,100}\s(?:wrote|schrieb.{0,60}|a écrit)\s?:|.{3,100}\s(?:wrote|schrieb)(?: (?:on|am) .{3,40}|)?:(?=\s*\n[ \t]*>))\s*$",
    re.MULTILINE,
)
_CHAT = re.compile(  # as the messengers export it: "[12/11/2026, 09:14] Jana: hello"
    r"^\s?\[?(?P<on>\d{1,4}[./-]\d{1,2}[./-]\d{2,4}),?\s\d{1,2}:\d\d(?::\d\d)?(?:\s?[AaPp]\.?[Mm]\.?)?\]?\s?(?:-\s)?[^\W\d_][^:\n]{1,40}:\s",
    re.MULTILINE,
)
_SIGNED = re.compile(
    r"\n[ \t]*(?:(?:best|kind|warm|many|with)[ \t]+)*(?:best|regards|wishes|cheers|thanks|thank you|sincerely|yours|br|thx|rgds|greetings|all the best|mfg|viele grüße|beste grüße|(?:mit )?freundlichen? grüßen?)"
    r"(?:[ \t]+(?:truly|faithfully|again|in advance))?[ \t]*[,.!]?[ \t]*\n(?:[^\n]{0,60}\n?){1,6}\s*$",
    re.IGNORECASE,
)
_SIGNATURE = 500  # characters at the end of a mail in which somebody signs


@dataclass(frozen=True)
class Event:
    """Something that happened, and the clause that says so."""

    kind: LogKind
    clause: Clause
    start: int


def form_of(text: str) -> Form | None:
    """Whether the message is a pasted e-mail or chat."""
    if _CHAT.search(text):
        return "message"
    return "email" if _is_mail(text) else None


def _is_mail(text: str) -> bool:
    signed = len(text.strip()) > 15 and _SIGNED.search(text[15:][-_SIGNATURE:]) is not None
    return signed or len(_MAIL.findall(text)) >= 2 or _QUOTING.search(text) is not None


def signed_from(text: str) -> int:
    """Where somebody begins to sign a letter; its length where nobody does."""
    match = _SIGNED.search(text)
    return match.start() if match else len(text)


def asked_to_log(text: str) -> tuple[LogKind | None, int]:
    """What "log a call with …" asks for, and where the words to log begin."""
    if corrects := _CORRECTS.match(text):
        return "note", corrects.end()
    match = _ASKED_TO_LOG.match(text)
    if match is None:
        return None, 0
    noun = (match["noun"] or "").lower()
    return _OF_NOUN.get(noun, _OF_NOUN.get(noun.rstrip("s"), "note")), match.end()


def find_events(sentences: Sequence[Clause], today: date) -> list[Event]:
    """What happened according to the sentences, in order; plans, wishes and questions are none of it."""
    found: list[Event] = []
    for sentence in sentences:
        moved = sentence.mark in ARROWS and len(sentence.text.split()) <= LONGEST_STAGE
        if not sentence.question and not moved:
            found += _in_sentence(sentence, today, alone=len(sentences) == 1)
    if not found:
        found = _fair_alone(sentences, today)
    if found and all(_is_talk(each) for each in found):
        found = [replace(each, kind="meeting") if _at_fair(sentences, each) else each for each in found]
    return found or _softly(sentences, today)


def _fair_alone(sentences: Sequence[Clause], today: date) -> list[Event]:
    """A fair that opens a message is where what follows was talked of: "Day two of the expo. One good prospect: …"."""
    first = sentences[0] if len(sentences) > 1 else None
    if first is None or first.question or not FAIR.search(first.text) or TO_COME.search(first.text):
        return []
    ahead = any(day.first > today for day in find_days(first.text, today, "future"))
    return [] if ahead else [Event("meeting", first, first.start)]


def _is_talk(event: Event) -> bool:
    said = event.clause.text[event.start - event.clause.start :]
    return TALK.match(said) is not None or CONVERSATION.match(said) is not None


def _at_fair(sentences: Sequence[Clause], event: Event) -> bool:
    """Whether a talk was had at a fair that an earlier sentence tells of."""
    return event.kind == "call" and any(FAIR.search(each.text) for each in sentences if each.start < event.start)


def _in_sentence(sentence: Clause, today: date, *, alone: bool) -> list[Event]:
    found: list[Event] = []
    text = sentence.text
    for kind, pattern in PAST:
        for match in pattern.finditer(text):
            before = text[: match.start()]
            if MEALTIME.match(match.group()) or is_a_name(match.group(), before, text[match.end() :]):
                continue
            if TO_COME.search(_breath_before(before)) and not REACHING.match(match.group()):
                continue
            found.append(Event(_by_channel(kind, text), sentence, sentence.start + match.start()))
    if found and all(
        TALK.match(text[event.start - sentence.start :]) for event in found
    ):  # "coffee with Duncan, talked"
        over = _noun(breaths(sentence)[0], sentence, today, alone=False)
        found = [over] if over is not None and over.kind == "meeting" else found
    if not found:
        for clause in [sentence, *breaths(sentence)]:
            event = _noun(clause, sentence, today, alone=alone and len(breaths(sentence)) == 1)
            if event is not None:
                return [event]
        found += _by_way(sentence) or _by_picture(sentence)
    return sorted(found, key=lambda event: event.start)


def _softly(sentences: Sequence[Clause], today: date) -> list[Event]:
    """Where no phrase says it, a word may: the phone, the inbox, their office; not what is still to come."""
    for sentence in sentences:
        for breath in breaths(sentence) if not sentence.question else ():
            for kind, pattern in SOFT:
                match = pattern.search(breath.text)
                if (
                    match
                    and not TO_COME.search(breath.text[: match.start()])
                    and not CALLED_OFF.search(breath.text)
                    and not _may_come(breath.text, today)
                ):
                    return [Event(kind, sentence, breath.start)]
    return []


def _by_way(sentence: Clause) -> list[Event]:
    """A way of talking that is named tells that they talked: "confirmed by phone"."""
    for kind, pattern in CHANNELS:
        match = pattern.search(sentence.text)
        if (
            match
            and not HABIT.search(sentence.text)
            and (REPORTED.search(sentence.text) or sentence.sentence == 0)
            and not TO_COME.search(CONFIRMED.sub("", sentence.text[: match.start()]))
        ):
            return [Event(kind, sentence, sentence.start)]
    return []


def _by_picture(sentence: Clause) -> list[Event]:
    """A telephone or an envelope as the first word says what the rest is about."""
    for kind, pattern in PICTURES:
        match = pattern.match(sentence.text)
        if match and not TO_COME.search(sentence.text[: match.end() + 15]):
            return [Event(kind, sentence, sentence.start)]
    return []


def _noun(clause: Clause, sentence: Clause, today: date, *, alone: bool) -> Event | None:
    for kind, pattern in NOUNS:
        match = pattern.match(clause.text)
        if match is None or TO_COME.search(match.group()):
            continue
        rest = clause.text[match.end() :]
        ahead = [
            day
            for day in find_days(sentence.text, today, "past")
            if not _another_things(sentence.text[match.end() + clause.start - sentence.start : day.start])
            if day.first > today or ((today - day.first).days > LONGEST_AGO and day.start < match.end() + AT_ONCE)
        ]
        first = not sentence.sentence and clause.start == sentence.start
        open_day = _may_come(clause.text, today) or (sentence.sentence > 0 and _set_for(sentence.text, today))
        if not _told(rest) and open_day and (not first or alone):
            continue
        if TO_COME.search(_lead(sentence, clause)):
            continue
        if (
            VERBS_TOO.search(match.group())
            and " " not in match.group().strip()
            and ORDERED.match(rest)
            and not _TITLE.match(rest)
        ):
            continue
        if CALLED_OFF.search(rest) or SHIFTED.match(clause.text):
            continue
        if AFTER_TO_COME.match(rest) or (ahead and ahead[0].start < match.end() + 60 and not _told(rest)):
            continue
        if not (_told(rest) or rest.strip(" .,:") or match.group().strip()):
            continue
        if kind in {"message", "meeting", "call"} and re.match(
            r"\s*(?:me|us|him|her|them|back)\b", rest, re.IGNORECASE
        ):
            continue
        return Event(_by_channel(kind, clause.text), sentence, clause.start)
    return None


def _another_things(between: str) -> bool:
    """Whether a day is that of something named after the dealing: "call with Raj, minutes to follow tomorrow"."""
    parts = re.split(r"[,:;]\s|\s[-\u2013\u2014]\s", between)[1:]
    return any(len(_OWN_WORDS.findall(part)) > 1 for part in parts)


def _lead(sentence: Clause, clause: Clause) -> str:
    """A word or two that stand before a clause and say what it is: "Booked: dinner with Jane"."""
    before = sentence.text[: clause.start - sentence.start].strip(" :,-")
    return before if len(before.split()) <= 3 else ""


def _may_come(text: str, today: date) -> bool:
    """Whether a day that is named may lie ahead as well as behind: "Thursday", "the 14th"."""
    return any(day.first > today for day in find_days(text, today, "future"))


def _set_for(text: str, today: date) -> bool:
    """Whether a day that may lie ahead is named as people name it who make a date: "on Tuesday", not ", Tue"."""
    days = find_days(text, today, "future")
    return any(day.first > today and re.search(r"\b(?:on|for|next)\s*$", text[: day.start]) for day in days)


def _told(rest: str) -> bool:
    """Whether what follows tells how it went."""
    return (
        re.search(
            r"^\W*(?:from|von|vom)\b(?! (?:next|monday|now))|\b(?:went|was|were|said|wants|wanted|happy|liked|loved|asked|discussed|covered|agreed)\b",
            rest,
            re.IGNORECASE,
        )
        is not None
    )


def _breath_before(before: str) -> str:
    return re.split(r",\s|\s(?:and|but|so|then)\s", before)[-1]


def _by_channel(kind: LogKind, text: str) -> LogKind:
    for channel, pattern in CHANNELS:
        if pattern.search(text) and {kind, channel} not in _APART:
            return channel
    return kind
