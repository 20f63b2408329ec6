"""Rebuild, import, export and search the memory at an editor's command."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import field, replace
from itertools import chain, count, islice
from pathlib import Path

from pipeline.errors import CatalogError, FileError, SettingsError, TargmanError, TmxError
from pipeline.frozen import dataclass
from pipeline.languages.tags import canonical, match, shortest, sort_codes
from pipeline.memory import MemoryUnit
from pipeline.memory.harvest import LeftOut, harvest_foreign, source_language
from pipeline.memory.similarity import count_beginnings, plain_text, split_unspaced, split_words
from pipeline.memory.tmx import TmxReader, write_tmx
from pipeline.workspace import files
from pipeline.workspace.index import Index
from pipeline.workspace.lock import locked
from pipeline.workspace.memory import share, sync
from pipeline.workspace.memory.store import Memory
from pipeline.workspace.memory.sync import open_memory, open_memory_to_read, update_memory
from pipeline.workspace.settings import Settings
from pipeline.xml import XmlRepair

MAX_TMX_BYTES = 256 * 1024 * 1024
"""Size limit of a TMX file, which is read in portions."""
MAX_PO_BYTES = 64 * 1024 * 1024
"""Size limit of a PO file, which is in memory as a whole, several times its size."""
_OVERSAMPLING = 5
"""Units looked at for each result that is shown; several of them may have the same texts, which are shown once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemorySearchResult:
    """A text in several languages, the one it was written in if known, and the articles or files that have it so.

    One that no workspace has any longer was there from the day `since` to the day `until`.
    """

    origins: tuple[str, ...]
    source_lang: str
    texts: Mapping[str, str]
    translators: Mapping[str, str] = field(default_factory=dict)
    since: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryImport:
    """An imported file: where it is kept now, how many units it has, what of it was left out, and what was repaired."""

    path: str
    units: int
    left_out: LeftOut = field(default_factory=LeftOut)
    repairs: tuple[XmlRepair, ...] = ()


def rebuild(settings: Settings, index: Index, track: share.Track) -> tuple[int, int, tuple[str, ...]]:
    """Make the memory anew from everything that is there; return its numbers of units, and of articles and files, and
    sentences about what a server that it is shared by refused. `track` shows how far the fetching is.
    """
    with suppress(FileError), open_memory(settings.root) as memory:
        if memory.taken():  # which nobody would know of afterwards
            share.send(settings, memory)
    try:
        sync.delete_memory(settings.root / sync.NAME)
    except OSError as error:
        raise FileError(f"cannot be deleted: {error.strerror}", path=sync.NAME) from error
    with open_memory(settings.root) as memory:
        update_memory(settings, index, memory)
        told = share.exchange(settings, memory, track=track)
        return *memory.count(), told.notices


def import_file(
    settings: Settings, index: Index, file: Path, source_lang: str | None, lang: str | None
) -> MemoryImport:
    """Keep the translations of a TMX or PO file with the workspace and in the memory.

    A TMX file is kept as it is, a PO file as TMX; the languages given count for a PO file only, and more than those of
    its header. The next `sync` looks up again what waits for a translation. Raises TmxError, CatalogError or
    SettingsError where the file is not usable, FileError where the disk refuses; then nothing is changed.
    """
    if file.suffix.lower() in {".po", ".pot"}:
        data, read = _convert_po(settings, file, source_lang, lang)
    elif source_lang or lang:
        raise SettingsError("--from and --to are for PO files: a TMX file names the language of each text itself.")
    else:
        data = _read(file, MAX_TMX_BYTES, TmxError)
        read = _read_tmx(settings, data, file)
    path = _free_path(settings, file.stem.lstrip(".") or "memory", data)
    files.write(settings.root / path, data, seen=files.read(settings.root / path), root=settings.root)
    with open_memory(settings.root) as memory:
        update_memory(settings, index, memory)
        memory.mark_all_due()
        memory.save()
        for article in memory.due():
            index.forget("sync", f"{article}.md")
    return replace(read, path=path)


