"""One PostgreSQL for all tests of this folder; each test has a database of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from memory_server.database import PASSWORD, Cluster, find_programs, run_cluster
from memory_server.newsroom import Newsroom


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A running PostgreSQL; tests that ask for it are skipped where none is installed."""
    if find_programs() is None:
        pytest.skip("PostgreSQL is not installed")
    with run_cluster() as cluster:
        yield cluster


@pytest.fixture
def newsroom(cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Newsroom:
    """A newsroom whose workspaces share a memory, which is prepared and empty."""
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    monkeypatch.delenv("TARGMAN_MEMORY_SERVER", raising=False)
    newsroom = Newsroom(cluster=cluster, database=cluster.create_database(), folder=tmp_path)
    newsroom.workspace("office").run("memory", "prepare")
    return newsroom
