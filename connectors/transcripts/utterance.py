"""What was said by whom, and when: the common shape of all transcripts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from crm.intake.event import Party
from crm.model import Kind


@dataclass(frozen=True)
class Utterance:
    """`start` is seconds since the recording began; None where no time could be read. `speaker` is "" if unknown."""

    speaker: str
    start: float | None
    text: str


@dataclass(frozen=True)
class Talk:
    """One meeting or call as a file tells of it; what the file does not tell is left empty."""

    utterances: tuple[Utterance, ...]
    title: str = ""
    started_at: datetime | None = None
    minutes: float | None = None
    parties: tuple[Party, ...] = ()
    identity: str = ""
    kind: Kind | None = None
    url: str = ""


def by_turns(utterances: Iterable[Utterance]) -> tuple[Utterance, ...]:
    """What one speaker says without anybody between becomes one utterance, with the time of its first words."""
    turns: list[tuple[Utterance, list[str]]] = []
    for utterance in utterances:
        words = " ".join(utterance.text.split())
        if not words:
            continue
        if turns and turns[-1][0].speaker == utterance.speaker:
            turns[-1][1].append(words)
        else:
            turns.append((utterance, [words]))
    return tuple(Utterance(first.speaker, first.start, " ".join(said)) for first, said in turns)


def script(turns: Iterable[Utterance]) -> str:
    """The words of each turn on a line of their own, after the speaker's name."""
    return "\n".join(f"{turn.speaker}: {turn.text}" if turn.speaker else turn.text for turn in turns)
