"""Repairs: each finding's replacement taken in turn until none is left, and nothing but translations changed."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.article.escape import clean_target
from pipeline.article.markdown import read_article
from pipeline.article.placeholders.reconcile import reconcile_placeholders
from pipeline.checks import check_entries
from pipeline.checks.repair import ConflictingRepairsError, Repair, apply_repairs, repair_entry
from pipeline.model import Catalog, Entry, Finding, Message, Severity

ENTRY = Entry(
    source="The lake : it is high",
    target="Озеро : оно  высоко",
    comments=("paragraph",),
    remarks=("asked the author",),
    flags=("python-brace-format",),
    line=12,
)


def hint(rule: str, replacement: str | None) -> Finding:
    return Finding(rule=rule, severity=Severity.HINT, message=Message(template="…"), replacement=replacement)


def spaces(entry: Entry) -> Sequence[Finding]:
    """Two rules: no two spaces in a row, none before a colon."""
    findings = [hint("words", None)]
    if "  " in entry.target:
        findings.append(hint("double-space", entry.target.replace("  ", " ")))
    if " :" in entry.target:
        findings.append(hint("space-before-colon", entry.target.replace(" :", ":")))
    return findings


def test_repairs_follow_each_other_until_none_is_left() -> None:
    made = repair_entry(ENTRY, spaces)
    assert made == Repair(
        source=ENTRY.source,
        line=12,
        before="Озеро : оно  высоко",
        after="Озеро: оно высоко",
        rules=("double-space", "space-before-colon"),
    )
    assert repair_entry(replace(ENTRY, target=made.after), spaces) is None


@pytest.mark.parametrize(
    "entry",
    [
        replace(ENTRY, fuzzy=True),
        replace(ENTRY, obsolete=True),
        replace(ENTRY, target=""),
        replace(ENTRY, context="superseded", obsolete=True),
    ],
    ids=["fuzzy", "obsolete", "untranslated", "superseded"],
)
def test_only_what_a_person_confirmed_is_repaired(entry: Entry) -> None:
    assert repair_entry(entry, spaces) is None
    catalog = Catalog(entries=(entry,))
    told = Repair(source=entry.source, line=12, before=entry.target, after="x", rules=("x",))
    assert apply_repairs(catalog, [told]) == (catalog, frozenset())


def test_repairs_that_undo_each_other_are_refused_and_told() -> None:
    def quarrel(entry: Entry) -> Sequence[Finding]:
        return [hint("closed", "a:b") if entry.target == "a: b" else hint("open", "a: b")]

    with pytest.raises(ConflictingRepairsError, match="closed, open ask for undo each other") as caught:
        repair_entry(replace(ENTRY, target="a: b"), quarrel)
    assert caught.value.line == 12


def test_repairs_without_end_are_refused() -> None:
    with pytest.raises(ConflictingRepairsError):
        repair_entry(ENTRY, lambda entry: [hint("longer", f"{entry.target}!")])


@pytest.mark.parametrize("replacement", ["", " \n", None])
def test_no_repair_takes_a_translation_away(replacement: str | None) -> None:
    assert repair_entry(ENTRY, lambda _: [hint("odd", replacement)]) is None


def test_nothing_but_the_translation_changes() -> None:
    other = replace(ENTRY, source="Another", target="Другой : текст")
    catalog = Catalog(header=(("Language", "ru"),), remarks=("ours",), entries=(other, ENTRY))
    made = repair_entry(ENTRY, spaces)
    assert made is not None
    new, sources = apply_repairs(catalog, [made])
    assert sources == {ENTRY.source}
    assert new == replace(catalog, entries=(other, replace(ENTRY, target="Озеро: оно высоко")))


def test_a_translation_that_was_changed_since_is_left_alone() -> None:
    made = repair_entry(ENTRY, spaces)
    assert made is not None
    catalog = Catalog(entries=(replace(ENTRY, target="Озеро"),))
    assert apply_repairs(catalog, [made]) == (catalog, frozenset())


ARTICLE = read_article(
    "The [lake](https://example.org)[^1] is ![high](p.png)[^2].\n\n[^1]: One.\n\n[^2]: Two.\n",
    lang="en",
    sentences=False,
)
PIECES = st.sampled_from(
    [
        *("{fn1}", "{ fn1 }", "{фн1}", "{ֆն2}", "{fn2}", "[^1]", "[^2]", "{fո2}", "{{fn1}}", "<sup>{fn1}</sup>"),
        *("[о]", "({url1})", "( {url 1} )", "https://example.org", "{img1}", "{ІМГ1}", "{x 1}"),
        *("`", "\\", " ", "\n", "\u200b", "Озеро", "."),
    ]
)


@given(st.lists(PIECES, min_size=1, max_size=9).map("".join))
def test_after_placeholders_are_repaired_there_is_nothing_to_repair_and_the_edition_is_the_same(target: str) -> None:
    source = ARTICLE.segments[0].text

    def look(entry: Entry) -> Sequence[Finding]:
        return [
            item
            for item in check_entries(ARTICLE, {source: entry}, "x.po", "ru")
            if item.rule == "placeholder-spelling"
        ]

    entry = Entry(source=source, target=target)
    made = repair_entry(entry, look)
    if made is not None:
        assert repair_entry(replace(entry, target=made.after), look) is None
        assert all(finding.replacement is None for finding in look(replace(entry, target=made.after)))
        before, after = (
            reconcile_placeholders(clean_target(text), ARTICLE.segments[0]).text for text in (target, made.after)
        )
        assert before == after
