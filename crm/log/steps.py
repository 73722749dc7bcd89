"""What is to be done next, by whom, until when."""

# ruff: noqa: E501 - patterns read best unbroken

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from crm.log.ahead import days_ahead
from crm.log.clauses import Clause, breaths
from crm.log.days import Day, find_days, working_day
from crm.log.people import Parties
from crm.naming import word_set

ACTIONS = word_set(
    "send call email ping follow schedule book set prepare prep draft check get loop share review chase circle cb remind update arrange "
    "confirm touch reach invite quote ship deliver order visit forward finalize finalise finish resend find ask meet demo present "
    "discuss write add submit provide introduce connect bring create build put pull run work look talk speak reconnect nudge text "
    "message give try see go do make start need research redo revise escalate raise sync dig organize organise propose sign return "
    "respond reply answer phone ring mail drop swing stop pop collect gather coordinate complete close push print install test ship revisit retry recontact reassess reapproach evaluate attend bill charge complete update consult revert restart hold dial fax wait pass point show pitch pursue prioritise prioritize map demo walk train scope size estimate calculate refresh update loop intro extend return fu "
    "f/u issue investigate kick renew reschedule re-send tell verify price file host hand take walk clarify fix recap reengage re-engage onboard approve process plan approach cc"
)
_VERB = "|".join(sorted((re.escape(verb) for verb in ACTIONS), key=len, reverse=True))
_ME = r"i'?ll|i will|i'm (?:going to|gonna)|i am going to|i(?:'ve)? (?:need|have|got|promised|agreed|said i'?d|owe|plan|want) (?:to|them|her|him|you|us)?|i should|i must|i gotta|i owe|gonna|gotta|need to|have to|i'd better|will"
_WE = r"we'?ll|we will|we(?:'re| are) (?:going to|gonna)|we (?:need|have|agreed|decided|promised|plan|want) to|we should|let's|lets"
_NEED = r"(?:wants?|wanted|asked|needs?|would like|expects?|waiting for|told|asking|'d like) (?:me|us) to|wants? (?:me|us) to|asked (?:that )?(?:i|we)|(?:asked|said|told (?:me|us)) to"
_START = re.compile(
    rf"(?P<label>\b(?:next steps?|to-?dos?|actions?(?: items?)?|ns|ais?)\s*(?::|=|\bare\b|\bis\b(?: to)?|\u2013|-)\s*)"
    rf"|\b(?P<me>(?:{_ME})\s+(?:(?:also|now|then|just|probably|definitely|try to)\s+)?)(?=(?:{_VERB}|be|have|circle|loop)\b)"
    rf"|\b(?P<we>(?:{_WE})\s+(?:(?:also|now|then|just|all)\s+)?)(?=\w)"
    rf"|\b(?P<need>(?:{_NEED})\s+)(?=\w)"
    rf"|\b(?P<they>(?P<who>they|she|he|(?-i:[A-Z][\w'\u2019.-]+)(?:\s(?-i:[A-Z][\w'\u2019-]+))?|(?!(?:\w+ed|wants?|needs?|likes?|said|going|how|what|when|us|me|him|her|them|it|able|have|has|got|hard|ready|happy|keen|easy|time|plans?|due|up|next|back|again)\b)[a-z]+)(?:'ll|\u2019ll| will| is going to| are going to| has to| have to| needs to| need to| agreed to| promised to| is to| to| should| must|'s going to| said (?:she|he|they)(?:'d| would|'ll| will))\s+)(?=(?:{_VERB}|come|let|have|decide|be)\b)"
    rf"|\b(?P<they2>(?P<who2>they|she|he|(?-i:[A-Z][\w'\u2019.-]+)(?:\s(?-i:[A-Z][\w'\u2019-]+))?)(?:'ll|\u2019ll| will| promised to| agreed to)\s+)(?=(?!be\b|need|have\b|want|like|know|think|see\b|take|cost|go\b|not\b|probably|likely|never|renew|sign|close|buy|win|lose|love|hate|still|also be|stay|remain)\w+)"
    rf"|(?P<gerund>(?:^|(?<=[,:;(.])|(?<=\band)|(?<=\bi'm)|(?<=\bim)|(?<=\bwe're)|(?<=\bi am)|(?<=\bwe are)|(?<=\bso))\s*)(?=(?!going|signing|closing|meeting\s+(?:with|w/|went|was)|being|having|doing|nothing|thing|something|anything|everything|bring\b|spring\b|pricing|during|morning|evening|including|according|regarding|following\s+(?!up))[a-z]{{3,}}ing\b)"
    rf"|(?P<want>\b(?:wants?|wanted|asked for|asking for|requested|needs|needed|expects?|expecting|looking for|waiting (?:on|for))\s+)(?=(?!to (?:sign|close|decide|renew|go live|start|buy|be|move|wait|think|talk to|see how)|(?:me|us) to\b)\w)"
    rf"|(?P<moved>\b(?:rescheduled|moved|pushed|postponed|booked|scheduled|set|confirmed)\s+(?:it\s+|a\s+\w+\s+|the\s+\w+\s+|\w+\s+)?(?:to|for|until|till|on)\s+)(?=\w)"
    rf"|(?P<owe>\b(?:i owe|we owe) (?:them|her|him|\w+) )(?=\w)"
    rf"|(?P<bare>(?:^|(?<=[,:;(\n])|(?<=\band)|(?<=\bthen)|(?<=\bso)|(?<=\bplus)|(?<=\balso)|(?<=&)|(?<=\+)|(?<=-)|(?<=\bplease)|(?<=\bpls)|(?<=\bto remember to)|(?<=\bcould you)|(?<=\bcan you)|(?<=\bwould you))\s*(?:(?:then|also|please|pls|just|must|remember to|don't forget to|remind me to|i'm to|to|will|and|now)\s+)*)(?=(?P<verb>{_VERB}|f/?u|cb)\b(?!\s+(?:with|w/)\s+\w+\s+(?:went|was)\b))"
    rf"|\b(?P<noun>(?:follow.?up|next|second|another|cb|callback|f/u|fu|demo|meeting|mtg|call|workshop|site visit|visit|onsite|kick-?off|pilot|presentation|review|qbr|lunch|session|deadline|quote|training|trial|survey|install(?:ation)?|go-?live|webinar|appointment|(?:contract|proposal|quote|order|sow|paperwork|samples?) (?=goes|go |going|is going|to go|will go))\b(?=[^.,;!?\n]*?(?:\b(?:on|by|for|next|nxt|in|due|tomorrow|tmrw|is|set|scheduled|booked|until|till|kicks|starts|begins|goes|out)\b|\d)))",
    re.IGNORECASE,
)
_STOP = re.compile(
    r"(?:,\s*|\s+)(?:and|then|but|so|plus|also|while|because|since|cause|as|&|\+)\s+(?=(?:(?:then|also|maybe)\s+)?(?:i|we|he|she|they|it|there|the (?:deal|budget|cfo|team)|i'?ll|we'?ll|(?:"
    + _VERB
    + r")\b|(?-i:[A-Z])\w+(?:'ll| will| to| is| needs| said| wants)))|,\s+(?=(?:i|we|he|she|they|it|i'?ll|we'?ll|(?:"
    + _VERB
    + r")|(?-i:[A-Z])\w+(?:'ll| will| to| is| needs))\b)|,\s+(?:but|so|which|because|since)\b|\s+(?:because|cause|since|cuz|bc)\s|[;\n!?]|\.(?=\s|$)|\s[-\u2013\u2022*]\s|\s\u2192\s",
    re.IGNORECASE,
)
_PAST = re.compile(r"^\w+(?:ed|t)\b|^(?:sent|met|got|gave|went|did|made|told|spoke|left|had|was|were)\b", re.IGNORECASE)
_BY = re.compile(
    r"\b(?:by|before|no later than|latest|until|till|due|deadline|within|end of|eo[dwmqy])\s*(?:the\s)?(?:end of\s)?(?:the\s)?$",
    re.IGNORECASE,
)
_NOT_ACTIONS = re.compile(
    r"^(?:note|log|record|mention|be (?:great|good|nice|fine|happy|able|interested|a |the |in (?:touch|the office)|out|back|ready|worth|tight|tough)|see (?:how|if|what|whether|you)|have (?:a (?:good|great|nice)|fun|to)|"
    r"need (?:more|a |an |the |it|this|some)|go (?:with|well|dark|live|ahead|forward)|look (?:good|great|like|promising|into the)|work (?:for|out|well)|make sense|let (?:me|us) know (?:if|when you)|do (?:well|great|it again)|"
    r"get (?:it|the (?:deal|business)|better|worse|back to normal)|close (?:this|the deal|it|by|in|before)|renew|sign\b|start (?:to|using)|have (?:a |the |their )?budget|decide\b(?! on \w+ by)|take (?:a while|time|longer|weeks|months))",
    re.IGNORECASE,
)
_DANGLING = re.compile(
    r"(?:\s+(?:and|then|but|so|by|on|for|at|the|to|in|with|a|or|before|until|till|of|also|plus|due|&|is|set|scheduled))+$|^[\s,:;.&+-]+|[\s,:;.(&+-]+$",
    re.IGNORECASE,
)


