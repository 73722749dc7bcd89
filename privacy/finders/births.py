"""Dates of birth. Any other date is business and stays."""

from __future__ import annotations

import re
from collections.abc import Iterator

from privacy.finders.finding import Finding

TYPE = "DATE_TIME"
MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
DATE = (
    rf"(?:\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|\d{{1,2}}[-/. ]\d{{1,2}}[-/. ](?:\d{{4}}|\d{{2}})|"
    rf"\d{{1,2}}(?:st|nd|rd|th)?(?:\s+of)?\s+{MONTH},?\s+(?:\d{{4}}|\d{{2}}(?![,.]?\d))|{MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?|"
    rf"\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTH})"
)
CUE = (
    r"\b(?:(?:was\s+|were\s+)?born(?:\s+on)?|d\.?o\.?b\.?|date\s+of\s+birth|birth\s*-?\s*da(?:te|y)|geboren(?:\s+am)?|"
    r"geburtsdatum|n[ée]e?\s+le|date\s+de\s+naissance|fecha\s+de\s+nacimiento|data\s+di\s+nascita|geboortedatum)"
)
BIRTH = re.compile(rf"(?i){CUE}(?:\s+(?:is|was|on|it's|its))*[\s:?.,()#=-]{{0,4}}(?:it'?s\s+)?(?P<date>{DATE})(?!\d)")


def find_births(text: str) -> Iterator[Finding]:
    for match in BIRTH.finditer(text):
        yield Finding(match.start("date"), match.end("date"), TYPE, 0.9)
