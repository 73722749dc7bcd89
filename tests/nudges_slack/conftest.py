import pytest
from nudge_scene import Scene


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    made = Scene(tmp_path_factory.mktemp("home"))
    yield made
    made.close()


@pytest.fixture(autouse=True)
def fair_weather(request):
    yield
    if "scene" in request.fixturenames:
        scene = request.getfixturevalue("scene")
        scene.console.faults.clear()
        for person in scene.console.workspace.people.values():
            person.deleted, person.dnd = False, None
        scene.tomorrow()
