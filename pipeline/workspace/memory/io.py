"""`memory rebuild`, `import`, `export` and `search`: the memory at an editor's command."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain, count
from pathlib import Path

from pipeline.errors import FileError, TmxError
from pipeline.memory import MemoryUnit
from pipeline.memory.tmx import write_tmx
from pipeline.model import LANGUAGES
from pipeline.workspace import files
from pipeline.workspace.index import Index
from pipeline.workspace.memory.sync import (
    FOLDER,
    NAME,
    delete_memory,
    open_memory,
    open_memory_to_read,
    read_units,
    update_memory,
)
from pipeline.workspace.settings import Settings

MAX_FILE_BYTES = 256 * 1024 * 1024
"""The bytes that a TMX file may have."""

_OVERSAMPLING = 5
"""How many times as many texts are looked at as are shown, since the same ones are shown once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemorySearchResult:
    """A text in several languages as a search found it, and the articles or files that have it so.

    `source_lang` is the language that it was written in, if known.
    """

    origins: tuple[str, ...]
    source_lang: str
    texts: Mapping[str, str]
    translators: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryImport:
    """A TMX file that was taken in: where it is kept now, and how many units it has."""

    path: str
    units: int


def rebuild(settings: Settings, index: Index) -> tuple[int, int]:
    """Make the memory anew from everything that is there: how many units it has, from how many articles and files."""
    try:
        delete_memory(settings.root / NAME)
    except OSError as error:
        raise FileError(f"cannot be deleted: {error.strerror}", path=NAME) from error
    with open_memory(settings.root) as memory:
        update_memory(settings, index, memory)
        return memory.count()


def import_file(settings: Settings, index: Index, file: Path) -> MemoryImport:
    """Keep a TMX file with the workspace and in the memory; what waits for a translation is looked up again by the next
    `sync`. Raises TmxError where it is not usable, FileError where the disk refuses; then nothing is changed.
    """
    try:
        if file.stat().st_size > MAX_FILE_BYTES:
            raise TmxError(f"has more than {MAX_FILE_BYTES >> 20} MB. Divide it into several files.", path=str(file))
        data = file.read_bytes()
    except OSError as error:
        raise FileError(f"cannot be read: {error.strerror}", path=str(file)) from error
    try:
        units = sum(1 for _ in read_units(data, file.name))
    except TmxError as error:
        raise error.at(str(file)) from error
    if not units:
        raise TmxError("has no text in two of the languages hy, en and ru.", path=str(file))
    path = _free_path(settings, file.stem.lstrip(".") or "memory", data)
    files.write(settings.root / path, data, seen=files.read(settings.root / path), root=settings.root)
    with open_memory(settings.root) as memory:
        update_memory(settings, index, memory)
        memory.mark_all_due()
        memory.save()
        for article in memory.due():
            index.forget("sync", f"{article}.md")
    return MemoryImport(path=path, units=units)


def _free_path(settings: Settings, stem: str, data: bytes) -> str:
    """Where to keep a file of that name: what is there already under it may be somebody else's work."""
    names = chain([stem], (f"{stem}-{number}" for number in count(2)))
    paths = (f"{FOLDER}/{name}.tmx" for name in names)
    return next(path for path in paths if files.read(settings.root / path) in (None, data))


def export_tmx(settings: Settings, source_lang: str, lang: str) -> Iterator[str]:
    """The pieces of a TMX file with everything that has texts in these languages; an empty one stands for any.

    With both, other languages are left out. Raises FileError where the memory cannot be used.
    """
    with open_memory_to_read(settings.root) as memory:
        yield from write_tmx(_select_units(memory.units() if memory else (), source_lang, lang), source_lang)


def _select_units(units: Iterable[MemoryUnit], source_lang: str, lang: str) -> Iterator[MemoryUnit]:
    wanted = {asked for asked in (source_lang, lang) if asked}
    for unit in units:
        if not wanted <= unit.texts.keys():
            continue
        if source_lang and lang:
            yield MemoryUnit(
                texts={other: unit.texts[other] for other in (source_lang, lang)},
                lang=unit.lang if unit.lang in wanted else "",
                origin=unit.origin,
                translators={other: name for other, name in unit.translators.items() if other in wanted},
            )
        else:
            yield unit


def write_export(settings: Settings, file: Path, source_lang: str, lang: str) -> int:
    """Write such a TMX file, whole or not at all; how many units it has. Raises FileError where the disk refuses."""
    with open_memory_to_read(settings.root) as memory:
        number = 0

        def counted() -> Iterator[MemoryUnit]:
            nonlocal number
            for unit in _select_units(memory.units() if memory else (), source_lang, lang):
                number += 1
                yield unit

        files.write_anywhere(file, write_tmx(counted(), source_lang))
        return number


def refresh(settings: Settings, index: Index) -> None:
    """Bring the memory up to date for looking into it, if nobody else is at work here and the disk allows it."""
    with suppress(FileError), files.locked(settings.root), open_memory(settings.root) as memory:
        update_memory(settings, index, memory)


def search(settings: Settings, words: str, languages: Sequence[str], limit: int) -> tuple[MemorySearchResult, ...]:
    """The texts, with their translations, that have all of the words in one of the languages. Raises FileError."""
    with open_memory_to_read(settings.root) as memory:
        found = memory.search(words, languages, limit * _OVERSAMPLING) if memory else []
    same: dict[tuple[str, ...], list[MemoryUnit]] = {}
    for unit in found:
        same.setdefault(tuple(unit.texts.get(lang, "") for lang in LANGUAGES), []).append(unit)
    return tuple(
        MemorySearchResult(
            origins=tuple(dict.fromkeys(unit.origin for unit in units)),
            source_lang=units[0].lang,
            texts=units[0].texts,
            translators=units[0].translators,
        )
        for units in list(same.values())[:limit]
    )
