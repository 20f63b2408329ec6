"""The pair of a text and its translation, as rules see it; what rules about letters must not see is masked."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import field
from functools import lru_cache

from pipeline.article.placeholders import remove_placeholders
from pipeline.article.placeholders.reconcile import ReconciledTarget
from pipeline.checks.once import once
from pipeline.frozen import dataclass
from pipeline.glossary import Glossary
from pipeline.languages.folders import KEPT
from pipeline.languages.word_kinds import WordKinds, find_kinds
from pipeline.model import Article, Entry, Finding, Segment, SegmentKind, make_key
from pipeline.patterns import lazy

_WORDS = lazy(r"\w+")
_MANY = 50_000
"""Pieces of texts whose words are kept."""
_RUNNING_TEXT = {
    SegmentKind.PARAGRAPH,
    SegmentKind.QUOTE,
    SegmentKind.FOOTNOTE,
    SegmentKind.LIST_ITEM,
    SegmentKind.HTML_TEXT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleTexts:
    """All finished translations of an article into one language, shared by its pairs and filled when all are known.

    `by_source` has the translations of texts that differ only in case, spaces and placeholders, `by_target` the sources
    of such translations, each in the order of the article and only if there are several. `untranslated_notes` has the
    labels of notes, once everything else is translated, `unpaired` by key a quotation mark without a counterpart,
    `enclosed` the keys of sentences in one quotation whose marks the source has elsewhere, `phrases` the words of short
    quotations, `marked` and `bare` the keys of sentences whose source quotes parts of them and whose translation has
    marks or none, `shared` the keys of texts that are a table cell and something else too, `repeated` by key a sentence
    that the translation has in common with the one before it.
    """

    by_source: dict[str, list[str]] = field(default_factory=dict)
    by_target: dict[str, list[str]] = field(default_factory=dict)
    untranslated_notes: set[str] = field(default_factory=set)
    unpaired: dict[str, str] = field(default_factory=dict)
    enclosed: set[str] = field(default_factory=set)
    phrases: set[tuple[str, ...]] = field(default_factory=set)
    marked: set[str] = field(default_factory=set)
    bare: set[str] = field(default_factory=set)
    shared: set[str] = field(default_factory=set)
    repeated: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Pair:
    """A text of an article and its finished translation. Without slots, so that properties are computed once.

    `segment` is in `source_lang`, the translation in `lang`. `reconciled.text` is the translation as an edition uses
    it, cleaned and with repaired placeholders; `entry.target` is the translator's text. `folded` are the words of the
    sentences that the translator folded into this one: the translation says them too. `texts` are the other
    translations of the article, `glossary` has the publisher's terms.
    """

    segment: Segment
    entry: Entry
    reconciled: ReconciledTarget
    source_lang: str
    lang: str
    folded: str = ""
    texts: ArticleTexts = field(default_factory=ArticleTexts)
    glossary: Glossary = field(default_factory=Glossary)

    @property
    def source(self) -> str:
        return f"{self.segment.text} {self.folded}" if self.folded else self.segment.text

    @property
    def target(self) -> str:
        return self.reconciled.text

    @property
    def is_copy_edit(self) -> bool:
        """Tell whether both are in one language: the entry is of the source language's own catalog."""
        return self.source_lang == self.lang

    @property
    def is_sentence(self) -> bool:
        """Tell whether it is running text, which has full stops; headings, cells and fields may have none."""
        return self.segment.kind in _RUNNING_TEXT

    @once
    def source_prose(self) -> str:
        """The source with placeholders, code and addresses masked; offsets stay the same."""
        return mask_source(self.source)

    @once
    def target_prose(self) -> str:
        """The translation as an edition uses it, masked in the same way, with the translator's own notes."""
        text = self.written if self.target == self.entry.target else mask(self.target)
        return _OWN_NOTE.sub(_mask_match, text)

    @once
    def has_several_sentences(self) -> bool:
        """Tell whether something follows the end of a sentence in the translation."""
        return SENTENCE_BREAK.search(self.target_prose) is not None

    @once
    def source_kinds(self) -> WordKinds:
        """The kinds of words in the masked source."""
        return find_kinds(self.source_prose, self.source_lang)

    @once
    def target_kinds(self) -> WordKinds:
        """The kinds of words in the masked translation."""
        return find_kinds(self.target_prose, self.lang)

    @once
    def source_key(self) -> str:
        """The words of the source without case and placeholders, with its context, for comparison with other
        sources.
        """
        return make_key(comparison_key(self.source), self.segment.context)

    @once
    def target_key(self) -> str:
        """The words of the translation without case and placeholders."""
        return comparison_key(self.target)

    @once
    def written(self) -> str:
        """The translator's text, masked in the same way. Rules that offer a replacement search it."""
        return mask(self.entry.target)

    def replace_matches(self, matches: Iterable[re.Match[str]], make: Callable[[re.Match[str]], str] | str) -> str:
        """Return the translator's text with each of the matches in `written` replaced."""
        text = self.entry.target
        for match in sorted(matches, key=lambda match: match.start(), reverse=True):
            text = text[: match.start()] + (make if isinstance(make, str) else make(match)) + text[match.end() :]
        return text


