"""Spans that open and close something: `{{< tag >}}` and `{{< /tag >}}`, `{% if %}` and `{% endif %}`."""

from collections.abc import Iterable

from pipeline.patterns import lazy

_TAG = lazy(r"\{\{[<%]-?[ \t]*(?P<slash>/)?[ \t]*(?P<shortcode>[\w./-]+)|\{%-?[ \t]*(?P<end>end)?(?P<tag>[a-z_]\w*)")


def is_ordered(spans: Iterable[str], source: Iterable[str]) -> bool:
    """Tell whether no span of `spans` closes what none before it has opened, unless it does in `source` as well."""
    return _unopened(spans) == _unopened(source)


def _unopened(spans: Iterable[str]) -> list[str]:
    """Return the names of the spans that close more than was opened before them, in alphabetical order."""
    open_now: dict[str, int] = {}
    unopened: list[str] = []
    for span in spans:
        found = _TAG.match(span)
        if found is None:
            continue
        name = found["shortcode"] or found["tag"]
        if not (found["slash"] or found["end"]):
            open_now[name] = open_now.get(name, 0) + 1
        elif open_now.get(name, 0):
            open_now[name] -= 1
        else:
            unopened.append(name)
    return sorted(unopened)
