"""What was promised, asked for and complained about, out of what was read in calls, mails and messages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select

from crm.ask.answer import Citation
from crm.ask.assisting.scene import Scene, many, moment
from crm.ask.rows.table import Table
from crm.ask.telling.citing import cite
from crm.ask.telling.figures import names
from crm.ask.telling.moods import client_words
from crm.ask.telling.quotes import by_mood, quote, sentences
from crm.model import Interaction, InteractionReading, Task
from crm.reading.topics import find_topics

RECENT = 30  # days of promises
OPEN = 60  # days in which something asked or promised may still be open
SEASON = 90  # days of what clients ask for
LAST = 3  # that are quoted in the sentence
UPSET = by_mood("negative")
FEWEST_WORDS = 4  # of a sentence that asks for something
OTHER = "something else"
LOOKED = 12  # of the newest talks of a theme, of which the sentence is picked
WANTED = re.compile(
    r"\?|\b(?:please|need|needs|want|wants|wanted|would like|would love|asked|asks|asking|send|sent|waiting|"
    r"expect|expects|wish|can you|could you|let us|let me|get back|show us|call me|call us|put|keep)\b",
    re.IGNORECASE,
)
SMALL = frozenset({"where were we", "any thoughts", "are we live", "how are you", "anything else"})


@dataclass(frozen=True)
class Heard:
    """One sentence of somebody's that was read as a promise or an ask."""

    talk: Interaction
    text: str
    due: date | None
    themes: tuple[str, ...]
    whole: bool = True  # whether it is the sentence itself, and no pick of a talk's

    @property
    def client(self) -> str | None:
        return self.talk.account.name if self.talk.account else None


def promises(scene: Scene) -> tuple[Table, list[Citation]]:
    """What we said we would do: the asker's own, or everybody's."""
    given = scene.span is not None
    since, until = scene.within(RECENT)
    whose = "yours" if scene.asker is not None else "ours"
    found = list(_promised(scene, *_limits(scene), since=since, until=until))
    to = f" to {names([each.name for each in scene.accounts])}" if scene.accounts else ""
    stretch = scene.plan.periods[0].text
    if found:
        said = f"{many(len(found), 'promise')} of {whose}{to} heard in {stretch}: {_quoted(scene, found)}."
    else:
        said = f"No promise of {whose}{to} was heard in {stretch}."
        earlier = [] if given else list(_promised(scene, *_limits(scene), since=None, until=since))[:1]
        said += f" The last before that: {_quoted(scene, earlier)}." if earlier else ""
        found = earlier
    return _table(scene, found, said), _cited(scene, found)


def owed(scene: Scene) -> tuple[Table, list[Citation]]:
    """What one client still waits for: our promises, what they asked, and open follow-ups."""
    account = scene.account
    since, until = scene.within(OPEN)
    at = Interaction.account_id == account.id
    promised, asked = (
        list(_promised(scene, at, since=since, until=until)),
        list(_asked(scene, at, since=since, until=until)),
    )
    query = select(Task).where(Task.tenant_id == scene.tenant, Task.account_id == account.id, Task.done_at.is_(None))
    tasks = list(scene.session.scalars(query.order_by(Task.due_on.is_(None), Task.due_on, Task.id)))
    stretch = scene.plan.periods[0].text
    said = [
        f"{account.name}: {many(len(tasks), 'open follow-up')}{_tasks(scene, tasks)}.",
        f"Promised in {stretch}: {_quoted(scene, promised)}."
        if promised
        else f"No promise of ours was heard in {stretch}.",
        f"Asked of us: {_quoted(scene, asked)}." if asked else f"They were not heard asking for anything in {stretch}.",
    ]
    table = _table(scene, [*promised, *asked], " ".join(said))
    texts = scene.shown([each.what for each in tasks])
    table.rows = [
        [text, account.name, None, each.due_on.isoformat() if each.due_on else None, "open follow-up", None]
        for each, text in zip(tasks, texts, strict=True)
    ] + [[*row[:4], "promise" if place < len(promised) else "ask", row[5]] for place, row in enumerate(table.rows)]
    table.total = len(table.rows)
    return table, _cited(scene, [*promised, *asked])


def asks(scene: Scene) -> tuple[Table, list[Citation]]:
    """What clients ask for, by theme, with the newest sentence of each."""
    since, until = scene.within(SEASON)
    told = _asked(scene, *_limits(scene), client_words(Interaction), since=since, until=until)
    found = [replace(each, themes=tuple(find_topics(each.text))) for each in told]
    return _by_theme(scene, found, "asks")


def complaints(scene: Scene) -> tuple[Table, list[Citation]]:
    """What clients complain about, by theme: what they said in a bad mood."""
    since, until = (scene.span.start, scene.span.end) if scene.span else (None, None)
    limits = [*_limits(scene), client_words(Interaction), Interaction.mood == "negative"]
    found = []
    for talk, reading in scene.readings(*limits, since=since, until=until):
        told = quote(talk.text, UPSET) or talk.subject or ""
        found.append(Heard(talk, told, None, tuple(dict.fromkeys(map(str, reading.themes or ()))), whole=False))
    return _by_theme(scene, found, "complaints")


def _limits(scene: Scene) -> list[ColumnElement[bool]]:
    limits: list[ColumnElement[bool]] = []
    if scene.accounts:
        limits.append(Interaction.account_id.in_([each.id for each in scene.accounts]))
    if scene.asker is not None:
        limits.append(Interaction.user_id == scene.asker.id)
    return limits


