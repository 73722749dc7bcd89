"""Number plates, as data: what looks like one beside the words for it, and countries whose plates tell themselves."""

from __future__ import annotations

from privacy.recogniser import Recogniser

CANTONS = "AG|AI|AR|BE|BL|BS|FR|GE|GL|GR|JU|LU|NE|NW|OW|SG|SH|SO|SZ|TG|TI|UR|VD|VS|ZG|ZH"

PLATES = (
    Recogniser(
        "LICENSE_PLATE",
        pattern=r"(?-i:(?<![\w-])(?=[A-Z0-9ÄÖÜ -]{0,9}\d)(?=[0-9 -]{0,8}[A-ZÄÖÜ])[A-Z0-9ÄÖÜ]{1,4}"
        r"(?:[ -]?[A-Z0-9]{1,4}){1,2}(?![\w-]))",
        context=(
            "license plate",
            "licence plate",
            "number plate",
            "plate number",
            "registration plate",
            "vehicle registration",
            "kennzeichen",
            "immatriculation",
            "matricula",
            "targa",
            "kenteken",
            "nummerplade",
            "registreringsnummer",
            "numer rejestracyjny",
        ),
        digits=1,
        reach=26,
    ),
    Recogniser(  # France since 2009: two letters, three digits, two letters, none of them I, O or U
        "LICENSE_PLATE",
        pattern=r"(?-i:(?<![\w-])[A-HJ-NP-TV-Z]{2}[- ]\d{3}[- ][A-HJ-NP-TV-Z]{2}(?![\w-]))",
        context=("plaque", "vehicule", "voiture", "immatriculee", "immatricule"),
        digits=3,
        reach=30,
    ),
    Recogniser(  # Brazil, also since Mercosul
        "LICENSE_PLATE",
        pattern=r"(?-i:(?<![\w-])[A-Z]{3}(?:-?\d{4}|\d[A-Z]\d{2})(?![\w-]))",
        context=("placa", "emplacamento", "veiculo", "carro"),
        digits=3,
        reach=20,
    ),
    Recogniser(  # India: state, district, series, number
        "LICENSE_PLATE",
        pattern=r"(?-i:(?<![\w-])[A-Z]{2}[ -]?\d{1,2}[ -]?[A-Z]{1,3}[ -]?\d{4}(?![\w-]))",
        context=("vehicle", "vehicle no", "reg no", "registration", "car no", "bike no", "rc"),
        digits=5,
        reach=30,
    ),
    Recogniser(  # Switzerland: canton and up to six digits
        "LICENSE_PLATE",
        pattern=rf"(?-i:(?<![\w-])(?:{CANTONS})[ ·-]?\d{{1,3}}[ ']?\d{{0,3}}(?![\w-]))",
        context=("autonummer", "nummernschild", "kontrollschild", "autokennzeichen", "plaque", "targa"),
        digits=1,
        reach=24,
    ),
    Recogniser(  # Poland: two or three letters of the district, four or five letters and digits
        "LICENSE_PLATE",
        pattern=r"(?-i:(?<![\w-])[A-Z]{2,3} ?(?=[A-Z0-9]{0,4}\d)[A-Z0-9]{4,5}(?![\w-]))",
        context=("rejestracja", "rejestracji", "rejestracyjny", "nr rej", "tablica", "tablice"),
        digits=2,
        reach=24,
    ),
    Recogniser(  # Australia, New Zealand: five to seven letters and digits, once divided
        "LICENSE_PLATE",
        pattern=r"(?-i:(?<![\w-])(?=[A-Z ·-]{0,4}\d)(?=[\d ·-]{0,4}[A-Z])[A-Z0-9]{2,4}[ ·-]?[A-Z0-9]{2,3}(?![\w-]))",
        context=("rego", "rego no", "number plate", "numberplate"),
        digits=1,
        reach=14,
        leads=True,
    ),
    Recogniser(  # United Kingdom since 2001: area, half-year, three letters
        "LICENSE_PLATE",
        pattern=r"(?-i:(?<![\w-])[A-HJ-PR-Y]{2}(?:0[1-9]|[1-79]\d)[ ]?[A-HJ-PR-Z]{3}(?![\w-]))",
        context=("reg", "vrm", "registration", "vehicle", "car", "van", "lorry"),
        digits=2,
        reach=24,
    ),
)
