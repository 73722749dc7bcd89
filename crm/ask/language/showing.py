"""How the asker wants to see the answer, said with the question itself: as a chart, as a spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Callable

from crm.ask.plan import Show

PICTURE = (
    r"(?:(?:bar|line|pie|column|trend|stacked|simple|nice|little)[ -])?(?:bar[ -])?"
    r"(?:chart|graph|plot|diagram|picture|visuali[sz]ation|histogram)s?"
)
SHEET = r"(?:csv|excel|xlsx|spreadsheet|google sheet|sheet)(?:[ -](?:file|sheet|export|download|format|attachment))?s?"
FORMS: dict[Show, str] = {"chart": PICTURE, "csv": SHEET, "table": "table"}
POLITE = r"(?:(?:please|pls|can you|could you|now|just) )?"
GIVEN = rf"{POLITE}(?:(?:show|give|draw|make|create|build|produce|send|get)(?: me| us)? )?"
LAST = r"(?:,? (?:please|pls|thanks))?[\s?.!]*$"
IT = r"(?:it|this|that|them|these|those)"
VERBS: dict[Show, str] = {
    "chart": r"(?:plot|graph|chart|visuali[sz]e|draw)",
    "csv": r"(?:export|download)",
}
MOVING = re.compile(rf"{POLITE}(?:export|download|put|save|send|list|show|give|get|write) ", re.IGNORECASE)


def read_show(text: str, known: Callable[[str], bool]) -> tuple[str, Show]:
    """The question without the words that say how to show it, and what they ask for.

    Nothing is left of a text that says only that (“as a chart”). A word that the record itself uses
    (`known`: a product called Table) is left in the question.
    """
    text = text.strip()
    for show, noun in FORMS.items():
        for form in (_alone, _after, _before):
            rest = form(text, noun) if form is _after or not known(show) else None
            if rest is not None:
                return _without_verb(rest, show, known), show
    for show, verb in VERBS.items():
        found = re.match(rf"{POLITE}(?P<verb>{verb})(?: me| us| out)? (?P<rest>.+)$", text, re.IGNORECASE | re.DOTALL)
        if found and not known(found["verb"]):
            rest = found["rest"].strip()
            return "" if re.fullmatch(rf"{IT}{LAST}", rest, re.IGNORECASE) else rest, show
    return text, "auto"


def _alone(text: str, noun: str) -> str | None:
    """`as a chart`, `a chart please`, `make it a chart`."""
    form = rf"{GIVEN}(?:(?:turn|put|plot) )?(?:{IT} )?(?:(?:as|in|into|on|to) )?(?:an? |the )?{noun}{LAST}"
    return "" if re.fullmatch(form, text, re.IGNORECASE) else None


def _after(text: str, noun: str) -> str | None:
    """`revenue by month as a bar chart`, `… (chart)`; `export all deals to a csv file`."""
    forms = [rf"[\s,;:(-]+as (?:an? |the )?{noun}\)?{LAST}", rf"[\s,;:(-]+(?:in|on) (?:an? |the ){noun}{LAST}"]
    forms.append(rf"\s*\({noun}\){LAST}")
    if MOVING.match(text):
        forms.append(rf" (?:to|into|in|via) (?:an? |the )?{noun}{LAST}")
    for form in forms:
        if found := re.search(form, text, re.IGNORECASE):
            return text[: found.start()].strip(" ,;:-")
    return None


def _before(text: str, noun: str) -> str | None:
    """`show me a chart of revenue by month`."""
    form = rf"{GIVEN}(?:an? |the )?{noun} (?:of|for|with|showing|that shows) (?P<rest>.+)$"
    found = re.match(form, text, re.IGNORECASE | re.DOTALL)
    return found["rest"].strip() if found else None


def _without_verb(text: str, show: Show, known: Callable[[str], bool]) -> str:
    """`export all deals to csv`: the verb says the same as the form."""
    verbs = "|".join([VERBS.get(show, "show"), "export", "put", "draw", "send", "save"])
    found = re.match(rf"{POLITE}(?P<verb>{verbs})(?: me| us)?(?: (?P<rest>.+))?$", text, re.IGNORECASE | re.DOTALL)
    if found is None or known(found["verb"]):
        return text
    rest = found["rest"] or ""
    return "" if re.fullmatch(IT, rest, re.IGNORECASE) else rest
