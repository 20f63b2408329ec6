"""Words in, words out: what of a document stands neither in its article nor in the list of what was left out."""

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator

_WORD = re.compile(r"[^\W_]+")
_SUPERSCRIPTS = re.compile("([⁰¹²³⁴⁵⁶⁷⁸⁹]+)")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])|(&#?\w{1,30};)")


def words(text: str) -> list[str]:
    """The words of a text in small letters, without the marks that stand inside Armenian ones."""
    plain = _SUPERSCRIPTS.sub(r" \1 ", text)
    plain = re.sub("[\u055a-\u055c\u055e\u00ad\u200b]", "", plain)
    return [word.casefold() for word in _WORD.findall(plain.translate(_RAISED))]


def unescaped(markdown: str) -> str:
    """Markdown with its backslashes and entities resolved, as far as words are concerned."""
    return _ESCAPE.sub(lambda found: found[1] or html.unescape(found[2]), markdown)


def lost(document: str, kept: Iterable[str], labels: frozenset[str] = frozenset()) -> list[str]:
    """The words of a document that are in none of the texts `kept`, in the order of the document.

    `labels` are those of notes: where a marker stood, alone or at the end of a word, there is a reference now.
    """
    there = Counter(word for text in kept for word in words(unescaped(text)))
    missing = []
    for word in words(document):
        label = next((label for label in _endings(word) if label in labels), "")
        for form in (word, word.removesuffix(label)):
            if not form or there[form]:
                there[form] -= bool(form)
                break
        else:
            missing.append(word)
    return missing


def _endings(word: str) -> Iterator[str]:
    """The ends of a word that may be the label of a note, the longest first."""
    yield from (word[at:] for at in range(max(0, len(word) - 7), len(word)))


_REFERENCE = re.compile(r"\[\^([^\]\s]{1,200}?)(?:-\d+)?\]")

_SHOWN = 12


def remarks(document: str, kept: Iterable[str]) -> list[str]:
    """A sentence about the words of a document that are in none of the texts `kept`; none where there are no such."""
    texts = list(kept)
    labels = frozenset(label.casefold() for text in texts for label in _REFERENCE.findall(text))
    missing = lost(document, map(without_markup, texts), labels)
    if not missing:
        return []
    dots = " …" if len(missing) > _SHOWN else ""
    return [f"words of the document that are not in the article: {len(missing)} ({' '.join(missing[:_SHOWN])}{dots})"]


_MARKUP = re.compile(
    r"(?P<kept>\\[!-/:-@\[-`{-~]|<?https?://[^\s<>]+>?)|</?(?:sup|sub)>|(?P<space>\[\^[^\]\s]{1,200}\]:?|<br>)|[*~`]+"
    r"|(?<![^\W_])_+|_+(?![^\W_])"
)


def without_markup(markdown: str) -> str:
    """Markdown without what would cut a word in two that is one in the document."""
    return _MARKUP.sub(lambda found: found["kept"] or (" " if found["space"] else ""), markdown)
