"""What holds for every translation, whatever was done to it: random segments, random damage, random nonsense."""

import re

from hypothesis import given
from hypothesis import strategies as st

from pipeline.article.markdown import read_article
from pipeline.article.placeholders import find_names
from pipeline.article.placeholders.reconcile import LinkSyntax, reconcile_placeholders, split_target
from pipeline.article.placeholders.repair import repair_placeholders
from pipeline.model import Placeholder, PlaceholderKind, Segment

NOTES = "\n\n[^1]: one\n\n[^2]: two\n\n[^iv]: four\n\n[^х]: Cyrillic\n\n[lab]: https://example.org/lab\n"

WORDS = ("word", "слово", "բառ", "1915", "A. B.", "«да»", "(1)", "[sic]", "[1915]", "*so*", "**or [so]**", "\\[", "{x}")
MARKED = (
    "[^1]",
    "[^2]",
    "[^iv]",
    "[^х]",
    "[link](https://example.org/a)",
    "[*nested* [and] more](b.html)",
    "[`]`](c)",
    "[by label][lab]",
    "[lab]",
    "<https://example.org/d>",
    "https://example.org/e",
    "![picture](p.png)",
    "[![picture](p.png)](f)",
    "<!-- kept -->",
    "`code`",
    "`{fn1}`",
    "(fn1)",
    "{{fn}}",
    "{[^1]}",
    "\\{fn2\\}",
    "[^undefined]",
    "a^b",
)

sources = st.lists(st.sampled_from(WORDS + MARKED), min_size=1, max_size=7).map(" ".join)


def segment_of(markdown: str) -> Segment:
    """The first segment of an article that begins with this paragraph."""
    return read_article(markdown + NOTES, lang="en", sentences=False).segments[0]


segments = sources.map(segment_of)

PIECES = (
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    "<",
    ">",
    "`",
    "``",
    "\\",
    "^",
    "^[",
    "[^",
    " ",
    "\u200b",
    "fn1",
    "fn",
    "1",
    "{fn1}",
    "{ Fn2 }",
    "{фн1}",
    "{fn9}",
    "({fn1})",
    "[^1]",
    "[^iv]",
    "[^9]",
    "{url1}",
    "({url1})",
    "[{url2}]",
    "[слово]",
    "<{url1}>",
    "{img1}",
    "{keep1}",
    "{br1}",
    "{сноска1}",
    "{ծնթ2}",
    "｛fn1｝",
    "слово",
    "։",
)
nonsense = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)


@st.composite
def damaged(draw: st.DrawFn) -> tuple[Segment, str]:
    """A segment, and its text with stretches taken out, moved, doubled, and nonsense put in."""
    segment = draw(segments)
    text = segment.text
    for _ in range(draw(st.integers(0, 5))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 9)))
        to = draw(st.integers(0, len(text)))
        cut = text[:start] + text[end:]
        match draw(st.integers(0, 3)):
            case 0:
                text = cut
            case 1:
                text = cut[:to] + text[start:end] + cut[to:]
            case 2:
                text = text[:to] + text[start:end] + text[to:]
            case _:
                text = text[:to] + draw(nonsense) + text[to:]
    return segment, text


def joined(text: str, segment: Segment) -> str:
    """The parts of an aligned text, put together as a catalog shows them."""
    found = split_target(text, segment)
    return "".join(
        f"{{{part.name}}}" if isinstance(part, Placeholder) else part.text if isinstance(part, LinkSyntax) else part
        for part in found
    )


anything = damaged() | st.tuples(segments, nonsense)


@given(anything)
def test_every_note_stands_once_and_nothing_is_invented(pair: tuple[Segment, str]) -> None:
    segment, target = pair
    aligned = reconcile_placeholders(target, segment)
    present = find_names(aligned.text)
    known = {item.name: item for item in segment.placeholders}
    assert len([name for name in present if name in known]) == len({name for name in present if name in known})
    assert set(present) <= set(find_names(segment.text))
    lost = {item.kind for item in aligned.missing} if known.keys() - set(present) else set()
    assert lost <= {
        PlaceholderKind.URL,
        PlaceholderKind.BREAK,
        PlaceholderKind.NOTE,
        PlaceholderKind.IMAGE,
        PlaceholderKind.KEEP,
    }
    for item in segment.placeholders:
        if item.kind in {PlaceholderKind.NOTE, PlaceholderKind.IMAGE, PlaceholderKind.KEEP}:
            assert item.name in present
        else:
            assert item.name in present or item in aligned.missing


