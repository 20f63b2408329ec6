"""Make frozen dataclasses fast: their classes, since a command makes eighty of them before it begins, and their
objects, since reading and writing an article makes a thousand of them.
"""

import dataclasses
import types
from collections.abc import Callable
from dataclasses import MISSING, FrozenInstanceError, fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

Value = TypeVar("Value")

_FAST = {"frozen": True, "slots": True, "kw_only": True}

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass  # noqa: PLC0414  for type checkers, both are one
else:

    def dataclass(**options: bool) -> Callable[[type[Value]], type[Value]]:
        """Make a dataclass as `dataclasses.dataclass` does with these words. A class that is frozen, with slots and
        keywords, is made in a tenth of the time, and its objects in half of it.

        The standard one writes eight methods for every class, and Python reads them. Here classes share theirs, but for
        those that set fields: these are written when the first object is made.
        """
        return _make if options == _FAST else dataclasses.dataclass(**options)


def _make(cls: type[Value]) -> type[Value]:
    cls.__doc__ = cls.__doc__ or cls.__name__  # else the standard one spends milliseconds on writing the fields there
    made: Any = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True, kw_only=True)(cls)
    known = fields(made)
    shown = [each.name for each in known if each.repr]
    read = attrgetter(*(each.name for each in known if each.compare))

    def init(self: object, /, **given: object) -> None:
        _write_setters(made)
        made.__init__(self, **given)

    def get_state(self: object) -> tuple[object, ...]:
        _write_setters(made)
        state: tuple[object, ...] = made.__getstate__(self)
        return state

    def set_state(self: object, values: object) -> None:
        _write_setters(made)
        made.__setstate__(self, values)

    def equals(self: object, other: object) -> bool:
        return read(self) == read(other) if type(other) is type(self) else NotImplemented

    def represent(self: object) -> str:
        return f"{cls.__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in shown)})"

    methods: dict[str, Callable[..., object]] = {
        "__init__": init,
        "__getstate__": get_state,
        "__setstate__": set_state,
        "__eq__": equals,
        "__hash__": lambda self: hash(read(self)),
        "__repr__": represent,
        "__setattr__": _refuse,
        "__delattr__": _refuse,
    }
    for name, method in methods.items():
        if name not in cls.__dict__ or name == "__hash__":
            setattr(made, name, method)
    return made  # type: ignore[no-any-return]


def _write_setters(cls: Any) -> None:  # noqa: ANN401
    """Write the methods that set and return all fields of a class at once. A lock would stop them for every field, so
    meanwhile the object is of a twin class, the same without a lock.
    """
    slots = {"__slots__": cls.__dict__["__slots__"], "__setattr__": object.__setattr__}
    bases = cls.__dict__.get("__orig_bases__", cls.__bases__)
    twin = types.new_class(cls.__name__, bases, exec_body=lambda body: body.update(slots))
    namespace: dict[str, Any] = {"_cls_": cls, "_twin_": twin, "_change_": object.__setattr__, "_MISSING_": MISSING}
    begin, end = '    _change_(self, "__class__", _twin_)', "    self.__class__ = _cls_"
    arguments, lines = ["self", "*"], [begin]
    for field in fields(cls):
        name, has_factory = field.name, field.default_factory is not MISSING
        namespace[f"_default_{name}_"], namespace[f"_make_{name}_"] = field.default, field.default_factory
        is_needed = field.default is MISSING and not has_factory
        arguments.append(name if is_needed else f"{name}=_default_{name}_")
        lines.append(
            f"    self.{name} = {f'_make_{name}_() if {name} is _MISSING_ else ' if has_factory else ''}{name}"
        )
    values = "".join(f"self.{field.name}, " for field in fields(cls))
    code = [f"def __init__({', '.join(arguments)}):", *lines, end]
    code += ["    self.__post_init__()"] if hasattr(cls, "__post_init__") else []
    code += ["def __getstate__(self):", f"    return ({values})"]
    code += ["def __setstate__(self, values):", begin, f"    {values}= values", end]
    exec("\n".join(code), namespace)  # noqa: S102  as dataclasses do
    for name in ("__init__", "__getstate__", "__setstate__"):
        namespace[name].__qualname__ = f"{cls.__qualname__}.{name}"
        setattr(cls, name, namespace[name])


def _refuse(_self: object, name: str, *_: object) -> NoReturn:
    raise FrozenInstanceError(f"cannot change {name!r}")
