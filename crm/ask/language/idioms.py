"""Turns of phrase that say in several words what the record says in one."""

from __future__ import annotations

import re
from collections.abc import Callable

THEME = r"(?P<theme>(?:(?!and\b|but\b|where\b|with\b|in\b|whose\b)[\w'’-]+ ){0,4}?[\w'’-]+)"
VERBS = r"contains?|containing|mention(?:s|ed|ing)?|uses?|using|includes?|including|has|have|having|with|held|holds?"
DUE = (
    r"\b(?:must|should|ha(?:s|ve) to|needs? to|(?:is|are|was|were)(?: supposed| expected| meant)? to|supposed to"
    r"|shall|to) be (?:{})(?= (?:by|until|till|before)\b)"
)
CAME_UP = r"(?:has |have |had |ever )*(?:came|come|comes|cropped|popped) up"
RAISED = (
    r"(?:was|were|got|gets|is|are|has been|have been) "
    r"(?:mentioned|discussed|raised|brought up|talked about|touched on|a topic)"
)
LOST_TOO = r"(?:won|wins?) ?(?:plus|\+|and|&) ?(?:lost|losses)"
DIVIDED = r"(?:divided by|against|over|out of|as a share of|/|÷)"
SPELT_RATE = rf"(?:won|wins?)(?: deals)? {DIVIDED} (?:the sum of )?\(?{LOST_TOO}\)?(?: deals)?"
PART = "(?:fraction|share|percentage|proportion|percent)"
GROWN = r"change[ds]?|gr[oe]w|growth|increased?|decreased?|drop(?:ped)?|f[ae]ll|rise|rose"
UNTIED = (
    r"\b(?:that |which )?(?:(?:is|are|was|were|has|have|had)(?: not|n'?t)|not|never)(?: yet)?(?: been)?(?: yet)? "
    r"(?:tied|linked|attached|connected|assigned|associated|matched|allocated|related|bound) "
    r"(?:to|with) (?=an?\b|any\b)"
)
LIMIT = (
    r"(?=(?:more|less|over|under|above|below|at least|at most|between|from|up to|half|an?|for|at|[$€£]?\d)(?:\b|\d))"
)
SUPERLATIVES = {
    "old": "oldest", "new": "newest", "young": "youngest", "big": "biggest", "large": "largest", "small": "smallest",
    "cheap": "cheapest", "fast": "fastest", "slow": "slowest",
}  # fmt: skip
MOST = re.compile(rf"\bmost (?P<word>{'|'.join(SUPERLATIVES)})\b(?= (?!\w+s\b)\w+|\s*[?.!,]|\s*$)")  # of one thing
MUCH = "more than|less than|fewer than|over|under|at least|at most"
DECIDED = (
    r"(?:deals|opportunities|opps|bids|quotes|offers)"
    r"(?:(?: that)?(?: (?:we|they|it|are|were|is))? (?:close[sd]?|decided?))?"
)
PARTS_OF_ALL = (
    ("half", "50%"), ("a third|one third", "33.3%"), ("a quarter|one quarter", "25%"), ("two thirds", "66.7%"),
    ("three quarters", "75%"),
)  # fmt: skip
NEITHER = (
    r"\bneither (?:an? )?(?P<one>[\w-]+(?: [\w-]+){0,2}?) nor (?:an? )?(?P<two>[\w-]+(?: [\w-]+)?)"
    r"(?=\s*(?:[?.!,]|$)| (?:this|last|since|in|during|so far)\b)"
)
BEATEN = "beat|beats|exceeded|exceeds|outdid|topped|surpassed|outperformed"
STRETCH = r"(?:q[1-4]|h[12]|last|the (?:same|previous|prior|year|quarter|month))\b"
YEAR = r"(?:19|20)\d\d"  # behind `exceeds` it is a sum, unless another year stands before that
BOUGHT = "bought|buy|buys|ordered|purchased|booked|have|has|had|own|owns|use|uses|took|take|rent|rented|hired"
GRAINS = r"(?P<grain>day|week|month|quarter|year)"
EACH = (  # `how many orders a month since June`: in each month
    r"(?P<what>\b(?:number|count|total|sum|amount) of (?:[\w'’-]+ ){1,4}?|\bhow (?:many|much) (?:[\w'’-]+ ){1,5}?)"
    rf"(?<!\bin )(?<!\bwithin )(?<!\bof )(?<!\bfor )(?<!\bhalf )(?<!\bonce )(?<!\bthan )(?<!\bafter )an? {GRAINS}"
    r"(?= (?:from|between|since|in|during|over|for|this|last|by)\b|\s*[?.!,]|\s*$)"
)
EACH_HAS = (
    r"\bhow many (?P<what>\w+(?: \w+)?) (?:does|do) an? (?P<each>\w+(?: \w+)?) (?:have|hold|contain|include|get)"
    r"(?: on average| typically| usually)?\b(?=\s*(?:[?.!,]|$))"
)
AHEAD = (  # activities to come are the tasks' matter
    r"\b(?:upcoming|future) (?P<what>(?!tasks?\b|activit|meetings?\b|calls?\b|to-?dos?\b)[\w-]+(?: [\w-]+)?s)\b"
    r"(?= (?:that|which|with|in|of|for|by)\b|\s*[?.!,(]|\s*$)"
)
OWING = (  # something of a sum: more than nothing
    r"\b(?P<has>with|have|has|had|having) (?:still )?(?:something|anything|sums?|money) (?:still )?"
    r"(?P<what>remaining|outstanding|open|unpaid|owed|owing|overdue)\b"
)
OWED = (
    r"\b(?P<has>with|have|has|had|having) (?:still )?(?:an?|any|some) "
    r"(?P<what>(?:remaining|outstanding|unpaid) (?:amount|balance|sum)s?)\b"
)
THAT_OF = r"(?:that|those|the one|the ones) (?:of|in|from) (?=(?:19|20)\d\d\b|last\b|the (?:year|month|quarter)\b)"
MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*"
TO_LAST_YEAR = (
    rf"\b(?P<part>(?:from )?{MONTH} (?:through|to|until|-) {MONTH}),? this year (?:over|vs\.?|versus|against) last"
    r"(?: year)?\b"
)
IDIOMS = (
    (r"\b(?:but|and) not (?=(?:yet )?(?:in|during|since|this|last|after)\b)", "but nothing "),
    (
        r"\b(?P<what>[\w'’-]+) as (?:an? )?(?:share|part|portion|percentage|proportion|%|percent|pct) of\b",
        r"\g<what> as a share of",
    ),
    (AHEAD, r"\g<what> after today"),
    (r"\b(?:still|yet) to come\b|\bin the future\b", "after today"),
    (
        r"\b(?P<mean>average|mean|median) number of (?P<what>\w+(?: \w+)?) (?:on|in|of|to) (?=an? \w)(?:an? )",
        r"\g<mean> number of \g<what> per ",
    ),
    (EACH_HAS, r"average number of \g<what> per \g<each>"),
    (
        r"\b(?P<did>did|do|does|has|have) (?P<who>[\w' -]{2,40}?) (?:outsell|outsold|outearn(?:ed)?) ",
        r"\g<did> \g<who> sell more than ",
    ),
    (r"\b(?:outsold|outearned)\b", "sold more than"),
    (
        rf"(?<=rate)(?P<rest>[^()]*)\([^()]*\b(?:won|wins?)\b[^()]*(?:/|{DIVIDED}|as an? (?:share|part|%))[^()]*\)",
        r"\g<rest>",
    ),
    (EACH, r"\g<what>per \g<grain>"),
    (r",?\s*(?:whether |be (?:it|they) )?\b(?:overdue|paid|open|closed|won|lost|active|done|due) or (?:not|no)\b", ""),
    # a theme that something else is the subject of: `where a penetration test came up`
    (rf"\b(?:where|in which|that|with whom|when) {THEME} (?:{CAME_UP}|{RAISED})\b", r"that mention \g<theme>"),
    (rf"\b(?:that |which )?(?:{VERBS}) the (?:words?|terms?|phrases?|keywords?|expression)\b", "mention"),
    # rates spelt out
    (rf"\({SPELT_RATE}\)", ""),
    (SPELT_RATE, "win rate"),
    (UNTIED, "without "),
    (rf"\baccount(?:s|ed|ing)? for {LIMIT}", "make up "),
    (r"\bhow many (?:percent|per ?cent|%|percentage points?)", "what percentage"),
    (r"\b(?P<who>has|have|had|ever|never|not|n't|i|we|you|they) (?:ever |even )?called (?=\w)", r"\g<who> phoned "),
    # in which order columns are shown, and what a change is told as
    (r"[?.!;,]\s*(?:the )?\w+(?: \w+)? first,? (?:and )?then (?:the |by )?\w+(?: \w+)?[.?!]?\s*$", ""),
    (
        rf"(?P<change>\b(?:{GROWN})\b.+?),? (?:expressed |told )?as an? {PART}(?: of [\w ]+)?(?=\s*[?.!]?\s*$)",
        r"\g<change>",
    ),
    # a rate as a part of all that was decided
    *(
        (
            (
                rf"\b(?P<way>win|won|los[et])\w* (?P<much>{MUCH}) (?:{part})(?: of)? "
                rf"(?:(?:all|the|their|our|its) )*{DECIDED}"
            ),
            rf"have \g<way> rate \g<much> {figure}",
        )
        for part, figure in PARTS_OF_ALL
    ),
    (rf"\b(?:{BEATEN})\b(?= {STRETCH})", "was more than in"),
    (rf"(?:\b(?:beat|beats|outdid|outperformed)|(?<={YEAR} )(?:{BEATEN}))\b(?= {YEAR}\b)", "was more than in"),
    (NEITHER, r"no \g<one> and no \g<two>"),
    (rf"\b(?P<verb>{BOUGHT}) (?!both\b)(?P<one>[^,.?!]{{2,40}}?) as well as (?=\w)", r"\g<verb> both \g<one> and "),
    (r"\bmost (?:kroner|kronor|krone|crowns|dollars|euros|pounds|francs|zloty|rupees|yen)\b", "most revenue"),
    (r"\b(?:as |is )?(?:a |the )?multiple of\b", "divided by"),
    (r"\((?:just |only )?(?:the )?(?:names?|descriptions?|titles?)(?: only)?\)\s*(?=[?.!]?\s*$)", ""),
    (OWING, r"\g<has> over 0 \g<what>"),
    (OWED, r"\g<has> over 0 \g<what>"),
    (rf"\b(?:above|over) {THAT_OF}", "higher than in "),
    (rf"\b(?:below|under) {THAT_OF}", "lower than in "),
    (TO_LAST_YEAR, r"\g<part> this year vs the same period last year"),
    (r"\bhalf an hour\b", "30 minutes"),
    (r"\ban hour and a half\b", "90 minutes"),
    (r"(?<=than )an hour\b|(?<=over )an hour\b", "1 hour"),
    # examples of what is asked for
    (r"\([^()]*(?:\.\.\.|…|\betc\b\.?|\band so on\b|\band the like\b)\s*\)", ""),
    # what is still to be done by a day
    (DUE.format("finished|done|completed|wrapped up|ready|handled|dealt with|paid"), "due"),
    (DUE.format("closed|signed|decided|won"), "expected to close"),
    (r"\b(?:falls?|falling|fell|comes?|coming) due\b", "due"),
    (r"\b(?:strictly|any time|anytime|sometime|some time|at the latest) (?=before|after|by|until|in|during)", ""),
    (r"\bhow (?:big|large|high|great) (?:is|are|was|were) (?=(?:the|our|their) )", "what is "),
    (
        r"\b(?:what|how much) (?:do|did|does|would|will) (?:we|they|one|you|it) (?:charge|ask|take|bill) for ",
        "what is the price of ",
    ),
    (
        r"(?<=price of )(?P<what>.+?),? (?:according to|as per|going by|from|in|off|on) (?:the|our) price ?list\b",
        r"\g<what>",
    ),
)
SORT = re.compile(r"\b(?P<sort>type|kind|category|size|status|name) of (?P<what>\w{3,})\b", re.IGNORECASE)
HOW = re.compile(  # of a record with a column “How heard” or “What broke”
    r"\b(?P<how>how|what|where|why) (?:(?:they|it|we|he|she|people|customers|clients|you|each|one) )?"
    r"(?:(?:was|were|is|are|did|do|does|have|has|had|got) )?(?:been )?(?P<verb>[a-z]{3,})(?: (?:of|about|from) us\b)?",
    re.IGNORECASE,
)
SPLIT = re.compile(  # of a record with a column “Moved Out”
    r"\bwhen (?:did|does|do|will) (?P<who>[\w'’ -]{2,60}?) (?P<verb>[a-z]{3,}) "
    r"(?P<way>in|out|off|up|on|over|back|down)\b(?=\s*[?.!]?\s*$)",
    re.IGNORECASE,
)
BECAME = re.compile(
    r"\b(?:has |have |had )?(?:became|become|becoming|turned into|signed (?:up|on) as|joined(?: us)? as|went to being) "
    r"(?:a |an |our )?(?:new )?(?P<what>customers?|clients?|members?|donors?|partners?|suppliers?|subscribers?)\b",
    re.IGNORECASE,
)
COLUMNS = (  # turns of phrase for a column, of a record that has it
    (rf"\b(?:that |which |who )?turn(?:s|ed|ing)? over {LIMIT}", "with annual revenue ", "annual revenue"),
    (rf"\b(?:listed|priced) {LIMIT}", "with list price ", "list price"),
    (
        r"\bhow many (?:people|persons|employees|staff|workers) (?:work|are working|are employed) (?:at|for|in) ",
        "how many employees at ",
        "employees",
    ),
)
_COLUMNS = tuple((re.compile(pattern, re.IGNORECASE), words, column) for pattern, words, column in COLUMNS)
_PATTERNS = tuple((re.compile(pattern, re.IGNORECASE), words) for pattern, words in IDIOMS)


