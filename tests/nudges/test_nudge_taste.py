"""The ranking learns per person and kind, follows a change, and lets no kind die out."""

from __future__ import annotations

import random

import pytest

from crm.nudges.kind import kinds
from crm.nudges.taste import AGAIN, LEAST, Decision, Taste, explained, team_rate

KINDS = list(kinds())
CHOICE = 10  # nudges to choose from


def rep(seed, likes, *, nudges, taught=True, changed=None, at=0):
    """What a rep with fixed tastes took up, and of which kinds it was; after `at` nudges the tastes are `changed`."""
    chance = random.Random(seed)
    decisions, sends, taken = [], [], []
    for place in range(nudges):
        choice = [(chance.choice(KINDS), chance.uniform(0.3, 1.0)) for _ in range(CHOICE)]
        taste = Taste({}, decisions, sends)

        def worth(each, taste=taste):
            liking = taste.of(each[0])
            return (liking.owed * taste.waited(each[0]), each[1] * liking.rate) if taught else (0, each[1])

        kind, _ = max(choice, key=worth)
        liked = kind in (changed if changed is not None and place >= at else likes)
        good = chance.random() < (0.9 if liked else 0.05)
        decisions.append(Decision(kind, 1.0, 1.0) if good else Decision(kind, 0.0, 0.7))
        sends.append(kind)
        taken.append(good)
    return taken, sends


def mean(values):
    return sum(values) / len(values)


def test_after_sixty_nudges_far_more_is_taken_up_and_no_kind_is_extinct():
    taught, untaught = [], []
    for seed in range(12):
        likes = set(random.Random(seed).sample(KINDS, 4))
        taken, sends = rep(seed, likes, nudges=140)
        taught += taken[60:]
        assert set(sends[60:]) == set(KINDS)
        untaught += rep(seed, likes, nudges=140, taught=False)[0][60:]
    assert mean(taught) >= 1.5 * mean(untaught)


def test_a_changed_taste_is_followed_within_forty():
    after, untaught = [], []
    for seed in range(12):
        chance = random.Random(seed)
        likes = set(chance.sample(KINDS, 4))
        others = set(chance.sample(sorted(set(KINDS) - likes), 4))
        taken, _ = rep(seed, likes, nudges=200, changed=others, at=100)
        after += taken[140:]
        untaught += rep(seed, likes, nudges=200, changed=others, at=100, taught=False)[0][140:]
    assert mean(after) >= 1.5 * mean(untaught)


def test_a_rate_begins_at_the_teams():
    assert Taste({"silent": 0.9}).of("silent").rate == pytest.approx(0.9)
    assert Taste().of("silent").rate == 0.5
    assert team_rate(0, 0) == 0.5
    assert team_rate(90, 100) > 0.85


def test_no_rate_is_nothing_and_none_is_sure():
    never = Taste({}, [Decision("silent", 0.0)] * 200).of("silent")
    always = Taste({}, [Decision("silent", 1.0)] * 200).of("silent")
    assert LEAST <= never.rate < 0.2
    assert 0.8 < always.rate < 1


def test_a_kind_that_was_not_sent_for_long_is_owed_another_try():
    sends = ["silent", *["promise_due"] * (AGAIN - 1)]
    assert not Taste({}, (), sends).of("silent").owed
    liking = Taste({}, (), [*sends, "promise_due"]).of("silent")
    assert liking.owed
    assert "another try" in explained(liking)
    assert not Taste({}, (), ["promise_due"] * (AGAIN - 1)).of("silent").owed  # never sent, but nothing much was


def test_it_says_why():
    often = Taste({}, [Decision("silent", 1.0)] * 9).of("silent")
    seldom = Taste({}, [Decision("silent", 0.0)] * 9).of("silent")
    assert "comes early" in explained(often)
    assert "comes seldom" in explained(seldom)
    assert "have not said yet" in explained(Taste().of("silent"))
    middle = Taste({}, [Decision("silent", 1.0), Decision("silent", 0.0)]).of("silent")
    assert explained(middle).endswith("lately.")


def test_what_is_taken_up_comes_first_and_what_is_grave_before_all(desk):
    for place in range(6):
        desk.task(f"Task {place}", account_id=None)
        desk.gathers()
        (found,) = [each for each in desk.waiting() if each.kind == "promise_due"]
        desk.sends(found, f"{place}.0")
        desk.nudges.answer(found.id, desk.user(), "not_useful")
    desk.task("Another", account_id=None)
    desk.deal(close=-1)
    desk.gathers()
    assert [each.kind for each in desk.waiting()] == ["deal_slipping", "promise_due"]
    promise = desk.waiting()[-1]
    assert promise.taste < 0.3
    assert any("comes seldom" in why for why in promise.why)
    desk.hears("I want to speak to your manager.")
    desk.gathers()
    assert desk.waiting()[0].kind == "unhappy"


def test_a_colleagues_answers_are_where_a_new_one_begins(desk):
    for place in range(6):
        desk.task(f"Task {place}", account_id=None)
        desk.gathers()
        (found,) = desk.waiting()
        desk.sends(found, f"{place}.0")
        desk.nudges.answer(found.id, desk.user(), "not_useful")
    desk.task("Hers", owner_id=desk.ids["priya"], account_id=None)
    desk.gathers()
    (found,) = desk.waiting("priya")
    assert 0.2 < found.taste < 0.4


def test_of_very_many_the_foremost_are_looked_at_and_some_of_each_kind(desk):
    for place in range(40):
        desk.task(f"Task {place}", account_id=None)
    desk.deal(close=-28, amount=1.0)
    desk.gathers()
    told = desk.waiting()
    assert len(told) in {30, 31}
    assert {each.kind for each in told} == {"promise_due", "deal_slipping"}
