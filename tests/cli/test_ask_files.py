"""`rapport ask` writes its answer as a spreadsheet and as a picture."""

import csv

import pytest
from click.testing import CliRunner

from bot.cli import rapport

ACCOUNTS = "Account Name,Industry\nAcme,Retail\nGlobex,Energy\n"
DEALS = "Opportunity,Account,Owner,Stage,Amount,Created,Close Date\n" + "".join(
    f"=Order {n},{'Acme' if n % 2 else 'Globex'},Dana Reyes,Closed Won,{n}000,2026-01-01,2026-0{n}-10\n"
    for n in range(1, 9)
)


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    folder, home = tmp_path_factory.mktemp("export"), tmp_path_factory.mktemp("home")
    (folder / "accounts.csv").write_text(ACCOUNTS)
    (folder / "opportunities.csv").write_text(DEALS)
    runner = CliRunner()
    done = runner.invoke(rapport, ["import", str(folder), "--no-index", "--home", str(home)])
    assert done.exit_code == 0, done.output

    def run(*args):
        return runner.invoke(rapport, ["ask", *args, "--now", "2026-11-20T15:00", "--home", str(home)])

    return run


def test_a_spreadsheet_and_a_picture_are_written(ask, tmp_path):
    sheet, picture = tmp_path / "a.csv", tmp_path / "a.png"
    done = ask("won revenue by month", "--csv", str(sheet), "--chart", str(picture))
    assert done.exit_code == 0, done.output
    assert "$8,000" in done.output
    assert picture.read_bytes().startswith(b"\x89PNG")
    with sheet.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file))[-1] == ["2026-08", "8000"]


def test_no_cell_of_a_file_is_a_formula(ask, tmp_path):
    sheet = tmp_path / "a.csv"
    assert ask("won deals", "--csv", str(sheet)).exit_code == 0
    with sheet.open(encoding="utf-8-sig", newline="") as file:
        names = [row[0] for row in csv.reader(file)][1:]
    assert len(names) == 8
    assert all(name.startswith("'=Order") for name in names)


@pytest.mark.parametrize(
    ("args", "end"),
    [
        (["all accounts", "--chart", "a.png"], (1, "nothing to draw")),
        (["won deals in 1999", "--csv", "a.csv"], (1, "no rows")),
        (["won deals", "--csv", "no/such/folder/a.csv"], (1, "cannot be written")),
        (["--batch", "-", "--csv", "a.csv"], (2, "one question")),
    ],
)
def test_what_cannot_be_written_is_said(ask, tmp_path, monkeypatch, args, end):
    monkeypatch.chdir(tmp_path)
    done = ask(*args)
    code, said = end
    assert (done.exit_code, said in done.output) == (code, True), done.output
    assert list(tmp_path.iterdir()) == []


def test_weeks_begin_on_mondays(ask):
    done = ask("won revenue by week in 2026", "--json")
    assert '["2026-08-10", 8000]' in done.output
    assert '["2026-01-05", 1000]' in done.output
