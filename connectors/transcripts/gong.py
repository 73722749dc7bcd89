"""Calls as Gong's API tells of them: metaData and parties of "/v2/calls/extensive", monologues of
"/v2/calls/transcript" (speakerId, sentences with start and end in milliseconds), apart or in one object.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from connectors.text import one_line
from connectors.transcripts.moment import moment_of, number_of, text_of
from connectors.transcripts.utterance import Talk, Utterance
from crm.intake.event import NAME_LENGTH, Party
from crm.model import Kind

KINDS = {"inbound": Kind.CALL, "outbound": Kind.CALL, "conference": Kind.MEETING}
META = ("metaData", "metadata", "call", "meta")
MONOLOGUES = ("transcript", "monologues")


def talks_of(document: Any) -> list[Talk]:
    """The calls that a document tells of and that have a transcript; none where it is of another kind."""
    calls = {text_of(_meta(call).get("id")): call for call in _listed(document, "calls")}
    found = []
    for call in _transcribed(document):
        known = calls.get(text_of(call.get("callId")) or text_of(_meta(call).get("id")), {})
        found.append(_talk({**known, **call}))
    return found


def _transcribed(document: Any) -> Iterator[dict[str, Any]]:
    """Every object that has monologues: the document itself, those of its lists, an object around one of them."""
    lists = ("callTranscripts", "calls") if isinstance(document, dict) else ("",)
    for candidate in (document, *(each for name in lists for each in _listed(document, name))):
        if isinstance(candidate, dict) and _monologues(candidate) is not None:
            yield candidate


def _listed(document: Any, name: str) -> list[dict[str, Any]]:
    values = document.get(name) if isinstance(document, dict) else document
    return [value for value in values if isinstance(value, dict)] if isinstance(values, list) else []


def _monologues(call: dict[str, Any]) -> list[dict[str, Any]] | None:
    values = next((call[name] for name in MONOLOGUES if name in call), None)
    if isinstance(values, dict):
        return _monologues(values)
    if not isinstance(values, list):
        return None
    found = [value for value in values if isinstance(value, dict) and isinstance(value.get("sentences"), list)]
    return found if found or not values else None


def _meta(call: dict[str, Any]) -> dict[str, Any]:
    inner: dict[str, Any] = next((call[name] for name in META if isinstance(call.get(name), dict)), {})
    return {**call, **inner}


def _talk(call: dict[str, Any]) -> Talk:
    meta = _meta(call)
    people = [party for party in meta.get("parties") or () if isinstance(party, dict)]
    names = {text_of(each.get("speakerId")): _name(each) for each in people}
    names.pop("", None)
    utterances = tuple(_utterances(_monologues(call) or [], names))
    spoke = {utterance.speaker for utterance in utterances}
    seconds = number_of(meta.get("duration"))
    direction = text_of(meta.get("direction")).casefold()
    return Talk(
        utterances=utterances,
        title=text_of(meta.get("title"), most=512),
        started_at=moment_of(meta.get("started")) or moment_of(meta.get("scheduled")),
        minutes=round(seconds / 60, 1) if seconds else None,
        parties=tuple(party for each in people if (party := _party(each, spoke)) is not None),
        identity=text_of(meta.get("id")) or text_of(call.get("callId")),
        kind=KINDS.get(direction),
        url=text_of(meta.get("url"), most=1024),
    )


def _utterances(monologues: list[dict[str, Any]], names: dict[str, str]) -> Iterator[Utterance]:
    """Sentence by sentence; a speaker of whom nothing is known gets a number, so that turns stay apart."""
    strangers: dict[str, str] = {}
    for monologue in monologues:
        speaker_id = text_of(monologue.get("speakerId"))
        name = names.get(speaker_id, "")
        if not name and speaker_id:
            name = strangers.setdefault(speaker_id, f"Speaker {len(strangers) + 1}")
        for sentence in monologue["sentences"]:
            if isinstance(sentence, dict) and isinstance(sentence.get("text"), str):
                start = number_of(sentence.get("start"))
                yield Utterance(name, None if start is None else start / 1000, sentence["text"])


def _name(party: dict[str, Any]) -> str:
    return one_line(text_of(party.get("name")) or text_of(party.get("emailAddress")), NAME_LENGTH)


def _party(party: dict[str, Any], spoke: set[str]) -> Party | None:
    name, address = text_of(party.get("name")), text_of(party.get("emailAddress"))
    phone = text_of(party.get("phoneNumber"), most=64)
    if not (name or address or phone):
        return None
    return Party(role="speaker" if _name(party) in spoke else "attendee", name=name, address=address, phone=phone)
