"""Which recognisers look at a text, as data.

A recogniser of Presidio's is pinned by its class name. `context` are the words that make its finding believable;
without `alone` a finding counts only beside one of them, and the recogniser does not run where none is in the text.
`digits` is how many digits a text must hold before it is worth a look.
"""

from __future__ import annotations

from privacy.national import DRIVING, NATIONAL
from privacy.plates import PLATES
from privacy.recogniser import Recogniser

_PASSPORT = ("passport", "travel document", "reisepass", "passnummer", "reisepassnummer", "pass nummer", "pass nr")
_DOCUMENT = (
    r"(?-i:(?<![A-Za-z0-9.-])(?=[A-Z0-9./-]*\d)[A-Z0-9](?:[A-Z0-9]|[./-](?=[A-Z0-9])|[ ](?=[A-Z0-9]*\d)){%d,%d}"
    r"(?![A-Za-z0-9]|[.-]\d))"
)

RECOGNISERS = (
    # everywhere
    Recogniser("IBAN_CODE", "IbanRecognizer", context=("iban",), alone=True, digits=8),
    Recogniser(
        "IP_ADDRESS", "IpRecognizer", context=("ip",), alone=True, digits=4, never=r"127\.|0\.0\.0\.0|255\.|::1?$"
    ),
    Recogniser("MAC_ADDRESS", "MacAddressRecognizer", context=("mac",), alone=True, digits=2),
    Recogniser("CRYPTO", "CryptoRecognizer", context=("wallet", "btc", "bitcoin"), alone=True, digits=2, run=26),
    Recogniser("CRYPTO", pattern=r"\b0x[0-9a-fA-F]{40}\b", context=("wallet", "eth", "ethereum"), alone=True, run=42),
    Recogniser(
        "ZIP_CODE",
        pattern=r"\b(?:\d{5}-\d{3,4}|\d{2}-\d{3}|\d{4}-\d{3}|\d{3} \d{2}|(?-i:\d{4} ?[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d|"
        r"[A-Z]\d[\dW] ?[A-Z\d]{4})|\d{3,6})\b",
        context=(
            "zip",
            "zipcode",
            "postal code",
            "postcode",
            "post code",
            "plz",
            "postleitzahl",
            "code postal",
            "codigo postal",
            "codice postale",
            "kod pocztowy",
            "postnummer",
            "cep",
            "eircode",
            "psc",
        ),
        digits=3,
        reach=20,
        leads=True,
    ),
    Recogniser("ZIP_CODE", pattern=r"(?-i:(?<=\bCAP[ :])\s?\d{5}\b)", alone=True, digits=5),
    Recogniser("ZIP_CODE", pattern=r"\b[1-9]\d{2} ?\d{3}\b", context=("pin code", "pincode"), digits=6, reach=14),
    # what several countries have under one name: papers, accounts, devices, places
    Recogniser(
        "PASSPORT",
        pattern=_DOCUMENT % (6, 11),
        context=(*_PASSPORT, "passports", "passeport", "pasaporte", "passaporto", "passaporte", "paspoort", "paszport"),
        digits=3,
        checksum="document",
        reach=30,
    ),
    Recogniser(
        "DRIVER_LICENSE",
        pattern=_DOCUMENT % (6, 17),
        context=(
            *DRIVING,
            "fuhrerschein",
            "fahrerlaubnis",
            "permis de conduire",
            "carnet de conducir",
            "licencia de conducir",
            "patente",
            "rijbewijs",
            "prawo jazdy",
            "korkort",
            "forerkort",
            "cnh",
            "carta de conducao",
        ),
        digits=4,
        checksum="document",
        reach=34,
    ),
    Recogniser(
        "NATIONAL_ID",
        pattern=_DOCUMENT % (6, 15),
        context=(
            "national id",
            "identity card",
            "id card",
            "personalausweis",
            "ausweisnummer",
            "carte d'identite",
            "cni",
            "carta d'identita",
            "documento de identidad",
            "cedula",
            "dowod",
            "dowodu",
            "identiteitskaart",
            "id-kaart",
            "rg",
            "uan",
            "emirates id",
            "hkid",
            "teudat zehut",
        ),
        digits=2,
        checksum="document",
        reach=30,
    ),
    Recogniser(
        "TAX_ID",
        pattern=r"(?<![\w.-])\d{2,5}(?:[ ./-]?\d{1,5}){2,4}(?![\w]|[.-]\d)",
        context=(
            "utr",
            "taxpayer reference",
            "numero fiscal",
            "numero fiscale",
            "nif",
            "nip",
            "ird",
            "tax id",
            "tax identification",
            "tax number",
            "steuernummer",
        ),
        digits=8,
        checksum="eight_digits",
        reach=26,
    ),
    Recogniser(
        "SOCIAL_SECURITY",
        pattern=r"(?<![\w.-])\d{2}[ /-]?\d{7,8}[ /-]?\d{2}(?![\w]|[.-]\d)",
        context=("seguridad social", "nss", "niss", "seguranca social", "social security"),
        digits=11,
    ),
    Recogniser(
        "HEALTH_INSURANCE",
        pattern=_DOCUMENT % (7, 23),
        context=(
            "health insurance",
            "health card",
            "insurance card",
            "member id",
            "ohip",
            "tessera sanitaria",
            "tarjeta sanitaria",
            "carte vitale",
            "versichertennummer",
            "krankenkasse",
            "medicaid",
        ),
        digits=5,
        checksum="document",
        reach=34,
    ),
    Recogniser(
        "MEDICAL_RECORD",
        pattern=_DOCUMENT % (4, 13),
        context=(
            "mrn",
            "medical record",
            "patient id",
            "patient number",
            "patient no",
            "patientennummer",
            "hospital no",
        ),
        digits=4,
        checksum="document",
        reach=26,
    ),
    Recogniser(
        "BANK_ACCOUNT", pattern=r"(?<![\d-])\d\d[- ]\d\d[- ]\d\d(?![\d-])", context=("sort code",), digits=6, reach=18
    ),
    Recogniser("BANK_ACCOUNT", pattern=r"(?<![\d-])\d{3}[- ]?\d{3}(?![\d-])", context=("bsb",), digits=6, reach=12),
    Recogniser(  # India's: nine to eighteen digits, told with the branch's IFSC
        "BANK_ACCOUNT",
        pattern=r"(?<![\w.-])\d{9,18}(?![\w]|[.-]\d)",
        context=("ifsc", "a/c no", "a/c"),
        digits=9,
        reach=24,
    ),
    Recogniser(  # Switzerland's: a letter and seven digits
        "PASSPORT", pattern=r"(?-i:\b[A-Z]\d{7}\b)", context=("pass", "passport"), digits=7, reach=8, leads=True
    ),
    Recogniser(
        "BANK_ACCOUNT",
        pattern=r"(?<![\w.-])\d(?:[ /.-]?\d){5,19}(?![\w]|[.-]\d)",
        context=(
            "kontonummer",
            "kontonr",
            "konto nr",
            "numero de compte",
            "numero de cuenta",
            "numero di conto",
            "conto corrente",
            "conta corrente",
            "rekeningnummer",
            "numer konta",
            "kontonummeret",
            "clabe",
        ),
        digits=6,
        reach=30,
    ),
    Recogniser(
        "VEHICLE_ID",
        pattern=r"(?-i:\b(?=[A-Z0-9]{0,16}\d)[A-HJ-NPR-Z0-9]{17}\b)",
        context=("vin", "chassis", "fahrgestellnummer", "fin"),
        digits=3,
        reach=30,
    ),
    Recogniser(
        "DEVICE_ID", pattern=r"\b\d{2}[ -]?\d{6}[ -]?\d{6}[ -]?\d\b", context=("imei",), digits=15, checksum="luhn"
    ),
    Recogniser(
        "LOCATION_COORDINATES",
        pattern=r"(?<![\w.])[-+]?\d{1,2}\.\d{3,10}\s?[,;/ ]\s?[-+]?\d{1,3}\.\d{3,10}(?![\w.])",
        context=(
            "lives",
            "living",
            "live at",
            "her flat",
            "his flat",
            "my flat",
            "her house",
            "his house",
            "my house",
            "her home",
            "his home",
            "my home",
            "home address",
            "at home",
            "residence",
            "whereabouts",
        ),
        digits=8,
        reach=40,
    ),
    Recogniser(
        "UPI_ID",
        pattern=r"(?<![\w.@-])[\w.-]{2,64}@(?:ok(?:axis|hdfcbank|icici|sbi)|upi|ybl|ibl|axl|apl|paytm|ptyes|"
        r"ptsbi)\b(?![.-]\w)",
        context=("upi", "vpa", "gpay", "phonepe"),
    ),
    *PLATES,
    *NATIONAL,
)

