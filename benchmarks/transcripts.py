"""Whether transcripts come in whole, however malformed: crashes, lost words, and speed by length.

    python -m benchmarks.transcripts

Reads ../shared/data/transcripts: 267 WebVTT files, many malformed on purpose. A word is lost when it stands in a cue's
payload (the lines under a line with an arrow, up to a blank one; markup taken away) and not in what is told. Beside it:
what webvtt-py makes of the same files.
"""

from __future__ import annotations

import html
import io
import json
import re
import time
import tracemalloc
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from connectors.transcripts.reading import talks_in
from connectors.transcripts.utterance import script
from connectors.unreadable import UnreadableError

DATA = Path("../shared/data/transcripts")
MARKUP = re.compile(r"<[^<>]*>|</?[a-z]+(?:\.\w+)*(?=[ <]|$)|<[\d:.]+")
VOICE = re.compile(r"<v(?:\.[^\s<>]*)*\s([^<>]*)>")
WORD = re.compile(r"\w+")
HOURS = (1, 4, 16)


@dataclass
class Score:
    files: int = 0
    words: int = 0
    without_cues: int = 0
    crashed: list[str] = field(default_factory=list)
    lost: dict[str, list[str]] = field(default_factory=dict)


def score(files: Iterable[Path]) -> Score:
    result = Score()
    for file in files:
        result.files += 1
        content = file.read_bytes()
        wanted = said_in(content.decode("utf-8-sig"))
        try:
            told = "\n".join(script(talk.utterances) for talk in talks_in(content))
        except UnreadableError:
            told = ""
            result.without_cues += 1
        except Exception as error:  # noqa: BLE001 - a crash of any kind is what is counted
            result.crashed.append(f"{file.name}: {error!r}")
            continue
        present = WORD.findall(told)
        result.words += len(wanted)
        if missing := [word for word in wanted if word not in present]:
            result.lost[file.name] = missing
    return result


def said_in(text: str) -> list[str]:
    """The words of all payloads, read apart from the reader that is measured."""
    found, within = [], False
    for line in re.split(r"\r\n|\r|\n", text):
        if "-->" in line:
            within = True
        elif not line.strip():
            within = False
        elif within:
            found += WORD.findall(html.unescape(MARKUP.sub("", VOICE.sub(r"\1 ", line))))
    return found


def of_webvtt_py(files: Iterable[Path]) -> dict[str, int]:
    """What the field's own reader refuses, and of how many files it silently leaves words out."""
    import webvtt  # noqa: PLC0415

    refused = lossy = 0
    for file in files:
        content = file.read_bytes()
        try:
            told = " ".join(caption.raw_text for caption in webvtt.from_buffer(io.BytesIO(content)).captions)
        except webvtt.errors.MalformedFileError:
            refused += 1
            continue
        lossy += any(word not in told for word in said_in(content.decode("utf-8-sig")))
    return {"refused": refused, "words left out": lossy}


def long_talk(hours: int) -> bytes:
    """A cue of 20 words every four seconds, the speaker changing every third."""
    cues = []
    for n in range(hours * 900):
        at = n * 4
        times = f"{at // 3600:02}:{at // 60 % 60:02}:{at % 60:02}"
        cues.append(
            f"{times}.000 --> {times}.900\n<v Speaker {n // 3 % 5}>{'we should talk about the renewal ' * 3} {n}"
        )
    return ("WEBVTT\n\n" + "\n\n".join(cues)).encode()


def speed(hours: int) -> dict[str, Any]:
    content = long_talk(hours)
    begun = time.perf_counter()
    (talk,) = talks_in(content)
    took = time.perf_counter() - begun
    tracemalloc.start()
    talks_in(content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return {
        "hours": hours,
        "kB": len(content) // 1000,
        "turns": len(talk.utterances),
        "ms": round(took * 1e3, 1),
        "peak MB": round(peak / 1e6, 1),
    }


def main() -> None:
    files = sorted(DATA.glob("*.vtt"))
    result = score(files)
    print(
        json.dumps(
            {
                "files": result.files,
                "crashes": len(result.crashed),
                "words": result.words,
                "words lost": sum(map(len, result.lost.values())),
                "refused with a reason": result.without_cues,
                "webvtt-py": of_webvtt_py(files),
                "speed": [speed(hours) for hours in HOURS],
            }
        )
    )


if __name__ == "__main__":
    main()
