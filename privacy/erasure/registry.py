"""All places, in the order they are gone through. A table that no place answers for fails a test."""

from __future__ import annotations

from privacy.erasure.place import Claims, Place
from privacy.erasure.places.columns import Columns
from privacy.erasure.places.contact import Others, Own
from privacy.erasure.places.documents import Documents
from privacy.erasure.places.entries import Entries
from privacy.erasure.places.files import Files
from privacy.erasure.places.interactions import Interactions
from privacy.erasure.places.meanings import Moods, Vectors
from privacy.erasure.places.queue import Queue
from privacy.erasure.places.trail import Trail

# The person's own row goes last of the tables: until then its links tell which texts are about them.
PLACES: tuple[Place, ...] = (
    Documents(),
    Moods(),
    Columns(
        "interaction_readings",
        clean=("summary", "themes", "intents", "asks", "commitments"),
        plain=("human", "reason"),
        of_interaction="interaction_id",
    ),
    Columns("corrections", clean=("before", "after"), plain=("field",), of_interaction="interaction_id"),
    Columns("tasks", clean=("what", "attributes"), keys=("external_id",), plain=("digest",), links=("contact_id",)),
    Columns(
        "deals",
        clean=("name", "attributes", "sealed"),
        keys=("external_id",),
        plain=("digest", "stage", "currency"),
        links=("contact_id",),
    ),
    Columns(
        "related_records",
        clean=("attributes",),
        keys=("external_id",),
        plain=("kind", "digest"),
        links=("contact_id",),
    ),
    Columns(
        "accounts",
        clean=("name", "domain", "industry", "country", "attributes", "sealed"),
        keys=("external_id",),
        plain=("digest",),
    ),
    Columns("products", clean=("name", "family", "attributes"), keys=("external_id",), plain=("digest",)),
    Columns(
        "users",
        clean=("attributes",),
        plain=("name", "email", "title", "team", "slack_id", "timezone", "external_id", "digest"),
    ),
    Columns("consents", clean=("basis",), plain=("purpose", "source"), links=("contact_id",)),
    Columns("signals", clean=("says", "detail", "evidence"), keys=("key",), plain=("rule", "tell")),
    Columns(
        "nudges",
        clean=("says", "evidence", "draft", "features"),
        keys=("key",),
        plain=("kind", "signals", "reason", "channel", "ts"),
        of_interaction="interaction_id",
    ),
    Columns("nudge_events", clean=("detail",), plain=("kind",)),
    Columns("nudge_mutes", plain=("kind",)),
    Columns("nudge_messages", plain=("key", "nudges", "about", "channel", "ts", "reason")),
    Columns("nudge_habits", plain=("own",)),
    Entries(),
    Columns("inbox", clean=("payload", "reason"), keys=("key",), plain=("source",), of_interaction="interaction_id"),
    Columns(
        "outgoing",
        clean=("about", "reason"),
        keys=("key",),
        plain=("entry", "remote_id"),
        of_interaction="interaction_id",
    ),
    Columns("announcements", plain=("entity",)),
    Columns("row_versions", clean=("before",), plain=("entity",)),
    Trail(),
    Columns("audit_heads", plain=("digest",)),
    Columns("source_rows", clean=("told",), keys=("key",), plain=("entity",)),
    Columns("sources", clean=("cursor", "reason"), plain=("name", "kind", "settings", "columns")),
    Columns("source_drifts", plain=("row_kind", "column", "before", "after")),
    Columns("answered_questions", clean=("question", "plan", "reason"), plain=("key", "thread", "planner", "usage")),
    Columns("answer_feedback", clean=("note",)),
    Columns("words", clean=("phrase", "meaning"), drop=True),
    Columns("fields", clean=("label", "values"), keys=("key",), plain=("entity", "type", "unit")),
    Columns("stages", plain=("name",)),
    Columns("stage_changes", plain=("from_stage", "to_stage")),
    Columns(
        "digests",
        clean=("sections", "channel_name"),
        keys=("name",),
        plain=("cron", "timezone", "channel"),
    ),
    Columns("digest_runs", clean=("reason",), plain=("channel", "ts", "kept")),
    Columns("circles", plain=("key",)),
    Columns("circle_members", plain=("team",)),
    Columns("erasure_requests", plain=("kind", "subject", "digests", "step", "counts", "certificate")),
    Columns("forgotten", plain=("kind", "digest")),
    Columns("retention_runs", plain=("counts", "objects")),
    Columns(
        "slack_installations",
        plain=(
            "app_id",
            "enterprise_id",
            "team_id",
            "name",
            "bot_id",
            "bot_user_id",
            "scopes",
            "token",
            "refresh_token",
            "installer",
        ),
    ),
    Interactions(),
    Others(),
    Own(),
    Queue(),
    Files(),
    Vectors(),
)
# Tables that belong to no tenant, or hold the tenant itself: nothing of a client's people is in them.
OUTSIDE: Claims = {
    "tenants": frozenset({"name", "slack_team_id", "currency", "timezone", "settings"}),
    "slack_states": frozenset({"digest"}),
    "replicas": frozenset({"name", "findings"}),
}
