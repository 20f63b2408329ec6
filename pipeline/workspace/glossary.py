"""Load, extend and export the glossary of a workspace, and collect texts for suggestions."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.article.placeholders import is_fold
from pipeline.errors import CatalogError, FileError, SettingsError, TargmanError, TbxError
from pipeline.frozen import dataclass
from pipeline.glossary import Glossary
from pipeline.glossary.suggest import TermSuggestion, TranslatedText
from pipeline.glossary.table import append_terms, write_omegat
from pipeline.languages.tags import match
from pipeline.memory.harvest import source_language, text_entries
from pipeline.model import Catalog, Term
from pipeline.workspace import files
from pipeline.workspace.contents import GLOSSARY, load_catalog, parse_glossary
from pipeline.workspace.paths import ArticlePath
from pipeline.workspace.settings import Settings
from pipeline.xml import XmlRepair

if TYPE_CHECKING:
    from pipeline.glossary.foreign import ForeignTerms

MAX_FILE_BYTES = 64 * 1024 * 1024
"""Size limit of a file with terms."""
_BEFORE_FIRST_TAG = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"
"""Bytes that may stand before the first tag of an XML file, in UTF-8 or UTF-16."""
_TABLES = {".csv", ".tsv", ".tab", ".txt", ".utf8"}
_PAIR = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class TermConflict:
    """A term of another file that was not added, since the glossary has one of its names with different others."""

    term: Term
    known: Term


@dataclass(frozen=True, slots=True, kw_only=True)
class GlossaryImport:
    """The terms of another file: the new ones, those that were there already, and those that contradict."""

    new: tuple[Term, ...]
    there: tuple[Term, ...]
    contradicting: tuple[TermConflict, ...]
    remarks: tuple[str, ...] = ()
    repairs: tuple[XmlRepair, ...] = ()


def load_glossary(settings: Settings) -> Glossary:
    """Load the glossary of the workspace; an empty one where there is none. Raises GlossaryError or FileError."""
    return parse_glossary(settings, files.read(settings.root / GLOSSARY, settings.root))


def import_terms(settings: Settings, file: Path, first: Sequence[str], separator: str) -> GlossaryImport:
    """Add those terms of a TBX file, a table or a workbook to the glossary that it lacks, in all of their languages.

    `first` and `separator` are for tables, as `glossary.foreign` takes them. Raises TbxError or GlossaryError for
    an unusable file, FileError where the disk refuses; then nothing is changed.
    """
    seen = files.read(settings.root / GLOSSARY, settings.root)
    found = _read_terms(file, name_languages(settings, first), separator, settings.languages)
    taken = compare_terms(load_glossary(settings).terms, found.terms)
    if taken.new:
        files.write(
            settings.root / GLOSSARY, append_terms(seen, taken.new, settings.languages), seen=seen, root=settings.root
        )
    return replace(taken, remarks=found.remarks, repairs=found.repairs)


def _read_terms(file: Path, first: Sequence[str], separator: str, languages: Sequence[str]) -> "ForeignTerms":
    from pipeline.glossary.foreign import read_foreign_table, read_workbook  # noqa: PLC0415  only for such a file
    from pipeline.glossary.tbx import read_tbx  # noqa: PLC0415

    try:
        if file.stat().st_size > MAX_FILE_BYTES:
            raise TbxError(f"has more than {MAX_FILE_BYTES >> 20} MB. Divide it into several files.")
        data = files.read_regular(file)
        if data.startswith(b"PK"):
            found = read_workbook(data, first, separator, languages)
        elif file.suffix.lower() in _TABLES:
            found = read_foreign_table(data, first, separator, languages)
        elif data.lstrip(_BEFORE_FIRST_TAG).startswith(b"<"):
            found = read_tbx(data, languages)
        else:
            raise TbxError("is neither TBX nor a table. Save a table as CSV in UTF-8, with a name that ends in .csv.")
    except OSError as error:
        raise FileError(f"cannot be read: {error.strerror}", path=str(file)) from error
    except TargmanError as error:
        raise error.at(str(file)) from error
    if not found.terms:
        raise TbxError("has no term in any language.", path=str(file))
    return found


def write_export(settings: Settings, file: Path, form: str, languages: Sequence[str]) -> int:
    """Write the glossary in a form of `export_terms`, whole or not at all; return the number of terms.

    Raises FileError or SettingsError.
    """
    if file.suffix.lower() in {".csv", ".tsv"}:
        raise SettingsError(
            f"the glossary is a table already, {GLOSSARY}: copy that, or give a name that ends in .tbx."
        )
    numbers = count()
    terms = (term for term, _ in zip(_select_terms(settings, languages), numbers, strict=False))
    files.write_anywhere(file, _write_terms(terms, settings.project, form, languages))
    return next(numbers)


def export_terms(settings: Settings, form: str, languages: Sequence[str]) -> Iterator[str]:
    """Yield the glossary as `tbx`, `tbx-2019` or `omegat`; of two `languages`, only the terms that have both.

    Raises SettingsError for a list for OmegaT without two languages.
    """
    return _write_terms(_select_terms(settings, languages), settings.project, form, languages)


def _write_terms(terms: Iterable[Term], project: str, form: str, languages: Sequence[str]) -> Iterator[str]:
    from pipeline.glossary.tbx import FORM_2008, FORM_2019, write_tbx  # noqa: PLC0415  only where it is asked for

    if form == "omegat":
        if len(languages) != _PAIR:
            raise SettingsError("a list for OmegaT is for two languages: --from en --to ru.")
        return write_omegat(terms, *languages)
    return write_tbx(terms, project, FORM_2019 if form == "tbx-2019" else FORM_2008)


def name_languages(settings: Settings, codes: Iterable[str]) -> list[str]:
    """Return the languages of the workspace, or else of the glossary, that somebody calls by these codes."""
    there = {lang: None for term in load_glossary(settings).terms for lang in term.names}
    return [code if code in there else match(code, settings.languages) or match(code, there) or code for code in codes]


def _select_terms(settings: Settings, languages: Sequence[str]) -> Iterator[Term]:
    for term in load_glossary(settings).terms:
        if not all(map(term.names_in, languages)):
            continue
        if len(languages) == _PAIR:
            names = {lang: term.names_in(lang) for lang in languages}
            yield replace(
                term, names=names, forbidden={lang: term.forbidden[lang] for lang in names if lang in term.forbidden}
            )
        else:
            yield term


def compare_terms(known: Sequence[Term], others: Iterable[Term]) -> GlossaryImport:
    """Divide terms into new ones, known ones (one of ours has all their names), and those that contradict ours."""
    by_name = {(lang, name): term for term in known for lang, names in term.names.items() for name in names}
    new: list[Term] = []
    there: list[Term] = []
    contradicting: list[TermConflict] = []
    for term in others:
        names = [(lang, name) for lang, names in term.names.items() for name in names]
        like = next((by_name[name] for name in names if name in by_name), None)
        if like is None:
            new.append(term)
            by_name |= dict.fromkeys(names, term)
        elif all(by_name.get(name) == like for name in names):
            there.append(term)
        else:
            contradicting.append(TermConflict(term=term, known=like))
    return GlossaryImport(new=tuple(new), there=tuple(there), contradicting=tuple(contradicting))


def load_translated_texts(
    settings: Settings, places: Iterable[ArticlePath]
) -> tuple[tuple[TranslatedText, ...], tuple[TargmanError, ...]]:
    """Return the texts of articles with their finished translations, and an error for each unreadable catalog."""
    found: list[TranslatedText] = []
    problems: list[TargmanError] = []
    for place in places:
        loaded: dict[str, Catalog | None] = {}
        for lang in settings.editions:
            try:
                loaded[lang], _ = load_catalog(settings, place.catalog(lang))
            except (CatalogError, FileError) as error:
                problems.append(error)
        found += _translated_texts({lang: content for lang, content in loaded.items() if content is not None})
    return tuple(found), tuple(problems)


def _translated_texts(catalogs: Mapping[str, Catalog]) -> list[TranslatedText]:
    by_key: dict[tuple[str, str], dict[str, str]] = {}
    for lang, content in catalogs.items():
        source_lang = source_language(content)
        if not source_lang:
            continue
        for entry in text_entries(content):
            known = by_key.setdefault((source_lang, entry.key), {source_lang: entry.source})
            if entry.is_translated and lang != source_lang and not is_fold(entry.target):
                known[lang] = entry.target
    return [TranslatedText(lang=lang, texts=by_lang) for (lang, _), by_lang in by_key.items()]


def format_suggestions(settings: Settings, suggestions: Iterable[TermSuggestion]) -> bytes:
    """Write suggestions as rows for the glossary, each with its most likely translations."""
    rows = (
        {item.lang: item.name} | {lang: likely[0].name for lang, likely in item.translations.items()}
        for item in suggestions
    )
    terms = (Term(names={lang: (name,) for lang, name in row.items()}) for row in rows)
    return append_terms(None, terms, settings.languages)
