"""A property that is computed once, without the lock that `functools.cached_property` takes before Python 3.12.

The lock costs as much as some of the properties of a text, and each text of an edition has a dozen of them.
"""

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

_Value = TypeVar("_Value")


class once(Generic[_Value]):  # noqa: N801  a decorator
    """Compute a property when it is first asked for, and keep it in the object, which therefore has no slots."""

    def __init__(self, compute: Callable[[Any], _Value]) -> None:
        self.compute = compute
        self.__doc__ = compute.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, item: None, owner: type) -> "once[_Value]": ...
    @overload
    def __get__(self, item: object, owner: type) -> _Value: ...
    def __get__(self, item: object | None, owner: type) -> "once[_Value] | _Value":
        if item is None:
            return self
        value = item.__dict__[self.name] = self.compute(item)
        return value
