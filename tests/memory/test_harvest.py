"""What the catalogs of an article have to remember."""

from pipeline.memory import MemoryUnit
from pipeline.memory.harvest import harvest_units, source_language, untranslated_texts
from pipeline.model import Catalog, Entry


def catalog_of(*entries: Entry, lang: str = "en", name: str = "") -> Catalog:
    return Catalog(header=(("X-Source-Language", lang), ("Last-Translator", name)), entries=entries)


def text(source: str, target: str = "", **fields: object) -> Entry:
    return Entry(source=source, target=target, **fields)  # type: ignore[arg-type]


def test_two_translations_of_a_text_are_one_unit() -> None:
    found = harvest_units(
        "articles/a",
        {
            "hy": catalog_of(text("Water.", "Ջուր։"), name="Նարե <nare@example.org>"),
            "en": catalog_of(text("Water.", "Water, edited.")),
            "ru": catalog_of(text("Water.", "Вода."), text("Lake.", "Озеро.")),
        },
    )
    assert found == (
        MemoryUnit(
            origin="articles/a",
            lang="en",
            texts={"en": "Water.", "hy": "Ջուր։", "ru": "Вода."},
            translators={"hy": "Նարե"},
        ),
        MemoryUnit(origin="articles/a", lang="en", texts={"en": "Lake.", "ru": "Озеро."}),
    )


def test_only_what_is_finished_counts() -> None:
    entries = (
        text("a", "а", fuzzy=True),
        text("b"),
        text("c", "ц", obsolete=True),
        text("https://example.org", "https://example.org/ru", comments=("link target",)),
    )
    assert harvest_units("articles/a", {"ru": catalog_of(*entries)}) == ()
    assert untranslated_texts(catalog_of(*entries)) == ("b",)


def test_a_text_counts_in_each_of_its_contexts() -> None:
    russian = catalog_of(text("May", "май", context="month"), text("May", "Мэй"), text("May", context="verb"))
    armenian = catalog_of(text("May", "մայիս", context="month"), text("May", "Մեյ"), text("May", context="verb"))
    found = harvest_units("articles/a", {"ru": russian, "hy": armenian})
    assert [unit.texts for unit in found] == [
        {"en": "May", "ru": "май", "hy": "մայիս"},
        {"en": "May", "ru": "Мэй", "hy": "Մեյ"},
    ]
    assert untranslated_texts(russian) == ("May",)


def test_folded_sentences_are_left_out() -> None:
    """The translation before the arrow is that of both."""
    entries = (text("a", "а и б"), text("b", "←{fn1}"), text("c", "ц"))
    assert [unit.texts["en"] for unit in harvest_units("articles/a", {"ru": catalog_of(*entries)})] == ["c"]
    link = text("https://example.org", "https://example.org", comments=("link target",))
    entries = (text("a", "а и б"), link, text("b", "←"))
    assert harvest_units("articles/a", {"ru": catalog_of(*entries)}) == ()


def test_an_empty_catalog_has_nothing() -> None:
    assert harvest_units("articles/a", {"ru": catalog_of(), "hy": Catalog()}) == ()
    assert untranslated_texts(catalog_of()) == ()


def test_the_source_language_is_one_of_the_workspace() -> None:
    chinese = Catalog(header=(("X-Source-Language", "zh_CN"),))
    assert [source_language(chinese, (lang,)) for lang in ("zh-CN", "zh-Hans", "zh")] == ["zh-CN", "zh-Hans", "zh"]
    assert source_language(chinese, ("zh-Hant", "en")) == "zh-Hans"
    assert source_language(Catalog()) == ""
