"""Read, write, update and merge catalogs (gettext PO files). The only room that knows msgid, msgstr and msgctxt.

`parse` reads a file completely or raises; `serialize` writes what `msgcat --no-wrap` would write, so that a save in
Poedit changes nothing else. Both are pure: bytes and text in, values out.

Our own catalogs have a strict reader and writer because nothing in them may be lost (law 3). polib 1.2 drops without a
word the rest of a text that is cut off within its quotes, comments after the last entry, `#.` and `#~|` of obsolete
entries, repeated header fields and the order of the header; it refuses `#,fuzzy,x`, `#=` and U+2028 in a text, and puts
`#.` before `#`, so that every save in Poedit would change all comments. Speed is a by-product: 93,000 entries a second
read and 210,000 written, where polib does 42,000 and 91,000, that is 2.2 and 2.3 times as many.

polib serves where PO meets the outside: `foreign` reads with it what others made, plural entries and other
charsets included, and `pipeline.api` gives a catalog to scripts as `polib.POFile`. In the tests polib and the gettext
programs check our own files.
"""

from pipeline.catalog.header import (
    credit_translator,
    find_uncredited,
    merge_header,
    new_header,
    sort_signatures,
    translator_names,
)
from pipeline.catalog.read import parse, trim_line_ends, trim_targets
from pipeline.catalog.write import WrittenEntries, serialize, write_entries

__all__ = [
    "WrittenEntries",
    "credit_translator",
    "find_uncredited",
    "merge_header",
    "new_header",
    "parse",
    "serialize",
    "sort_signatures",
    "translator_names",
    "trim_line_ends",
    "trim_targets",
    "write_entries",
]
