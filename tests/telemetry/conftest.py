"""One watched Rapport for all tests here: starting one takes seconds."""

import pytest
from watched import Watched


@pytest.fixture(scope="package")
def watched(tmp_path_factory):
    made = Watched(tmp_path_factory.mktemp("watched")).start()
    yield made
    made.stop()
