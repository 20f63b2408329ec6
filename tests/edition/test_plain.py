"""What is certain without parsing the whole: editions that differ in words, or in blocks parsed alone, have the outline
of their source (law 5).
"""

import re

from article.markdown.corpus import VARIANTS
from article.markdown.documents import documents, raw
from hypothesis import event, given, settings
from hypothesis import strategies as st

from edition.making import entries
from pipeline.article import dialects
from pipeline.article.markdown import read_article
from pipeline.article.markdown.front_matter_block import body_start
from pipeline.article.markdown.outline import Outline, read_outline
from pipeline.article.placeholders import is_fold
from pipeline.edition import Edition, build_edition, is_usable
from pipeline.edition.certain import compose_certain
from pipeline.edition.compose import split_blocks
from pipeline.edition.render import NestedTranslations, RenderedSentence, reconcile_translation
from pipeline.edition.verify import EditionDraft
from pipeline.errors import ArticleError
from pipeline.languages.messages import Wording
from pipeline.model import Article, Entry, Segment
from pipeline.publishing.note_table import build_note_table, compare_notes
from pipeline.publishing.page import render_page
from pipeline.publishing.reader import read_document, read_source_outline
from pipeline.publishing.verify import verify_page

WORDS = "word|Mr.|1.|2)|12|1,100|3:30|a:|(x)|«no»|'it|it’s|—|-|--|+|=|#5|#|$5|$|@fig-a|@x|!|!!|?|&|AT&T|&amp;|%|50%"
SIGNS = [
    "|",
    "`",
    "\\",
    "*",
    "_",
    "[",
    "](x)",
    "<b>",
    "{",
    "^",
    "~",
    ": x",
    "://",
    "https://a.am",
    "[^1]",
    "x:y",
    '"so"',
]
OTHERS = ["Ի՞նչ", "вода", "…", "水。", "\u00a0", "\u200b", "\u2028", "\ue000", "import x", "Table: x", "1.5", ".", "\n"]
MARKS = ("@fig-a", "$x$ ու", ":material-foo: ու")
"""Plain words to Markdown, and marks to dialects that every site knows."""
words = st.sampled_from([*WORDS.split("|"), *OTHERS, *MARKS])
texts = st.lists(words, min_size=1, max_size=6).map(" ".join) | st.text(
    st.sampled_from("".join([WORDS, *SIGNS, *OTHERS]))
)
MARKUP = re.compile(r"\[[^\[\]]*\]\(\{\w+\}\)|`[^`]+`|\*+[^*]+\*+|\{\w+\}")
"""What a translation takes over from its source."""
sites = st.just(()) | st.lists(st.sampled_from(dialects.NAMES), max_size=2, unique=True).map(tuple)


FORMS = [
    "{}",
    "{}[^1] {}",
    "{}\n{}",
    "{}[^1][^a-b]",
    "# {}",
    "{}\n===",
    "{}\n---",
    "> {}\n> {}",
    "> {}\n{}",
    "- {}\n- {}",
    "1. {}\n\n   {}",
]
FORMS += [
    "| {} | {} |\n|---|---|\n| {} | {}[^1] |",
    "!!! note\n    {}",
    ":::note\n{}\n:::",
    "{}\n: {}",
    "<div>\n{}\n</div>",
    "{}  \n{}",
    "$$\nx\n$$\n{}",
]
FORMS += [
    "{} [{}](b.md) {}",
    "*{}* {}[^1]",
    "[{}](https://a.am) `{}`.[^1]",
    "- **{}** {}\n  [{}](c)[^a-b]",
    "> {} *{}*\n> [{}](c)",
    "# {} [{}](d) *{}*",
    "[{}](<e>), *{}*, {}.",
    "| [{}](a) | *{}* | {} |\n|---|---|---|\n| {} | | |",
    "![{}](p.png) {}\n{} <b>{}</b>",
    "[{}][r] {} [{}]\n\n[r]: https://r.am",
    "{} ^[{} *{}*] {}",
]


@st.composite
def simple(draw: st.DrawFn) -> str:
    """A document of plain words in all kinds of blocks."""
    forms = [*draw(st.lists(st.sampled_from(FORMS), min_size=1, max_size=3)), "[^1]: {}", "[^a-b]: {}"]
    return "\n\n".join(form.format(*draw(st.lists(texts, min_size=4, max_size=4))) for form in forms)


