"""`targman merge-driver` as git calls it: three files in, the result in the second, and an exit status."""

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline.catalog import parse
from pipeline.cli import main

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
PATH = "locales/ru/articles/lake.po"


def po(*pairs: tuple[str, str]) -> bytes:
    return "\n".join([HEADER, *(f'msgid "{source}"\nmsgstr "{target}"\n' for source, target in pairs)]).encode()


def drive(folder: Path, base: bytes, ours: bytes, theirs: bytes) -> tuple[Result, bytes]:
    """Call the command, outside any workspace; what it said, and OURS afterwards."""
    files = [folder / name for name in (".merge_file_O", ".merge_file_A", ".merge_file_B")]
    for file, data in zip(files, (base, ours, theirs), strict=True):
        file.write_bytes(data)
    result = CliRunner().invoke(main, ["merge-driver", *map(str, files), PATH])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert sorted(folder.iterdir()) == sorted(files)
    assert [file.read_bytes() for file in files[::2]] == [base, theirs]
    return result, files[1].read_bytes()


BASE = po(("One.", ""), ("Two.", ""))


def test_the_result_takes_the_place_of_ours(tmp_path: Path) -> None:
    ours, theirs = po(("One.", "Раз."), ("Two.", "")), po(("One.", ""), ("Two.", "Два."))
    result, merged = drive(tmp_path, BASE, ours, theirs)
    assert (result.exit_code, result.output) == (0, "")
    assert merged == po(("One.", "Раз."), ("Two.", "Два."))


@pytest.mark.parametrize("blank", [" ", "\\n", "\N{NO-BREAK SPACE} "])
def test_spaces_are_no_translation(tmp_path: Path, blank: str) -> None:
    ours, theirs = po(("One.", blank), ("Two.", "Два.")), po(("One.", "Раз."), ("Two.", blank))
    for versions in ((BASE, ours, theirs), (b"", ours, theirs), (BASE, theirs, ours)):
        result, merged = drive(tmp_path, *versions)
        assert (result.exit_code, result.output) == (0, "")
        assert merged == po(("One.", "Раз."), ("Two.", "Два."))


@pytest.mark.parametrize("pasted", ["Раз.\\n", "\\tРаз. ", "\N{NO-BREAK SPACE}Раз.\\r\\n"])
def test_spaces_at_the_ends_make_no_other_translation(tmp_path: Path, pasted: str) -> None:
    plain, other = po(("One.", "Раз."), ("Two.", "")), po(("One.", pasted), ("Two.", "Два."))
    for versions in ((BASE, plain, other), (BASE, other, plain)):
        result, merged = drive(tmp_path, *versions)
        assert (result.exit_code, result.output) == (0, "")
        assert [entry.fuzzy for entry in parse(merged).entries] == [False, False]


def test_an_empty_base_means_that_both_are_new(tmp_path: Path) -> None:
    result, merged = drive(tmp_path, b"", po(("One.", "Раз.")), po(("Two.", "Два.")))
    assert result.exit_code == 0
    assert {entry.source for entry in parse(merged).entries} == {"One.", "Two."}


def test_an_unsettled_text_is_told_in_one_line_and_written_without_markers(tmp_path: Path) -> None:
    result, merged = drive(tmp_path, BASE, po(("One.", "Раз."), ("Two.", "")), po(("One.", "Один."), ("Two.", "")))
    assert result.exit_code == 1
    assert result.stderr.startswith(f"{PATH}: one text translated differently by both sides. ")
    assert len(result.stderr.splitlines()) == 1
    one, _ = parse(merged).entries
    assert (one.target, one.fuzzy, one.remarks) == ("Раз.", True, ("merge: Один.",))


@pytest.mark.parametrize(("place", "which"), list(enumerate(["the common version", "our version", "their version"])))
@pytest.mark.parametrize("damage", [b'msgid "Three."\n', b"<<<<<<< HEAD\n", b"\xff"])
def test_what_cannot_be_read_completely_is_not_merged(tmp_path: Path, place: int, which: str, damage: bytes) -> None:
    versions = [BASE, po(("One.", "Раз."), ("Two.", "")), po(("One.", ""), ("Two.", "Два."))]
    versions[place] += damage
    result, left = drive(tmp_path, *versions)
    assert result.exit_code == 1
    assert result.stderr.startswith(f"error: {PATH}: not merged, for {which} cannot be read: line ")
    assert len(result.stderr.splitlines()) == 1
    assert left == versions[1]


def test_an_empty_version_is_not_a_catalog_without_entries(tmp_path: Path) -> None:
    for versions in ((BASE, b"", po(("One.", "Раз."))), (BASE, po(("One.", "Раз.")), b"")):
        result, left = drive(tmp_path, *versions)
        assert result.exit_code == 1
        assert left == versions[1]


def test_a_version_that_is_the_result_stays_byte_for_byte(tmp_path: Path) -> None:
    """However an editor wrapped it."""
    wrapped = po(("One.", "Раз."), ("Two.", "")).replace('msgstr "Раз."'.encode(), 'msgstr ""\n"Раз."'.encode())
    assert drive(tmp_path, BASE, wrapped, BASE)[1] == wrapped
    assert drive(tmp_path, BASE, BASE, wrapped)[1] == wrapped


def test_our_line_ends_stay(tmp_path: Path) -> None:
    ours = po(("One.", "Раз."), ("Two.", "")).replace(b"\n", b"\r\n")
    merged = drive(tmp_path, BASE, ours, po(("One.", ""), ("Two.", "Два.")))[1]
    assert merged == po(("One.", "Раз."), ("Two.", "Два.")).replace(b"\n", b"\r\n")


def test_it_starts_fast(tmp_path: Path) -> None:
    """Git starts it for each file: what reads articles or settings stays where it is."""
    for name, data in (("O", BASE), ("A", po(("One.", "Раз."))), ("B", po(("Two.", "Два.")))):
        (tmp_path / name).write_bytes(data)
    files = [str(tmp_path / name) for name in "OAB"]
    program = (
        f"import sys; from pipeline.cli import main; main(['merge-driver', *{files}], standalone_mode=False); "
        "print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True)
    loaded = set(done.stdout.split())
    assert "pipeline.catalog.merge3" in loaded
    heavy = {"babel", "filelock", "polib", "pyromark", "rapidfuzz", "rich", "yaml", "pipeline.article.markdown"}
    assert heavy & loaded == set()
