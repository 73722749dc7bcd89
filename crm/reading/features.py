"""What of a sentence speaks for a request, for the linear model in ask_weights.json."""

from __future__ import annotations

import re
from functools import lru_cache

from crm.naming import common_words

WORDS = re.compile(r"[a-z]+(?:'[a-z]+)?|\d+|[?!:;$,.]|-{2,}")
IMPERATIVES = frozenset(
    [
        *(
            "please",
            "let",
            "send",
            "call",
            "give",
            "tell",
            "forward",
            "review",
            "get",
            "make",
            "take",
            "email",
            "print",
        ),
        *("check", "see", "contact", "note", "remember", "feel", "keep", "bring", "join", "plan", "ask", "confirm"),
        *("advise", "provide", "fill", "complete", "respond", "reply", "schedule", "attend", "meet", "use", "try"),
        *("click", "find", "come", "talk", "put", "add", "update", "fax", "sign", "return", "ensure", "set", "discuss"),
        *("look", "read", "open", "submit", "prepare", "circulate", "coordinate", "arrange", "share", "help", "do"),
        *("consider", "remove", "change", "copy", "include", "follow", "go", "don't", "kindly", "visit", "leave", "be"),
        *("enjoy", "stop", "start", "save", "delete", "draft", "mark", "invite"),
    ]
)
LEADING = re.compile(
    r"^(?:please|pls|plz|kindly|also|and|but|so|then|anyway|hey|hi|ok|okay|thanks|again|if possible|"
    r"when you get a chance|just|in the meantime|therefore|first|next|finally|however|note|fyi|guys|folks|all|[a-z]+,)"
    r"[\s,:-]+"
)
SIGNS = {
    name: re.compile(pattern)
    for name, pattern in {
        "request": r"\b(?:can|could|would|will|may|might) (?:you|someone|somebody|anyone|one of you|we|i|"
        r"both of you)\b",
        "please": r"\b(?:please|pls|plz|kindly)\b",
        "need": r"\b(?:you|we|i) (?:will |may |might |would |'?ll )?(?:still )?(?:need|want|have|ought) (?:you )?to\b",
        "should": r"\b(?:you|we) (?:should|must|shall)\b",
        "let": r"\blet (?:me|us) know\b|\blet(?:'s|s| us)\b",
        "wish": r"\b(?:appreciate|grateful|be great if|be nice if|be helpful|would like|i'd like|d like|hoping|"
        r"wondering|would love|mind)\b",
        "question": r"^(?:who|what|when|where|which|how|why|is|are|do|does|did|have|has|any|can|could|would|should|"
        r"will|shall|may)\b",
        "you": r"\byou(?:r|rs)?\b",
        "me": r"\b(?:me|us|my|our)\b",
        "meet": r"\b(?:meet|meeting|call|lunch|dinner|conference|appointment|discuss|talk|get together|agenda|"
        r"schedule[d]?|invite[d]?|attend|join|presentation|interview|visit|session)\b",
        "when": r"\b(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow|today|tonight|"
        r"this (?:afternoon|morning|week|evening)|next week|asap|\d+(?::\d\d)? ?(?:am|pm|a\.m|p\.m)|by (?:the )?end|"
        r"eod|noon)\b",
        "thank": r"\bthank",
        "advert": r"\$link|http|www|click|subscri|free|offer|save|%|\$\d",
        "past": r"\b(?:was|were|had|did|sent|asked|told|said|got|went|been|met|wanted|received|attended|discussed|"
        r"talked|spoke)\b",
        "promise": r"\b(?:we|i|they|he|she) (?:will|'ll|shall|are going|am going|plan)\b|\b(?:we|i)'ll\b",
        "if": r"^if\b",
        "if_you": r"\bif (?:you|we|this|that|not|so|possible)\b",
        "boilerplate": r"hesitate|feel free|unsubscri|opt[- ]out|remove|do not reply",
        "plan": r"\b(?:scheduled|plan(?:ning|s)? (?:to|on)|going to|set up|setting up|look forward)\b",
    }.items()
}
CAPITALS = re.compile(r"[A-Z]{4,}")
NAME = re.compile(r"\b[A-Z][a-z]+\b")
KEPT = IMPERATIVES | frozenset(["pls", "plz", "asap", "eod", "fyi", "cc", "am", "pm", "rsvp", "http", "www", "link"])
LENGTHS = (5, 10, 18, 30)  # words


def features(sentence: str) -> set[str]:
    """Words, their pairs and triples, how the sentence opens, and signs; signs begin with `*`."""
    low = sentence.lower().replace("’", "'").strip(" >*-\t")
    words = [_plain(word) for word in WORDS.findall(low)]
    found = set(words)
    for size in (2, 3):
        found.update(" ".join(words[i : i + size]) for i in range(len(words) - size + 1))
    found.update("^" + " ".join(words[:size]) for size in (1, 2, 3) if len(words) >= size)
    found.update(_shape(sentence, low, len(words)))
    present = [name for name, sign in SIGNS.items() if sign.search(low)]
    found.update(f"*{name}" for name in present)
    found.update(f"*{one}&{other}" for i, one in enumerate(present) for other in present[i + 1 :])
    return found


@lru_cache(8_192)
def _plain(word: str) -> str:
    """Numbers and words that are not everyday English, names among them, count as such only."""
    if word.isdigit():
        return "#"
    return word if not word[0].isalpha() or word.replace("'", "") in common_words() or word in KEPT else "~"


def _shape(sentence: str, low: str, length: int) -> set[str]:
    lead = without_leading(low)
    opening = WORDS.match(lead)
    shape = {f"*length{sum(length >= limit for limit in LENGTHS)}"}
    if opening and opening[0] in IMPERATIVES:
        shape.add("*imperative")
    if lead != low:
        shape.add("*lead")
    if CAPITALS.search(sentence):
        shape.add("*shout")
    if NAME.search(sentence[1:]):
        shape.add("*name")
    if sentence[-1:] in {".", "?", "!"}:
        shape.add(f"*end{sentence[-1]}")
    return shape


def without_leading(low: str) -> str:
    """The sentence from its first word that counts: "also, please send" begins with "send"."""
    for _ in range(3):
        match = LEADING.match(low)
        if not match:
            break
        low = low[match.end() :]
    return low
