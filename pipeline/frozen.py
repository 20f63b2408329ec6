"""Make frozen dataclasses faster. Reading and writing an article makes a thousand of them."""

from dataclasses import MISSING, fields
from typing import Any, TypeVar

Value = TypeVar("Value")


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