_MEETS = re.compile(
    r"\b(?:demo|meeting|mtg|call|visit|session|workshop|review|qbr|lunch|coffee|training|kick-?off|appointment|install\w*|deliver\w+|chat|catch.?up)\b",
    re.IGNORECASE,
)
_LOOSE = word_set("need see try do make look work go give start put run take plan")
_NOUNS_TOO = word_set(
    "call demo meet email visit text message review quote order test mail ring sync price update close process approach plan set push issue phone fax intro"
)
_CHANGES = word_set("update close set push")
_AS_NOUN = re.compile(
    r"\w+\s+(?:with|w/|@|at|from|call|booked|scheduled|set|moved|confirmed|cancelled|done|today|yesterday|went|was|re|about|is|are|had|on\b(?! \w+day)|:|-|of|to say)|\w+\s*(?:$|[:,.])",
    re.IGNORECASE,
)
LONGEST_STRETCH = 6  # days; a meeting in March is no next step yet
_DEADLINE = re.compile(
    r"\b(?:by|due|no later than)\s*(?:on\s|in\s)?(?:the\s)?(?:end of\s|eod\s|cob\s)?(?:the\s)?$", re.IGNORECASE
)
_NO_TASK = re.compile(
    r"\b(?:clos\w*|sign\w*|decision|decid\w*|award|expected|was|were|is|are|be|have|had|went|said|out|live|moved|pushed|"
    r"slipp\w*|paperwork|renew\w*|\w{3,}ed)\b",
    re.IGNORECASE,
)
_THEN = re.compile(r"\b(?:then|after that|before that|by then)\W*$", re.IGNORECASE)
_TAKEN_BACK = re.compile(r"^\W*(?:(?:no|oh|scratch that|sorry|wait|actually|correction|i mean|make (?:that|it)|oops|rather|nope)\b\W*)+", re.IGNORECASE)  # fmt: skip
_DUE_ONLY = ("gerund", "want", "moved")  # they name a next step only together with a day to come


