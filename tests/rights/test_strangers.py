"""Names that quotes show: of linked contacts whatever others are called, of strangers out of the sealed original."""

from __future__ import annotations

import pytest
from sealed_kit import record
from sqlalchemy import select

from crm.ask.rows.listing import interactions_table
from crm.ask.telling.citing import cite
from crm.capture import Capture, Captured
from crm.model import Account, Contact, Interaction, Kind
from crm.rights import Sight, seeing
from crm.strangers import renamed, taken_out
from indexing.name_tagger import Tagger
from privacy.redactor import PresidioRedactor

TEXT = (
    "Quentin Blatherwick wants the contract changed before the board meets, and Rosalind Eaves agrees with him on that."
)


@pytest.fixture
def company(store, clock, tmp_path):
    """Two clients with a Jane each."""
    made = record(store, clock, tmp_path, copies=2)
    with store.write() as session:
        for number, row in enumerate(session.scalars(select(Contact).order_by(Contact.id))):
            row.name = ("Jane Miller", "Jane Abernathy")[number]
    return made


def kept(made, text, *, contacts=(), account=None, subject=None):
    """An interaction as a source brings it."""
    capture = Capture(made.clock, PresidioRedactor(made.store, Tagger()), made.vault)
    item = Captured(
        source="mail", external_id=str(hash(text)), kind=Kind.EMAIL, occurred_at=made.clock.now(), text=text,
        subject=subject, contact_ids=contacts, account_id=account,
    )  # fmt: skip
    with made.store.write() as session:
        (row,) = capture.add(session, made.tenant_id, [item])
        return row.id


def quoted(made, interaction, sight=None):
    with made.store.read() as session:
        if sight is None:
            row = session.get_one(Interaction, interaction)
            return cite(session, made.tenant_id, [row])[0].quote
        with seeing(sight):
            rows = list(session.scalars(select(Interaction).where(Interaction.id == interaction)))
            return "".join(each.quote for each in cite(session, made.tenant_id, rows))


def stored(made, interaction):
    with made.store.read() as session:
        return session.get_one(Interaction, interaction).text


def people(made):
    with made.store.read() as session:
        return {row.name: row for row in session.scalars(select(Contact))}


def test_the_linked_contact_is_meant_where_others_are_called_so_too(company):
    jane = people(company)["Jane Abernathy"]
    text = "Hi Jane,\nthe delivery that you asked for leaves our house on Monday."
    assert f"[person:{jane.id}]" in stored(company, kept(company, text, contacts=[jane.id]))
    assert "<PERSON>" in stored(company, kept(company, text + " Bye."))
    both = kept(company, text + " Ciao.", contacts=[each.id for each in people(company).values()])
    assert "<PERSON>" in stored(company, both)


def test_whoever_is_named_whole_is_meant_and_no_linked_namesake(company):
    known = people(company)
    text = "Jane Miller called. Jane wants the offer by Friday."
    said = stored(company, kept(company, text, contacts=[known["Jane Abernathy"].id]))
    assert said.count(f"[person:{known['Jane Miller'].id}]") == 2


def test_a_stranger_is_shown_to_those_who_see_the_interaction(company):
    row = kept(company, TEXT, subject="About Quentin Blatherwick")
    assert "Blatherwick" not in stored(company, row)
    assert quoted(company, row) == TEXT
    with company.store.read() as session:
        assert "Quentin Blatherwick" in str(
            interactions_table(session, company.tenant_id, [session.get_one(Interaction, row)]).rows
        )


def test_others_do_not_read_it(company):
    with company.store.read() as session:
        account = session.scalars(select(Account)).first().id
    row = kept(company, TEXT, account=account)
    blind = Sight(company.tenant_id, frozenset({1}), hidden=frozenset({account}))
    assert quoted(company, row, blind) == ""
    assert quoted(company, row, Sight(company.tenant_id, frozenset({1}))) == TEXT


def test_what_may_be_the_name_of_somebody_kept_from_the_reader_stays_hidden(company):
    """Jane of the text may be the Jane whom they may not see."""
    jane = people(company)["Jane Abernathy"]
    row = kept(company, "Jane is unhappy about the delivery and wants to hear from us this week.")
    assert quoted(company, row).startswith("Jane is unhappy")
    narrow = Sight(company.tenant_id, frozenset({1}), hidden=frozenset({jane.account_id}))
    assert quoted(company, row, narrow).startswith("(name hidden) is unhappy")


def test_without_a_key_or_an_original_it_stays_hidden(company):
    row = kept(company, TEXT)
    company.vault.destroy(company.tenant_id)
    assert quoted(company, row).count("(name hidden)") == 2
    with company.store.write() as session:
        session.get_one(Interaction, row).original = None
    assert quoted(company, row).count("(name hidden)") == 2


def test_an_original_that_does_not_match_the_text_names_nobody(company):
    row = kept(company, TEXT)
    with company.store.write() as session:
        session.get_one(Interaction, row).text += " And more."
    assert "(name hidden)" in quoted(company, row)


@pytest.mark.parametrize(
    ("redacted", "original", "names"),
    [
        ("<PERSON> called", "Ann Lee called", ["Ann Lee"]),
        ("saw <PERSON>", "saw Ann Lee", ["Ann Lee"]),
        ("<PERSON>", "Ann Lee", ["Ann Lee"]),
        ("<PERSON> and <PERSON> met", "Ann and Bob met", ["Ann", "Bob"]),
        ("call <PHONE_NUMBER> or <PERSON> now", "call 030 123 or Ann now", ["Ann"]),
        ("<PHONE_NUMBER> <PERSON> now", "030 123 Ann now", [None]),
        ("<PERSON><PERSON> now", "AnnBob now", [None, None]),
        ("<PERSON> lives in <STREET_ADDRESS>", "Ann lives in 3 Oak Lane", ["Ann"]),
        ("<PERSON> paid", "4111 1111 1111 1111 paid", [None]),
        ("<PERSON> paid", "<@U123> paid", [None]),
        ("<PERSON> paid", "[person:1] paid", [None]),
        ("<PERSON> paid", f"{'x' * 80} paid", [None]),
        ("<PERSON> paid", "Ann owed", None),
        ("all the same", "all the same", []),
        ("<PERSON> a b <PERSON>", "Ann b", None),
    ],
)
def test_what_stands_between_the_same_words_is_the_name(redacted, original, names):
    assert taken_out(redacted, original) == names


def test_a_quote_is_told_apart_by_the_words_around():
    text = "Then <PERSON> said no.\nLater <PERSON> said yes. <PERSON>"
    names = ["Ann", "Bob", "Cem"]
    assert renamed("Later <PERSON> said yes.", text, names, lambda _: True) == "Later Bob said yes."
    assert (
        renamed("Then <PERSON> said no. Later <PERSON> said", text, names, lambda _: True)
        == "Then Ann said no. Later Bob said"
    )
    assert renamed("<PERSON>", "<PERSON> x <PERSON>", ["Ann", "Bob"], lambda _: True) == "<PERSON>"
    assert renamed("Later <PERSON>", text, names, lambda name: name != "Bob") == "Later <PERSON>"
