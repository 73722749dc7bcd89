"""Originals in object storage: the same on a disk and in a bucket, and never in the clear."""

from __future__ import annotations

from pathlib import Path

import pytest
from buckets import KEYS, Buckets, Refusing

from bot.house_checks import HouseChecks
from bot.looking import looked
from bot.settings import Settings
from bot.wiring import Rapport
from connectors.objects import SealedObjects
from crm.errors import FatalError, RejectedError, RetryableError
from privacy.vault import KeyFileVault

CONTENT = b"%PDF-1.7 the price is 12,000 \x00\xff"


@pytest.fixture(scope="module")
def buckets():
    made = Buckets()
    yield made
    made.close()


@pytest.fixture(params=["folder", "bucket"])
def objects(request, tmp_path, buckets):
    vault = KeyFileVault(tmp_path)
    if request.param == "folder":
        return SealedObjects(str(tmp_path / "objects"), vault)
    return in_bucket(buckets.url, vault)


def in_bucket(endpoint_url, vault, bucket="files"):
    return SealedObjects(
        f"s3://{bucket}/originals",
        vault,
        endpoint_url=endpoint_url,
        access_key=KEYS["S3_ACCESS"],
        secret_key=KEYS["S3_SECRET"],
    )


@pytest.mark.parametrize("content", [b"", CONTENT, bytes(3_000_000)], ids=len)
def test_what_was_put_is_had_again(objects, content):
    objects.put(1, "documents/a1", content)
    assert objects.get(1, "documents/a1") == content
    objects.put(1, "documents/a1", b"later")
    assert objects.get(1, "documents/a1") == b"later"


def test_a_tenants_originals_are_its_own(objects):
    objects.put(1, "documents/a1", b"one")
    with pytest.raises(RejectedError, match="no original"):
        objects.get(2, "documents/a1")


def test_forgetting_is_done_once_or_twice(objects):
    objects.put(1, "documents/a2", CONTENT)
    objects.delete(1, "documents/a2")
    objects.delete(1, "documents/a2")
    with pytest.raises(RejectedError):
        objects.get(1, "documents/a2")


@pytest.mark.parametrize(
    "key", ["", "/etc/passwd", "../../x", "a/../b", "a//b", ".hidden", "a b", "é", "a" * 181, "a/", "a\n"]
)
def test_a_key_leads_nowhere_else(objects, key):
    for call in (lambda: objects.put(1, key, b"x"), lambda: objects.get(1, key), lambda: objects.delete(1, key)):
        with pytest.raises(RejectedError, match="no key"):
            call()


def test_nothing_lies_there_in_the_clear(tmp_path, buckets):
    vault = KeyFileVault(tmp_path)
    SealedObjects(str(tmp_path / "objects"), vault).put(1, "documents/b", CONTENT)
    in_bucket(buckets.url, vault).put(1, "documents/b", CONTENT)
    for lying in ((tmp_path / "objects/1/documents/b").read_bytes(), buckets.get("originals/1/documents/b")):
        assert b"price" not in lying
    assert [file.name for file in (tmp_path / "objects/1/documents").iterdir()] == ["b"]
    assert (tmp_path / "objects").stat().st_mode & 0o777 == 0o700


def test_one_original_cannot_stand_in_for_another(tmp_path):
    objects = SealedObjects(str(tmp_path / "objects"), KeyFileVault(tmp_path))
    objects.put(1, "documents/a", b"one")
    objects.put(1, "documents/b", b"two")
    (tmp_path / "objects/1/documents/a").replace(tmp_path / "objects/1/documents/b")
    with pytest.raises(FatalError):
        objects.get(1, "documents/b")


@pytest.mark.parametrize(
    ("status", "code"),
    [(403, "AccessDenied"), (403, "InvalidAccessKeyId"), (500, "InternalError"), (404, "NoSuchBucket")],
)
def test_a_storage_that_refuses_is_said_without_its_secrets(tmp_path, status, code):
    server = Refusing(status, code)
    try:
        with pytest.raises(RetryableError, match="RAPPORT_OBJECTS_URL") as caught:
            in_bucket(server.url, KeyFileVault(tmp_path)).put(1, "a", b"x")
    finally:
        server.close()
    assert "hunter2" not in caught.value.message


def test_a_storage_that_is_not_there_is_said(tmp_path, buckets):
    vault = KeyFileVault(tmp_path)
    (tmp_path / "file").write_text("no folder")
    gone = Refusing(500, "x")
    gone.close()
    for objects in (
        SealedObjects(str(tmp_path / "file"), vault),
        in_bucket(gone.url, vault),
        in_bucket(buckets.url, vault, "other"),
    ):
        with pytest.raises(RetryableError):
            objects.put(1, "a", b"x")


def test_the_application_keeps_them_where_it_is_told(tmp_path, buckets):
    Rapport(Settings(home=tmp_path)).objects.put(1, "a", CONTENT)
    assert (tmp_path / "objects/1/a").exists()
    told = Settings(
        home=tmp_path,
        objects_url="s3://files/told",
        objects_endpoint=buckets.url,
        objects_access_key="k",
        objects_secret_key="s",
    )
    Rapport(told).objects.put(1, "a", CONTENT)
    assert CONTENT not in buckets.get("told/1/a")


@pytest.mark.parametrize(("up", "state"), [(True, "ok"), (False, "down")])
def test_the_doctor_looks_whether_they_can_be_had(tmp_path, up, state):
    server = Buckets() if up else Refusing(403, "AccessDenied")
    told = {"objects_access_key": "k", "objects_secret_key": "hunter2", "objects_endpoint": server.url}
    app = Rapport(Settings(home=tmp_path, objects_url="s3://files/told", **told))
    try:
        check = looked("originals", lambda: HouseChecks(app).originals(app.tenants.home()))
    finally:
        app.close()
        server.close()
    assert check.state == state
    assert "hunter2" not in f"{check.says} {check.remedy}"


def test_importing_it_opens_nothing(tmp_path: Path):
    SealedObjects("s3://nowhere/at/all", KeyFileVault(tmp_path), endpoint_url="http://127.0.0.1:9")
    assert not (tmp_path / "keys").exists()


def test_a_new_key_wraps_what_is_there_and_a_tenant_goes_as_a_whole(objects):
    vault = objects._vault
    for tenant, key in [(7, "documents/a1"), (7, "b2"), (70, "documents/a1")]:
        objects.put(tenant, key, CONTENT)
    assert sorted(objects.names(7)) == ["b2", "documents/a1"]
    assert list(objects.names(8)) == []
    assert not objects.renew(7, "b2")
    old = vault.keys.newest(7)
    vault.keys.add(7)
    assert [objects.renew(7, key) for key in objects.names(7)] == [True, True]
    assert not objects.renew(7, "gone")
    vault.keys.destroy(7, old.generation)
    assert objects.get(7, "documents/a1") == CONTENT
    objects.drop(7)
    objects.drop(7)
    assert list(objects.names(7)) == []
    assert objects.get(70, "documents/a1") == CONTENT
