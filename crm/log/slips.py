"""Slips of the fingers in the words that tell what happened and what follows."""

# ruff: noqa: E501 - patterns read best unbroken

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from rapidfuzz.distance import OSA

from crm.ask.words import english_words
from crm.naming import common_words, nicknames, word_set

TOLD = word_set(
    "called calling phoned telephoned emailed emailing mailed meeting meetings spoke spoken talked texted messaged "
    "whatsapped visited presented discussed wants wanted needs needed asked replied responded responds confirmed "
    "agreed signed promised received sending calling quote quoted contract proposal renewal discount invoice "
    "pricing delivery order upgrade license monday tuesday wednesday thursday friday tomorrow yesterday today "
    "tonight week weeks month holiday following follow schedule scheduled reschedule rescheduled cancelled again "
    "january february september october november december drawing drawings engineering gonna "
    "waiting security document documents details expired interested budget happy angry unhappy"
)
SHORTEST = 4  # letters of a word that is looked at
LONG = 8  # letters from which two slips are mended
NAMES = word_set("frida wanda wenda callen mailer meyer weeks texter tonia")  # near a word above, but a name
SHORT = {  # as people type in a hurry
    "jst": "just", "snd": "send", "wnts": "wants", "wntd": "wanted", "b4": "before", "gr8": "great", "ppl": "people", "lst": "last", "msgd": "messaged",
    "calld": "called", "rng": "rang", "askd": "asked", "tkt": "ticket", "swtch": "switch", "expnsion": "expansion", "feedbk": "feedback", "nxt": "next",
    "mtng": "meeting", "prpsl": "proposal", "cntrct": "contract", "qte": "quote", "dlvry": "delivery", "pymt": "payment", "agrd": "agreed", "cnfrmd": "confirmed",
    "shd": "should", "wld": "would", "cld": "could", "hv": "have", "tht": "that", "frm": "from", "bfr": "before", "aftr": "after", "dwn": "down", "rdy": "ready",
    "pushd": "pushed", "movd": "moved", "raisd": "raised", "signd": "signed", "lookd": "looked", "talkd": "talked", "likd": "liked", "rplied": "replied",
    "tae": "to", "wi": "with", "ower": "over", "frae": "from", "aboot": "about", "efter": "after", "noo": "now", "oot": "out", "doon": "down",
    "disnae": "doesn't", "doesnae": "doesn't", "didnae": "didn't", "cannae": "can't", "wasnae": "wasn't", "isnae": "isn't", "willnae": "won't", "wouldnae": "wouldn't", "dinnae": "don't", "havenae": "haven't", "hasnae": "hasn't",
}  # fmt: skip
_SHORT = re.compile(r"(?<![\w@.'\u2019-])(?:" + "|".join(SHORT) + r")(?![\w@'\u2019-])")
_GONNA = re.compile(r"(?<=['\u2019]s )g[ou]nnae?\b")
_DROPPED = re.compile(
    r"(?P<lead>['\u2019](?:s|m|re) |\b(?:is|are|was|am) )(?P<stem>[a-z]{2,}in)['\u2019]?(?![\w'\u2019])"
)  # runnin
_TWO = re.compile(  # "tom 2 call him", "pushed 2 jan", "asked 4 feedback"
    r"(?<=[a-z] )(?P<two>2)(?= (?:(?:call|send|ring|mail|email|check|get|do|be|come|see|meet|give|talk|speak|follow|chase|confirm|sign|review|fix|try|look|sort|quote|send|book|discuss|him|her|them|us|me)\b))"
    r"|(?<=pushed )(?P<moved>2)(?= (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|next|q[1-4]))"
    r"|(?<=[a-z] )(?P<four>4)(?= (?:the|a|an|him|her|them|us|me|feedback|info|pricing|prices?|approval|mon|tue|wed|thu|fri|next)\b)",
    re.IGNORECASE,
)
_WORD = re.compile(r"(?<![\w@.'\u2019-])[^\W\d_]{4,16}(?![\w@'\u2019-]|\.\w)")


def mended(text: str, names: Sequence[tuple[int, int]], is_name: Callable[[str], bool] = lambda _word: False) -> str:
    """The text with such words as they are meant; what stands within the spans of `names`, or `is_name`, is left."""

    def said(match: re.Match[str]) -> str:
        word = match.group()
        if any(start < match.end() and match.start() < end for start, end in names) or not _doubtful(word):
            return word
        return word if is_name(word) else _meant(word) or word

    text = _WORD.sub(said, text)
    text = _SHORT.sub(lambda match: SHORT[match.group()], text)
    text = _DROPPED.sub(_in_full, _GONNA.sub("going to", text))
    return _TWO.sub(lambda match: "for" if match["four"] else "to", text)


def _in_full(match: re.Match[str]) -> str:
    """A word that is spoken without its last letter: running, for runnin; "is certain" is whole."""
    stem = match["stem"]
    short = stem not in english_words() | common_words() and f"{stem}g" in english_words() | common_words()
    return f"{match['lead']}{stem}g" if short else match.group()


def _doubtful(word: str) -> bool:
    return word.islower() and not any(word in known for known in (common_words(), TOLD, NAMES, nicknames()))


def _meant(word: str) -> str | None:
    most = 2 if len(word) >= LONG else 1
    near = [
        (OSA.distance(word, told, score_cutoff=most), told)
        for told in TOLD
        if told[0] == word[0]
        and (most == 1 or told[-1] == word[-1] or OSA.distance(word, told, score_cutoff=1) == 1)
        and abs(len(told) - len(word)) <= most
        and (len(told) == len(word) + 1 or not told.startswith(word))
    ]
    near = sorted(item for item in near if item[0] <= most)
    if not near or (len(near) > 1 and near[1][0] == near[0][0]):
        return None
    return near[0][1]
