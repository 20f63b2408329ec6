"""Catalogs: gettext PO files as values, and back. The only room that knows msgid, msgstr and msgctxt.

`parse` reads a file completely or raises; `serialize` writes what `msgcat --no-wrap` would write, so that a save in
Poedit makes no noise. Both are pure: bytes and text in, values out. A strict scanner of our own reads, because polib
passes over faults without a word and is several times slower; in the tests polib and the gettext programs are its
judges.
"""

from pipeline.catalog.header import credit_translator, merge_header, new_header, translator_names
from pipeline.catalog.read import parse
from pipeline.catalog.write import serialize

__all__ = ["credit_translator", "merge_header", "new_header", "parse", "serialize", "translator_names"]