@lru_cache(maxsize=KEPT)
def comparison_key(text: str) -> str:
    """Return the words of a text, without case and placeholders."""
    return " ".join(filter(None, map(_known_words.__getitem__, remove_placeholders(text).split())))


class _KnownWords(dict[str, str]):
    """The words of each piece of a text without spaces that was seen before, without case: most occur again."""

    def __missing__(self, piece: str) -> str:
        if len(self) > _MANY:
            self.clear()
        found = self[piece] = " ".join(_WORDS.findall(piece.casefold()))
        return found


_known_words = _KnownWords()


Rule = Callable[[Pair], Iterator[Finding]]
ArticleRule = Callable[[Article], Iterator[Finding]]

MASK = "\ue000"
"""The character in place of every masked one: not a letter, a digit, a space or a punctuation mark."""

# Addresses, code and comments are looked for up to a length that none has: hostile texts are read in linear time.
_NO_PROSE = lazy(
    # placeholders, code, addresses with their beginning, of mails, and of sites
    r"\{[a-z]+[0-9]+\}"
    r"|(?P<ticks>`{1,99}+).{0,2000}?(?<!`)(?P=ticks)(?!`)"
    r"|\b(?:https?://|ftp://|www\.)[^\s<>«»“”\"{}]*[^\s<>«»“”\"{}.,:;!?։)\]]"
    r"|[\w.+-]{1,64}+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
    r"|(?<![\w.])(?:[A-Za-z0-9-]{1,63}+\.){1,9}(?:com|net|org|am|ru|info|io|eu|gov|edu|tv|me|html?|pdf|md|py|co|uk)\b(?:/[^\s<>«»{}]*[\w/])?"
    # tags, comments and references of HTML
    r"|</?[A-Za-z][^<>]*>|<!--.{0,2000}?-->|&(?:\#\d+|\#[xX][0-9a-fA-F]+|[A-Za-z]{2,8});"
    # paths, endings of file names; @names, #tags and escaped signs
    r"|(?<![\w/.:<)])/(?:[A-Za-z0-9_.-]{1,64}/){1,9}[A-Za-z0-9_.-]{0,63}(?<=[A-Za-z0-9_/-])"
    r"|(?<![\w.])\.(?:docx?|xlsx?|pptx?|od[tsp]|rtf|pdf|txt|csv|zip|json|xml|html?|css|js|md|py|ya?ml|png|jpe?g|gif|svg|mp[34]|exe|apk|epub)\b"
    r"|(?<!\w)@\w+(?:[-/][A-Za-z0-9]+)*|(?<!\w)#\w+|\\[!-/:-@\[-`{-~]"
)
SENTENCE_BREAK = lazy(r"[.!?…։:؟。！？][^\w\s]{0,40}\s+(?=\S)")
"""Roughly, the end of a sentence with the space after it, in a masked text: good enough to count or compare them."""
_OWN_NOTE = lazy(r"\^\[[^\[\]]*\]")
_CLOSING = f"{MASK}»”“\"'’)]*_ \u00a0›‘«」』》）】\u200b\u200c\u200d\u200e\u200f\u202c\u2069"
_NO_PROSE_SIGNS = "`@<&#\\/"
_DOTTED = lazy(r"\.[A-Za-z]")
_TOKEN = lazy(r"\{[a-z]+[0-9]+\}")


def mask(text: str) -> str:
    """Return `text` with everything but prose masked; offsets stay the same."""
    if not any(map(text.__contains__, _NO_PROSE_SIGNS)) and _DOTTED.search(text) is None:
        return _TOKEN.sub(_mask_match, text) if "{" in text else text  # as in nearly all texts
    return _NO_PROSE.sub(_mask_match, text)


mask_source = lru_cache(maxsize=KEPT)(mask)
"""`mask` for a source, which is masked once for all editions of an article."""


def find_last_mark(text: str) -> str:
    """Return the last character of a masked text before quotation marks, brackets, emphasis, notes, spaces; or ""."""
    return text.rstrip(_CLOSING)[-1:]


def _mask_match(match: re.Match[str]) -> str:
    return MASK * len(match[0])
