"""Check the finished translations of an article. Each rule is a function of a text and its translation.

To add a rule, see docs/architecture.md. It gets finished translations only, and a fold as a part of the source of the
translation that it is folded into. Look for words in `pair.source_prose` and `pair.target_prose`, where placeholders,
code and addresses are masked; find what is to be replaced in `pair.written`, the translator's text so masked. A message
says what is wrong, what the edition does about it, and what to do; `check_entries` adds the path, the line and the
source.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from pipeline.article.escape import clean_target
from pipeline.article.placeholders import find_names, remove_placeholders
from pipeline.checks import addresses, articles, backticks, notes, numbers
from pipeline.checks import placeholders as marks
from pipeline.checks.anchors import check_heading_links, check_links_to_others
from pipeline.checks.article_pairs import compare_texts, make_pairs
from pipeline.checks.codes import apply_levels, check_ignored_names, ignored_codes, resolve_levels
from pipeline.checks.credits import check_credits
from pipeline.checks.language import check_catalog_language, check_reviewers
from pipeline.checks.pair import ArticleRule, ArticleTexts, Pair, Rule
from pipeline.checks.rules import choose_rules
from pipeline.checks.terms import check_forbidden_terms
from pipeline.glossary import Glossary
from pipeline.model import Article, Entry, Finding, PlaceholderKind
from pipeline.patterns import lazy

MARKER_RULES: tuple[Rule, ...] = (
    notes.check_note_references,
    marks.check_placeholders,
    marks.check_unread_placeholders,
    marks.check_link_words,
)
"""The rules for what an edition repairs."""
_MARKERS = lazy(r"[{}\[\]()<>^`\\｛｝❴❵]")
"""Signs that a translation of words and notes lacks."""
UNTOUCHED_RULES: tuple[Rule, ...] = (check_forbidden_terms,)
"""The rules for a source text that nobody edited in its own catalog; its other faults are the article's."""
ADDRESS_RULES: tuple[Rule, ...] = (marks.check_article_links, addresses.check_link_target)
"""The rules for an address of the source and its translation."""
LITERAL_RULES: tuple[ArticleRule, ...] = (
    articles.check_other_front_matter,
    articles.check_unknown_syntax,
    articles.check_literal_words,
)
"""The rules for what stays in an article as it is, or is taken for text."""
ARTICLE_RULES: tuple[ArticleRule, ...] = (
    articles.check_undefined_notes,
    articles.check_unused_notes,
    articles.check_doubled_notes,
    articles.check_glued_words,
    articles.check_divided_words,
    check_heading_links,
    addresses.check_article_addresses,
    articles.check_picture_texts,
    backticks.check_article_backticks,
    *LITERAL_RULES,
)
"""The rules for an article."""

NO_GLOSSARY = Glossary()
_NO_SETTINGS: Mapping[str, str] = MappingProxyType({})


def check_entries(
    article: Article,
    entries: Mapping[str, Entry],
    path: str,
    lang: str,
    glossary: Glossary = NO_GLOSSARY,
    severities: Mapping[str, str] = _NO_SETTINGS,
) -> tuple[Finding, ...]:
    """Apply all rules to the finished translations of an article into `lang`; return the findings in its order.

    Fuzzy and missing translations are not findings: `status` counts them. A text that occurs several times is checked
    once. `severities` maps codes or families of codes to a severity or `off`; `path` is that of the catalog.
    """
    is_same = lang == article.lang and not _is_edited(article, entries)
    if is_same and not glossary.forbids(lang):
        return ()  # as most articles in their own languages
    texts = ArticleTexts()
    pairs = list(make_pairs(article, entries, lang, texts, glossary))
    if not is_same:
        compare_texts(texts, article, entries, lang, pairs)
    return _collect(pairs, _apply_rules, path, severities)


def _is_edited(article: Article, entries: Mapping[str, Entry]) -> bool:
    """Tell whether somebody edited a text in the catalog of its own language, or made a remark there."""
    found = ((segment, entries.get(segment.key)) for segment in article.segments)
    return any(
        entry is not None and entry.is_translated and (entry.remarks or clean_target(entry.target) != segment.text)
        for segment, entry in found
    )


def check_markers(
    article: Article, entries: Mapping[str, Entry], path: str, lang: str, severities: Mapping[str, str] = _NO_SETTINGS
) -> tuple[Finding, ...]:
    """Apply only the rules for notes, placeholders and links, as an edition needs them: a tenth of the time."""
    is_same = lang == article.lang
    marked = {
        key: entry
        for key, entry in entries.items()
        if not (is_same and clean_target(entry.target) == entry.source) and _may_need_repair(entry)
    }
    made = make_pairs(article, marked, lang, ArticleTexts(), NO_GLOSSARY) if marked else ()
    pairs = (pair for pair in made if pair.segment.kind.is_text)
    return _collect(pairs, lambda pair: (found for rule in MARKER_RULES for found in rule(pair)), path, severities)


