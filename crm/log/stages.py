"""What a message says about how far along a deal is, in the record's own stages."""

# ruff: noqa: E501 - patterns read best unbroken

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from crm.log.clauses import ARROWS, Clause
from crm.log.context import KnownStage
from crm.log.outcomecues import LOST_TOO, WON_TOO
from crm.log.stagecues import AGREED_ALOUD, LOST_ABROAD, PARKED, STARTS_AGAIN, WON_ABROAD
from crm.log.verdictcues import LOST_SAID, WON_SAID
from crm.model import Outcome
from crm.naming import words

_DOUBT = re.compile(
    r"\b(?:not(?! (?:the|an?|my|our|q+)\b)|n't|didn't|haven't|hasn't|isn't|won't|never|no one|nobody|if|once|when|until|till?|unless|before|should|might|may|could|would|"
    r"hope|hopes|hoping|hopefully|expect(?:s|ed|ing)?|will|'ll|wants?|need(?:s|ed)?|ready to|about to|going to|gonna|plans? to|"
    r"likely to|to be|to get|get it|trying to|close to|almost|nearly|risk(?:s)?|afraid|worried|think(?:s)?|could be|yet to|"
    r"still (?:has|have|needs?)|in order to|forget|ha(?:s|ve|d) to|must|collect(?:s|ing)?|chas(?:e|ing)|await(?:s|ing)?|waiting|pending|owes?|sobald|wenn|falls|bevor|noch nicht|soll|asked (?:us|me) to|by(?= (?:the |end|eo|co[bp]|mon|tue|wed|thu|fri|sat|sun|\d|next|tomorrow|tmr|then|christmas|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|q[1-4])))\b(?!\s+(?:the way|no doubt))",
    re.IGNORECASE,
)
WON = re.compile(
    r"\b(?:(?:mark|set|put|move|flag)(?:e?d)? (?:\w+ ){1,6}?(?:as|to) (?:closed )?won\b|(?<!nicht )(?<!wird )(?<!noch )unterschrieben|(?:auftrag|zuschlag|bestellung) (?:ist da|erhalten|bekommen)|(?-i:[Qq]q+) won\b(?=\s*(?:$|[,.!;:(\u2013-]|\d|at\b|for\b))|(?:has |have |just |finally |already )?(?<!nda )(?:signed|countersigned|inked|executed|firmed)\b(?! (?:copy|copies|contract|form|order|quote|agreement|proposal)? ?(?:to (?:be|come|follow|arrive)|due|expected|(?:will|should) (?:be|come|follow|arrive))\b)(?! (?:(?:us|me|him|her|them) in\b|off\b(?! on the (?:contract|deal|renewal))|up for|in to|for\b|(?:(?:the|an?|our|my|his|her|their) )?(?:\w+ )?(?:test|trial|acceptance|commissioning|safety|inspection|delivery|site|training|service|calibration|fat|sat|demo|hand-?over|loan|measurement)s? (?:protocol|sheet|form|report|record|certificate|log|book|list|note|slip|docket|minutes)\b|(?:the |a |an |our |my )?(?:visitors?|guest|receipts?|delivery (?:note|slip|receipt)|minutes|protocol|waybill|time ?sheets?|register|attendance|report)\b|"
    r"(?:the |an |our )?nda|an? (?:mutual )?nda|an? loi))|(?:closed|close)[ -]?won|we w[oi]n\b(?! (?:or|against)\b)|won the (?:deal|business|account|tender|bid|contract|renewal)|"
    r"won (?:it|this one|them)|(?:deal|order|job|contract|business|tender|bid|it)(?:'s| is| are) ours\b|(?:orders?|renewal|expansion|deal|tender|bid|job) (?:is |are )?won\b|^\W*won(?: (?:la|lah|na|po|eh|mate|yay|yes))?\W*$|(?:call|count|log|mark|chalk|put) (?:it|this|that|them|this one|that one)(?: down| up)?(?: as)?(?: a)? won\b|got the (?:signature|deal|business|contract signed)|"
    r"(?:po|purchase order) (?:is in|came in|came through|received|arrived|landed|in hand|in\b)|(?:got|received|sent|issued) (?:the |their |a |us the |us a )?(?:po|purchase order)\b|"
    r"deal(?:'s| is)? (?:done|closed|in the bag|won|signed)|closed the deal|closed it|(?:went|going|gone|go) with us\b|contract(?:'s| is| was)? (?:signed|executed|back signed)|"
    r"signature is in|they renewed|has renewed|renewed (?:for|with us|today|the|their))\b",
    re.IGNORECASE,
)
LOST = re.compile(
    r"\b(?:(?<![\w ])lost (?-i:[Qq]q+|\w+)\s*(?:[-\u2013:,.!(]|$)|lost (?:\w+ ){1,3}?to (?-i:[A-Z])\w+|lost (?:the |this |that |our )?(?:(?-i:[Qq]q+) )+(?:to\b|deal|opp\w*|business|bid|tender|account|renewal|contract|job|order|work|project|gig)|lost (?:the |this |that |our )?(?:job|order|project|gig)\b|lost (?:the |this |that )?(?:deal|opp\w*|business|bid|tender|account|renewal|contract|it|them|out)?\s?(?:to|at|on|against|over|because|due|-|,|$)|"
    r"lost (?:the|this|that) (?:deal|opp\w*|business|bid|tender|account|renewal|one)|we lost\b|deal(?:'s| is)? (?:lost|dead|off)|"
    r"closed?[ -]?lost|close[sd]? (?:it|this|that|them)(?: down)? (?:as|like) (?:a )?lost|^\W*lost\W*$|(?:call|count|log|mark|chalk|put) (?:it|this|that|them|this one|that one)(?: down| up)?(?: as)?(?: a)? lost\b(?! cause)|(?:order|bid|tender) (?:is |was )?lost\b|(?:went|going|gone|go) with (?:a competitor|someone else|another|the competition|(?-i:[A-Z])\w+)(?! (?:me|us|to (?:see|meet|visit)))|"
    r"(?:(?:has |have |'ve )?(?:gone and )?bought|buying|ordered) (?:elsewhere|from (?!(?:us|me)\b)(?:a competitor|someone else|another|(?-i:[A-Z])\w+))|(?:gone|went|going|goes) elsewhere|that's (?:the |that )?(?:\w+ ){0,4}?gone\b|(?:chose|chosen|picked|selected|decided on|(?<!contract )(?<!deal )(?<!agreement )(?<!order )signed with|opted for) (?:a competitor|someone else|(?:an)?other (?:vendor|supplier|provider|partner|tool|system|one|company)|(?!(?:mon|tues|wednes|thurs|fri|satur|sun)day)(?-i:[A-Z])\w+)(?: (?:instead|over us))?|"
    r"passed on (?:us|it|the|this)|not (?:moving|going) (?:forward|ahead)|no longer (?:interested|moving)|(?:mark|set|put|move|flag)(?:e?d)? (?:\w+ ){1,6}?(?:as|to) (?:closed )?lost\b|withdr(?:ew|awn)\b|(?:pulled|dropped) out\b(?! (?:an?|the|some|his|her|my|their|two|of (?:the|an?|his|her)) (?:\w+ )?(?!tender|race|deal|running|process|project)\w)|is a no\b|(?:dropped|left|ditched|fired) us\b|churned\b|(?:considered|marked|treated|written off)(?: as)? (?:closed )?lost|(?:went|gone|going) (?:for|to) (?-i:[A-Z]\w+)(?=[,.]? (?:cheaper|instead|over us|due|because))|nicht (?:verlängert|erneuert)|gekündigt|kündigt\b|abgesprungen|absage (?:von|erhalten|bekommen)|(?:have |has |'ve )?decided not to (?:renew|proceed|continue|extend|go (?:ahead|forward)|sign|buy|move)|(?:won't|wont|will not|are not|aren't|is not|isn't|not) (?:be )?(?:renewing|going to renew|renew\b|extending|continuing)|(?:went|going|gone|go) with \w+ instead|(?:went|going|gone|switched|switching|moved) (?:over )?to (?:a competitor|(?-i:[A-Z])\w+ instead)|terminat(?:ed|ing) (?:the |their |our )?(?:contract|agreement)|gave (?:us )?notice|(?:said|it's|it is) (?:a )?(?:hard |firm )?no\b(?! problem| to\b)|"
    r"pulled the plug|decided against|walked away\b(?! (?:happy|with|smiling))|backed out|turned us down|cancel(?:l)?ed (?:the )?(?:deal|project|contract|order)|"
    r"they(?:'re| are) out|killed the (?:deal|project)|rejected (?:our|the) (?:proposal|offer|bid))",
    re.IGNORECASE,
)
_BARE = r"(?:^|[,;:(]\s*|\b(?:please|pls|plz)\s+)(?:(?:please|pls|plz|so|then|deal|it's|that's)\s+)?{0}(?:[ ,!]+{0})*\W*$"  # "45.500, won"
_OUTCOMES = (
    (re.compile(_BARE.format("lost"), re.IGNORECASE), Outcome.LOST),
    (re.compile(_BARE.format("won"), re.IGNORECASE), Outcome.WON),
    (LOST, Outcome.LOST),
    (WON, Outcome.WON),
    (LOST_TOO, Outcome.LOST),
    (LOST_ABROAD, Outcome.LOST),
    (LOST_SAID, Outcome.LOST),
    (WON_TOO, Outcome.WON),
    (WON_ABROAD, Outcome.WON),
    (WON_SAID, Outcome.WON),
)
_STILL_OPEN = re.compile(
    r"\b(?:lost (?:my|her|his|their|some|time|interest|contact|touch|track|signal|connection|the thread|a lot))\b",
    re.IGNORECASE,
)
# What people say, and how the stage that it means is usually called.
SAID: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = tuple(
    (re.compile(said, re.IGNORECASE), tuple(names.split("|")))
    for said, names in (
        (r"\b(?:went|gone|going) (?:dark|quiet|silent|cold)|ghost(?:ed|ing)\b|radio silence|unresponsive|no response (?:for|in) \w+ weeks", "dark|stall|hold|unrespons|dormant|ghost|nurtur|cold"),
        (r"\b(?:on hold|on ice|paused|parked|frozen|on the back ?burner|stalled|shelved)\b", "hold|stall|paus|park|nurtur|dormant"),
        (r"\bverbal(?:ly)? (?:yes|ok|okay|commit\w*|agree\w*|approv\w*|go.?ahead|confirm\w*)|\bgave (?:us |me )?(?:a |the )?verbal|verbally (?:agreed|committed|approved)", "verbal|commit"),
        (AGREED_ALOUD, "verbal|commit"),
        (PARKED, "hold|stall|paus|park|nurtur|dormant"),
        (r"\bhaggl\w+\b", "negotiat"),
        (r"\b(?:in|into|entered|started|starting|begun|begin) (?:contract |price |commercial |final )?negotiat(?:ion|ions|ing)\b|\bwe(?:'re| are) (?:now )?negotiating|(?:sent|got|returned|received|in) (?:\w+ ){0,4}redlin(?:es|ing|ed)\b|redlin(?:es|ed) (?:is |are |came |come )?(?:back|in|received|here|through)\b|\b(?:we(?:'re|\u2019re| are)|both(?: sides)?(?: are)?|in|now|still) redlining\b", "negotiat|contract|legal"),
        (r"\b(?:(?:is |it's |now |went |moved |sent |off |over )(?:in|to|with|into) (?:their )?(?:legal|procurement|legal review)\b|(?:in|with) (?:legal|procurement|contracting|contract review)\b|(?:legal|procurement) (?:has|have|is reviewing|are reviewing|reviews) (?:it|the contract|the msa|the paper))", "legal|procure|contract|negotiat"),
        (r"\bcontract(?:'s|\u2019s| is| are|s are| has gone| went| gone) (?:now )?(?:out\b|(?:out )?(?:with|to|at) (?:them|him|her|their (?:solicitors?|lawyers?|legal|counsel|attorneys?|law firm|notary))\b)|(?:(?:just |have |we |i )?sent (?:over )?(?:(?:him|her|them|(?-i:[Qq]q+)) )?(?:out )?the contract\b(?! back))|contract (?:was |has been |is |been )?sen(?:t|ded|d)\b(?! back)", "contract sent|contract|paper|legal|negotiat"),
        (r"\b(?:started|kicked off|kicking off|began|begun|launched|running|in) (?:the |a |an |our |their )?(?:\w+ )?(?:pilot|poc|proof of concept|trial|evaluation)\b|\b(?:pilot|poc|trial) (?:is )?(?:started|live|kicked off|under ?way|running|began)", "pilot|poc|proof|trial|eval"),
    )
)  # fmt: skip
_MOVE = (
    r"\b(?:put|park|stick|move[ds]?|moving|advance[ds]?|push(?:ed)?|bump(?:ed)?|progress(?:ed)?|stage|set|update[ds]?|change[ds]?|shift(?:ed|ing)?|switch(?:ed)?|nudge[ds]?|now (?:in|at)|(?:is|are|'s) now|"
    r"(?:is|are|it's|we're|they're) (?:now )?(?:in|at)|mark(?:ed)?(?: (?:it|this|them|that))?(?: as)?|back to|into|pass(?:e[ds]|ing)? (?:it |this |on )?to|(?:step|move|jump|drop|up|down|over|on)(?:s|ed)? to|pasa(?:mos|n)? a|passiamo a|passa(?:mos)? (?:a|para)|on passe|passe(?:nt)? (?:en|\u00e0)|wechsel(?:t|n) (?:auf|in|zu)|jetzt (?:in|auf|bei)|flytt(?:ar|as|er|es) til|go(?:es|ing)? to|gone to|went to|->|\u2192|enter(?:ed|ing)?)\b"
)


