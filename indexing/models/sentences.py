"""The sentences that moods are learnt from: published ratings, sentences written for Rapport, calm ones from elsewhere.

The folder is the one of outside data; of it only what may be learnt from is read: `mood/vader_*.tsv` (MIT),
`asks/enron_asks_train.tsv` (Apache-2.0) and `intents/clinc150.json` (CC BY 3.0). The files beside this script:
`mood_crm.tsv` as things come up in sales and support; `mood_clauses.tsv`, news in a few words, which `mood_frames.tsv`
wraps in what surrounds news in notes and mails; `mood_service.tsv`, what people write to a company in public;
`mood_understated.tsv`, praise and complaint in few and sober words, and matter-of-fact lines. In the last two there are
choices, `{a|b}`: each choice made is a sentence, and sentences of one line share a group, to be held out together.
"""

from __future__ import annotations

import html
import json
import random
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

OWN = Path(__file__).parent
PUBLISHED = ("tweets", "amazonReview", "movieReview", "nytEditorial")
FRAMES_EACH, SPUN_EACH, MAILS_EACH = 6, 4, 3
CALM_MAILS, CALM_BORROWED = 400, 700  # the latter of each source
FELT = 0.1  # ratings beyond this are no calm lines
FADED, FADED_CRM = 0.9, 0.85  # how much of a sentence's rating its mail keeps
PEOPLE = ("Priya", "Tom", "Ms Okafor", "Lena", "Mr Ruiz", "[person:7]", "[user:2]", "Jun", "Fatima", "Olaf")
COMPANIES = ("Norvik", "Calder & Sons", "Helios Freight", "Atrium Foods", "Bluefin", "Marlow Group", "Zenta")
HANDLES = ("@Norvik", "@CalderRail", "@helios", "@AtriumFoods", "@BluefinBank", "@marlow_help", "@zenta", "@NorvikCare")
TAGS = ("#service", "#travel", "#help", "#monday", "#customerservice", "#london")
GREETINGS = ("Hi {},", "Hello {},", "Dear {},", "Good morning,", "Hi all,", "Hi,", "Dear team,", "{},", "")
SIGNED = ("Best regards, {}", "Thanks, {}", "Regards, {}", "Kind regards", "Best, {}", "Cheers, {}")
ENDINGS = (*SIGNED, "Many thanks", "{}", "")

_CHOICE = re.compile(r"\{([^{}]*)\}")
_BOTH = re.compile(r"happy|but ", re.IGNORECASE)


class Sentence(NamedTuple):
    text: str
    rating: float  # -1..1
    kind: str
    weight: float
    group: str

    @property
    def held_out(self) -> bool:
        """Every eighth group, the same ones always."""
        return zlib.crc32(self.group.encode()) % 8 == 0


def sentences(folder: Path) -> list[Sentence]:
    """All of them; the same at each call."""
    dice = random.Random(11)  # noqa: S311 - no secret
    crm = list(_rated("mood_crm.tsv"))
    service, understated = list(_rated("mood_service.tsv")), list(_rated("mood_understated.tsv"))
    calm = [text for rating, text in understated if abs(rating) < FELT]
    calm += [text for rating, text in crm if rating == 0 and not _BOTH.search(text)]
    found = list(_published(folder))
    found += [Sentence(text, rating, "crm", 1.5, text) for rating, text in crm]
    found += _framed(dice)
    found += _addressed(service, dice)
    found += _spun("understated", understated, dice)
    felt = [(rating * FADED, text) for rating, text in understated if abs(rating) >= FELT] * MAILS_EACH
    felt += [(rating * FADED_CRM, text) for rating, text in crm if abs(rating) >= FELT]
    found += [Sentence(_mail(text, calm, dice), rating, "mail", 0.7, text) for rating, text in felt]
    found += [Sentence(_mail("", calm, dice), 0.0, "calm mail", 0.8, f"mail {n}") for n in range(CALM_MAILS)]
    return found + list(_borrowed(folder, dice))


