"""Moments put into words: mails, call notes, tickets, meetings and chat."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Final

from bot.sample.cast import Person
from bot.sample.identity import COMPANY, MEMBERS
from bot.sample.prose import Slots, Writer, has, sentence_case
from bot.sample.story import Moment

_WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
_MONTHS: Final = tuple(date(2000, month, 1).strftime("%B") for month in range(1, 13))
_CITIES: Final = (
    "Antwerp",
    "Tampa",
    "Leipzig",
    "Swindon",
    "Malmö",
    "Reno",
    "Lille",
    "Gdansk",
    "Porto",
    "Tulsa",
    "Derby",
    "Graz",
)
_TALK_MOODS: Final = {"angry", "worried", "sarcastic", "neutral", "happy", "polite"}
_SAID_ONCE: Final = {"champion"}  # nobody leaves and arrives in one mail
_TRIES: Final = 40


@dataclass(frozen=True)
class Text:
    subject: str
    body: str


class Letters:
    """Writes no text twice."""

    def __init__(self, random: Random, prices: dict[str, int]) -> None:
        self._random = random
        self._writer = Writer(random)
        self._prices = prices
        self._written: set[str] = set()

    def write(self, moment: Moment) -> Text:
        for _ in range(_TRIES):
            text = getattr(self, f"_{moment.kind}")(moment, self.slots(moment))
            if text.body not in self._written:
                self._written.add(text.body)
                return Text(text.subject, text.body)
        raise RuntimeError("the writer has run out of words")

    def task(self, moment: Moment) -> str:
        return self._writer.piece("frames.txt", "task", self.slots(moment))

    def slots(self, moment: Moment) -> Slots:
        random = self._random
        owner = moment.client.owner
        others = [person for person in moment.client.people if person != moment.people[0]]
        colleague = moment.people[1] if len(moment.people) > 1 else random.choice(others)
        price = self._prices.get(moment.client.name, 30000)
        return {
            "first": moment.people[0].first,
            "colleague": colleague.first,
            "rep": owner.first,
            "manager": MEMBERS[owner.manager].first,
            "account": moment.client.name,
            "city": random.choice(_CITIES),
            "product": random.choice(moment.client.products),
            "weekday": random.choice(_WEEKDAYS),
            "month": _MONTHS[(moment.at.month + random.randint(1, 5)) % 12],
            "price": _money(price, random),
            "seats": str(random.choice((5, 8, 10, 12, 15, 20, 25, 30, 40))),
            "count": f"{random.randint(12, 9800):,}",
            "sku": f"{random.choice('ABDKRT')}{random.randint(1000, 9999)}-{random.randint(10, 99)}",
            "invoice": f"BM-{random.randint(20100, 24900)}",
            "digits": str(random.randint(100000, 999999)),
            "phone": moment.people[0].phone,
        }

    def _email(self, moment: Moment, slots: Slots) -> Text:
        if moment.direction == "out":
            return self._our_mail(moment, slots)
        random, used = self._random, set[str]()
        body = [self._say("customer.txt", f"{moment.topic} {moment.mood}", slots, used)]
        if moment.topic not in _SAID_ONCE and random.random() < 0.62:
            body.append(self._say("customer.txt", f"{moment.topic} {moment.mood}", slots, used))
        if random.random() < 0.18:
            body.append(self._say("customer.txt", "small neutral", slots, used))
        if moment.mood in {"happy", "neutral"} and random.random() < 0.1:
            body.append(self._writer.piece("frames.txt", "aside", slots))
        greeting = self._writer.piece("frames.txt", "greeting client", slots) if random.random() < 0.86 else ""
        mood = "neutral" if moment.mood == "declined" else moment.mood
        ending = self._writer.piece("frames.txt", f"ending {mood}", slots) if random.random() < 0.85 else ""
        signature = self._signature(moment.people[0]) if random.random() < 0.6 else moment.people[0].first
        whole = [greeting, *self._paragraphs(body), f"{ending}\n{signature}" if ending not in {"", "-"} else signature]
        return Text(self._subject(moment, slots), "\n\n".join(part for part in whole if part))

    def _our_mail(self, moment: Moment, slots: Slots) -> Text:
        random, used = self._random, set[str]()
        body = [self._say("rep.txt", moment.topic, slots, used)]
        if moment.topic not in _SAID_ONCE and random.random() < 0.45:
            body.append(self._say("rep.txt", moment.topic, slots, used))
        if random.random() < 0.4:
            body.append(self._say("rep.txt", "small", slots, used))
        owner = moment.client.owner
        name = owner.name if random.random() < 0.4 else owner.first
        signed = f"{name}\n{owner.title}, {COMPANY}" if random.random() < 0.3 else name
        ending = self._writer.piece("frames.txt", "ending rep", slots)
        greeting = self._writer.piece("frames.txt", "greeting rep", slots)
        return Text(
            self._subject(moment, slots), "\n\n".join([greeting, *self._paragraphs(body), f"{ending}\n{signed}"])
        )

    def _call(self, moment: Moment, slots: Slots) -> Text:
        random, used = self._random, set[str]()
        notes = [self._say("notes.txt", f"{moment.topic} {moment.mood}", slots, used)]
        if random.random() < 0.35:
            notes.append(self._say("notes.txt", f"{moment.topic} {moment.mood}", slots, used))
        elif random.random() < 0.2:
            notes.append(self._say("notes.txt", "small neutral", slots, used))
        if random.random() < 0.25:
            notes.append(f"{random.choice(('Next:', 'To do:', '->', 'Then:'))} {self.task(moment)}.")
        if random.random() < 0.2:
            notes.append(f"{slots['first']}'s direct line: {moment.people[0].phone}.")
        return Text(self._subject(moment, slots), random.choice((" ", "\n")).join(filter(None, notes)))

    def _ticket(self, moment: Moment, slots: Slots) -> Text:
        mood = moment.mood if has("tickets.txt", moment.mood) else "neutral"
        subject, _, body = self._writer.piece("tickets.txt", mood, slots).partition(" | ")
        body = sentence_case(body)
        if self._random.random() < 0.4:
            body += f"\n\n{self._random.choice((moment.people[0].name, self._signature(moment.people[0])))}"
        elif self._random.random() < 0.3:
            body += f"\n\nReported by {moment.people[0].first}, {moment.client.name}, {moment.people[0].phone}"
        return Text(sentence_case(subject), body)

    def _message(self, moment: Moment, slots: Slots) -> Text:
        if moment.direction == "out":
            heading = self._random.choice((moment.topic, "small"))
            return Text("", self._say("rep.txt", heading, slots, set()))
        mood = moment.mood if has("messages.txt", moment.mood) else "neutral"
        used: set[str] = set()
        lines = [self._writer.piece("messages.txt", mood, slots, avoid=used)]
        if self._random.random() < 0.25:
            lines.append(self._writer.piece("messages.txt", mood, slots, avoid=used))
        if self._random.random() < 0.3 and has("customer.txt", f"{moment.topic} {moment.mood}"):
            lines.append(self._say("customer.txt", f"{moment.topic} {moment.mood}", slots, used))
        return Text("", "\n".join(filter(None, lines)))

    def _meeting(self, moment: Moment, slots: Slots) -> Text:
        return self._transcript(moment, slots) if self._random.random() < 0.45 else self._minutes(moment, slots)

    def _minutes(self, moment: Moment, slots: Slots) -> Text:
        random, used = self._random, set[str]()
        points = [self._say("notes.txt", f"{moment.topic} {moment.mood}", slots, used) for _ in range(2)]
        points.append(self._say("notes.txt", "small neutral", slots, used))
        points.append(f"{moment.client.owner.first}: {self.task(moment)}")
        present = ", ".join([*(person.name for person in moment.people), moment.client.owner.name])
        bullet = random.choice(("- ", "* ", "• ", ""))
        opening = random.choice((f"Present: {present}", f"With {present}", f"{present}.", f"Attendees: {present}"))
        lines = [f"{bullet}{point}" for point in points if point]
        return Text(self._subject(moment, slots), "\n".join([opening, *lines]))

    def _transcript(self, moment: Moment, slots: Slots) -> Text:
        random, used = self._random, set[str]()
        mood = (
            "evaluation" if moment.topic == "evaluation" else moment.mood if moment.mood in _TALK_MOODS else "neutral"
        )
        middle = [mood] * random.randint(2, 4) + ["neutral"] * random.choice((1, 1, 1, 2, 2, 2, 3, 3, 5, 5, 9, 13))
        random.shuffle(middle)
        names = {
            "C": moment.people[0].name,
            "D": moment.people[1].name if len(moment.people) > 1 else moment.people[0].name,
            "R": moment.client.owner.name,
        }
        pieces = [self._writer.piece("talk.txt", heading, slots, avoid=used) for heading in ["open", *middle, "close"]]
        quoted = self._say("customer.txt", f"{moment.topic} {moment.mood}", slots, used)
        pieces.insert(2, f"C: {quoted}\nR: {self._say('rep.txt', moment.topic, slots, used)}")
        lines = [_spoken(line, names) for piece in pieces for line in piece.splitlines() if not line.endswith(": ")]
        return Text(self._subject(moment, slots), "\n".join(lines))

    def _say(self, file: str, heading: str, slots: Slots, used: set[str]) -> str:
        if not has(file, heading):
            topic = heading.split(maxsplit=1)[0]
            heading = next(
                (name for name in (f"{topic} neutral", topic, "small neutral", "small") if has(file, name)), heading
            )
        return sentence_case(self._writer.piece(file, heading, slots, avoid=used))

    def _subject(self, moment: Moment, slots: Slots) -> str:
        subject = sentence_case(self._writer.piece("frames.txt", f"subject {moment.topic}", slots))
        if moment.kind != "email":
            subject = subject.removeprefix("Re: ")
            subject = f"{subject[0].upper()}{subject[1:]}"
        elif self._random.random() < 0.22 and not subject.startswith("Re:"):
            return f"Re: {subject}"
        return (
            f"{moment.client.name}: {subject}"
            if moment.kind in {"meeting", "call"} and self._random.random() < 0.4
            else subject
        )

    def _paragraphs(self, body: list[str]) -> list[str]:
        said = [part for part in body if part]
        return [" ".join(said)] if self._random.random() < 0.45 else said

    def _signature(self, person: Person) -> str:
        shapes = (
            f"{person.name}\n{person.title}\n{person.client}\n{person.phone}\n{person.email}",
            f"{person.name} | {person.title} | {person.client} | {person.phone}",
            f"{person.name}\n{person.title}, {person.client}\nT {person.phone}",
            f"{person.name}\n{person.client}\n{person.email}",
            f"{person.first}\n--\n{person.name}, {person.title}\nmobile {person.phone}",
        )
        return self._random.choice(shapes)


def _money(price: int, random: Random) -> str:
    near = round(price * random.choice((0.8, 0.9, 1, 1, 1.1, 1.25)), -2)
    near = int(near)
    return random.choice((f"${near:,}", f"{near:,} dollars", f"${near / 1000:g}k", f"USD {near:,}"))


def _spoken(line: str, names: dict[str, str]) -> str:
    speaker, _, words = line.partition(": ")
    return f"{names[speaker]}: {sentence_case(words)}"
