"""A section of the admin's desk: what it shows, what can be done there, and the forms that write such a command."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.slack.commands.command import ADMINS, Command
from bot.slack.commands.wording import Words
from bot.slack.desk import Visit
from bot.slack.views.kit import Block
from crm.model import Role

Told = str | list[Block]
NOTHING: Callable[[Words], str] = lambda _words: ""  # noqa: E731


@dataclass(frozen=True)
class Deed:
    """Something that can be done in a section, typed or pressed.

    Attributes:
        verb: the word that stands for it.
        run: does it, and returns a sentence, or blocks that tell more.
        usage: how it is typed after the section's word.
        asks: what is asked before it is done ("" where nothing is); it is done only after a yes.
        takes: whether words must follow the verb.
    """

    verb: str
    run: Callable[[Visit, Words], Told]
    usage: str
    asks: Callable[[Words], str] = NOTHING
    takes: bool = True


@dataclass(frozen=True)
class Form:
    """A form that writes a command.

    Attributes:
        name: of the form within its section.
        title: over it, and on the button that opens it; 24 characters.
        submit: on the button that sends it.
        inputs: its input blocks, given the visit and what the button carried.
        writes: the command, verb first, given what the button carried and the values by block.
    """

    name: str
    title: str
    submit: str
    inputs: Callable[[Visit, str], list[Block]]
    writes: Callable[[str, Mapping[str, str]], str]


@dataclass(frozen=True)
class Section:
    """A page of the desk and, where it is `typed`, a command of the same name."""

    name: str
    title: str
    does: str
    show: Callable[[Visit], list[Block]]
    deeds: Sequence[Deed] = ()
    forms: Sequence[Form] = ()
    roles: frozenset[Role] = ADMINS
    typed: bool = True
    examples: Sequence[str] = field(default_factory=tuple)  # typed commands whose asking is tested

    def deed(self, verb: str) -> Deed | None:
        return next((each for each in self.deeds if each.verb == verb.lower()), None)

    def form(self, name: str) -> Form | None:
        return next((each for each in self.forms if each.name == name), None)

    def command(self) -> Command:
        """The command that is typed for it."""
        from bot.slack.handlers import office  # noqa: PLC0415 - the handler knows sections

        def run(visit: Visit, words: str) -> None:
            office.typed(visit, self, words)

        return Command(
            self.name,
            self.does,
            run,
            (self.name, *(f"{self.name} {each.usage}" for each in self.deeds)),
            roles=self.roles,
            verbs=frozenset({"list", *(each.verb for each in self.deeds)}),
            dangerous=tuple(self.examples),
        )
