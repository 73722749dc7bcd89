"""A digest as one message: a sentence a section, a few lines, one table, what was left out; read in a minute."""

from __future__ import annotations

from collections.abc import Sequence

from bot.slack.views.kit import Block, actions, context, cut, dated, divider, escape, header, link, section, table
from crm.ask.answer import Citation
from crm.digests.listing import Listed
from crm.digests.section import Content, Line, Section
from crm.model import DigestRun

CSV = "digest_csv"  # action id of the menu; its values are "digest:place:moment"
FEW, MORE = 2, 5  # lines of a section: fewer where there are many sections
MANY = 4
QUOTE_LENGTH = 120
LINE_LENGTH = 300
TITLE_LENGTH = 75


def blocks(content: Content, digest_id: int, moment: str, pictures: Sequence[tuple[str, str]] = ()) -> list[Block]:
    """Args: moment: as of when (ISO). pictures: the ids of files, with what they show in words."""
    told = content.told
    drawn = [header(f"{title_of(content)} · {content.period}")]
    if not told:
        drawn.append(section("There is nothing to tell of these days."))
    most = FEW if len(told) > MANY else MORE
    tabled = next((each for each in told if each.table is not None), None)
    for each in told:
        drawn += _section(each, most, tabled=each is tabled)
    drawn += [_image(file, alt) for file, alt in pictures]
    drawn += _small(content)
    menu = _menu(content, digest_id, moment)
    return [*drawn[:48], *([actions(menu)] if menu else [])]


def title_of(content: Content) -> str:
    return f"{content.name.replace('-', ' ').capitalize()} digest"


def not_sent(digest: Listed, run: DigestRun) -> list[Block]:
    """What an owner hears of a day's digest that was not sent."""
    where = f" for #{digest.channel_name}" if digest.channel_name else ""
    said = (
        f"*The digest {escape(digest.name + where)} of {run.day:%a %-d %b} was not sent.*\n{escape(run.reason or '')}"
    )
    verbs = (
        f"`/rapport digest preview {digest.name}` shows it to you, `/rapport digest schedule {digest.name} …` moves it."
    )
    return [section(said), context(verbs)]


def _section(each: Section, most: int, *, tabled: bool) -> list[Block]:
    said = f"*{escape(each.title)}*\n{escape(each.says)}"
    lines = [_line(line) for line in each.lines[:most]]
    if len(each.lines) > most:
        lines.append(f"… and {len(each.lines) - most:,} more")
    drawn = [section("\n".join([said, *lines]))]
    if tabled and each.table is not None:
        drawn.append(table(each.table.columns, each.table.rows))
    return [*drawn, *([context(escape(each.note))] if each.note else [])]


def _line(line: Line) -> str:
    told = f"• *{escape(cut(line.about, 80))}*" + (f" · {escape(cut(line.rest, LINE_LENGTH))}" if line.rest else "")
    return f"{told}\n{_quote(line.evidence)}" if line.evidence and line.evidence.quote else told


def _quote(evidence: Citation) -> str:
    said = cut(" ".join(evidence.quote.split()), QUOTE_LENGTH)
    when = dated(evidence.occurred_at or "")
    return f"      “{escape(said)}” {link(evidence.url, ', '.join(part for part in (evidence.kind, when) if part))}"


def _small(content: Content) -> list[Block]:
    """In one line each: what there was nothing of, and what is to be said of the digest itself."""
    quiet = [f"{escape(each.title)}: {escape(each.says)}" for each in content.sections if each.nothing]
    said = [*([" ".join(quiet)] if quiet else []), *map(escape, content.notes)]
    return [divider(), *(context(each) for each in said)] if said else []


def _menu(content: Content, digest_id: int, moment: str) -> Block | None:
    """The rows behind each section, as a file for whoever wants them."""
    options = [
        {
            "text": {"type": "plain_text", "text": cut(each.title, TITLE_LENGTH)},
            "value": f"{digest_id}:{place}:{moment}",
        }
        for place, each in enumerate(content.sections)
        if each.rows and not each.failed
    ]
    if not options:
        return None
    return {
        "type": "static_select",
        "action_id": CSV,
        "placeholder": {"type": "plain_text", "text": "All rows as a file (CSV)"},
        "options": options,
    }


def _image(file: str, alt: str) -> Block:
    return {"type": "image", "slack_file": {"id": file}, "alt_text": cut(alt, 1900)}
