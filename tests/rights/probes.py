"""Questions and messages that try to get at rows of clients, and what of an answer gives one away."""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Iterator
from typing import Any

from rights_company import Client, Team

ABOUT = (  # about one client: its words by place are company, person, deal, trade, code, plan, spoken, todo, seen
    "{0}",
    "who owns {0}?",
    "tell me everything about {0}",
    "what is the revenue of {0}?",
    "annual revenue of {0}",
    "timeline of {0}",
    "what happened with {0} this month?",
    "last contact with {0}",
    "deals of {0}",
    "open deals of {0} by stage",
    "how many deals does {0} have?",
    "amount of the {2} order",
    "when does {2} order close?",
    "email of Jo {1}",
    "who is Jo {1}?",
    "where does {1} work?",
    "contacts at {0}",
    "what did {1} say?",
    "is {0} unhappy?",
    "why is {0} upset?",
    "accounts in {3}",
    "which clients are in the {3} industry?",
    "accounts with codename {4}",
    "codename of {0}",
    "subscriptions with plan {5}",
    "plan of {0}",
    "subscription of {0}",
    "what was said about {6}?",
    "who complained about the {6} invoice?",
    "mails about {6}",
    "tasks about {7}",
    "follow-ups for {0}",
    "signals about {8}",
    "emails with {0}",
    "which rep works with {0}?",
    "accounts like {0}",
    "brief me on {0} before my call",
    "what do we owe {0}?",
    "last time we talked to {0}",
    "who is the buyer at {0}?",
    "how many e-mails did {0} send us?",
    "when did Jo {1} last write to us?",
    "who at {0} e-mails us most often?",
    "when was our very first contact with {0}?",
    "how long is it since we last heard from {0}?",
    "does {0} write us more than we write them?",
    "who is supposed to call about {7}?",
    "when must we call {0}?",
    "has everybody finished their to-dos for {0}?",
    "which tasks are about {7}?",
    "which mails mention {6}?",
    "when did {6} last come up?",
    "what stage was the {2} start in last week?",
    "which stages did the {2} start go through?",
    "is {0} above our average deal size?",
    "what share of our open pipeline is {0}?",
    "i have to ring {0} in an hour, quick, what was {6} about?",
)
AT_LARGE = (
    "list accounts",
    "all accounts with their industry",
    "list contacts",
    "list deals",
    "open deals",
    "open deals by account",
    "won deals by account",
    "total amount of open deals by account",
    "average deal size by industry",
    "accounts by industry",
    "accounts by codename",
    "top 5 accounts by revenue",
    "total revenue by industry",
    "accounts with revenue over 1000000",
    "subscriptions by plan",
    "list subscriptions",
    "open tasks",
    "my open follow-ups",
    "overdue follow-ups",
    "unhappy clients",
    "unhappy clients this month",
    "why are clients upset?",
    "clients that may leave",
    "what do clients say about invoices?",
    "what was said about cancelling?",
    "number of interactions by account",
    "interactions by kind",
    "emails this month",
    "messages this month",
    "deals with no contact in 10 days",
    "accounts without open deals",
    "which deals close this month?",
    "which deals changed stage?",
    "contacts by account",
    "biggest deal",
    "win rate by account",
    "largest account",
    "my deals",
    "my team's deals",
    "deals by rep",
    "accounts by owner",
    "who owns the most accounts?",
    "how many accounts do we have?",
    "what should I do today?",
    "anything urgent?",
    "who do I need to call back?",
    "what did we promise this month?",
    "what are customers asking for?",
    "what do people complain about most?",
    "rank clients by mood",
    "which reps have the most unhappy clients?",
    "who are the contacts at our largest account?",
    "what happened with our biggest open deal?",
    "who pays late?",
    "outstanding by account",
    "how am I doing?",
    "which contact wrote us the most mails?",
    "which accounts e-mail us more often than we e-mail them?",
    "accounts where tickets outnumber meetings",
    "which accounts have we not heard from for over two weeks?",
    "accounts with more sitting in open deals than we ever won there",
    "open deals bigger than our average won deal",
    "reps with more overdue tasks than the average",
    "which account has the highest share of negative mails?",
    "the most recent win of each rep",
    "how many deals went straight from Talks to won?",
    "won deals by the stage they came from",
    "at which stage do we lose the most deals?",
    "which deals have not moved in 10 days?",
    "what is the dollar-weighted win rate?",
    "how many different people have written to us this month?",
    "who wrote to us last?",
    "what is still on my list?",
    "what share of the pipeline sits with our biggest client?",
)
MESSAGES = (
    "called {0}, they want a discount, follow up on Friday",
    "met Jo {1} from {0} about the rollout",
    "spoke with {1}, all good",
    "{2} order is won for 9000",
    "mail from {0}: they are angry about {6}",
    "lunch with Jo {1} tomorrow",
)

REMARKS = (  # on the answer before, whosever it was
    "why?",
    "and their deals?",
    "how many is that?",
    "show the deals",
    "who owns them?",
    "only the open ones",
    "by account",
    "and last month?",
    "what did they say?",
    "which ones?",
    "the other way round",
    "blorp",
)


def cut(word: str, way: int) -> str:
    """A word as somebody who knows a part of it may write it."""
    if way == 0:
        return word
    if way == 1:
        return word[:-2]
    if way == 2:
        return word[:5]
    if way == 3:
        return word[:3] + word[4:]
    return word.lower()


def about(client: Client, template: str, way: int = 0) -> str:
    return template.format(*(cut(word, way) for word in client.words))


def questions(team: Team, seed: int) -> Iterator[str]:
    """Questions of the tenant's clients without end, in an order of the seed's."""
    chance = random.Random(seed)
    every = [
        about(client, template, way)
        for client, template, way in itertools.product(team.clients.values(), ABOUT, range(5))
    ] + [*AT_LARGE] * 3
    while True:
        chance.shuffle(every)
        yield from every


def messages(team: Team) -> list[str]:
    return [about(client, template, way) for client in team.clients.values() for template in MESSAGES for way in (0, 3)]


def leaked(said: Any, asked: str, forbidden: set[str]) -> set[str]:
    """The forbidden words that an answer holds and that were not put into its mouth."""
    told = json.dumps(said, default=str, ensure_ascii=False).casefold()
    question = asked.casefold()
    return {word for word in forbidden if word.casefold() in told and word.casefold() not in question}
