"""Regular expressions that are compiled when first used. The modules that a command loads have hundreds, and it
needs a few: compiling all of them took a tenth of a `sync` after one change.
"""

import re
from typing import Any, cast

_METHODS = ("search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer")


def lazy(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return a regular expression as `re.compile` does, which is compiled when one of its methods is first asked for. A
    pattern that is wrong raises an error only then.
    """
    return cast("re.Pattern[str]", _LazyPattern(pattern, flags))


class _LazyPattern:
    """Stands for a compiled pattern; from its first use on it has the methods of that one."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self._wanted = flags

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  called for what is not there yet
        compiled = re.compile(self.pattern, self._wanted)
        self.__dict__.update((each, getattr(compiled, each)) for each in _METHODS)
        return getattr(compiled, name)
