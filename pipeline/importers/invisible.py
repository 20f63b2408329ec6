"""Take invisible characters out of words: soft hyphens, spaces without width, and joiners that join nothing."""

import re

_REMOVED = re.compile("[\u00ad\u2060\ufeff]")
_ZERO_WIDTH = re.compile("[\u200b-\u200d]+")
_WITHOUT_SPACES = re.compile("[\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u19e0-\u19ff\uaa60-\uaa7f]")
"""Letters of scripts that show with U+200B where a word ends: Thai, Lao, Tibetan, Myanmar, Khmer."""
_JOINED = re.compile(
    "[\u0600-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u18af\u1b00-\u1bbf\ufb50-\ufdff\ufe70-\ufefc"
    "\u2600-\u27bf\ufe0f\U00010a00-\U00011fff\U0001e900-\U0001e95f\U0001f000-\U0001faff]"
)
"""Letters of scripts that spell with joiners (Arabic to N’Ko, the Indian ones, Khmer, Mongolian …), and emoji."""

_EMPHASIS = "*_~"
_LONGEST_EMPHASIS = 6  # characters: bold italics that are struck out have five


def remove_invisible(text: str) -> str:
    """Remove the characters that nobody sees, and that cut words in two; those that a script needs stay. So does a
    joiner that is a whole string, or one of a syntax tree: its neighbours are in others.
    """
    text = _REMOVED.sub("", text)
    return _ZERO_WIDTH.sub(_keep_needed, text)


def _keep_needed(found: re.Match[str]) -> str:
    text = found.string
    before = text[max(0, found.start() - _LONGEST_EMPHASIS) : found.start()]
    after = text[found.end() : found.end() + _LONGEST_EMPHASIS]
    is_alone = (before[-1:], after[:1]) in {("", ""), ('"', '"')}
    around = before.rstrip(_EMPHASIS)[-1:], after.lstrip(_EMPHASIS)[:1]
    kept = ""
    for sign in dict.fromkeys(found[0]):
        needed = _WITHOUT_SPACES if sign == "\u200b" else _JOINED
        is_needed = any(side and needed.match(side) for side in around) or (is_alone and sign != "\u200b")
        kept += sign if is_needed else ""
    return kept
