"""Files over a real socket: where they go, and what is said when they cannot."""

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.console.faults import Fault
from bot.slack.post import Place, Post
from crm.errors import RejectedError, RetryableError

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64


def client_of(console, timeout=10):
    return WebClient(token=console.bot_token, base_url=f"{console.url}/api/", timeout=timeout)


@pytest.fixture
def place(console):
    maya = console.workspace.person("maya")
    return Place(console.workspace.dm(maya).id, maya.id, console.say("maya", "dm", "draw it"), private=True)


def files(console):
    return [file for message in console.messages("dm", person="maya") for file in message.files]


def test_a_picture_comes_with_its_words_in_the_thread(console, place):
    Post(client_of(console)).upload(place, "chart.png", PNG, "Won revenue", "Line chart: " + "x" * 2000)
    message = console.messages("dm", person="maya")[-1]
    assert message.thread_ts == place.thread
    assert message.files[0]["mimetype"] == "image/png"
    assert message.files[0]["alt_txt"].startswith("Line chart:")
    assert len(message.files[0]["alt_txt"]) == 1000


def test_nothing_is_shown_to_a_whole_channel(console):
    maya, sales = console.workspace.person("maya"), console.workspace.channel("sales")
    with pytest.raises(RejectedError):
        Post(client_of(console)).upload(Place(sales.id, maya.id, None, private=False), "a.csv", b"a", "A")
    assert console.messages("sales") == []


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault("error", "files.getUploadURLExternal", error="missing_scope"), RejectedError),
        (Fault("error", "files.getUploadURLExternal", error="file_uploads_disabled"), RejectedError),
        (Fault("rate_limited", "files.getUploadURLExternal"), RetryableError),
        (Fault("server_error", "upload"), RetryableError),
        (Fault("hang", "upload", seconds=3), RetryableError),
        (Fault("error", "files.completeUploadExternal", error="not_in_channel"), RejectedError),
        (Fault("garbage", "files.completeUploadExternal"), RetryableError),
        (Fault("hang", "files.completeUploadExternal", seconds=3), RetryableError),
    ],
    ids=lambda part: f"{part.kind}-{part.method}" if isinstance(part, Fault) else part.__name__,
)
def test_a_refused_or_hung_upload_says_what_to_do_next(console, place, fault, error):
    console.faults.add(fault)
    with pytest.raises(error) as caught:
        Post(client_of(console, timeout=1)).upload(place, "chart.png", PNG, "Won revenue", "A chart")
    assert "files." not in caught.value.message


def test_the_console_is_as_strict_as_slack(console, place):
    client = client_of(console)

    def refused(call):
        with pytest.raises(SlackApiError) as caught:
            call()
        return caught.value.response["error"]

    def upload():
        announced = client.files_getUploadURLExternal(filename="a.png", length=len(PNG), alt_txt="A chart")
        client._upload_file(  # the middle of the three steps has no public name
            url=announced["upload_url"], data=PNG, logger=client._logger, timeout=5, proxy=None, ssl=None
        )
        return announced["file_id"]

    assert refused(lambda: client.files_getUploadURLExternal(filename="a", length=1, alt_txt="x" * 1001)) == (
        "alt_txt_too_large"
    )
    unsent = client.files_getUploadURLExternal(filename="a.png", length=3)["file_id"]
    assert refused(lambda: client.files_completeUploadExternal(files=[{"id": unsent}])) == "file_upload_incomplete"
    sent = upload()
    picture = [{"type": "image", "slack_file": {"id": sent}, "alt_text": "A chart"}]
    assert refused(lambda: client.chat_postMessage(channel=place.channel, text="x", blocks=picture)) == "invalid_blocks"
    client.files_completeUploadExternal(files=[{"id": sent, "title": "Chart"}])
    assert refused(lambda: client.files_completeUploadExternal(files=[{"id": sent}])) == "file_not_found"
    assert client.files_info(file=sent)["file"]["alt_txt"] == "A chart"
    assert client.chat_postMessage(channel=place.channel, text="x", blocks=picture)["ok"]
    assert files(console) == []
    ts = client.chat_startStream(channel=place.channel, thread_ts=place.thread, markdown_text="a")["ts"]
    assert refused(lambda: client.chat_update(channel=place.channel, ts=ts, text="b")) == "streaming_state_conflict"
