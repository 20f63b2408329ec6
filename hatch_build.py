"""Compiles the messages that pages are furnished with, so that the package has them as gettext reads them."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_PACKS = "pipeline/languages"


class Messages(BuildHookInterface[Any]):
    """Writes `messages.mo` of each language pack from its `messages.po`."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        root = Path(self.root)
        for path in sorted(root.glob(f"{_PACKS}/*/messages.po")):
            with path.open("rb") as source, path.with_suffix(".mo").open("wb") as compiled:
                write_mo(compiled, read_po(source, abort_invalid=True))
        build_data["artifacts"].append(f"{_PACKS}/*/messages.mo")
