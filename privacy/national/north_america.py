"""Numbers that the United States and Canada give to their people."""

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

NORTH_AMERICA = (
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
        "US_SSN",
        pattern=r"(?<![\w.-])(?!000|666|9)\d{3}([ -]?)(?!00)\d\d\1(?!0000)\d{4}(?![\w]|[.-]\d)",
        context=("ss", "soc sec", "ss no", "ss number", "social"),
        digits=9,
        reach=14,
    ),
    Recogniser(
        "US_NPI",
        pattern=r"(?<![\w.-])[12]\d{9}(?![\w]|[.-]\d)",
        context=("npi", "provider identifier"),
        digits=10,
        checksum="npi",
        reach=30,
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
    Recogniser("CA_SIN", "CaSinRecognizer", context=("sin", "social insurance"), digits=9),
    Recogniser(
        "CA_SIN",
        pattern=r"(?<![\d-])0\d{2}([- ])\d{3}\1\d{3}(?![\d-])",
        context=("sin", "social insurance"),
        digits=9,
        checksum="luhn",
    ),
    Recogniser("CA_POSTAL_CODE", "CaPostalCodeRecognizer", context=("postal code", "postcode"), digits=3, reach=20),
)
