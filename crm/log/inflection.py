"""What the form of an English verb says: whether a colleague does it or is to do it, or did it already."""

# ruff: noqa: E501 - a table reads best unbroken

from __future__ import annotations

import re

from crm.naming import word_set

# stems of verbs that tell what somebody is, feels or says, which is no task
_STATES = word_set(
    "want need like say think ask know love hate hope expect reckon seem feel be have wish prefer wait request agree insist approve mean intend plan aim "
    "work start join retire leave own live sit stay remain keep believe see hear look sound speak remember tell mention suggest recommend warn claim report writ "
    "write confirm doubt wonder worry understand appear belong travel smile laugh sleep enjoy miss fear trust cc use fancy bet guess notice realise realize swear assume suppose consider come go hav"
)
_IRREGULAR = word_set(  # pasts without an ending of their own
    "was were had did went got came gave made took sent told said met spoke left saw held ran won lost wrote rang caught brought bought sat paid found kept felt thought knew "
    "heard put read set cut let shut hit quit cost drew grew flew threw drove rode rose chose broke woke wore bore tore swore stood understood forgot began drank sang swam built lent spent bent fell "
    "led fed fled shot sold slept swept taught sought fought stuck struck hung dug won lit slid hid bit sank shook ate been done gone seen taken given written shown known become became overdid redid undid rebuilt"
)
_SMALL = word_set(  # words after a name that are no verbs
    "and or but with at in on of from to for by as is are the a an his her their our my your its this that these those who which not no yes also too then than when where if because so "
    "per via about after before until till since during over under into out up down off again back here there now soon today tomorrow tonight yesterday next last only just both all each some any it he she they we i "
    "me us him them re incl including minus plus vs versus please pls kindly myself himself herself ok fine happy ill sick away busy free late early present absent n w cannot never always often"
)
_FOLLOWS = re.compile(
    r"\s+(?:it|them|him|her|us|me|this|that|the|an?|our|his|their|n|&|and|up|out|back)\b", re.IGNORECASE
)
_WORD = re.compile(
    r"\s+(?:(?:also|now|then|just|already|still|personally|himself|herself)\s+)?(?P<verb>[a-z]{3,})\b(?!['\u2019])"
)
_IS = re.compile(r"(?:['\u2019]s|\s+is)\s+(?:(?:also|now|then|just|already)\s+)?(?P<verb>[a-z]{3,}ing)\b")


def does(rest: str) -> bool:
    """Whether the words after a name begin with what that person does: "checks it", "replacing them", not "said", "met", "wants"."""
    found = _IS.match(rest) or _WORD.match(rest)
    if found is None or (verb := found["verb"]) in _SMALL or is_past(verb):
        return False
    if verb.endswith("ing"):
        return len(verb) > 4 and not _stems(verb[:-3]) & _STATES
    if verb.endswith("s") and not verb.endswith(("ss", "us", "is")):
        return not _stems(verb[:-1]) & _STATES
    return verb not in _STATES and _FOLLOWS.match(rest, found.end()) is not None


def is_past(verb: str) -> bool:
    """Whether a form is a past one: "fixed", "met"."""
    return (verb.endswith("ed") and not verb.endswith("eed")) or verb in _IRREGULAR


def _stems(said: str) -> set[str]:
    """What a verb may be without its ending: replac, replace; setting, set; flies, fly."""
    stems = {said, f"{said}e"}
    if said.endswith("ie"):
        stems.add(f"{said[:-2]}y")
    if said.endswith("e"):
        stems.add(said[:-1])
    if len(said) > 2 and said[-1] == said[-2]:
        stems.add(said[:-1])
    return stems
