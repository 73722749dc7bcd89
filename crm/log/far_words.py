"""Turns of phrase for days, also in other languages; each stands for plain English words."""

from __future__ import annotations

_TURNS = {
    "tomorrow": "the-morn demain domani amanhã amanha imorgon jutro i-morgon i-morgen",
    "day after tomorrow": "pasado-mañana après-demain dopodomani overmorrow overmorgen",
    "today": "hoy oggi hoje dzisiaj vandaag idag",
    "tonight": "2nite this-evening",
    "this afternoon": "this-aft this-pm",
    "tomorrow morning": "morgen-früh morgen-vormittag demain-matin domani-mattina amanhã-de-manhã",
    "end of day": "close-of-play end-of-business end-of-biz",
    "a week today": "same-time-next-week this-time-next-week",
    "the 1st": "the-first-of-the-month first-of-the-month",
    "days": "tagen",
    "end of the week": "ende-der-woche week's-end the-week's-end",
    "weekend": "week-end",
    "end of next week": "ende-nächster-woche end-next-week eo-next-week",
    "within a week": "within-the-week inside-the-week",
    "next week": "la-semana-que-viene la-semaine-prochaine la-settimana-prossima volgende-week nästa-vecka næste-uge",
}


def _each(table: dict[str, str]) -> dict[str, str]:
    return {said: meant for meant, words in table.items() for said in words.split()}


def _spaced(table: dict[str, str]) -> dict[str, str]:
    return {said if said.endswith("demain") else said.replace("-", " "): meant for said, meant in table.items()}


FAR_WORDS = _spaced(_each(_TURNS))  # in small letters, with the English that stands for each
