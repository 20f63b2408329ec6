"""Decode a document: UTF-8, else the most plausible of the older encodings of texts in our languages."""

import codecs
import re

from pipeline.errors import ArticleError
from pipeline.frozen import dataclass
from pipeline.languages import packs, remember

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip

_ARMSCII_PUNCTUATION = "և։)(»«—.՝,-֊…՜՛՞"
"""The bytes A2 to B1 of ARMSCII-8, which Python does not know; the letters follow, capital and small."""

_ARMSCII = dict(zip(range(0xA2, 0xB2), _ARMSCII_PUNCTUATION, strict=True))
_ARMSCII |= {0xB2 + 2 * number: chr(0x531 + number) for number in range(38)}
_ARMSCII |= {0xB3 + 2 * number: chr(0x561 + number) for number in range(38)}
_ARMSCII |= {0xA0: "\xa0", 0xFE: "՚"}
_ARMSCII_TABLE = "".join(map(chr, range(0x80))) + "".join(_ARMSCII.get(byte, "\ufffd") for byte in range(0x80, 0x100))

_SAMPLE_BYTES = 200_000  # number of bytes that are enough to tell encodings apart
_LEAST_SCORE = 0.55  # least score of a text in one of our languages; other readings of the same bytes stay below it
_LOW_SCORE, _CLEAR_LEAD = 0.45, 0.5  # score of a short text that no other reading comes near
_FOREIGN_SHARE = 0.05
_DAMAGED_SHARE = 0.05  # share of damaged letters among those outside ASCII up to which a text is in UTF-8
_WIDER = {
    "iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "iso-8859-9": "cp1254",
    "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "gb18030": "gb18030", "big5": "big5hkscs",
    "shift_jis": "cp932", "x-sjis": "cp932", "windows-31j": "cp932", "euc-jp": "euc_jp", "iso-2022-jp": "iso2022_jp",
    "euc-kr": "cp949", "ks_c_5601-1987": "cp949",
}  # fmt: skip
"""The encodings that browsers read under the names of others, which they contain."""

_MULTIBYTE = frozenset({"gb18030", "big5hkscs", "cp932", "euc_jp", "iso2022_jp", "cp949"})
"""Encodings in which hardly any text in another encoding is valid."""

_TAGS = re.compile(r"<(script|style)\b.*?</\1|<[^<>]*>", re.IGNORECASE | re.DOTALL)
_ACCENTED_RUN = re.compile(r"[\u00c0-\u024f]{3}")
_MIXED = re.compile(r"[a-z](?=[а-яёա-և])|[а-яёա-և](?=[a-z])", re.IGNORECASE)
_ODD = re.compile(r"[\x00-\x08\x0e-\x1f\x80-\x9f\ufffd\u2500-\u259f]|(?<=[^\W\d_])[\u00a1-\u00bf¤†‡‰](?=[^\W\d_])")


@dataclass(frozen=True, slots=True, kw_only=True)
class DecodedText:
    """A text, and a sentence that names the encoding if it was guessed."""

    text: str
    guess: str = ""


_CANDIDATES = {
    "Windows-1251": "cp1251", "ARMSCII-8": "armscii-8", "KOI8-R": "koi8-r", "DOS 866": "cp866",
    "Windows-1252": "cp1252", "KOI8-U": "koi8-u", "Windows-1256": "cp1256",
    "UTF-16, little-endian": "utf-16-le", "UTF-16, big-endian": "utf-16-be",
}  # fmt: skip