_OWN_CLAUSE = re.compile(r"(?:[,;:]|\b(?:and|but|so))\s+(?:he|she|they|it|we|q+)\b", re.IGNORECASE)
_IF = re.compile(r"\b(?:if|once|when|until|unless|before|hope\w*|hoping)\b", re.IGNORECASE)
_NO_MORE = re.compile(r"\b(?:not|no longer) [\w ]{2,25}? (?:any ?more|any longer)\b", re.IGNORECASE)
_HEADED = re.compile(r"\bupdates?\s*:", re.IGNORECASE)  # a heading, no move
_SO = r"\b(?i:so|hence|therefore|thus|meaning|still)(?: (?i:it'?s|that'?s|this is|we'?re|we are|still|in|at))*"
_BACK = r"\b(?i:return\w*|revert\w*|f[ae]ll\w*|slip\w*|slid\w*|back|down|again|stay\w*|remain\w*|sits?|sat|sitting|hangs?|hanging|hung|stuck|stands?|keep\w*|kept|holds?|held|leav\w+|left|linger\w*)(?: (?i:back|it|this|that|them|still|q+))? (?i:to|into|in|at)(?: (?i:the))?"
_FULL_STOP = r"(?=\s*(?:$|[.,;:!)\u2013-]|(?i:rather|not|instead|for now|now|again|stage|it is|and|but|until|till?)\b))"
_SHORT = re.compile(r"([a-z]{3,})(?: stage| phase)?(?: now| already)?")  # "-> neg now"


