"""The words of a house: which terms a text has, in whatever form, and what they are called in the other languages.

`table` reads and writes them as CSV, `tbx` as other tools do; `inflection` tells forms of a word, `finding` terms in a
text, `comments` shows them to translators, `suggesting` finds names that the glossary lacks.
"""

from pipeline.glossary.match import Glossary, TermMatch, contains_name

__all__ = ["Glossary", "TermMatch", "contains_name"]
