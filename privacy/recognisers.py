"""Which recognisers look at a text, as data.

A recogniser of Presidio's is pinned by its class name. `context` are the words that make its finding believable;
without `alone` a finding counts only beside one of them, and the recogniser does not run where none is in the text.
`digits` is how many digits a text must hold before it is worth a look.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Recogniser:
    entity: str
    presidio: str | None = None  # a class of presidio_analyzer.predefined_recognizers
    pattern: str | None = None  # or an expression of our own
    context: tuple[str, ...] = ()
    alone: bool = False
    digits: int = 0
    checksum: str | None = None  # a function of privacy.checksums that a match of our pattern must pass
    reach: int = 60  # characters before a finding in which its context counts


RECOGNISERS = (
    # everywhere
    Recogniser("IBAN_CODE", "IbanRecognizer", context=("iban",), alone=True, digits=8),
    Recogniser("IP_ADDRESS", "IpRecognizer", context=("ip",), alone=True, digits=4),
    Recogniser("MAC_ADDRESS", "MacAddressRecognizer", context=("mac",), alone=True, digits=2),
    Recogniser("CRYPTO", "CryptoRecognizer", context=("wallet", "btc", "bitcoin"), alone=True, digits=2),
    Recogniser("CRYPTO", pattern=r"\b0x[0-9a-fA-F]{40}\b", context=("wallet", "eth", "ethereum"), alone=True, digits=4),
    Recogniser(
        "ZIP_CODE",
        pattern=r"\b(?:\d{5}-\d{4}|\d{2}-\d{3}|\d{5}-\d{3}|\d{3,6}|\d{4} ?[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d)\b",
        context=("zip", "zipcode", "postal code", "postcode", "post code", "plz"),
        digits=3,
        reach=20,
    ),
    # United States
    Recogniser(
        "US_SSN", "UsSsnRecognizer", context=("ssn", "ssns", "social security", "social sec"), alone=True, digits=9
    ),
    Recogniser(
        "US_ITIN",
        "UsItinRecognizer",
        context=("itin", "taxpayer", "tax id", "individual taxpayer"),
        alone=True,
        digits=9,
    ),
    Recogniser("US_PASSPORT", "UsPassportRecognizer", context=("passport", "travel document"), digits=8),
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
        ),
        digits=8,
        reach=40,
    ),
    Recogniser("ABA_ROUTING_NUMBER", "AbaRoutingRecognizer", context=("routing", "aba"), digits=9, reach=40),
    Recogniser(
        "US_DRIVER_LICENSE",
        "UsLicenseRecognizer",
        context=("driver", "drivers", "driving", "driver license", "dl number"),
        digits=4,
        reach=40,
    ),
    Recogniser(
        "US_DRIVER_LICENSE",
        pattern=r"\b[A-Z]?\d{3,4}-\d{2,4}-\d{2,5}(?:-\d{2,4})*\b",
        context=("driver", "drivers", "driving"),
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
    Recogniser("UK_PASSPORT", "UkPassportRecognizer", context=("passport", "travel document"), digits=7),
    Recogniser("UK_DRIVING_LICENCE", "UkDrivingLicenceRecognizer", context=("driving", "dvla"), alone=True, digits=5),
    Recogniser(
        "UK_POSTCODE", "UkPostcodeRecognizer", context=("postcode", "post code", "postal code"), digits=2, reach=20
    ),
    Recogniser("CA_SIN", "CaSinRecognizer", context=("sin", "social insurance"), digits=9),
    Recogniser("CA_POSTAL_CODE", "CaPostalCodeRecognizer", context=("postal code", "postcode"), digits=3, reach=20),
    # European Union, Türkiye
    Recogniser(
        "DE_TAX_ID",
        "DeTaxIdRecognizer",
        context=("steuer", "tax id", "idnr", "steueridentifikationsnummer", "tax number", "tin"),
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
    Recogniser("IT_FISCAL_CODE", "ItFiscalCodeRecognizer", context=("codice fiscale", "cf"), alone=True, digits=6),
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
        "SE_PERSONNUMMER", "SePersonnummerRecognizer", context=("personnummer", "personal identity number"), digits=10
    ),
    Recogniser(
        "FI_PERSONAL_IDENTITY_CODE",
        "FiPersonalIdentityCodeRecognizer",
        context=("hetu", "henkilotunnus"),
        alone=True,
        digits=9,
    ),
    Recogniser("TR_NATIONAL_ID", "TrNationalIdRecognizer", context=("kimlik", "tckn", "tc no"), digits=11),
    # Asia and the Pacific, Africa
    Recogniser("AU_TFN", "AuTfnRecognizer", context=("tfn", "tax file"), digits=9),
    Recogniser("AU_MEDICARE", "AuMedicareRecognizer", context=("medicare",), digits=10),
    Recogniser("AU_ABN", "AuAbnRecognizer", context=("abn", "australian business"), digits=11),
    Recogniser("AU_ACN", "AuAcnRecognizer", context=("acn", "australian company"), digits=9),
    Recogniser(  # Presidio's own takes time that grows with the square of a text's length
        "IN_PAN",
        pattern=r"\b[A-Z]{3}[ABCFGHJLPT][A-Z]\d{4}[A-Z]\b",
        context=("pan", "permanent account"),
        alone=True,
        digits=4,
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

# A number that the words before it call something else is not taken for a document without its own context.
BUSINESS_NUMBER = (
    r"\b(?:sku|part|item|order|po|p\.o\.|invoice|inv|model|ref|reference|ticket|case|serial|lot|batch|product|quote|"
    r"version|release|build|v|rma|tracking|shipment|contract|license key|article|upc|ean|isbn|asset|job|project|bug|"
    r"issue|commit|page|section|chapter|room|flight)s?(?:\s+(?:no\.?|number|num|id|code|key))?\s*(?:is|was)?\s*[#:=№(]*\s*"
    r"(?:[\w.-]{1,20}(?:,|\s+(?:to|and|or|through))\s+){0,2}$"
)

# Where two findings overlap, the type named earlier wins before the longer one does.
FIRST_CLASS = ("URL", "API_KEY", "PASSWORD", "EMAIL_ADDRESS", "CREDIT_CARD", "IBAN_CODE")
