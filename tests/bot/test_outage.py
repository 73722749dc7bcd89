"""Embedder, index and model refuse: every call is still logged, and all are searchable afterwards."""

from benchmarks.outage import measure


def test_what_is_logged_in_an_outage_is_kept_and_found_afterwards():
    found = measure(60)
    assert found["kept"] == found["waiting_before_recovery"] == found["passages"] == 60
    assert found["not_searchable_after"] == 0