@dataclass(frozen=True)
class Step:
    what: str
    due: date | None
    owner: str | None  # author, or a name as said
    start: int
    end: int


def find_steps(sentences: Sequence[Clause], parties: Parties, today: date, *, day_first: bool = False) -> list[Step]:
    """The next steps that the sentences name, in order. What is already done is none."""
    found: list[Step] = []
    earlier = ""
    for sentence in sentences:
        if sentence.question:
            continue
        for step in (
            *_in_sentence(sentence, parties, today, day_first=day_first, earlier=earlier),
            *_deadlines(sentence, today, day_first=day_first),
        ):
            if not any(other.start < step.end and step.start < other.end for other in found):
                found.append(step)
        if (
            found
            and _TAKEN_BACK.match(sentence.text)
            and (days := find_days(sentence.text, today, "future", day_first=day_first))
        ):
            found[-1] = replace(found[-1], due=due_day(sentence.text, days, today))
            continue
        taken = [(step.start, step.end) for step in found]
        for breath, day in days_ahead(sentence, today, taken, day_first=day_first):
            what = _tidy(breath.text, [day]) or _tidy(sentence.text, [])
            due = due_day(breath.text, [day], today)
            if all(step.due != due for step in found):
                found.append(Step(what, due, "author", breath.start, breath.end))
        earlier += f"{sentence.text}\n"
    return found


