"""Watch a workspace: yield the articles whose files were saved, a moment later."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from pathlib import Path, PurePosixPath

from pipeline.frozen import dataclass
from pipeline.workspace.paths import ArticlePath
from pipeline.workspace.settings import Settings

_FOLDERS = ("articles", "locales", "editions")
_DEBOUNCE, _STEP, _LOOK_UP = 50, 10, 1000
"""Milliseconds: how long changes are collected, how long nothing more happens, how often new folders are looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """The saved files, as articles; `others` is anything else, such as a picture or a moved folder."""

    places: frozenset[ArticlePath] = frozenset()
    others: bool = False


def sort_changes(paths: Iterable[str]) -> Changes:
    """Sort changed files by what they concern; paths are relative to the workspace, with forward slashes."""
    stems = {_stem(PurePosixPath(path)) for path in paths}
    places = frozenset(ArticlePath(path=f"articles/{stem}.md") for stem in stems if stem is not None)
    return Changes(places=places, others=None in stems)


def _stem(path: PurePosixPath) -> str | None:
    match path.parts, path.suffix:
        case ["articles", *rest], ".md" if rest:
            pass
        case ["locales", _, "articles", *rest], ".po" | ".pot" if rest:
            pass
        case ["editions", _, *rest], ".md" if rest:
            pass
        case _:
            return None
    return str(PurePosixPath(*rest).with_suffix(""))


async def changes(settings: Settings) -> AsyncIterator[Changes]:
    """Yield what is saved, until the caller stops. Hidden files, which programs rename later, do not count."""
    from watchfiles import awatch  # noqa: PLC0415  of the extra “preview”

    root = await asyncio.to_thread(settings.root.resolve)

    def counts(_: object, path: str) -> bool:
        name = path.rpartition("/")[2]
        return not name.startswith(".") and not name.endswith(("~", ".swp", ".tmp"))

    while True:
        is_first = True
        there = _find_folders(root) or [root]
        async for found in awatch(
            *there,
            watch_filter=counts,
            debounce=_DEBOUNCE,
            step=_STEP,
            rust_timeout=_LOOK_UP,
            yield_on_timeout=True,
            recursive=there != [root],
        ):
            if is_first:
                # Something may have been saved before the system began to tell.
                is_first = False
                yield Changes(others=True)
            elif found:
                made = sort_changes(Path(path).relative_to(root).as_posix() for _, path in found)
                if made.places or made.others:
                    yield made
            now = _find_folders(root)
            if now and now != there:
                break


def _find_folders(root: Path) -> list[Path]:
    """Return the folders to watch that are there."""
    return [root / name for name in _FOLDERS if (root / name).is_dir()]
