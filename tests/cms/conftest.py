"""The WordPress sites that tests publish to: started once a session, empty for each test."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest
from conftest import Workspace

from cms.shop import SETTINGS, Shop
from cms.wordpress import VERSIONS, Site, missing_programs, serve_database, serve_site

if TYPE_CHECKING:
    from pathlib import Path

Serve = Callable[[str], Site]


@pytest.fixture(scope="session")
def serve() -> Iterator[Serve]:
    """Returns the site of a version, and starts it where no test has asked for it before."""
    if reason := missing_programs():
        pytest.skip(reason)
    with ExitStack() as stack:
        folder: list[Path] = []
        sites: dict[str, Site] = {}

        def start(version: str) -> Site:
            if version not in sites:
                folder[:] = folder or [stack.enter_context(serve_database())]
                try:
                    sites[version] = stack.enter_context(serve_site(version, folder[0]))
                except LookupError as error:
                    pytest.skip(str(error))
            return sites[version]

        yield start


@pytest.fixture
def site(serve: Serve) -> Site:
    """An empty site of the newer version."""
    return _emptied(serve(VERSIONS[0]))


@pytest.fixture(params=VERSIONS)
def each_site(serve: Serve, request: pytest.FixtureRequest) -> Site:
    """An empty site, of each version."""
    return _emptied(serve(request.param))


def _emptied(site: Site) -> Site:
    site.empty()
    return site


def _open_shop(workspace: Callable[..., Workspace], site: Site, monkeypatch: pytest.MonkeyPatch) -> Shop:
    for name, value in site.environ().items():
        monkeypatch.setenv(name, value)
    return Shop(workspace(SETTINGS), site)


@pytest.fixture
def shop(workspace: Callable[..., Workspace], site: Site, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """A workspace whose editions go to an empty site of the newer version."""
    return _open_shop(workspace, site, monkeypatch)


@pytest.fixture
def each_shop(workspace: Callable[..., Workspace], each_site: Site, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """The same with an empty site of each version."""
    return _open_shop(workspace, each_site, monkeypatch)
