"""What `targman check` finds, beside its sentence, in the language of the page."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import html5lib
import polib
import pytest
from conftest import Workspace

from pipeline import catalog
from pipeline.checks.explanations import read_rules
from pipeline.languages.messages import Wording
from pipeline.model import Entry
from pipeline.preview import article_page, sentence_page
from pipeline.preview.article_cache import ArticleCache
from pipeline.preview.pages import read_columns
from pipeline.workspace.settings import find_settings

ROOT = Path(__file__).parents[2]
EXAMPLES: Mapping[str, Mapping[str, Any]] = read_rules()
NOTES = "[^1]: The first note.\n\n[^2]: The second note.\n"
BROKEN = {"Breaks out of its block.": "# Заголовок\n\n- пункт", "Folds into nothing.": "←"}


def faults() -> Iterator[dict[str, str]]:
    """The English sources of checks/rules.toml with their wrong Russian translations: in groups, each source once in a
    group.
    """
    groups: list[dict[str, str]] = [dict(BROKEN)]
    for table in EXAMPLES.values():
        for example in [*table.get("examples", ()), table]:
            if example.get("from") == "en" and "ru" in example:
                wrong = example["ru"]["wrong"]
                sources = [example["source"], example.get("other", "")]
                for source, target in zip(sources, [wrong] if isinstance(wrong, str) else wrong, strict=False):
                    group = next((each for each in groups if source not in each), None)
                    if group is None:
                        groups.append(group := {})
                    group[source] = target
    yield from groups


@pytest.fixture
def cache(workspace: Callable[..., Workspace]) -> ArticleCache:
    """A workspace with many faults in its Russian catalogs; of each, one entry is gone."""
    place = workspace()
    place.write("targman.toml", 'lang = "en"\nsegmentation = "block"\n')
    place.write("locales/glossary.csv", "en,ru,forbidden ru\nalliance,альянс,блок\n")
    groups = list(faults())
    for number, group in enumerate(groups):
        place.write(f"articles/a{number}.md", "\n\n".join([*group, NOTES]))
    place.run("sync")
    for number, group in enumerate(groups):
        path = place.root / f"locales/ru/articles/a{number}.po"
        found = catalog.parse(path.read_bytes())
        wrong = {re.sub(r"\[\^(\d)\]", r"{fn\1}", source): target for source, target in group.items()}
        entries = tuple(translated(entry, wrong) for entry in found.entries if entry.source != "The second note.")
        path.write_text(catalog.serialize(replace(found, entries=entries)), encoding="utf-8")
    return ArticleCache(find_settings(place.root))


def translated(entry: Entry, wrong: dict[str, str]) -> Entry:
    source = entry.source.replace("({url1})", "(https://example.org/a)")
    target = wrong.get(source, wrong.get(entry.source, ""))
    remarks = ("targman: ignore quotes-lots", "targman: ignore zzzzzz") if entry.source.startswith("Many") else ()
    return replace(entry, target=target, remarks=remarks) if target else entry


def said(cache: ArticleCache, lang: str) -> Iterator[tuple[str, str]]:
    """What the pages say of findings, each with the rule; that of an edition as a whole comes with none."""
    for place in cache.places().values():
        html = article_page.render_article(
            cache,
            place,
            article_page.read_request(read_columns("", cache.settings.editions), ["ru"], None),
            Wording(lang=lang),
        )
        tree = html5lib.parse(html, namespaceHTMLElements=False)
        for found in (each for each in tree.iter("ul") if each.get("class") == "findings"):
            for item in found.iter("li"):
                assert item.get("lang") == lang
                yield item.findtext("span") or "", (item.text or "").strip()
        for notice in (each for each in tree.iter("p") if each.get("class") == "notice"):
            yield "", notice.findtext("span") or ""


def english() -> set[str]:
    """The words between the values of the messages that are of two words and more."""
    entries = polib.pofile(str(ROOT / "pipeline/languages/en/messages.po"))
    forms = [form for entry in entries for form in (entry.msgid, entry.msgid_plural) if form]
    pieces = (piece.strip(" .,:;“”()") for form in forms for piece in re.split(r"{\w+}", form))
    return {piece for piece in pieces if re.search(r"\w\s+\w", piece)}


def test_findings_are_in_the_language_of_the_page_whatever_they_are_about(cache: ArticleCache) -> None:
    before = list(said(cache, "en"))
    assert len({rule for rule, _ in before}) > 35
    for lang in ("hy", "ru"):
        told = list(said(cache, lang))
        assert [rule for rule, _ in told] == [rule for rule, _ in before]
        for (rule, text), (_, original) in zip(told, before, strict=True):
            assert text != original, rule
            own = re.sub(r"[«“][^»”]*[»”]", "", text)  # without the words of the article
            assert not [piece for piece in english() if piece in own], (rule, text)


def test_what_an_edition_lacks_is_told_in_the_language_of_the_page(cache: ArticleCache) -> None:
    [text, *_] = [text for rule, text in said(cache, "ru") if not rule]
    assert text == "В каталоге нет 1 текста статьи (первый: «The second note.»). Выполните: targman sync"


def test_findings_while_typing_are_in_the_language_of_the_page(cache: ArticleCache) -> None:
    place = cache.places()["a0"]
    view = cache.view(place, ("ru",))
    key = next(each.key for each in view.sentences if each.segment.text == "Folds into nothing.")
    for lang, expected in (("ru", "«←» присоединяет предложение"), ("hy", "«←» նշանը նախադասությունը միացնում է")):
        entry = sentence_page.describe_sentence(cache, place, "ru", key, Wording(lang=lang))
        assert entry is not None
        [finding] = entry["findings"]
        assert finding["message"].startswith(expected)