def unfolded(text: str, known: Callable[[str], bool]) -> str:
    """The question with its turns of phrase put plainly."""
    for pattern, words in _PATTERNS:
        text = pattern.sub(words, text)
    text = MOST.sub(lambda match: SUPERLATIVES[match["word"]], text)
    for pattern, words, column in _COLUMNS:
        text = pattern.sub(words, text) if known(column) else text
    text = SORT.sub(lambda match: _sorted(match, known), text)
    text = HOW.sub(lambda match: _headed(match, known), text)
    text = SPLIT.sub(lambda match: _joined(match, known), text)
    return BECAME.sub(lambda match: _since(match, known), text)


def _sorted(match: re.Match[str], known: Callable[[str], bool]) -> str:
    """`By type of linen` as `by linen type`, of a record with a column of that name."""
    header = f"{match['what'].removesuffix('s')} {match['sort']}"
    return header if known(header) else match.group()


def _headed(match: re.Match[str], known: Callable[[str], bool]) -> str:
    """`How it was paid` as the header that says so; anything else stays."""
    header = f"{match['how']} {match['verb']}"
    return header if known(header) else match.group()


def _joined(match: re.Match[str], known: Callable[[str], bool]) -> str:
    """`When did they move out` as `when was … moved out`, of a record with a column of that name."""
    verb = match["verb"].casefold()
    done = f"{verb}d" if verb.endswith("e") else f"{verb[:-1]}ied" if verb.endswith("ry") else f"{verb}ed"
    header = f"{done} {match['way']}"
    return f"when was {match['who']} {header}" if known(header) else match.group()


def _since(match: re.Match[str], known: Callable[[str], bool]) -> str:
    """`Became a customer in May` as `with customer since in May`, of a record that has such a column."""
    column = f"{match['what'].rstrip('s')} since"
    return f"with {column} date" if known(column) else match.group()
