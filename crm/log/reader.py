"""Reads a rep's message: what happened, with whom, what follows. Rules only: no model, no index, no network."""

from __future__ import annotations

from dataclasses import dataclass, replace

from crm.log import talk
from crm.log.bystanders import named_beside
from crm.log.clauses import Clause, clean, sentences
from crm.log.context import Context
from crm.log.dated import Named, dated, days_named
from crm.log.deals import read_deal, stage_told
from crm.log.due import Step
from crm.log.familiar import familiar
from crm.log.kinds import Event, Form, asked_to_log, find_events, form_of, signed_from
from crm.log.masks import masked, with_capitals, without_opener
from crm.log.namesakes import begun, left_open, narrowed
from crm.log.outline import outline, weighed
from crm.log.passing import beside_others, without_introducers, without_things
from crm.log.people import Parties, Party, find_parties
from crm.log.proposal import LogKind, NextStep, Proposal
from crm.log.shares import clients_of, contacts_of, employers_of, finer, met_besides, what_is_missing, what_is_new
from crm.log.shortnames import by_their_deals, short_names
from crm.log.slips import mended
from crm.log.steps import find_steps
from crm.log.summary import summarise, unquoted, without_quotes
from crm.log.when import moment_of
from crm.log.wishes import asked_for, for_the_addressee
from crm.log.workplaces import at_work
from crm.ports import WordingReader

PROMISED = 2.0  # what a client and a day to come count against there being nothing to log, in the logarithm of the odds
NEVER = -99.0


@dataclass(frozen=True)
class _Heard:
    """A message taken apart."""

    text: str
    sentences: list[Clause]
    parties: Parties
    events: list[Event]
    steps: list[Step]
    asked: LogKind | None
    form: Form | None

    @property
    def pasted(self) -> bool:
        """Whether it is somebody else's words: a mail, a chat."""
        return self.form is not None


