"""Armenian and Russian in Latin letters, for addresses and anchors: after the BGN/PCGN systems of 1981 and 1947,
without their diacritics and apostrophes.
"""

import re
import unicodedata

_ARMENIAN = {
    "ա": "a", "բ": "b", "գ": "g", "դ": "d", "ե": "e", "զ": "z", "է": "e", "ը": "y", "թ": "t", "ժ": "zh", "ի": "i",
    "լ": "l", "խ": "kh", "ծ": "ts", "կ": "k", "հ": "h", "ձ": "dz", "ղ": "gh", "ճ": "ch", "մ": "m", "յ": "y", "ն": "n",
    "շ": "sh", "ո": "o", "չ": "ch", "պ": "p", "ջ": "j", "ռ": "r", "ս": "s", "վ": "v", "տ": "t", "ր": "r", "ց": "ts",
    "ւ": "v", "փ": "p", "ք": "k", "օ": "o", "ֆ": "f", "և": "ev",
}  # fmt: skip
_RUSSIAN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "zh", "з": "z", "и": "i", "й": "y",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
}  # fmt: skip
_LETTERS = str.maketrans(_ARMENIAN | _RUSSIAN)
_JOINED = (
    (re.compile(r"ու"), "u"),
    (re.compile(r"\b(?=[եև])"), "y"),  # Երևան is Yerevan, եւ at the head of a word yev
    (re.compile(r"\bո(?!վ)"), "vo"),
    (re.compile(r"եւ"), "ev"),
    (re.compile(r"\bе"), "ye"),
)

_WITHIN_WORDS = "՛՜՞՟՚"
"""Armenian marks that stand inside a word and do not part it."""

_LONGEST = 80


def romanized(text: str) -> str:
    """`text` in lower case Latin letters; letters of other scripts stay as they are."""
    text = unicodedata.normalize("NFC", text).lower()
    for pattern, letters in _JOINED:
        text = pattern.sub(letters, text)
    return text.translate(_LETTERS)


def slug(text: str) -> str:
    """`text` as part of an address: ASCII letters and digits, words joined by hyphens, cut between words after at most
    80 characters; empty where nothing is left.
    """
    letters = unicodedata.normalize("NFKD", romanized(text)).lower()
    ascii_only = "".join(letter if letter.isascii() else _in_ascii(letter) for letter in letters)
    words = re.findall(r"[a-z0-9]+", re.sub(r"(?<=[a-z])'(?=[a-z])", "", ascii_only))
    made = "-".join(words)
    return made if len(made) <= _LONGEST else made[: _LONGEST + 1].rpartition("-")[0] or made[:_LONGEST]


def _in_ascii(letter: str) -> str:
    """Nothing for a letter or mark of a word, an apostrophe or a space for what parts words."""
    if letter in "’ʼ":
        return "'"
    return "" if letter in _WITHIN_WORDS or unicodedata.category(letter)[0] in "LM" else " "