def outline(text: str, names: tuple[str, ...]) -> tuple[object, ...]:
    """The structure of the body and the references of each leaf, in any order within it."""
    found: Outline = read_outline(f"<!-- -->\n\n{text[body_start(text) :]}", names)
    return found.skeleton, [tuple(sorted(getattr(leaf, name)) for name in leaf.__slots__) for leaf in found.leaves]


def translated(article: Article, data: st.DataObject) -> Edition:
    """An edition of which one or two texts have new words, with the notes of the source among them."""
    segments = [segment for segment in article.segments if segment.kind.is_text]
    pairs = {}
    for segment in data.draw(st.lists(st.sampled_from(segments), min_size=1, max_size=2)) if segments else ():
        marks = MARKUP.findall(segment.text)
        pairs[segment.text] = data.draw(texts) + " ".join(
            ["", *data.draw(st.permutations(marks)), *data.draw(st.just([]) | texts.map(lambda text: [text]))]
        )
    return build_edition(article, entries(pairs), "hy")


def faults_of_notes(text: str, source: str) -> list[str]:
    """What is wrong with the notes on the page of an edition, and what differs from those of the article."""
    told = read_source_outline(source, "en")
    pages = {lang: read_document(words, lang, told) for lang, words in {"en": source, "hy": text}.items()}
    faults = [str(fault) for fault in verify_page(render_page(pages["hy"], Wording(lang="hy")), pages["hy"])]
    return faults + [str(finding.message) for finding in compare_notes(build_note_table(pages))]


@given(st.data(), documents() | raw | simple(), sites, st.sampled_from(sorted(VARIANTS)))
@settings(max_examples=100)
def test_an_edition_of_plain_words_has_the_outline_of_its_source(
    data: st.DataObject, text: str, names: tuple[str, ...], variant: str
) -> None:
    try:
        article = read_article(VARIANTS[variant](text), lang="en", dialects=names)
    except ArticleError:
        return
    edition = translated(article, data)
    event(f"plain: {edition.is_plain}, changed: {edition.text != article.source}")
    if edition.is_plain:
        assert {finding.rule for finding in edition.findings} <= {
            "link-target"
        }  # a refused address, its source's stays
        assert outline(edition.text, names) == outline(article.source, names)
        assert faults_of_notes(edition.text, article.source) == []


PARTS = ["Բառ", "слово", "12", " ", " ", ".", ". ", "։", ":", "(", ")", "«", "»", "“", "'", '"', "!", "水。", "`", "#"]
PARTS += [
    "{fn1}",
    "{fn1}",
    "{fn2}",
    "{fn",
    "}",
    "fn1",
    "(fn1)",
    "｛fn1｝",
    "[^1]",
    "(@a)",
    "(ref:a) ",
    "$x$",
    "import x",
]
"""Of these, translations are made that are plain words, or nearly so."""
BEGINNINGS = [
    "Բառ ",
    "«Слово» ",
    "水",
    "(x) ",
    "12 ",
    "1. ",
    "({fn1}) ",
    "«{fn1}",
    "(fn1) ",
    "Բառ: ",
    "(ref:a) ",
    "import x",
]
ENDS = ["", "", ".", "։", "水。", "」", "(x)", ":", " #", "\\"]
PLAIN = [
    "One two.[^1] Three four.\n",
    "# One two\n\nOne two.[^1][^b] Three four? Five.\n",
    "- One.[^b]\n- Two. Three.\n  Four [^1] five.\n",
    "> One two. Three\n> four.[^1]\n",
    "| One | Two.[^1] |\n|---|---|\n| Three four. | Five |\n",
    "一二。三四。[^1]\n",
    "One\n===\n\n←\n\n12\n",
]


