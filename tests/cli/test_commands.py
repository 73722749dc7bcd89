"""The command line as scripts use it: contracts, exit codes, clear errors."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RAPPORT = Path(sys.executable).parent / "rapport"

ACCOUNTS = "Account Name,Industry,Owner\nAcme,Retail,Dana Reyes\nGlobex,Energy,Lee Park\n"
CONTACTS = "Name,Email,Account\nJane Miller,jane@acme.example,Acme\n"
DEALS = (
    "Opportunity,Account,Owner,Stage,Amount,Created,Close Date\n"
    "Renewal,Acme,Dana Reyes,Negotiation,80000,2026-07-01,2026-12-10\n"
    "Pilot,Globex,Lee Park,Closed Won,30000,2026-01-01,2026-02-10\n"
)
MAILS = (
    "Message Id,Date,Kind,Account,Contact,Direction,Subject,Body\n"
    "m1,2026-08-12 10:00,email,Acme,Jane Miller,in,Invoice,"
    '"Honestly we are furious: the invoice is wrong again and nobody answers. Jane Miller, jane@acme.example"\n'
)


def rapport(home, *args, text=None):
    done = subprocess.run(
        [RAPPORT, *args],
        capture_output=True,
        text=True,
        input=text,
        env={"RAPPORT_HOME": str(home), "PATH": "/usr/bin:/bin"},
        timeout=110,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("export")
    for name, content in {"accounts": ACCOUNTS, "contacts": CONTACTS, "opportunities": DEALS, "emails": MAILS}.items():
        (folder / f"{name}.csv").write_text(content)
    home = tmp_path_factory.mktemp("home")
    done = rapport(home, "import", str(folder), "--json")
    assert done.returncode == 0, done.stderr + done.stdout
    return home


def lines(done):
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_question_has_the_contracts_fields(home):
    done = rapport(home, "ask", "unhappy clients last quarter", "--now", "2026-11-20T15:00", "--json")
    assert done.returncode == 0
    (found,) = lines(done)
    assert {
        "id", "question", "understood", "plan", "columns", "rows", "answer", "citations", "confidence", "abstained",
        "reason", "planner", "took_ms",
    } <= set(found)  # fmt: skip
    assert not found["abstained"]
    assert "Acme" in json.dumps(found["rows"])
    (citation,) = found["citations"]
    assert {"kind", "id", "source", "occurred_at", "quote"} <= set(citation)
    assert "furious" in citation["quote"]
    assert "jane@acme.example" not in json.dumps(found)


def test_a_batch_answers_one_for_one_in_order_and_survives_bad_lines(home):
    batch = "\n".join(
        [
            json.dumps({"id": 1, "question": "who owns Globex?", "now": "2026-11-20T15:00"}),
            "not json",
            json.dumps([1]),
            json.dumps({"id": "x"}),
            json.dumps({"id": 2, "question": "who owns Acme?", "now": "soon"}),
            json.dumps({"id": 3, "question": "who owns Acme?", "as": "nobody"}),
            json.dumps({"id": 4, "question": "who owns Acme?", "as": "dana reyes"}),
        ]
    )
    done = rapport(home, "ask", "--batch", "-", text=batch)
    assert done.returncode == 0
    found = lines(done)
    assert [each["id"] for each in found] == [1, None, None, "x", 2, 3, 4]
    assert "Lee Park" in found[0]["answer"]
    assert all("error" in each for each in found[1:6])
    assert "Dana Reyes" in found[6]["answer"]


def test_a_log_is_a_proposal_first_and_written_without_dry_run(home, tmp_path):
    said = "called Jane at Acme, she's worried about pricing, follow up Friday"
    now = ("--now", "2026-11-18T15:00", "--as", "Dana Reyes", "--json")
    (shown,) = lines(rapport(home, "log", said, "--dry-run", *now))
    assert set(shown) >= {"id", "proposal", "missing", "took_ms"}
    proposal = shown["proposal"]
    assert (proposal["kind"], proposal["account"], proposal["contacts"]) == ("call", "Acme", ["Jane Miller"])
    assert proposal["next_steps"][0]["due"] == "2026-11-20"
    assert proposal["mood"] == "negative"
    assert proposal["occurred_at"].startswith("2026-11-18")
    count = ("ask", "how many calls with Acme in November 2026", "--now", "2026-11-19T15:00", "--json")
    before = lines(rapport(home, *count))[0]["rows"]
    (written,) = lines(rapport(home, "log", said, *now))
    assert written["entry_id"]
    after = lines(rapport(home, *count))[0]["rows"]
    assert before != after
    assert "1" in json.dumps(after)


def test_chatter_is_not_logged(home):
    (found,) = lines(rapport(home, "log", "who owns Globex?", "--json"))
    assert found["proposal"]["kind"] == "none"
    assert found["entry_id"] is None


def test_reading_has_the_contracts_fields(home):
    text = "Jane Miller (jane@acme.example) is very unhappy. Please send the contract by Friday."
    (found,) = lines(rapport(home, "read", text, "--now", "2026-11-18T15:00", "--json"))
    assert {"mood", "periods", "people", "organizations", "asks", "commitments", "topics", "pii", "redacted"} <= set(
        found
    )
    assert found["mood"]["label"] == "negative"
    assert "jane@acme.example" not in found["redacted"]
    assert "Miller" not in found["redacted"]
    assert {text[each["start"] : each["end"]] for each in found["pii"]} >= {"Jane Miller", "jane@acme.example"}
    assert found["asks"][0]["due"] == "2026-11-20"


def test_the_doctor_says_what_is_up(home):
    done = rapport(home, "doctor", "--json")
    states = {check["name"]: check["state"] for check in lines(done)[0]["checks"]}
    assert states["record"] == states["embedder"] == states["index"] == "ok"
    assert states["model"] == states["slack"] == "off"
    assert states["chain"] == states["queue"] == states["held up"] == states["audit"] == "ok"
    assert {"lag", "sources", "columns", "disk"} <= set(states)
    assert done.returncode == 0


def test_the_doctor_tells_a_model_that_is_down(home, tmp_path):
    env = {
        "RAPPORT_HOME": str(home),
        "RAPPORT_OLLAMA_CHAT_MODEL": "qwen3:8b",
        "RAPPORT_OLLAMA_HOST": "http://127.0.0.1:9",
    }
    done = subprocess.run([RAPPORT, "doctor"], capture_output=True, text=True, env=env, timeout=60)
    assert done.returncode == 1
    assert "ollama" in done.stdout.lower()
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (("ask",), 2, "TEXT"),
        (("ask", "x", "--batch", "y"), 2, "TEXT"),
        (("ask", "--batch", "/nowhere/at/all"), 2, "cannot be read"),
        (("ask", "who owns Acme?", "--as", "Nobody Atall"), 1, "Nobody here"),
        (("ask", "who owns Acme?", "--now", "soon"), 1, "--now"),
        (("import", "/nowhere/at/all"), 1, "/nowhere/at/all"),
        (("import",), 2, "FOLDER"),
        (("fly",), 2, "fly"),
        (("run",), 1, "RAPPORT_SLACK_BOT_TOKEN"),
    ],
)
def test_misuse_and_failure_are_told_apart(home, args, code, says):
    done = rapport(home, *args)
    assert done.returncode == code, done.stderr
    assert says in done.stderr


def test_bad_folders_get_a_clear_error(home, tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    done = rapport(home, "import", str(empty))
    assert done.returncode == 1
    assert done.stderr.strip()
    wrong = tmp_path / "wrong"
    wrong.mkdir()
    (wrong / "deals.csv").write_bytes(b"PK\x03\x04" + bytes(range(256)) * 20)
    done = rapport(home, "import", str(wrong))
    assert done.returncode == 1
    assert done.stderr.strip()


@pytest.mark.parametrize(
    "words", ["x" * 20_000, "who\x01owns\x02Acme", "'; DROP TABLE deals; --", "", "🤷‍♀️ ???", "\ud800 lone"]
)
def test_any_question_is_answered_or_declined(home, words):
    batch = json.dumps({"id": 1, "question": words})
    (found,) = lines(rapport(home, "ask", "--batch", "-", text=batch))
    assert "error" not in found, found
    assert found["answer"] or found["reason"]


def test_lines_of_a_thread_are_one_conversation(home):
    asked = [
        {"id": 1, "question": "number of open deals", "thread": "a"},
        {"id": 2, "question": "and the won ones?", "thread": "a"},
        {"id": 3, "question": "what was that about?", "thread": "b"},
        {"id": 4, "question": "what was that about?", "thread": "a"},
        {"id": 5, "question": "by rep", "thread": 7},
        {"id": 6, "question": "what was that about?", "thread": "a", "as": "Dana Reyes"},
    ]
    found = lines(rapport(home, "ask", "--batch", "-", text="\n".join(json.dumps(each) for each in asked)))
    assert [each["id"] for each in found] == [1, 2, 3, 4, 5, 6]
    assert found[1]["understood"] == "Number of won deals"
    assert found[1]["rows"] == [[1]]
    assert found[2]["abstained"]
    assert "number of won deals" in found[3]["answer"]
    assert "'thread' must be text" in found[4]["error"]["message"]
    assert found[5]["abstained"]  # somebody else's conversation


def test_judged_answers_are_listed(home):
    done = rapport(home, "answers")
    assert done.returncode == 0
    assert "Nobody has judged" in done.stdout
    assert rapport(home, "answers", "--json", "--verdict", "bad").stdout == ""
    assert rapport(home, "answers", "--verdict", "ugly").returncode == 2


@pytest.mark.parametrize(
    "command", [("correct", "{}", "mood", "positive"), ("forget", "--request", "{}"), ("audit", "--row", "{}")]
)
@pytest.mark.parametrize("number", ["0", "9" * 30])
def test_a_number_that_no_row_can_have_is_a_misuse(tmp_path, command, number):
    done = rapport(tmp_path, *(part.format(number) for part in command))
    assert done.returncode == 2
    assert "not in the range" in done.stderr
