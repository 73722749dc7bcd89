"""The ratios of `make bench` as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from benchmarks.outcome import Row


def draw(rows: Sequence[Row], file: Path) -> None:
    import matplotlib as mpl  # noqa: PLC0415

    mpl.use("Agg")
    from matplotlib import pyplot as plt  # noqa: PLC0415

    compared = [row for row in rows if row.ratio is not None][::-1]
    figure, axes = plt.subplots(figsize=(9, 0.6 * len(compared) + 1.2), dpi=130)
    ratios = [row.ratio or 0 for row in compared]
    bars = axes.barh(range(len(compared)), ratios, color=["#2f7d5b" if ratio >= 1 else "#b0793a" for ratio in ratios])
    axes.bar_label(bars, [f"{ratio:.2f}" for ratio in ratios], padding=4)
    names = [f"{row.what}\nbeside {row.beside.split(':')[0]}" for row in compared]
    axes.set_yticks(range(len(compared)), names, fontsize=8)
    axes.axvline(1, color="#666666", linewidth=1)
    axes.set_xlim(0, max([*ratios, 1]) * 1.15)
    axes.set_xlabel("Rapport's rate to that of what stands beside; 1 is as good")
    axes.spines[["top", "right"]].set_visible(False)
    figure.tight_layout()
    figure.savefig(file)
    plt.close(figure)
