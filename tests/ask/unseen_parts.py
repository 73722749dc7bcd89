"""What the five made-up exports share: names of firms and people, days, and CSV files."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd

TODAY = datetime(2026, 11, 20)  # noqa: DTZ001 - the files hold naive days


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


WORDS = _words(
    "Abernathy Acorn Alder Almondbury Ambleside Anvil Arcadia Ardent Ashgrove Aspenwood Aurelian Avocet Bantry Barrow "
    "Beacon Bellamy Birchall Blackthorn Bluestem Bramley Brockhurst Bryant Calder Camberwell Canyon Caraway Carrick "
    "Cascade Cedarhurst Chandler Cinder Clement Cobalt Coldwater Copperfield Cormorant Coventry Cranford Crestline "
    "Cygnus Dallow Danforth Deepwell Delphi Dovetail Drayton Eastlake Eldridge Ellwood Elmstead Everdale Fairbourne "
    "Falconer Farrow Fernhill Finchley Firefly Flintlock Foxglove Galloway Garnet Gildersome Glenmore Goldcrest "
    "Granite Greystoke Hadleigh Halberd Harcourt Hawksmoor Hazelmere Heron Highmark Holloway Huxley Inkwell Ironbridge "
    "Ivory Jasmine Jubilee Kaleido Kelvin Kestrel Kingsley Kittiwake Lantern Larkspur Lindqvist Lodestar Longacre "
    "Lumen Magnolia Mallory Marigold Medway Meridian Merlin Millbrook Monarch Mosswood Nightingale Nimbus Northgate "
    "Oakhurst Obsidian Orchard Osprey Palisade Paragon Pemberton Peregrine Pinecrest Plover Quarry Quillon Ravenhill "
    "Redwing Ridgeway Rosewater Sable Sandpiper Saffron Seabright Selkirk Sequoia Silverline Skylark Sorrel Stonegate "
    "Sycamore Talisman Tamarind Teasel Thistle Thornbury Tideway Topaz Trellis Umber Valence Verity Vesper Wainwright "
    "Waverley Westbrook Whitlock Wildrose Willowmere Windrush Wren Yarrow Zephyr"
)

FIRST = _words(
    "Adele Amir Anouk Arthur Beatriz Bram Carmen Cecily Dario Delia Edmund Elif Esther Farid Fiona Gareth Greta Hamza "
    "Helga Imani Ivo Jolanda Jonas Kamil Keiko Lars Leonie Lucian Marit Mateo Nadine Niall Olga Pascal Petra Quentin "
    "Rania Rufus Sabine Silas Tamsin Theo Ulrike Vikram Wanda Xavier Yusuf Zelda"
)
LAST = _words(
    "Abbott Achterberg Adeyemi Baptiste Bergstrom Bianchi Calloway Chowdhury Costello Dekker Desmond Eriksen Fairweather "
    "Faulkner Gallagher Ghosh Grimaldi Haddad Hofmann Ibrahim Janssen Kavanagh Kowalski Lacroix Lindholm Macready "
    "Marchetti Moreau Nakamura Novak Obi Osborne Pereira Pritchard Quigley Rasmussen Rossi Santoro Schreiber Sharma "
    "Takahashi Thackeray Underhill Vandenberg Voss Whitfield Yilmaz Zielinski"
)


def firms(chance: Random, count: int, endings: tuple[str, ...]) -> list[str]:
    """Names that share no first word."""
    return [f"{word} {chance.choice(endings)}" for word in chance.sample(WORDS, count)]


def people(chance: Random, count: int, taken: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    found = [(first, last) for first in FIRST for last in LAST if f"{first} {last}" not in taken]
    return chance.sample(found, count)


def moment(chance: Random, start: str, end: str) -> datetime:
    """A moment in office hours of a day from start up to, but without, end."""
    first = datetime.fromisoformat(start)
    day = first + timedelta(days=chance.randrange((datetime.fromisoformat(end) - first).days))
    return day.replace(hour=chance.randrange(8, 18), minute=chance.randrange(60))


def day(chance: Random, start: str, end: str) -> datetime:
    return moment(chance, start, end).replace(hour=0, minute=0)


def later(chance: Random, since: datetime, low: int, high: int) -> datetime:
    return since + timedelta(days=chance.randrange(low, high))


def table(rows: list[dict[str, Any]]) -> Any:
    """The rows as a frame, whole numbers with gaps kept whole."""
    frame = pd.DataFrame(rows)
    for column in frame.columns:
        values = [row[column] for row in rows if row[column] is not None]
        if any(isinstance(value, datetime) for value in values):
            frame[column] = pd.to_datetime(frame[column])
        elif values and all(type(value) is int for value in values):
            frame[column] = frame[column].astype("Int64" if len(values) < len(frame) else "int64")
    return frame


def snake(frame: Any) -> Any:
    """The same frame with headers that are easy to type."""
    return frame.rename(
        columns=lambda name: "".join(c if c.isalnum() else "_" for c in name.lower()).strip("_").replace("__c", "")
    )


def save(path: Path, frame: Any, formats: dict[str, str], sep: str = ",", encoding: str = "utf-8") -> None:
    """Write a file; a column of days or moments is written as its format says."""
    out = frame.copy()
    for column in out.columns:
        if column in formats:
            out[column] = out[column].dt.strftime(formats[column])
        elif out[column].dtype == bool:
            out[column] = out[column].map({True: "true", False: "false"})
    path.parent.mkdir(parents=True, exist_ok=True)
    out.to_csv(path, index=False, sep=sep, encoding=encoding)


def best(series: Any, count: int = 1) -> set[str]:
    """The names at the top; a tie at the edge would make two answers right."""
    ranked = series.dropna().sort_values(ascending=False)
    assert len(ranked) == count or ranked.iloc[count - 1] != ranked.iloc[count], "tie"
    return set(ranked.index[:count])


def worst(series: Any, count: int = 1) -> set[str]:
    return best(-series, count)


def between(frame: Any, column: str, start: str, end: str) -> Any:
    return frame[(frame[column] >= start) & (frame[column] < end)]


def past(frame: Any, column: str, days: int) -> Any:
    """The rows of the last so many days; none may lie on the edge, where people count differently."""
    age = (TODAY - frame[column].dt.normalize()).dt.days
    assert not age.isin([days - 1, days, days + 1]).any(), "on the edge"
    return frame[(age >= 0) & (age < days)]


def coming(frame: Any, column: str, days: int) -> Any:
    ahead = (frame[column].dt.normalize() - TODAY).dt.days
    assert not ahead.isin([0, days - 1, days, days + 1]).any(), "on the edge"
    return frame[(ahead > 0) & (ahead < days)]


def without(names: Any, frame: Any, key: str) -> set[str]:
    """The names that no row of the frame has."""
    return set(names) - set(frame[key])


def shares(frame: Any, by: str, hit: str) -> dict[str, float]:
    """What part of each group's rows has hit, a column of yes and no."""
    return frame.groupby(by)[hit].mean().astype(float).to_dict()


def total(frame: Any, by: Any, column: str) -> dict[Any, float]:
    return frame.groupby(by)[column].sum().to_dict()


def counts(frame: Any, by: Any) -> dict[Any, int]:
    return frame.groupby(by).size().to_dict()


def growth(after: Any, before: Any) -> float:
    """As a fraction: 0.25 is a quarter more."""
    return float(after) / float(before) - 1
