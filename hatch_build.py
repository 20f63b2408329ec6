"""Adds to the package what is not code: compiled messages, as gettext reads them, and the pages of the docs."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_PACKS = "pipeline/languages"
_NO_DATE = datetime(1980, 1, 1, tzinfo=UTC)  # Babel would take the time of the build, and no two would be the same


class Contents(BuildHookInterface[Any]):
    """Writes `messages.mo` of each language pack from its `messages.po`, and puts `docs/` into `pipeline/docs/`."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        for path in sorted(root.glob(f"{_PACKS}/*/messages.po")):
            with path.open("rb") as source, path.with_suffix(".mo").open("wb") as compiled:
                messages = read_po(source, abort_invalid=True)
                messages.creation_date = _NO_DATE
                write_mo(compiled, messages)
        build_data["artifacts"].append(f"{_PACKS}/*/messages.mo")
        if self.target_name == "wheel" and version != "editable":
            pages = sorted(path for pattern in ("*.md", "??/*.md") for path in (root / "docs").glob(pattern))
            build_data["force_include"] |= {
                str(page): f"pipeline/{page.relative_to(root).as_posix()}" for page in pages
            }
