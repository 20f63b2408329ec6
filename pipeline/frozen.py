"""Make frozen dataclasses faster: objects where reading and writing an article makes a thousand of them, and classes
where a command makes few objects, but makes thirty classes before it begins.
"""

import dataclasses
from collections.abc import Callable
from dataclasses import MISSING, FrozenInstanceError, fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

Value = TypeVar("Value")

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass  # noqa: PLC0414  for type checkers, both are one
else:

    def dataclass(*, frozen: bool, kw_only: bool, slots: bool = False) -> Callable[[type[Value]], type[Value]]:  # noqa: ARG001
        """Make a dataclass as `dataclasses.dataclass` does with these words, in a tenth of the time.

        That one writes methods for every class and lets Python read them. Here all classes share theirs, which take
        twice as long as those, and objects keep their fields in a dictionary.
        """
        return _make_shared


def quicken(cls: type[Value]) -> type[Value]:
    """Give a frozen dataclass with slots and keywords an `__init__` that takes half the time, and the same for pickle.

    The one that dataclasses write calls a function for each field, to get past the lock. Here the object is of a twin
    class, the same without a lock, until its fields are set.
    """
    known: dict[str, Any] = {"twin": type(cls.__name__, (), {"__slots__": cls.__slots__}), "cls": cls}  # type: ignore[attr-defined]
    known["change"] = object.__setattr__
    arguments = ["self", "*"]
    lines = ['    change(self, "__class__", twin)']
    for field in fields(cls):  # type: ignore[arg-type]
        if not field.init or field.default_factory is not MISSING or not field.kw_only:
            raise TypeError(f"{cls.__name__}.{field.name} is more than a keyword with a constant default")
        known[f"default_{field.name}"] = field.default
        arguments.append(field.name if field.default is MISSING else f"{field.name}=default_{field.name}")
        lines.append(f"    self.{field.name} = {field.name}")
    values = "".join(f"self.{field.name}, " for field in fields(cls))  # type: ignore[arg-type]
    code = [f"def __init__({', '.join(arguments)}):", *lines, "    self.__class__ = cls"]
    code += ["def __getstate__(self):", f"    return ({values})"]
    code += ["def __setstate__(self, values):", *lines[:1], f"    {values}= values", "    self.__class__ = cls"]
    exec("\n".join(code), known)  # noqa: S102  as dataclasses do
    known["__init__"].__annotations__ = cls.__init__.__annotations__
    for name in ("__init__", "__getstate__", "__setstate__"):
        known[name].__qualname__ = f"{cls.__qualname__}.{name}"
        setattr(cls, name, known[name])
    return cls


def _make_shared(cls: type[Value]) -> type[Value]:
    """Make a class a frozen dataclass with keywords whose methods are those of all such classes."""
    made = dataclasses.dataclass(init=False, repr=False, eq=False, kw_only=True)(cls)
    known = fields(made)  # type: ignore[arg-type]
    names = {each.name: None if each.default is MISSING else each.default for each in known}
    factories = {each.name: each.default_factory for each in known if each.default_factory is not MISSING}
    needed = {each.name for each in known if each.default is MISSING} - factories.keys()
    read = attrgetter(*(each.name for each in known if each.compare))
    shown = [each.name for each in known if each.repr]

    def init(self: object, **given: object) -> None:
        values = names | given
        if len(values) > len(names) or not needed <= given.keys():
            wrong = sorted((needed - given.keys()) | (given.keys() - names.keys()))
            raise TypeError(f"{cls.__qualname__}() has too few or too many fields: {', '.join(wrong)}")
        for name in factories.keys() - given.keys():
            values[name] = factories[name]()
        self.__dict__.update(values)

    def equals(self: object, other: object) -> bool:
        return read(self) == read(other) if type(other) is made else NotImplemented

    def represent(self: object) -> str:
        return f"{cls.__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in shown)})"

    methods = {"__init__": init, "__eq__": equals, "__hash__": lambda self: hash(read(self)), "__repr__": represent}
    for name, method in {**methods, "__setattr__": _refuse, "__delattr__": _refuse}.items():
        if name not in cls.__dict__ or name == "__hash__":
            setattr(made, name, method)
    return made


def _refuse(_self: object, name: str, *_: object) -> NoReturn:
    raise FrozenInstanceError(f"cannot change {name!r}")
