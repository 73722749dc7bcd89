"""What of somebody is in a text, and the text without it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from crm.placeholders import FORGOTTEN, PERSON
from privacy.erasure.subject import Subject
from privacy.people import Directory, Person, phone_tail
from privacy.words import Token, fold, tokens

NUMBER = re.compile(r"\+?\(?\d[\d ().\-/\u00a0]{5,20}\d")
INSIDE = 5  # letters of a telling part that tell of somebody also inside a longer word (janedoe77)
LINKS = ("contact_id", "contact_ids", "contacts")  # names under which JSON keeps ids of contacts


class Traces:
    """Finds a subject in texts.

    `near` texts are about them for sure (they are linked to it): there also a part of their name that others share is
    theirs. Elsewhere only what tells of them alone is.
    """

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        person = Person(0, "person", subject.names, subject.emails, subject.phones)
        self._directory = Directory([person])
        self._ids = {str(each) for each in subject.contact_ids}
        self._tails = {tail for number in subject.phones if (tail := phone_tail(number))}
        self._telling = frozenset(subject.telling)
        self._inside = tuple(part for part in subject.telling if len(part) >= INSIDE)
        self._emails = _address_pattern(subject.emails)
        keys = {token.key for name in subject.names for token in tokens(name) if len(token.key) > 1}
        others = [name.casefold() for name in subject.names if not tokens(name)]
        self._quick = re.compile("|".join(map(re.escape, sorted({*keys, *others}))) or r"(?!)")

    def within(self, text: str, *, near: bool = False) -> bool:
        return bool(self._spans(text, near=near))

    def cleaned(self, text: str, *, near: bool = False) -> str:
        """The text with a placeholder wherever it told of the subject; all else as it was."""
        parts, position = [], 0
        for start, end in self._spans(text, near=near):
            parts += [text[position:start], FORGOTTEN]
            position = end
        return "".join([*parts, text[position:]])

    def value(self, value: Any, *, near: bool = False) -> Any:
        """As `cleaned`, of anything that JSON can hold; ids that are the subject's go too."""
        if isinstance(value, str):
            return self._written(value, near=near)
        if isinstance(value, list):
            return [self.value(each, near=near) for each in value]
        if isinstance(value, dict):
            return {
                self.cleaned(name, near=near): self._unlinked(each) if name in LINKS else self.value(each, near=near)
                for name, each in value.items()
            }
        return value

    def _written(self, text: str, *, near: bool) -> str:
        """A text, or JSON written down as one, where letters may be escaped."""
        if text[:1] in {"{", "["}:
            try:
                before = json.loads(text)
            except ValueError:
                return self.cleaned(text, near=near)
            after = self.value(before, near=near)
            return text if after == before else json.dumps(after)
        return self.cleaned(text, near=near)

    def _unlinked(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self.value(each) for each in value if not self._is_own(each)]
        return None if self._is_own(value) else self.value(value)

    def _is_own(self, value: Any) -> bool:
        return isinstance(value, int) and not isinstance(value, bool) and value in self.subject.contact_ids

    def _spans(self, text: str, *, near: bool) -> list[tuple[int, int]]:
        found = [match.span() for match in PERSON.finditer(text) if match[1] == "person" and match[2] in self._ids]
        found += [match.span() for match in self._emails.finditer(text)]
        if self._tails:
            found += [match.span() for match in NUMBER.finditer(text) if self._is_number(match[0])]
        if self._quick.search(fold(text)):
            found += self._names(text, near=near)
        return _joined(found)

    def _is_number(self, said: str) -> bool:
        return phone_tail(said) in self._tails

    def _names(self, text: str, *, near: bool) -> Iterable[tuple[int, int]]:
        words = tokens(text)
        for found in self._directory.find(text, words):
            if found.person is not None and (near or _is_whole(found.start, found.end, words)):
                yield found.start, found.end
        for word in words:
            if word.key in self._telling or any(part in word.key for part in self._inside):
                yield word.start, word.end


def _is_whole(start: int, end: int, words: list[Token]) -> bool:
    """Whether it is more than one word, or in a script that has no words."""
    inside = [word for word in words if start <= word.start and word.end <= end]
    return len(inside) != 1 or inside[0].end - inside[0].start != end - start


def _address_pattern(emails: Iterable[str]) -> re.Pattern[str]:
    written = {form for mail in emails for form in (mail, quote(mail), mail.replace("@", "%40"))}
    if not written:
        return re.compile(r"(?!)")
    return re.compile(rf"(?<![\w.+-])(?:{'|'.join(map(re.escape, sorted(written)))})(?![\w-])", re.IGNORECASE)


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """In order, those that touch as one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined
