"""Postal addresses: a house number with a street's name, and what follows of city, state and code."""

from __future__ import annotations

import re
from collections.abc import Iterator

from privacy.finders.finding import Finding

TYPE = "STREET_ADDRESS"
STRONG = (
    r"Street|St|Avenue|Ave|Av|Road|Rd|Boulevard|Blvd|Lane|Ln|Terrace|Highway|Hwy|Parkway|Pkwy|Crescent|Cres|Turnpike|"
    r"Causeway|Esplanade|Mews"
)
WEAK = (
    r"Drive|Dr|Way|Court|Ct|Place|Pl|Square|Sq|Circle|Cir|Trail|Trl|Close|Row|Loop|Gardens|Grove|Hill|Alley|Plaza|Walk|"
    r"Park|Gate|Quay|Wharf|Rise|Parade|Pike|Path|Run|View|Ridge|Point|Crossing"
)
NAME = r"(?:[A-Z0-9][\w'’.-]*\.?|of|the|de|la|St\.?)"
NUMBER = r"(?:(?:No\.?|Nr\.?|#)\s?)?\d{1,6}(?:[-–/]\d{1,5})?[A-Za-z]?,?"
ENGLISH = re.compile(
    rf"(?<![\w$€£.,#-])(?P<number>{NUMBER})[ \t]+(?P<name>(?:[NSEW]{{1,2}}\.?[ ])?(?:{NAME}[ ]){{1,4}}?)"
    rf"(?P<kind>{STRONG}|{WEAK})\b\.?(?:[ ][NSEW]{{1,2}}\b)?"
)
LOWER = re.compile(r"(?i)(?<![\w$€£.,#-])\d{1,5}\s+(?:[a-z]+\s){1,3}(?:street|avenue|road|boulevard|blvd|lane|drive)\b")
GERMANIC = re.compile(
    r"\b(?:[A-ZÄÖÜ][\w.-]*[ -]){0,2}[A-ZÄÖÜ]?[\w-]*(?:straße|strasse|str\.|gasse|allee|weg|platz|ufer|"
    r"damm|ring|straat|laan|gracht|plein|"
    r"kade|dijk|singel|vägen|gatan|veien|gata|gade|vej|allé|katu|tie|"
    r"ulica)[ ]\d{1,5}(?:[ ]?[a-zA-Z](?!\w))?(?:[-/]\d{1,5})?\b|"
    r"\b[A-ZÄÖÜ][\w.-]*[ ](?:Straße|Strasse|Allee|Weg|Platz|Gasse|Ring|Damm|Ufer)[ ]\d{1,5}[a-z]?\b"
)
ROMANCE = re.compile(
    r"(?:\b\d{1,5}(?:[ ]?(?:bis|ter))?,?[ ](?:rue|avenue|boulevard|bd|place|impasse|chemin|quai|allée|cours|route)"
    r"(?:[ ](?:de|du|des|la|le|les|l['’]\w+|d['’]\w+|[A-ZÉÈÀ][\w'’-]*)){1,6})|"
    r"(?:\b(?:Calle|C/|Avenida|Avda?\.|Paseo|Plaza|Ronda|Carrer|Carretera|Via|Viale|Piazza|Corso|Largo|Vicolo|Strada|Rua|Travessa|Praça|ul\.|Aleja)"
    r"(?:[ ](?:de|del|della|delle|dei|di|da|do|dos|das|la|las|los|el|il|dell['’]\w+|"
    r"[A-ZÁÉÍÓÚŁŚŻ][\w'’.-]*)){1,6},?[ ](?:n[.º°]*[ ]?)?\d{1,5}\b)"
)
BOX = re.compile(
    r"(?i)\b(?:p\.?\s?o\.?\s?box|postfach|apartado(?: de correos)?|casella postale|gpo box|"
    r"psc)\s+\d{1,6}(?:,\s*box\s+\d{1,6})?\b"
)
MILITARY = re.compile(
    r"\b(?:USS|USNS|USNV|USCGC|Unit|PSC)\s[\w ]{1,25}(?:,?\s*Box\s+\d{1,6})?\s*\n?\s*(?:[AFD]PO)\s+(?:AA|"
    r"AE|AP)\s+\d{5}(?:-\d{4})?"
)
UNIT = re.compile(r"\b(?:Apt\.?|Apartment|Suite|Ste\.?|Unit|Flat|Floor|Fl\.?|Room|Rm\.?)[ ]?#?[ ]?\d{1,5}[A-Za-z]?\b")
CITY_CODE = re.compile(r"\b[A-Z][\w.'’-]+(?:[ ][A-Z][\w.'’-]+){0,2},?\s+[A-Z]{2}\s+\d{5}(?:-\d{4})?\b")
CODE = (
    r"(?:\d{5}(?:-\d{4})?|\d{4}(?:[ ]?[A-Z]{2})?|\d{2}-\d{3}|\d{3}[ ]\d{2}|"
    r"[A-Z]{1,2}\d[A-Z\d]?[ ]?\d[A-Z]{2}|[A-Z]\d[A-Z][ ]?\d[A-Z]\d)"
)
PLACE = r"[A-ZÀ-Þ][\w.'’-]*(?:[ -](?:[A-ZÀ-Þ][\w.'’-]*|de|la|le|sur|am|an|der|del|upon)){0,3}"
TAIL = re.compile(
    rf"(?:,?[ \t]*(?:[,\n]|\\n)?[ \t]*(?:Apt\.?|Apartment|Suite|Ste\.?|Unit|Flat|Floor|Fl\.?|Room|Rm\.?|"
    rf"#)[ ]?#?\d{{1,5}}[A-Za-z]?\b)?"
    rf"(?:[ \t]*(?:[,\n]|\\n|\s)[\s,]*(?:{CODE}[ ]{PLACE}|"
    rf"{PLACE},?\s+(?:,\s*)?(?:[A-Z]{{2,3}}\s+)?(?:{PLACE}\s+)?{CODE}|{CODE})(?!\w))?"
    rf"(?:,[ ](?:USA|U\.S\.A?\.?|UK|United (?:States|Kingdom)|Canada|Germany|Deutschland|France|Spain|"
    rf"España|Italy|Italia|Netherlands|Australia|Ireland))?"
)
CAPITAL = r"[^\W\d_a-zß-ÿ][\w'’.-]*"
TOLD = re.compile(
    r"(?i:\b(?:address(?:es)?(?:[ ]\w+){0,4}?(?:[ ]is|[ ]to|[ ]as|:|\?)+(?:[ ]+it[ ]is)?|(?:same|are|"
    r"following\??)[:?]|lives?[ ](?:at|in)|living[ ]at|lived[ ](?:at|in)|"
    r"(?:sent|it|delivered|shipped|mail|return|parcel|taxi|statement)[ ]to|(?:located|meet|meeting|"
    r"arrived?|offices?(?:[ ]is|[ ]are)?|restaurant[ ]is|"
    r"station[ ]is|me|you|be)[ ](?:at|on)|it['’]s[ ]in|moved[ ]to|with(?=[ ]\d))[ ]*\s{0,5})"
    rf"(?P<place>\d{{1,6}}[A-Za-z]?,?[ ](?:(?:{CAPITAL}|de|la|del|der|di|van|von|do|da|"
    rf"st\.?)[ ]){{1,5}}\d{{1,5}}[a-zA-Z]?\b\.?|"
    rf"\d{{1,6}},?[ ](?:{CAPITAL}[ ]?){{1,4}}\b(?=[ ]?(?:,|\n|Apt|Suite|Unit|$)))"
)
BLOCK = re.compile(
    r"(?<![\w.])(?P<place>\d{1,6}[A-Za-z]?[ ](?:[^\W_][\w'’.-]*[ ]){0,5}[^\W_][\w'’.-]*\.?)[\s>?,]{1,12}"
    r"(?:Apt\.?|Apartment|Suite|Ste\.?|Unit|Flat|"
    r"Floor)[ ]?#?\d{1,5}[A-Za-z]?\b(?P<rest>(?:[\s>?,]{1,12}[^\W\d_][^\d\n]{0,40}){0,3}[\s,]{1,3}\d[\d -]{2,7}\b)?"
)
PLACE_CUE = re.compile(
    r"(?i)\b(?:at|to|address|addresses|lives?|living|located|location|office|offices|hq|ship|deliver|delivery|visit|from|on|in|home|is|near|billing|"
    r"street|mail|send|sent|return|meet|moved|where)\b[^\n\d]{0,20}$|[:>]\s*$|.\n\s*$"
)
UNIT_CUE = re.compile(r"(?i)\b(?:address|apartment|street|road|avenue|box|lives? at)\b")
YEAR = re.compile(r"(?:19|20)\d\d")


