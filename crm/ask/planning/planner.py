"""The rules planner: from linked words to a typed plan, and how sure of it."""

from __future__ import annotations

from crm.ask.language.lexicon import Sense
from crm.ask.plan import Exists, QueryPlan
from crm.ask.planning import lookups, scope, shares, talk
from crm.ask.planning.ahead import settle_ahead
from crm.ask.planning.apart import settle_apart
from crm.ask.planning.bosses import read_bosses
from crm.ask.planning.bounds import read_bounds
from crm.ask.planning.breakdown import read_groups
from crm.ask.planning.bygone import read_stage_then, read_stood
from crm.ask.planning.caller import read_caller
from crm.ask.planning.contrast import compared_rows, read_contrast, settle
from crm.ask.planning.countdown import read_countdown
from crm.ask.planning.dropped import settle_dropped
from crm.ask.planning.durations import read_duration
from crm.ask.planning.edges import read_edge
from crm.ask.planning.entries import read_entry
from crm.ask.planning.heaped import read_heaps
from crm.ask.planning.kinship import read_kinship
from crm.ask.planning.lapses import read_lapses
from crm.ask.planning.lateness import read_late
from crm.ask.planning.leading import read_leaders
from crm.ask.planning.lines import by_lines
from crm.ask.planning.margins import read_margin
from crm.ask.planning.measures import Wanted, read_measures
from crm.ask.planning.moves import read_moves, settle_moves
from crm.ask.planning.nouns import best_field, read_head
from crm.ask.planning.numbering import read_numbers
from crm.ask.planning.opposed import read_ratio, settle_ratio
from crm.ask.planning.ordering import (
    SPANS,
    in_stage,
    superlative_at,
    won_filter,
)
from crm.ask.planning.outstanding import read_outstanding
from crm.ask.planning.pairs import read_pairs
from crm.ask.planning.payers import settle_payers
from crm.ask.planning.portions import portion_rows, read_portion, settle_portion
from crm.ask.planning.products import read_product
from crm.ask.planning.quantities import read_quantity
from crm.ask.planning.rank import read_rank
from crm.ask.planning.ranking import Ranking
from crm.ask.planning.rankings import ranked_by
from crm.ask.planning.reading import Noun, Reading
from crm.ask.planning.settled import read_settled
from crm.ask.planning.sides import settle_sides
from crm.ask.planning.silence import read_silence
from crm.ask.planning.single import lacking, read_distinct, settle_single
from crm.ask.planning.sold import read_sold_for
from crm.ask.planning.stays import read_conversion
from crm.ask.planning.targets import beside_target, read_target, settle_target
from crm.ask.planning.titled import read_titled
from crm.ask.planning.transits import read_stayed, read_transit
from crm.ask.planning.unheld import read_unheld, settle_events
from crm.ask.planning.unsaid import unsaid
from crm.ask.planning.unwon import settle_unwon
from crm.ask.planning.varieties import read_variety
from crm.ask.planning.ways import read_ways
from crm.ask.planning.whendate import read_date_meant, read_passed
from crm.ask.planning.writers import read_writers, settle_writers
from crm.ask.planning.yearly import read_yearly, settle_yearly
from crm.ask.record.called import kind_field
from crm.ask.record.money import settle_worth

WHOLE = (read_bosses, read_writers, read_settled, read_caller, read_ways)  # each makes a plan by itself
TOLD = (read_entry, read_stage_then, read_conversion, read_transit, read_stayed, read_silence)  # each the whole plan
COUNTED = frozenset({"deal", "interaction", "task", "contact", "account", "product", "user"})


def _rate_of(reading: Reading, at: int) -> str | None:
    """`Win %`, `lost pct`: the rate, where nothing more is said of the share."""
    before = reading.items[at - 1] if at else None
    follow = reading.items[at + 1] if at + 1 < len(reading.items) else None
    if before is None or not before.has("outcome") or (follow and follow.text.casefold() == "of"):
        return None
    return {"won": "win_rate", "lost": "loss_rate"}.get(before.all("outcome")[0].value)


def _value_rate(reading: Reading, at: int) -> bool:
    """`Cancellation rate by format`: the share of rows with that value."""
    item, follow = reading.items[at], reading.items[at + 1] if at + 1 < len(reading.items) else None
    if (
        follow is None
        or follow.text.casefold() not in {"rate", "rates"}
        or not item.has("value")
        or item.has("outcome")
    ):
        return False
    literal = any(sense.detail.casefold() == item.text.casefold() for sense in item.all("value"))
    if literal or follow.has("field", "metric"):
        return False  # an open rate is none of what is open
    reading.use(at + 1, "measure")
    reading.head = reading.head or Noun("entity", item.all("value")[0].value.split(".")[0], -1)
    return True