def due_day(text: str, days: Sequence[Day], today: date) -> date | None:
    """The day by which something is to be done; of a stretch its last working day after "by", else its first."""
    ahead = [day for day in days if day.last >= today]
    if not ahead:
        return None
    chosen = next((day for day in ahead if _BY.search(text[: day.start])), ahead[0])
    if chosen.single:
        return chosen.first
    if _BY.search(text[: chosen.start]) or chosen.first <= today:
        return working_day(chosen.last)
    return _first_working(chosen.first)


def _first_working(day: date) -> date:
    return day + timedelta(days=(7 - day.weekday()) % 7 if day.weekday() > 4 else 0)


def _in_sentence(sentence: Clause, parties: Parties, today: date, *, day_first: bool, earlier: str) -> Iterator[Step]:
    text = sentence.text
    taken = 0
    for match in _START.finditer(text):
        if match.start() < taken or (match["bare"] is not None and _past_start(text, match, today)):
            continue
        if match["label"]:
            yield from _listed(sentence, match.end(), parties, today, day_first=day_first)
            return
        end = _end(text, match.end(), today)
        whole = _whole(sentence, match, end, today)
        owner = _owner(match, sentence, parties) if whole else ""
        if owner == "":
            continue
        taken = end
        days = find_days(whole, today, "future", day_first=day_first)
        due = due_day(whole, days, today)
        if not days and _THEN.search(whole):  # "out until the 4th, will chase him then"
            due = due_day(
                "", find_days(earlier + text[: match.start()], today, "future", day_first=day_first)[-1:], today
            )
        yield Step(_tidy(whole, days), due, owner, sentence.start + match.start(), sentence.start + end)


def _whole(sentence: Clause, match: re.Match[str], end: int, today: date) -> str:
    """The words of a step; empty where the match is none after all."""
    text = sentence.text
    body, all_of_it = text[match.end() : end], text[match.start() : end]
    if _NOT_ACTIONS.match(body.strip()) or not re.search(r"[^\W\d_]{2,}", all_of_it):
        return ""
    if match["noun"]:
        return all_of_it if _noun_due(text, match, end, today, later=sentence.sentence > 0) else ""
    if all(match[name] is None for name in _DUE_ONLY):
        return body
    if not _ahead(all_of_it, today) or (match["want"] and not _near(all_of_it, text[: match.start()], today)):
        return ""
    if match["moved"] is None:
        return all_of_it
    meeting = _MEETS.search(text)
    return f"{meeting.group()} {all_of_it}" if meeting else ""


def _near(text: str, before: str, today: date) -> bool:
    """Whether what somebody wants has a day, not a season, and is not just what they do not want."""
    days = [day for day in find_days(text, today, "future") if day.last >= today]
    if re.search(r"\b(?:not|n't|no longer|never)\s+$", before, re.IGNORECASE):
        return False
    return any((day.last - day.first).days <= LONGEST_STRETCH for day in days)


def _deadlines(sentence: Clause, today: date, *, day_first: bool) -> Iterator[Step]:
    """What is wanted by a day, without a verb: "Contract to her by Thursday"."""
    for breath in breaths(sentence):
        for day in find_days(breath.text, today, "future", day_first=day_first):
            before = breath.text[: day.start]
            if (
                day.first > today
                and _DEADLINE.search(before)
                and not _NO_TASK.search(before)
                and re.search(r"[^\W\d_]{3,}", before)
            ):
                due = due_day(breath.text, [day], today)
                yield Step(_tidy(breath.text, [day]), due, "author", breath.start, breath.end)
                break


def _listed(sentence: Clause, start: int, parties: Parties, today: date, *, day_first: bool) -> Iterator[Step]:
    """What follows "next steps:", one step for each part."""
    rest = sentence.text[start:]
    for part in re.finditer(
        r"[^,;+&\n]+?(?=\s*(?:[,;+&\n]|\band\b(?=\s+(?:" + _VERB + r")\b)|$))", rest, re.IGNORECASE
    ):
        body = re.sub(r"^\s*(?:and|then|\d+[.)])\s*", "", part.group())
        if not re.search(r"[^\W\d_]{2,}", body):
            continue
        at = sentence.start + start + part.start()
        inner = _START.match(body)
        owner = "author"
        if inner and (inner["they"] or inner["they2"]):
            owner = _owner(inner, Clause(body, at + len(part.group()) - len(body), at, 0), parties) or "author"
            body = body[inner.end() :]
        days = find_days(body, today, "future", day_first=day_first)
        yield Step(_tidy(body, days), due_day(body, days, today), owner, at, at + len(part.group()))


