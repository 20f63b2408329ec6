"""Messages name a command that works for this installation: pip, pipx, uv tool, a checkout."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.installation import install_command

PACKAGE = Path(__file__).parents[1] / "pipeline"
PROGRAM = "from pipeline.installation import install_command; print(install_command('office'))"
REQUIRES = [
    'Requires-Dist: lxml>=5; extra == "office"',
    'Requires-Dist: click>=8.1; extra == "preview"',
    'Requires-Dist: no-such-library; extra == "pdf"',
    'Requires-Dist: click; extra == "dev"',
]

Install = Callable[..., str]


@pytest.fixture
def install(tmp_path: Path) -> Install:
    """Lay an installed Targman into a made-up environment, and return the command that it names for the extra."""

    def lay(
        origin: dict[str, object] | None = None,
        receipt: str = "",
        *,
        has_pip: bool = True,
        home: str = "https://name.example/",
        program: str = PROGRAM,
    ) -> str:
        site = tmp_path / "environment with space" / "site"
        (site / "pipeline").mkdir(parents=True)
        for name in ("__init__.py", "installation.py"):
            (site / "pipeline" / name).write_bytes((PACKAGE / name).read_bytes())
        for name, lines in {"targman": REQUIRES, "click": []}.items():
            info = site / f"{name}-1.0.dist-info"
            info.mkdir()
            head = ["Metadata-Version: 2.4", f"Name: {name}", "Version: 1.0", f"Project-URL: Homepage, {home}"]
            (info / "METADATA").write_text("\n".join([*head, *lines]), encoding="utf-8")
        if origin is not None:
            (site / "targman-1.0.dist-info" / "direct_url.json").write_text(json.dumps(origin), encoding="utf-8")
        if has_pip:
            (site / "pip.py").touch()
        if receipt:
            (site.parent / receipt).touch()
        start = f"import sys; sys.prefix = {str(site.parent)!r}; sys.path = [{str(site)!r}, *[path for path in sys.path"
        command = [sys.executable, "-S", "-c", f"{start} if 'site-packages' not in path]]; {program}"]
        done = subprocess.run(command, cwd=tmp_path, env={}, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    return lay


WHEEL = {"url": "file:///home/anna/targman-1.0-py3-none-any.whl", "archive_info": {}}
GIT = {"url": "https://git.invalid/targman", "vcs_info": {"vcs": "git", "commit_id": "0a1b2c"}}
EDITABLE = {"url": "file:///home/anna/my%20code/targman", "dir_info": {"editable": True}}


@pytest.mark.parametrize(
    ("origin", "wanted"),
    [
        (None, '"targman[office]"'),
        (WHEEL, '"targman[office] @ file:///home/anna/targman-1.0-py3-none-any.whl"'),
        (GIT, '"targman[office] @ git+https://git.invalid/targman@0a1b2c"'),
        (EDITABLE, '--editable "/home/anna/my code/targman[office]"'),
    ],
)
def test_an_extra_comes_from_where_targman_came_from(
    install: Install, origin: dict[str, object] | None, wanted: str
) -> None:
    assert install(origin) == f"{sys.executable} -m pip install {wanted}"


@pytest.mark.parametrize(
    ("receipt", "command"),
    [("pipx_metadata.json", "pipx install --force"), ("uv-receipt.toml", "uv tool install --force")],
)
def test_pipx_and_uv_are_told_the_extras_that_are_there_too(install: Install, receipt: str, command: str) -> None:
    assert install(None, receipt) == f'{command} "targman[office,preview]"'


def test_without_pip_in_the_environment_uv_installs(install: Install) -> None:
    assert install(None, has_pip=False) == f'uv pip install --python {sys.executable} "targman[office]"'


def test_in_a_checkout_the_checkout_gets_the_extra() -> None:
    assert install_command("pdf").endswith(f'install --editable "{PACKAGE.parent}[pdf]"')


@pytest.mark.parametrize(
    ("home", "page"),
    [
        ("https://name.example/", "targman docs translators"),
        ("https://docs.targman.invalid/en/", "https://docs.targman.invalid/en/translators.html"),
    ],
)
def test_a_page_of_the_docs_has_an_address_when_the_project_has_one(install: Install, home: str, page: str) -> None:
    program = "from pipeline.installation import find_page; print(find_page('translators'))"
    assert install(home=home, program=program) == page