def _read(file: Path, limit: int, error: type[TargmanError]) -> bytes:
    try:
        if file.stat().st_size > limit:
            raise error(f"has more than {limit >> 20} MB. Divide it into several files.", path=str(file))
        return files.read_regular(file)
    except OSError as refusal:
        raise FileError(f"cannot be read: {refusal.strerror}", path=str(file)) from refusal


def _read_tmx(settings: Settings, data: bytes, file: Path) -> MemoryImport:
    """Count the units of a TMX file, and what in it is none or was repaired."""
    reader = TmxReader(file.name, settings.languages)
    try:
        units = sum(1 for _ in reader.read_all([data]))
    except TmxError as error:
        raise error.at(str(file)) from error
    if not units:
        raise TmxError("has no text with a translation: no unit has texts in two languages.", path=str(file))
    left_out = LeftOut(other_languages=reader.left_out)
    return MemoryImport(path=str(file), units=units, left_out=left_out, repairs=reader.repairs)


def _convert_po(
    settings: Settings, file: Path, source_lang: str | None, lang: str | None
) -> tuple[bytes, MemoryImport]:
    """Return a PO file as TMX, the number of its units, and what was left out."""
    from pipeline.catalog.foreign import read_foreign  # noqa: PLC0415  only where there is such a file

    try:
        catalog = read_foreign(_read(file, MAX_PO_BYTES, CatalogError))
        source_lang = source_lang or _language(settings, source_language(catalog.header), "its msgid", "--from en")
        lang = lang or _language(settings, catalog.header.field("Language"), "its translations", "--to ru")
        if source_lang == lang:
            raise SettingsError(
                f"has “{lang}” as the language of msgid and of msgstr. Name the right ones with --from and --to."
            )
        units, left_out = harvest_foreign(catalog, source_lang, lang, file.name)
        if not units:
            raise CatalogError("has no finished translation: all of its entries are fuzzy, obsolete or untranslated.")
    except TargmanError as error:
        raise error.at(str(file)) from error
    data = "".join(write_tmx(units, source_lang)).encode()
    return data, replace(_read_tmx(settings, data, file), left_out=left_out)


def _language(settings: Settings, code: str, texts: str, option: str) -> str:
    """Return the language that a header names. Raises SettingsError where it names none."""
    if lang := match(code, settings.languages) or shortest(code):
        return lang
    if code.strip():
        raise SettingsError(f"{texts} are in “{code}”, which is not the code of a language. Add it, such as {option}.")
    raise SettingsError(f"does not name the language of {texts}. Add it, such as {option}.")


def _free_path(settings: Settings, stem: str, data: bytes) -> str:
    """Return a path to keep a file of that name at; a different file of that name is never replaced."""
    names = chain([stem], (f"{stem}-{number}" for number in count(2)))
    paths = (f"{sync.FOLDER}/{name}.tmx" for name in names)
    return next(path for path in paths if files.read(settings.root / path) in (None, data))


def export_tmx(settings: Settings, source_lang: str, lang: str) -> Iterator[str]:
    """Yield a TMX file of the units with texts in these languages (empty: any), and of both only. Raises FileError.

    Its source language is `source_lang`; without one, the workspace's own, else that of most units.
    """
    with open_memory_to_read(settings.root) as memory:
        selected = _select_units(settings, memory, source_lang, lang)
        yield from write_tmx(selected, source_lang or _usual_language(settings, memory))


def write_export(settings: Settings, file: Path, source_lang: str, lang: str) -> int:
    """Write such a TMX file, whole or not at all; return the number of units. Raises FileError if the disk refuses."""
    with open_memory_to_read(settings.root) as memory:
        numbers = count()
        units = _select_units(settings, memory, source_lang, lang)
        counted = (unit for unit, _ in zip(units, numbers, strict=False))
        files.write_anywhere(file, write_tmx(counted, source_lang or _usual_language(settings, memory)))
        return next(numbers)


