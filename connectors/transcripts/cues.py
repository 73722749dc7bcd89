"""The cues of WebVTT and SubRip files. Whatever is malformed, no word that belongs to a cue is lost.

Readers that keep to the letter of the format refuse or skip what recorders really write: headers that are missing or
doubled, hours of three digits, commas for points, settings without a space, blank lines within a cue.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from connectors.transcripts.names import Naming
from connectors.transcripts.payload import passages_of
from connectors.transcripts.utterance import Utterance

LONGEST_TIMING = 300  # characters, settings and all
TIMING = re.compile(r"^(?P<start>\S*?)\s*-{2,}>\s*(?P<end>\S*)")
TIME_LIKE = re.compile(r"\d[:.,]\d")
TIME = re.compile(r"^\D{0,3}(?:(\d{1,4}):)?(\d{1,4}):(\d{1,3})(?:[.,:;](\d{1,6}))?")
COMMENT = re.compile(r"^NOTE(?:\s|$)")
HEADER_BLOCK = re.compile(r"^(?:STYLE|REGION)\s*$")
SPEAKER_IDENTIFIER = re.compile(r'^\d+\s+"(?P<name>[^"]+)"')  # as Webex writes it: 12 "Jane Doe" (3187)


@dataclass
class Cue:
    """`start` and `end` in seconds, None where they cannot be read; `lines` as they stand, with their markup."""

    start: float | None
    end: float | None
    speaker: str = ""
    lines: list[str] = field(default_factory=list)


def cues_of(text: str) -> list[Cue]:
    """All cues in order; none where the text has no line of times."""
    reading = _Reading()
    for line in text.split("\n"):
        reading.read(line)
    return reading.finished()


class _Reading:
    """One pass over the lines. A block is what stands between blank lines."""

    def __init__(self) -> None:
        self._cues: list[Cue] = []
        self._block: list[str] = []  # of the block that is read, what may yet turn out to be an identifier
        self._skips = False  # within a comment, a style or a region
        self._numbered = False
        self._in_cue = False  # whether the block began with a cue's times

    def read(self, line: str) -> None:
        timing = TIMING.match(line[:LONGEST_TIMING].strip()) if "-->" in line[:LONGEST_TIMING] else None
        if timing and (TIME_LIKE.search(timing["start"]) or TIME_LIKE.search(timing["end"])):
            self._begin(seconds(timing["start"]), seconds(timing["end"]))
        elif not line.strip():
            self._end_block()
        elif not self._skips:
            if not self._block and self._opens_other(line):
                self._skips = True
            else:
                self._block.append(line)

    def finished(self) -> list[Cue]:
        if self._numbered and len(self._block) == 1 and self._block[0].strip() == str(len(self._cues) + 1):
            self._block.clear()  # the number of a cue that never came
        self._end_block()
        return self._cues

    def _begin(self, start: float | None, end: float | None) -> None:
        identifier = self._identifier()
        self._end_block()
        named = SPEAKER_IDENTIFIER.match(identifier)
        self._cues.append(Cue(start, end, named["name"].strip() if named else ""))
        self._in_cue = True

    def _identifier(self) -> str:
        """The line above a cue's times where it is not words of the cue before."""
        if not self._block or self._skips:
            return ""
        last = self._block[-1].strip()
        is_next = last == str(len(self._cues) + 1) and (self._numbered or not self._cues)
        if is_next or (len(self._block) == 1 and not self._in_cue):
            self._numbered = self._numbered or is_next
            return self._block.pop().strip()
        return ""

    def _end_block(self) -> None:
        if self._cues:
            self._cues[-1].lines.extend(self._block)
        self._block.clear()
        self._skips = False
        self._in_cue = False

    def _opens_other(self, line: str) -> bool:
        if self._in_cue:
            return False
        return bool(COMMENT.match(line) or (not self._cues and HEADER_BLOCK.match(line)))


def seconds(time: str) -> float | None:
    """Of `1:02:03.5`, `02:03,500`, `120:00`; None for what is no time."""
    found = TIME.match(time)
    if not found:
        return None
    hours, minutes, whole, fraction = found.groups()
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(whole) + float(f"0.{fraction or 0}")


def length_of(cues: list[Cue]) -> float | None:
    """Minutes from the first cue's start to the latest end; None where no times could be read."""
    starts = [cue.start for cue in cues if cue.start is not None]
    ends = [cue.end for cue in cues if cue.end is not None]
    if not starts or not ends or max(ends) <= min(starts):
        return None
    return round((max(ends) - min(starts)) / 60, 1)


def utterances_of(cues: list[Cue]) -> list[Utterance]:
    """What is said in the cues, by the voices and names that they give."""
    passages = [[(voice or cue.speaker, said) for voice, said in passages_of("\n".join(cue.lines))] for cue in cues]
    naming = Naming([said for parts in passages for voice, said in parts if not voice])
    return [
        Utterance(speaker, cue.start, said)
        for cue, parts in zip(cues, passages, strict=True)
        for voice, text in parts
        for speaker, said in ([(voice, text)] if voice else naming.split(text))
    ]
