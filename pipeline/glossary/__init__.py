"""The publisher's terms: find them in texts in any inflected form, with their names in the other languages.

`match` finds terms and shows them to translators, `enforce` makes machine translation use them, `suggest` finds names
that the glossary lacks; `table` reads and writes CSV, `tbx` the format of terminology tools.
"""

from pipeline.glossary.match import Glossary, TermMatch, contains_name, find_alike, is_everyday

__all__ = ["Glossary", "TermMatch", "contains_name", "find_alike", "is_everyday"]
