"""`python -m pipeline.alignment`: two files in, beads out."""

import subprocess
import sys
from pathlib import Path

import pytest

from alignment.other_languages import TEXTS as OTHERS
from alignment.texts import STRANGE, TEXTS
from pipeline.alignment import __main__ as program
from pipeline.alignment.__main__ import parse_line
from pipeline.alignment.lines import article_lines
from pipeline.article.markdown import read_article
from pipeline.model import SegmentKind


def write(path: Path, texts: list[str], end: str = "\n") -> str:
    path.write_text("".join(f"{text}{end}" for text in texts), encoding="utf-8", newline="")
    return str(path)


def test_it_writes_a_line_for_each_bead(tmp_path: Path) -> None:
    source, target = write(tmp_path / "a.txt", TEXTS["en"]), write(tmp_path / "b.txt", TEXTS["hy"], "\r\n")
    done = subprocess.run(
        [sys.executable, "-m", "pipeline.alignment", source, target, "--source-lang", "en", "--target-lang", "hy"],
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    rows = done.stdout.splitlines()
    assert [row.rpartition(":")[0] for row in rows] == [f"[{number}]:[{number}]" for number in range(12)]
    assert all(0 <= float(row.rpartition(":")[2]) <= 1 for row in rows)


def test_any_language_may_be_given(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, target = write(tmp_path / "a.txt", TEXTS["en"]), write(tmp_path / "b.txt", OTHERS["zh-Hans"])
    assert program.main([source, target, "--source-lang=en", "--target-lang=zh_hans"]) == 0
    assert capsys.readouterr().out.startswith("[0]:[0]:")
    with pytest.raises(SystemExit):
        program.main([source, target, "--source-lang=en", "--target-lang=chinese"])
    assert "“chinese” is not the code of a language" in capsys.readouterr().err


def test_it_learns_from_a_bitext(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [f"{one}\t{other}\tmore" for one, other in zip(TEXTS["en"], TEXTS["ru"], strict=True)]
    bitext = write(tmp_path / "pairs.tsv", rows)
    source, target = write(tmp_path / "a.txt", TEXTS["en"]), write(tmp_path / "b.txt", TEXTS["ru"])
    assert program.main([source, target, "--source-lang=en", "--target-lang=ru", f"--bitext={bitext}"]) == 0
    assert capsys.readouterr().out.startswith("[0]:[0]:")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("\n".join(STRANGE).encode(), "do not seem to be translations"),
        ("\n".join(TEXTS["ru"]).encode(), "Cyrillic letters"),
        ("Привет".encode("cp1251"), "is not valid UTF-8"),
        (None, "cannot be read"),
    ],
)
def test_it_refuses_with_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes | None, message: str
) -> None:
    target = tmp_path / "b.txt"
    if content is not None:
        target.write_bytes(content)
    source = write(tmp_path / "a.txt", TEXTS["hy"])
    assert program.main([source, str(target), "--source-lang=hy", "--target-lang=en"]) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert message in shown.err
    assert str(target) in shown.err


def test_a_bitext_needs_tabs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = write(tmp_path / "a.txt", ["one"])
    assert program.main([name, name, "--source-lang=en", "--target-lang=ru", f"--bitext={name}"]) == 1
    assert f"{name}:1: has no tab" in capsys.readouterr().err


def test_lines_are_read_as_markdown_writes_them() -> None:
    assert parse_line("## A heading[^1] ").kind is SegmentKind.HEADING
    assert parse_line("## A heading[^1]").level == 2
    found = parse_line("He came[^iv].")
    assert (found.text, found.markers, found.kind) == ("He came.", ("iv",), SegmentKind.PARAGRAPH)
    found = parse_line("[^2]: See https://example.am/a, there.")
    assert (found.label, found.kind, found.links) == ("2", SegmentKind.FOOTNOTE, ("https://example.am/a",))
    assert found.markers == ()


def test_segments_of_an_article_become_lines() -> None:
    text = "# Sevan\n\nSee [this](https://a.am/1).[^i] Why?\n\n[^i]: Gavar, 7. <https://b.am/2>\n"
    article = read_article(text, lang="en")
    segments = article.segments
    found = article_lines(article, range(len(segments)))
    assert [each.kind for each in found] == [segment.kind for segment in segments]
    assert [each.text for each in found[:2]] == ["Sevan", "See [this]()."]
    assert (found[1].markers, found[1].links) == (("i",), ("https://a.am/1",))
    [note] = [each for each in found if each.kind is SegmentKind.FOOTNOTE and each.text.startswith("Gavar")]
    assert (note.label, note.links) == ("i", ("https://b.am/2",))


def test_numpy_is_loaded_only_to_align() -> None:
    program_text = "import pipeline.alignment, sys; assert 'numpy' not in sys.modules"
    subprocess.run([sys.executable, "-c", program_text], check=True)
