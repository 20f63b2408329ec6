"""Laws of all rules, whatever translators write: nothing raises, and repairs are safe."""

from dataclasses import replace
from itertools import zip_longest

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline import checks
from pipeline.article.markdown import read_article
from pipeline.article.placeholders import find_names
from pipeline.article.placeholders.reconcile import reconcile_placeholders
from pipeline.checks import check_article, check_entries
from pipeline.checks.letters import LOOKALIKES
from pipeline.glossary import Glossary
from pipeline.model import Article, Entry, Finding, Term

LANGUAGES = ("hy", "en", "ru")
OTHERS = ("fr", "ka", "uk", "fa", "de", "sv", "el", "ar", "hi", "zh-Hans", "ja", "sr-Latn")
SOURCES = {
    "en": "The lake[^1] is “high” at 1,900.5 m — see [the 43% report](https://example.org). Really?\n\n[^1]: No. 5.\n",
    "ru": "Озеро[^1] «высоко», 1900,5 м — см. [доклад](https://example.org), 43\u00a0%. Правда?\n\n[^1]: Сноска 5.\n",
    "hy": "Լիճը[^1] «բարձր է», 1900,5 մ, տե՛ս [43% զեկույցը](https://example.org)։ Իսկապե՞ս։\n\n[^1]: Ծան. 5։\n",
}
ARTICLES = {lang: read_article(text, lang=lang, sentences=False) for lang, text in SOURCES.items()}
PIECES = st.sampled_from(
    [
        *("Озеро", "Oзеро", "լիճը", "լիճu", "եւ", "lake", "lаke", "XIХ век", "ХХ век", "c", "и", "т. е.", "бывший"),
        *("{fn1}", "{fn 1}", "{ФН1}", "[слова]({url1})", "{url1}", "^[своё]", "[^1]", "{fn2}", "`код: x`", "www.a.am"),
        *(" ", " ", " ", "  ", "\u00a0", " - ", " — ", ":", "։", ".", "...", "…", "..", ",", ",,", "?", "!", "՞", "՛"),
        *("«", "»", '"', "“", "”", "„", "‘", "'", "(", ")", "[", "]", "*", "**", "_", "43%", "43 %", "№ 5", "1 234,5"),
        *("\n", "\t", "\\", "<b>", "&amp;", "&", "{", "}", "←", "\u202a", "😀", "\ue000"),
        *(
            "”",
            "« ",
            " »",
            " ?",
            " ;",
            "\u202f!",
            "۳/۵",
            "٪",
            "می‌رود",
            "\u2067",
            "\u2069",
            "\u200f",
            "湖。",
            "ტბა",
            "झील।",
        ),
    ]
)
TARGETS = st.one_of(st.lists(PIECES, max_size=14).map("".join), st.text(max_size=40))


def lookalike_classes() -> dict[str, str]:
    """Map each letter that has look-alikes to the same letter for all of them."""
    classes: dict[str, str] = {}
    for table in LOOKALIKES.values():
        for one, other in table.items():
            first, second = (classes.get(letter, letter) for letter in (one.casefold(), other.casefold()))
            members = {one.casefold(), other.casefold(), *(key for key, value in classes.items() if value == second)}
            classes |= dict.fromkeys(members, first)
    return classes


CLASSES = lookalike_classes()


def fold_lookalikes(text: str) -> str:
    """Return the letters of a text without case, look-alikes folded into one: the part that repairs never change."""
    return "".join(CLASSES.get(letter, letter) for letter in text.casefold() if letter.isalpha())


def findings(article: Article, target: str, lang: str) -> tuple[Finding, ...]:
    source = article.segments[0].text
    return check_entries(article, {source: Entry(source=source, target=target, line=3)}, "x.po", lang)


@settings(max_examples=300)
@example(target="{fn1}}}}", source_lang="en", lang="hy")
@example(target="՞Озероլիճը", source_lang="hy", lang="en")
@given(target=TARGETS, source_lang=st.sampled_from(LANGUAGES), lang=st.sampled_from((*LANGUAGES, *OTHERS)))
def test_repairs_come_to_an_end_and_change_no_wording(target: str, source_lang: str, lang: str) -> None:
    article = ARTICLES[source_lang]
    segment = article.segments[0]
    for _ in range(40):
        repair = next((item for item in findings(article, target, lang) if item.replacement is not None), None)
        if repair is None:
            return
        assert repair.replacement is not None
        assert repair.replacement != target
        before, after = (
            reconcile_placeholders(target, segment).text,
            reconcile_placeholders(repair.replacement, segment).text,
        )
        assert fold_lookalikes(after) == fold_lookalikes(before), repair
        assert sorted(find_names(after)) == sorted(find_names(before)), repair
        again = findings(article, repair.replacement, lang)
        assert replace(repair, replacement=None) not in [replace(item, replacement=None) for item in again] or (
            sum(item.rule == repair.rule for item in again)
            < sum(item.rule == repair.rule for item in findings(article, target, lang))
        )
        target = repair.replacement
    pytest.fail("repairs do not come to an end")


@given(
    text=st.one_of(st.lists(PIECES, max_size=20).map("".join), st.text(max_size=60)), lang=st.sampled_from(LANGUAGES)
)
def test_any_article_can_be_looked_at(text: str, lang: str) -> None:
    article = read_article(text.replace("<!--", ""), lang=lang)
    check_article(article, "articles/x.md")
    for other in LANGUAGES:
        entries = {segment.text: Entry(source=segment.text, target=segment.text) for segment in article.segments}
        check_entries(article, entries, "x.po", other)


@given(
    lang=st.sampled_from(LANGUAGES),
    changed=st.lists(st.sampled_from(["", " ", "{fn1}", "x", "←"]), max_size=3),
    remarks=st.sampled_from([(), ("targman: ignore nothing-known",), ("targman: ignore numbers",)]),
    forbidden=st.sampled_from(["", "lake", "Озеро"]),
)
def test_texts_that_nobody_edited_are_passed_over_without_hiding_a_finding(
    lang: str, changed: list[str], remarks: tuple[str, ...], forbidden: str
) -> None:
    article = ARTICLES[lang]
    glossary = Glossary(terms=(Term(names={"en": ("sea",)}, forbidden={"en": (forbidden,)} if forbidden else {}),))
    entries = [Entry(source=item.text, context=item.context, target=item.text) for item in article.segments]
    entries = [
        replace(entry, target=entry.target + text, remarks=remarks)
        for entry, text in zip_longest(entries, changed[: len(entries)], fillvalue="")
        if isinstance(entry, Entry)
    ]
    table = {entry.key: entry for entry in entries}
    made = check_entries(article, table, "", lang, glossary)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(checks, "_is_edited", lambda *_: True)
        assert check_entries(article, table, "", lang, glossary) == made
