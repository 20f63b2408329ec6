"""Damaged and odd catalogs on the command line: left alone with a line that says why, or nothing in them is lost.

`TARGMAN_HOSTILE=all` cuts a catalog off at every byte, damages a hundred times as many, and takes the largest files.
"""

import os
import random
import re
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import Workspace
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crash.ground import article, contents, translate, translations
from pipeline import catalog
from pipeline.cli import main

ALL = os.environ.get("TARGMAN_HOSTILE") == "all"
CATALOG = "locales/ru/articles/one.po"
SHORT = "# The title of one\n\nA sentence with a note.[^i] Another one.\n\n[^i]: Where it stands.\n"
HEADER = '# Анна <a@example.org>, 2025.\nmsgid ""\nmsgstr "Content-Type: text/plain; charset={}\\n"\n\n'

_PLACEHOLDER = re.compile(r"\{\w+\}|\\.")
_TARGET = re.compile(r'^(?:#~ )?msgstr "(.+)"\r?$', re.MULTILINE)


@pytest.fixture
def place(workspace: Callable[[], Workspace]) -> Workspace:
    """A workspace with a translated article, some entries obsolete."""
    place = workspace()
    place.write("articles/one.md", SHORT.replace("Another", "A former sentence, gone since. Another"))
    place.run("sync")
    translate(place.root)
    place.write("articles/one.md", SHORT)
    place.run("sync")
    return place


def synced() -> Result:
    """Sync, which has to end well or to complain in one line."""
    result = CliRunner().invoke(main, ["sync"])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == len(result.stderr.splitlines())
    return result


def targets(data: bytes) -> set[str]:
    """The translations in a file, without the placeholders, which may follow a source that is another one now."""
    found = _TARGET.findall(data.decode(errors="replace"))
    return {_PLACEHOLDER.sub("", target).strip() for target in found}


def check_damaged(place: Workspace, damaged: bytes) -> bool:
    """Sync a damaged catalog; returns whether it was refused. Either way nothing in it is lost."""
    place.write(CATALOG, damaged)
    result = synced()
    after = (place.root / CATALOG).read_bytes()
    if result.exit_code:
        assert f"{CATALOG}:" in result.stderr
        assert after == damaged
        return True
    found = translations(damaged)
    now = translations(after)
    assert targets(damaged) - targets(after) == set()
    assert {source for source in found.keys() & now.keys() if found[source] != now[source]} == set()
    return False


def header_end(data: bytes) -> int:
    return data.index(b"\n\n") + 1


def test_a_catalog_cut_off_anywhere_is_refused_or_keeps_what_it_has(place: Workspace) -> None:
    whole = (place.root / CATALOG).read_bytes()
    chance = random.Random("cut")  # noqa: S311  # a fixed sequence
    lines = [found.end() for found in re.finditer(b"\n", whole[:-1])]
    lengths = range(len(whole)) if ALL else {*lines[::3], *chance.sample(range(len(whole)), 60)}
    accepted = {length for length in lengths if not check_damaged(place, whole[:length])}
    begin = header_end(whole)
    between = {length for length in lines if length <= begin or b"\n" in whole[length - 2 : length + 1 : 2]}
    assert accepted <= between
    assert accepted


