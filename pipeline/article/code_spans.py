"""Find code within lines, from a run of backticks to the next one that is as long, in time that grows with the text."""

from collections.abc import Iterable, Iterator

from pipeline.patterns import lazy

_RUN = lazy("`+")


def find_code_spans(text: str, shortest: int = 1) -> Iterator[tuple[int, int]]:
    """Yield the offsets of code between runs of `shortest` or more backticks, in order and apart."""
    runs = [found.span() for found in _RUN.finditer(text) if found.end() - found.start() >= shortest]
    following: list[int | None] = [None] * len(runs)
    seen: dict[int, int] = {}
    for index in range(len(runs) - 1, -1, -1):
        start, end = runs[index]
        following[index] = seen.get(end - start)
        seen[end - start] = index
    index = 0
    while index < len(runs):
        closing = following[index]
        if closing is not None:
            yield runs[index][0], runs[closing][1]
        index = index + 1 if closing is None else closing + 1


def blank_spans(text: str, spans: Iterable[tuple[int, int]], sign: str = " ") -> str:
    """Return `text` with `sign` in place of each character in `spans`, which are in order and apart."""
    parts, past = [], 0
    for start, end in spans:
        parts += [text[past:start], sign * (end - start)]
        past = end
    return "".join([*parts, text[past:]])
