"""One watched Rapport for the tests of a file: starting one takes seconds, and one process holds but one at a time."""

import pytest
from watched import Watched


@pytest.fixture(scope="module")
def watched(tmp_path_factory):
    made = Watched(tmp_path_factory.mktemp("watched")).start()
    yield made
    made.stop()