def find_stage(clauses: Sequence[Clause], stages: Sequence[KnownStage]) -> KnownStage | None:
    """The stage that the clauses say a deal is in now; None where they leave it open, or the record has no such stage."""
    for clause in reversed(clauses):
        if clause.question:
            continue
        found = _named(clause, stages) or _decided(clause.text, stages) or _said(clause.text, stages)
        if found is not None:
            return found
    return None


def _decided(text: str, stages: Sequence[KnownStage]) -> KnownStage | None:
    text = text.strip()
    for pattern, outcome in _OUTCOMES:
        match = pattern.search(text)
        if match is None or (outcome is Outcome.LOST and _STILL_OPEN.search(text)):
            continue
        if _in_doubt(text, match):
            continue
        return _best([stage for stage in stages if stage.outcome is outcome], text)
    return None


def _in_doubt(text: str, match: re.Match[str]) -> bool:
    """Whether the words before a turn of phrase leave it open; those of a clause of its own before it do not."""
    before = text[: match.start()]
    own = [each.start() for each in _OWN_CLAUSE.finditer(text) if each.start() <= match.start()]
    if own and not _IF.search(before):
        before = before[own[-1] :]
    return _DOUBT.search(before) is not None


def _best(stages: Sequence[KnownStage], text: str) -> KnownStage | None:
    """Of several stages with one outcome the one whose name the text speaks of, else the first."""
    ordered = sorted(stages, key=lambda stage: stage.position)
    said = set(words(text))
    return max(ordered, key=lambda stage: len(said & set(words(stage.name))), default=None)


