"""A real Ollama plans, words and embeds. `make live` runs this, nothing else does: it needs a model host."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import asking_gold
import numpy as np
import pytest

from crm.ask.listener import Hearing
from crm.ask.phrasing import Phraser
from crm.clock import FixedClock, SystemClock
from indexing.energy import GpuEnergy
from indexing.ollama import ChatLimits, OllamaChat
from indexing.ollama_embedder import OllamaEmbedder

pytestmark = pytest.mark.live

QUESTIONS: list[tuple[str, Callable[[Any], Any] | None]] = [
    ("gimme the dough from the retail crowd", lambda f: f.w[f.w.sector == "retail"].close_value.sum()),
    (
        "which hunter bagged the juiciest total dough",
        lambda f: asking_gold.top(f.w.groupby("sales_agent").close_value.sum()),
    ),
    ("dosh per sector", lambda f: f.w.groupby("sector").close_value.sum().to_dict()),
    ("how many gigs did Darcel Schlecht botch", lambda f: len(f.l[f.l.sales_agent == "Darcel Schlecht"])),
    ("mean haul of bagged gigs by series", lambda f: f.w.groupby("series").close_value.mean().to_dict()),
    ("total headcount of the medical outfits", lambda f: f.a[f.a.sector == "medical"].employees.sum()),
    ("how many gigs are still cooking with Cancity", lambda f: len(f.o[f.o.account == "Cancity"])),
    (
        "total takings in october 2017",
        lambda f: asking_gold.between(f.w, "close_date", "2017-10-01", "2017-11-01").close_value.sum(),
    ),
    (
        "tally of botched gigs in 2017 q3",
        lambda f: len(asking_gold.between(f.l, "close_date", "2017-07-01", "2017-10-01")),
    ),
    ("shoe sizes of our customers", None),
]


@pytest.fixture(scope="module")
def model(live: dict[str, str]) -> OllamaChat:
    limits = ChatLimits(budget=timedelta(minutes=2))
    chat = OllamaChat(live["model"], SystemClock(), host=live["ollama"], limits=limits, energy=GpuEnergy())
    chat.load()
    print(f"\n{chat.status().message}")
    return chat


def test_plans(model: OllamaChat, tmp_path: Path) -> None:
    asker, tenant_id = asking_gold.asker_over(asking_gold.DATA / "maventech", tmp_path, model)
    right, wrong, by_model = 0, 0, 0
    for text, gold in QUESTIONS:
        answer = asker.ask(tenant_id, text, user=None)
        good = asking_gold.right(gold(asking_gold.maventech()) if gold else None, answer)
        right += good
        wrong += not good and not answer.abstained
        by_model += answer.planner == "model"
        told = f"{answer.took_ms:.0f} ms {answer.usage}"
        print(
            f"{'right' if good else 'declined' if answer.abstained else 'WRONG':>8}  {text}: {answer.understood} {told}"
        )
    print(f"right {right}, wrong {wrong}, of {len(QUESTIONS)}; planned by the model {by_model}")
    assert by_model, "not one form of the model stood the checks"


def test_words(model: OllamaChat) -> None:
    quotes = [
        "[person:1] is unhappy about the onboarding delays of 3 weeks.",
        "The onboarding is still not done and [person:1] asks for a date.",
    ]
    hearing = Hearing(None, lambda text: text)
    phraser = Phraser(model, asking_gold.Unredacted())
    said = phraser.word(1, "What do they say about onboarding?", quotes, hearing, otherwise="2 entries.")
    print(f"worded: {said}")
    assert said is None or "onboarding" in said


def test_embeds(live: dict[str, str]) -> None:
    clock = FixedClock(asking_gold.NOW)
    embedder = OllamaEmbedder(live["embed_model"], clock, host=live["ollama"], timeout=timedelta(minutes=2))
    vectors = embedder.embed(["the invoice is wrong", "billing mistake", "lovely weather"])
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2]
