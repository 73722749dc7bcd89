"""What came in is announced behind its acknowledgement: in order, and a queue that is down stops nothing."""

import threading

from bot.slack.announcer import Announcer
from crm.errors import RetryableError


def test_everything_is_announced_in_order_also_at_the_end():
    told = []
    announcer = Announcer(lambda *item: told.append(item))
    announcer.start()
    for number in range(200):
        announcer(1, number)
    announcer.stop()
    assert told == [(1, number) for number in range(200)]


def test_one_that_cannot_be_announced_holds_up_no_other():
    told = []

    def enqueue(tenant_id, item_id):
        if item_id % 2:
            raise RetryableError("down")
        told.append(item_id)

    announcer = Announcer(enqueue)
    announcer.start()
    for number in range(10):
        announcer(1, number)
    announcer.stop()
    assert told == [0, 2, 4, 6, 8]


def test_whoever_hands_over_never_waits():
    stuck, handed = threading.Event(), threading.Event()
    announcer = Announcer(lambda *_item: stuck.wait(30))
    announcer.start()
    for number in range(100):
        announcer(1, number)
    handed.set()
    assert handed.is_set()
    stuck.set()
    announcer.stop()


def test_stopping_what_never_began_is_no_error():
    Announcer(lambda *_item: None).stop()
