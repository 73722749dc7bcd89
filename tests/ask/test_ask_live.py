"""A real Ollama plans, words and embeds. `make live` runs this, nothing else does: it needs a model host."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import asking_gold
import asking_model
import numpy as np
import pytest

from crm.ask.modelling.phrasing import Phraser
from crm.ask.telling.listener import Hearing
from crm.clock import FixedClock, SystemClock
from indexing.energy import GpuEnergy
from indexing.ollama import ChatLimits, OllamaChat
from indexing.ollama_embedder import OllamaEmbedder

pytestmark = pytest.mark.live


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
    for text, gold, _ in asking_model.QUESTIONS:
        answer = asker.ask(tenant_id, text, user=None)
        good = asking_gold.right(gold(asking_gold.maventech()) if gold else None, answer)
        right += good
        wrong += not good and not answer.abstained
        by_model += answer.planner == "model"
        told = f"{answer.took_ms:.0f} ms {answer.usage}"
        print(
            f"{'right' if good else 'declined' if answer.abstained else 'WRONG':>8}  {text}: {answer.understood} {told}"
        )
    print(f"right {right}, wrong {wrong}, of {len(asking_model.QUESTIONS)}; planned by the model {by_model}")
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
