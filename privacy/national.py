"""Numbers that one country gives to its people, as data: recognisers by country."""

from __future__ import annotations

from privacy.recogniser import Recogniser

DRIVING = (
    "driver",
    "drivers",
    "driving",
    "driver license",
    "dl number",
    "dl no",
    "dl",
)

NATIONAL = (
    # United States
    Recogniser(
        "US_SSN", "UsSsnRecognizer", context=("ssn", "ssns", "social security", "social sec"), alone=True, digits=9
    ),
    Recogniser(
        "US_SSN",
        pattern=r"(?<![\w.-])\d(?:[ .-]\d){8}(?![\w]|[ .-]\d)",
        context=("ssn", "social security", "social"),
        digits=9,
    ),
    Recogniser(
        "US_ITIN",
        "UsItinRecognizer",
        context=("itin", "taxpayer", "tax id", "individual taxpayer"),
        alone=True,
        digits=9,
    ),
    Recogniser("US_PASSPORT", "UsPassportRecognizer", context=("passport", "travel document"), digits=8),
    Recogniser("ABA_ROUTING_NUMBER", "AbaRoutingRecognizer", context=("routing", "aba"), digits=9, reach=40),
    Recogniser(
        "US_BANK_NUMBER",
        "UsBankRecognizer",
        context=(
            "bank account",
            "account number",
            "account no",
            "account #",
            "acct",
            "checking",
            "savings",
            "bank",
            "direct deposit",
            "sort code",
            "bsb",
        ),
        digits=8,
        reach=40,
    ),
    Recogniser(
        "US_DRIVER_LICENSE",
        "UsLicenseRecognizer",
        context=DRIVING,
        digits=4,
        reach=40,
    ),
    Recogniser(
        "US_DRIVER_LICENSE",
        pattern=r"\b[A-Z]?\d{3,4}-\d{2,5}-\d{2,5}(?:-\d{2,4})*\b",
        context=DRIVING,
        digits=6,
        reach=40,
    ),
    Recogniser("US_MBI", "UsMbiRecognizer", context=("medicare", "mbi", "beneficiary", "medicaid"), digits=4),
    Recogniser("MEDICAL_LICENSE", "MedicalLicenseRecognizer", context=("dea", "medical license"), digits=7),
    # United Kingdom, Canada
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
    Recogniser("CA_SIN", "CaSinRecognizer", context=("sin", "social insurance"), digits=9),
    Recogniser(
        "CA_SIN",
        pattern=r"(?<![\d-])0\d{2}([- ])\d{3}\1\d{3}(?![\d-])",
        context=("sin", "social insurance"),
        digits=9,
        checksum="luhn",
    ),
    Recogniser("CA_POSTAL_CODE", "CaPostalCodeRecognizer", context=("postal code", "postcode"), digits=3, reach=20),
    # European Union, Türkiye
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
    # Latin America
    Recogniser(
        "BR_CPF",
        pattern=r"(?<![\d.])\d{3}\.\d{3}\.\d{3}-\d\d(?!\d)",
        context=("cpf",),
        alone=True,
        digits=11,
        checksum="cpf",
    ),
    Recogniser("BR_CPF", pattern=r"(?<!\d)\d{11}(?!\d)", context=("cpf",), digits=11, checksum="cpf"),
    Recogniser(
        "MX_CURP",
        pattern=r"(?-i:\b[A-Z][AEIOUX][A-Z]{2}\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[HMX][A-Z]{5}[A-Z\d]\d\b)",
        context=("curp",),
        alone=True,
        run=18,
    ),
    Recogniser(
        "CL_RUT",
        pattern=r"(?<![\d.])\d{1,2}\.?\d{3}\.?\d{3}-[\dkK](?!\w)",
        context=("rut", "run"),
        digits=7,
        checksum="rut",
        reach=26,
    ),
    # Asia and the Pacific, Africa
    Recogniser(
        "CN_RESIDENT_ID",
        pattern=r"(?<!\d)[1-9]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\w)",
        context=("resident id", "shenfenzheng", "身份证"),
        alone=True,
        run=18,
        checksum="resident_id",
    ),
    Recogniser("AU_TFN", "AuTfnRecognizer", context=("tfn", "tax file"), digits=9),
    Recogniser("AU_MEDICARE", "AuMedicareRecognizer", context=("medicare",), digits=10),
    Recogniser("AU_ABN", "AuAbnRecognizer", context=("abn", "australian business"), digits=11),
    Recogniser("AU_ACN", "AuAcnRecognizer", context=("acn", "australian company"), digits=9),
    Recogniser(  # Presidio's own takes time that grows with the square of a text's length
        "IN_PAN",
        pattern=r"\b[A-Z]{3}[ABCFGHJLPT][A-Z]\d{4}[A-Z]\b",
        context=("pan", "permanent account"),
        alone=True,
        run=10,
        reach=30,
    ),
    Recogniser("IN_AADHAAR", "InAadhaarRecognizer", context=("aadhaar", "aadhar", "uidai", "uid"), digits=12),
    Recogniser("IN_VOTER", "InVoterRecognizer", context=("voter", "epic", "elector"), digits=7),
    Recogniser("IN_PASSPORT", "InPassportRecognizer", context=("passport",), digits=7),
    Recogniser("SG_NRIC_FIN", "SgFinRecognizer", context=("nric", "fin"), digits=7),
    Recogniser("KR_RRN", "KrRrnRecognizer", context=("rrn", "resident registration"), digits=13),
    Recogniser("TH_TNIN", "ThTninRecognizer", context=("thai", "tnin", "national id"), digits=13),
    Recogniser(
        "ZA_ID_NUMBER",
        "ZaIdNumberRecognizer",
        context=("id number", "identity number", "south african id", "sa id"),
        digits=13,
    ),
)
