"""Prepare texts for a provider, and check whether its answers may be offered to a person.

A text is sent in the form that the provider preserves best. Placeholders in the answer are repaired if that has one
meaning only. If not, or if the answer is not plausibly a translation of the text, it is refused with a reason. A text
whose placeholders were lost can be sent in pieces between them.
"""

import html
import re
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum

from pipeline.article.placeholders import find_names, remove_placeholders
from pipeline.article.placeholders.reconcile import reconcile_placeholders, split_target
from pipeline.frozen import dataclass
from pipeline.glossary.enforce import RequiredTerm
from pipeline.languages import load
from pipeline.model import Placeholder, Segment
from pipeline.segmentation import find_sentence_ends

_WORDLESS = (
    r"<?\b(?:https?://|www\.)[^\s<>]+>?|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)"
    r"|</?[A-Za-z][^<>]*>|&#?\w+;"
)
"""Addresses, code, tags and entities."""

_NO_WORDS = re.compile(_WORDLESS)
_KEPT = re.compile(r"\{(?P<name>[a-z]+[0-9]+)\}|" + _WORDLESS)
_XML = re.compile(r'<x id="(\w+)"\s*(?:/>|>\s*</x>)')
_HTML = re.compile(r'<span class="notranslate"[^<>]*>\s*(.*?)\s*</span>', re.DOTALL)
_LINE_END = re.compile(r"[ \t]*[\r\n\u2028\u2029]+\s*")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W\d_]+")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!--|<!|<\?")
_ENTITY = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|[A-Za-z]{2,8});")
_NUMBER = re.compile(r"(?<!\d)\d{1,3}(?:[.,\u0020\u00a0\u202f\u2009]\d{3})+(?!\d)|\d+")
_LONG_NUMBER = 3  # minimum digits of a number that identifies a text
_MIN_LENGTH = 40  # minimum length, in characters, of a text whose language shows in its letters
_MAX_RATIO = 5  # maximum ratio between the lengths of a text and its translation
_MAX_LETTER_RATIO = 5  # maximum ratio of all letters to those of the language's script in a translation full of names


class PlaceholderFormat(StrEnum):
    """The forms of placeholders for a provider: as they are, as empty XML elements, or as HTML not to be translated."""

    PLAIN = "plain"
    XML = "xml"
    HTML = "html"


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestPiece:
    """A piece of a text: words to be translated, or something that stays as it is."""

    text: str
    is_asked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedAnswer:
    """A translation that may be offered, or the reason why there is none: placeholders did not survive, this may be the
    answer to another text (`is_doubtful`), or it lacks terms of the glossary (`missing_terms`).
    """

    text: str = ""
    problem: str = ""
    lost_placeholders: bool = False
    is_doubtful: bool = False
    missing_terms: tuple[RequiredTerm, ...] = ()


def needs_words(text: str) -> bool:
    """Return True if a text has a word to translate, and not only numbers, addresses, code and placeholders."""
    return _LETTER.search(_NO_WORDS.sub("", remove_placeholders(text))) is not None


def protect(text: str, form: PlaceholderFormat) -> str:
    """Return the text as the provider gets it: with mark-up that hides everything that is not to be translated."""
    if form is PlaceholderFormat.PLAIN:
        return text
    made, at = "", 0
    for number, kept in enumerate(_KEPT.finditer(text)):
        made += html.escape(text[at : kept.start()], quote=False)
        if form is PlaceholderFormat.XML:
            made += f'<x id="{kept["name"] or number}"/>'
        else:
            made += f'<span class="notranslate">{html.escape(kept[0], quote=False)}</span>'
        at = kept.end()
    return made + html.escape(text[at:], quote=False)


def restore(answer: str, text: str, form: PlaceholderFormat) -> str:
    """Return the provider's answer to a protected `text` as plain text again, on one line."""
    if form is PlaceholderFormat.XML:
        kept = {found["name"] or str(number): found[0] for number, found in enumerate(_KEPT.finditer(text))}
        # Split first: what comes out of an element must not be taken for mark-up or entities of the answer.
        parts = enumerate(_XML.split(answer))
        answer = "".join(kept.get(part, f"{{{part}}}") if at % 2 else html.unescape(part) for at, part in parts)
    elif form is PlaceholderFormat.HTML:
        answer = html.unescape(_HTML.sub(r"\1", answer))
    answer = _CONTROL.sub("", _LINE_END.sub(" ", answer)).strip()
    # What is invented in a text with placeholders may be one of them misspelt; where there are none it is nothing.
    return answer if find_names(text) else remove_placeholders(answer)


def split_at_placeholders(segment: Segment) -> tuple[RequestPiece, ...]:
    """Split the text of a segment at its placeholders. The pieces joined are the text."""
    found: list[RequestPiece] = []
    for part in split_target(segment.text, segment):
        if isinstance(part, Placeholder):
            found.append(RequestPiece(text=f"{{{part.name}}}", is_asked=False))
        elif isinstance(part, str):
            found.append(RequestPiece(text=part, is_asked=needs_words(part)))
        else:
            found.append(RequestPiece(text=part.text, is_asked=False))
    return tuple(found)


