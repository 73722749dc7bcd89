"""What sort of thing happened, if anything did."""

# ruff: noqa: E501 - patterns read best unbroken

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from crm.log.clauses import Clause, breaths
from crm.log.days import find_days
from crm.log.proposal import LogKind

_WITHIN = r"(?:[ \t]+\w+){0,3}?[ \t]+"
# Verbs in the past: they say that it happened.
_KINDS: dict[str, LogKind] = {"message": "message", "email": "email", "call": "call", "meeting": "meeting"}
PAST: tuple[tuple[LogKind, re.Pattern[str]], ...] = tuple(
    (_KINDS[kind], re.compile(rf"\b(?:{pattern})", re.IGNORECASE))
    for kind, pattern in (
        (
            "message",
            r"texted|sms(?:'?e?d)|whats ?app(?:ed|'d)|slacked|dm(?:'d|'ed|ed)|messaged|msg'?d|pinged|im'?d|linked(?: |-)?in(?:ed| message| msg| dm|ed)|"
            r"(?:got|received|sent|exchanged|had|swapped)"
            + _WITHIN
            + r"(?:texts?|sms|whatsapps?|dms?|messages?|msgs?)\b(?! on (?:the )?(?:machine|voicemail))|"
            r"(?:texts?|sms|whatsapp|dm|linkedin message|linkedin|message) (?:from|exchange)|per whatsapp|by text\b",
        ),
        (
            "email",
            r"e-?mailed|mailed|e/m(?= )|gemailt|geschrieben|geschickt|sent (?:over|us|me|through|across)\b|wrote (?:back|to)|wrote|replied|responded|forwarded|fwd'?d?|resent|cc'?d|heard back|"
            r"(?:got|received|had|sent|exchanged|traded|fired off|shot)" + _WITHIN + r"e-?mails?|"
            r"(?:got|received|had)"
            + _WITHIN
            + r"(?:reply|response|note back)|e-?mails? (?:from|exchange|back and forth|thread)|"
            r"(?:sent|shared|sending over|shot|delivered|submitted)(?= (?:over |across |him |her |them |\w+ ){0,4}?(?:the |a |an |our |my |over |revised |updated |new |final |first |some |two |\w+ )*"
            r"(?:proposal|quote|deck|contract|pricing|info|information|sow|msa|nda|order form|docs?|documents?|brochure|case stud\w+|one.?pager|summary|recap|invoice|"
            r"agenda|invite|link|slides|details|samples? list|redlines?|terms|offer|estimate|datasheet|references?|follow.?up|catalog\w*|price list|report|paperwork|security \w+|questionnaire|"
            r"drawings?|plans?|specs?|cvs?|resum[eé]s?|files?|photos?|pictures|maps?|drafts?|(?:\w+ )?(?:kit|pack|form|list)|data|numbers|figures|feedback|comments|certificates?|letter|rfp|rfq|rfi|(?:user|customer|case) \w+)\b)",
        ),
        (
            "call",
            r"t/c|p/c|telecon|spk(?:e|en)? (?:to|w|with)|angerufen|telefoniert|telefonat|gesprochen|called(?! (?:off|for|out|it|into question))|phoned|rang|dial(?:l)?ed|telephoned|spoke|spoken|talked|chatted|had a (?:\w+ )?(?:chat|talk|word|natter|ring)|"
            r"(?:hopped|jumped|got|been|was|were) (?:on|off) (?:the |a |an )?(?:\w+ )?(?:phone|call|blower|horn|line)|on the (?:phone|blower|horn)(?= (?:with|to|just|this|today|yesterday|earlier|for)\b|$|[,.])|over the phone|(?:had|got|have) (?-i:[Qq]q+|him|her|them) on the (?:line|phone)|on the line with|"
            r"l(?:eft|ft)"
            + _WITHIN
            + r"(?:vm|voice ?mail|message|msg)|\blv?m+\b|phone tag|\bvm\b(?=\s+(?:for|to|from|w/|with|left|again|,|$))|\bvm'?d\b|voicemail (?:from|for|to)|"
            r"caught up (?:with|w/|by phone)|touched base|checked in (?:with|w/|on)|connected (?:with|w/)|conv(?:o|ersation)? (?:with|w/)|reached (?:out to )?(?=\w+ (?:by|on the) phone)|"
            r"hung up (?:with|from)|straight to voice ?mail|(?:nobody|no one|didn't|doesn't|did not|not) (?:picks?|picking|picked|pick) up|left word|tried (?-i:[Qq]q)|tried (?:calling|ringing|to call|phoning|to reach|reaching)|(?:couldn't|could not|can't|didn't|did not|cannot|unable to) (?:reach|get hold of|get through)|no answer|no pick ?up|"
            r"(?:got|had|took|received|just had|did|finished|wrapped(?: up)?|ended|made|after|off)"
            + _WITHIN
            + r"(?:phone |intro |discovery |follow.?up |check.?in |zoom |conf(?:erence)? |con)?calls?\b(?! (?:off|for|to))|"
            r"rung|gave \w+ (?:\w+ )?a (?:call|ring|buzz|bell)|\bcb'd|returned (?:his|her|their|my) call",
        ),
        (
            "meeting",
            r"met(?: up)?(?! (?:(?:their|our|the|my|all|his|her|its|every) (?:\w+ )?)?(?:quota|targets?|expectations|requirements?|slas?|deadlines?|goals?|criteria|needs|minimum|kpis?)\b)\b|met (?:the|their|our|his|her) (?:\w+ )?"
            r"(?:team|cfo|cto|ceo|coo|cio|ciso|director|manager|head|board|vp|owner|buyer|folks|guys|people|crew|engineers?|procurement|staff)|"
            r"(?:had|did|ran|gave|hosted|attended|finished|held|wrapped(?: up)?|completed|after|joined|grabbed|took|out of|enjoyed|did the|just had)"
            + _WITHIN
            + r"(?:meetings?|mtgs?|lunch|coffee|dinner|breakfast|beers?|drinks?|demo|workshop|qbr|ebr|onsite|on-site|site visit|visit|walk.?through|presentation|kick-?off|tour|session|review|training|webinar|sit.?down|zoom|webex|round of golf|pint)\b|"
            r"demo(?:ed|'d)|demonstrated|presented|pitched|lunched|visited|walked (?:\w+ ){1,4}(?:through|around)|sat down|dropped (?:by|in)|popped (?:in|by|over)|stopped (?:by|in)|swung by|"
            r"(?:ran|bumped) into|took \w+ (?:\w+ )?(?:to|out for|for) (?:lunch|dinner|coffee|breakfast|drinks|golf)|toured|hosted|zoomed|drove (?:out|over|up|down) to|walked (?:the|their|his|her|our|a) (?:\w+ )?(?:site|plant|floor|store|job|line|yard|fields?|property|building|facility|shop|warehouse|farm|roof)|"
            r"rode along|(?:just )?back from (?:the |a |our |their |my )?(?:\w+ )?(?-i:[Qq]q+|site|visit|office|plant|lab|warehouse|show|fair)|took (?-i:[Qq]q+)|took (?:him|her|them) |walked in|knocked on|dropped (?:\w+ ){1,5}off|dropped off|delivered (?:the |a |some |our |two |three )?(?:\w+ ){0,2}(?:samples?|cases?|kits?|demo units?)|just left (?:the |their |his |her )?(?-i:[Qq]q)|caught (?:him|her|them|(?-i:[Qq]q+)) (?:in|at|on|after|before|by|outside)|"
            r"went (?:to see|over to|out to|down to|up to|round to|by)|saw (?:him|her|them)\b|shook hands|getroffen|besucht|vor ort|termin (?:mit|bei|heute|gestern|war)|treffen mit|zu besuch|shadowed|"
            r"showed (?:them|him|her|(?-i:[Qq]q+)|the (?:team|board|buyer|\w+ team)) (?!interest)(?:the|our|a|how|around|some|both|what)|"
            r"(?:spoke|talked|chatted|caught up)"
            + _WITHIN
            + r"(?:over|at|during) (?:lunch|coffee|dinner|the booth|their office)|face to face with|(?:was|were|been) on ?site|(?:was|were|been) (?:over )?(?:at|with) (?-i:[Qq]q)|saw (?-i:[Qq]q)|showed me (?:round|around|through|the|their|his|her)|took me (?:round|around|through)|met (?-i:[Qq]q)",
        ),
    )
)
# What may stand before such a noun at the start of a clause.
_LEAD = (
    r"quick|great|good|bad|rough|tough|short|brief|long|intro|discovery|first|second|third|1st|2nd|another|had|just|finished|after|today's|yesterday's|"
    r"this morning's|the|our|this|that|a|an|my|weekly|monthly|quarterly|done|with|wrapped|off|out|of|from|following|in|on|really|very|productive|positive|"
    r"follow.?up|sales|phone|zoom|teams|video|conf|morning|afternoon|yesterday|today|mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:rs|rsday)?|fri(?:day)?|"
    r"am|pm|onsite|virtual|remote|inbound|outbound|incoming|cold|new|client|customer|internal|technical|pricing|product|budget|renewal|kick.?off|site|log|ok|so|hi|hey|fyi|update|amazing|excellent|awful|super|pretty|interesting|surprise|impromptu|\d+ ?min(?:ute)?s?|voice|field|\d{1,2}[:.]?\d{0,2} ?(?:am|pm)?|(?-i:[A-Z])[\w&.]+(?:'s)?|re|note|notes|summary|recap"
)
_ANY = r"(?!(?:wants?|needs?|asks?|asked|no|not|will|to|for|about|need|want|booked|next|before|until|if|and|or|but|without|have|has|expect\w*|plan\w*|requested?|skip\w*|miss\w*|cancel\w*|send|ping|give|please|pls|set|book|schedule)\b)\w+"
# Things that have a name: they happened unless they are still to come.
NOUNS: tuple[tuple[LogKind, re.Pattern[str]], ...] = tuple(
    (_KINDS[kind], re.compile(rf"^\W*(?:(?:{_LEAD})\W+){{0,5}}(?:{_ANY}\W+){{0,2}}(?:{pattern})(?=$|\W)", re.IGNORECASE))
    for kind, pattern in (
        ("message", r"texts?|sms|whatsapp|dm|linkedin|slack|message|msg"),
        ("email", r"e-?mails?|reply|response|mail"),
        ("call", r"calls?|t/c|teleconf\w*|telefonat|anruf|ph call|ring|phonecall|phone(?=\s+(?:w/|with|to))|voicemail|vm|conf call|chat|catch.?up|check.?in|sync|huddle|cb|convo|conversation"),
        ("meeting", r"meetings?|mtgs?|demo|lunch|coffee|dinner|breakfast|drinks|workshop|qbr|ebr|onsite|visit|zoom|teams|webex|google meet|gmeet|presentation|kick-?off|tour|walkthrough|webinar|f2f|training|sit-?down|review|session|survey|inspection|audit|walkaround|in.?service|site walk|conference|tasting|ride.?along|roundtable|briefing|consult(?:ation)?|viewing|fitting|off.?site|termin|treffen|seminar|on site|open day|walk.?in|skype|facetime|hangouts?|video ?(?:call|chat)|golf|barbecue|bbq|trial (?=at|with|w/|wrapped|done|went)|trade ?show"),
    )
)  # fmt: skip
CHANNELS: tuple[tuple[LogKind, re.Pattern[str]], ...] = (
    ("email", re.compile(r"\b(?:by|via|over|on|through) e-?mail\b", re.IGNORECASE)),
    ("message", re.compile(r"\b(?:on|via|over|by|through) (?:whats ?app|slack|linkedin|li|sms|text|teams chat|dm|telegram|signal|wechat|messenger|imessage|chat)\b", re.IGNORECASE)),
    ("meeting", re.compile(r"\b(?:over|at|for|during) (?:lunch|coffee|dinner|breakfast|drinks|a beer|beers|a pint)\b|\bin person\b|\bface.to.face\b|\bf2f\b|\bat (?:their|her|his) (?:office|site|plant|hq|warehouse)\b|\b(?:at|during) (?:the )?(?:\w+ )?(?:trade ?show|conference|expo|booth|fair|summit)\b", re.IGNORECASE)),
    ("call", re.compile(r"\b(?:by|over the|on the|via) (?:phone|telephone)\b", re.IGNORECASE)),
    ("meeting", re.compile(r"\b(?:on|over|via) (?:a )?(?:zoom|teams|webex|google meet|video)\b(?! call)", re.IGNORECASE)),
)  # fmt: skip
TO_COME = re.compile(
    r"\b(?:will|'ll|won't|shall|going to|gonna|need(?:s|ed)? to|have to|has to|should|must|gotta|let's|lets|please|pls|can you|could you|would|might|may|"
    r"plan(?:ning|s)? (?:to|a|on)|wants? (?:to|a|another|me|us)|wanted (?:to|a|another)|asked for|like to|remember to|don't forget|schedul\w+|set(?:ting)? up|booked|booking|book|set for|arrang\w+|"
    r"upcoming|if|until|to do|todo|next steps?|agreed (?:to|on)|organi[sz]\w+|confirmed (?:a|the|for)|ask(?:ed)? (?:to|for)|invite\w*|propos(?:e|ed) (?:a|another)|rescheduled?|postponed?|cancel\w*|moved (?:the|our)|"
    r"haven't|hasn't|never|didn't|did not|not yet|wasn't|without|instead of|supposed to|forgot to|meant to|verschoben|abgesagt|geplant|vereinbart|will|soll|about to|hoping to|try to|trying to)\b[^.;!?\n]*$",
    re.IGNORECASE,
)
_AFTER_TO_COME = re.compile(
    r"^[^.;!?\n]{0,40}\b(?:is|are|scheduled|booked|set|planned|confirmed|moved|pushed|rescheduled|postponed)\b[^.;!?\n]{0,15}\b(?:for|to|on|till|until|next|tomorrow)\b",
    re.IGNORECASE,
)
_CALLED_OFF = re.compile(
    r"^[^.;!?\n]{0,60}\b(?:cancel\w*|postponed|moved|rescheduled|pushed|didn't happen|no.?show|verschoben|abgesagt|fällt aus|fell through|called off)\b",
    re.IGNORECASE,
)
_REPORTED = re.compile(
    r"\b(?:said|says|told|asked|confirmed|agreed|mentioned|wants?|discussed|went|spent|ping|walked|reviewed)\b",
    re.IGNORECASE,
)
_ORDERED = re.compile(  # "call Jane" is an order, "call with Jane" a report
    r"\s+(?!(?:with|w|from|to|re|about|went|was|this|today|yesterday|yest|on|in|at|after|done|back|notes?|summary|recap|just|earlier)\b)\w",
    re.IGNORECASE,
)
_VERBS_TOO = re.compile(r"(?:call|text|message|msg|dm|slack|e-?mail|mail|ring|phone|visit|tour|review|chat|zoom|sync|audit|survey|cb|demo|present|reply)s?\W*$", re.IGNORECASE)  # fmt: skip
_MEALTIME = re.compile(r"after (?:lunch|dinner|breakfast|coffee)", re.IGNORECASE)
_REACHING = re.compile(
    r"(?:didn't|did not|unable to|cannot) (?:reach|get|pick)|couldn't|could not|can't (?:reach|get)|no answer|no pick",
    re.IGNORECASE,
)
_ASKED_TO_LOG = re.compile(
    r"^\W*(?:please |pls |can you |could you |hey |hi |rapport,? )*(?:log|record|add|note down|note|put down|save|capture|enter|jot down|make a note of)\b(?: (?:that|a|an|this|the|my|down|in|new))*"
    r"\s*(?P<noun>calls?|meetings?|mtg|e-?mails?|notes?|messages?|texts?|demo|visit|lunch|voicemail|vm|activity)?\b\W*",
    re.IGNORECASE,
)
_OF_NOUN: dict[str, LogKind] = {
    "call": "call", "voicemail": "call", "vm": "call", "meeting": "meeting", "mtg": "meeting", "demo": "meeting", "visit": "meeting",
    "lunch": "meeting", "email": "email", "e-mail": "email", "note": "note", "message": "message", "text": "message",
}  # fmt: skip
_MAIL = re.compile(r"^\s*(?:from|subject|to|sent|date)\s*:\s*\S.*$", re.IGNORECASE | re.MULTILINE)
_QUOTING = re.compile(r"^[ \t>]*On .{5,100}\swrote:\s*$", re.MULTILINE)
_SIGNED = re.compile(
    r".{15}.*\n[ \t]*(?:(?:best|kind|warm|many|with)[ \t]+)*(?:best|regards|wishes|cheers|thanks|thank you|sincerely|yours|br|thx|rgds|greetings|all the best|mfg|viele grüße|beste grüße|(?:mit )?freundlichen? grüßen?)"
    r"(?:[ \t]+(?:truly|faithfully|again|in advance))?[ \t]*[,.!]?[ \t]*\n(?:[^\n]{0,60}\n?){1,6}\s*$",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True)
