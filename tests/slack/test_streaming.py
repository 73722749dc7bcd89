"""A streamed answer over a real socket: whatever dies, the person has the whole answer, once."""

import json

import pytest
from slack_sdk import WebClient

from bot.console.faults import Fault
from bot.console.methods.stream import expire_stream
from bot.slack.post import Place, Post
from bot.slack.streaming import Stream
from bot.slack.views.kit import context, section
from crm.errors import RetryableError

SENTENCE = "Acme asked for a *lower* price <twice>; Jane repeated it."
PARTS = ("Acme asked for a *lower* price <twice>;", " Jane repeated it.")
BLOCKS = [section(f"*{SENTENCE.replace('*', '').replace('<', '&lt;').replace('>', '&gt;')}*"), context("Evidence")]


@pytest.fixture
def post(console):
    return Post(WebClient(token=console.bot_token, base_url=f"{console.url}/api/", timeout=10))


@pytest.fixture
def place(console):
    maya = console.workspace.person("maya")
    root = console.say("maya", "dm", "what did Acme say about pricing?")
    return Place(console.workspace.dm(maya).id, maya.id, root, private=True)


def tell(stream, parts=PARTS):
    stream.status("Reading 6 notes…")
    for part in parts:
        stream.said(part)


def answers(console):
    return [each for each in console.messages("dm", person="maya") if each.bot]


def whole(message):
    """Everything a person reads in a message."""
    told = json.dumps(message.blocks, ensure_ascii=False)
    return told if message.stream is None else message.stream.markdown + told


def test_the_sentence_grows_and_the_blocks_come_at_the_end(console, post, place):
    with Stream(post, place) as stream:
        stream.status("Reading 6 notes…")
        assert console.status(place.channel, place.thread) == "Reading 6 notes…"
        stream.said(PARTS[0])
        assert console.status(place.channel, place.thread) == ""
        assert answers(console)[0].stream.in_progress
        stream.said(PARTS[1])
        stream.finish(SENTENCE, BLOCKS)
    (answer,) = answers(console)
    assert answer.thread_ts == place.thread
    assert not answer.stream.in_progress
    assert answer.stream.markdown == "Acme asked for a \\*lower\\* price &lt;twice&gt;; Jane repeated it."
    assert [block["type"] for block in answer.blocks] == ["context"]


def test_an_answer_that_was_not_streamed_is_sent(console, post, place):
    with Stream(post, place) as stream:
        stream.finish(SENTENCE, BLOCKS)
    (answer,) = answers(console)
    assert [block["type"] for block in answer.blocks] == ["section", "context"]


def test_a_sentence_that_turned_out_otherwise_is_replaced(console, post, place):
    with Stream(post, place) as stream:
        tell(stream)
        stream.finish("Something else.", [section("*Something else.*")])
    (answer,) = answers(console)
    assert answer.stream is None
    assert "Acme" not in whole(answer)


def test_in_a_channel_only_the_asker_sees_the_answer_when_it_is_whole(console, post, place):
    maya, sales = console.workspace.person("maya"), console.workspace.channel("sales")
    with Stream(post, Place(sales.id, maya.id, None, private=False)) as stream:
        tell(stream)
        assert console.ephemerals("maya") == []
        stream.finish(SENTENCE, BLOCKS)
    assert len(console.ephemerals("maya")) == 1
    assert console.messages("sales") == []
    assert console.calls("chat.startStream") == []


@pytest.mark.parametrize(
    "fault",
    [
        Fault("error", "chat.startStream", error="channel_type_not_supported"),
        Fault("rate_limited", "chat.startStream", retry_after=1, times=2),
        Fault("server_error", "chat.startStream"),
        Fault("error", "chat.appendStream", error="message_not_in_streaming_state"),
        Fault("rate_limited", "chat.appendStream", retry_after=1, times=2),
        Fault("server_error", "chat.appendStream"),
        Fault("garbage", "chat.appendStream"),
        Fault("lost_answer", "chat.appendStream"),
        Fault("error", "chat.stopStream", error="message_not_in_streaming_state"),
        Fault("server_error", "chat.stopStream", times=2),
        Fault("lost_answer", "chat.stopStream"),
        Fault("error", "assistant.threads.setStatus", error="not_allowed"),
    ],
    ids=lambda fault: f"{fault.kind}-{fault.method}",
)
def test_a_stream_that_dies_leaves_the_whole_answer_once(console, post, place, fault):
    console.faults.add(fault)
    with Stream(post, place) as stream:
        tell(stream)
        stream.finish(SENTENCE, BLOCKS)
    (answer,) = answers(console)
    assert whole(answer).count("Jane repeated it") == 1
    assert whole(answer).count("Evidence") == 1
    assert answer.stream is None or not answer.stream.in_progress


def test_a_start_whose_answer_was_lost_still_brings_the_whole_answer(console, post, place):
    console.faults.add(Fault("lost_answer", "chat.startStream"))
    with Stream(post, place) as stream:
        tell(stream)
        stream.finish(SENTENCE, BLOCKS)
    found = answers(console)
    assert [each for each in found if "Evidence" in whole(each)] == found[-1:]


def test_a_stream_that_slack_ended_is_updated(console, post, place):
    with Stream(post, place) as stream:
        tell(stream)
        expire_stream(console.state, answers(console)[0])
        stream.finish(SENTENCE, BLOCKS)
    (answer,) = answers(console)
    assert whole(answer).count("Jane repeated it") == 1


def test_where_the_update_is_refused_a_new_message_takes_its_place(console, post, place):
    console.faults.add(Fault("error", "chat.stopStream", error="message_not_in_streaming_state", times=2))
    console.faults.add(Fault("error", "chat.update", error="cant_update_message"))
    with Stream(post, place) as stream:
        tell(stream)
        stream.finish(SENTENCE, BLOCKS)
    (answer,) = answers(console)
    assert [block["type"] for block in answer.blocks] == ["section", "context"]


def test_an_answer_that_broke_takes_its_beginning_back(console, post, place):
    def broken():
        with Stream(post, place) as stream:
            tell(stream)
            raise RetryableError("The record is not to be had now.")

    with pytest.raises(RetryableError):
        broken()
    assert answers(console) == []
