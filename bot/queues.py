"""What jobs there are, and the queue that each waits in."""

from __future__ import annotations

INDEX = "index"
INBOX = "inbox"
INTAKE = "intake"
SYNC = "sync"
READ = "read"
NUDGE = "nudge"
ROUND = "round"
LEARN = "learn"
FORGET = "forget"
RETAIN = "retain"
DIGEST = "digest"
CHECK = "check"
BACKUP = "backup"
QUEUE = "jobs"
INDEX_QUEUE = "indexing"  # of its own and one at a time: a long backlog must not hold up what people wait for
INTAKE_QUEUE = "intake"
SYNC_QUEUE = "sources"
NUDGE_QUEUE = "nudges"  # one at a time: whoever comes second would only wait
FORGET_QUEUE = "forgetting"  # one at a time
READ_QUEUE = "readings"  # one at a time, behind all else
DIGEST_QUEUE = "digests"  # one at a time: many are due at the same minute, and people who ask go first
QUEUES = {
    INDEX: INDEX_QUEUE,
    INTAKE: INTAKE_QUEUE,
    SYNC: SYNC_QUEUE,
    READ: READ_QUEUE,
    NUDGE: NUDGE_QUEUE,
    ROUND: NUDGE_QUEUE,
    LEARN: READ_QUEUE,
    FORGET: FORGET_QUEUE,
    RETAIN: FORGET_QUEUE,
    DIGEST: DIGEST_QUEUE,
    CHECK: READ_QUEUE,
    BACKUP: READ_QUEUE,
}  # all other jobs go to QUEUE
ALWAYS = {INBOX, FORGET, RETAIN}  # also for a tenant that has left: the desk looks by itself
ALONE = (INDEX_QUEUE, INTAKE_QUEUE, READ_QUEUE, NUDGE_QUEUE, FORGET_QUEUE, DIGEST_QUEUE)  # one job at a time each
UNHURRIED = {READ_QUEUE, NUDGE_QUEUE, FORGET_QUEUE, DIGEST_QUEUE}
LOOKS = 4  # at sources side by side: a slow one holds up few others
POLL = 0.1  # seconds between looks at a queue
SELDOM = 0.5  # at a queue of work that nobody waits for: each look costs some milliseconds
