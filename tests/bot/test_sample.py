from __future__ import annotations

import csv
import re
import time
from collections import Counter
from datetime import date, datetime, timedelta
from functools import cache

import pytest

from bot.sample import SUGGESTIONS, write_export
from bot.sample.export import Company, company
from bot.sample.identity import DOMAIN, REPS, TEAM
from bot.sample.pipeline import LOST, STAGES, WON

TODAYS = [date(2026, 11, 21), date(2027, 2, 15), date(2028, 7, 3)]
FILES = {
    "users.csv",
    "accounts.csv",
    "contacts.csv",
    "products.csv",
    "deals.csv",
    "stage_history.csv",
    "interactions.csv",
    "tasks.csv",
    "subscriptions.csv",
    "invoices.csv",
}

told = cache(company)


@pytest.fixture(params=TODAYS, ids=str)
def today(request) -> date:
    return request.param


@pytest.fixture
def made(today) -> Company:
    return told(today)


@pytest.fixture(scope="module")
def export(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sample")
    write_export(folder, TODAYS[0])
    return folder


def rows(folder, name):
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def last_quarter(today: date) -> tuple[date, date]:
    first = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    before = first - timedelta(days=1)
    return date(before.year, (before.month - 1) // 3 * 3 + 1, 1), first


def test_counts(made):
    assert len(made.clients) == 40
    assert sum(len(client.people) for client in made.clients) == 150
    assert len(made.deals) == 120
    assert len(made.interactions) == 1500
    assert len(REPS) == 10
    assert len({rep.team for rep in REPS}) == 2
    kinds = Counter(interaction.moment.kind for interaction in made.interactions)
    assert set(kinds) == {"email", "call", "meeting", "ticket", "message"}
    assert min(kinds.values()) > 100


def test_the_same_day_and_seed_make_the_same_company(tmp_path):
    for name in ("one", "two"):
        write_export(tmp_path / name, TODAYS[0])
    write_export(tmp_path / "other", TODAYS[0], seed=8)
    for name in FILES:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    assert (tmp_path / "one" / "interactions.csv").read_bytes() != (
        tmp_path / "other" / "interactions.csv"
    ).read_bytes()


def test_it_is_quick(tmp_path):
    began = time.process_time()
    write_export(tmp_path, TODAYS[0])
    assert time.process_time() - began < 3


def test_every_reference_leads_somewhere(export):
    assert {path.name for path in export.iterdir()} == FILES
    users = {row["name"] for row in rows(export, "users.csv")}
    emails = {row["email"] for row in rows(export, "users.csv")}
    accounts = {row["name"] for row in rows(export, "accounts.csv")}
    contacts = {row["email"]: row["account"] for row in rows(export, "contacts.csv")}
    products = {row["name"] for row in rows(export, "products.csv")}
    deals = {row["id"]: row for row in rows(export, "deals.csv")}
    subscriptions = {row["subscription id"] for row in rows(export, "subscriptions.csv")}
    assert len(contacts) == 150
    assert len(deals) == len({row["name"] for row in deals.values()}) == 120
    for row in rows(export, "users.csv"):
        assert row["manager"] in users | {""}
        assert row["email"].endswith(f"@{DOMAIN}")
    for row in rows(export, "accounts.csv"):
        assert row["owner"] in users
        assert row["parent account"] in accounts | {""}
    for row in deals.values():
        assert row["account"] in accounts
        assert contacts[row["contact"]] == row["account"]
        assert row["product"] in products
    for row in rows(export, "stage_history.csv"):
        assert row["deal id"] in deals
    for row in rows(export, "interactions.csv"):
        assert row["account"] in accounts
        assert contacts[row["contact"]] == row["account"]
        spoken = {row["from"], *row["to"].split("; ")} - {"", *emails}
        assert row["contact"] in spoken
        assert all(contacts[email] == row["account"] for email in spoken)
        assert not row["deal id"] or deals[row["deal id"]]["account"] == row["account"]
        assert row["rep"] in users
    for row in rows(export, "tasks.csv"):
        assert row["owner"] in users
        assert contacts[row["contact"]] == row["account"]
    for row in rows(export, "invoices.csv"):
        assert row["subscription id"] in subscriptions


def test_nobody_and_no_place_on_the_net_is_real(export):
    for name in ("users.csv", "contacts.csv"):
        assert all(row["email"].endswith(".example") for row in rows(export, name))
    assert all(row["website"].endswith(".example") for row in rows(export, "accounts.csv"))


def test_times_are_in_business_hours_and_past(made, today):
    weekend = 0
    for interaction in made.interactions:
        at: datetime = interaction.moment.at
        assert at.utcoffset() is not None
        assert today - timedelta(days=560) < at.date() < today
        assert 7 <= at.hour <= 18
        weekend += at.weekday() >= 5
    assert weekend < 60


def test_stage_history_ends_where_the_deal_stands(made, today):
    last = {}
    for change in made.history:
        before = last.get(change.deal.id)
        assert change.before == (before.after if before else "")
        assert before is None or before.on <= change.on <= today
        last[change.deal.id] = change
    for deal in made.deals:
        assert last[deal.id].after == deal.stage
        assert deal.opened <= deal.close
        assert deal.close >= today if deal.is_open else deal.close < today
        assert bool(deal.lost_reason) == (deal.stage == LOST)


def test_texts_do_not_repeat_themselves(made):
    texts = [interaction.text for interaction in made.interactions]
    assert len(set(texts)) == len(texts)
    words = [re.findall(r"\w+", text.lower()) for text in texts]
    lengths = sorted(len(each) for each in words)
    assert lengths[75] < 12  # one-liners
    assert lengths[-15] > 250  # and long talks
    grams = Counter(tuple(each[i : i + 6]) for each in words for i in range(len(each) - 5))
    assert len(grams) / grams.total() > 0.62
    assert len({word for each in words for word in each}) > 2300
    openings = Counter(" ".join(each[:4]) for each in words)
    assert openings.most_common(1)[0][1] < 25
    assert Counter(text[-25:] for text in texts).most_common(1)[0][1] < 60


def test_texts_are_whole(made):
    for interaction in made.interactions:
        text = f"{interaction.subject}\n{interaction.text}"
        assert not re.search(r"[{}|$](?![\d ])", text.replace(" | ", " ")), text
        assert "  " not in text.strip()
        assert not re.search(r" [.,!?](\s|$)", text)
        assert interaction.moment.kind == "message" or interaction.subject


def test_mails_carry_personal_data(made):
    mails = [i.text for i in made.interactions if i.moment.kind == "email" and i.moment.direction == "in"]
    people = {person.phone for client in made.clients for person in client.people}
    assert sum(any(phone in mail for phone in people) for mail in mails) > len(mails) * 0.3
    assert sum(".example" in mail for mail in mails) > len(mails) * 0.1


def test_talks_have_speakers(made):
    talks = [i for i in made.interactions if i.moment.kind == "meeting" and i.text.count("\n") > 8]
    assert len(talks) > 50
    for talk in talks:
        speakers = {line.split(":")[0] for line in talk.text.splitlines()}
        assert talk.moment.client.owner.name in speakers
        assert speakers <= {talk.moment.client.owner.name, *(person.name for person in talk.moment.people)}


def test_all_moods_are_there(made):
    moods = Counter(interaction.moment.mood for interaction in made.interactions)
    assert moods["angry"] > 100
    assert moods["happy"] > 150
    assert moods["worried"] > 70
    assert moods["sarcastic"] > 50
    assert moods["polite"] > 20
    assert moods["neutral"] < 1000


def test_some_clients_were_unhappy_last_quarter(made, today):
    first, end = last_quarter(today)
    angry = Counter(
        i.moment.client.name
        for i in made.interactions
        if i.moment.mood in {"angry", "sarcastic"} and first <= i.moment.at.date() < end
    )
    assert len([name for name, count in angry.items() if count >= 3]) >= 3
    assert len(angry) < 25


def test_big_deals_lie_silent_and_others_do_not(made, today):
    last = {}
    for interaction in made.interactions:
        last[interaction.moment.client.name] = interaction.moment.at.date()
    big = [deal for deal in made.deals if deal.is_open and deal.amount > 50_000]
    silent = [deal for deal in big if last[deal.client.name] < today - timedelta(days=30)]
    assert len(silent) >= 3
    assert len(big) - len(silent) >= 3


def test_acme_speaks_about_pricing(made):
    said = [i for i in made.interactions if i.moment.client.name == "Acme" and i.moment.topic == "pricing"]
    assert len(said) >= 8
    assert sum("pric" in f"{i.subject} {i.text}".lower() for i in said) >= 5
    assert any(person.name == "Jane Holloway" for i in said for person in i.moment.people)


def test_globex_has_an_owner(made):
    (globex,) = (client for client in made.clients if client.name == "Globex")
    assert globex.owner in REPS


def test_reps_won_and_lost_this_year(made, today):
    closed = [deal for deal in made.deals if not deal.is_open and deal.close.year == today.year]
    assert {deal.stage for deal in closed} == {WON, LOST}
    assert len({deal.client.owner.name for deal in closed}) >= 3


def test_every_rep_has_follow_ups_some_late(made, today):
    open_tasks = [task for task in made.tasks if task.done is None]
    mine = Counter(task.moment.client.owner.name for task in open_tasks)
    assert all(mine[rep.name] >= 4 for rep in REPS)
    assert any(task.due < today for task in open_tasks)
    assert any(task.due >= today for task in open_tasks)


def test_the_pipeline_fills_all_stages(made):
    assert {deal.stage for deal in made.deals} == {*STAGES, WON, LOST}


def test_somebody_leaves_politely_and_somebody_recommends_us(made, today):
    recent = [i.moment for i in made.interactions if i.moment.at.date() > today - timedelta(days=120)]
    assert {m.client.arc for m in recent if m.mood == "polite"} == {"polite_leaver"}
    assert len({m.client.name for m in recent if m.topic == "praise"}) >= 3


def test_northwind_logistics_wrote_tickets(made, today):
    since = today - timedelta(days=90)
    tickets = [i for i in made.interactions if i.moment.kind == "ticket" and i.moment.at.date() >= since]
    assert sum(i.moment.client.name == "Northwind Logistics" for i in tickets) >= 2


def test_suggestions_name_who_is_there(made):
    names = " ".join(client.name for client in made.clients)
    assert 11 <= len(SUGGESTIONS) <= 13
    for name in ("Acme", "Globex", "Northwind Logistics", "Thistledown"):
        assert name in names
        assert any(name in suggestion for suggestion in SUGGESTIONS)


def test_managers_and_admin_are_in_the_team():
    assert Counter(member.role for member in TEAM) == {"rep": 10, "manager": 2, "admin": 1}
    assert all(rep.manager in {member.name for member in TEAM if member.role == "manager"} for rep in REPS)
