"""A reader walks over tokens and tries rules; the longest reading wins."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from crm.periods.frame import Frame, Value
from crm.periods.period import Grain, Prefer
from crm.periods.tokens import Token
from crm.periods.words import NUMBERS, ORDINALS, UNITS, VAGUE_NUMBERS

DEPTH = 5  # how deep "the end of the first week of ..." may nest
_NONE = Token("none", "", -1, -1, "")

Match = tuple[Value, int]  # what was read, and the index of the first token after it
Rule = Callable[["Reader", int], Match | None]


class Reader:
    def __init__(self, text: str, tokens: Sequence[Token], frame: Frame, rules: Sequence[Rule]) -> None:
        self.text = text
        self.tokens = tokens
        self.frame = frame
        self._rules = rules
        self._depth = 0
        self._read: dict[tuple[int, int], Match | None] = {}

        self._leaning: dict[Prefer, Reader] = {}

    def leaning(self, prefer: Prefer) -> Reader:
        """A reader of the same tokens that takes incomplete dates the other way."""
        if prefer == self.frame.prefer:
            return self
        if prefer not in self._leaning:
            self._leaning[prefer] = Reader(self.text, self.tokens, replace(self.frame, prefer=prefer), self._rules)
        return self._leaning[prefer]

    def token(self, i: int) -> Token:
        return self.tokens[i] if 0 <= i < len(self.tokens) else _NONE

    def low(self, i: int) -> str:
        return self.tokens[i].low if 0 <= i < len(self.tokens) else ""

    def skip(self, i: int, *words: str) -> int:
        """The index after an optional word at `i`."""
        return i + 1 if self.low(i) in words else i

    def date(self, i: int) -> Match | None:
        """The longest thing read at `i`, by any rule."""
        if not 0 <= i < len(self.tokens) or self._depth >= DEPTH:
            return None
        key = (i, self._depth)
        if key not in self._read:
            self._depth += 1
            found = [match for rule in self._rules if (match := self._tried(rule, i))]
            self._depth -= 1
            self._read[key] = max(found, key=lambda match: match[1], default=None)
        return self._read[key]

    def _tried(self, rule: Rule, i: int) -> Match | None:
        try:
            return rule(self, i)
        except (ValueError, OverflowError):  # no such day, or beyond the calendar
            return None

    def number(self, i: int) -> tuple[int, int] | None:
        """A count in digits or words: 3, three, twenty-one, a couple of."""
        token = self.token(i)
        if token.kind == "number":
            return (int(token.low), i + 1) if len(token.low) < 4 else None
        if token.low in {"a", "an", "another", "one"}:
            if (value := VAGUE_NUMBERS.get(self.low(i + 1))) is not None:
                return value, self.skip(i + 2, "of", "more")
            if self.low(i + 1) in {"hundred", "dozen"}:
                return NUMBERS[self.low(i + 1)], i + 2
            return 1, i + 1
        if token.low in VAGUE_NUMBERS:
            return VAGUE_NUMBERS[token.low], self.skip(i + 1, "of")
        if (value := NUMBERS.get(token.low)) is None:
            return None
        j = self.skip(i + 1, "-")
        if value >= 20 and 0 < NUMBERS.get(self.low(j), 0) < 10:
            return value + NUMBERS[self.low(j)], j + 1
        return value, i + 1

    def amount(self, i: int) -> tuple[int, Grain, int, bool] | None:
        """A length of time: how many, of what, the index after it, and whether in business days."""
        if self.low(i) == "half" and self.low(i + 1) in {"a", "an"} and self.low(i + 2) in {"year", "yr", "hour"}:
            return (30, "minute", i + 3, False) if self.low(i + 2) == "hour" else (6, "month", i + 3, False)
        token = self.token(i)
        if token.kind == "clock" and token.low.endswith("h"):  # within 24h
            return int(token.low[:-1]), "hour", i + 1, False
        count = self.number(i)
        if count is None:
            return None
        if self.low(count[1]) in {"-", "–", "to", "or"} and (upper := self.number(count[1] + 1)):
            count = upper  # in two to three weeks: three
        j = self.skip(count[1], "+", "or")
        j = self.skip(j, "more", "full", "whole")
        business = self.low(j) in {"business", "working", "work"}
        unit = self.unit(j + 1 if business else j)
        if (
            unit
            and unit[0] == "quarter"
            and self.low(unit[2]) == "of"
            and "hour" in {self.low(unit[2] + 2), self.low(unit[2] + 1)}
        ):
            return 15 * count[0], "minute", unit[2] + (3 if self.low(unit[2] + 2) == "hour" else 2), False
        return (count[0] * unit[1], unit[0], unit[2], business) if unit else None

    def ordinal(self, i: int) -> tuple[int, int] | None:
        token = self.token(i)
        if token.kind == "ordinal":
            return int(token.low[:-2]), i + 1
        if token.low in ORDINALS:
            return ORDINALS[token.low], i + 1
        tens = NUMBERS.get(token.low, 0)
        j = self.skip(i + 1, "-")
        if tens in {20, 30} and ORDINALS.get(self.low(j), 99) < 10:
            return tens + ORDINALS[self.low(j)], j + 1
        return None

    def unit(self, i: int) -> tuple[Grain, int, int] | None:
        """A unit, how many of it the word means, and the index after it."""
        known = UNITS.get(self.low(i))
        if known is None:
            return None
        return known[0], known[1], i + 1  # type: ignore[return-value]

    def fiscal_year(self, i: int) -> int | None:
        """The index after "fiscal year", "financial year" or "FY" without a number."""
        if self.low(i) == "fy":
            return i + 1
        named = self.low(i) in {"fiscal", "financial"} and self.low(i + 1) in {"year", "years", "yr", "yrs"}
        return i + 2 if named else None
