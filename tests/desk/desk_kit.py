"""What tests of the desk type, press and send."""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "scenarios"))

from scene import Team


class Office(Team):
    """What a test of the desk types, presses and sends."""

    def types(self, person, text):
        """Types a command, and waits for what only that person sees."""
        seen = len(self.console.ephemerals(person))
        self.console.command(person, "/rapport", text)
        found = self.console.wait_for(lambda: self.console.ephemerals(person)[seen:], timeout=90)
        return found[0]

    def told(self, person, text):
        return json.dumps(self.types(person, text).blocks, ensure_ascii=False)

    def modals(self, person):
        return [view for view in self.console.views(person) if view.type == "modal"]

    def opens_desk(self, person="ari"):
        self.console.command(person, "/rapport", "admin")
        return self.console.wait_for(lambda: self.modals(person)[-1:], timeout=90)[0]

    def uses(self, view, action, value, person="ari"):
        """Presses a button of the desk, and waits for the page that comes."""
        before = view.hash
        found = button(view.blocks, action, value)
        self.console.press(person, view.id, found["action_id"], found["value"])
        self.console.wait_for(lambda: self.modals(person)[-1].hash != before or None, timeout=90)
        return self.modals(person)[-1]

    def fills(self, view, form, values, about=""):
        """Opens a form on top of the desk, sends it, and waits for what the desk shows then."""
        found = button(view.blocks, "office_form", f"{form} {about}".strip())
        person = "ari"
        self.console.press(person, view.id, found["action_id"], found["value"])
        sheet = self.console.wait_for(lambda: self.modals(person)[1:], timeout=90)[-1]
        before = view.hash
        self.console.submit(person, sheet.id, values)
        self.console.wait_for(lambda: self.modals(person)[0].hash != before or None, timeout=90)
        return self.modals(person)[0]


def elements(blocks):
    for block in blocks:
        yield from block.get("elements", []) if block["type"] == "actions" else []
        if "accessory" in block:
            yield block["accessory"]


def button(blocks, action, value):
    """The button of this action and value."""
    found = [each for each in elements(blocks) if each["action_id"].partition(":")[0] == action]
    chosen = [each for each in found if each["value"] == value]
    assert chosen, (action, value, [each["value"] for each in found])
    return chosen[0]


def said(view):
    return json.dumps(view.blocks, ensure_ascii=False)