def _usual_language(settings: Settings, memory: Memory | None) -> str:
    if settings.lang:
        return settings.lang
    counts = Counter(unit.lang for unit in (memory.units() if memory else ()) if unit.lang)
    return counts.most_common(1)[0][0] if counts else settings.editions[0]


def _select_units(settings: Settings, memory: Memory | None, source_lang: str, lang: str) -> Iterator[MemoryUnit]:
    """Yield the units with texts in these languages, of both only these, in the order of the workspace's languages."""
    wanted = {_known_language(settings, memory, code) for code in (source_lang, lang) if code}
    is_pair = bool(source_lang and lang)
    for unit in memory.units() if memory else ():
        if wanted <= unit.texts.keys():
            languages = sort_codes(wanted if is_pair else unit.texts, settings.languages)
            yield MemoryUnit(
                texts={other: unit.texts[other] for other in languages},
                lang=unit.lang if unit.lang in languages else "",
                origin=unit.origin,
                translators={other: unit.translators[other] for other in languages if other in unit.translators},
            )


def _known_language(settings: Settings, memory: Memory | None, code: str) -> str:
    """Return the language of the workspace, or else of the memory, that somebody calls by this code."""
    there = memory.languages if memory else ()
    own = canonical(code)
    return own if own in there else match(own, settings.languages) or match(own, there) or own


def refresh(settings: Settings, index: Index) -> None:
    """Bring the memory up to date for reading, unless another process holds the lock or the disk refuses."""
    with suppress(FileError), locked(settings.root), open_memory(settings.root) as memory:
        update_memory(settings, index, memory)


def search(
    settings: Settings, words: str, languages: Sequence[str], limit: int
) -> tuple[tuple[MemorySearchResult, ...], tuple[str, ...]]:
    """Find the texts, with their translations, that have all of the words in one of the languages (in any if none is
    given); return also the languages that were searched. Raises FileError.
    """
    with open_memory_to_read(settings.root) as memory:
        there = memory.languages if memory else ()
        asked = [_known_language(settings, memory, code) for code in languages] or there
        wanted = sort_codes(asked, settings.languages)
        found = memory.search(words, wanted, limit * _OVERSAMPLING) if memory else []
    same: dict[tuple[str, ...], list[MemoryUnit]] = {}
    for unit in found:
        same.setdefault(tuple(unit.texts.get(lang, "") for lang in there), []).append(unit)
    return tuple(_result(settings, units) for units in list(same.values())[:limit]), wanted


def search_earlier(
    settings: Settings, words: str, languages: Sequence[str], limit: int
) -> tuple[tuple[MemorySearchResult, ...], tuple[str, ...]]:
    """Find texts in the same way among those that no workspace has any longer, on the server that the memory is shared
    by, the latest first. Raises ServerError.
    """
    from pipeline.workspace.memory.connection import connect  # noqa: PLC0415  only for those who ask a server
    from pipeline.workspace.memory.server import MemoryServer  # noqa: PLC0415

    asked = tuple(match(code, settings.languages) or canonical(code) for code in languages)
    parts = split_words(words), split_unspaced(words)

    def has_words(unit: MemoryUnit) -> bool:
        texts = (text for lang, text in unit.texts.items() if lang in (asked or unit.texts))
        return any(count_beginnings(*parts, plain_text(text)) is not None for text in texts)

    with connect(settings) as connection:
        everything = MemoryServer(connection, settings.project).earlier(words) if parts[0] else iter(())
        found = list(islice((each for each in everything if has_words(each.unit)), limit))
    results = [replace(_result(settings, [each.unit]), since=each.added, until=each.taken) for each in found]
    return tuple(results), asked or sort_codes({lang for item in results for lang in item.texts}, settings.languages)


def _result(settings: Settings, units: Sequence[MemoryUnit]) -> MemorySearchResult:
    """Return units with the same texts as one result."""
    return MemorySearchResult(
        origins=tuple(dict.fromkeys(unit.origin for unit in units)),
        source_lang=units[0].lang,
        texts={lang: units[0].texts[lang] for lang in sort_codes(units[0].texts, settings.languages)},
        translators=units[0].translators,
    )
