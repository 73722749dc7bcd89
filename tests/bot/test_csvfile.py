"""A spreadsheet of an answer: every row, every column, and nothing that runs."""

import csv
import io

import pytest

from bot import csvfile


def read(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_all_rows_and_columns_are_there_and_excel_knows_the_letters():
    rows = [["Søren", 1234.5, True, None, ["a", "b"]], ['say "hi", please\nnow', -3, False, "2026-01-01", []]]
    content = csvfile.content(["name", "amount", "won", "closed", "tags"], rows)
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.endswith(b"\r\n")
    assert read(content) == [
        ["name", "amount", "won", "closed", "tags"],
        ["Søren", "1234.5", "yes", "", "a; b"],
        ['say "hi", please\nnow', "-3", "no", "2026-01-01", ""],
    ]


@pytest.mark.parametrize(
    "evil",
    [
        "=1+1", "+41 44 123", "-2+3", "@SUM(A1)", "\tx", "\r=1", "  =1", "=cmd|' /C calc'!A0", "＝1+1", "\x00=1", "\n=2",
    ],
)  # fmt: skip
def test_no_text_is_a_formula(evil):
    assert csvfile.cell(evil).startswith("'")
    assert read(csvfile.content([evil], [[evil]]))[1][0].startswith("'")


@pytest.mark.parametrize("plain", ["Acme", "a=b", "jane@acme.example", "3-4", "'quoted", ""])
def test_other_text_is_left_alone(plain):
    assert csvfile.cell(plain) == plain


def test_a_negative_number_stays_a_number():
    assert csvfile.cell(-12.5) == -12.5


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Won revenue by month, this year", "won-revenue-by-month-this-year.csv"),
        ("../../etc/passwd", "etc-passwd.csv"),
        ("日本", "answer.csv"),
        ("Umsätze", "umsatze.csv"),
    ],
)
def test_a_file_has_a_tame_name(title, name):
    assert csvfile.filename(title, "csv") == name
