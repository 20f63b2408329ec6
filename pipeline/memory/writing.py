"""Units → TMX 1.4b, piece by piece, so that a memory of any size can be written.

A placeholder is a `<ph>` with its name in braces as the native code, numbered by `x` alike in all languages of a unit.
There are no dates: the same units make the same file.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from pipeline import __version__
from pipeline.memory.values import Unit
from pipeline.model import LANGUAGES, Mark
from pipeline.placeholders import names

ORIGIN = "x-origin"
"""The type of the property that says where a unit comes from."""

_TYPES = {Mark.NOTE: "fnote", Mark.BREAK: "lb", Mark.IMAGE: "inset"}
"""What TMX recommends for the kinds that it knows; the others get names of our own."""

_TOKEN = re.compile(r"(\{[a-z]+[0-9]+\})")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_IN_ATTRIBUTES = str.maketrans(_ENTITIES | {'"': "&quot;", "\n": "&#10;", "\t": "&#9;"})
_IN_TEXT = str.maketrans(_ENTITIES)

_HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4">
  <header creationtool="Targman" creationtoolversion="{version}" segtype="sentence" o-tmf="Targman" adminlang="en" \
srclang="{lang}" datatype="x-markdown"/>
  <body>
"""


def tmx(units: Iterable[Unit], lang: str = "") -> Iterator[str]:
    """The pieces of a TMX file; `lang` is the language that all units were written in, if it is one.

    Characters that XML cannot hold are left out.
    """
    yield _HEAD.format(version=__version__, lang=lang or "*all*")
    for unit in units:
        yield "".join(_unit(unit, lang))
    yield "  </body>\n</tmx>\n"


def _unit(unit: Unit, usual: str) -> Iterator[str]:
    lang = unit.lang or "*all*"
    yield "    <tu>\n" if unit.lang == usual else f'    <tu srclang="{lang}">\n'
    if unit.origin:
        yield f'      <prop type="{ORIGIN}">{_escaped(unit.origin)}</prop>\n'
    numbers: dict[str, int] = {}
    for lang in sorted(unit.texts, key=lambda lang: (lang != unit.lang, LANGUAGES.index(lang))):
        for name in names(unit.texts[lang]):
            numbers.setdefault(name, len(numbers) + 1)
        person = _NOT_XML.sub("", unit.translators.get(lang, "")).translate(_IN_ATTRIBUTES)
        who = f' creationid="{person}"' if person else ""
        yield f'      <tuv xml:lang="{lang}"{who}><seg>{_segment(unit.texts[lang], numbers)}</seg></tuv>\n'
    yield "    </tu>\n"


def _segment(text: str, numbers: Mapping[str, int]) -> str:
    parts: list[str] = []
    for part in _TOKEN.split(text):
        name = part[1:-1]
        if part.startswith("{") and name in numbers:
            mark = Mark(name.rstrip("0123456789"))
            parts.append(f'<ph x="{numbers[name]}" type="{_TYPES.get(mark, f"x-{mark}")}">{part}</ph>')
        else:
            parts.append(_escaped(part))
    return "".join(parts)


def _escaped(text: str) -> str:
    return _NOT_XML.sub("", text).translate(_IN_TEXT)
