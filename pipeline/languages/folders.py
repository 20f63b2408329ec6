"""The folders of language packs: those of the workspace, of installed distributions, and Targman's own.

An entry point of the group `targman.languages` has the code of a language as its name and a package with the files of
the pack as its value: `ka = "georgian_pack"`. A part that two folders have is that of the first, value by value.
"""

from collections.abc import Callable, Hashable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

GROUP = "targman.languages"
"""The group of entry points that name packs of installed distributions."""

KEPT = 2_048
"""Texts whose reading is kept: every edition of an article asks for the same sources, after the translations of the one
before it. In an article of 10,000 words these are 1,300 texts together.
"""

_FIRST_FILE = "language.toml"
_SHIPPED = Path(__file__).parent
_P = ParamSpec("_P")
_R = TypeVar("_R")
_remembered: list[Callable[[], None]] = []
_own: "list[Traversable]" = []
_state: list[Hashable] = [None]


def remember(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """Cache what a function makes of packs, until `use_folder` brings others."""
    cached = cache(function)
    forget_with_packs(cached.cache_clear)
    return cached  # type: ignore[return-value]  # a cache takes what its function takes, if that can be hashed


def forget_with_packs(forget: Callable[[], None]) -> None:
    """Call `forget` when `use_folder` brings other packs."""
    _remembered.append(forget)


def use_folder(folder: "Traversable | None", state: Hashable = None) -> None:
    """Look for packs in `folder`, the `languages` of a workspace, before all others; None ends that. With another
    `state` its files are read again.

    A process works in one workspace at a time: what was read of other packs is forgotten.
    """
    wanted = [folder] if folder and folder.is_dir() else []
    if (wanted, state) != (_own, _state[0]):
        _own[:], _state[:] = wanted, [state]
        for forget in _remembered:
            forget()


def own_folder() -> "Traversable | None":
    """Return the folder with the packs of the workspace, for another process; None if it has none."""
    return _own[0] if _own else None


def find_folders(code: str) -> "tuple[Traversable, ...]":
    """Return the folders with the files of a language, those first that win; none if it has no pack."""
    return tuple(folder for folder, _ in find_packs(code))


@remember
def find_packs(code: str) -> "tuple[tuple[Traversable, str], ...]":
    """Return the folders of `find_folders`, each with its origin: `languages/CODE` of the workspace, `Targman`, or the
    name of a distribution.
    """
    own = [folder.joinpath(code) for folder in _own]
    here = [(folder, f"languages/{code}") for folder in own if folder.is_dir()]
    if is_pack(shipped := _SHIPPED / code):
        return (*here, (shipped, "Targman"))
    if code not in _installed():
        return tuple(here)
    from importlib import resources  # noqa: PLC0415  slow, and not needed for Targman's own packs

    package, distribution = _installed()[code]
    return (*here, (resources.files(package), distribution))


@remember
def list_codes() -> tuple[str, ...]:
    """Return the codes of all languages that have a pack, in alphabetical order."""
    shipped = (each.name for each in _SHIPPED.iterdir() if is_pack(each))
    own = (each.name for folder in _own for each in folder.iterdir() if is_pack(each))
    return tuple(sorted({*shipped, *own, *_installed()}))


def is_shipped(folder: "Traversable") -> bool:
    """Tell whether a folder is one of Targman's own packs."""
    return folder == _SHIPPED / folder.name


def is_pack(folder: "Traversable") -> bool:
    """Tell whether a folder has a pack that makes a language known; one without `language.toml` adds to others."""
    return folder.is_dir() and folder.joinpath(_FIRST_FILE).is_file()


@remember
def _installed() -> dict[str, tuple[str, str]]:
    """Return the package and the distribution of each installed pack by language."""
    from importlib.metadata import entry_points  # noqa: PLC0415  slow, and asked for other languages only

    return {entry.name: (entry.value, entry.dist.name if entry.dist else "") for entry in entry_points(group=GROUP)}


def list_distributions() -> dict[str, str]:
    """Return the name and version of the distribution that each installed pack is from, by language."""
    from importlib.metadata import entry_points  # noqa: PLC0415  as above

    found = ((entry.name, entry.dist) for entry in entry_points(group=GROUP))
    return {code: f"{where.name} {where.version}" for code, where in found if where}


def decode(data: bytes) -> str:
    """Return the text of a file of a pack, which may begin with a byte order mark. Raises UnicodeDecodeError."""
    return data.decode("utf-8-sig").replace("\r\n", "\n")
