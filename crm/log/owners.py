"""Who is to do a next step: the author, or somebody the message names."""

# ruff: noqa: E501 - patterns read best unbroken

from __future__ import annotations

import re
from collections.abc import Sequence

from crm.log.clauses import Clause
from crm.log.doers import in_a_heading
from crm.log.people import Parties, Party
from crm.log.stepcues import DOES, TEAM, VERB
from crm.naming import TITLES_AFTER, fold

_RESPONSIBLE = re.compile(
    r"\b(?:owner|responsible|assigned to|assignee|who|wer|verantwortlich)\b[^:]{0,25}:\s*$", re.IGNORECASE
)
_MINE = re.compile(r"\W*(?:i|we|i'll|i'm|ich|let's)\b", re.IGNORECASE)
_ABOUT_THEM = re.compile(
    r"\b(?:him|her|them|wants?|wanted|needs?|asks?|asked|would like|ihn|ihm|ihr|(?:s?he|they) (?:says?|said|tells?|told))\b",
    re.IGNORECASE,
)
_AFTER_LABEL = {False: r"\s*[:=]\s", True: r"\s*[:=(]\s?"}  # by whether it is a colleague
_HE = re.compile(
    r"\W*s?he\b(?!['\u2019]s\b|\s+(?:is|was|has(?! until)|wants?|needs?|asked|asks|said|says|hopes?|thinks?|expects?|wishes|reckons?|likes?|would like)\b)",
    re.IGNORECASE,
)
_SHE_SAID = re.compile(r"\bsaid s?he\b", re.IGNORECASE)
_BY_ME = re.compile(
    r"\b(?:for|from|by) me\b|\b(?:try|call|ask|contact|ring|mail|ping|chase|remind) us\b|\bi(?:'ll| will)?\b",
    re.IGNORECASE,
)
_SEES_US = re.compile(
    r"\s*(?:squeeze|fit|slot|pencil|see|meet|have|host)\s+(?:us|me)\b", re.IGNORECASE
)  # "she'll fit us in"
_TITLE_AFTER = re.compile(r"[ -](?P<title>[^\W\d_]+)")
_TAKES_US = re.compile(
    r"\W*s?he (?:(?:can|will|could) )?(?:receives?|sees?|meets?|hosts?|has|expects?|welcomes?|takes?|invites?|gets?|fits?|squeezes?|slots?|picks?) (?:me|us)\b",
    re.IGNORECASE,
)  # where the author is to be
_FOR = re.compile(r"\b(?:for|to)\s+$", re.IGNORECASE)
_MUST = re.compile(
    r"\bmust\s+$|^(?:the )?(?:contract|quote|proposal|offer|invoice|samples?|sow|paperwork|order|docs?|papers|drawings?|report|deck|minutes) (?:to|must)\s+$",
    re.IGNORECASE,
)
_ASKING = re.compile(r"\W*(?:asking|getting|telling|having|letting)\b", re.IGNORECASE)
_OF_WHOM = re.compile(
    r"\W*(?:need |ask |get |asking |getting |telling |having )?[^,.;!?\n]{2,40}?(?:\s+to\s|['\u2019]?s\s+(?:ok\w*|approval|sign.?off|input|help|view|blessing|go.?ahead|yes|call|number)\b)",
    re.IGNORECASE,
)
_LISTED = re.compile(r"^\W*(?:next steps?|to-?\s?dos?|actions?(?: items?| points?)?|tasks?|open(?: items?| points?)?|pending|ais?|ns)\s*[:\u2013-]", re.IGNORECASE)  # fmt: skip
_GETS = re.compile(r"\W*(?:get|ask|have|tell|remind|let|make|want|need)\s+$", re.IGNORECASE)
_TO_DO = re.compile(rf"\s+(?:to|onto|on to)\b|\s+(?:{VERB})\b", re.IGNORECASE)
_TO_WHOM = re.compile(r"\b(?:to|for|with|at|from)\s+(?:[\w'\u2019]+\s*){1,3}$", re.IGNORECASE)
_NUMBER = r"\W*(?:\d+\s*\W\s*)?"


def owner_of(match: re.Match[str], sentence: Clause, parties: Parties) -> str | None:
    """The author, or who is named; an empty string where the subject is no person."""
    part = next((part for part in ("who", "who2", "who3", "who4", "who5", "who6", "who7") if match[part]), None)
    if part is None:
        return _wanted_of(match, sentence, parties) or "author"
    who, at = match[part], sentence.start + match.start(part)
    if _SEES_US.match(sentence.text, match.end()):
        return "author"
    for party in (*parties.users, *parties.contacts, *parties.accounts):
        if party.start <= at < _titled_end(party, sentence) or at <= party.start < at + len(who):
            lead = sentence.text[: max(0, party.start - sentence.start)]
            if party in parties.accounts and _SHE_SAID.search(match.group()):
                return next((each.name for each in reversed(parties.contacts) if each.end <= at), None)
            if _MUST.search(match.group()) and _FOR.search(lead):
                return "author"
            return None if party in parties.accounts else party.name  # a firm does nothing itself
    if re.fullmatch(rf"our\s\w+|{TEAM}", who, re.IGNORECASE):
        return None
    if who.lower() in {"they", "she", "he"}:
        people = sorted((*parties.contacts, *parties.users), key=lambda party: party.start)
        before = [party for party in people if party.end <= at]
        if who.lower() == "they":
            return None
        return before[-1].name if before else None
    return "author" if _MUST.search(match.group()) else ""