class Event:
    """Something that happened, and the clause that says so."""

    kind: LogKind
    clause: Clause
    start: int


def is_mail(text: str) -> bool:
    """Whether the message is a pasted e-mail."""
    return len(_MAIL.findall(text)) >= 2 or _SIGNED.search(text) is not None or _QUOTING.search(text) is not None


def asked_to_log(text: str) -> tuple[LogKind | None, int]:
    """What "log a call with …" asks for, and where the words to log begin."""
    match = _ASKED_TO_LOG.match(text)
    if match is None:
        return None, 0
    noun = (match["noun"] or "").lower()
    return _OF_NOUN.get(noun, _OF_NOUN.get(noun.rstrip("s"), "note")), match.end()


def find_events(sentences: Sequence[Clause], today: date) -> list[Event]:
    """What happened according to the sentences, in order; plans, wishes and questions are none of it."""
    found: list[Event] = []
    for sentence in sentences:
        if not sentence.question:
            found += _in_sentence(sentence, today, alone=len(sentences) == 1)
    return found


def _in_sentence(sentence: Clause, today: date, *, alone: bool) -> list[Event]:
    found: list[Event] = []
    text = sentence.text
    for kind, pattern in PAST:
        for match in pattern.finditer(text):
            before = text[: match.start()]
            if _MEALTIME.match(match.group()):
                continue
            if TO_COME.search(_breath_before(before)) and not _REACHING.match(match.group()):
                continue
            found.append(Event(_by_channel(kind, text), sentence, sentence.start + match.start()))
    if not found:
        for clause in [sentence, *breaths(sentence)]:
            event = _noun(clause, sentence, today, alone=alone and len(breaths(sentence)) == 1)
            if event is not None:
                return [event]
        found += _by_way(sentence)
    return sorted(found, key=lambda event: event.start)


