"""Suggestions at Home: the same can be done with them as in their message, and both places tell what became of it."""

import json

from sqlalchemy import select

from crm.model import Nudge, NudgeState, Task


def home_of(scene, person="dana"):
    """Opens Home; returns it once it is drawn anew."""
    before = scene.console.home(person).hash
    scene.console.open_home(person)
    scene.until(lambda: scene.console.home(person).hash != before)
    return scene.console.home(person)


def shown(scene, person="dana"):
    return json.dumps(scene.console.home(person).blocks, ensure_ascii=False)


def press(scene, action, value, person="dana"):
    scene.console.press(person, scene.console.home(person).id, action, value)


def test_a_suggestion_is_taken_on_at_home_before_it_was_sent(scene):
    number = scene.suggest()
    home_of(scene)
    press(scene, "nudge_do", str(number))
    scene.until(lambda: "Nothing was sent" in shown(scene))
    assert ">shall we speak on Thursday?" in shown(scene)
    assert list(scene.events(number)) == ["accepted"]
    assert scene.round() == 0
    home_of(scene)
    assert str(scene.nudge(number).says) not in shown(scene)


def test_what_is_done_at_home_stands_in_the_message_that_came_meanwhile(scene):
    number = scene.suggest()
    home_of(scene)
    scene.sent(number)
    press(scene, "nudge_do", str(number))
    scene.until(lambda: "Nothing was sent" in shown(scene) and "Nothing was sent" in scene.shown(number))
    assert "nudge_do" not in scene.shown(number)


def test_a_call_taken_on_at_home_is_among_the_follow_ups(scene):
    draft = {"form": "call", "text": "Ask about the pilot.", "subject": "", "contact_id": None}
    number = scene.suggest(draft=draft)
    home_of(scene)
    press(scene, "nudge_do", str(number))
    scene.until(lambda: "on your list of follow-ups" in shown(scene))
    with scene.app.store.read() as session:
        (task,) = session.scalars(select(Task).where(Task.external_id == f"nudge:{number}"))
    assert any(str(task.id) == each.get("value") for block in scene.console.home("dana").blocks
               for each in block.get("elements", []))  # fmt: skip


def test_ones_own_words_at_home(scene):
    number = scene.suggest()
    home_of(scene)
    press(scene, "nudge_more", f"{number}:nudge_edit")
    scene.console.submit("dana", scene.form().id, {"text": "Jane, how was the demo?"})
    scene.until(lambda: ">Jane, how was the demo?" in shown(scene))
    assert "edited" in scene.events(number)


def test_why_me_at_home_leaves_the_suggestion(scene):
    number = scene.suggest()
    home_of(scene)
    press(scene, "nudge_more", f"{number}:nudge_why")
    scene.until(lambda: "Why you, why now" in shown(scene))
    assert scene.nudge(number).says in shown(scene)
    assert not scene.console.ephemerals("dana")


def test_not_useful_and_muted_at_home(scene):
    number = scene.suggest()
    home_of(scene)
    press(scene, "nudge_more", f"{number}:nudge_useless")
    scene.until(lambda: "Nothing about Acme" in shown(scene))
    press(scene, "nudge_mute:account", f"{number}:account")
    scene.until(lambda: "You hear no more of Acme" in shown(scene))
    scene.app.nudges.unmute(scene.user("Dana"), account_id=scene.nudge(number).account_id)


def test_later_at_home(scene):
    number = scene.suggest()
    home_of(scene)
    press(scene, "nudge_later", f"{number}:morning")
    scene.until(lambda: "I will come back to it" in shown(scene))
    assert scene.nudge(number).state is NudgeState.WAITING
    home_of(scene)
    assert scene.nudge(number).says not in shown(scene)


def test_wrong_at_home_asks_what_and_takes_it_back(scene):
    number = scene.suggest()
    home_of(scene)
    press(scene, "nudge_more", f"{number}:nudge_wrong")
    scene.console.submit("dana", scene.form().id, {"note": "We never spoke of it."})
    scene.until(lambda: "Taken back, thank you" in shown(scene))
    assert "wrong" in scene.events(number)


def test_what_holds_no_more_is_said_at_home(scene):
    number = scene.suggest()
    home_of(scene)
    scene.app.nudges.withdraw(number, "test")
    press(scene, "nudge_do", str(number))
    scene.until(lambda: "does not hold any more" in shown(scene))
    assert "accepted" not in scene.events(number)


def test_what_is_anothers_by_now_is_not_to_be_had_at_home(scene):
    number = scene.suggest()
    home_of(scene)
    with scene.app.store.write() as session:
        session.get_one(Nudge, number).user_id = scene.user("Morgan").id
    press(scene, "nudge_do", str(number))
    scene.until(lambda: "does not hold any more" in shown(scene))
    assert scene.events(number) == {}
