"""How much personal data the redactor finds in sentences it was not written for, and how fast."""

from __future__ import annotations

import csv
import json
import re
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks.redaction_names import OF_PEOPLE, OF_PRODUCTS, PEOPLE, PRODUCTS
from crm.ports import NameTagger
from indexing.name_tagger import Tagger
from privacy.redactor import PresidioRedactor

DATA = Path(__file__).parents[2] / "shared" / "data" / "pii" / "presidio_synth_v2.json"
PUBLISHED = {"plain Presidio": {"precision": 0.685, "recall": 0.603}, "customised Presidio": {"f": 0.845}}
SCOPE = (
    "PERSON",
    "STREET_ADDRESS",
    "CREDIT_CARD",
    "PHONE_NUMBER",
    "EMAIL_ADDRESS",
    "IBAN_CODE",
    "US_SSN",
    "IP_ADDRESS",
    "US_DRIVER_LICENSE",
    "ZIP_CODE",
)
STRUCTURED = (
    "CREDIT_CARD",
    "PHONE_NUMBER",
    "EMAIL_ADDRESS",
    "IBAN_CODE",
    "US_SSN",
    "IP_ADDRESS",
    "US_DRIVER_LICENSE",
    "ZIP_CODE",
)
SAME = {"UK_POSTCODE": "ZIP_CODE", "CA_POSTAL_CODE": "ZIP_CODE"}
WORD = re.compile(r"\w+")


def measure(rows: list[dict[str, Any]], tagger: NameTagger | None = None) -> dict[str, Any]:
    """Scores by characters' words: a word of the data counts as found when any finding covers it."""
    redactor = PresidioRedactor(lambda _tenant: (), tagger)
    redactor.redact(1, ["warm up 1234567, Maria Gonzalez"])
    started = time.process_time()
    results = redactor.redact(1, [row["full_text"] for row in rows])
    took = time.process_time() - started
    right, found, expected = Counter[str](), Counter[str](), Counter[str]()
    spans_right, spans_expected = Counter[str](), Counter[str]()
    for row, result in zip(rows, results, strict=True):
        gold = _words(
            row["full_text"], [(s["start_position"], s["end_position"], s["entity_type"]) for s in row["spans"]]
        )
        ours = _words(row["full_text"], [(s.start, s.end, SAME.get(s.type, s.type)) for s in result.spans])
        for word, kind in ours.items():
            found[kind] += 1
            right[f"found {kind}"] += word in gold and gold[word] in SCOPE
        for word, kind in gold.items():
            expected[kind] += 1
            right[f"expected {kind}"] += word in ours
        for span in row["spans"]:
            spans_expected[span["entity_type"]] += 1
            spans_right[span["entity_type"]] += any(
                s.start < span["end_position"] and span["start_position"] < s.end for s in result.spans
            )
    characters = sum(len(row["full_text"]) for row in rows)
    return {
        "types": {
            kind: _scores(right[f"found {kind}"], found[kind], right[f"expected {kind}"], expected[kind])
            | {"spans": spans_expected[kind], "spans_found": spans_right[kind]}
            for kind in SCOPE
        },
        "structured": _total(right, found, expected, STRUCTURED),
        "all": _total(right, found, expected, SCOPE),
        "out_of_scope_found": {kind: count for kind, count in found.items() if kind not in SCOPE},
        "ms_per_200_characters": round(1000 * took * 200 / characters, 3),
    }


def _words(text: str, spans: list[tuple[int, int, str]]) -> dict[int, str]:
    return {
        match.start(): kind for start, end, kind in spans for match in WORD.finditer(text, start, min(end, len(text)))
    }


def _scores(right_found: int, found: int, right_expected: int, expected: int) -> dict[str, float]:
    precision = right_found / found if found else 0.0
    recall = right_expected / expected if expected else 0.0
    both = 4 * precision + recall
    f2 = 5 * precision * recall / both if both else 0.0
    return {"precision": round(precision, 3), "recall": round(recall, 3), "f2": round(f2, 3)}


def _total(
    right: Counter[str], found: Counter[str], expected: Counter[str], kinds: tuple[str, ...]
) -> dict[str, float]:
    return _scores(
        sum(right[f"found {kind}"] for kind in kinds),
        sum(found[kind] for kind in kinds),
        sum(right[f"expected {kind}"] for kind in kinds),
        sum(expected[kind] for kind in kinds),
    )


def main() -> None:
    if not DATA.exists():
        sys.exit(f"The sentences are not at {DATA.parent}.")
    rows = json.loads(DATA.read_text(encoding="utf-8"))
    found = {"with the tagger": measure(rows, Tagger()), "without": measure(rows)}
    print(
        json.dumps(
            {**found, "names told without need": needless(), "lone names": lone(), "published": PUBLISHED}, indent=2
        )
    )


def needless() -> dict[str, Any]:
    """Sentences without a person, in which a name is seen all the same."""
    texts: list[str] = []
    for file in sorted((DATA.parents[1] / "intents").glob("banking77_*.csv")):
        with file.open(encoding="utf-8", newline="") as lines:
            texts += [row[0] for row in csv.reader(lines)][1:]
    seen = sum(bool(spans) for spans in Tagger().names(texts))
    return {"sentences of banking77": len(texts), "with a name": seen}


def lone() -> dict[str, str]:
    """Single words with a capital: products that are taken for people, and people that are seen."""
    products = [pattern.format(name) for name in PRODUCTS for pattern in OF_PRODUCTS]
    people = [pattern.format(name) for name in PEOPLE for pattern in OF_PEOPLE]
    redactor = PresidioRedactor(lambda _tenant: (), Tagger())

    def told(texts: list[str]) -> str:
        seen = sum(any(span.type == "PERSON" for span in found.spans) for found in redactor.redact(1, texts))
        return f"{seen} of {len(texts)}"

    return {"products taken for people": told(products), "people seen": told(people)}


if __name__ == "__main__":
    main()