def _rated(name: str) -> Iterator[tuple[float, str]]:
    for line in (OWN / name).read_text("utf-8").splitlines():
        rating, text = line.split("\t")
        yield float(rating), text


def _published(folder: Path) -> Iterator[Sentence]:
    for source in PUBLISHED:
        path = folder / "mood" / f"vader_{source}.tsv"
        for line in path.read_text("utf-8", errors="replace").splitlines():
            _, rating, text = line.split("\t", 2)
            yield Sentence(html.unescape(text.strip()), float(rating) / 4, source, 1.0, text)


def _framed(dice: random.Random) -> Iterator[Sentence]:
    frames: dict[str, list[str]] = {}
    for line in (OWN / "mood_frames.tsv").read_text("utf-8").splitlines():
        voice, frame = line.split("\t")
        frames.setdefault(voice, []).append(frame)
    for line in (OWN / "mood_clauses.tsv").read_text("utf-8").splitlines():
        rating, voice, clause = line.split("\t")
        for frame in dice.sample(frames[voice], FRAMES_EACH):
            yield Sentence(_wrapped(frame, clause, dice), float(rating), "framed", 0.4, clause)


def _wrapped(frame: str, clause: str, dice: random.Random) -> str:
    person, other = dice.sample(PEOPLE, 2)
    text = frame.replace("{person}", person).replace("{other}", other).replace("{company}", dice.choice(COMPANIES))
    before = text.partition("{}")[0].rstrip()
    opens = not before or before[-1] in ".!?"
    return text.replace("{}", clause[0].upper() + clause[1:] if opens and dice.random() < 0.8 else clause)


def _spun(kind: str, lines: list[tuple[float, str]], dice: random.Random) -> Iterator[Sentence]:
    for rating, line in lines:
        for text in dict.fromkeys(_chosen(line, dice) for _ in range(SPUN_EACH)):
            yield Sentence(text, rating, kind, 1.0, line)


def _addressed(lines: list[tuple[float, str]], dice: random.Random) -> Iterator[Sentence]:
    """Half of them to a handle, some with a tag: neither says how somebody feels."""
    for sentence in _spun("service", lines, dice):
        handle = dice.choice(HANDLES) + " " if dice.random() < 0.5 and sentence.text[0] != "@" else ""
        tag = " " + dice.choice(TAGS) if dice.random() < 0.06 else ""
        yield sentence._replace(text=f"{handle}{sentence.text}{tag}")


def _chosen(line: str, dice: random.Random) -> str:
    while choice := _CHOICE.search(line):
        line = line[: choice.start()] + dice.choice(choice.group(1).split("|")) + line[choice.end() :]
    return " ".join(line.split())


def _mail(news: str, calm: list[str], dice: random.Random) -> str:
    """News among matter-of-fact lines, between a greeting and a name; or such lines alone."""
    count = dice.choice((1, 1, 2, 3)) if news else dice.choice((2, 3, 4, 6, 9))
    lines = [_chosen(line, dice) for line in [*dice.sample(calm, count), news] if line]
    dice.shuffle(lines)
    to, sender = dice.sample(PEOPLE, 2)
    parts = [dice.choice(GREETINGS).format(to), " ".join(lines), dice.choice(ENDINGS).format(sender)]
    return dice.choice((" ", "\n")).join(part for part in parts if part)


def _borrowed(folder: Path, dice: random.Random) -> Iterator[Sentence]:
    """Lines of business mail and orders to an assistant, which hardly ever carry a mood."""
    rows = (folder / "asks" / "enron_asks_train.tsv").read_text("utf-8").splitlines()
    mail = [text for text in (row.partition("\t")[2] for row in rows) if not {"!", "$"} & set(text)]
    mail = [text for text in mail if 4 <= len(text.split()) <= 30]
    orders = [text for text, _ in json.loads((folder / "intents" / "clinc150.json").read_text("utf-8"))["train"]]
    for kind, texts in (("business mail", mail), ("orders", orders)):
        for text in dice.sample(texts, CALM_BORROWED):
            yield Sentence(text, 0.0, kind, 0.4, text)
