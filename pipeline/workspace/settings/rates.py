"""The setting `rates`: what a word costs, by kind of work."""

from pipeline.languages.tags import canonical

_DEAREST = 1e9
"""Price of a word that nobody pays in any currency; infinite ones are above it."""


def read_rates(key: str, value: object) -> tuple[tuple[str, str], ...]:
    """Read prices by kind of work, for all languages or in a table for one."""
    from pipeline.memory.analysis import KINDS  # noqa: PLC0415  only where prices are set

    if not isinstance(value, dict):
        raise ValueError(f"{key} has to be a table of prices of a word, such as new = 0.05")  # noqa: TRY004  a fault of the file
    found: dict[str, str] = {}
    for name, price in value.items():
        if isinstance(price, dict) and (lang := canonical(name)):
            found |= {f"{lang}.{kind}": rate for kind, rate in read_rates(f"{key}.{name}", price)}
        elif name == "currency":
            found[name] = _currency(f"{key}.{name}", price)
        elif name not in KINDS:
            known = ", ".join((*KINDS, "currency"))
            raise ValueError(
                f"{key} has “{name}”, but the kinds of work are {known}; a table for one language has its code"
            )
        elif isinstance(price, bool) or not isinstance(price, int | float) or not 0 <= price < _DEAREST:
            raise ValueError(f"{key}.{name} has to be the price of a word, from 0 on")
        else:
            found[name] = str(price)
    return tuple(found.items())


def _currency(key: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip() or "\n" in value:
        raise ValueError(f"{key} has to be a name in quotes")
    return value