def _titled_end(party: Party, sentence: Clause) -> int:
    """Where a name ends with what its bearer is called by: Derya, of Derya hanim."""
    title = _TITLE_AFTER.match(sentence.text, max(0, party.end - sentence.start))
    return sentence.start + title.end() if title and fold(title["title"]) in TITLES_AFTER else party.end


def _wanted_of(match: re.Match[str], sentence: Clause, parties: Parties) -> str | None:
    """The colleague of whom something is wanted: "need Jonas to look", "need Daniel's ok"."""
    start = sentence.start + match.end()
    for user in parties.users if match["me"] or match["we"] else ():  # "I'll get Theo to price it"
        lead = sentence.text[match.end() : max(match.end(), user.start - sentence.start)]
        if (
            start <= user.start < sentence.end
            and _GETS.fullmatch(lead)
            and _TO_DO.match(sentence.text, user.end - sentence.start)
        ):
            return user.name
    asking = _ASKING.match(sentence.text, match.end()) if match["gerund"] is not None else None
    if not match["want"] and not asking and (match["verb"] or "").lower() not in {"need", "ask", "get"}:
        return None
    wanted = _OF_WHOM.match(sentence.text, match.end())
    inside = [
        user
        for user in (*parties.users, *(parties.contacts if "waiting" in match.group().lower() else ()))
        if wanted and start <= user.start and user.end <= sentence.start + wanted.end()
    ]
    return inside[-1].name if inside else None


def label_of(sentence: Clause, sentences: Sequence[Clause], parties: Parties) -> str | None:
    """Whose line it is where it begins with a name: "Hedda: headcount by Friday", "1) Liv - contract"."""
    place = sentences.index(sentence)
    before = [each for each in sentences[max(0, place - 2) : place] if each.line == sentence.line]
    for party in (*parties.users, *parties.contacts):
        if (party in parties.users or (sentence.mark != "/" and not _BY_ME.search(sentence.text))) and any(
            _heads(each, party, ours=party in parties.users or each is before[-1])
            and not (party in parties.contacts and each is before[-1] and _TO_WHOM.search(before[0].text))
            for each in before
        ):
            return party.name
        lead = sentence.text[: max(0, party.start - sentence.start)]
        if (
            sentence.start <= party.start < sentence.end
            and (re.fullmatch(_NUMBER, lead) or _RESPONSIBLE.search(lead))
            and re.match(_AFTER_LABEL[party in parties.users], sentence.text[party.end - sentence.start :])
        ):
            news = _ABOUT_THEM.search(sentence.text) or in_a_heading(party, parties)
            return None if party in parties.contacts and news else party.name
    return None


def _heads(clause: Clause, party: Party, *, ours: bool) -> bool:
    """Whether a clause is nothing but a name, with a number of its line unless it is one of `ours` or the clause before."""
    rest = _LISTED.sub("", _around(clause, party) or "x")
    return re.fullmatch(_NUMBER, rest) is not None and (ours or any(char.isdigit() for char in rest))


def is_mine(said: str) -> bool:
    """Whether a step begins with its author: "I'll send"."""
    return _MINE.match(said) is not None


def _around(clause: Clause, party: Party) -> str | None:
    """What a clause says besides the party; None where the party is not in it."""
    if not clause.start <= party.start < party.end <= clause.end:
        return None
    return clause.text[: party.start - clause.start] + clause.text[party.end - clause.start :] + " "


def doer_of(breath: Clause, sentence: Clause, parties: Parties) -> str:
    """Who is to do what a clause says: whom it, or the one before it, begins with; else the author."""
    lead = sentence.text[: breath.start - sentence.start].rstrip()
    if _TAKES_US.match(breath.text):
        return "author"
    if _HE.match(breath.text):
        known = [party for party in (*parties.contacts, *parties.users) if party.end <= breath.start]
        return max(known, key=lambda party: party.start).name if known else "author"
    for party in (*parties.users, *parties.contacts):
        at = party.start - breath.start
        if 0 <= at < len(breath.text) and not breath.text[:at].strip(" -*"):
            return party.name if _does(breath.text[party.end - breath.start :], party, parties) else "author"
        at = party.start - sentence.start
        before = lead[:at] if at >= 0 and party in parties.users and lead.endswith("(") else None
        if before is not None and _opens(before) and ", " not in lead[at:]:
            return party.name  # "Jonas handles the pricing (Friday)"
    return "author"


def _does(rest: str, party: Party, parties: Parties) -> bool:
    """Whether what follows a name says what that person is to do; of a colleague a thing is enough."""
    return DOES.match(rest) is not None or (party in parties.users and re.match(r"\s+(?:the|an?)\s", rest) is not None)


def _opens(lead: str) -> bool:
    return re.search(r"(?:^|,|\band|;)\s*$", lead) is not None
