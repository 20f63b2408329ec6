"""Placeholders in a translation: read what the translator made of them, and bring them back to what the segment needs.

A translator moves `{fn1}` and `{url1}` about. On the way they get spaces, capitals, letters of another alphabet, other
brackets; they get lost, doubled and invented. `align` repairs what has one possible meaning, and tells the rest.

`tokens` knows the right spelling, `spelling` the wrong ones, `links` where links, code and own notes stand; `repairing`
brings one placeholder back, `aligning` the whole translation, `parts` takes the result apart for an edition.
"""

from pipeline.article.placeholders.links import empty_links
from pipeline.article.placeholders.reconcile import Aligned, Part, Syntax, align, parts
from pipeline.article.placeholders.repair import repaired
from pipeline.article.placeholders.tokens import blanked, has_words, is_braced, is_fold, names, renumbered, without

__all__ = [
    "Aligned",
    "Part",
    "Syntax",
    "align",
    "blanked",
    "empty_links",
    "has_words",
    "is_braced",
    "is_fold",
    "names",
    "parts",
    "renumbered",
    "repaired",
    "without",
]
