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
LOWER = re.compile(
    r"(?i)(?<![\w$€£.,#-])\d{1,5}\s+(?!hours?|hrs?|min|miles?|days?|weeks?|months?|years?|"
    r"km)(?:[a-z]+\s){1,3}(?:street|avenue|road|boulevard|blvd|lane|drive)\b"
)
GERMANIC = re.compile(
    r"\b(?!park|arbeits|sitz|stell|lager|Park|Arbeits|Sitz|Stell|"
    r"Lager)(?:[A-ZÄÖÜ][\w.-]*[ -]){0,2}[^\W\d_][\w-]+(?:straße|strasse|str\.|gasse|allee|weg|platz|ufer|"
    r"damm|ring|straat|laan|gracht|plein|"
    r"kade|dijk|singel|vägen|gatan|veien|gata|gade|vej|allé|katu|tie|"
    r"ulica)[ ]\d{1,5}(?:[ ]?[a-zA-Z](?!\w))?(?:[-/]\d{1,5})?\b|"
    r"\b[A-ZÄÖÜ][\w.-]*[ ](?:Straße|Strasse|Allee|Weg|Platz|Gasse|Ring|Damm|Ufer)[ ]\d{1,5}[a-z]?\b"
)
ROMANCE = re.compile(
    r"(?:\b\d{1,5}(?:[ ]?(?:bis|ter))?,?[ ](?i:rue|avenue|boulevard|bd|place|impasse|chemin|quai|allée|cours|route)"
    r"(?:[ ](?:(?:de|du|des|la|le|les)\b|l['’]\w+|d['’]\w+|[A-ZÀ-Þ][\w'’-]*)){1,6})|"
    r"(?:\b(?:Rue|Avenue|Boulevard|Chemin|Quai|Allée|Route)(?:[ ](?:(?:de|du|des|la|le|les)\b|l['’]\w+|d['’]\w+|"
    r"[A-ZÀ-Þ][\w'’-]*)){1,5},?[ ]\d{1,4}\b)|"
    r"(?:\b(?:Calle|C/|Avenida|Avda?\.|Paseo|Plaza|Ronda|Carrer|Carretera|Via|Viale|Piazza|Corso|Largo|Vicolo|"
    r"Strada|Rua|Travessa|Praça|ul\.|Aleja)"
    r"(?:[ ](?:(?:de|del|della|delle|dei|di|da|do|dos|das|la|las|los|el|il)\b|dell['’]\w+|"
    r"[A-ZÁÉÍÓÚŁŚŻ][\w'’.-]*)){1,6},?[ ](?:n[.º°]*[ ]?)?\d{1,5}[a-z]?(?:/\d{1,4})?\b)"
)
PREPOSED = re.compile(  # streets that are named by where they lie: "Am Markt 3", "Unter den Linden 77"
    r"\b(?P<place>(?:Am|An der|Auf der|Auf dem|Im|In der|Unter den|Zum|Zur|Hinter der|Alter?|Neuer?)[ ]"
    r"[A-ZÄÖÜ][\w-]+(?:[ ][A-ZÄÖÜ][\w-]+)?[ ]\d{1,4}[a-z]?)\b"
)
HUNGARIAN = re.compile(
    r"(?:[^\W\d_][\w.-]+[ ]){1,3}(?:utca|u\.|út|útja|tér|tere|körút|krt\.|rkp\.|rakpart|sétány|köz|"
    r"kapu)[ ]\d{1,4}\.?(?!\d)"
)
CORNER = re.compile(
    r"(?i:\b(?:at|on|to|is|by|from|of|,|same:|return|,|and|validate the following\?)\s+)"
    r"(?P<place>(?i:the[ ]corner[ ]of)[ ][^\n,;]{2,40}?[ ]and[ ]\w[\w'’.-]*(?:[ ][A-Z0-9][\w'’.-]*){0,3})"
)
BOX = re.compile(
    r"(?i)\b(?:p\.?\s?o\.?\s?box|postfach|apartado(?: de correos)?|casella postale|gpo box|"
    r"psc|postbus|caixa postal|boîte postale|bp)\s+\d{1,6}(?:[ ]\d{2,3}){0,2}(?:,\s*box\s+\d{1,6})?\b"
)
MILITARY = re.compile(
    r"\b(?:USS|USNS|USNV|USCGC|Unit|PSC)\s[\w ]{1,25}(?:,?\s*Box\s+\d{1,6})?\s*\n?\s*(?:[AFD]PO)\s+(?:AA|"
    r"AE|AP)\s+\d{5}(?:-\d{4})?"
)
UNIT = re.compile(r"\b(?:Apt\.?|Apartment|Suite|Ste\.?|Unit|Flat|Floor|Fl\.?|Room|Rm\.?)[ ]?#?[ ]?\d{1,5}[A-Za-z]?\b")
CITY_CODE = re.compile(r"\b[A-Z][\w.'’-]+(?:[ ][A-Z][\w.'’-]+){0,2},?\s+[A-Z]{2}\s+\d{5}(?:-\d{4})?\b")
CODE = (
    r"(?:\d{5}-\d{3,4}|\d{4}-\d{3}|\d{2}-\d{3}|\d{3}[ ]\d{2,3}|\d{4}[ ]?[A-Z]{2}\b|\d{4,6}|"
    r"[A-Z]{1,2}\d[A-Z\d]?[ ]?\d[A-Z]{2}|[A-Z]\d[A-Z][ ]?\d[A-Z]\d)"
)
COUNTRIES = (
    r"USA|U\.S\.A?\.?|UK|U\.K\.|United (?:States(?: of America)?|Kingdom|Arab Emirates)|Canada|Germany|Deutschland|"
    r"France|Spain|España|Italy|"
    r"Italia|(?:The )?Netherlands|Nederland|Belgium|België|Belgique|Australia|New Zealand|Ireland|India|Brazil|"
    r"Brasil|Portugal|Poland|Polska|"
    r"Czech Republic|Czechia|Slovakia|Slovenia|Hungary|Austria|Österreich|Switzerland|Schweiz|Suisse|Sweden|"
    r"Sverige|Norway|Norge|Denmark|"
    r"Danmark|Finland|Suomi|Iceland|Estonia|Latvia|Lithuania|Greece|Cyprus|Croatia|Serbia|Romania|Bulgaria|Turkey|"
    r"Türkiye|Israel|Japan|China|"
    r"Hong Kong|Singapore|South Africa|South Korea|Mexico|México|Argentina|Chile|Colombia|Uruguay|Tunisia|Morocco|"
    r"Egypt|Kenya|Nigeria|"
    r"Greenland|Luxembourg|Malta|Malaysia|Thailand|Vietnam|Indonesia|Philippines|Pakistan|Ukraine"
)
PLACE = (
    r"(?:St\. |Ste\. |Saint )?[A-ZÀ-ÞĀ-ŽȘȚ](?:[^\W\d]|[.'’-](?=\w))*+(?!\d)(?:[ -](?:[A-ZÀ-ÞĀ-ŽȘȚ](?:[^\W\d]|"
    r"[.'’-](?=\w))*+(?!\d)|de|la|le|sur|am|"
    r"an|der|del|upon)){0,3}"
)
STEP_GAP = r"(?:[ \t]*(?:,|\n|\\n|–|[ ]-(?=[ ]))[\s,>?]{0,12}|[ \t]+(?:,[ \t]*)?)"
STEP = re.compile(
    rf"{STEP_GAP}(?:(?P<unit>(?:Apt\.?|Apartment|Suite|Ste\.?|Unit|Flat|Floor|Fl\.?|Room|Rm\.?|"
    rf"#)[ ]?#?\d{{1,5}}[A-Za-z]?\b)|"
    rf"(?P<code>{CODE})(?![\w-]|[ ]\d)|(?P<country>(?:{COUNTRIES})\b)|(?P<state>[A-Z]{{2,3}}\b(?!\w)|nan\b)|"
    rf"(?P<place>{PLACE}))"
)
MAX_STEPS = 7
TOWN = re.compile(rf"[ ]{PLACE}")
UNIT_BEFORE = re.compile(r"(?i)\b(?:flat|apartment|apt\.?|unit|suite|house)[ ](?:#?\d{1,5}[a-z]?,?[ ])?$")
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
HOUSE = re.compile(
    rf"(?<![\w.@/-])(?P<place>(?:{CAPITAL}[ ](?:(?:{CAPITAL}|de|la|del|der|di|van|von|do|da|"
    rf"st\.?)[ ]){{0,3}})\d{{1,4}}[a-zA-Z]?)\b(?![.,]?\d|[%€$])"
)
HOUSE_CUE = re.compile(
    r"(?i)\b(?:address(?:es)?(?:[ ]\w+){0,3}?(?:[ ](?:is|to|as|with)|:)|lives?[ ](?:at|on|in)|living[ ](?:at|on)|"
    r"lived[ ](?:at|on)|located[ ](?:at|on)|"
    r"office[ ]is[ ](?:at|on)|station[ ]is[ ](?:at|on)|restaurant[ ]is[ ]at|side[ ]of|delivered[ ]to|shipped[ ]to|"
    r"ship[ ]to|deliver[ ]to|enter[ ]on|"
    r"resid(?:es|ing)[ ](?:at|on|in)|moved[ ]to|drops[ ]you[ ]off[ ]at|meet(?:[ ](?:me|you|us))?[ ]at|taxi[ ]to|"
    r"visit[ ]us[ ]at)\s{1,4}$"
)
PLACE_CUE = re.compile(
    r"(?i)\b(?:at|to|address|addresses|lives?|living|located|location|office|offices|hq|ship|deliver|delivery|"
    r"visit|from|on|in|home|is|near|billing|"
    r"street|mail|send|sent|return|meet|moved|where)\b[^\n\d]{0,20}$|[:>]\s*$|.\n\s*$"
)
UNIT_CUE = re.compile(r"(?i)\b(?:address|apartment|street|road|avenue|box|lives? at)\b")
DIGIT = re.compile(r"\d")
YEAR = re.compile(r"(?:19|20)\d\d")


