"""Remarks on an answer, as people make them: each a form of words; what it does to the plan stands elsewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crm.ask.plan import Show

NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
THOSE = r"(?:them|those|these|that|this|it|they)(?: ones?| deals| accounts| clients| customers)?"
NUMBER = rf"\d{{1,3}}|{'|'.join(NUMBERS)}"
ASK = r"(?:(?:show|give|list|get|name|let)(?: me| us)?(?: see| have)? )?"
ONLY = r"(?:only |just |restricted to |limit(?:ed)? (?:it |that )?to )?"
FILLER = re.compile(
    r"^(?:(?:ok(?:ay)?|and|but|so|then|now|also|well|h+m+|please|great|thanks|thank you|cool|nice|alright|plus|yes|"
    r"sorry|actually)\b[,.!:\s]+)+",
    re.IGNORECASE,
)
TAIL = re.compile(r"[,\s]+(?:please|pls|instead|then|again|though|thanks|too|as well|now)$", re.IGNORECASE)
ADDED = re.compile(r"\b(?:also|plus|too|as well|additionally|within|further)\b", re.IGNORECASE)
LEAD = re.compile(
    r"^(?:(?:what|how) about|what of|what if (?:it is|it's|only)?|(?:do |ask |show )?(?:me )?(?:the )?same"
    r"(?: thing| question| figures?| again)?,?(?: but)?(?: only)?|(?:now |can you |"
    r"could you )?(?:do |show |give |make |try )"
    r"(?:me )?(?:that|it|this|the same|them|those)(?: again)?)\b[,\s]+(?=\S)",
    re.IGNORECASE,
)
NARROW = re.compile(
    r"^(?:only|just|excluding|exclude|except(?: for)?|without|but not|not|ignoring|ignore|leaving out|leave out|"
    r"restricted to|limit(?:ed)? (?:it |that |them )?to|narrow(?:ed)? (?:it |that |them )?(?:down )?to|filter(?:ed)?"
    r"(?: (?:it|that|them))?(?: (?:by|to|on|for))?)\b",
    re.IGNORECASE,
)
ALONE = re.compile(r"[,\s]+(?:only|alone)$", re.IGNORECASE)
SHOWN = re.compile(
    r"(?:^|\s)(?:as|in|into|to) (?:an? |the )?(?P<what>(?:bar |line |column )?(?:chart|graph|plot|"
    r"diagram)|csv(?: file)?|"
    r"excel(?: file)?|spreadsheet|file|table)$",
    re.IGNORECASE,
)
DRAWN = re.compile(
    rf"(?:(?:draw|plot|chart|graph|visuali[sz]e)(?: {THOSE})?|(?P<csv>(?:export|"
    rf"download)(?: {THOSE})?|csv)|charts?|graph)",
    re.IGNORECASE,
)
HANDED = re.compile(
    rf"(?:(?:can|could|may) (?:you|i) )?(?:show|give|put|send|draw|make|get|have|see|do|display|export)?(?: me| us)?"
    rf"(?: {THOSE}| the same| the result| the answer)?",
    re.IGNORECASE,
)
FORMS: dict[str, str] = {
    "restate": (
        r"(?:what|who) (?:was|is|were|are) (?:that|this|it|they)(?: all)? about|what did (?:i|"
        r"we) (?:just )?ask(?: .*)?|"
        r"what was (?:the|my) (?:last |previous )?question|come again|(?:repeat|say)(?: that| it)(?: again)?|"
        r"what does that mean|what did you understand"
    ),
    "opposite": (
        rf"(?:do |sort |order )?(?:{THOSE} )?(?:(?:the )?other way (?:a?round|about)|(?:the )?opposite|(?:in )?reverse"
        rf"(?:d)?(?: order| {THOSE}| the order)?|flip(?: {THOSE}| the order)?|upside down)"
    ),
    "sort": (
        rf"(?:sort|order|rank|arrange)(?:ed)?(?: {THOSE}| the list)? by (?P<by>.+?)(?:,? (?P<way>asc(?:ending)?|"
        r"desc(?:ending)?|(?:smallest|lowest|oldest|earliest|biggest|highest|largest|newest|latest) first))?"
    ),
    "first": (
        r"(?:(?:sort|order)(?:ed)? )?(?:with )?(?:the )?(?P<word>newest|latest|most recent|oldest|"
        r"earliest|biggest|largest|"
        r"highest|best|smallest|lowest|worst|fewest|most)(?: ones?)? first|(?:in )?(?P<way>ascending|"
        r"descending)(?: order)?"
    ),
    "top": (
        rf"{ASK}{ONLY}(?:the )?(?P<end>top|first|best|biggest|largest|highest|newest|latest|most recent|"
        r"bottom|last|worst|"
        rf"lowest|smallest|oldest|earliest)(?: (?P<n>{NUMBER}))?(?P<noun> ones?| of (?:them|those|these)| [a-z]+)?"
    ),
    "big": (
        rf"{ASK}{ONLY}(?:the )?(?:really |very )?(?P<size>big|large|huge|bigger|larger|small|smaller|little|tiny)"
        rf"(?P<noun> ones?| [a-z]+)?(?: only)?"
    ),
    "count": (
        rf"how many(?: of {THOSE})?(?:(?: \w+)? (?:is|are|was|were) (?:that|those|these|they|it|this|them))?"
        r"(?: in total| in all| altogether)?|how many are there|(?:the )?(?:count|"
        rf"number)(?: of {THOSE})?|count {THOSE}"
    ),
    "total": (
        r"(?:what(?:'s| is| was) )?(?:the |their |in |its )?(?:grand |overall )?(?:total|sum|"
        r"sum total)(?: amount| value)?"
        rf"(?: of {THOSE})?|overall|altogether|all together|in all|combined|how much (?:is|are|was|were) {THOSE}"
        rf"(?: in total| altogether| worth| together)*|(?:add|sum) {THOSE}(?: all)? up|what (?:are|is) {THOSE} worth"
        r"(?: in total)?"
    ),
    "figure": (
        r"(?:what(?:'s| is| was) )?(?:the |their |on |its )?(?P<kind>average|mean|median|maximum|"
        r"minimum)(?: amount| value|"
        rf" one| size)?(?: of {THOSE})?"
    ),
    "owners": (
        rf"who (?:owns?|handles?|has|manages?|covers?|looks? after|takes? care of|is (?:responsible for|in charge of))"
        rf" (?:each of |all of )?{THOSE}|whose (?:are|is) {THOSE}|who (?:are|is) (?:the|their|"
        rf"its) owners?(?: of {THOSE})?|"
        rf"{ASK}(?:with )?(?:the |their |its )owners?"
    ),
    "evidence": (
        rf"why(?: (?:is|are|was|were) {THOSE})?(?: so)?|how come|how so|says who|prove (?:it|that)|"
        rf"{ASK}(?:me )?(?:the |"
        r"some |your |their )?(?:evidence|proof|quotes|passages|sources?|(?:rows|numbers|"
        r"deals)(?: that (?:are|stand))?"
        rf" behind {THOSE}|underlying \w+|details?|rows)|what did (?:they|he|she) (?:actually |exactly )?(?:say|write)|"
        rf"what(?:'s| is) behind {THOSE}|where does (?:that|this|it)(?: number| figure)? come from|"
        rf"(?:which|what) \w+ (?:are|were|stand|make up|is) (?:behind )?{THOSE}"
    ),
    "which": (
        rf"which (?:ones?|are {THOSE})(?: (?:is|are|was|were) {THOSE})?|(?:show|list|name)(?: me)? (?:them|those|these)"
        rf"(?: all)?|(?:what|who) are (?:they|those|these)"
    ),
    "why": r"why (?:(?:is|are|was|were|does|do) )?(?P<who>.+?)(?: (?:on|in|part of) (?:there|(?:the|that|this) list))?",
    "scope": (
        rf"{ONLY}(?:for |of |in )?(?P<who>my team(?:'s)?|me|mine|my own|myself|my ones?|everyone|everybody|all of us|"
        r"the (?:whole|entire) (?:company|team)|all (?:reps|of them))(?: only| alone)?"
    ),
}  # fmt: skip
COMPILED = {name: re.compile(form, re.IGNORECASE) for name, form in FORMS.items()}
DEFINITE = re.compile(
    rf"(?:{ASK}|(?:what|which) (?:are|were) )(?:all )?(?:of )?(?P<which>the|their|its|those|these|his|"
    r"her) (?P<noun>[\w\s-]+?)"
    r"(?: (?:for|of|with) (?:them|those|these|that))?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Remark:
    """A message freed of what only leads in or out of it."""

    text: str
    joined: bool  # it begins as something that goes on: and, what about, the same for
    about: bool  # it begins with “what about” or its like
    added: bool  # also, too, as well
    show: Show = "auto"

    @property
    def narrows(self) -> bool:
        return bool(NARROW.match(self.text) or ALONE.search(self.text))

    def form(self) -> tuple[str, re.Match[str]] | None:
        """The form of words that the whole remark has."""
        for name, form in COMPILED.items():
            if match := form.fullmatch(self.text):
                return name, match
        return None


def remark(message: str) -> Remark:
    text = " ".join(message.split()).rstrip(" ?!.…")
    added = bool(ADDED.search(text))
    rest = FILLER.sub("", text)
    joined = rest != text
    while (shorter := TAIL.sub("", rest)) != rest:
        rest = shorter
    rest, show = _shown(rest)
    led = LEAD.sub("", rest)
    return Remark(led.strip(" ,"), joined or led != rest, led != rest, added, show)


def _shown(text: str) -> tuple[str, Show]:
    whole = DRAWN.fullmatch(text)
    if whole:
        return "", "csv" if whole["csv"] else "chart"
    tail = SHOWN.search(text)
    if tail is None:
        return text, "auto"
    left = text[: tail.start()].strip(" ,")
    what = tail["what"].lower()
    show: Show = (
        "table" if what == "table" else "csv" if what.split()[0] in {"csv", "excel", "spreadsheet", "file"} else "chart"
    )
    return ("" if HANDED.fullmatch(left) else left), show
