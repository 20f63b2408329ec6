"""Fixtures for all tests of exports: the editions, merged by the real command, and the pandoc of this machine."""

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import main
from pipeline.export.office import OfficeError, Pandoc, require_pandoc

from .library import SEED, Edition, copy_workspace, read_editions


@pytest.fixture(scope="session")
def editions(tmp_path_factory: pytest.TempPathFactory) -> list[Edition]:
    """All editions of the bundled articles, and of the seed article where it is there."""
    root = tmp_path_factory.mktemp("workspace")
    copy_workspace(root)
    here = Path.cwd()
    try:
        os.chdir(root)
        for command in ("sync", "merge"):
            result = CliRunner().invoke(main, [command])
            assert result.exit_code == 0, result.output
    finally:
        os.chdir(here)
    return list(read_editions(root))


@pytest.fixture(scope="session")
def seed(editions: list[Edition]) -> list[Edition]:
    """The editions of the seed article."""
    if not SEED.exists():
        pytest.skip(f"{SEED} is not on this machine")
    return [edition for edition in editions if edition.slug == "seed"]


@pytest.fixture(scope="session")
def pandoc() -> Pandoc:
    """The pandoc that users would get."""
    try:
        return require_pandoc()
    except OfficeError as error:
        pytest.skip(str(error))