def find_addresses(text: str) -> Iterator[Finding]:
    if "orner of" in text:
        for match in CORNER.finditer(text):
            yield Finding(match.start("place"), _tail_end(text, match.end()), TYPE, 0.8)
    if DIGIT.search(text):
        yield from _numbered(text)


def _numbered(text: str) -> Iterator[Finding]:
    for match in _streets(text):
        start = match.start("place") if "place" in match.re.groupindex else match.start()
        unit = UNIT_BEFORE.search(text[max(0, start - 30) : start])
        yield Finding(start - len(unit[0]) if unit else start, _tail_end(text, match.end()), TYPE, 0.8)
    for match in CITY_CODE.finditer(text):
        yield Finding(match.start(), match.end(), TYPE, 0.7)
    if UNIT_CUE.search(text):
        for match in UNIT.finditer(text):
            yield Finding(match.start(), match.end(), TYPE, 0.6)


def _tail_end(text: str, end: int) -> int:
    """Where what follows a street ends: unit, places and state count as far as a unit, a postal code or a country."""
    position, places, was_place = end, 0, False
    for _ in range(MAX_STEPS):
        step = STEP.match(text, position)
        if not step or (step["place"] and places >= 3):
            break
        position = step.end()
        places += bool(step["place"])
        if step["unit"] or step["country"] or (step["code"] and (was_place or step["state"] or _is_apart(step[0]))):
            end = position
        was_place = bool(step["place"] or step["state"])
        if step["code"]:
            town = TOWN.match(text, position)
            end = town.end() if town and end == position else end
            position = max(position, end)
    return end


