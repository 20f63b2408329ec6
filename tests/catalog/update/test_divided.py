"""Translations of texts that were words and a site's syntax in one are kept when the syntax goes out of them."""

import pytest

from catalog.update.desk import desk
from pipeline.article.extract import extract_units
from pipeline.article.markdown import read_article
from pipeline.catalog.update import update_entries
from pipeline.model import Entry


def carried(article: str, source: str, target: str) -> dict[str, tuple[str, bool]]:
    """The translations, and whether each is confirmed, of an article after an update from one old entry."""
    return carried_from(article, {source: target})


def carried_from(article: str, old: dict[str, str], *dialects: str) -> dict[str, tuple[str, bool]]:
    units = extract_units(read_article(article, lang="en", dialects=dialects), "a.md")
    before = [Entry(source=source, target=target) for source, target in old.items()]
    found = update_entries(before, units, lang="hy", same_language=False).entries
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
        (
            '{{< figure src="a.png" caption="The \\"dam\\" here" >}}\n',
            '{{< figure src="a.png" caption="The \\"dam\\" here" >}}',
            '{{< figure src="a.png" caption="\\"Պատվարը\\" այստեղ" >}}',
            {'The "dam" here': '"Պատվարը" այստեղ'},
        ),
        (
            'An <abbr title="in full">IF</abbr> here.\n',
            'An <abbr title="in full">IF</abbr> here.',
            'Մի <abbr title="լրիվ">ԼԱ</abbr> այստեղ։',
            {"An {keep1}IF</abbr> here.": "Մի {keep1}ԼԱ</abbr> այստեղ։", "in full": "լրիվ"},
        ),
        (
            'An <abbr title="in full">IF</abbr> here.\n',
            'An <abbr title="in full">IF</abbr> here.',
            'Մի <abbr title="in full">ԼԱ</abbr> այստեղ։',
            {"An {keep1}IF</abbr> here.": "Մի {keep1}ԼԱ</abbr> այստեղ։"},
        ),
    ],
)
def test_a_translation_is_divided_where_its_syntax_was(
    article: str, source: str, target: str, kept: dict[str, str]
) -> None:
    assert carried(article, source, target) == {text: (words, True) for text, words in kept.items()}


@pytest.mark.parametrize(
    ("article", "old", "kept"),
    [
        (
            "As told [@smith, p. 3] here. More.\n",
            {"As told [@smith, p.": "Ըստ [@smith, p.", "3] here.": "3] այստեղ։", "More.": "Էլի։"},
            {"As told {keep1} here.": "Ըստ {keep1} այստեղ։", "More.": "Էլի։"},
        ),
        (
            "As told [@smith, p. 3][^1] here.\n\n[^1]: Note.\n",
            {"As told [@smith, p.": "Ըստ [@smith, p.", "3]{fn1} here.": "3]{fn1} այստեղ։", "Note.": "Նշում։"},
            {"As told {keep1}{fn1} here.": "Ըստ {keep1}{fn1} այստեղ։", "Note.": "Նշում։"},
        ),
        (
            "(ref:dam) The dam. In winter.\n",
            {"(ref:dam) The dam.": "(ref:dam) Պատվարը։", "In winter.": "Ձմռանը։"},
            {"The dam. In winter.": "Պատվարը։ Ձմռանը։"},
        ),
    ],
)
def test_sentences_that_syntax_had_cut_are_one_again(article: str, old: dict[str, str], kept: dict[str, str]) -> None:
    assert carried_from(article, old, "quarto") == {text: (words, True) for text, words in kept.items()}


def test_a_half_translated_sentence_that_syntax_had_cut_is_to_be_reviewed() -> None:
    found = carried_from("As told [@smith, p. 3] here.\n", {"As told [@smith, p.": "Ըստ [@smith, p.", "3] here.": ""})
    assert found == {"As told {keep1} here.": ("Ըստ [@smith, p.", False)}


@pytest.mark.parametrize(
    ("article", "old", "dialect"),
    [
        ("> [!tip] Title\n> Text.\n", {"[!tip] Title Text.": "[!tip] Վերնագիր Տեքստ։"}, "obsidian"),
        ("/// tip | Title\nText.\n///\n", {"/// tip | Title Text. ///": "/// tip | Վերնագիր Տեքստ։ ///"}, "mkdocs"),
    ],
)
def test_a_title_and_a_text_without_a_sign_between_are_to_be_reviewed(
    article: str, old: dict[str, str], dialect: str
) -> None:
    assert carried_from(article, old, dialect) == {"Title": ("Վերնագիր Տեքստ։", False), "Text.": ("←", False)}


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


def test_a_colon_between_spaces_as_in_french_divides_no_confirmed_translation() -> None:
    made = desk("River : Water\n", {"River : Water": "Գետ : ջուր"})
    made.sync("# River\n\nWater\n")
    assert made.state() == {"River": "?Գետ", "Water": "?ջուր"}
    made.sync("River : Water\n")
    assert made.state() == {"River : Water": "Գետ : ջուր"}


def test_time_grows_with_the_number_of_entries() -> None:
    article = "\n\n".join(f":::note[Title {number}]\nText {number}.\n:::" for number in range(400))
    units = extract_units(read_article(article, lang="en"), "a.md")
    old = tuple(
        Entry(source=f":::note[Title {number}] Text {number}. :::", target=f":::note[Վ {number}] Տ {number}։ :::")
        for number in range(400)
    )
    found = update_entries(old, units, lang="hy", same_language=False).entries
    assert all(entry.is_translated for entry in found if not entry.obsolete)


@pytest.mark.parametrize(
    ("text", "key", "target"),
    [
        ("[Fish of the lake][a]\n\n[a]: b.md\n", "[Fish of the lake][{url1}]", "[Рыбы озера][{url1}]"),
        ("#12 – Fish of the lake\n", "#12 – Fish of the lake", "#12 – Рыбы озера"),
    ],
)
def test_what_an_author_takes_away_and_puts_back_is_translated_again(text: str, key: str, target: str) -> None:
    made = desk(text, {key: target})
    made.sync("Fish of the lake\n")
    assert made.state() == {"Fish of the lake": "Рыбы озера"}
    made.sync(text)
    assert made.state() == {key: target}
