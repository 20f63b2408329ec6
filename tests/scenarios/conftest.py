"""For the tests of `targman translate`: a workspace with an article, and servers that the environment leads to."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from conftest import Workspace
from mt.servers import Answering, Server, serving, well

from scenarios.translating import ARTICLE, MakeWorkspace, Use


@pytest.fixture
def place(workspace: MakeWorkspace) -> Workspace:
    place = workspace()
    place.write("articles/lake.md", ARTICLE)
    place.run("sync")
    return place


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Iterator[Use]:
    """Starts a server, and has the environment lead to it."""
    with ExitStack() as opened:

        def start(provider: str, answering: Answering = well) -> Server:
            server = opened.enter_context(serving(provider, answering))
            for name, value in {**server.environment, "TARGMAN_PROVIDER": provider, "TARGMAN_PAUSE": "0.01"}.items():
                monkeypatch.setenv(name, value)
            return server

        yield start
