"""Numbers that the countries of Europe and Türkiye give to their people."""

from __future__ import annotations

from privacy.recogniser import Recogniser

EUROPE = (
    Recogniser(
        "UK_NINO", "UkNinoRecognizer", context=("national insurance", "nino", "ni number"), alone=True, digits=6
    ),
    Recogniser("UK_NHS", "NhsRecognizer", context=("nhs", "national health"), digits=10),
    Recogniser(
        "UK_PASSPORT",
        "UkPassportRecognizer",
        context=("uk passport", "british passport", "passport", "travel document"),
        digits=7,
    ),
    Recogniser("UK_DRIVING_LICENCE", "UkDrivingLicenceRecognizer", context=("driving", "dvla"), alone=True, run=16),
    Recogniser(
        "UK_POSTCODE", "UkPostcodeRecognizer", context=("postcode", "post code", "postal code"), digits=2, reach=20
    ),
    Recogniser(
        "DE_TAX_ID",
        "DeTaxIdRecognizer",
        context=(
            "steuer",
            "steuer id",
            "steuer-id",
            "steuerliche",
            "tax id",
            "idnr",
            "steueridentifikationsnummer",
            "steuerid",
            "tax number",
            "tin",
        ),
        digits=11,
    ),
    Recogniser(  # as it is printed: 12 345 678 901
        "DE_TAX_ID",
        pattern=r"(?<![\w.-])[1-9]\d[ ]?\d{3}[ ]?\d{3}[ ]?\d{3}(?![\w]|[.-]\d)",
        context=(
            "steuer",
            "steuer id",
            "steuer-id",
            "idnr",
            "steueridentifikationsnummer",
            "steuerid",
            "tax id",
            "tin",
        ),
        digits=11,
        checksum="mod11_10",
        reach=40,
    ),
    Recogniser("DE_TAX_NUMBER", "DeTaxNumberRecognizer", context=("steuernummer", "steuer", "tax number"), digits=10),
    Recogniser(
        "DE_ID_CARD",
        "DeIdCardRecognizer",
        context=("ausweis", "personalausweis", "ausweisnummer", "id card", "identity card", "personalausweisnummer"),
        digits=2,
    ),
    Recogniser(
        "DE_PASSPORT",
        "DePassportRecognizer",
        context=("reisepass", "passnummer", "passport", "reisepassnummer"),
        digits=2,
    ),
    Recogniser(
        "DE_SOCIAL_SECURITY",
        "DeSocialSecurityRecognizer",
        context=(
            "sozialversicherungsnummer",
            "rvnr",
            "rentenversicherungsnummer",
            "social security",
            "social insurance",
        ),
        alone=True,
        digits=11,
    ),
    Recogniser(
        "DE_SOCIAL_SECURITY",
        pattern=r"(?-i:(?<!\d)\d{2} \d{6} [A-Z] \d{3}(?!\d))",
        context=("sozialversicherungsnummer", "rvnr", "rentenversicherungsnummer", "sv-nummer"),
        digits=11,
    ),
    Recogniser(
        "DE_HEALTH_INSURANCE",
        "DeHealthInsuranceRecognizer",
        context=(
            "krankenversichertennummer",
            "kvnr",
            "krankenkasse",
            "krankenversicherung",
            "health insurance",
            "versichertennummer",
        ),
        digits=9,
    ),
    Recogniser(
        "DE_FUEHRERSCHEIN", "DeFuehrerscheinRecognizer", context=("fuhrerschein", "driving", "fahrerlaubnis"), digits=8
    ),
    Recogniser("ES_NIF", "EsNifRecognizer", context=("nif", "dni"), alone=True, digits=7),
    Recogniser(
        "ES_NIF",
        pattern=r"(?<![\w.-])\d{1,2}\.\d{3}\.\d{3}[ -]?[A-Z](?!\w)",
        context=("nif", "dni"),
        alone=True,
        digits=7,
        checksum="nif",
    ),
    Recogniser("ES_NIE", "EsNieRecognizer", context=("nie", "extranjero"), alone=True, digits=7),
    Recogniser("ES_PASSPORT", "EsPassportRecognizer", context=("pasaporte", "passport"), digits=6),
    Recogniser(
        "IT_FISCAL_CODE", "ItFiscalCodeRecognizer", context=("codice fiscale", "cf"), alone=True, digits=6, run=3
    ),
    Recogniser(
        "IT_IDENTITY_CARD", "ItIdentityCardRecognizer", context=("carta", "cie", "identity card", "id card"), digits=5
    ),
    Recogniser("IT_PASSPORT", "ItPassportRecognizer", context=("passaporto", "passport"), digits=7),
    Recogniser("IT_DRIVER_LICENSE", "ItDriverLicenseRecognizer", context=("patente", "driving", "driver"), digits=7),
    Recogniser(
        "FR_NIR",
        pattern=r"(?<!\d)[12][ .-]?\d{2}[ .-]?(?:0[1-9]|1[0-2]|[2-9]\d)[ .-]?(?:\d{2}|2[AB])[ .-]?"
        r"\d{3}[ .-]?\d{3}[ .-]?\d{2}(?!\d)",
        context=("nir", "securite sociale", "insee", "social security"),
        alone=True,
        digits=14,
        checksum="nir",
    ),
    Recogniser(
        "NL_BSN",
        pattern=r"(?<!\d)\d{3}[ .]?\d{3}[ .]?\d{3}(?!\d)|(?<!\d)\d{4}[ .]\d{2}[ .]\d{3}(?!\d)",
        context=("bsn", "burgerservicenummer", "sofinummer"),
        digits=9,
        checksum="bsn",
    ),
    Recogniser("PL_PESEL", "PlPeselRecognizer", context=("pesel",), digits=11),
    Recogniser(
        "SE_PERSONNUMMER",
        "SePersonnummerRecognizer",
        context=("personnummer", "personnr", "pers nr", "personal identity number", "korkort"),
        digits=10,
    ),
    Recogniser(
        "FI_PERSONAL_IDENTITY_CODE",
        "FiPersonalIdentityCodeRecognizer",
        context=("hetu", "henkilotunnus"),
        alone=True,
        digits=9,
    ),
    Recogniser("TR_NATIONAL_ID", "TrNationalIdRecognizer", context=("kimlik", "tckn", "tc no"), digits=11),
    Recogniser(
        "SE_PERSONNUMMER",
        pattern=r"(?<![\w.-])(?:19|20)?\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[-+]\d{4}(?![\w-])",
        context=("personnummer", "personnr"),
        alone=True,
        digits=10,
        checksum="personnummer",
    ),
    Recogniser(
        "DK_CPR",
        pattern=r"(?<![\w.-])(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d\d[- ]?\d{4}(?![\w-])",
        context=("cpr", "cpr-nr", "personnummer"),
        digits=10,
        reach=30,
    ),
    Recogniser(
        "NO_FODSELSNUMMER",
        pattern=r"(?<!\d)\d{6} ?\d{5}(?!\d)",
        context=("fodselsnummer", "fnr", "personnummer", "d-nummer"),
        digits=11,
        checksum="fodselsnummer",
    ),
    Recogniser(
        "CH_AHV",
        pattern=r"(?<!\d)756[. ]?\d{4}[. ]?\d{4}[. ]?\d{2}(?!\d)",
        context=("ahv", "avs", "sozialversicherungsnummer"),
        alone=True,
        digits=13,
        checksum="ean13",
    ),
    Recogniser(
        "AT_SVNR",
        pattern=r"(?<!\d)[1-9]\d{3}[ -]?(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d\d(?!\d)",
        context=("svnr", "sv-nummer", "sv-nr", "sozialversicherungsnummer", "versicherungsnummer"),
        digits=10,
        checksum="svnr",
    ),
    Recogniser(
        "BE_NATIONAL_NUMBER",
        pattern=r"(?<!\d)\d\d[. ]?\d\d[. ]?\d\d[- ]?\d{3}[. ]?\d\d(?!\d)",
        context=("rijksregisternummer", "rijksregister", "insz", "numero national", "niss", "national number"),
        digits=11,
        checksum="belgian",
    ),
    Recogniser(
        "BE_NATIONAL_NUMBER",
        pattern=r"(?<!\d)\d\d\.\d\d\.\d\d-\d{3}\.\d\d(?!\d)",
        context=("rijksregisternummer",),
        alone=True,
        digits=11,
        checksum="belgian",
    ),
    Recogniser(
        "IE_PPSN",
        pattern=r"(?-i:\b\d{7}[A-W][A-IW]?\b)",
        context=("pps", "ppsn", "pps number"),
        digits=7,
        checksum="ppsn",
    ),
    Recogniser(
        "PT_NIF",
        pattern=r"(?<!\d)[1-3]\d{2} ?\d{3} ?\d{3}(?!\d)",
        context=("nif", "contribuinte"),
        digits=9,
        checksum="pt_nif",
        reach=26,
    ),
    Recogniser(
        "CZ_BIRTH_NUMBER",
        pattern=r"(?<!\d)\d{6}/?\d{3,4}(?!\d)",
        context=("rodne cislo", "rc", "birth number"),
        digits=9,
        checksum="birth_number",
        reach=26,
    ),
    Recogniser(
        "RO_CNP", pattern=r"(?<!\d)[1-8]\d{12}(?!\d)", context=("cnp", "cod numeric"), digits=13, checksum="cnp"
    ),
    Recogniser("BG_EGN", pattern=r"(?<!\d)\d{10}(?!\d)", context=("egn", "егн"), digits=10, checksum="egn"),
    Recogniser("HR_OIB", pattern=r"(?<!\d)\d{11}(?!\d)", context=("oib",), digits=11, checksum="mod11_10"),
    Recogniser("GR_AMKA", pattern=r"(?<!\d)\d{11}(?!\d)", context=("amka", "αμκα"), digits=11, checksum="luhn"),
)
