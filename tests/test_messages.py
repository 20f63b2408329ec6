"""Messages: said in English as they are written, in other languages by the catalogs, and the same when kept as JSON."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import pipeline
from pipeline.languages.messages import Wording
from pipeline.model import Message
from pipeline.workspace.codec import from_json, to_json

HOUSE = Path(pipeline.__file__).parent
MAKERS = {"make_finding": 1, "Message.create": 0, "Message.create_plural": 0}
"""The functions that make messages, and which of their arguments is the template."""

NAMES = st.from_regex(r"[a-z]{1,6}", fullmatch=True)
TEXTS = st.text(max_size=12)
PLAIN = st.builds(Message, template=TEXTS)
COUNTED = st.builds(
    lambda number, text: Message.create_plural("one of {text}", "{number} of {text}", number=number, text=text),
    st.integers(0, 3),
    TEXTS,
)
MESSAGES = st.recursive(
    PLAIN | COUNTED,
    lambda inner: st.builds(
        lambda values: Message.create(" ".join(f"{{{name}}}" for name in values), **values),
        st.dictionaries(NAMES, TEXTS | st.integers() | inner | st.lists(TEXTS | inner, max_size=3).map(tuple)),
    ),
    max_leaves=6,
)


def literals(node: ast.expr) -> Iterator[str | None]:
    """The texts that an argument may be; None for one that is not written out."""
    if isinstance(node, ast.IfExp):
        yield from literals(node.body)
        yield from literals(node.orelse)
    else:
        yield node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def made() -> Iterator[tuple[str, str | None, str | None]]:
    """Every message that the source makes: where, its template, the plural of that."""
    for path in sorted(HOUSE.rglob("*.py")):
        name = path.relative_to(HOUSE).as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            maker = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            if (
                maker not in MAKERS
                or name == "checks/codes.py"
                or (maker == "make_finding" and not name.startswith("checks/"))
            ):
                continue
            assert isinstance(node, ast.Call)
            for template in literals(node.args[MAKERS[maker]]):
                plural = next(literals(node.args[1])) if maker == "Message.create_plural" else ""
                yield f"{name}:{node.lineno}", template, plural


@pytest.mark.parametrize("lang", ["hy", "en", "ru"])
def test_every_message_that_the_code_makes_is_translated(lang: str) -> None:
    say = Wording(lang=lang)
    found = list(made())
    assert len(found) > 100
    for where, template, plural in found:
        assert template is not None, f"{where}: write the template out, so that it can be translated"
        assert plural is not None, where
        said = say.format(Message(template=template, plural=plural))
        assert say.has(template), f"{where}: translate it"
        assert lang != "en" or said == template


def test_a_message_that_no_catalog_knows_is_a_fault_of_ours() -> None:
    for message in (
        Message.create("no such message"),
        Message.create_plural("{number} such", "{number} such ones", number=2),
    ):
        with pytest.raises(KeyError):
            Wording(lang="ru").format(message)


def test_values_are_shown_as_they_are_and_messages_among_them_are_translated() -> None:
    message = Message.create(
        "{what} is missing; {done}. {advice}",
        what="{keep1}",
        done=Message.create("it was put at the end of the sentence"),
        advice=Message.create("Write {name} where it belongs.", name="{keep1}"),
    )
    assert str(message) == "{keep1} is missing; it was put at the end of the sentence. Write {keep1} where it belongs."
    assert (
        Wording(lang="ru").format(message)
        == "Нет {keep1}; поставлено в конец предложения. Впишите {keep1} туда, где ему место."
    )
    assert (
        Wording(lang="hy").format(message)
        == "Չկա {keep1}. դրվել է նախադասության վերջում։ Գրե՛ք {keep1} այնտեղ, որտեղ պետք է լինի։"
    )


def test_several_values_are_divided_by_commas() -> None:
    several = ("{fn1}", Message.create("– or —"))
    message = Message.create("There are: {names}.", names=several)
    assert str(message) == "There are: {fn1}, – or —."
    assert Wording(lang="ru").format(message) == "Есть такие: {fn1}, – или —."


@pytest.mark.parametrize(
    ("number", "english", "russian"),
    [
        (1, "one text of the article is", "нет 1 текста статьи"),
        (2, "2 texts of the article are", "нет 2 текстов статьи"),
        (5, "5 texts of the article are", "нет 5 текстов статьи"),
        (21, "21 texts of the article are", "нет 21 текста статьи"),
    ],
)
def test_a_number_has_the_plural_form_of_the_language(number: int, english: str, russian: str) -> None:
    message = Message.create_plural(
        "one text of the article is not in the catalog, the first being “{first}”. Run: targman sync",
        "{number} texts of the article are not in the catalog, the first being “{first}”. Run: targman sync",
        number=number,
        first="…",
    )
    assert str(message).startswith(english)
    assert russian in Wording(lang="ru").format(message)


@given(TEXTS)
def test_without_values_a_message_is_its_template_whatever_is_in_it(text: str) -> None:
    assert str(Message(template=text)) == text


@given(MESSAGES)
def test_a_message_is_the_same_after_it_was_kept_as_json(message: Message) -> None:
    assert from_json(Message, to_json(message)) == message
    kept = from_json(Message, json.loads(json.dumps(to_json(message))))
    assert kept == message
    assert str(kept) == str(message)
