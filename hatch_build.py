"""Compiles the messages that pages are furnished with, so that the package has them as gettext reads them."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_COMPILED = "pipeline/languages"


class Messages(BuildHookInterface[Any]):
    """Writes `pipeline/languages/<lang>/messages.mo` from `locales/<lang>/LC_MESSAGES/targman.po`."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        root = Path(self.root)
        for path in sorted(root.glob("locales/*/LC_MESSAGES/targman.po")):
            lang = path.parents[1].name
            with path.open("rb") as source, (root / _COMPILED / lang / "messages.mo").open("wb") as compiled:
                write_mo(compiled, read_po(source, locale=lang, abort_invalid=True))
        build_data["artifacts"].append(f"{_COMPILED}/*/messages.mo")
