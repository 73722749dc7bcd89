"""Illnesses and treatments of people. A product or a market that has to do with one is business and stays."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from privacy.finders.finding import Finding
from privacy.words import fold

TYPE = "MEDICAL_CONDITION"
WHO = (
    r"(?:i|he|she|they|we|who|wife|husband|partner|son|daughter|mother|father|mom|dad|mum|brother|sister|child|kid|"
    r"baby|"
    r"colleague|boss|ceo|cfo|cto|coo|champion|contact|manager|director)"
)
FILLED = (
    r"(?:a|an|the|his|her|their|my|our|some|mild|severe|acute|chronic|early|stage \w+|late|recent|emergency|major|"
    r"minor)"
)
CUE = (
    r"\b(?:diagnosed with|diagnosis of|diagnosis is|diagnosis:|suffer(?:s|ed|ing)? from|treated for|treatment for|"
    r"therapy for|"
    r"recover(?:s|ed|ing)? from|surgery for|operated on for|tested positive for|hospitali[sz]ed (?:for|with|after)|"
    r"undergo(?:es|ing)?|underwent|(?:(?:sick|medical) )?leave (?:for|because of|due to|with|after)|"
    r"out (?:sick )?(?:for|with)|"
    r"off (?:work |sick )?(?:with|because of|due to)|ill with|sick with|dying of|died of|struggl(?:es|ed|ing) with|"
    r"(?:is|was) on|takes|taking|allergic to|after (?:his|her|my)|because of (?:his|her|my)|due to (?:his|her|my)|"
    r"leidet an|erkrankt an|wegen (?:einer|eines)?|souffre d['’e]|atteinte? d['’e]|sufre|padece(?: de)?|soffre di)"
)
HAS = rf"\b{WHO}(?:['’]s)?[ ](?:has|have|had|['’]s got|got|is|was|are|am)|\bi['’]?m|\b(?:he|she|they)['’](?:s|re)"
PERSONAL = re.compile(
    rf"(?i)(?:{CUE}|{HAS})(?:[ ]+(?:been|now|also|still|again|just|really))?(?:[ ]+{FILLED}){{0,2}}[ ]*$"
)
REACH = 60
BORNE = re.compile(
    r"(?i)^[ ](?:research|module|product|software|market|clinic|portal|study|app|app?lication|data|program)s?\b"
)


def find_health(text: str) -> Iterator[Finding]:
    for match in _conditions().finditer(text):
        before = text[max(0, match.start() - REACH) : match.start()]
        if PERSONAL.search(before) and not BORNE.match(text[match.end() : match.end() + 20]):
            yield Finding(match.start(), match.end(), TYPE, 0.7)


@cache
def condition_words() -> frozenset[str]:
    """Folded last words of all conditions: without one of them a text need not be looked at."""
    last = {fold(line.split()[-1]) for line in _lines()}
    return frozenset(last | {word.removesuffix("s") for word in last})


@cache
def _conditions() -> re.Pattern[str]:
    longest_first = sorted(_lines(), key=len, reverse=True)
    spaced = "|".join(re.escape(line).replace("\\ ", r"[ -]") for line in longest_first)
    return re.compile(rf"(?i)(?<![\w-])(?:{spaced})(?![\w-])")


@cache
def _lines() -> tuple[str, ...]:
    lines = Path(__file__).parents[1].joinpath("conditions.txt").read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if line)
