"""Fits the name tagger: `python -m indexing.models.fit_names DATA` writes `names.npz` beside this file.

Needs Faker, scikit-learn and the Debian package wamerican, which Rapport does not need to run. DATA is a folder of
sentences without labels (`asks/`, `intents/`, `mood/`, as docs/redaction.md lists them). Names come from Faker (MIT);
which of them the lists know is left to chance while fitting, for a third of the names in real mail stands in no list.
The same seed gives the same file.
"""

from __future__ import annotations

import argparse
import csv
import importlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from indexing.models.name_writer import Names, Writer, dictionary, parts_of, people_of, places_of
from indexing.name_tagger import BUCKETS, features
from indexing.name_words import Lists, Word, candidates, digest, fold, runs_of, words_of

HERE = Path(__file__).parent
SEED = 20261121
ROUNDS = 110  # texts of each template
KNOWN = 0.62  # of the names that stand in the lists while fitting
COMMON = HERE.parents[1] / "privacy" / "common_words.txt"
LATIN = re.compile(r"^[A-Za-zÀ-žḀ-ỿ'’ -]{2,}$")


class Example(NamedTuple):
    buckets: list[int]
    is_name: bool


def lists_of_faker() -> Names:
    from faker.config import AVAILABLE_LOCALES  # type: ignore[import-not-found] # noqa: PLC0415

    given, family, places = [], [], set[str]()
    for locale in sorted(AVAILABLE_LOCALES):
        first = _values("person", locale, "first_name")
        last = _values("person", locale, "last_name")
        places.update(_values("address", locale, "cit"), _values("address", locale, "countr"))
        if len(first) > 20 and len(last) > 20:
            given.append(first)
            family.append(last)
    return Names(given, family, sorted(places))


def _values(provider: str, locale: str, prefix: str) -> list[str]:
    try:
        module = importlib.import_module(f"faker.providers.{provider}.{locale}")
    except ImportError:
        return []
    found: set[str] = set()
    for name in dir(module.Provider):
        values = getattr(module.Provider, name)
        if name.startswith(prefix) and isinstance(values, (dict, list, tuple)) and "suffix" not in name:
            found.update(one for one in values if isinstance(one, str) and LATIN.match(one))
    return sorted(found)


def sentences(data: Path) -> Iterator[str]:
    """Real sentences, unlabelled."""
    for line in (data / "asks" / "enron_asks_train.tsv").read_text(encoding="utf-8").splitlines():
        yield line.split("\t")[-1]
    for name in ("nytEditorial", "movieReview", "amazonReview"):
        for line in (data / "mood" / f"vader_{name}.tsv").read_text(encoding="utf-8", errors="replace").splitlines():
            yield line.split("\t")[-1]
    for intents in sorted((data / "intents").glob("banking77_*.csv")):
        if "train" in intents.name:
            with intents.open(encoding="utf-8", newline="") as file:
                yield from (row[0] for row in csv.reader(file))
    clinc = json.loads((data / "intents" / "clinc150.json").read_text(encoding="utf-8"))
    yield from (row[0] for row in clinc["train"])


def template_half(masked: str) -> int:
    """Which half of the templates of `pii/` a sentence belongs to; 1 is fitted on, 0 measures."""
    return digest(masked) % 2


def masked_templates(data: Path) -> list[str]:
    """The first half's templates, with our slots."""
    slots = {"PERSON": "P", "ORGANIZATION": "O", "GPE": "L", "DATE_TIME": "D", "TITLE": "J", "NRP": "C", "AGE": "N"}
    rows = json.loads((data / "pii" / "presidio_synth_v2.json").read_text(encoding="utf-8"))
    found = sorted({row["masked"] for row in rows if template_half(row["masked"])})
    replaced = []
    for one in found:
        plain = one.replace("{{TITLE}} {{PERSON}}", "Mr. {{PERSON}}").replace("{{STREET_ADDRESS}}", "12 Main Street")
        plain = plain.replace("[", "(").replace("]", ")")
        replaced.append(re.sub(r"\{\{(\w+)\}\}", lambda match: "{" + slots.get(match[1], "N") + "}", plain))
    return replaced


