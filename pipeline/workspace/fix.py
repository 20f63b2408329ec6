"""`check --fix`: find repairs of catalogs, and write those that somebody agreed to."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.checks.repair import ConflictingRepairsError, Repair, apply_repairs, repair_entry
from pipeline.errors import ArticleError, CatalogError, FileError, TargmanError
from pipeline.model import Article, Entry, Finding
from pipeline.workspace import files
from pipeline.workspace.contents import load_article, load_catalog
from pipeline.workspace.editions import entry_findings
from pipeline.workspace.glossary import load_glossary
from pipeline.workspace.paths import ArticlePath
from pipeline.workspace.runner import Outcome
from pipeline.workspace.settings import Settings
from pipeline.workspace.update import catalog_bytes

_ATTEMPTS = 5
_CHANGED = "the translation was changed since the repair was shown, so it was left as it is. Run the command again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """The repair of an entry in the catalog at `path`; `written` is True if it was made."""

    article: str
    lang: str
    path: str
    line: int
    rules: tuple[str, ...]
    source: str
    before: str
    after: str
    written: bool = False


def find_fixes(
    settings: Settings, wanted: Mapping[ArticlePath, Sequence[str]], findings: Iterable[Finding]
) -> Outcome[Fix]:
    """Find the repairs of entries with findings that can be repaired; write nothing."""
    repairable: dict[str, set[str]] = {}
    for finding in findings:
        if finding.replacement is not None:
            repairable.setdefault(finding.path, set()).add(finding.key)
    fixes: list[Fix] = []
    problems: list[TargmanError] = []
    for place, languages in wanted.items():
        asked = {lang: repairable[place.catalog(lang)] for lang in languages if place.catalog(lang) in repairable}
        if not asked:
            continue
        try:
            article = load_article(settings, place)
        except (ArticleError, FileError) as error:
            problems.append(error)
            continue
        for lang, keys in asked.items():
            try:
                found, unsettled = _in_catalog(settings, place, article, lang, keys)
            except (CatalogError, FileError) as error:
                problems.append(error)
                continue
            fixes += found
            problems += unsettled
    return Outcome(done=tuple(fixes), problems=tuple(problems))


def _in_catalog(
    settings: Settings, place: ArticlePath, article: Article, lang: str, keys: Container[str]
) -> tuple[list[Fix], list[TargmanError]]:
    """Return the repairs of the entries with these keys, and an error for each that cannot be repaired."""
    path = place.catalog(lang)
    catalog, _ = load_catalog(settings, path)
    glossary = load_glossary(settings)

    def look(entry: Entry) -> Sequence[Finding]:
        return entry_findings(settings, glossary, place, article, {entry.key: entry}, lang)

    found: list[Repair | None] = []
    unsettled: list[TargmanError] = []
    for entry in catalog.entries if catalog else ():
        if entry.key in keys:
            try:
                found.append(repair_entry(entry, look))
            except ConflictingRepairsError as error:
                unsettled.append(error.at(path))
    return [_fix(item, place, lang) for item in found if item], unsettled


def _fix(item: Repair, place: ArticlePath, lang: str) -> Fix:
    return Fix(
        article=place.path,
        lang=lang,
        path=place.catalog(lang),
        line=item.line,
        rules=item.rules,
        source=item.source,
        before=item.before,
        after=item.after,
    )


def write_fixes(settings: Settings, fixes: Iterable[Fix]) -> Outcome[Fix]:
    """Make these repairs and no others. The caller holds the workspace's lock. A translation that somebody changed
    since the repair was found stays, and is a problem. Comments, flags, headers and all other entries stay as they are.
    """
    by_path: dict[str, list[Fix]] = {}
    for fix in fixes:
        by_path.setdefault(fix.path, []).append(fix)
    done: list[Fix] = []
    problems: list[TargmanError] = []
    for path, wanted in by_path.items():
        try:
            made = _write(settings, path, wanted)
        except (CatalogError, FileError) as error:
            problems.append(error.at(path))
            made = frozenset[str]()
        else:
            problems += (TargmanError(_CHANGED, path=path, line=fix.line) for fix in wanted if fix.source not in made)
        done += (replace(fix, written=fix.source in made) for fix in wanted)
    return Outcome(done=tuple(done), problems=tuple(problems))


def _write(settings: Settings, path: str, fixes: Sequence[Fix]) -> frozenset[str]:
    """Write the repairs of one catalog, again if somebody saves meanwhile; return the sources of those made."""
    repairs = [
        Repair(source=fix.source, line=fix.line, before=fix.before, after=fix.after, rules=fix.rules) for fix in fixes
    ]
    for attempt in range(_ATTEMPTS):
        old, seen = load_catalog(settings, path)
        if old is None:
            return frozenset()
        new, made = apply_repairs(old, repairs)
        if not made:
            return made
        try:
            files.write(settings.root / path, catalog_bytes(new, old, seen), seen=seen, root=settings.root)
        except files.ChangedMeanwhileError:
            if attempt == _ATTEMPTS - 1:
                raise
        else:
            return made
    raise AssertionError
