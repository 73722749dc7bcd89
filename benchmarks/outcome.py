"""The parts of `make bench`, and what of each stands in its table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Row:
    """`ratio` is ours to what stands beside, 1 or more where ours is as good; None where nothing does."""

    what: str
    ours: str
    beside: str = ""
    ratio: float | None = None
    wanted: str = ""

    @property
    def told_ratio(self) -> str:
        return "" if self.ratio is None else f"{self.ratio:.2f}"

    def shown(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Part:
    """A benchmark: its module, its arguments, and how its JSON becomes rows."""

    module: str
    rows: Callable[[Any], Iterator[Row]]
    small: list[str]
    full: list[str]


def _importing(told: Any) -> Iterator[Row]:
    yield Row(f"import of {told['rows']:,} deals", f"{told['rows_per_s']:,.0f} rows/s, {told['peak_mib']} MiB")


def _capture(told: Any) -> Iterator[Row]:
    for steps, what in (("rapport: taken in", "taken in"), ("rapport: taken in and read", "taken in and read deeper")):
        rate = told["mails_per_second"]
        ours = f"{rate[steps]}/s, {told['processor_ms_a_mail'][steps]} ms of processor"
        for beside, ratios, wanted in (
            ("embedder alone", "rate_to_embedder_alone", "≥ 0.70"),
            ("naive", "rate_to_naive", "≥ 2"),
        ):
            words = f"{beside}: {rate[beside]}/s, {told['processor_ms_a_mail'][beside]} ms"
            yield Row(f"{told['mails']} mails {what}", ours, words, told[ratios][steps], wanted)


def _fresh(told: Any) -> Iterator[Row]:
    ours = f"p50 {told['fresh_p50_s']} s, p95 {told['fresh_p95_s']} s, longest {told['fresh_max_s']} s"
    yield Row("a fresh mail until it is found, 5 a second", ours, wanted="p95 ≤ 2 s")


def _changes(told: Any) -> Iterator[Row]:
    for found, what in (
        ("announced", "a change until it is found"),
        ("unannounced", "another program's row until then"),
    ):
        ours = f"p50 {told[found]['p50_s']} s, p95 {told[found]['p95_s']} s, longest {told[found]['longest_s']} s"
        yield Row(f"{what}, 5 a second", ours, wanted="p95 ≤ 1 s, ≤ 5 s")


def _asking(told: Any) -> Iterator[Row]:
    sizes = told.get("sizes") or {str(told["interactions"]): told}
    first = next(iter(sizes.values()))["all"]["p95_ms"]
    for size, found in sizes.items():
        times = found["all"]
        share = times["p95_ms"] / first
        grown = f", {share:.1f} times that of {int(next(iter(sizes))):,}" if share != 1 else ""
        yield Row(
            f"asking {int(size):,} interactions", f"p50 {times['p50_ms']} ms, p95 {times['p95_ms']} ms{grown}",
            wanted="p95 ≤ 250 ms at a million, ≤ 2.5 times",
        )  # fmt: skip
        yield Row(
            f"memory with {int(size):,} interactions", f"{found['rss_mib']} MiB", wanted="< 1,500 MiB at a million"
        )
        yield from _asking_beside(int(size), found.get("beside"))


def _asking_beside(size: int, beside: Any) -> Iterator[Row]:
    if not beside:
        return
    ours = beside["rapport_whole_answers"]["p95_ms"]
    for name, words in (
        ("llamaindex_retrieval_alone", "LlamaIndex's VectorStoreIndex, retrieval"),
        ("chroma_with_filters_alone", "Chroma with filters, retrieval"),
    ):
        theirs = beside[name]["p95_ms"]
        yield Row(
            f"questions of meaning, {size:,}, whole answers",
            f"p95 {ours} ms",
            f"{words}: p95 {theirs} ms",
            theirs / ours,
        )


def _acks(told: Any) -> Iterator[Row]:
    for face in told if isinstance(told, list) else [told]:
        ours = f"p50 {face['ack_ms']['p50']} ms, p99 {face['ack_ms']['p99']} ms"
        yield Row(f"Slack's events acknowledged, 50 a second, {face['face']}", ours, wanted="p99 ≤ 300 ms")


def _logging(told: Any) -> Iterator[Row]:
    yield Row(
        "a call logged while model and index are down",
        f"{told['log_ms']} ms, p95 {told['log_p95_ms']} ms",
        wanted="p95 ≤ 50 ms",
    )


def _starting(told: Any) -> Iterator[Row]:
    yield Row("rapport run until Slack has it", f"{told['connected_s']} s", wanted="≤ 5 s")
    yield Row("its memory and disk, sample company", f"{told['resident_mib']:.0f} MiB, {told['disk_mib']} MiB")


PARTS = {
    "import": Part("importing", _importing, ["--rows", "20000"], ["--rows", "100000"]),
    "capture": Part("naive_stack", _capture, ["--mails", "120"], ["--mails", "2000", "--rounds", "2"]),
    "fresh": Part(
        "capturing", _fresh, ["--mails", "40", "--fresh-seconds", "15"], ["--mails", "2000", "--fresh-seconds", "120"]
    ),
    "changes": Part("freshness", _changes, ["--seconds", "15"], ["--seconds", "120"]),
    "asking": Part(
        "speed_asking", _asking, ["--interactions", "10000", "--rounds", "2"],
        ["--interactions", "10000", "100000", "1000000"],
    ),
    "slack": Part("slack_load", _acks, ["--seconds", "10"], ["--seconds", "300", "--drain", "400"]),
    "logging": Part("outage", _logging, ["--calls", "100"], ["--calls", "1000"]),
    "starting": Part("starting", _starting, [], []),
}  # fmt: skip
