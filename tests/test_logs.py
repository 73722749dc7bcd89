"""Logs hold names and numbers, never anybody's words."""

import json
import logging

import pytest
import structlog

from bot.logs import ForeignFormatter, configure

SECRET = "Jane Miller is furious about her invoice"


@pytest.fixture(autouse=True)
def restored():
    root = logging.getLogger()
    before = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = before
    structlog.reset_defaults()


def test_a_sentence_never_reaches_the_log(capsys):
    configure("info", "json")
    structlog.get_logger().info("answered", text=SECRET, nested={"a": SECRET}, item=7, source="slack", took_ms=1.5)
    written = capsys.readouterr().err
    assert "Jane" not in written
    line = json.loads(written)
    assert (line["event"], line["item"], line["source"], line["took_ms"]) == ("answered", 7, "slack", 1.5)


def test_an_exception_leaves_its_type_and_place_only(capsys):
    configure("info", "json")
    try:
        raise ValueError(SECRET)
    except ValueError:
        structlog.get_logger().exception("broke")
    line = json.loads(capsys.readouterr().err)
    assert line["error"] == "ValueError"
    assert "Jane" not in json.dumps(line)


def test_a_librarys_message_is_left_out():
    record = logging.LogRecord("lib", logging.ERROR, "x.py", 3, "payload %s", (SECRET,), None)
    assert "Jane" not in ForeignFormatter().format(record)
