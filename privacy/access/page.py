"""What is handed over as a page: to be read and printed by anybody, with nothing in it that runs or is fetched."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from typing import Any

Told = Mapping[str, Any]
STYLE = (
    "body{font:15px/1.5 Georgia,serif;max-width:48em;margin:2.5em auto;padding:0 1em;color:#1a1a1a}"
    "h1{font-size:1.8em}h2{margin-top:2em;border-bottom:1px solid #999}h3{font-size:1em;margin:1.4em 0 .3em}"
    "dl{display:grid;grid-template-columns:minmax(7em,11em) 1fr;gap:.15em 1em;margin:.2em 0 1em}"
    "dt{color:#555}dd{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}"
    "table{border-collapse:collapse}td,th{text-align:left;padding:.15em 1.2em .15em 0;vertical-align:top}"
    ".why{color:#555}@media print{body{margin:0;max-width:none}article{break-inside:avoid-page}}"
)
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
SECTIONS = {  # table: how it is called here, and what it is
    "contacts": ("Who you are to us", "What we have down about you as a person."),
    "consents": ("What you agreed to, and took back", "Purpose by purpose, the newest entry counts."),
    "interactions": ("Mails, calls, meetings, messages, tickets and notes", "What happened with you, or names you."),
    "interaction_readings": ("What was read in them", "Summaries, wishes, promises, topics: by rules and models."),
    "corrections": ("What colleagues corrected in those readings", ""),
    "deals": ("Deals", ""),
    "tasks": ("Tasks", "What a colleague means to do."),
    "accounts": ("Companies whose entry names you", ""),
    "products": ("Products whose entry names you", ""),
    "related_records": ("Other records", "Subscriptions, invoices, surveys and their like."),
    "signals": ("What was noticed", "And which colleague was told of it, when."),
    "nudges": ("What colleagues were advised to do", "And why."),
    "nudge_events": ("What colleagues made of such advice", ""),
    "proposed_entries": ("Entries that colleagues wrote", ""),
    "answered_questions": ("Questions of colleagues that name you", "Their answers are not kept."),
    "answer_feedback": ("What colleagues thought of the answers", ""),
    "source_rows": ("What other systems told us", ""),
    "inbox": ("What came in", "When, and from which source."),
    "outgoing": ("What was written into other systems", ""),
    "row_versions": ("What was there before a change", "And who changed it."),
    "audit": ("Who did what with it", ""),
    "files": ("Files that name you", ""),
    "queue": ("Work in progress that names you", ""),
}
WORDS = {
    "concerns": "how it concerns you", "occurred_at": "when", "mood": "mood read in it", "mood_score": "mood, -1 to 1",
    "mood_source": "mood said by", "asks": "asked for", "commitments": "promised", "human": "corrected by a colleague",
    "files": "original", "original_lines": "lines that name you", "for": "meant for", "told": "told to", "url": "link",
    "given": "agreed to", "basis": "on what ground",
    "entity": "kind of row", "row_id": "number of the row", "actor": "who", "at": "when",
}  # fmt: skip
HEADINGS = ("occurred_at", "at", "asked_at", "noticed_at", "changed_at", "made_at", "received_at", "created_at")


def page(person: Told) -> str:
    """The whole page."""
    who = ", ".join(person["person"]["names"]) or "you"
    body = [
        f"<h1>What we keep about {_text(who)}</h1>",
        f"<p>Made on {_text(person['made_at'][:10])} by {_text(person['held_by'])} out of its customer record.</p>",
        _introduction(person),
        _origins(person["origins"]),
        *(_section(name, rows) for name, rows in _ordered(person["sections"])),
        _derived(person["places"]),
        _left(person["not_included"]),
    ]
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" '
        f'content="{POLICY}"><title>What we keep about {_text(who)}</title><style>{STYLE}</style>{"".join(body)}</html>'
    )


def _introduction(person: Told) -> str:
    known = person["person"]
    rows = [("name", known["names"]), ("e-mail", known["emails"]), ("phone", known["phones"])]
    lines = "".join(f"<dt>{label}<dd>{_text(', '.join(values))}" for label, values in rows if values)
    contents = "".join(
        f'<tr><td><a href="#{_text(name)}">{_text(_title(name))}</a><td>{len(each)}'
        for name, each in _ordered(person["sections"])
    )
    return (
        f"<dl>{lines}</dl><p>Other customers’ people stand here by initials, without addresses and numbers, "
        "our own colleagues by name. The originals we have are in the folder <i>originals</i> beside this page; the "
        "same in a form for machines is <i>person.json</i>. If something is wrong, or you want it removed, tell us.</p>"
        f"<table>{contents}</table>"
    )


def _origins(origins: Iterable[Told]) -> str:
    rows = "".join(
        f"<tr><td>{_text(each['value'].removeprefix('attributes.'))}<td>{_text(each['from'])}"
        f"<td>{_text((each['at'] or '')[:10])}"
        for each in origins
    )
    return f"<h2>Where it came from</h2><table><tr><th>Value<th>From<th>Since{rows}</table>" if rows else ""


def _section(name: str, rows: Iterable[Told]) -> str:
    explained = SECTIONS.get(name, ("", ""))[1]
    why = f'<p class="why">{_text(explained)}</p>' if explained else ""
    return f'<h2 id="{_text(name)}">{_text(_title(name))}</h2>{why}{"".join(map(_article, _dated(rows)))}'


def _article(row: Told) -> str:
    when = _when(row)
    parts = [str(row[each]) for each in ("kind", "name", "action", "rule", "file", "direction") if row.get(each)]
    title = " · ".join([*([when[:16].replace("T", " ")] if when else []), *parts])
    lines = "".join(
        f"<dt>{_text(WORDS.get(name, name.replace('_', ' ')))}<dd>{_links(value) if name == 'files' else _value(value)}"
        for name, value in row.items()
        if value not in (None, "", [], {})
    )
    return f"<article>{f'<h3>{_text(title)}</h3>' if title else ''}<dl>{lines}</dl></article>"


def _links(files: Iterable[str]) -> str:
    return "<br>".join(f'<a href="{_text(each)}">{_text(each)}</a>' for each in files)


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return "<br>".join(f"{_text(str(name).replace('_', ' '))}: {_value(each)}" for name, each in value.items())
    if isinstance(value, list):
        return "<br>".join(_value(each) for each in value)
    return _text({True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value)


def _derived(places: Mapping[str, int]) -> str:
    """What is made of texts and cannot be read by anybody."""
    told = []
    if places.get("vectors"):
        told.append(f"{places['vectors']} rows of numbers made of the texts above, to find them by their meaning.")
    if places.get("moods"):
        told.append(f"{places['moods']} corrections above helped to adjust how moods are read.")
    return f"<h2>Made of it</h2><ul>{''.join(f'<li>{each}' for each in told)}</ul>" if told else ""


def _left(left: Iterable[Told]) -> str:
    rows = "".join(f"<li>{_text(each['what'])}: {_text(each['why'])}" for each in left)
    return f"<h2>What is not included</h2><ul>{rows}</ul>" if rows else ""


def _ordered(sections: Mapping[str, list[Told]]) -> list[tuple[str, list[Told]]]:
    order = {name: place for place, name in enumerate(SECTIONS)}
    return sorted(sections.items(), key=lambda each: (order.get(each[0], len(order)), each[0]))


def _dated(rows: Iterable[Told]) -> list[Told]:
    """What is theirs first, then what only names them; each by date."""
    return sorted(rows, key=lambda row: (row.get("concerns") != "them", _when(row), int(row.get("id") or 0)))


def _when(row: Told) -> str:
    return next((str(row[name]) for name in HEADINGS if row.get(name)), "")


def _title(name: str) -> str:
    return SECTIONS.get(name, (name.replace("_", " ").capitalize(), ""))[0]


def _text(value: Any) -> str:
    """Escaped, without what a page may not hold."""
    said = "".join(letter for letter in str(value) if letter in "\n\t" or ord(letter) >= 32)
    return html.escape(said.encode("utf-8", "replace").decode(), quote=True)
