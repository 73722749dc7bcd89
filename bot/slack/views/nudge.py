"""A suggestion as a message: what, why, the next step in words, and what can be done with it; the morning's brief."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import quote, urlencode

from bot.slack.views.kit import Block, actions, button, context, cut, dated, divider, escape, link, section
from crm.nudges.context import Context
from crm.nudges.courier import Message
from crm.nudges.nudge import Shown, Suggestion
from crm.nudges.today import Appointment, Due, Today

DO, EDIT, LATER, USELESS, WRONG, WHY, MUTE = (
    "nudge_do", "nudge_edit", "nudge_later", "nudge_useless", "nudge_wrong", "nudge_why", "nudge_mute",
)  # fmt: skip
MORE = "nudge_more"
EDITED, WRONGED = "nudge_edited", "nudge_wronged"  # callbacks of the forms
MARKS = {3: ":rotating_light: ", 2: ":bell: "}
MOST_LINES = 6  # of evidence
IN_BRIEF = 2
LINE = 300
DRAFT = 2_500
SUBJECT = 200
LONGEST_MAIL = 1_800  # characters of a link; the words stand above it anyway
ADDRESS = re.compile(r"[A-Za-z0-9._%+'-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6}")
WAITS = {"2h": "In 2 hours", "morning": "Tomorrow morning", "week": "Next week"}
FORMS = {"mail": "Mail", "message": "Message", "call": "Call", "brief": "Notes for the meeting"}


def message(said: Message) -> list[Block]:
    """A nudge by itself, or the morning's brief."""
    if said.today is not None:
        return brief(said.today, said.suggestions)
    return [block for each in said.suggestions for block in single(each, said.contexts.get(each.id, Context()))]


def single(each: Suggestion, known: Context) -> list[Block]:
    return [_head(each), *_evidence(each.evidence[:MOST_LINES], known), *draft(each), _buttons(each)]


def brief(today: Today, suggestions: Sequence[Suggestion], answered: Sequence[tuple[int, str]] = ()) -> list[Block]:
    """Args: answered: nudges that were dealt with, and what stands in their place."""
    drawn = [section(f"*Your {today.day:%A}*")]
    if today.meetings:
        drawn.append(section("\n".join(_appointment(each) for each in today.meetings)))
    if today.tasks:
        drawn.append(section("*Due*\n" + "\n".join(_due(each, today.day) for each in today.tasks)))
    for each in suggestions:
        drawn += [divider(), _head(each), *_evidence(each.evidence[:IN_BRIEF]), few_buttons(each)]
    if answered:
        drawn += [divider(), *[context(line) for _, line in answered]]
    return drawn


def draft(each: Suggestion, text: str | None = None) -> list[Block]:
    """The next step as words that can be copied. Args: text: the reader's own words, in place of the draft's."""
    words = each.draft.text if text is None else text
    if each.draft.form == "none" or not words.strip():
        return []
    to = f" to {escape(each.contact)}" if each.contact and each.draft.form in {"mail", "message"} else ""
    subject = f": _{escape(cut(each.draft.subject, SUBJECT))}_" if each.draft.subject else ""
    quoted = "\n".join(f">{escape(line)}" for line in cut(words.strip(), DRAFT).split("\n"))
    return [section(f"*{FORMS.get(each.draft.form, 'Draft')}{to}*{subject}\n{quoted}")]


def done(each: Suggestion, said: str, *, text: str | None = None, mail: str | None = None) -> list[Block]:
    """What stands where a nudge was dealt with. Args: text: words to copy; mail: a link that opens them as a mail."""
    drawn = [context(f"{escape(each.says)}"), section(said)]
    if text is not None:
        drawn += draft(each, text)
    return [*drawn, context(mail)] if mail else drawn


def as_mail(address: str, subject: str, text: str) -> str | None:
    """A link of our own making that opens the words in the reader's own mail programme; None where nothing is to send.

    Nothing stored is put into it as it is: the address must be a plain one, all else is percent-encoded.
    """
    if not text.strip() or not ADDRESS.fullmatch(address):
        return None
    told = {name: value for name, value in (("subject", subject[:SUBJECT]), ("body", text)) if value}
    query = urlencode(told, quote_via=quote)
    if len(query) > LONGEST_MAIL:
        query = ""
    return f"<mailto:{quote(address, safe='@')}{f'?{query}' if query else ''}|Open as a mail>"


def line(says: str, said: str) -> str:
    """The same in a brief."""
    return f"{said} {escape(cut(says, LINE))}"


def muted_buttons(each: Suggestion) -> list[Block]:
    """Offered to whoever says that it was of no use."""
    offered = [button("Nothing of this kind", f"{MUTE}:kind", f"{each.id}:kind")]
    if each.account_id and each.account:
        offered.append(button(f"Nothing about {each.account}", f"{MUTE}:account", f"{each.id}:account"))
    return [actions(*offered)]


def why(each: Suggestion) -> list[Block]:
    lines = "\n".join(f"• {escape(reason)}" for reason in each.why)
    parts = f"worth {each.value:.2f} × urgent {each.urgency:.2f} × to your taste {each.taste:.2f} = {each.score:.2f}"
    return [section(f"*Why you, why now*\n{lines}" if lines else "*Why you, why now*"), context(parts)]


def gone() -> list[Block]:
    return [context("This does not hold any more, so I took it back.")]