def _by_way(sentence: Clause) -> list[Event]:
    """A way of talking that is named tells that they talked: "confirmed by phone"."""
    for kind, pattern in CHANNELS:
        match = pattern.search(sentence.text)
        if (
            match
            and (_REPORTED.search(sentence.text) or sentence.sentence == 0)
            and not TO_COME.search(sentence.text[: match.start()])
        ):
            return [Event(kind, sentence, sentence.start)]
    return []


def _noun(clause: Clause, sentence: Clause, today: date, *, alone: bool) -> Event | None:
    for kind, pattern in NOUNS:
        match = pattern.match(clause.text)
        if match is None or TO_COME.search(match.group()):
            continue
        rest = clause.text[match.end() :]
        ahead = [day for day in find_days(sentence.text, today, "past") if day.first > today]
        first = not sentence.sentence and clause.start == sentence.start
        if not _told(rest) and _may_come(clause.text, today) and (not first or alone):
            continue
        if TO_COME.search(_lead(sentence, clause)):
            continue
        if (
            _VERBS_TOO.search(match.group())
            and not match.group()[: match.group().rfind(" ")].strip()
            and " " not in match.group().strip()
            and _ORDERED.match(rest)
        ):
            continue
        if _CALLED_OFF.search(rest):
            continue
        if _AFTER_TO_COME.match(rest) or (ahead and ahead[0].start < match.end() + 60 and not _told(rest)):
            continue
        if not (_told(rest) or rest.strip(" .,:") or match.group().strip()):
            continue
        if kind in {"message", "meeting", "call"} and re.match(
            r"\s*(?:me|us|him|her|them|back)\b", rest, re.IGNORECASE
        ):
            continue
        return Event(_by_channel(kind, clause.text), sentence, clause.start)
    return None


def _lead(sentence: Clause, clause: Clause) -> str:
    """A word or two that stand before a clause and say what it is: "Booked: dinner with Jane"."""
    before = sentence.text[: clause.start - sentence.start].strip(" :,-")
    return before if len(before.split()) <= 3 else ""


def _may_come(text: str, today: date) -> bool:
    """Whether a day that is named may lie ahead as well as behind: "Thursday", "the 14th"."""
    return any(day.first > today for day in find_days(text, today, "future"))


def _told(rest: str) -> bool:
    """Whether what follows tells how it went."""
    return (
        re.search(
            r"\b(?:went|was|were|said|wants|wanted|happy|liked|loved|asked|discussed|covered|agreed)\b",
            rest,
            re.IGNORECASE,
        )
        is not None
    )


def _breath_before(before: str) -> str:
    return re.split(r",\s|\s(?:and|but|so|then)\s", before)[-1]


def _by_channel(kind: LogKind, text: str) -> LogKind:
    for channel, pattern in CHANNELS:
        if pattern.search(text) and {kind, channel} != {"email", "meeting"}:
            return channel
    return kind
