"""Tell how this Targman was installed: the command that adds an extra to it, and where its docs are read."""

import json
import re
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

NAME = "targman"
_NO_SITE = ".example"  # the end of names that nobody can have: the project has no address yet

_MARKER = re.compile(r"""^(?P<name>[\w.-]+).*;.*\bextra\s*==\s*['"](?P<extra>[\w.-]+)['"]""")


def install_command(extra: str) -> str:
    """Return the command that adds an extra, such as `office`, to this installation, however it was made."""
    environment = Path(sys.prefix)
    if (environment / "pipx_metadata.json").is_file():
        return f"pipx install --force {_wanted(_with_installed(extra))}"
    if (environment / "uv-receipt.toml").is_file():
        return f"uv tool install --force {_wanted(_with_installed(extra))}"
    if find_spec("pip") is None:
        return f"uv pip install --python {_quoted(sys.executable)} {_wanted(extra)}"
    return f"{_pip()} install {_wanted(extra)}"


@cache
def find_page(name: str) -> str:
    """Return where a page of the docs is read: its address on the project's site, else the command that prints it."""
    from importlib.metadata import PackageNotFoundError, metadata  # noqa: PLC0415
    from urllib.parse import urlsplit  # noqa: PLC0415

    try:
        links = metadata(NAME).get_all("Project-URL") or []
    except PackageNotFoundError:
        links = []
    home = next((link.partition(", ")[2] for link in links if link.startswith("Homepage, ")), "")
    host = urlsplit(home).hostname or _NO_SITE
    return f"targman docs {name}" if host.endswith(_NO_SITE) else f"{home.rstrip('/')}/{name}.html"


def _pip() -> str:
    """Return `pip` if that is the one of this Python, else the words that call it."""
    import shutil  # noqa: PLC0415  slow, and seldom asked, as the others below
    import sysconfig  # noqa: PLC0415

    found, own = shutil.which("pip"), Path(sysconfig.get_path("scripts"))
    return "pip" if found and Path(found).parent == own else f"{_quoted(sys.executable)} -m pip"


def _quoted(path: str) -> str:
    return f'"{path}"' if " " in path else path


def _wanted(extras: str) -> str:
    """Return what to install, from where this Targman is from: another distribution may have its name on an index."""
    origin = _read_origin()
    address = str(origin.get("url", ""))
    if origin.get("dir_info", {}).get("editable"):
        return f'--editable "{_local_path(address)}[{extras}]"'
    if version := origin.get("vcs_info"):
        address = f"{version['vcs']}+{address}@{version['commit_id']}"
    return f'"{NAME}[{extras}]{f" @ {address}" if address else ""}"'


def _local_path(address: str) -> str:
    from urllib.parse import urlsplit  # noqa: PLC0415
    from urllib.request import url2pathname  # noqa: PLC0415

    return url2pathname(urlsplit(address).path)


def _read_origin() -> dict[str, Any]:
    """Read from where this Targman was installed (PEP 610); empty if from an index. A checkout counts as editable,
    installed or not.
    """
    from importlib.metadata import PackageNotFoundError, distribution  # noqa: PLC0415

    checkout = Path(__file__).parents[1]
    if (checkout / "pyproject.toml").is_file():
        return {"url": checkout.as_uri(), "dir_info": {"editable": True}}
    try:
        text = distribution(NAME).read_text("direct_url.json")
    except PackageNotFoundError:
        text = None
    origin: dict[str, Any] = json.loads(text) if text else {}
    return origin


def _with_installed(extra: str) -> str:
    """Return an extra with those whose libraries are there: pipx and uv forget what they are not told again."""
    from importlib.metadata import PackageNotFoundError, distribution, requires  # noqa: PLC0415

    needs: dict[str, set[str]] = {}
    for line in requires(NAME) or ():
        if found := _MARKER.match(line):
            needs.setdefault(found["extra"], set()).add(found["name"])

    def is_there(name: str) -> bool:
        try:
            distribution(name)
        except PackageNotFoundError:
            return False
        return True

    bundles = {"all", "dev", "release"}  # of other extras, or for developers
    there = {name for name, parts in needs.items() if name not in bundles and all(map(is_there, parts))}
    return ",".join(sorted(there | {extra}))
