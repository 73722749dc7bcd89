"""A local Slack with one rep in it."""

import pytest

from bot.console.server import Console
from bot.console.workspace import Workspace


@pytest.fixture
def console():
    workspace = Workspace()
    maya = workspace.add_person("maya", "Maya Lindqvist", "maya@northwind.example")
    workspace.add_channel("sales", [maya])
    workspace.dm(maya)
    with Console(workspace) as started:
        yield started
