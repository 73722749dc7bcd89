"""What is no question at all: thanks, a call for help, something that no record can tell."""

from __future__ import annotations

import re

from bot.slack.commands import registry
from bot.slack.desk import Visit
from bot.slack.handlers.home import QUESTIONS
from bot.slack.views import aside as aside_view
from bot.slack.views import help as help_view
from bot.slack.views.kit import Block
from crm.ask.answer import Answer
from crm.model import Role, User

EXAMPLES = (*QUESTIONS[1:], "open deals by stage", "won revenue by month", "how many accounts")
SHOWN = 2
COURTESY = re.compile(
    r"(?:\b(?:thank(?:s| you)|thx|cheers|ta|so much|very much|a lot|ok(?:ay)?|cool|great|nice|perfect|awesome|super|"
    r"lovely|brilliant|amazing|good (?:job|work|night|evening|bye)|well done|got it|all right|alright|good ?bye|bye|"
    r"see you|how are you(?: doing)?|and you|rapport|bot)\b[\s!?.,:)]*)+",
    re.IGNORECASE,
)
GREETING = re.compile(
    r"(?:hi|hello|hey|help(?: me)?|good (?:morning|afternoon)|what can (?:you do|i ask(?: you)?)|"
    r"what (?:questions )?can i ask(?: you)?|how (?:do|can) i use (?:you|this|rapport)|"
    r"how does (?:this|it) work)[\s!?.,]*",
    re.IGNORECASE,
)


def help_for(user: User) -> list[Block]:
    """What somebody of this role can do here."""
    return help_view.blocks(registry.allowed(user.role), admin=user.role == Role.ADMIN)


def courtesy(text: str, user: User) -> list[Block] | None:
    """What is said to words that are nothing but a greeting, a thank you, or a call for help."""
    if not text.strip() or GREETING.fullmatch(text.strip()):
        return help_for(user)
    return aside_view.small_talk() if COURTESY.fullmatch(text.strip()) else None


def instead(visit: Visit, text: str, found: Answer) -> list[Block] | None:
    """What is said where a text could not be answered and holds no word of the record; None where that stands."""
    if not (found.abstained and found.foreign):
        return None
    match visit.app.router.route(text):
        case "help" if not found.readings:
            return help_for(visit.user)
        case "smalltalk":
            return aside_view.small_talk()
        case "outside":
            return aside_view.outside(_examples(visit))
    return None


def _examples(visit: Visit) -> list[str]:
    """Questions that this record can be asked."""
    asker, tenant = visit.app.asker, visit.tenant_id
    return [text for text in EXAMPLES if asker.reads(tenant, text)][:SHOWN]
