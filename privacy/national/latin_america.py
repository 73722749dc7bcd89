"""Numbers that the countries of Latin America give to their people."""

from __future__ import annotations

from privacy.recogniser import Recogniser

LATIN_AMERICA = (
    Recogniser(
        "BR_CPF",
        pattern=r"(?<![\d.])\d{3}\.\d{3}\.\d{3}-\d\d(?!\d)",
        context=("cpf",),
        alone=True,
        digits=11,
        checksum="cpf",
    ),
    Recogniser(
        "BR_PIS",
        pattern=r"(?<![\d.])\d{3}\.?\d{5}\.?\d{2}-?\d(?!\d)",
        context=("pis", "pasep", "nis", "nit"),
        digits=11,
        checksum="pis",
        reach=24,
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
)