class Reader:
    """Makes proposals out of messages.

    Args:
        context: what the record knows, and who writes when.
        wording: has a say in what kind of thing a message tells of; without one the rules alone decide.
    """

    def __init__(self, context: Context, wording: WordingReader | None = None) -> None:
        self._context = context
        self._wording = wording

    def read(self, text: str) -> list[Proposal]:
        """One proposal for each client the message is about, the main one first; always at least one."""
        heard = self._hear(text)
        kind = self._weighed(heard)
        if kind == "none":
            return [Proposal(said=heard.text)]
        parts = self._parts(heard)
        made = [
            self._propose(part, account, kind if part is heard else self._kind(part, kind), heard)
            for part, account in parts
        ]
        if len(made) == 1:
            made[0].said = clean(text)[asked_to_log(clean(text))[1] :] if heard.form != "email" else heard.text
        return made

    def _hear(self, text: str) -> _Heard:
        text = clean(text)
        form = form_of(text)
        text = without_quotes(unquoted(text)) if form == "email" else text
        asked, start = asked_to_log(text)
        if find_parties(text[:start], self._context.mentions).known:
            start = 0  # "Correction to my Acme entry:" names the client
        said = talk.without_orders(text[start:], sentences(text[start:]))
        parties = find_parties(said, self._context.mentions)
        named = [(party.start, party.end) for party in parties.named]
        meant = mended(said, named, lambda word: bool(self._context.mentions.index.exact((word,))))
        if meant != said:
            said, parties = meant, find_parties(meant, self._context.mentions)
        if form == "email" and any(party.id for party in parties.accounts):
            end = signed_from(said)  # titles below a name are no companies
            parties = replace(parties, accounts=tuple(p for p in parties.accounts if p.id or p.start < end))
        parties = short_names(parties, self._context.account_name)
        parties = begun(parties, self._context.mentions.index, said)
        parties = narrowed(parties, self._context.mentions.index, self._context.own, said)
        parties = left_open(parties, self._context.mentions.index, said)
        parties = self._without_stages(familiar(parties, said, self._context.mentions.index))
        parties = by_their_deals(without_things(parties, said), said, self._context.account_name)
        parties = at_work(without_introducers(beside_others(parties, said), said), said, self._context.mentions.index)
        said = with_capitals(said, parties)
        parts = sentences(said)
        parts = talk.told_apart(parts)
        if asked is not None:  # "can you log that ...?" asks nothing
            parts = [replace(part, question=part.question and part.sentence > 0) for part in parts]
        return self._take_apart(said, parts, parties, asked, form)

    def _without_stages(self, parties: Parties) -> Parties:
        """Without new names that are stages of ours: "put it to Quoted" tells of nobody."""
        stages = {stage.name.lower() for stage in self._context.stages}
        return replace(
            parties,
            accounts=tuple(party for party in parties.accounts if party.id or party.name.lower() not in stages),
            contacts=tuple(party for party in parties.contacts if party.id or party.name.lower() not in stages),
        )

    def _take_apart(
        self, text: str, parts: list[Clause], parties: Parties, asked: LogKind | None, form: Form | None
    ) -> _Heard:
        context = self._context
        events = find_events([masked(part, parties) for part in parts], context.today)
        asked_of_us = [replace(part, question=False) for part in parts] if form else parts
        told = frozenset(event.clause.sentence for event in events)
        steps = find_steps(asked_of_us, parties, context.today, day_first=context.day_first, told=told)
        if form == "email":
            steps += asked_for(parts, steps, context.today, day_first=context.day_first)
            steps = for_the_addressee(steps, parts, text, parties)
        return _Heard(text, parts, parties, events, steps, asked, form)

    def names(self, text: str) -> int:
        """How many characters of a text are names of this record."""
        return sum(party.end - party.start for party in find_parties(text, self._context.mentions).named if party.id)

    def worded(self, text: str) -> tuple[str, list[Named]]:
        """How a message is worded and the days to come that it names, as `wording` reads them."""
        heard = self._hear(text)
        return outline(heard.text, heard.parties), list(days_named(heard, self._context))

    def _weighed(self, heard: _Heard) -> LogKind:
        ruled = self._kind(heard)
        if self._wording is None or heard.pasted or heard.asked is not None or talk.is_chatter(heard.text):
            return ruled
        if ruled == "none" and _gossips(heard):
            return ruled
        odds = self._wording.kinds(outline(heard.text, heard.parties))
        if ruled != "none" and stage_told(heard.sentences, heard.parties, self._context.stages):
            odds = {kind: each for kind, each in odds.items() if kind != "none"}  # how a deal stands is worth a note
        if ruled != "none" and talk.puts_right(heard.text):
            odds = {kind: each for kind, each in odds.items() if kind != "none"}  # nor is a mistake left standing
        promised = heard.parties.known and any(step.due for step in heard.steps)
        return weighed(ruled, {**odds, "none": odds.get("none", NEVER) - PROMISED} if promised else odds)

    def _kind(self, heard: _Heard, default: LogKind = "none") -> LogKind:
        text, parties = heard.text, heard.parties
        known = parties.known or any(party.client for party in (*parties.accounts, *parties.contacts))
        ours = heard.pasted or any(step.due for step in heard.steps)  # what is to be done for a client is told to all
        if talk.is_chatter(text) or (talk.to_colleagues(text, parties) and not (ours and parties.known)):
            return "none"
        if heard.form is not None:
            return heard.form if known or talk.speaks_of_sales(text) else "none"
        if heard.asked is not None and (known or heard.steps or heard.events or talk.speaks_of_sales(text)):
            told = heard.events[0].kind if heard.events else "note"
            return told if heard.asked == "note" else heard.asked
        if default == "none" and talk.is_musing(text) and not any(step.due for step in heard.steps):
            heard = replace(heard, events=[event for event in heard.events if event.clause.sentence > 0])
            if not heard.events:
                return "none"
        serious = bool(heard.steps or (heard.events and known))
        if talk.is_joke(text, serious=serious or (known and talk.tells_besides(heard.sentences))):
            return default
        if _gossips(heard):
            return default
        new_client = any(party.client for party in parties.accounts) and any(step.due for step in heard.steps)
        if not parties.known and not new_client and (talk.is_private(text) or talk.is_to_someone(text)):
            return "none"
        opening = without_opener(heard.sentences[0], parties)
        if default == "none" and (talk.is_request(opening) or talk.is_question(opening)):
            heard = replace(heard, events=[event for event in heard.events if event.clause.sentence > 0])
            if not heard.events:
                return "none"
        if heard.events and (known or talk.speaks_of_sales(text)):
            return heard.events[0].kind
        promised = any(step.due for step in heard.steps) and not parties.users
        if heard.events and default == "none" and not known:
            return heard.events[0].kind if promised and not talk.is_to_someone(text) else "none"
        if known and default == "none" and talk.puts_right(text):
            return "note"
        met_before = parties.known or talk.speaks_of_sales(text) or (new_client and talk.takes_on(text))
        return self._note(heard, default, known=known and met_before)

    def _note(self, heard: _Heard, default: LogKind, *, known: bool) -> LogKind:
        if default != "none" or (
            (talk.is_about_us(heard.text) or talk.is_musing(heard.text)) and not any(step.due for step in heard.steps)
        ):
            return default
        first = without_opener(heard.sentences[0], heard.parties)
        if known and heard.steps and not talk.is_question(first):
            return "note"
        if talk.is_reminder(first) or (talk.is_change(first) and known):
            return "note" if known else "none"
        if known and stage_told(heard.sentences, heard.parties, self._context.stages):
            return "note"
        told = any(talk.is_fact(part, known=known) for part in (first, *heard.sentences[1:]))
        return "note" if told else "none"

    def _parts(self, heard: _Heard) -> list[tuple[_Heard, Party | None]]:
        """The message as each client sees it: its own sentences, and those that follow them."""
        clients = clients_of(heard.parties)
        if clients and not heard.pasted:
            clients = met_besides(clients, heard.parties, heard.sentences, self._context.account_name)
        clients = clients or employers_of(heard.parties, self._context.account_name)
        if len(clients) < 2:
            return [(heard, clients[0] if clients else self._employer(heard.parties))]
        shares: dict[str, list[Clause]] = {client.name: [] for client in clients}
        current = [clients[0].name]
        for sentence in finer(heard.sentences, heard.parties):
            named = [
                party.name
                for party in heard.parties.accounts
                if party.name in shares and party.client and sentence.start <= party.start < sentence.end
            ]
            named += [
                client.name
                for contact in heard.parties.contacts
                for client in clients
                if contact.account_id
                and contact.account_id == client.id
                and sentence.start <= contact.start < sentence.end
            ]
            current = list(dict.fromkeys(named)) or current
            for name in current:
                shares[name].append(sentence)
        return [(self._share(heard, shares[client.name], client, clients), client) for client in clients]

    def _share(self, heard: _Heard, parts: list[Clause], client: Party, clients: list[Party]) -> _Heard:
        def ours(party: Party) -> bool:
            return any(part.start <= party.start < part.end for part in parts) and (
                party.account_id in {None, client.id} or not any(party.account_id == other.id for other in clients)
            )

        parties = replace(
            heard.parties,
            accounts=tuple(p for p in heard.parties.accounts if p.name == client.name),
            contacts=tuple(p for p in heard.parties.contacts if ours(p)),
            deals=tuple(p for p in heard.parties.deals if p.account_id in {None, client.id}),
        )
        return self._take_apart(heard.text, parts, parties, heard.asked, heard.form)

    def _employer(self, parties: Parties) -> Party | None:
        """The company of the people that are named, where all work at one."""
        at = {contact.account_id for contact in parties.contacts if contact.id and contact.account_id}
        at |= {deal.account_id for deal in parties.deals if deal.id and deal.account_id}
        if len(at) != 1:
            return None
        account = at.pop()
        name = self._context.account_name(account) if account else None
        return Party(name, account, 0, 0, account_id=account) if name else None

    def _propose(self, heard: _Heard, account: Party | None, kind: LogKind, whole: _Heard) -> Proposal:
        parties = heard.parties
        contacts = contacts_of(parties, account)
        deal, deal_id = read_deal(heard.sentences, parties, account, self._context)
        proposal = Proposal(
            kind=kind,
            account=account.name if account and not account.ambiguous else None,
            account_id=account.id if account else None,
            contacts=[contact.name for contact in contacts],
            contact_ids=[contact.id for contact in contacts if contact.id],
            occurred_at=moment_of(heard if heard.events else whole, self._context),
            summary=summarise(heard.sentences),
            next_steps=[self._step(step) for step in self._dated(heard)],
            deal=deal,
            deal_id=deal_id,
            said=heard.text if heard is whole else ". ".join(part.text.strip() for part in heard.sentences),
            ambiguous={p.name: list(p.ambiguous) for p in (*parties.accounts, *parties.contacts) if p.ambiguous},
        )
        proposal.new = what_is_new(proposal, account, contacts)
        proposal.missing = what_is_missing(proposal)
        return proposal

    def _dated(self, heard: _Heard) -> list[Step]:
        if self._wording is None:
            return heard.steps
        return dated(heard.steps, heard, self._context, self._wording)

    def _step(self, step: Step) -> NextStep:
        owner = self._context.author if step.owner == "author" else step.owner
        return NextStep(what=step.what, due=step.due, owner=owner)


def _gossips(heard: _Heard) -> bool:
    """Whether a message tells of a client's people what has to do with no business."""
    if any(step.due for step in heard.steps):
        return False
    if named_beside(heard.text, heard.parties) and not talk.speaks_of_sales(heard.text):
        return True
    return talk.is_aside(heard.text) and not talk.tells_besides(heard.sentences)
