"""Frozen values that are made fast are the same values as those of the standard library."""

import copy
import dataclasses
import pickle
from collections.abc import Mapping
from dataclasses import FrozenInstanceError, field, fields, replace
from functools import cached_property
from typing import Generic, TypeVar

import pytest

from pipeline.frozen import dataclass

Value = TypeVar("Value")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    text: str
    line: int = field(default=1, compare=False)
    labels: tuple[str, ...] = ()
    hidden: str = field(default="", repr=False)
    kept: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fast:
    text: str
    line: int = field(default=1, compare=False)
    labels: tuple[str, ...] = ()
    hidden: str = field(default="", repr=False)
    kept: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Longer(Fast):
    end: int

    def __post_init__(self) -> None:
        if self.end < self.line:
            raise ValueError("ends before it begins")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    sign: str = "!"
    change: str = ""
    twin: str = ""


def test_what_is_made_fast_is_as_others_are() -> None:
    made, same = Mark(), Mark(sign="!")
    assert type(made) is Mark
    assert (made == same, hash(made) == hash(same), made == Mark(sign="?")) == (True, True, False)
    fast, standard = Fast(text="a", labels=("b",), hidden="c"), Standard(text="a", labels=("b",), hidden="c")
    assert repr(fast) == repr(standard).replace("Standard", "Fast")
    assert dataclasses.asdict(fast) == dataclasses.asdict(standard)
    assert [each.name for each in fields(Fast)] == [each.name for each in fields(Standard)]
    assert replace(fast, text="c") == Fast(text="c", labels=("b",), hidden="c")
    assert fast == replace(fast, line=7), "a field that is not compared"
    assert fast != standard  # type: ignore[comparison-overlap]
    assert Mark.__doc__ == "Mark"


def test_a_field_may_have_any_name() -> None:
    mark = Mark(sign="?", change="a", twin="b")
    assert (mark.sign, mark.change, mark.twin) == ("?", "a", "b")


def test_it_is_pickled_and_copied() -> None:
    for made in (Fast(text="a", kept={"b": "c"}), Longer(text="a", end=3), Mark()):
        for same in (pickle.loads(pickle.dumps(made)), copy.copy(made), copy.deepcopy(made)):  # noqa: S301  our own bytes
            assert (type(same), same) == (type(made), made)


def test_a_value_is_read_from_a_pickle_before_one_was_made() -> None:
    data = pickle.dumps(Mark(sign="?"))

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Fresh:
        sign: str

    fresh = Fresh.__new__(Fresh)
    fresh.__setstate__(("?",))  # type: ignore[attr-defined]
    assert (fresh.sign, pickle.loads(data).sign) == ("?", "?")  # noqa: S301  our own bytes


def test_each_has_its_own_default_where_that_is_made_anew() -> None:
    one, other = Fast(text="a"), Fast(text="a")
    assert one.kept == {}
    assert one.kept is not other.kept


def test_a_class_made_of_another_has_its_fields_and_looks_at_them_when_they_are_set() -> None:
    assert Longer(text="a", end=2).end == 2
    assert type(Longer(text="a", end=2)) is Longer
    assert Longer(text="a", end=1) != Fast(text="a")
    with pytest.raises(ValueError, match="ends before"):
        Longer(text="a", line=3, end=2)


@pytest.mark.parametrize("made", [Fast(text="a"), Longer(text="a", end=1)])
def test_it_is_frozen(made: Fast) -> None:
    with pytest.raises(FrozenInstanceError):
        made.text = "b"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del made.text
    assert not hasattr(made, "__dict__")


def test_a_class_for_values_of_any_type() -> None:
    @dataclass(frozen=True, slots=True, kw_only=True)
    class Found(Generic[Value]):
        values: tuple[Value, ...]

    assert Found(values=(1,)) == Found(values=(1,))


def test_a_missing_or_unknown_field_is_told() -> None:
    @dataclass(frozen=True, slots=True, kw_only=True)
    class Told:
        text: str

    for _ in range(2):  # the second object is made by another method
        with pytest.raises(TypeError, match="text"):
            Told()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="other"):
        Told(text="a", other=1)  # type: ignore[call-arg]


def test_any_other_dataclass_is_that_of_the_standard_library() -> None:
    @dataclass(frozen=True, kw_only=True)
    class Counted:
        text: str

        @cached_property
        def length(self) -> int:
            return len(self.text)

    assert Counted(text="abc").length == 3