def find_addresses(text: str) -> Iterator[Finding]:
    for match in _streets(text):
        tail = TAIL.match(text, match.end())
        end = tail.end() if tail else match.end()
        start = match.start("place") if "place" in match.re.groupindex else match.start()
        yield Finding(start, max(end, match.end()), TYPE, 0.8)
    for match in CITY_CODE.finditer(text):
        yield Finding(match.start(), match.end(), TYPE, 0.7)
    if UNIT_CUE.search(text):
        for match in UNIT.finditer(text):
            yield Finding(match.start(), match.end(), TYPE, 0.6)


def _streets(text: str) -> Iterator[re.Match[str]]:
    for match in ENGLISH.finditer(text):
        if _is_street(text, match):
            yield match
    for match in BLOCK.finditer(text):
        yield match
    for match in TOLD.finditer(text):
        yield match
    for pattern in (GERMANIC, ROMANCE, BOX, MILITARY):
        yield from pattern.finditer(text)
    for match in LOWER.finditer(text):
        if PLACE_CUE.search(text[max(0, match.start() - 30) : match.start()]):
            yield match


def _is_street(text: str, match: re.Match[str]) -> bool:
    """A street needs no introduction; a "Drive", a "Point" or a year before the name does."""
    tail = TAIL.match(text, match.end())
    if tail and tail.end() > match.end():
        return True
    number = match["number"].rstrip(",")
    if re.fullmatch(STRONG, match["kind"]) and not YEAR.fullmatch(number):
        return match["kind"] not in {"Av", "St"} or _introduced(text, match) or text[match.end() - 1] == "."
    return _introduced(text, match)


def _introduced(text: str, match: re.Match[str]) -> bool:
    alone = match.start() == 0 and not text[match.end() :].strip(" .,\n")
    return alone or bool(PLACE_CUE.search(text[max(0, match.start() - 30) : match.start()]))
