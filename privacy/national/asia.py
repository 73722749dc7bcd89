"""Numbers that the countries of Asia, the Pacific and Africa give to their people."""

from __future__ import annotations

from privacy.recogniser import Recogniser

ASIA = (
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
