"""Identifiers of twelve countries in lines as a stranger writes them, and look-alikes that are business.

python -m benchmarks.identifiers [--missed]

`benchmarks/identifiers.tsv` holds a country and a line each; `[[value|TYPE]]` marks what is personal. The lines were written from
the issuers' own descriptions of the numbers, with check digits made for them, before anybody looked at what Rapport
recognises; nobody's real number is among them. A value counts as found where every letter and digit of it is covered by what
redaction takes away, whatever it is taken for; a look-alike counts as taken where any digit of it is.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from pathlib import Path

from crm.ports import Span
from privacy.redactor import PresidioRedactor

LINES = Path(__file__).with_suffix(".tsv")
MARK = re.compile(r"\[\[(.+?)\|([A-Z_]+)\]\]")
NONE = "none"
Wanted = tuple[int, int, str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--missed", action="store_true", help="each line that is not as it should be")
    missed = parser.parse_args().missed
    redactor = PresidioRedactor(lambda _tenant_id: [])
    found, wanted, named = Counter[str](), Counter[str](), 0
    taken: list[str] = []
    for country, text, values in lines():
        spans = redactor.analyze(0, text)
        covered = {place for span in spans for place in range(span.start, span.end)}
        if country == NONE and any(text[place].isdigit() for place in covered):
            taken.append(f"{text}  {_said(text, spans)}")
        for start, end, kind in values:
            wanted[country] += 1
            whole = all(place in covered for place in range(start, end) if text[place].isalnum())
            found[country] += whole
            named += whole and any(span.type == kind and span.start < end and start < span.end for span in spans)
            if missed and not whole:
                sys.stdout.write(f"{country} {kind}: {text}  {_said(text, spans)}\n")
    _tell(found, wanted, named, taken, missed=missed)


def lines() -> list[tuple[str, str, list[Wanted]]]:
    """Country, text, and where what is in it."""
    return [_line(*line.split("\t", 1)) for line in LINES.read_text("utf-8").splitlines()]


def _line(country: str, marked: str) -> tuple[str, str, list[Wanted]]:
    text, values, position = "", [], 0
    for mark in MARK.finditer(marked):
        text += marked[position : mark.start()]
        values.append((len(text), len(text) + len(mark[1]), mark[2]))
        text, position = text + mark[1], mark.end()
    return country, text + marked[position:], values


def _said(text: str, spans: list[Span]) -> str:
    return str([(span.type, text[span.start : span.end]) for span in spans])


def _tell(found: Counter[str], wanted: Counter[str], named: int, taken: list[str], *, missed: bool) -> None:
    total = sum(wanted.values())
    for country in wanted:
        sys.stdout.write(f"{country}: {found[country]} of {wanted[country]}\n")
    sys.stdout.write(f"found {sum(found.values())} of {total}: recall {sum(found.values()) / total:.3f}\n")
    sys.stdout.write(f"of these by their own type {named}\n")
    business = sum(country == NONE for country, _, _ in lines())
    sys.stdout.write(f"look-alikes taken: {len(taken)} of {business}\n")
    sys.stdout.writelines(f"  {line}\n" for line in taken if missed)


if __name__ == "__main__":
    main()
