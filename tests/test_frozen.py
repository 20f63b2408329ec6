"""Frozen values that are made faster are the same values."""

import pickle
from dataclasses import FrozenInstanceError, dataclass, field, replace

import pytest

from pipeline.frozen import quicken


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    text: str
    line: int = field(default=1, compare=False)
    labels: tuple[str, ...] = ()


@quicken
@dataclass(frozen=True, slots=True, kw_only=True)
class Quick:
    text: str
    line: int = field(default=1, compare=False)
    labels: tuple[str, ...] = ()


def test_what_is_made_quickly_is_as_others_are() -> None:
    made, same = Quick(text="a", labels=("b",)), Quick(text="a", line=2, labels=("b",))
    assert type(made) is Quick
    assert (made.text, made.line, made.labels) == ("a", 1, ("b",))
    assert (made == same, hash(made) == hash(same), made == Quick(text="a")) == (True, True, False)
    assert repr(made) == repr(Plain(text="a", labels=("b",))).replace("Plain", "Quick")
    assert replace(made, text="c") == Quick(text="c", labels=("b",))
    assert pickle.loads(pickle.dumps(made)) == made  # noqa: S301  our own bytes


def test_it_is_frozen() -> None:
    made = Quick(text="a")
    with pytest.raises(FrozenInstanceError):
        made.text = "b"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del made.text
    assert not hasattr(made, "__dict__")


def test_a_missing_or_unknown_field_is_told() -> None:
    with pytest.raises(TypeError, match="text"):
        Quick()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="other"):
        Quick(text="a", other=1)  # type: ignore[call-arg]


def test_a_default_that_is_made_anew_is_refused() -> None:
    @dataclass(frozen=True, slots=True, kw_only=True)
    class Listed:
        items: list[str] = field(default_factory=list)

    with pytest.raises(TypeError, match="items"):
        quicken(Listed)