class Planner(Ranking):
    """Builds the plan of one question. `reading.refusal` is set where the question cannot be answered at all."""

    def build(self) -> QueryPlan:
        reading = self.reading
        self.plan.yes_no = scope.asks_whether(reading)
        if any(whole(reading) for whole in WHOLE):
            return self.plan
        self._settle_meanings()
        target = read_target(reading)
        if target is None:
            read_contrast(reading)
        scope.read_scope(reading)
        if talk.whole(reading):
            return self.plan
        if any(told(reading) for told in TOLD):
            return self.plan
        stood = read_stood(reading)
        steps = [stood] if stood is not None else read_moves(reading)
        self._read_relations()
        ranked = ranked_by(reading)
        lasting = ranked or read_late(reading) or read_margin(reading)
        lasting = lasting or read_edge(reading) or read_countdown(reading) or read_duration(reading)
        read_bounds(reading)
        scope.repeated(reading)
        portion = beside_target(read_portion(reading), target)
        read_pairs(reading)
        read_passed(reading)
        read_date_meant(reading)
        read_groups(reading)
        self.share = self._is_share()
        if reading.head is None:
            read_head(reading)
        read_numbers(reading)
        settle_single(reading)
        talk.read_said(reading)
        if reading.contrast is None and lasting is None and (self._talked() or lookups.lookup(reading)):
            settle_moves(reading, steps)
            return self.plan
        if lasting and not ranked and not {"which", "who", "whose"} & set(reading.words()[:2]):
            if reading.head and reading.head.detail and lasting.entity == "interaction":
                reading.filter(kind_field(reading.head.detail), "in", reading.head.detail)
            reading.head = None  # whoever takes the time is not what it is broken down by
        self.wanted = [lasting] if lasting else self._figures()
        if target is not None:
            settle_target(self, target)
        if portion is not None and not self.wanted:
            self.wanted = portion_rows(reading, portion)
        self.wanted = self.wanted or self._amounts()
        self._settle_subject()
        if self.share:
            self._share()
        else:
            self._shape()
        settle(reading)
        if portion is not None:
            settle_portion(reading, portion)
        self._settle_rest(steps)
        return self.plan

    def _settle_rest(self, steps: list[Exists]) -> None:
        """What is said of the rows beside the figure."""
        settle_events(self.reading)
        settle_sides(self.reading)
        settle_moves(self.reading, steps)
        self._finish()

    def _read_relations(self) -> None:
        """Who belongs to whom, who leads, what has passed between, which place is asked for."""
        for read in (read_kinship, read_leaders, read_lapses, read_rank):
            read(self.reading)

    def _settle_meanings(self) -> None:
        """What words mean by those beside them, before anything is read."""
        read_titled(self.reading)
        scope.settle_words(self.reading)
        settle_worth(self.reading)
        read_outstanding(self.reading)
        settle_ratio(self.reading)
        read_unheld(self.reading)
        self.yearly = read_yearly(self.reading)

    def _talked(self) -> bool:
        """What was said, by whom; numbers limit the deals and rows that those have."""
        if not talk.talk(self.reading):
            return False
        self.attach_bounds()
        talk.deals_of_clients(self.reading)
        return True

    def _figures(self) -> list[Wanted]:
        reading = self.reading
        if lacking(reading):
            self.plan.count_groups = True
            return []
        if (product := read_product(reading) or read_variety(reading)) is not None:
            return [product]
        found = read_distinct(reading) or read_ratio(reading) or read_measures(reading, self._preferred())
        return found or unsaid(reading) or compared_rows(reading)

    def _amounts(self) -> list[Wanted]:
        """Figures that are meant though no word asks for one."""
        found = None if self.share else read_heaps(self.reading) or read_quantity(self.reading)
        return [found] if found is not None else []

    def _preferred(self) -> tuple[str, ...]:
        """Entities whose fields are meant first: the head's, then those named."""
        names = [
            noun.name.split(".")[0]
            for noun in (self.reading.head, *self.reading.groups)
            if noun and noun.kind != "grain"
        ]
        named = [sense.value for item in self.reading.items for sense in item.all("entity")]
        return tuple(dict.fromkeys(name for name in (*names, *named) if name in self.reading.vocabulary.entities))

    def _is_share(self) -> bool:
        """A share, or the rate of a yes-or-no field."""
        reading = self.reading
        for at, item in enumerate(reading.items):
            if item.used:
                continue
            if any(sense.value == "share" for sense in item.all("aggregate")):
                if rate := _rate_of(reading, at):
                    item.senses = [Sense("metric", rate)]
                    reading.use(at - 1, "measure")
                    return False
                reading.use(at, "measure")
                return True
            if _value_rate(reading, at):
                return True
            flags = [sense for sense in item.all("field") if reading.field(sense).type == "boolean"]
            follow = reading.items[at + 1] if at + 1 < len(reading.items) else None
            if flags and follow and follow.text.casefold() in {"rate", "rates"}:
                reading.use(at + 1, "measure")
                item.senses = flags
                said = [
                    s.value
                    for each in reading.items
                    for s in each.all("entity")
                    if s.value in reading.vocabulary.entities
                ]
                self.share_entity = best_field(item, tuple(said)).split(".")[0]
                return True
        return False

    def _settle_subject(self) -> None:
        """The rows that are read: those measured, else those asked for."""
        head = self.reading.head
        self.wanted = by_lines(self.reading, self.wanted)
        if self.wanted:
            self.plan.subject = self.wanted[0].entity
        elif head and head.kind in {"entity", "field"}:
            self.plan.subject = head.name.split(".")[0]
        elif self.reading.value("outcome", "won") or self.reading.value("sale", "sale"):
            self.plan.subject = "deal"
        else:
            said = [s for i in self.reading.items for kind in ("value", "field") for s in i.all(kind)]
            if said:
                self.plan.subject = said[0].value.split(".")[0]
        if self.plan.subject not in self.reading.vocabulary.entities:
            self.plan.subject = "deal"

    def _shape(self) -> None:
        head = self.reading.head
        found = superlative_at(self.reading)
        if head is None and found and not self.wanted and found[1].value in SPANS and in_stage(self.reading):
            head = self.reading.head = Noun("entity", "deal", -1)  # `which one has sat in Proposal longest`
        if (worth := read_sold_for(self.reading, self.wanted)) is not None:
            self.wanted, self.plan.subject = [worth], "deal"
        measured = bool(self.wanted)
        if found and found[1].value in {"happiest", "unhappiest"}:
            talk.ranked_mood(self.reading, found)
            return
        if measured and not self._head_is_measured():
            self._measures(found)
        elif measured:
            self._measures(found, head_grouped=False)
        elif found:
            self._superlative(found)
        elif head and head.kind in {"entity", "field"} and not self.reading.groups and not self._periods_compared():
            self._list(head)
        else:
            self._count_by_default()

    def _share(self) -> None:
        """The part of the rows for which what is said of them holds."""
        shares.share(self)

    def _finish(self) -> None:
        reading, plan = self.reading, self.plan
        settle_dropped(reading)
        settle_ahead(reading)
        settle_payers(plan, reading.vocabulary, reading.text)
        settle_writers(reading)
        if self.yearly:
            settle_yearly(reading)
        pending = self.children_pending
        if pending is not None:
            bound, noun = pending
            subject = plan.subject
            self._children_counted(Noun("entity", subject, -1), bound, noun)
            plan.count_groups = True
        elif (
            plan.having
            and plan.measures
            and reading.head
            and any(s.value == "count" for s in reading.items[0].all("aggregate"))
            and reading.head.name in {plan.group_by[0].field, plan.group_by[0].field.split(".")[0]}
            if plan.group_by
            else False
        ):
            plan.count_groups = True
        if self.assume_won_later and not any(f.field == "deal.outcome" for f in plan.filters):
            won_filter(reading)
        if plan.shape == "list" and plan.limit is None:
            self._bare_limit()
        settle_unwon(reading)
        settle_apart(reading)
        if reading.rank > 1:
            reading.doubts += 0 if plan.order and plan.contrast is None else 0.7
            plan.skip, plan.limit = reading.rank - 1, 1

    def _bare_limit(self) -> None:
        """`show me 5 deals`."""
        for at, item in self.reading.content():
            if (
                item.number is not None
                and at + 1 < len(self.reading.items)
                and self.reading.items[at + 1].used == "head"
            ):
                self.plan.limit = max(1, min(int(item.number), 1000))
                self.reading.use(at, "limit")
                return
