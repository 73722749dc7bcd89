"""Days in the languages that reps fall into, and by turns of phrase; each stands for plain English words."""

from __future__ import annotations

_WEEKDAYS = {
    "Monday": "lunes lundi lunedì lunedi maandag måndag mandag poniedziałek segunda-feira",
    "Tuesday": "martes mardi martedì martedi dinsdag tisdag tirsdag wtorek terça-feira terça",
    "Wednesday": "miércoles miercoles mercredi mercoledì mercoledi woensdag onsdag środa środę quarta-feira",
    "Thursday": "jueves jeudi giovedì giovedi donderdag torsdag czwartek quinta-feira",
    "Friday": "viernes vendredi venerdì venerdi vrijdag fredag piątek sexta-feira",
}
_MONTHS = {
    "January": "enero janvier gennaio janeiro stycznia",
    "February": "febrero février febbraio fevereiro lutego",
    "March": "marzo março maart marca",
    "April": "abril avril aprile kwietnia",
    "May": "mayo maggio maio maja",
    "June": "junio juin giugno junho czerwca",
    "July": "julio juillet luglio julho lipca",
    "August": "agosto août augustus sierpnia",
    "September": "septiembre septembre settembre setembro września",
    "October": "octubre octobre ottobre outubro października",
    "November": "noviembre novembre novembro listopada",
    "December": "diciembre décembre dicembre dezembro grudnia",
}
_NAMES_TOO = frozenset({"maja", "avril", "julio", "mayo", "augustus"})  # of people and places: months after a "de" only
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


FAR_WORDS = {
    **_each(_WEEKDAYS),
    **{said: meant for said, meant in _each(_MONTHS).items() if said not in _NAMES_TOO},
    **{f"{link} {said}": meant for said, meant in _each(_MONTHS).items() for link in ("de", "di")},  # "15 de marzo"
    **_spaced(_each(_TURNS)),
}  # in small letters, with the English that stands for each