def _may_need_repair(entry: Entry) -> bool:
    """Tell whether an edition may have to repair the markers of a translation: it has signs of any but those of notes,
    other notes than its source or in another order, or perhaps notes before its first word.
    """
    target = entry.target
    if "{" not in entry.source and "{" not in target:
        return _MARKERS.search(target) is not None
    names = find_names(entry.source)
    return (
        find_names(target) != names
        or any(not name.startswith(PlaceholderKind.NOTE) for name in names)
        or (bool(names) and not target[:1].isalnum())
        or _MARKERS.search(remove_placeholders(target)) is not None
    )


def check_catalog(
    entries: Collection[Entry],
    path: str,
    lang: str,
    severities: Mapping[str, str],
    reviewers: Collection[str],
    uncredited: Iterable[str],
) -> tuple[Finding, ...]:
    """Apply the rules for a catalog as a whole, the one at `path`, of an edition in `lang`.

    `reviewers` are the names of those who may review it; none means everybody. `uncredited` are the programs that sign
    it, or an empty name if it was saved without one.
    """
    reviewed = check_reviewers(entries, reviewers) if reviewers else ()
    found = (*check_catalog_language(entries, lang), *reviewed, *check_credits(uncredited))
    return tuple(apply_levels((replace(finding, path=path) for finding in found), resolve_levels(severities)))


def check_article(
    article: Article,
    path: str,
    severities: Mapping[str, str] = _NO_SETTINGS,
    rules: tuple[ArticleRule, ...] = ARTICLE_RULES,
) -> tuple[Finding, ...]:
    """Apply the rules for an article; return the findings with the lines of the article at `path`."""
    return _collect_article((finding for rule in rules for finding in rule(article)), path, severities)


def check_links(
    article: Article, path: str, others: Mapping[str, Article], severities: Mapping[str, str] = _NO_SETTINGS
) -> tuple[Finding, ...]:
    """Apply the rule for the links of the article at `path` to headings of others, which are given by path."""
    return _collect_article(check_links_to_others(article, path, others), path, severities)


def check_site_links(
    article: Article,
    path: str,
    catalogs: Mapping[str, tuple[str, Collection[Entry]]],
    site: str,
    pages: Mapping[str, str],
    severities: Mapping[str, str],
) -> tuple[Finding, ...]:
    """Apply the rules for links to pages of the site at `site`, in the article at `path` and in its catalogs, which are
    given by language with their paths and entries. `pages` are the paths of articles by those of their pages.
    """
    found = [*_collect_article(addresses.check_own_pages(article, path, site, pages), path, severities)]
    for lang, (place, entries) in catalogs.items():
        found += _collect_article(addresses.check_own_addresses(entries, article, lang, site, pages), place, severities)
    return tuple(found)


def _collect_article(findings: Iterable[Finding], path: str, severities: Mapping[str, str]) -> tuple[Finding, ...]:
    found = (replace(finding, path=path) for finding in findings)
    return tuple(sorted(apply_levels(found, resolve_levels(severities)), key=lambda item: item.line))


def _collect(
    pairs: Iterable[Pair], apply: Callable[[Pair], Iterator[Finding]], path: str, severities: Mapping[str, str]
) -> tuple[Finding, ...]:
    """Return the findings in pairs, each once, with its place in the catalog at `path`."""
    changed = resolve_levels(severities)
    found: list[Finding] = []
    for pair in pairs:
        made = [_locate(finding, pair.entry, path) for finding in apply_levels(apply(pair), changed)]
        found += made if len(made) < 2 else dict.fromkeys(made)  # noqa: PLR2004  one is not there twice
    return tuple(found)


def _locate(finding: Finding, entry: Entry, path: str) -> Finding:
    """Return a finding with the place of its entry; `replace` takes four times as long."""
    return Finding(
        rule=finding.rule,
        severity=finding.severity,
        message=finding.message,
        path=path,
        line=entry.line,
        source=entry.source,
        replacement=finding.replacement,
        context=entry.context,
    )


def _apply_rules(pair: Pair) -> Iterator[Finding]:
    """Yield the findings for one pair, except those that its remarks silence."""
    skipped = ignored_codes(pair.entry.remarks) if pair.entry.remarks else frozenset()
    for rule in _rules_for(pair):
        for finding in rule(pair):
            if finding.rule not in skipped:
                yield finding
    if pair.entry.remarks:
        yield from check_ignored_names(pair.entry.remarks)


def _rules_for(pair: Pair) -> tuple[Rule, ...]:
    if not pair.segment.kind.is_text:
        return ADDRESS_RULES
    if pair.is_copy_edit and pair.target == pair.segment.text:
        return (*UNTOUCHED_RULES, numbers.check_numbers) if pair.folded else UNTOUCHED_RULES
    return choose_rules(pair)