@given(anything)
def test_aligning_twice_is_aligning_once(pair: tuple[Segment, str]) -> None:
    segment, target = pair
    once = reconcile_placeholders(target, segment)
    twice = reconcile_placeholders(once.text, segment)
    assert twice.text == once.text
    assert (twice.doubled, twice.invented, twice.moved) == ((), (), ())
    assert twice.missing == tuple(
        item for item in once.missing if item.kind in {PlaceholderKind.URL, PlaceholderKind.BREAK}
    )


@given(anything)
def test_the_parts_joined_are_the_aligned_text(pair: tuple[Segment, str]) -> None:
    segment, target = pair
    text = reconcile_placeholders(target, segment).text
    assert joined(text, segment) == text
    assert joined(segment.text, segment) == segment.text


@given(segments, st.sampled_from(["слово ", "бառ, ", ""]), st.sampled_from([" слово", " — բառ", ""]))
def test_a_translation_that_has_everything_is_clean(segment: Segment, before: str, after: str) -> None:
    target = before + segment.text + after
    aligned = reconcile_placeholders(target, segment)
    assert aligned.text == target
    assert (aligned.missing, aligned.doubled, aligned.invented, aligned.moved, aligned.unread) == ((), (), (), (), ())
    assert not aligned.swapped


def in_spaces(name: str) -> str:
    return f"{{ {name} }}"


def in_capitals(name: str) -> str:
    return f"{{{name.upper()}}}"


def apart(name: str) -> str:
    return re.sub(r"([a-z]+)(\d+)", "{\\1\u00a0\\2}", name)


def full_width(name: str) -> str:
    return "".join(chr(ord(character) + 0xFEE0) for character in f"{{{name}}}")


def look_alike(name: str) -> str:
    return f"{{{name.translate(str.maketrans('rikepb', 'гікерв'))}}}"


def doubled_braces(name: str) -> str:
    return f"{{{{{name}}}}}"


def escaped(name: str) -> str:
    return f"\\{{{name}\\}}"


def in_brackets(name: str) -> str:
    return f"[{name}]"


def half(name: str) -> str:
    return f"{{{name}"


SURE = (in_spaces, in_capitals, apart, full_width, look_alike)
SURE_BUT_FOR_THE_AUTHOR_S_BRACES = (doubled_braces, escaped, in_brackets, half)

plain_words = st.sampled_from(["слово", "բառ", "word", "1915", "«да»", "[1915]"])
plain_marks = st.sampled_from(
    ["[^1]", "[^2]", "[^iv]", "[link](https://example.org/a)", "![p](p.png)", "<!-- kept -->"]
)
plain_segments = st.lists(plain_words | plain_marks, min_size=1, max_size=7).map(" ".join).map(segment_of)


@given(plain_segments, st.data())
def test_a_mutation_with_one_meaning_is_undone(segment: Segment, data: st.DataObject) -> None:
    ways = st.sampled_from(SURE + SURE_BUT_FOR_THE_AUTHOR_S_BRACES)
    target = segment.text
    for placeholder in segment.placeholders:
        token = f"{{{placeholder.name}}}"
        way = data.draw(ways)
        linked = f"({token})" in target
        target = target.replace(token, (way if not linked or way is not in_brackets else in_spaces)(placeholder.name))
    assert repair_placeholders(target, segment) == segment.text
    assert reconcile_placeholders(target, segment).text == segment.text


@given(segments, st.data())
def test_what_the_author_has_in_brackets_stays(segment: Segment, data: st.DataObject) -> None:
    target = segment.text
    for placeholder in segment.placeholders:
        target = target.replace(f"{{{placeholder.name}}}", data.draw(st.sampled_from(SURE))(placeholder.name))
    assert repair_placeholders(target, segment) == segment.text