def _said(text: str, stages: Sequence[KnownStage]) -> KnownStage | None:
    for pattern, names in SAID:
        match = pattern.search(text)
        if match is None or _DOUBT.search(text[: match.start()]):
            continue
        for name in names:
            for stage in stages:
                if name in stage.name.lower() and stage.outcome is Outcome.OPEN:
                    return stage
    return _first(text, stages)


def _first(text: str, stages: Sequence[KnownStage]) -> KnownStage | None:
    """The first stage, where everything starts again."""
    match = STARTS_AGAIN.search(text)
    if match is None or _DOUBT.search(text[: match.start()]):
        return None
    return min((each for each in stages if each.outcome is Outcome.OPEN), key=lambda each: each.position, default=None)


def _named(clause: Clause, stages: Sequence[KnownStage]) -> KnownStage | None:
    """A stage by its own name, where the words before it speak of moving there."""
    best: tuple[int, KnownStage] | None = None
    text, folded = clause.text, " ".join(words(_HEADED.sub(" ", _NO_MORE.sub(" ", clause.text))))
    sure = " " in folded or clause.mark in ARROWS
    alone = [stage for stage in stages if folded in _spellings(stage.name) and sure] or _shortened(clause, stages)
    if alone:
        return alone[0]
    for stage in stages:
        for name in _spellings(stage.name):
            match = re.search(rf"{_MOVE}(?:\W+\w+){{0,5}}?\W+{re.escape(name)}\b", folded, re.IGNORECASE)
            match = match or re.search(rf"^(?:q+ )+(?:to|now|in|at) {re.escape(name)}\b", folded)
            match = match or re.search(rf"(?<==\s){re.escape(name)}\b", text, re.IGNORECASE)
            lead = folded[: match.start()] if match else ""
            match = match or _verdict(text, stage.name)
            if own := re.search(rf"(?:{_SO}|{_BACK}) {re.escape(name.title())}\b{_FULL_STOP}", text):
                match, lead = own, text[: own.start()].rpartition(",")[2]
            if match and not _DOUBT.search(lead) and (best is None or match.end() > best[0]):
                best = (match.end(), stage)
    if best is not None:
        return best[1]
    label = re.search(r"\bstage\s*[:=]?\s*(?:is\s|to\s|now\s)*([\w /-]{3,40})", text, re.IGNORECASE)
    if label:
        near = [(fuzz.ratio(label[1].strip().lower(), stage.name.lower()), stage) for stage in stages]
        near = [item for item in near if item[0] >= 85]
        return max(near, key=lambda item: item[0])[1] if near else None
    return None


def _verdict(text: str, name: str) -> re.Match[str] | None:
    """A stage as the record writes it, or in capitals, between two stops or at the end: ", On Hold so," or ", WON"."""
    for said in dict.fromkeys((name, name.upper())) if name[:1].isupper() else ():
        found = re.search(rf"[,;\u2013-]\s+{re.escape(said)}(?=(?: so| now| then)?\s*(?:$|[,.;!]))", text)
        if found:
            return found
    return None


def _shortened(clause: Clause, stages: Sequence[KnownStage]) -> list[KnownStage]:
    """The one stage of which the beginning stands after an arrow."""
    short = _SHORT.fullmatch(" ".join(words(clause.text))) if clause.mark in ARROWS | {">"} else None
    found = [stage for stage in stages if short and " ".join(words(stage.name)).startswith(short[1])]
    return found if len(found) == 1 else []


def _spellings(name: str) -> set[str]:
    whole = " ".join(words(name))
    return {
        whole,
        *(["nego", "negos"] if whole.startswith("negotiat") else []),
        *(" ".join(words(part)) for part in re.split(r"[/&]", name) if len(part.strip()) > 3),
    }
