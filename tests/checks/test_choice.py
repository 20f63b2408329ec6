"""Rules are called only where they could find something: the choice never hides a finding."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.article.escape import clean_target
from pipeline.article.markdown import read_article
from pipeline.article.placeholders.reconcile import reconcile_placeholders
from pipeline.checks.pair import ArticleTexts, Pair
from pipeline.checks.rules import RULES, choose_rules
from pipeline.glossary import Glossary
from pipeline.languages import load
from pipeline.model import Entry, Segment, Term

LANGUAGES = ("hy", "en", "ru", "uk", "fr", "ka", "fa", "de", "sv", "el", "hi", "zh-Hans", "ja", "tr")
SOURCES = {
    "en": "The lake[^1] is “high” at -1,900.5 m on 3 May — see [the 43% report](https://example.org). Two?",
    "ru": "Озеро[^1] «высоко», -1900,5 м, 3 мая — см. [доклад](https://example.org), 43\u00a0%. Два, XX век?",
    "hy": "Լիճը[^1] «բարձր է», -1900,5 մ, մայիսի 3-ին, տե՛ս [43% զեկույցը](https://example.org)։ Երկո՞ւ։",
}
SEGMENTS = {
    lang: read_article(f"{text}\n\n[^1]: No. 5.\n", lang=lang, sentences=False).segments[0]
    for lang, text in SOURCES.items()
}
SIGNS = "\"«»“”„‟‹›ՙ՚‘’'「」『』《〈״()[]{}*_~`^.,․…:;։!?՞՜՛՝-–—֊‐\u00ad¬/\\@#&<>%№$€"
SPACES = " \u00a0\u202f\n\t\u200b\u200d\ufeff\u2060\u2066\u2069\u202a"
WORDS = (
    *(
        "lake",
        "lаke",
        "Озеро",
        "Oзеро",
        "լիճը",
        "լիճu",
        "եւ",
        "ՙլիճ",
        "c",
        "и",
        "ХХ",
        "XIX",
        "Х",
        "İ",
        "ſ",
        "湖",
        "ტბა",
    ),
    *("{fn1}", "{fn 1}", "{url1}", "[слова]({url1})", "^[своё]", "www.a.am", "Www.a", "http:\\\\a", "file:/c", "x@1.2"),
    *("3", "3,5", "1 900.5", "۳", "43%", "5 km", "5 миль", "-5", "два", "two", "երկու", "May", "мая", "17:30", "5 pm"),
    *("прим. пер", "translator’s note", "NDT)", "توضیح مترجم", ".م)", "ծնթ. թարգմ", "...", ",,", "::", "։։", "~~"),
)
TEXTS = st.one_of(
    st.lists(st.sampled_from((*WORDS, *SIGNS, *SPACES, *"  ")), max_size=14).map("".join),
    st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join),
    st.text(max_size=40),
)
GLOSSARIES = (
    Glossary(),
    Glossary(terms=(Term(names={"en": ("lake",), "ru": ("озеро",), "hy": ("լիճ",)}, forbidden={"ru": ("вода",)}),)),
)


def make_pair(segment: Segment, source_lang: str, lang: str, target: str, glossary: Glossary) -> Pair:
    entry = Entry(source=segment.text, target=target)
    key, words = entry.key, target.casefold()
    return Pair(
        segment=segment,
        entry=entry,
        reconciled=reconcile_placeholders(clean_target(target), segment),
        source_lang=source_lang,
        lang=lang,
        texts=ArticleTexts(
            by_source={key: [target, "?"]},
            untranslated_notes={"1"},
            unpaired={key: "«"},
            shared={key},
            repeated={key: words},
        ),
        glossary=glossary,
    )


PLAIN = {"hy": "Տունը շատ հին է", "ru": "Дом был очень стар", "el": "το σπίτι ήταν παλιό"}


def assert_nothing_hidden(pair: Pair) -> None:
    chosen = choose_rules(pair)
    known = {"", *load(pair.lang).typography.checks}
    for rule, need in RULES.items():
        if rule not in chosen and need.check in known:
            assert not list(rule(pair)), (rule, pair.entry.target)


@settings(max_examples=300)
@given(
    target=TEXTS,
    source_lang=st.sampled_from(sorted(SOURCES)),
    lang=st.sampled_from(LANGUAGES),
    glossary=st.sampled_from(GLOSSARIES),
)
def test_a_rule_that_is_not_chosen_would_find_nothing(
    target: str, source_lang: str, lang: str, glossary: Glossary
) -> None:
    assert_nothing_hidden(make_pair(SEGMENTS[source_lang], source_lang, lang, target, glossary))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_sign_in_any_place_of_a_sentence_is_overlooked(lang: str) -> None:
    words = PLAIN.get(lang, "The house was old").split()
    before, word, after = words[0], words[1], " ".join(words[2:])
    for sign in (*WORDS, *SIGNS, *SPACES, "--", "..", "։:", "՝՝"):
        for target in (
            f"{sign}{before} {word} {after}",
            f"{before} {word} {after}{sign}",
            f"{before} {sign} {word} {after}",
            f"{before} {word}{sign} {after}",
            f"{before} {sign}{word} {after}",
            f"{before} {word[0]}{sign}{word[1:]} {after}",
        ):
            assert_nothing_hidden(make_pair(SEGMENTS["en"], "en", lang, target, GLOSSARIES[0]))


@pytest.mark.parametrize("lang", ["hy", "ru"])
def test_few_rules_look_at_a_plain_sentence(lang: str) -> None:
    segment = read_article("The house is old.", lang="en").segments[0]
    target = {"hy": "Տունը հին է։", "ru": "Дом стар."}[lang]
    entry = Entry(source=segment.text, target=target)
    reconciled = reconcile_placeholders(target, segment)
    pair = Pair(segment=segment, entry=entry, reconciled=reconciled, source_lang="en", lang=lang)
    assert len(choose_rules(pair)) <= 6
