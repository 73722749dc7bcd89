"""Check digits of numbers that people carry."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence


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


def _digits(number: str) -> list[int]:
    return [int(letter) for letter in number if letter.isdigit()]


def _weighted(digits: Sequence[int], weights: Iterable[int]) -> int:
    return sum(digit * weight for digit, weight in zip(digits, weights, strict=False))


def document(number: str) -> bool:
    """No check digit that is the same everywhere: enough characters, enough of them digits, and not one digit only."""
    plain = [letter for letter in number if letter.isalnum()]
    digits = [letter for letter in plain if letter.isdigit()]
    return len(plain) >= 5 and len(digits) >= 2 and len(set(plain)) > 1


def eight_digits(number: str) -> bool:
    return 8 <= len(_digits(number)) <= 14


def personnummer(number: str) -> bool:
    """Sweden's: Luhn over its last ten digits."""
    return luhn("".join(map(str, _digits(number)[-10:])))


def fodselsnummer(number: str) -> bool:
    """Norway's, with two check digits."""
    digits = _digits(number)
    first = _weighted(digits, (3, 7, 6, 1, 8, 9, 4, 5, 2, 1))
    second = _weighted(digits, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1))
    return len(digits) == 11 and first % 11 == 0 and second % 11 == 0


def ean13(number: str) -> bool:
    """Switzerland's AHV number has the check digit of goods."""
    digits = _digits(number)
    return len(digits) == 13 and _weighted(digits, (1, 3) * 6 + (1,)) % 10 == 0


def svnr(number: str) -> bool:
    """Austria's Sozialversicherungsnummer: its fourth digit checks the others."""
    digits = _digits(number)
    return len(digits) == 10 and _weighted(digits, (3, 7, 9, 0, 5, 8, 4, 2, 1, 6)) % 11 == digits[3]


def belgian(number: str) -> bool:
    """Belgium's national number; of those born from 2000 a 2 is set before it."""
    plain = "".join(map(str, _digits(number)))
    body, key = plain[:9], int(plain[9:] or 0)
    return len(plain) == 11 and any(97 - int(before + body) % 97 == key for before in ("", "2"))


def ppsn(number: str) -> bool:
    """Ireland's, with a letter that checks seven digits and sometimes a letter more."""
    extra = ord(number[8]) - 64 if len(number) == 9 and number[8] != "W" else 0
    total = _weighted(_digits(number[:7]), range(8, 1, -1)) + 9 * extra
    return number[7].upper() == "WABCDEFGHIJKLMNOPQRSTUV"[total % 23]


def pt_nif(number: str) -> bool:
    digits = _digits(number)
    check = 11 - _weighted(digits[:8], range(9, 1, -1)) % 11
    return len(digits) == 9 and digits[8] == (0 if check > 9 else check)


def birth_number(number: str) -> bool:
    """Czech and Slovak rodné číslo: divisible by eleven since 1954; before that it had nine digits and no check."""
    digits = _digits(number)
    month = (digits[2] * 10 + digits[3]) % 50
    return 1 <= month % 20 <= 12 and (len(digits) == 9 or int("".join(map(str, digits))) % 11 == 0)


def cnp(number: str) -> bool:
    digits = _digits(number)
    check = _weighted(digits[:12], (2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9)) % 11
    return len(digits) == 13 and digits[12] == (1 if check == 10 else check)


def egn(number: str) -> bool:
    digits = _digits(number)
    return len(digits) == 10 and _weighted(digits[:9], (2, 4, 8, 5, 10, 9, 7, 3, 6)) % 11 % 10 == digits[9]


def mod11_10(number: str) -> bool:
    """ISO 7064 mod 11, 10."""
    rest = 10
    digits = _digits(number)
    for digit in digits[:-1]:
        rest = ((rest + digit) % 10 or 10) * 2 % 11
    return (rest + digits[-1]) % 10 == 1


def cpf(number: str) -> bool:
    """Brazil's, with two check digits; eleven times the same digit passes them and is none."""
    digits = _digits(number)
    checks = [_weighted(digits[:place], range(place + 1, 1, -1)) * 10 % 11 % 10 for place in (9, 10)]
    return len(digits) == 11 and len(set(digits)) > 1 and digits[9:] == checks


def rut(number: str) -> bool:
    body = _digits(number[:-2])
    check = 11 - sum(digit * (2 + place % 6) for place, digit in enumerate(reversed(body))) % 11
    return number[-1].upper() == {11: "0", 10: "K"}.get(check, str(check))


def resident_id(number: str) -> bool:
    """China's: the last of eighteen characters checks the rest."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return number[-1].upper() == "10X98765432"[_weighted(_digits(number[:17]), weights) % 11]


def npi(number: str) -> bool:
    """The American providers' number: Luhn, as if it followed the health industry's 80840."""
    return luhn(f"80840{number}")


def nif(number: str) -> bool:
    """Spain's DNI: its letter is that of the number's remainder by 23."""
    digits = "".join(map(str, _digits(number)))
    return 7 <= len(digits) <= 8 and number[-1].upper() == "TRWAGMYFPDXBNJZSQVHLCKE"[int(digits) % 23]


def pis(number: str) -> bool:
    """Brazil's PIS, PASEP, NIS and NIT."""
    digits = _digits(number)
    check = 11 - _weighted(digits[:10], (3, 2, 9, 8, 7, 6, 5, 4, 3, 2)) % 11
    return len(digits) == 11 and digits[10] == (0 if check > 9 else check)


CHECKSUMS: dict[str, Callable[[str], bool]] = {
    check.__name__: check
    for check in (
        *(luhn, nir, bsn, document, eight_digits, personnummer, fodselsnummer, ean13, svnr, belgian, ppsn, pt_nif),
        *(birth_number, cnp, egn, mod11_10, cpf, rut, resident_id, npi, nif, pis),
    )
}
