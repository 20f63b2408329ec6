"""Learn lexicons from the translations of other articles, which pair texts better than common words do."""

from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress

from pipeline.adopt.candidates import CandidateInput, Knowledge, LexiconsByLanguage, parse_candidate
from pipeline.adopt.pairing import UnrelatedError, find_sure_texts
from pipeline.alignment import learn_stems
from pipeline.alignment.words import split_stems
from pipeline.article.placeholders import remove_placeholders
from pipeline.frozen import dataclass
from pipeline.workspace.contents import load_article, read_glossary
from pipeline.workspace.memory.sync import UnusableMemoryError, open_memory_to_read
from pipeline.workspace.paths import ArticlePath
from pipeline.workspace.settings import Settings

LEAST_PAIRS = 200
"""Number of pairs from which a lexicon is learned: fewer do not tell words apart."""

MOST_PAIRS = 10_000
"""Number of pairs of a language pair from which on no more are looked for: they take long, and say little that is new.
"""

_MOST_OF_ONE = 500  # pairs of one translation: a lexicon is to know the words of many articles
_MOST_MEMORY_PAIRS = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnedPairs:
    """The languages of an article and its translation, and sure pairs of texts in them: the stems of their words with
    spaces between them.
    """

    langs: tuple[str, str]
    pairs: tuple[tuple[str, str], ...]


def learn_from_translation(settings: Settings, given: CandidateInput, glossary: bytes | None) -> LearnedPairs:
    """Return the sure pairs of an article and its translation. Raises ArticleError or FileError if one cannot be read
    or they do not belong together.
    """
    texts = parse_candidate(settings, given, glossary)
    try:
        pairs = find_sure_texts(texts.article, texts.published.article, texts.terms)
    except UnrelatedError as error:
        raise error.at(given.document.name) from error
    return LearnedPairs(langs=(texts.article.lang, given.lang), pairs=_sample_evenly(pairs, _MOST_OF_ONE))


def _sample_evenly(pairs: Sequence[tuple[str, str]], most: int) -> tuple[tuple[str, str], ...]:
    """Return at most `most` of the pairs, spread evenly over all."""
    step = max(len(pairs) / most, 1.0)
    return tuple(pairs[int(number * step)] for number in range(min(len(pairs), most)))


def learn_lexicons(learned: Iterable[LearnedPairs]) -> LexiconsByLanguage:
    """Learn lexicons from pairs of texts. Neither their order nor how they are put together matters."""
    pairs: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for item in learned:
        pairs.setdefault(item.langs, []).extend(item.pairs)
    return {
        langs: learn_stems([(ours.split(), theirs.split()) for ours, theirs in sorted(texts)], *langs)
        for langs, texts in sorted(pairs.items())
        if len(texts) >= LEAST_PAIRS
    }


def load_memory_pairs(settings: Settings, langs: tuple[str, str], without_origins: Collection[str]) -> LearnedPairs:
    """Return the memory's texts and translations, without adopted articles: a second run finds the same."""
    pairs: tuple[tuple[str, str], ...] = ()
    with suppress(UnusableMemoryError), open_memory_to_read(settings.root) as memory:
        if memory is not None:
            found = memory.pairs(*langs, without_origins, _MOST_MEMORY_PAIRS)
            pairs = tuple((_stems(ours, langs[0]), _stems(theirs, langs[1])) for ours, theirs in found)
    return LearnedPairs(langs=langs, pairs=pairs)


def _stems(text: str, lang: str) -> str:
    return " ".join(split_stems(remove_placeholders(text), lang))


def learn_from_memory(settings: Settings, place: ArticlePath, lang: str) -> Knowledge:
    """Return the glossary, and a lexicon learned from the catalogs of other articles, unless they have too few pairs.
    Raises ArticleError, FileError or GlossaryError.
    """
    langs = load_article(settings, place).lang, lang
    learned = load_memory_pairs(settings, langs, {place.origin})
    return Knowledge(glossary=read_glossary(settings).data, lexicons=learn_lexicons([learned]))
