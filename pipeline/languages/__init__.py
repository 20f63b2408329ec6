"""The numbers in a text: what they are, however a language writes them, and which of two texts has one that the other
has not.

`reading` reads what is written in digits, `words` what is written out or in Roman numerals, `comparing` compares two
texts, `units` knows percent and currencies. The words of a language are data, in `languages/LANG.toml`.
"""

from pipeline.languages.number_diff import NumberDifference, difference
from pipeline.languages.numbers import Number, digits, formatted, units

__all__ = ["Number", "NumberDifference", "difference", "digits", "formatted", "units"]
