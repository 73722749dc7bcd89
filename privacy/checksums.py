"""Check digits of numbers that people carry."""

from __future__ import annotations


def luhn(number: str) -> bool:
    digits = [int(letter) for letter in number if letter.isdigit()]
    doubled = sum(sum(divmod(digit * 2, 10)) for digit in digits[-2::-2])
    return bool(digits) and (sum(digits[-1::-2]) + doubled) % 10 == 0


def nir(number: str) -> bool:
    """France's numéro de sécurité sociale; Corsica's departments are 2A and 2B."""
    plain = "".join(letter for letter in number.upper() if letter.isalnum())
    body, key = plain[:13].replace("2A", "19").replace("2B", "18"), plain[13:]
    return len(plain) == 15 and body.isdecimal() and key.isdecimal() and 97 - int(body) % 97 == int(key)


def bsn(number: str) -> bool:
    """The Dutch burgerservicenummer and its eleven-test."""
    digits = [int(letter) for letter in number if letter.isdigit()]
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return len(digits) == 9 and any(digits) and sum(w * d for w, d in zip(weights, digits, strict=True)) % 11 == 0


CHECKSUMS = {"luhn": luhn, "nir": nir, "bsn": bsn}
