"""Sums of money, each currency by itself."""

from __future__ import annotations

from collections.abc import Iterable

from crm.ask.telling.figures import SYMBOLS

SCALES = ((1e9, "bn"), (1e6, "m"), (1e3, "k"))


class Money:
    """What several amounts come to; `currency` is that of amounts without one. Unknown amounts count as none."""

    def __init__(self, amounts: Iterable[tuple[float | None, str | None]], currency: str) -> None:
        self.sums: dict[str, float] = {}
        for amount, own in amounts:
            if amount is not None:
                code = own or currency
                self.sums[code] = self.sums.get(code, 0.0) + float(amount)
        self._currency = currency

    @property
    def main(self) -> float:
        """The sum in the team's own currency, or in the only one there is."""
        if len(self.sums) == 1:
            return next(iter(self.sums.values()))
        return self.sums.get(self._currency, 0.0)

    @property
    def code(self) -> str:
        return next(iter(self.sums)) if len(self.sums) == 1 else self._currency

    @property
    def unit(self) -> str:
        return symbol(self.code)

    @property
    def mixed(self) -> bool:
        return len(self.sums) > 1

    def __str__(self) -> str:
        """`$84k`, `€1.2m + $30k`; "" where nothing is known."""
        return " + ".join(short(value, code) for code, value in sorted(self.sums.items(), key=lambda each: -each[1]))


def symbol(currency: str) -> str:
    return SYMBOLS.get(currency, f"{currency} ")


def short(value: float, currency: str) -> str:
    """`$1.93m`, `$84k`, `$950`: as much of a number as is read on a phone."""
    sign = "-" if value < 0 else ""
    size = abs(value)
    for place, (scale, letter) in enumerate(SCALES):
        if size >= scale * 0.9995:
            told = f"{size / scale:.3g}"
            if "e" in told:  # 999.6 rounds up to the next scale
                return f"{sign}{symbol(currency)}1{SCALES[max(0, place - 1)][1]}"
            return f"{sign}{symbol(currency)}{told}{letter}"
    return f"{sign}{symbol(currency)}{size:,.0f}"
