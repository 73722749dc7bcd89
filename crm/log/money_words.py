"""How money is written: signs, codes and names of currencies, and words for thousands and millions, of many countries."""

# ruff: noqa: E501 - a table reads best unbroken

from __future__ import annotations

SYMBOLS = {
    "$": "USD", "\u20ac": "EUR", "\u00a3": "GBP", "\u00a5": "JPY", "\u20b9": "INR", "\u20a6": "NGN", "\u20b1": "PHP", "\u20ba": "TRY", "\u20a9": "KRW",
    "\u0e3f": "THB", "\u20b4": "UAH", "\u20aa": "ILS", "\u20ab": "VND", "\u20b5": "GHS", "\u20bd": "RUB",
    "\u09f3": "BDT", "\u20be": "GEL", "\u20b8": "KZT", "\u20bc": "AZN", "\u058f": "AMD", "\u20ad": "LAK", "\u17db": "KHR", "\u20ae": "MNT", "\u20b2": "PYG", "\u20a1": "CRC",
}  # fmt: skip
WORDS = {
    "usd": "USD", "dollar": "USD", "dollars": "USD", "bucks": "USD", "d\u00f3lares": "USD", "dolares": "USD", "d\u00f3lar": "USD", "dolar": "USD", "dollari": "USD",
    "eur": "EUR", "euro": "EUR", "euros": "EUR", "evra": "EUR", "evro": "EUR", "evrov": "EUR", "eura": "EUR", "eur\u00f3": "EUR", "eurot": "EUR", "euroa": "EUR",
    "gbp": "GBP", "pound": "GBP", "pounds": "GBP", "quid": "GBP", "sterling": "GBP", "libras": "GBP", "chf": "CHF", "francs": "CHF", "franken": "CHF", "sfr": "CHF",
    "cad": "CAD", "aud": "AUD", "nzd": "NZD", "sgd": "SGD", "hkd": "HKD", "jpy": "JPY", "yen": "JPY", "inr": "INR",
    "rupees": "INR", "rupee": "INR", "rs": "INR", "sek": "SEK", "kronor": "SEK", "kroner": "DKK", "naira": "NGN", "ngn": "NGN", "ghs": "GHS", "cedis": "GHS", "cedi": "GHS",
    "kes": "KES", "ksh": "KES", "kshs": "KES", "tzs": "TZS", "tsh": "TZS", "ugx": "UGX", "egp": "EGP", "mad": "MAD", "xof": "XOF", "fcfa": "XOF", "cfa": "XOF", "etb": "ETB", "birr": "ETB",
    "zloty": "PLN", "z\u0142oty": "PLN", "z\u0142otych": "PLN", "zlotych": "PLN", "z\u0142": "PLN", "zl": "PLN", "rand": "ZAR", "dirhams": "AED", "reais": "BRL", "nok": "NOK", "dkk": "DKK", "kr": "SEK", "pln": "PLN", "zar": "ZAR", "brl": "BRL",
    "mxn": "MXN", "pesos": "MXN", "mxp": "MXN", "cop": "COP", "clp": "CLP", "ars": "ARS", "soles": "PEN", "aed": "AED", "sar": "SAR", "riyals": "SAR", "qar": "QAR", "kwd": "KWD",
    "cny": "CNY", "rmb": "CNY", "yuan": "CNY", "krw": "KRW", "twd": "TWD", "thb": "THB", "baht": "THB", "myr": "MYR", "ringgit": "MYR", "rm": "MYR", "idr": "IDR", "rupiah": "IDR", "rp": "IDR", "vnd": "VND", "php": "PHP",
    "pkr": "PKR", "bdt": "BDT", "taka": "BDT", "lkr": "LKR", "czk": "CZK", "k\u010d": "CZK", "korun": "CZK", "huf": "HUF", "forint": "HUF", "ron": "RON", "lei": "RON", "bgn": "BGN", "leva": "BGN",
    "rsd": "RSD", "dinara": "RSD", "uah": "UAH", "ils": "ILS", "nis": "ILS", "shekels": "ILS", "shekel": "ILS", "try": "TRY", "tl": "TRY", "lira": "TRY", "liras": "TRY", "isk": "ISK",
}  # fmt: skip
SHOUTED = frozenset(
    {"try", "tl", "rm", "cop", "mad", "nis", "ron", "cfa"}
)  # codes that are words or measures when written small
ROMANCE = frozenset(
    {
        "r$",
        "s/",
        "brl",
        "cop",
        "clp",
        "mxn",
        "pen",
        "ars",
        "pesos",
        "reais",
        "soles",
        "d\u00f3lares",
        "dolares",
        "libras",
    }
)  # beside which mil is a thousand
DOLLARS = frozenset({"USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN"})
RUPEES = frozenset({"INR", "PKR", "LKR"})
SHARED = {  # names that are not the last words of what CLDR calls them
    **dict.fromkeys(("kr", "kron", "kroner", "kronor", "korun"), frozenset({"SEK", "NOK", "DKK", "ISK", "CZK"})),
    **dict.fromkeys(("rs", "rupees", "rupee"), frozenset({"INR", "PKR", "LKR", "NPR", "MUR", "SCR"})),
    **dict.fromkeys(("pounds", "pound"), frozenset({"GBP", "EGP", "LBP", "SDG", "SSP", "SYP"})),
    **dict.fromkeys(("pesos", "peso"), frozenset({"MXN", "COP", "CLP", "ARS", "PHP", "UYU", "DOP", "CUP"})),
}
LEFT_OPEN = frozenset(
    {"kr", "kron", "kroner", "kronor", "pesos", "peso"}
)  # they say nothing of whose they are elsewhere
LOCAL_SIGNS = {
    "KES": ("Sh", "Shs", "KSh", "Kshs"),
    "UGX": ("Sh", "Shs", "Ush", "USh"),
    "TZS": ("Sh", "Shs", "TSh"),
    "BBD": ("Bds$", "BDS$", "Bd$"),
    "XCD": ("EC$",),
    "BSD": ("B$",),
    "BDT": ("Tk", "TK"),
    "PHP": ("P",),
    "BWP": ("P",),
    "GTQ": ("Q",),
    "HNL": ("L",),
    "ZMW": ("K",),
    "PGK": ("K",),
    "CHF": ("Fr", "SFr"),
    "UAH": ("\u0433\u0440\u043d",),
    "AED": ("Dhs", "Dh", "DHS", "DH", "dhs", "dh"),
    "MAD": ("Dhs", "Dh", "DHS", "DH", "dhs", "dh"),
    "SAR": ("SR", "S.R"),
    "QAR": ("QR",),
    "KWD": ("KD",),
    "BHD": ("BD",),
    "OMR": ("RO", "R.O"),
    "JOD": ("JD",),
    "GHS": ("GH\u00a2", "GHC"),
    "RWF": ("FRw", "Frw"),
    "MZN": ("MT", "MTn"),
    "LBP": ("LL",),
    "HUF": ("Ft",),
    "CNY": ("\u00a5", "\uffe5"),
    "KRW": ("won",),
    "MWK": ("MK",),
    "VUV": ("VT", "Vt"),
    "WST": ("WS$",),
    "BND": ("B$",),
    "LRD": ("L$",),
    "NAD": ("N$",),
    "EGP": ("LE", "L.E"),
    "PEN": ("S/", "S/."),
    "TND": ("DT", "TD"),
    "UYU": ("U$",),
}  # beside those of CLDR
PREFIXED = {
    "us$": "USD", "c$": "CAD", "ca$": "CAD", "a$": "AUD", "au$": "AUD", "nz$": "NZD", "s$": "SGD", "hk$": "HKD", "r$": "BRL", "mx$": "MXN", "nt$": "TWD", "r": "ZAR", "n": "NGN", "gh\u20b5": "GHS",
}  # fmt: skip
THOUSANDS = (
    "k", "t", "grand", "thousand", "thou", "tys", "ty\u015b", "tis", "tis\u00edc", "tisic", "hiljada", "hiljade", "hilj", "tiso\u010d", "tusen", "tusind", "tsd", "tausend", "duizend",
    "mille", "mila", "ribu", "rb", "tuhat", "tuhatta", "ezer", "mii", "bin", "elfu", "\u0442\u044b\u0441",
)  # fmt: skip
MILLIONS = (
    "m", "mm", "milli\u00f3", "tri\u1ec7u", "mil", "mill", "mio", "mn", "million", "millions", "mln", "milyon", "millones", "mill\u00f3n", "millon", "milh\u00e3o", "milh\u00f5es", "milhoes", "milioni", "milione", "milion", "miliony",
    "milion\u00f3w", "milijuna", "miliona", "milioane", "miljoen", "miljon", "miljoner", "millioner", "millionen", "milj", "miljoonaa", "juta", "jt",
)  # fmt: skip
SCALES = {
    **dict.fromkeys(THOUSANDS, 1e3), **dict.fromkeys(MILLIONS, 1e6),
    "b": 1e9, "bn": 1e9, "billion": 1e9, "mrd": 1e9, "mld": 1e9, "miliar": 1e9, "miliard": 1e9, "miljard": 1e9, "milliard": 1e9, "milliards": 1e9, "t\u1ef7": 1e9, "ty\u1ec3": 1e9, "lakh": 1e5, "lakhs": 1e5, "lac": 1e5, "lacs": 1e5, "crore": 1e7, "crores": 1e7, "cr": 1e7, "crs": 1e7, "hundred": 1e2,
}  # fmt: skip
AMBIGUOUS = frozenset(
    {"bin", "mii", "mila", "mille", "tis", "hilj", "rb", "jt", "ezer", "tuhat", "elfu"}
)  # scales only before a currency
