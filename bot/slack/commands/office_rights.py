"""The desk's section of rights: who sees which accounts and fields, and where fields never go."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.slack.commands.section import Deed, Form, Section, Told
from bot.slack.commands.wording import Words, quoted
from bot.slack.desk import Visit
from bot.slack.views import office as view
from bot.slack.views import rights as rights_view
from bot.slack.views.kit import Block, actions, context, escape, section
from crm.errors import RejectedError
from crm.rights.policy import TAGS, Access

RESTRICT = re.compile(r"(.+?)\s+to\s+(.+)", re.IGNORECASE | re.DOTALL)
MOST = 20
WIDENS = "Accounts that were kept from some are seen by them from now on."
TAGGED = {
    "never_to_model": "never shown to a model",
    "never_in_channel": "never posted in a channel",
    "never_exported": "never in a file",
    "encrypt": "kept sealed",
}


def _show(visit: Visit) -> list[Block]:
    office, tenant = visit.app.rights, visit.tenant_id
    policy, kept = office.policy(tenant), office.restricted(tenant, by=visit.user)
    drawn = [section(f"{rights_view.ACCESS[policy.accounts.value]}."), actions(*_choices(policy.accounts))]
    drawn.append(actions(
        view.form("Restrict an account", "rights", "restrict"), view.form("Keep a field", "rights", "field"),
        view.form("Tag a field", "rights", "tag"),
    ))  # fmt: skip
    for ref, role in list(policy.fields.items())[:MOST]:
        lift = view.do("Lift", f"rights field {ref} everyone")
        drawn.append(section(f"`{escape(ref)}` is seen by {role.value}s and above", lift))
    for ref, tag in [(ref, tag) for ref, tags in policy.tags.items() for tag in sorted(tags)][:MOST]:
        drawn.append(section(f"`{escape(ref)}` is {TAGGED[tag]}", view.do("Lift", f"rights untag {ref} {tag}")))
    drawn += [
        section(rights_view.line(each), view.do("Open again", f"rights release {quoted(each.account)}", WIDENS))
        for each in kept[:MOST]
    ]
    more = len(kept) - MOST
    return [*drawn, *([context(f"{more} more: `rapport rights` at the command line.")] if more > 0 else [])]


def _choices(now: Access) -> list[Block]:
    words = {Access.EVERYONE: "Everyone sees all", Access.TEAM: "By team", Access.OWNER: "By owner"}
    asks = {Access.EVERYONE: WIDENS}
    return [view.do(text, f"rights accounts {each}", asks.get(each, "")) for each, text in words.items() if each != now]


# --- forms ------------------------------------------------------------------------------------------------------------


def _restrict_inputs(_visit: Visit, _about: str) -> list[Block]:
    who = "Users by e-mail or name, and teams, separated by commas."
    return [view.line("account", "Account", hint="Its whole name."), view.line("to", "Kept to", hint=who)]


def _restrict_words(_about: str, said: Mapping[str, str]) -> str:
    return f"restrict {said.get('account', '')} to {said.get('to', '')}"


def _field_inputs(_visit: Visit, _about: str) -> list[Block]:
    who = [("managers", "managers and admins"), ("admins", "admins"), ("everyone", "everyone")]
    return [view.line("field", "Field", hint="Such as account.annual_revenue."), view.choice("who", "Seen by", who)]


def _field_words(_about: str, said: Mapping[str, str]) -> str:
    return f"field {quoted(said.get('field', ''))} {said.get('who', '')}"


def _tag_inputs(_visit: Visit, _about: str) -> list[Block]:
    where = [(tag, TAGGED[tag]) for tag in TAGS]
    return [view.line("field", "Field", hint="Such as account.annual_revenue."), view.choice("tag", "Is", where)]


def _tag_words(_about: str, said: Mapping[str, str]) -> str:
    return f"tag {quoted(said.get('field', ''))} {said.get('tag', '')}"


# --- deeds ------------------------------------------------------------------------------------------------------------


def _accounts(visit: Visit, words: Words) -> Told:
    visit.app.rights.set_accounts(visit.tenant_id, words.said, by=visit.user)
    return f"{rights_view.ACCESS[visit.app.rights.policy(visit.tenant_id).accounts.value]}."


def _restrict(visit: Visit, words: Words) -> Told:
    found = RESTRICT.fullmatch(words.text)
    if not found:
        raise RejectedError("Write it like this: rights restrict Globex to Dana Reyes, North")
    return rights_view.restricted(
        visit.app.rights.restrict(visit.tenant_id, found[1].strip('"'), found[2].split(","), by=visit.user)
    )


def _release(visit: Visit, words: Words) -> Told:
    visit.app.rights.release(visit.tenant_id, words.said, by=visit.user)
    return f"{words.said} is restricted no more."


def _field(visit: Visit, words: Words) -> Told:
    ref, least = _two(words)
    visit.app.rights.set_field(visit.tenant_id, ref, least, by=visit.user)
    return f"{ref} is now seen by {least}."


def _tag(visit: Visit, words: Words) -> Told:
    ref, tag = _two(words)
    visit.app.rights.tag(visit.tenant_id, ref, tag, on=True, by=visit.user)
    return f"{ref} is {TAGGED[tag.lower()]} from now on."


def _untag(visit: Visit, words: Words) -> Told:
    ref, tag = _two(words)
    visit.app.rights.tag(visit.tenant_id, ref, tag, on=False, by=visit.user)
    return f"{ref} is no longer {tag}."


def _two(words: Words) -> tuple[str, str]:
    if len(words) != 2:
        raise RejectedError("Write a field and what holds for it: rights field account.annual_revenue managers")
    return words.parts[0], words.parts[1]


def _widens(words: Words) -> str:
    return f"Let everyone see all accounts? {WIDENS}" if words.said.lower() == Access.EVERYONE else ""


SECTIONS = (
    Section(
        "rights",
        "Rights and tags",
        "who sees which accounts and fields",
        _show,
        deeds=(
            Deed("accounts", _accounts, "accounts team", _widens),
            Deed("restrict", _restrict, "restrict Globex to Dana Reyes, North"),
            Deed("release", _release, "release Globex", lambda words: f"Open {words.said} again? {WIDENS}"),
            Deed("field", _field, "field account.annual_revenue managers"),
            Deed("tag", _tag, "tag account.annual_revenue never_exported"),
            Deed("untag", _untag, "untag account.annual_revenue never_exported"),
        ),
        forms=(
            Form("restrict", "Restrict an account", "Restrict", _restrict_inputs, _restrict_words),
            Form("field", "Keep a field", "Keep", _field_inputs, _field_words),
            Form("tag", "Tag a field", "Tag", _tag_inputs, _tag_words),
        ),
        examples=("rights accounts everyone", "rights release Globex"),
    ),
)
