"""The JSON of a recording, as Zoom gives it, which stands beside a transcript and tells of its meeting.

As in Zoom's API reference, "Get meeting recordings" (uuid, topic, start_time, duration, host_email, recording_files)
and the event "recording.transcript_completed" (payload.object); and in its TIMELINE file (timeline[].users[]).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from connectors.text import one_line
from connectors.transcripts.moment import moment_of, number_of, text_of
from connectors.transcripts.utterance import Talk
from crm.intake.event import NAME_LENGTH, Party
from crm.model import Kind


def recording_of(document: Any) -> dict[str, Any] | None:
    """The recording that a document tells of; None where it tells of none."""
    found = document
    for name in ("payload", "object"):
        if isinstance(found, dict) and isinstance(found.get(name), dict):
            found = found[name]
    if not isinstance(found, dict):
        return None
    is_recording = isinstance(found.get("recording_files"), list) and ("uuid" in found or "start_time" in found)
    return found if is_recording or isinstance(found.get("timeline"), list) else None


def told_of(recording: dict[str, Any], talk: Talk) -> Talk:
    """The talk with all that the recording tells of its meeting; what the recording leaves out stays as it was."""
    files = [file for file in recording.get("recording_files") or () if isinstance(file, dict)]
    starts = [at for file in files if (at := moment_of(file.get("recording_start"))) is not None]
    return replace(
        talk,
        title=text_of(recording.get("topic")) or talk.title,
        started_at=moment_of(recording.get("start_time")) or min(starts, default=None) or talk.started_at,
        minutes=number_of(recording.get("duration")) or talk.minutes,
        identity=text_of(recording.get("uuid")) or talk.identity,
        kind=Kind.MEETING,
        parties=(*talk.parties, *_host(recording), *_users(recording)),
        url=text_of(recording.get("share_url"), most=1024) or talk.url,
    )


def _host(recording: dict[str, Any]) -> list[Party]:
    address = text_of(recording.get("host_email"))
    return [Party(role="host", address=address)] if "@" in address else []


def _users(recording: dict[str, Any]) -> list[Party]:
    """Those whom the timeline shows speaking, with the addresses of those who were signed in."""
    entries = [entry for entry in recording.get("timeline") or () if isinstance(entry, dict)]
    users = [user for entry in entries for user in entry.get("users") or () if isinstance(user, dict)]
    known: dict[str, str] = {}
    for user in users:
        name = one_line(text_of(user.get("username")), NAME_LENGTH)
        if name:
            known[name] = known.get(name) or text_of(user.get("email_address"))
    return [Party(role="speaker", name=name, address=address) for name, address in known.items()]
