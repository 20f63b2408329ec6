"""Values as JSON and back: frozen dataclasses, enums, tuples, and what is nested in them. The index keeps the results
of thousands of articles, so everything that depends on a class alone is worked out once.
"""

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

Value = TypeVar("Value")
Converter = Callable[[Any], Any]

_OBJECT = "object"  # an array that begins with null, which no tuple beside a dataclass does
_PLAIN = frozenset((str, int, float, bool, NoneType))  # the types that JSON has as they are


def to_json(value: Any) -> Any:  # noqa: ANN401
    """Return a value as what `json.dumps` takes: a dataclass as an array of null and its values, a tuple as an array,
    an enum as its value. Raises TypeError for a value that JSON cannot give back.
    """
    kind: Any = type(value)
    return value if kind in _PLAIN else _encoder(kind)(value)


def from_json(kind: type[Value], data: Any) -> Value:  # noqa: ANN401
    """Make a value of the class `kind` of what `to_json` returned for it."""
    hint: Any = kind
    decode = _decoder(hint)
    value: Value = data if decode is None else decode(data)
    return value


@cache
def _encoder(kind: type[Any]) -> Converter:
    if kind is tuple:
        return lambda value: [item if type(item) in _PLAIN else to_json(item) for item in value]
    if issubclass(kind, Enum):
        return {item: item.value for item in kind}.__getitem__
    if not is_dataclass(kind):
        raise TypeError(f"{kind.__name__} has no form in JSON")
    names = [item.name for item in fields(kind)]
    nested = [names.index(name) + 1 for name, _ in _nested_fields(kind)]

    def encode(value: Any) -> list[Any]:  # noqa: ANN401
        data = [None, *(getattr(value, name) for name in names)]
        for place in nested:
            data[place] = to_json(data[place])
        return data

    return encode


@cache
def _decoder(hint: Any) -> Converter | None:  # noqa: ANN401
    """Make the decoder for an annotation; None if JSON has such values as they are."""
    if isinstance(hint, type) and is_dataclass(hint):
        return _object_decoder(hint)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return {item.value: item for item in hint}.__getitem__
    if get_origin(hint) is tuple:
        return _array_decoder(get_args(hint))
    if get_origin(hint) in {Union, UnionType}:
        return _union_decoder(get_args(hint))
    return None


@cache
def _nested_fields(kind: Any) -> tuple[tuple[str, Converter], ...]:  # noqa: ANN401
    """The fields of a class that JSON does not have as they are, each with its decoder."""
    hints = get_type_hints(kind)
    found = ((item.name, _decoder(hints[item.name])) for item in fields(kind))
    return tuple((name, decode) for name, decode in found if decode is not None)


def _object_decoder(kind: Any) -> Converter:  # noqa: ANN401
    """Make the decoder for a dataclass. One with slots takes its values all at once, as from a pickle."""
    names = [item.name for item in fields(kind)]
    has_state = "__setstate__" in kind.__dict__

    @cache
    def nested() -> list[tuple[int, Converter]]:
        return [(names.index(name) + 1, decode) for name, decode in _nested_fields(kind)]

    def decode(data: list[Any]) -> Any:  # noqa: ANN401
        values = data.copy()
        for place, decode_field in nested():  # not before: a class may have fields of its own kind
            values[place] = decode_field(values[place])
        del values[0]
        if not has_state:
            return kind(**dict(zip(names, values, strict=True)))
        made = kind.__new__(kind)
        made.__setstate__(values)
        return made

    return decode


def _array_decoder(hints: tuple[Any, ...]) -> Converter:
    decoders = tuple(map(_decoder, hints))
    nested = [(place, decode) for place, decode in enumerate(decoders) if decode is not None]
    if not nested:
        return tuple
    if hints[-1] is Ellipsis:
        [(_, decode_item)] = nested
        return lambda data: tuple(map(decode_item, data))

    def decode(data: list[Any]) -> tuple[Any, ...]:
        data = data.copy()
        for place, decode_item in nested:
            data[place] = decode_item(data[place])
        return tuple(data)

    return decode


def _union_decoder(hints: tuple[Any, ...]) -> Converter | None:
    """Make the decoder for one of several types, which are told apart by what they are in JSON."""
    decoders = {_json_form(hint): decode for hint in hints if (decode := _decoder(hint)) is not None}
    if not decoders:
        return None

    def decode_member(data: Any) -> Any:  # noqa: ANN401
        form = type(data) if type(data) is not list else _OBJECT if data[:1] == [None] else list
        decoder = decoders.get(form)
        return data if decoder is None else decoder(data)

    return decode_member


def _json_form(hint: Any) -> object:  # noqa: ANN401
    return list if get_origin(hint) is tuple else _OBJECT if is_dataclass(hint) else str
