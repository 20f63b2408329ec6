"""Translations of texts that were words and a site's syntax in one are kept when the syntax goes out of them."""

import pytest

from pipeline.article.extract import extract_units
from pipeline.article.markdown import read_article
from pipeline.catalog.update import update_entries
from pipeline.model import Entry


def carried(article: str, source: str, target: str) -> dict[str, tuple[str, bool]]:
    """The translations, and whether each is confirmed, of an article after an update from one old entry."""
    units = extract_units(read_article(article, lang="en"), "a.md")
    old = (Entry(source=source, target=target),)
    found = update_entries(old, units, lang="hy", same_language=False).entries
    return {entry.source: (entry.target, not entry.fuzzy) for entry in found if not entry.obsolete and entry.target}


@pytest.mark.parametrize(
    ("article", "source", "target", "kept"),
    [
        (
            ":::tip[Good advice]\nHear it.\n:::\n",
            ":::tip[Good advice] Hear it. :::",
            ":::tip[Լավ խորհուրդ] Լսե՛ք։ :::",
            {"Good advice": "Լավ խորհուրդ", "Hear it.": "Լսե՛ք։"},
        ),
        (
            "Rouble\n: Money.\n",
            "Rouble : Money.",
            "Ռուբլի : Փող։",
            {"Rouble": "Ռուբլի", "Money.": "Փող։"},
        ),
        (
            '{{< figure src="a.png" alt="Dam" caption="The dam" >}}\n',
            '{{< figure src="a.png" alt="Dam" caption="The dam" >}}',
            '{{< figure src="a.png" alt="Պատվար" caption="Պատվարը" >}}',
            {"Dam": "Պատվար", "The dam": "Պատվարը"},
        ),
        (
            "See [[Lake|the lake]] now.\n",
            "See [[Lake|the lake]] now.",
            "Տե՛ս [[Lake|լիճը]] հիմա։",
            {"See {keep1} now.": "Տե՛ս {keep1} հիմա։", "the lake": "լիճը"},
        ),
        (
            "Text.\n{: .lead}\n",
            "Text. {: .lead}",
            "Տեքստ։ {: .lead}",
            {"Text.": "Տեքստ։"},
        ),
        (
            'See [it]({{< ref "a.md" >}}) now.\n',
            'See [it]({{< ref "a.md" >}}) now.',
            'Տե՛ս [դա]({{< ref "a.md" >}}) հիմա։',
            {"See [it]({url1}) now.": "Տե՛ս [դա]({url1}) հիմա։"},
        ),
    ],
)
def test_a_translation_is_divided_where_its_syntax_was(
    article: str, source: str, target: str, kept: dict[str, str]
) -> None:
    assert carried(article, source, target) == {text: (words, True) for text, words in kept.items()}


@pytest.mark.parametrize(
    ("article", "source", "target"),
    [
        (":::tip[Good advice]\nHear it.\n:::\n", ":::tip[Good advice] Hear it. :::", "Լավ խորհուրդ. լսե՛ք։"),
        ("Rouble\n: Money.\n", "Rouble : Money.", "Ռուբլի : փող : դրամ"),
        ("River\n\nWater\n", "River: Water", "Գետ: Ջուր"),
    ],
)
def test_nothing_is_confirmed_that_is_divided_otherwise(article: str, source: str, target: str) -> None:
    assert not any(confirmed for _, confirmed in carried(article, source, target).values())


def test_time_grows_with_the_number_of_entries() -> None:
    article = "\n\n".join(f":::note[Title {number}]\nText {number}.\n:::" for number in range(400))
    units = extract_units(read_article(article, lang="en"), "a.md")
    old = tuple(
        Entry(source=f":::note[Title {number}] Text {number}. :::", target=f":::note[Վ {number}] Տ {number}։ :::")
        for number in range(400)
    )
    found = update_entries(old, units, lang="hy", same_language=False).entries
    assert all(entry.is_translated for entry in found if not entry.obsolete)
