"""How names are written: the same company or person in all the ways people type it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path


def word_set(text: str) -> frozenset[str]:
    """A set written as one line of words."""
    return frozenset(text.split())


LEGAL = word_set(
    "inc incorporated corp corporation co company ltd limited llc llp lp plc gmbh ag kg ohg ug mbh sa sas sarl srl "
    "spa bv nv ab as oy oyj aps pty pte pvt kk kft sro doo sl slu se ltda eurl lda"
)
COMPANY_NOUNS = word_set(
    "agency airlines analytics associates automotive bank banking biotech brands brothers builders capital care cloud "
    "communications construction consulting design digital dynamics electric electronics energy engineering "
    "enterprises entertainment equipment farms finance financial foods foundation freight fund games global group "
    "health healthcare holding holdings hotels hospital industries industrial instruments insurance interactive "
    "international investments labs laboratories law logistics manufacturing marine markets materials media medical "
    "metals mining motors mutual network networks oil organics packaging partners pharma pharmaceuticals plastics "
    "power press products properties realty records resources restaurants retail robotics schools sciences security "
    "semiconductor services shipping software solar solutions sports steel stores studio studios supply systems tech "
    "technologies technology telecom textiles tools toys trading transport travel trust tyres university ventures "
    "water wines works"
)
HONORIFICS = word_set("mr mrs ms miss mx dr doctor prof professor sir madam herr frau mme")
TITLES = HONORIFICS | word_set(  # what people are called by, before a name
    "herrn eng engg arch "
    "docteur doc dra dott dottssa dottoressa dottore engr ing ingeniero ingegnere lic licenciado arq maestra rev "
    "sheikh ustaz haji alhaji alhaja hajia mallam malam oga mzee bwana mwalimu auntie aunty oom tannie senor "
    "senora senorita sra srta dona signor signora signore sig monsieur madame mademoiselle mlle maitre hr dhr "
    "mevr mevrouw meneer fru frk pani gospodin gospodja gospoda kyrios kyria kyrie kyr encik puan cik tuan datuk "
    "dato bapak ibu shri sri smt kumari pak kuya mbak"
)
TITLES_TOO = word_set(  # the same where they stand beside a known name; alone they may be anything else
    "m sr don dom pan chief uncle mama baba sister brother pastor father coach captain capt nana khun tio tia bu "
    "mas ate fr bibi mme hon nurse matron canon vicar rabbi imam bishop deacon cllr councillor mayor sgt sergeant "
    "col colonel major lt lieutenant inspector superintendent supt constable principal headmaster headmistress chef "
    "judge foreman reverend pst elder deaconess tatay nanay"
)
TITLES_AFTER = word_set(
    "san sama kun sensei sir madam ma maam ji saab sahib bhai ben behen bey hanim abi abla hoca hocam usta efendi "
    "garu nim ssi anna akka"
)
FREE_MAIL = word_set(
    "gmail.com googlemail.com outlook.com hotmail.com live.com yahoo.com icloud.com me.com aol.com proton.me "
    "protonmail.com gmx.de gmx.net web.de"
)
_PLAIN = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i"})
_TOKEN = re.compile(r"[^\W_]+")
_POSSESSIVE = re.compile(r"['\u2019][sS]\b")
_WORDS = Path(__file__).with_name("common_words.txt")
_NICKNAMES = Path(__file__).with_name("nicknames.txt")
_KINDS = Path(__file__).with_name("company_kinds.txt")


@dataclass(frozen=True)
class Token:
    """A word of a text: `norm` is how it is compared, `end` leaves out a possessive's 's."""

    norm: str
    raw: str
    start: int
    end: int

    @property
    def capital(self) -> bool:
        return self.raw[0].isupper() or self.raw[0].isdigit()


@cache
def common_words() -> frozenset[str]:
    """Words of everyday business English, in lower case: what is hardly a name when written small."""
    return frozenset(_WORDS.read_text(encoding="utf-8").split())


@cache
def nicknames() -> dict[str, frozenset[str]]:
    """For each first name the others that may stand for it (bob: robert, rob, …)."""
    table: dict[str, set[str]] = {}
    for group in _NICKNAMES.read_text(encoding="utf-8").splitlines()[1:]:
        full, *short = group.split()
        for name in short:
            table.setdefault(full, set()).add(name)
            table.setdefault(name, set()).add(full)
    return {name: frozenset(others) for name, others in table.items()}


@cache
def company_kinds() -> dict[str, frozenset[str]]:
    """Words for kinds of companies, by where they stand in a name: "first" (Hotel Krone) or "last" (Krone Hotel)."""
    table: dict[str, frozenset[str]] = {}
    for line in _KINDS.read_text(encoding="utf-8").splitlines()[1:]:
        place, *kinds = line.split()
        table[place] = table.get(place, frozenset()) | frozenset(kinds)
    return table


def fold(text: str) -> str:
    """Lower case without accents."""
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN))
    return "".join(char for char in folded if not unicodedata.combining(char))


def tokens(text: str) -> list[Token]:
    """The words of a text in order; the 's of a possessive belongs to no word."""
    found: list[Token] = []
    owned = {match.start() + 1 for match in _POSSESSIVE.finditer(text)}
    for match in _TOKEN.finditer(text):
        if match.start() in owned and len(match.group()) == 1:
            continue
        found.append(Token(fold(match.group()), match.group(), match.start(), match.end()))
    return found


def words(name: str) -> tuple[str, ...]:
    """A name's words as they are compared."""
    return tuple(token.norm for token in tokens(name))


def company_core(name: str) -> tuple[str, ...]:
    """A company's name without "The" and its legal suffixes: what everybody calls it."""
    parts = list(words(name))
    if len(parts) > 1 and parts[0] == "the":
        parts = parts[1:]
    while len(parts) > 1 and parts[-1] in LEGAL:
        parts.pop()
    if len(parts) > 1 and parts[-1] in {"and", "e"}:
        parts.pop()
    return tuple(parts) if len("".join(parts)) > 1 else words(name)


def person_core(name: str) -> tuple[str, ...]:
    """A person's name as first … last, without titles; "Doe, Jane" is turned round."""
    if name.count(",") == 1:
        last, first = name.split(",")
        if first.strip():
            name = f"{first} {last}"
    parts = words(name)
    while len(parts) > 1 and parts[0] in HONORIFICS:
        parts = parts[1:]
    return parts