def lists_for(names: Names, common: set[str], known: float) -> Lists:
    """The lists with a part of the names left out at random, the same part at each run."""

    def digests(words: Iterable[str]) -> frozenset[int]:
        return frozenset(digest(fold(word)) for word in words)

    def some(words: Iterator[str]) -> frozenset[int]:
        keys = {fold(part) for word in words for part in re.split(r"[ -]", word)}
        return frozenset(digest(key) for key in keys if len(key) > 1 and digest(f"{SEED}{key}") % 1000 < 1000 * known)

    return Lists(
        some(word for country in names.given for word in country),
        some(word for country in names.family for word in country),
        digests(common),
        digests(parts_of(places_of(names), people_of(names))),
        digests(word for word in dictionary() if word.islower() and word.isalpha() and len(word) > 2),
    )


def common_words(data: Path, names: Names) -> set[str]:
    """Everyday words: those of the redactor, and what stands in small letters twice in the sentences and is no name."""
    known = set(COMMON.read_text(encoding="utf-8").split())
    given = {fold(word) for country in names.given for word in country}
    counts = Counter(fold(word) for text in sentences(data) for word in re.findall(r"\b[a-z]{3,}\b", text))
    foreign = {fold(word) for word in (HERE / "foreign_words.txt").read_text(encoding="utf-8").split()}
    return known | foreign | {word for word, count in counts.items() if count >= 3 and word not in given}


def written(templates: Sequence[str], names: Names, lists: Lists, rounds: int, seed: int) -> Iterator[Example]:
    writer = Writer(names, seed)
    for _ in range(rounds):
        for template in templates:
            text, spans = writer.text(template)
            words = words_of(text, lists)
            for run in runs_of(words, candidates(words)):
                for at, place in enumerate(run):
                    inside = any(start <= words[place].start < end for start, end in spans)
                    yield Example([digest(one) % BUCKETS for one in features(words, run, at)], inside)


def observed(texts: Iterator[str], full: Lists, lists: Lists) -> Iterator[Example]:
    """Words of real sentences that are plainly part of a name, or plainly none; the rest is left out."""
    for text in texts:
        words, sure = words_of(text, lists), words_of(text, full)
        for run in runs_of(words, candidates(words)):
            verdict = _verdict([sure[place] for place in run])
            if verdict is not None:
                for at in range(len(run)):
                    yield Example([digest(one) % BUCKETS for one in features(words, run, at)], verdict)


def _verdict(run: Sequence[Word]) -> bool | None:
    kinds = [word.kind for word in run]
    if all({"c", "d", "m", "i"} & set(kind) or ("p" in kind and "g" not in kind) for kind in kinds):
        return False
    plain = [not set("cdpmi") & set(kind) for kind in kinds]
    if len(run) == 2 and all(plain) and "g" in kinds[0] and kinds[0][-1] == "X" == kinds[1][-1]:
        return True
    return None


def fit(examples: Sequence[Example]) -> tuple[np.ndarray, float]:
    from scipy.sparse import csr_matrix  # type: ignore[import-untyped] # noqa: PLC0415
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415

    columns = np.concatenate([example.buckets for example in examples])
    ends = np.cumsum([0, *(len(example.buckets) for example in examples)])
    matrix = csr_matrix((np.ones(len(columns), np.float32), columns, ends), shape=(len(examples), BUCKETS))
    model = LogisticRegression(solver="liblinear", C=0.15, random_state=SEED, max_iter=200)
    model.fit(matrix, [example.is_name for example in examples])
    return model.coef_[0], float(model.intercept_[0])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, default=HERE / "names.npz")
    parser.add_argument("--with-pii", action="store_true", help="fit on one half of the templates of pii/, too")
    told = parser.parse_args()
    names = lists_of_faker()
    common = common_words(told.data, names)
    full, known = lists_for(names, common, 1), lists_for(names, common, KNOWN)
    lines = (HERE / "name_templates.txt").read_text(encoding="utf-8").splitlines()
    templates = [line for line in lines if line and not line.startswith("#")]
    examples = list(written(templates, names, known, ROUNDS, SEED))
    if told.with_pii:
        examples += written(masked_templates(told.data), names, known, ROUNDS // 2, SEED + 1)
    examples += observed(sentences(told.data), full, known)
    weights, bias = fit(examples)
    save(told.out, weights, bias, full)
    print(f"{len(examples)} words, {sum(example.is_name for example in examples)} of names")  # noqa: T201


def save(out: Path, weights: np.ndarray, bias: float, lists: Lists) -> None:
    scale = float(np.abs(weights).max()) / 32_000
    arrays: dict[str, Any] = {"weights": np.rint(weights / scale).astype(np.int16), "scale": scale, "bias": bias}
    for name, codes in vars(lists).items():
        arrays[name] = np.array(sorted(codes), np.uint32)
    np.savez_compressed(out, **arrays)


if __name__ == "__main__":
    main()
