"""Dates of birth. Any other date is business and stays."""

from __future__ import annotations

import re
from collections.abc import Iterator

from privacy.finders.finding import Finding

TYPE = "DATE_TIME"
MONTH = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mär|mai|okt|dez|fév|avr|juin|juil|aoû|déc|ene|abr|ago|dic|"
    r"gen|mag|"
    r"giu|lug|set|ott|mrt|mei|maj|stycz|lut|kwie|czerw|lip|sierp|wrze|paźdz|listop|grud|fev|out|dez)[^\W\d_]*\.?"
)
DATE = (
    rf"(?:\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|\d{{1,2}}[-/. ]\d{{1,2}}[-/. ](?:\d{{4}}|\d{{2}})|"
    rf"\d{{1,2}}(?:st|nd|rd|th|er|º|\.)?(?:\s+(?:of|de))?[\s/-]+{MONTH},?[\s/-]+(?:d[ei]l?\s+)?(?:\d{{4}}|"
    rf"\d{{2}}(?![,.]?\d))|{MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?|"
    rf"\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTH})"
)
CUE = (
    r"\b(?:(?:was\s+|were\s+)?born(?:\s+on)?|d\.?o\.?b\.?|date\s+of\s+birth|birth\s*-?\s*da(?:te|y)|"
    r"geboren(?:\s+(?:am|op))?|"
    r"geb\.?(?=\s*\d|\s+am\b|[.-]*datum)(?:[.-]*datum|\s+am)?|geburts-?(?:datum|tag)|n[ée]e?\s+le|"
    r"date\s+de\s+naissance|"
    r"fecha\s+de\s+nacimiento|"
    r"nacid[oa](?:\s+el)?|data\s+d[ie]\s+nascita|nat[oa]\s+il|data\s+de\s+nascimento|nascid[oa](?:\s+(?:em|a))?|"
    r"geboortedatum|"
    r"data\s+urodzenia|urodzon[ya]|född|født|fødselsdato|födelsedatum|syntynyt|b-?day|birthdate)"
)
BIRTH = re.compile(
    rf"(?i){CUE}(?:\s+(?:is|was|on|it's|its))*[\s:?.,()#=-]{{0,4}}(?:it'?s\s+)?(?:the\s+)?(?P<date>{DATE})(?!\d)"
)


def find_births(text: str) -> Iterator[Finding]:
    for match in BIRTH.finditer(text):
        yield Finding(match.start("date"), match.end("date"), TYPE, 0.9)
