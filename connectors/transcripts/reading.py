"""A file of any known kind as the talks it holds: told by what is in it, not by its name."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from connectors.export.decoding import characters
from connectors.text import clean
from connectors.transcripts import gong, zoom
from connectors.transcripts.cues import cues_of, length_of, utterances_of
from connectors.transcripts.utterance import Talk, by_turns
from connectors.unreadable import UnreadableError

NO_WORDS = "It holds no words that anybody said."


def talks_in(content: bytes, beside: Sequence[bytes] = ()) -> list[Talk]:
    """The talks in a file, turn by turn; none where it only tells of a recording whose transcript is another file.

    Args:
        content: of the file.
        beside: JSON files that may tell of the same recording.

    Raises:
        UnreadableError: there is no transcript in it.
    """
    if not content.strip(b"\0\t\r\n \xef\xbb\xbf\xff\xfe"):
        raise UnreadableError("The file is empty.")
    text = clean(characters(content), most=len(content))
    if text.startswith(("{", "[")):
        talks = _of_json(_parsed(text))
    else:
        cues = cues_of(text)
        if not cues and text.startswith("WEBVTT"):
            raise UnreadableError(NO_WORDS)
        if not cues:
            raise UnreadableError("It is no transcript: there is no line of times such as 00:01.000 --> 00:04.000.")
        talk = Talk(tuple(utterances_of(cues)), minutes=length_of(cues))
        for recording in _recordings(beside):
            talk = zoom.told_of(recording, talk)
        talks = [talk]
    talks = [replace(talk, utterances=by_turns(talk.utterances)) for talk in talks]
    if talks and not any(talk.utterances for talk in talks):
        raise UnreadableError(NO_WORDS)
    return [talk for talk in talks if talk.utterances]


def _of_json(document: Any) -> list[Talk]:
    talks = gong.talks_of(document)
    if not talks and zoom.recording_of(document) is None:
        raise UnreadableError("It is JSON of no kind that is known here (a Gong call or a Zoom recording).")
    return talks


def _recordings(beside: Sequence[bytes]) -> list[dict[str, Any]]:
    found = []
    for content in beside:
        try:
            recording = zoom.recording_of(_parsed(characters(content)))
        except UnreadableError:
            continue  # it is told by itself
        if recording is not None:
            found.append(recording)
    return found


def _parsed(text: str) -> Any:
    try:
        return json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise UnreadableError("It begins as JSON and is none.") from error
