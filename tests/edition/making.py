"""Editions for tests: translations of every segment, made by a function."""

import re
from collections.abc import Callable, Mapping

from pipeline.article.placeholders.reconcile import reconcile_placeholders
from pipeline.edition.compose import split_blocks
from pipeline.edition.render import NestedTranslations, RenderedSentence
from pipeline.edition.verify import EditionDraft
from pipeline.model import Article, Entry, Segment

LATIN = "abcdefghijklmnopqrstuvwxyz"
ARMENIAN = "աբցդեֆգհիյկլմնոպքռստուվքսյզ"[: len(LATIN)]
CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъыьэюяё"
_ARMENIAN = "աբվգդեժզիյկլմնոպռստուֆխցչշժըըեէյույայոաբ"[: len(CYRILLIC)]
_TABLE = str.maketrans(LATIN + LATIN.upper() + CYRILLIC + CYRILLIC.upper(), ARMENIAN * 2 + _ARMENIAN * 2)
# What stands in a segment but is no word: placeholders, code, HTML tags, entities, escapes.
_KEPT = re.compile(
    r"\{[a-z]+\d+\}|(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)|<[a-z/!?][^>]*>|&#?\w+;|\\.", re.IGNORECASE | re.DOTALL
)


def entries(pairs: Mapping[str, str]) -> dict[str, Entry]:
    """Entries by their source, in the order of a catalog: the first on line 10, the next on line 20."""
    return {
        source: Entry(source=source, target=target, line=10 * number)
        for number, (source, target) in enumerate(pairs.items(), start=1)
    }


def pseudo(text: str) -> str:
    """`text` with every Latin and Cyrillic letter of its words replaced by an Armenian one, all else kept."""
    made, at = "", 0
    for match in _KEPT.finditer(text):
        made += text[at : match.start()].translate(_TABLE) + match.group()
        at = match.end()
    return made + text[at:].translate(_TABLE)


def translated(article: Article, change: Callable[[str], str]) -> dict[str, Entry]:
    """An entry for each text of the article, whose translation is what `change` makes of it."""
    return entries({segment.text: change(segment.text) for segment in article.segments if segment.kind.is_text})


def unwrapped(article: Article) -> EditionDraft:
    """The draft of an edition in which every sentence is written anew, on one line, from the text in the catalog."""

    def sentences(segments: tuple[Segment, ...]) -> tuple[RenderedSentence, ...]:
        return tuple(
            RenderedSentence(
                segment=item,
                entry=Entry(source=item.text, target=item.text),
                reconciled=reconcile_placeholders(item.text, item),
            )
            for item in segments
        )

    return EditionDraft(article, tuple(split_blocks(article, sentences)), NestedTranslations({}))
