"""What is a command, whose it is, and what help says of it."""

import pytest

from bot.slack.commands import registry
from bot.slack.commands.command import ADMINS, EVERYBODY, REFUSED
from bot.slack.views import help as help_view
from crm.model import Role


def test_every_command_is_called_and_explained_once():
    found = registry.commands()
    told = [command for group in registry.GROUPS for command in registry.importlib.import_module(
        f"bot.slack.commands.{group}").COMMANDS]  # fmt: skip
    assert len(told) == len(found)
    for name, command in found.items():
        assert name == name.lower() == command.name
        assert command.does
        assert all(usage.split()[0] == name for usage in (*command.usage, *command.dangerous)), name


@pytest.mark.parametrize("role", list(Role))
def test_help_names_a_persons_own_commands_and_no_others(role):
    drawn = str(help_view.blocks(registry.allowed(role)))
    for name, command in registry.commands().items():
        assert (f"/rapport {name}" in drawn) == (role in command.roles), name


def test_a_refusal_names_nothing_of_what_it_refuses():
    for name, command in registry.commands().items():
        if command.roles != EVERYBODY and name != "admin":
            assert name not in command.refusal.lower().replace("/rapport help", "").split()
    assert {each.refusal for each in registry.commands().values() if each.roles == ADMINS} == {REFUSED}


@pytest.mark.parametrize(
    ("name", "words", "meant"),
    [
        ("status", "", True),
        ("status", "of the Acme deal", False),
        ("help", "me with Globex", False),
        ("ask", "", False),
        ("ask", "who owns Globex?", True),
        ("words", "remove whale", True),
        ("rights", "", True),
    ],
)
def test_a_question_that_begins_like_a_command_is_a_question(name, words, meant):
    assert registry.commands()[name].is_meant(words) is meant