# A number that the words before it call something else is not taken for a document without its own context.
BUSINESS_NUMBER = (
    r"\b(?:sku|s/n|p/n|part|item|order|po|p\.o\.|invoice|inv|model|ref|reference|ticket|case|serial|lot|batch|product|quote|"
    r"version|release|build|firmware|v|rma|tracking|shipment|contract|license key|article|upc|ean|isbn|asset|job|"
    r"project|bug|"
    r"issue|commit|page|section|chapter|room|flight)s?(?:\s+(?:no\.?|number|num|id|code|key))?\s*(?:is|"
    r"was)?\s*[#:=№(]*\s*"
    r"(?:[\w.-]{1,20}(?:,|\s+(?:to|and|or|through))\s+){0,2}$"
)

# Types that hold in every country: where two findings are equally good, the one that names a country wins.
EVERYWHERE = frozenset(
    {"PASSPORT", "DRIVER_LICENSE", "NATIONAL_ID", "TAX_ID", "HEALTH_INSURANCE", "SOCIAL_SECURITY", "ZIP_CODE"}
)

# Where two findings overlap, the type named earlier wins before the longer one does.
FIRST_CLASS = ("URL", "API_KEY", "PASSWORD", "EMAIL_ADDRESS", "CREDIT_CARD", "IBAN_CODE")