def decode(data: bytes, declared: str = "") -> DecodedText:
    """Decode a document; it may state a `declared` encoding. Raises ArticleError if no encoding gives a text."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError as error:
                raise ArticleError("is damaged: it begins as Unicode text and does not go on so.") from error
            if "\0" in text:
                raise ArticleError(
                    "is not text: it contains NUL characters. Save the document as text, Word, ODT or HTML."
                )
            return DecodedText(text=text)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _decode_other(data, declared, error)
    return _decode_other(data, declared, None) if "\0" in text else DecodedText(text=text)


def _decode_by(encoding: str, data: bytes, errors: str) -> str:
    if encoding.lower().startswith("armscii"):
        return codecs.charmap_decode(data, "strict", _ARMSCII_TABLE)[0]
    return data.decode(encoding, errors)


def _decode_other(data: bytes, declared: str, error: UnicodeDecodeError | None) -> DecodedText:
    stated = _decode_as_declared(data, declared) if declared and error is not None else ""
    is_plausible = _WIDER.get(declared.lower(), "") in _MULTIBYTE or _score(stated[:_SAMPLE_BYTES]) >= _LEAST_SCORE
    if stated and is_plausible:
        return DecodedText(text=stated, guess=f"read as {declared}, as the document states")
    if error is not None and (damaged := _decode_damaged(data)):
        return damaged
    scores = {name: _score(_decode_by(code, data[:_SAMPLE_BYTES], "replace")) for name, code in _CANDIDATES.items()}
    best = max(scores, key=lambda name: scores[name])
    text = _decode_by(_CANDIDATES[best], data, "replace")
    second = sorted(scores.values())[-2]
    is_clear = scores[best] >= (_LOW_SCORE if scores[best] - second >= _CLEAR_LEAD else _LEAST_SCORE)
    if not is_clear or "\0" in text or "\ufffd" in text:
        if stated:
            return DecodedText(text=stated, guess=f"read as {declared}, as the document states")
        raise ArticleError(
            "is not text in UTF-8 or another encoding that Targman knows (UTF-16, Windows-1251, 1252 and 1256, "
            "ARMSCII-8, KOI8-R and KOI8-U). Open it in the program that made it, and save it as UTF-8, Word or HTML."
        )
    return DecodedText(text=text, guess=f"read as {best}; check that the letters are right")


def _decode_as_declared(data: bytes, declared: str) -> str:
    """Return the text in the encoding that a document states; empty if that is not its encoding."""
    try:
        text = _decode_by(_WIDER.get(declared.lower(), declared), data, "strict")
    except (LookupError, UnicodeError):
        return ""
    return "" if "\0" in text else text


def _decode_damaged(data: bytes) -> DecodedText | None:
    """Return a text in UTF-8 in which hardly any bytes are damaged; None for a text in another encoding."""
    text = data.decode("utf-8", "replace")
    damaged, foreign = text.count("\ufffd"), sum(not letter.isascii() for letter in text)
    if "\0" in text or damaged > _DAMAGED_SHARE * foreign:
        return None
    return DecodedText(text=text, guess=f"read as UTF-8, with damaged letters, shown as \ufffd: {damaged}")


@remember
def _frequent_letters() -> tuple[frozenset[str], ...]:
    """Return the most frequent letters of each language, with the other ways in which they are written, and the letters
    with accents of one that has few of them.
    """
    frequent = [
        frozenset(language.frequent_letters).union(
            letter for letter, other in language.same_letters.items() if other in language.frequent_letters
        )
        for language in packs()
    ]
    accented = (re.findall(r"[\u00c0-\u024f]", language.small) for language in packs())
    return (*frequent, *map(frozenset, filter(None, accented)))


@remember
def _capital_inside() -> re.Pattern[str]:
    """Return a pattern of a capital letter after a small one, in the alphabets that have both."""
    cased = [language for language in packs() if language.capitals]
    small, capitals = ("".join(getattr(language, name) for language in cased) for name in ("small", "capitals"))
    return re.compile(rf"(?<=[^\W\d_])(?<=[{small}])[{capitals}]")


def _score(text: str) -> float:
    """Score the plausibility of a text in our languages, from 0 (or below) to 1."""
    text = _TAGS.sub(" ", text)
    letters = [letter for letter in text.lower() if letter.isalpha()]
    if not letters:
        return 0.0
    # Where there is more than a foreign name, only the letters count that encodings differ in.
    foreign = [letter for letter in letters if not letter.isascii()]
    letters = foreign if len(foreign) > _FOREIGN_SHARE * len(letters) else letters
    shares = (sum(letter in common for letter in letters) / len(letters) for common in _frequent_letters())
    faults = sum(len(pattern.findall(text)) for pattern in (_capital_inside(), _ACCENTED_RUN, _MIXED, _ODD))
    return max(shares) - 5 * faults / len(letters)
