"""Spans that open and close something: `{{< tag >}}` and `{{< /tag >}}`, `{% if %}` and `{% endif %}`, `<Tag>` and
`</Tag>`.
"""

from collections.abc import Iterable, Iterator

from pipeline.patterns import lazy

_TAG = lazy(
    r"(?s)(?!.*/[>%]\}{0,2}\Z)"  # which would close itself: <Tag />, {{< tag />}}
    r"(?:\{\{[<%]-?[ \t]*(?P<slash>/)?[ \t]*|<(?P<end_of_component>/)?(?=[A-Z]))(?P<name>[\w./-]+)"
    r"|\{%-?[ \t]*(?P<end>end)?(?P<tag>[a-z_]\w*)"
)


def is_ordered(spans: Iterable[str], source: Iterable[str]) -> bool:
    """Tell whether no span of `spans` closes what was not opened before it, or what was opened before something else
    that is still open, unless it does in `source` as well.
    """
    return _misplaced(spans) == _misplaced(source)


def _misplaced(spans: Iterable[str]) -> list[str]:
    """Return the names of the spans that close something else than was opened last, in alphabetical order."""
    tags = list(_tags(spans))
    closed = {name for name, closes in tags if closes}
    open_now: list[str] = []
    misplaced: list[str] = []
    for name, closes in tags:
        if not closes and name in closed:
            open_now.append(name)
        elif closes and open_now[-1:] == [name]:
            open_now.pop()
        elif closes:
            misplaced.append(name)
    return sorted(misplaced)


def _tags(spans: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """Yield the names of those spans that open or close something, and whether they close it."""
    for found in map(_TAG.match, spans):
        if found:
            yield found["name"] or found["tag"], bool(found["slash"] or found["end_of_component"] or found["end"])