def _promised(scene: Scene, *limits: ColumnElement[bool], since: Any, until: Any) -> Iterable[Heard]:
    mine = {"you", f"[user:{scene.asker.id}]"} if scene.asker is not None else None
    for talk, reading in scene.readings(*limits, since=since, until=until):
        for each in reading.commitments or ():
            owner = str(each.get("owner") or "")
            ours = each.get("side") == "ours" and (owner in {"you", "we", "I"} or owner.startswith("[user:"))
            if ours and (mine is None or owner in mine):
                yield _heard(talk, reading, each)


def _asked(scene: Scene, *limits: ColumnElement[bool], since: Any, until: Any) -> Iterable[Heard]:
    """What a client wants of us; what people say to say something is passed over."""
    for talk, reading in scene.readings(*limits, since=since, until=until):
        for each in reading.asks or ():
            text = str(each.get("text") or "").strip()
            small = len(text.split()) < FEWEST_WORDS or text.casefold().rstrip(" ?.!") in SMALL
            if each.get("side") == "theirs" and not small and WANTED.search(text):
                yield _heard(talk, reading, each)


def _heard(talk: Interaction, reading: InteractionReading, told: dict[str, Any]) -> Heard:
    due = str(told.get("due") or "")
    themes = tuple(dict.fromkeys(map(str, reading.themes or ())))
    return Heard(talk, str(told.get("text") or ""), date.fromisoformat(due) if due else None, themes)


def _quoted(scene: Scene, found: list[Heard]) -> str:
    texts = scene.shown([each.text.rstrip(" .") for each in found[:LAST]])
    told = [
        f"“{text}” ({', '.join(filter(None, (each.client, moment(each.talk.occurred_at), _due(each))))})"
        for each, text in zip(found, texts, strict=False)
    ]
    return "; ".join(told) + (f" and {len(found) - LAST} more" if len(found) > LAST else "")


def _due(each: Heard) -> str:
    return f"due {each.due.day} {each.due:%b}" if each.due else ""


def _tasks(scene: Scene, tasks: list[Task]) -> str:
    texts = scene.shown([each.what for each in tasks[:LAST]])
    told = [f"{text} ({_by(each)})" for each, text in zip(tasks, texts, strict=False)]
    return f", first {'; '.join(told)}" if told else ""


def _by(task: Task) -> str:
    return f"due {task.due_on.day} {task.due_on:%b}" if task.due_on else "no date"


def _table(scene: Scene, found: list[Heard], said: str) -> Table:
    texts = scene.shown([each.text for each in found])
    ids = {each.talk.id for each in found}
    done = dict(
        scene.session.execute(
            select(Task.interaction_id, Task.done_at.is_not(None)).where(
                Task.tenant_id == scene.tenant, Task.interaction_id.in_(ids)
            )
        ).all()
    ) if ids else {}  # fmt: skip
    rows = [
        [text, each.client, each.talk.occurred_at.date().isoformat(), each.due.isoformat() if each.due else None,
         _state(done.get(each.talk.id)), ", ".join(each.themes) or None]
        for each, text in zip(found, texts, strict=True)
    ]  # fmt: skip
    return Table(["what", "client", "said on", "due", "follow-up", "themes"], rows, len(rows), says=said)


def _state(done: bool | None) -> str | None:
    """Of the follow-up that was made of it, where one was."""
    return None if done is None else "done" if done else "open"


def _cited(scene: Scene, found: list[Heard]) -> list[Citation]:
    talks = {each.talk.id: each for each in found}
    quotes = {id_: each.text for id_, each in talks.items()}
    return cite(scene.session, scene.tenant, [each.talk for each in talks.values()], None, quotes)


def _by_theme(scene: Scene, found: list[Heard], what: str) -> tuple[Table, list[Citation]]:
    """Themes by how many talks hold such a sentence, each with its newest."""
    themes: dict[str, dict[int, Heard]] = defaultdict(dict)
    for each in found:
        for theme in each.themes or (OTHER,):
            themes[theme].setdefault(each.talk.id, each)
    ordered = sorted(themes.items(), key=lambda each: (not _named(each[0]), -len(each[1]), each[0]))
    newest = [_plainest(theme, list(told.values())) for theme, told in ordered]
    texts = scene.shown([each.text for each in newest])
    rows = [
        [theme, len(told), len({each.client for each in told.values()}), first.client,
         first.talk.occurred_at.date().isoformat(), text]
        for (theme, told), first, text in zip(ordered, newest, texts, strict=True)
    ]  # fmt: skip
    table = Table(["theme", what, "clients", "client", "on", "what was said"], rows, len(rows))
    table.says = _themes_said(scene, rows, what)
    return table, _cited(scene, newest)


def _plainest(theme: str, told: list[Heard]) -> Heard:
    """Of the newest talks the sentence that speaks of the theme itself, the most upset one first."""
    best, most = told[0], -1.0
    for each in told[:LOOKED]:
        for said in [each.text] if each.whole else sentences(each.talk.text):
            score = UPSET(said) + (1.0 if theme in find_topics(said) else 0.0)
            if score > most:
                best, most = replace(each, text=said), score
    return best


def _named(theme: str) -> bool:
    return theme != OTHER


def _themes_said(scene: Scene, rows: list[list[Any]], what: str) -> str:
    stretch = f" in {scene.plan.periods[0].text}" if scene.plan.periods else ""
    verb = "ask for" if what == "asks" else "complain about"
    who = names([each.name for each in scene.accounts]) or "Clients"
    if not rows:
        return f"{who} were not heard to {verb} anything{stretch}."
    top = [f"{row[0]} ({row[1]:,})" for row in rows[:LAST]]
    quotes = [f"“{str(row[5]).rstrip(' .')}” ({row[3]})" for row in rows[:LAST] if row[3]]
    most = f"{who} {verb} most{stretch}: {names(top)}"
    return f"{most}. For example: {'; '.join(quotes)}."