def _is_apart(step: str) -> bool:
    """A code that does not follow a place must be set off by a comma or a line."""
    return "," in step or "\n" in step


def _streets(text: str) -> Iterator[re.Match[str]]:
    for match in ENGLISH.finditer(text):
        if _is_street(text, match):
            yield match
    for match in BLOCK.finditer(text):
        yield match
    for match in TOLD.finditer(text):
        yield match
    for pattern in (GERMANIC, ROMANCE, HUNGARIAN, BOX, MILITARY):
        yield from pattern.finditer(text)
    for pattern in (PREPOSED, HOUSE):
        for match in pattern.finditer(text):
            if _is_told(text, match):
                yield match
    for match in LOWER.finditer(text):
        if PLACE_CUE.search(text[max(0, match.start() - 30) : match.start()]):
            yield match


def _is_street(text: str, match: re.Match[str]) -> bool:
    """A street needs no introduction; a "Drive", a "Point" or a year before the name does."""
    if _tail_end(text, match.end()) > match.end():
        return True
    number = match["number"].rstrip(",")
    if re.fullmatch(STRONG, match["kind"]) and not YEAR.fullmatch(number):
        return match["kind"] not in {"Av", "St"} or _introduced(text, match) or text[match.end() - 1] == "."
    return _introduced(text, match)


def _is_told(text: str, match: re.Match[str]) -> bool:
    """Words and a number are an address where they are said to be one, or where a town follows."""
    start = match.start("place")
    if HOUSE_CUE.search(text[max(0, start - 50) : start]):
        return True
    return match.re is PREPOSED and _tail_end(text, match.end()) > match.end()


def _introduced(text: str, match: re.Match[str]) -> bool:
    alone = match.start() == 0 and not text[match.end() :].strip(" .,\n")
    return alone or bool(PLACE_CUE.search(text[max(0, match.start() - 30) : match.start()]))