def _past_start(text: str, match: re.Match[str], today: date) -> bool:
    """An imperative and a noun look alike: "call with Jane went well" orders nothing."""
    rest = text[match.end() :]
    verb = match["verb"].lower()
    opens = not text[: match.start()].strip()
    if verb in _LOOSE and opens and not _ahead(rest, today):
        return True
    if verb in _NOUNS_TOO and (_AS_NOUN.match(rest) or (opens and verb in _CHANGES)):
        return True
    return verb == "set" and not re.match(r"set (?:up|a|the|time)", rest, re.IGNORECASE)


def _ahead(text: str, today: date) -> bool:
    return any(day.last >= today for day in find_days(text, today, "future"))


def _noun_due(text: str, match: re.Match[str], end: int, today: date, *, later: bool) -> bool:
    """A meeting or deadline is a next step only where a day to come is set for it."""
    body = text[match.start() : end].split(", ", maxsplit=1)[0]
    before = text[: match.start()]
    if re.search(
        r"\b(?:had|did|after|from|in|off|finished|great|good|the last|out of|sent|received|got|during|signed|reviewed|before)\s+(?:a |an |the |our |my |their )?(?:\w+ )?$",
        before,
        re.IGNORECASE,
    ):
        return False
    if match.start() == 0 and re.search(
        r"\b(?:went|was|were|said|discussed|covered|asked|wants|talked)\b", body, re.IGNORECASE
    ):
        return False
    ahead = [day for day in find_days(body, today, "future") if day.first > today]
    if not ahead or (ahead[0].last - ahead[0].first).days > LONGEST_STRETCH:
        return False
    past = [day for day in find_days(body, today, "past") if day.first > today]
    fixed = re.search(
        r"\b(?:next|follow|another|second|scheduled|booked|set|due|cb|callback|is|for|tomorrow|by|kicks off|starts|begins|goes live|happens)\b",
        text[: match.start() + ahead[0].end],
        re.IGNORECASE,
    )
    return (
        bool(past)
        or fixed is not None
        or later
        or re.search(r"[,;:.)]\s*(?:and |the |our |a )?(?:\w+ )?$", text[: match.start()]) is not None
    )


def _end(text: str, start: int, today: date) -> int:
    """Where a step stops: at a new thought, or at the first comma after its day."""
    stop = _STOP.search(text, start + 1)
    end = stop.start() if stop else len(text)
    days = [day for day in find_days(text[start:end], today, "future") if day.last >= today]
    comma = text.find(", ", start + days[0].end, end) if days else -1
    return comma if comma >= 0 else end


def _owner(match: re.Match[str], sentence: Clause, parties: Parties) -> str | None:
    """The author, or who is named; an empty string where the subject is no person."""
    who = match["who"] or match["who2"]
    if not who:
        return "author"
    at = sentence.start + match.start("who" if match["who"] else "who2")
    for party in (*parties.users, *parties.contacts, *parties.accounts):
        if party.start <= at < party.end or at <= party.start < at + len(who):
            return party.name
    if who.lower() in {"they", "she", "he"}:
        before = [party for party in parties.contacts if party.end <= at]
        if who.lower() == "they":
            accounts = [party for party in parties.accounts if party.end <= at and party.client]
            return accounts[-1].name if accounts else None
        return before[-1].name if before else None
    return ""


def _tidy(text: str, days: Sequence[Day]) -> str:
    """The step without its day, which has a field of its own."""
    for day in sorted(days, key=lambda day: day.start, reverse=True):
        text = _DANGLING.sub("", text[: day.start]) + " " + text[day.end :]
    text = re.sub(r"\s+", " ", text).strip()
    previous = ""
    while text != previous:
        previous, text = text, _DANGLING.sub("", text).strip()
    return text[:500]
