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


@remember
def find_folders(code: str) -> "tuple[Traversable, ...]":
    """Return the folders with the files of a language, those first that win; none if it has no pack."""
    here = [folder.joinpath(code) for folder in _own if folder.joinpath(code).is_dir()]
    if is_pack(shipped := _SHIPPED / code):
        return (*here, shipped)
    from importlib import resources  # noqa: PLC0415  slow, and not needed for Targman's own packs

    return (*here, *(resources.files(package) for name, package in _installed().items() if name == code))


@remember
def find_origins(code: str) -> tuple[str, ...]:
    """Return where the folders of `find_folders` are from: `languages/CODE` of the workspace, `Targman`, or the name of
    a distribution.
    """
    here = [f"languages/{code}" for folder in _own if folder.joinpath(code).is_dir()]
    if is_pack(_SHIPPED / code):
        return (*here, "Targman")
    return (*here, *(name for name in [_distribution(code)] if name))


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
def _installed() -> dict[str, str]:
    """Return the packages of installed packs by language."""
    from importlib.metadata import entry_points  # noqa: PLC0415  slow, and asked for other languages only

    return {entry.name: entry.value for entry in entry_points(group=GROUP)}


def _distribution(code: str) -> str:
    """Return the name of the distribution that an installed pack comes with; empty if there is none."""
    from importlib.metadata import entry_points  # noqa: PLC0415  as above

    found = [entry.dist for entry in entry_points(group=GROUP, name=code)]
    return found[0].name if found and found[0] else ""
