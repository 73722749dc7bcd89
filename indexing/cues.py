"""What words alone say of a mood: leave-taking, anger by name, praise that is none, bad words that say nothing bad."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from crm.errors import FatalError

CUES = Path(__file__).parent / "models" / "mood_cues.tsv"
LONGEST = 600  # characters of a sentence that are looked at

_SENTENCE = re.compile(r"[^.!?\n]*[.!?…]*")
_CLAUSE = re.compile(r"[,;:]|\s[-–—]\s|\b(?:but|however|although|though|yet|because|since|so|and)\b", re.IGNORECASE)
_NEGATION = re.compile(
    r"\b(?:not|never|nobody|no one|without|no|neither|nor|hardly|\w+n't|instead of|rather than)\b(?! (?:only|just)\b)",
    re.IGNORECASE,
)
_REACH = 45  # characters before a cue in which a negation turns it


@dataclass(frozen=True)
class Said:
    """What a text's words say. `rest` is what is left of it without its relieved clauses, where `relieved`."""

    relieved: bool = False
    delighted: bool = False
    rest: str = ""


class Cues:
    """Patterns out of a file, compiled at the first text; may be shared by threads."""

    def __init__(self, path: Path = CUES) -> None:
        self._path = path
        self._loading = Lock()
        self._patterns: dict[str, re.Pattern[str]] | None = None

    def bad_news(self, text: str) -> bool:
        """Whether somebody says goodbye, praises in irony, or names their anger."""
        return any(
            self._leaves(sentence) or self._found("irony", sentence) or self._upset(sentence)
            for sentence in _sentences(_plain(text))
        )

    def relief(self, text: str) -> Said:
        """Which bad words of a text say nothing bad, and what is left of it without them."""
        rest, relieved, delighted = [], False, False
        for sentence in _sentences(_plain(text)):
            arrives = self._found("arrive", sentence) or self._asks_whether_they_leave(sentence)
            for clause in _clauses(sentence):
                glad = self._found("delight", clause)
                turned = glad or arrives or self._found("relief", clause) or self._stays(clause)
                relieved, delighted = relieved or turned, delighted or glad
                if not turned:
                    rest.append(clause)
        return Said(relieved=relieved, delighted=delighted, rest=" ".join(rest))

    def _leaves(self, sentence: str) -> bool:
        if self._found("ask", sentence) and not self._found("stay", sentence):
            return True
        if sentence.rstrip().endswith("?"):
            return False
        leaves = any(not _negated(sentence, hit.start()) for hit in self._all("leave", sentence))
        return (leaves or self._found("refuse", sentence)) and not self._found("stay", sentence)

    def _asks_whether_they_leave(self, sentence: str) -> bool:
        asked = sentence.rstrip().endswith("?") and not self._found("ask", sentence)
        return asked and self._found("leave", sentence)

    def _upset(self, sentence: str) -> bool:
        if sentence.rstrip().endswith("?"):
            return False
        return any(not _negated(sentence, hit.start()) for hit in self._all("upset", sentence))

    def _stays(self, clause: str) -> bool:
        """Whether a clause says that somebody does not leave."""
        hits = list(self._all("leave", clause))
        return bool(hits) and all(_negated(clause, hit.start()) for hit in hits)

    def _found(self, kind: str, text: str) -> bool:
        return self.patterns[kind].search(text) is not None

    def _all(self, kind: str, text: str) -> Iterator[re.Match[str]]:
        return self.patterns[kind].finditer(text)

    @property
    def patterns(self) -> dict[str, re.Pattern[str]]:
        """One pattern a kind of cue.

        Raises:
            FatalError: the file is not where it was installed.
        """
        with self._loading:
            if self._patterns is None:
                self._patterns = _read(self._path)
            return self._patterns


def _read(path: Path) -> dict[str, re.Pattern[str]]:
    if not path.is_file():
        raise FatalError("The mood model that ships with Rapport is missing. Please install Rapport again.")
    groups: dict[str, str] = {}
    kinds: dict[str, list[str]] = {}
    for line in path.read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        kind, _, value = line.partition("\t")
        name, _, pattern = value.partition("\t") if kind == "word" else ("", "", value)
        for group, meaning in groups.items():
            pattern = pattern.replace(f"{{{group}}}", meaning)
        if kind == "word":
            groups[name] = pattern
        else:
            kinds.setdefault(kind, []).append(pattern)
    return {kind: re.compile("|".join(f"(?:{one})" for one in found), re.IGNORECASE) for kind, found in kinds.items()}


def _plain(text: str) -> str:
    return text.replace("’", "'").replace("\u00a0", " ")


def _sentences(text: str) -> Iterator[str]:
    for hit in _SENTENCE.finditer(text):
        sentence = hit.group().strip()[:LONGEST]
        if sentence:
            yield sentence


def _clauses(sentence: str) -> list[str]:
    return [part.strip() for part in re.split(r"(?<=[,;:])\s+|\s(?=(?:but|and|yet|or)\b)", sentence) if part.strip()]


def _negated(text: str, place: int) -> bool:
    """Whether a negation of the same clause stands right before a place."""
    before = _CLAUSE.split(text[max(0, place - _REACH) : place])[-1]
    return _NEGATION.search(before) is not None
