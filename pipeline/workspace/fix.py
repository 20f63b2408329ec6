"""`check --fix`: find repairs of catalogs and articles, and write those that somebody agreed to."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace

from pipeline.article.markdown import decode_article
from pipeline.article.markdown.events import line_starts
from pipeline.article.placeholders import is_fold
from pipeline.checks.repair import ConflictingRepairsError, Repair, apply_repairs, repair_entry
from pipeline.errors import ArticleError, CatalogError, FileError, TargmanError
from pipeline.frozen import dataclass
from pipeline.model import Article, Entry, Finding
from pipeline.workspace import files
from pipeline.workspace.contents import load_article, load_catalog
from pipeline.workspace.editions import entry_findings
from pipeline.workspace.glossary import load_glossary
from pipeline.workspace.paths import ArticlePath
from pipeline.workspace.runner import Outcome
from pipeline.workspace.settings import Settings
from pipeline.workspace.update import write_catalog

_CHANGED = "the text was changed since the repair was shown, so it was left as it is. Run the command again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """The repair of an entry in the catalog at `path`, or of a text in the article there.

    `written` is True if it was made.
    """

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
    """Find the repairs of entries and articles with findings that can be repaired; write nothing."""
    repairable: dict[str, set[str]] = {}
    in_articles: dict[str, list[Finding]] = {}
    articles = {place.path for place in wanted}
    for finding in findings:
        if finding.replacement is not None and finding.path in articles:
            in_articles.setdefault(finding.path, []).append(finding)
        elif finding.replacement is not None:
            repairable.setdefault(finding.path, set()).add(finding.key)
    fixes: list[Fix] = []
    problems: list[TargmanError] = []
    for place, languages in wanted.items():
        asked = {lang: repairable[place.catalog(lang)] for lang in languages if place.catalog(lang) in repairable}
        own = in_articles.get(place.path, ())
        if not asked and not own:
            continue
        try:
            article = load_article(settings, place)
        except (ArticleError, FileError) as error:
            problems.append(error)
            continue
        fixes += _in_article(place, article.lang, own) if article.lang in languages else []
        for lang, keys in asked.items():
            try:
                found, unsettled = _in_catalog(settings, place, article, lang, keys)
            except (CatalogError, FileError) as error:
                problems.append(error)
                continue
            fixes += found
            problems += unsettled
    return Outcome(done=tuple(fixes), problems=tuple(problems))


def _in_article(place: ArticlePath, lang: str, findings: Sequence[Finding]) -> list[Fix]:
    """Return the repairs of an article, whose findings have the text and its repair."""
    return [
        Fix(
            article=place.path,
            lang=lang,
            path=place.path,
            line=item.line,
            rules=(item.rule,),
            source=item.source,
            before=item.source,
            after=item.replacement or "",
        )
        for item in findings
    ]


def _in_catalog(
    settings: Settings, place: ArticlePath, article: Article, lang: str, keys: Container[str]
) -> tuple[list[Fix], list[TargmanError]]:
    """Return the repairs of the entries with these keys, and an error for each that cannot be repaired."""
    path = place.catalog(lang)
    catalog, _ = load_catalog(settings, path)
    glossary = load_glossary(settings)
    # A translation is compared with the sentences that are folded into it.
    folds = {entry.key: entry for entry in catalog.entries if is_fold(entry.target)} if catalog else {}

    def look(entry: Entry) -> Sequence[Finding]:
        return entry_findings(settings, glossary, place, article, {**folds, entry.key: entry}, lang)

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
    """Make these repairs and no others. The caller holds the workspace's lock. A text that somebody changed since the
    repair was found stays, and is a problem. Comments, flags, headers and all other entries stay as they are.
    """
    by_path: dict[str, list[Fix]] = {}
    for fix in fixes:
        by_path.setdefault(fix.path, []).append(fix)
    done: list[Fix] = []
    problems: list[TargmanError] = []
    for path, wanted in by_path.items():
        try:
            write = _write_article if path == wanted[0].article else _write
            made = write(settings, path, wanted)
        except (CatalogError, FileError) as error:
            problems.append(error.at(path))
            made = frozenset[str]()
        else:
            problems += (TargmanError(_CHANGED, path=path, line=fix.line) for fix in wanted if fix.source not in made)
        done += (replace(fix, written=fix.source in made) for fix in wanted)
    return Outcome(done=tuple(done), problems=tuple(problems))


def _write_article(settings: Settings, path: str, fixes: Sequence[Fix]) -> frozenset[str]:
    """Write the repairs of an article; return the texts that were repaired."""
    seen = files.read(settings.root / path)
    if seen is None:
        return frozenset()
    text = decode_article(seen)
    made: set[str] = set()
    for fix in sorted(fixes, key=lambda fix: fix.line, reverse=True):
        lines = [*line_starts(text), len(text) + 1]
        if fix.line < len(lines):
            at = text.find(fix.before, lines[fix.line - 1])
            if lines[fix.line - 1] <= at < lines[fix.line]:
                text = text[:at] + fix.after + text[at + len(fix.before) :]
                made.add(fix.source)
    files.write(settings.root / path, text.encode(), seen=seen, root=settings.root)
    return frozenset(made)


def _write(settings: Settings, path: str, fixes: Sequence[Fix]) -> frozenset[str]:
    """Write the repairs of one catalog; return the sources of those made."""
    repairs = [
        Repair(source=fix.source, line=fix.line, before=fix.before, after=fix.after, rules=fix.rules) for fix in fixes
    ]

    def write() -> frozenset[str]:
        old, seen = load_catalog(settings, path)
        if old is None:
            return frozenset()
        new, made = apply_repairs(old, repairs)
        if made:
            write_catalog(settings, path, new, old, seen)
        return made

    return files.try_again(write)