def editor(place: dict[str, Any], each: Suggestion) -> Block:
    """The form with the draft. Args: place: what leads back here (travels as private metadata)."""
    words: Block = {"type": "plain_text_input", "action_id": "text", "multiline": True, "max_length": 3000}
    if each.draft.text:
        words["initial_value"] = cut(each.draft.text, 3000)
    return _form(EDITED, place, "Your words", "Use this", [_input("text", FORMS.get(each.draft.form, "Draft"), words)])


def objection(place: dict[str, Any], moods: Sequence[str], choices: Sequence[tuple[int, str]]) -> Block:
    """Asks what is wrong. Args: choices: interactions that may have been read wrongly, by id with a title."""
    note: Block = {"type": "plain_text_input", "action_id": "note", "multiline": True, "max_length": 1000}
    inputs = [_input("note", "What is wrong?", note, optional=True)]
    if choices:
        which = _select("which", [(str(row_id), title) for row_id, title in choices])
        which["initial_option"] = which["options"][0]
        inputs.append(_input("which", "Read wrongly?", which, optional=True))
        chosen = _select("mood", [(each, each) for each in moods])
        inputs.append(_input("mood", "The client's mood is really", chosen, optional=True))
        client: Block = {"type": "plain_text_input", "action_id": "account", "max_length": 191}
        inputs.append(_input("account", "It is about this client", client, optional=True))
    return _form(WRONGED, place, "What is wrong?", "Send", inputs)


def said_in(view: dict[str, Any]) -> dict[str, str]:
    """What was written and chosen in either form."""
    values = (view.get("state") or {}).get("values") or {}
    found = {}
    for name, holder in values.items():
        element = (holder or {}).get(name) or {}
        value = element.get("value") or (element.get("selected_option") or {}).get("value")
        found[name] = value.strip() if isinstance(value, str) else ""
    return found


def _head(each: Suggestion) -> Block:
    return section(f"{MARKS.get(each.severity, '')}*{escape(each.says)}*")


def _evidence(lines: Sequence[Shown], known: Context | None = None) -> list[Block]:
    said = [_shown(each) for each in lines if each.says]
    if known is not None and known.summary:
        said.append(escape(cut(known.summary, LINE)))
    if known is not None and known.deals:
        said.append(f"Open deals: {escape(', '.join(known.deals))}")
    return [context("\n".join(said))] if said else []


def _shown(each: Shown) -> str:
    when = link(each.url, dated(each.when)) if each.when else link(each.url, "source") if each.url else ""
    return " · ".join(part for part in (when, escape(cut(" ".join(each.says.split()), LINE))) if part)


def _appointment(each: Appointment) -> str:
    account = f" · {escape(each.account)}" if each.account else ""
    return f"{each.at:%H:%M}  {link(each.url, cut(each.title, LINE))}{account}"


def _due(each: Due, day: date) -> str:
    late = f" · since {each.due_on:%-d %b}" if each.due_on < day else ""
    account = f" · {escape(each.account)}" if each.account else ""
    return f"• {escape(cut(each.what, LINE))}{account}{late}"


def _buttons(each: Suggestion) -> Block:
    value = str(each.id)
    edit = [button("Edit", EDIT, value)] if each.draft.text else []
    return actions(
        button("Do it", DO, value, "primary"),
        *edit,
        _later(each),
        button("Not useful", USELESS, value),
        button("Wrong", WRONG, value),
        button("Why me?", WHY, value),
    )


def few_buttons(each: Suggestion) -> Block:
    """In a brief, or at Home: the rest is behind the dots."""
    edit = [(f"{each.id}:{EDIT}", "Edit")] if each.draft.text else []
    rest = [
        *edit,
        (f"{each.id}:{USELESS}", "Not useful"),
        (f"{each.id}:{WRONG}", "Wrong"),
        (f"{each.id}:{WHY}", "Why me?"),
    ]
    more: Block = {"type": "overflow", "action_id": MORE, "options": _options(rest)}
    return actions(button("Do it", DO, str(each.id), "primary"), _later(each), more)


def _later(each: Suggestion) -> Block:
    options = _options([(f"{each.id}:{name}", title) for name, title in WAITS.items()])
    placeholder = {"type": "plain_text", "text": "Later"}
    return {"type": "static_select", "action_id": LATER, "placeholder": placeholder, "options": options}


def _options(pairs: Sequence[tuple[str, str]]) -> list[Block]:
    return [{"text": {"type": "plain_text", "text": cut(text, 75)}, "value": value} for value, text in pairs]


def _select(name: str, pairs: Sequence[tuple[str, str]]) -> Block:
    return {"type": "static_select", "action_id": name, "options": _options(pairs)}


def _input(name: str, label: str, element: Block, *, optional: bool = False) -> Block:
    return {
        "type": "input",
        "block_id": name,
        "optional": optional,
        "label": {"type": "plain_text", "text": label},
        "element": element,
    }


def _form(callback: str, place: dict[str, Any], title: str, submit: str, inputs: Sequence[Block]) -> Block:
    return {
        "type": "modal",
        "callback_id": callback,
        "private_metadata": json.dumps(place),
        "title": {"type": "plain_text", "text": title},
        "submit": {"type": "plain_text", "text": submit},
        "close": {"type": "plain_text", "text": "Cancel"},
        "blocks": list(inputs),
    }