def test_a_catalog_cut_off_between_two_entries_is_noticed(place: Workspace) -> None:
    whole = (place.root / CATALOG).read_bytes()
    place.write(CATALOG, whole[: whole.index(b"\n\n", len(whole) // 2) + 1])
    result = synced()
    assert result.exit_code == 1
    assert CATALOG in result.stderr


def damages(whole: bytes) -> st.SearchStrategy[bytes]:
    """The file with some bytes changed, taken out, put in, or a stretch of it doubled or moved."""
    place = st.integers(0, len(whole) - 1)
    byte = st.one_of(st.integers(0, 255), st.sampled_from(list(b'"\\#~|:,. \n\r\tmsgidctxr<=>[]')))

    def damaged(changes: Sequence[tuple[str, int, int, int]]) -> bytes:
        data = bytearray(whole)
        for how, at, to, value in changes:
            begin, end = sorted((at % max(len(data), 1), to % max(len(data), 1)))
            if how == "flip" and data:
                data[begin] = value
            elif how == "bit" and data:
                data[begin] ^= 1 << value % 8
            elif how == "insert":
                data.insert(begin, value)
            elif how == "delete":
                del data[begin : min(end, begin + 1 + value)]
            elif how == "double":
                data[begin:begin] = data[begin:end]
            elif how == "zero":
                data[begin:end] = bytes(end - begin)
        return bytes(data)

    kinds = st.sampled_from(["flip", "flip", "bit", "insert", "delete", "double", "zero"])
    return st.lists(st.tuples(kinds, place, place, byte), min_size=1, max_size=3).map(damaged)


def test_random_damage_is_refused_or_loses_nothing(place: Workspace) -> None:
    whole = (place.root / CATALOG).read_bytes()

    @settings(
        max_examples=12_000 if ALL else 120,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        derandomize=not ALL,
        database=None,
    )
    @given(damages(whole))
    def check(damaged: bytes) -> None:
        check_damaged(place, damaged)

    check()


REFUSED: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "a conflict in an entry": (
        lambda data: data.replace(b'msgid "Another', b'<<<<<<< HEAD\nmsgid "Another'),
        "conflict marker",
    ),
    "a conflict at the end": (lambda data: data + b">>>>>>> theirs\n", "conflict marker"),
    "what msgcat makes of two": (
        lambda data: data.replace(b'msgstr "', b'msgstr "#-#-#-#-#  a.po  #-#-#-#-#\\n"\n"', 2),
        "cat",
    ),
    "everything twice": (lambda data: data + data[header_end(data) :], "twice"),
    "another header": (lambda data: data + b"\n" + data, "twice"),
    "a NUL": (lambda data: data[:-20] + b"\0" + data[-20:], "NUL"),
    "nothing but NULs": (lambda data: bytes(len(data)), "NUL"),
    "an empty file": (lambda _: b"", "empty"),
    "UTF-16": (lambda data: data.decode().encode("utf-16"), "UTF-16"),
    "UTF-16 without a mark": (lambda data: data.decode().encode("utf-16-le"), "NUL"),
    "a wrong charset": (lambda data: data.replace(b"charset=UTF-8", b"charset=UTF-7"), "UTF-7"),
    "an old charset undeclared": (lambda data: data.decode().encode("cp1251", "replace"), "is not valid UTF-8"),
    "a web page": (lambda _: b"<!DOCTYPE html>\n<html><body>404</body></html>\n", ""),
    "another kind of file": (lambda _: b"\x7fELF" + bytes(range(256)) * 20, ""),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_broken_catalog_is_left_as_it_is_with_a_line_and_the_rest_goes_on(place: Workspace, name: str) -> None:
    damage, words = REFUSED[name]
    damaged = damage((place.root / CATALOG).read_bytes())
    place.write(CATALOG, damaged)
    place.write("articles/one.md", SHORT + "\nSomething new.\n")
    for command in ("sync", "merge", "check", "status"):
        result = place.run(command, exit_code=1)
        assert len(result.stderr.splitlines()) == 1
        assert f"{CATALOG}:" in result.stderr
        assert words in result.stderr
        assert (place.root / CATALOG).read_bytes() == damaged
    assert "Something new." in place.text("locales/hy/articles/one.po")


ODD: dict[str, Callable[[str], str]] = {
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "mixed line ends": lambda text: text.replace("\n\n", "\r\n\r\n"),
    "tabs and spaces": lambda text: text.replace('msgstr "', ' \tmsgstr\t"').replace('"\n', '" \t\n'),
    "no space at all": lambda text: text.replace('msgstr "', 'msgstr"').replace("\n\n", "\n"),
    "many empty lines": lambda text: "\n\n" + text.replace("\n\n", "\n \n\t\n\n"),
    "cut in pieces": lambda text: re.sub(r'^(msgstr ")(.+)(.)"$', r'\1\2"\n"\3"', text, flags=re.MULTILINE),
    "every byte an escape": lambda text: re.sub(
        "[А-я]", lambda found: "".join(f"\\{byte:03o}" for byte in found[0].encode()), text
    ),
    "odd separators": lambda text: text.replace("Перевод:", "Пере\u2028вод\u2029:\x85\u00a0\x0b\ufeff"),
    "no empty line at the end": lambda text: text.rstrip("\n") + "\n",
    "remarks everywhere": lambda text: text.replace("\n\n", '\n\n# "msgid" \\\n#, fuzzy-looking\n#. <<<<<<< HEAD\n'),
    "another order": lambda text: (
        "\n\n".join([text.split("\n\n")[0], *reversed(text.strip().split("\n\n")[1:])]) + "\n"
    ),
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_file_that_gettext_reads_keeps_every_translation(place: Workspace, name: str) -> None:
    plain = place.text(CATALOG)
    place.write(CATALOG, ODD[name](plain))
    place.write("articles/one.md", SHORT + "\nSomething new.\n")
    assert synced().exit_code == 0
    found = {source: re.sub("[\u2028\u2029\x85\u00a0\ufeff\v]", "", target) for source, target in found_in(place)}
    assert translations(plain.encode()).items() <= found.items()
    assert ("\r\n" in place.text(CATALOG)) == (name in {"CRLF", "mixed line ends"})


def found_in(place: Workspace) -> list[tuple[str, str]]:
    """The translations in the catalog, whose lines stay as odd as they were."""
    return [(entry.source, entry.target) for entry in catalog.parse((place.root / CATALOG).read_bytes()).entries]


@pytest.mark.parametrize("charset", ["windows-1251", "KOI8-R", "ISO-8859-5", "cp866"])
def test_another_charset_is_read_as_the_header_declares_it(place: Workspace, charset: str) -> None:
    plain = place.text(CATALOG)
    place.write(CATALOG, plain.replace("charset=UTF-8", f"charset={charset}").encode(charset))
    assert synced().exit_code == 0
    assert translations((place.root / CATALOG).read_bytes()) == translations(plain.encode())
    assert "charset=UTF-8" in place.text(CATALOG)


def test_a_huge_translation_is_carried(place: Workspace) -> None:
    huge = "Слово. " * (50_000_000 // 12 if ALL else 100_000)
    text = place.text(CATALOG).replace('msgstr "Перевод: Another one."', f'msgstr "{huge}"')
    assert huge in text
    place.write(CATALOG, text)
    place.write("articles/one.md", SHORT + "\nSomething new.\n")
    assert synced().exit_code == 0
    assert dict(found_in(place))["Another one."] == huge
    place.write("articles/one.md", SHORT.replace("Another one.", "Another one altogether."))
    assert synced().exit_code == 0
    assert huge in place.text(CATALOG)


@pytest.mark.parametrize("obsolete", [False, True], ids=["active", "obsolete"])
def test_very_many_entries_are_carried(place: Workspace, obsolete: bool) -> None:  # noqa: FBT001  # a value of the table
    mark = "#~ " if obsolete else ""
    count = 100_000 if ALL else 4_000
    more = [f'{mark}msgid "Text {number} of many."\n{mark}msgstr "Текст {number}."\n' for number in range(count)]
    place.write(CATALOG, place.text(CATALOG) + "\n" + "\n".join(more))
    place.write("articles/one.md", article("one"))
    begin = time.monotonic()
    assert synced().exit_code == 0
    print(f"{count} entries: {time.monotonic() - begin:.1f} s")  # noqa: T201
    found = set(dict(found_in(place)).values())
    assert [number for number in range(count) if f"Текст {number}." not in found] == []


def test_what_lies_in_the_place_of_a_catalog_is_left_there(place: Workspace, tmp_path: Path) -> None:
    file = place.root / CATALOG
    before = contents(tmp_path)
    file.unlink()
    file.mkdir()
    assert f"{CATALOG}: cannot be read" in synced().stderr
    assert file.is_dir()
    file.rmdir()
    file.write_bytes(before[CATALOG])
    assert synced().exit_code == 0
    assert contents(tmp_path) == before


def test_a_link_that_leads_in_a_circle_is_left_there(place: Workspace) -> None:
    file = place.root / CATALOG
    file.unlink()
    file.symlink_to(file.name)
    assert f"{CATALOG}: cannot be read" in synced().stderr
    assert file.is_symlink()