def split_to_fit(text: str, lang: str, fits: Callable[[str], bool]) -> tuple[RequestPiece, ...]:
    """Split the text into pieces that fit into a request, between sentences if that is enough, or between words. A word
    that does not fit on its own stays as it is. The pieces joined are the text.
    """
    if fits(text):
        return (RequestPiece(text=text, is_asked=True),)
    starts = [0, *find_sentence_ends(text, lang)]
    sentences = [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
    found: list[str] = []
    for sentence in sentences:
        parts = [sentence] if fits(sentence.strip()) else re.findall(r"\s*\S+|\s+$", sentence)
        for part in parts:
            if found and fits((found[-1] + part).strip()):
                found[-1] += part
            elif part:
                found.append(part)
    return tuple(RequestPiece(text=part, is_asked=needs_words(part) and fits(part.strip())) for part in found)


def restore_spaces(answer: str, asked: str) -> str:
    """Return the answer with the white space that was around the text that was sent."""
    bare = asked.strip()
    before, _, after = asked.partition(bare) if bare else (asked, "", "")
    return before + answer.strip() + after


def check_answer(answer: str, segment: Segment, lang: str) -> CheckedAnswer:
    """Check whether an answer, restored, may be offered as the translation of a segment into `lang`."""
    source = segment.text
    text = html.unescape(answer) if _ENTITY.search(answer) and not _ENTITY.search(source) else answer
    answer_words, source_words = _plain_words(text), _plain_words(source)
    if answer_words.casefold() == source_words.casefold():
        return CheckedAnswer(problem="it came back as it was")
    problem = (
        _explain_damage(text, source)
        or _explain_language(answer_words, source_words, lang)
        or _explain_mismatch(answer_words, source_words)
    )
    if problem:
        return CheckedAnswer(problem=problem, is_doubtful=True)
    aligned = reconcile_placeholders(text, segment)
    lost = [f"{{{item.name}}}" for item in aligned.missing]
    doubled = [f"{{{name}}}" for name in aligned.doubled if f"{{{name}}}{{{name}}}" not in text]
    if lost:
        problem = f"the answer lost {', '.join(lost)}"
    elif doubled:
        problem = f"the answer has {', '.join(doubled)} more than once"
    elif aligned.unread:
        problem = f"nobody can tell which placeholder {', '.join(aligned.unread)} in the answer is"
    if problem:
        return CheckedAnswer(problem=problem, lost_placeholders=True)
    return CheckedAnswer(text=restore_spaces(aligned.text, source))


def find_suspicious_answers(answers: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Yield the texts that got the same long answer as another text that says other things: one may have got the
    other's, and only asking again can tell which.
    """
    by_answer: dict[str, list[str]] = {}
    for text, answer in answers:
        if len(answer) >= _MIN_LENGTH:
            by_answer.setdefault(answer, []).append(text)
    for texts in by_answer.values():
        if len({re.sub(r"[\W_]+", " ", _plain_words(text)).casefold().strip() for text in texts}) > 1:
            yield from texts


def _explain_damage(text: str, source: str) -> str:
    """Return the reason why an answer is not a text like the source, or an empty string."""
    if not _LETTER.search(_plain_words(text)):
        return "the answer has no words"
    if "\ufffd" in text and "\ufffd" not in source:
        return "letters were lost in the answer"
    tags = set(_TAG.findall(text)) - set(_TAG.findall(source))
    return f"the answer has HTML in it, such as {min(tags)}" if tags else ""


def _explain_language(answer: str, source: str, lang: str) -> str:
    """Return the reason if an answer is not in the script of its language. Names may stay as in the source."""
    own_letter = re.compile(f"[{load(lang).letters}]")
    own, letters = len(own_letter.findall(answer)), len(_LETTER.findall(answer))
    known = set(_WORD.findall(source.casefold()))
    strange = (word for word in _WORD.findall(answer.casefold()) if word not in known)
    unknown = sum(len(word) for word in strange if not own_letter.search(word))
    if own * _MAX_LETTER_RATIO >= letters or (own and unknown * 2 <= letters):
        return ""
    return f"the answer is not in the language asked for ({lang})"


def _explain_mismatch(answer: str, source: str) -> str:
    """Return the reason why an answer is hardly one to this text, or an empty string."""
    if len(source) >= _MIN_LENGTH and not len(source) / _MAX_RATIO <= len(answer) <= len(source) * _MAX_RATIO:
        return f"the answer has {len(answer)} characters for {len(source)}"
    answer_numbers, source_numbers = _find_long_numbers(answer), _find_long_numbers(source)
    invented, lost = answer_numbers - source_numbers, source_numbers - answer_numbers
    if invented and lost:
        return f"the answer has the number {min(invented)} where the text has {min(lost)}: it may be that of another"
    return ""


def _plain_words(text: str) -> str:
    return " ".join(remove_placeholders(text).split())


def _find_long_numbers(text: str) -> set[str]:
    found = (re.sub(r"\D", "", number) for number in _NUMBER.findall(text))
    return {number for number in found if len(number) >= _LONG_NUMBER}
