"""One command: its first word, who may use it, and what it does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.slack.desk import Visit
from crm.model import Role

EVERYBODY = frozenset(Role)
MANAGERS = frozenset({Role.MANAGER, Role.ADMIN})
ADMINS = frozenset({Role.ADMIN})
REFUSED = "Only an admin can do that. `/rapport help` shows what you can do."
LEADERS_ONLY = "Only a manager or an admin can do that. `/rapport help` shows what you can do."

Run = Callable[[Visit, str], bool | None]


@dataclass(frozen=True)
class Command:
    """What a first word after `/rapport` stands for.

    Attributes:
        name: that word, in small letters.
        does: what it is for, in a few words; help says it.
        run: takes the visit and the words that follow; False says that something else was meant by them.
        usage: how it is typed, without `/rapport`; help shows them, the first is the one to begin with.
        roles: who may use it; whoever else types it is refused, and nothing is done.
        verbs: what may follow as the next word ("" stands for nothing at all), where anything else is a question that
            happens to begin so; None takes any words.
        alone: whether it can stand without words.
        dangerous: what is done only after a confirmation, as it is typed.
    """

    name: str
    does: str
    run: Run
    usage: tuple[str, ...] = ()
    roles: frozenset[Role] = EVERYBODY
    verbs: frozenset[str] | None = None
    alone: bool = True
    dangerous: tuple[str, ...] = ()

    def is_meant(self, words: str) -> bool:
        """Whether the words after the name make it this command."""
        if not words:
            return self.alone
        return self.verbs is None or words.split(maxsplit=1)[0].lower() in self.verbs

    @property
    def refusal(self) -> str:
        """What somebody hears who may not use it: nothing of what it is."""
        return REFUSED if self.roles == ADMINS else LEADERS_ONLY