@given(st.data(), st.sampled_from(PLAIN), sites)
@settings(max_examples=200)
def test_a_certain_edition_is_the_one_that_is_composed_sentence_by_sentence(
    data: st.DataObject, text: str, names: tuple[str, ...]
) -> None:
    article = read_article(f"{text}\n[^1]: Six.\n\n[^b]: Seven.\n", lang="en", dialects=names)
    pairs = {}
    for segment in article.segments:
        notes = "".join(f"{{{item.name}}}" for item in segment.placeholders)
        parts = data.draw(st.lists(st.sampled_from([*PARTS, notes]), max_size=2))
        words = f"{data.draw(st.sampled_from(BEGINNINGS))}{''.join(parts)}{notes}{data.draw(st.sampled_from(ENDS))}"
        pairs[segment.text] = data.draw(st.sampled_from([words, words, words, segment.text, "←"]))
    known = {key: entry for key, entry in entries(pairs).items() if is_usable(entry, fuzzy=False)}

    def sentences(segments: tuple[Segment, ...]) -> tuple[RenderedSentence, ...]:
        return tuple(sentence(segment, known.get(segment.key)) for segment in segments)

    nested = NestedTranslations(known, dialect=dialects.load(names))
    certain = compose_certain(article, known, sentences, nested, shows_source=True)
    draft = EditionDraft(
        article, tuple(split_blocks(article, sentences)), NestedTranslations(known, None, nested.dialect)
    )
    event(f"certain: {certain is not None}")
    if certain is not None:
        assert certain == (draft.text(), tuple(draft.spans()))


def sentence(segment: Segment, entry: Entry | None) -> RenderedSentence:
    """A sentence of an edition whose translators add no notes of their own."""
    if entry is None:
        return RenderedSentence(segment=segment)
    if is_fold(entry.target):
        return RenderedSentence(segment=segment, entry=entry, folded=True)
    return RenderedSentence(segment=segment, entry=entry, reconciled=reconcile_translation(segment, entry))


def test_one_backtick_is_plain_and_two_are_not() -> None:
    article = read_article("# One\n\nTwo words.[^1] Three.\n\n[^1]: Four.\n", lang="en")
    for text, plain in (("Երկու` բառ", True), ("`Երկու", True), ("`Երկու` բառ", False), ("Երկու`` բառ", False)):
        edition = build_edition(article, entries({"Two words.{fn1}": f"{text} {{fn1}}"}), "hy")
        assert edition.is_plain == plain
    both = build_edition(article, entries({"Two words.{fn1}": "Երկու` {fn1}", "Three.": "Երեք`"}), "hy")
    assert not both.is_plain


def test_plain_words_are_certain_and_markdown_is_not() -> None:
    article = read_article("# One\n\nTwo words.[^1] Three.\n\n[^1]: Four.\n", lang="en")
    for text in ("Երկու «բառ» (1.5 %)՝ $5 & 3:30!", "12 слов — да", "水"):
        assert build_edition(article, entries({"Two words.{fn1}": f"{text} {{fn1}}"}), "hy").is_plain
    marked = (f"Երկու {mark}" for mark in MARKS)
    for text in ("`Երկու`", "Երկու <b>", "Երկու [^1]", "https://a.am", "[Երկու](a)", *marked):
        assert not build_edition(article, entries({"Two words.{fn1}": f"{text} {{fn1}}"}), "hy").is_plain
    assert build_edition(article, {}, "hy").is_plain


def test_a_block_with_the_markup_of_its_source_is_parsed_alone() -> None:
    article = read_article("See [one](a.md), *two* and `three`.[^1] Four.\n\n[^1]: Five [six](b).\n", lang="en")
    source = "See [one]({url1}), *two* and `three`.{fn1}"
    for text in (
        "Տե՛ս [մեկը]({url1}), *երկուսն* ու `three`։{fn1}",
        "Տե՛ս *[մեկը]({url1})* ու `three`։{fn1}",
        "**Տե՛ս** [մեկը]({url1}), երկուսն ու `three`։{fn1}",
        "1. Տե՛ս [մեկը]({url1}), երկուսն ու `three`։{fn1}",
    ):
        assert build_edition(article, entries({source: text}), "hy").is_plain
    for text in (
        "Տե՛ս `three`, *երկուսն* ու [մեկը]({url1})։{fn1}",
        "Տե՛ս [մեկը]({url1}), *երկուսն* ու `four`։{fn1}",
        "Տե՛ս [մեկը]({url1}), [երկուսն](c) ու `three`։{fn1}",
        "Տե՛ս [մեկը]({url1}), $x$ ու `three`։{fn1}",
        "Տե՛ս [մեկը]({url1}), <b>երկուսն</b> ու `three`։{fn1}",
        "Տե՛ս [մեկը]({url1}), https://a.am ու `three`։{fn1}",
        "Տե՛ս [մեկը]({url1}), ^[երկուսն] ու `three`։{fn1}",
    ):
        assert not build_edition(article, entries({source: text}), "hy").is_plain
