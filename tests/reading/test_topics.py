from __future__ import annotations

import pytest

from crm.reading.topics import find_topics


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("They want a discount on the list price", ["pricing"]),
        ("SSO and GDPR came up, then the API", ["security", "integration"]),
        ("The dashboard is slow and they may cancel", ["performance", "churn risk"]),
        ("She won’t renew", ["renewal", "churn risk"]),
        ("Kick-off and training next week", ["onboarding", "training"]),
        ("They switch to another vendor, a competitor", ["competitor"]),
        ("Invoice 33 is overdue", ["billing"]),
        ("40 more seats for another department", ["expansion"]),
        ("Good talk", []),
        ("apiary and recosting", []),
        ("", []),
    ],
)
def test_topics(text: str, topics: list[str]) -> None:
    assert set(find_topics(text)) >= set(topics)
    assert bool(find_topics(text)) == bool(topics)


def test_the_most_mentioned_comes_first() -> None:
    assert find_topics("slow, latency, timeouts; and a discount")[0] == "performance"
