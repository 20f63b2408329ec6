"""A package from a stranger cannot write anywhere, fill the memory or lead out of itself."""

import io
import stat
import zipfile
from pathlib import Path

import pytest

from pipeline.errors import TargmanError
from pipeline.exchange import unpack as unpacking
from pipeline.exchange.unpack import ReceivedFile, unpack


def package(members: dict[str, bytes], *, mode: int = 0o644) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, data in members.items():
            item = zipfile.ZipInfo(name)
            item.external_attr = mode << 16
            opened.writestr(item, data, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def opened(path: Path, data: bytes) -> list[ReceivedFile | TargmanError]:
    path.write_bytes(data)
    return list(unpack(path))


def test_files_of_a_package_have_its_name(tmp_path: Path) -> None:
    file = tmp_path / "back.zip"
    data = package({"ru/two.po": b"1", "ru/read/two.html": b"2", "__MACOSX/ru/._two.po": b"3", "ru/.DS_Store": b"4"})
    assert opened(file, data) == [ReceivedFile(name=f"{file}/ru/two.po", data=b"1")]


@pytest.mark.parametrize("name", ["../two.po", "a/../../two.po", "/etc/two.po", "C:\\two.po", "..\\two.po", "\\two.po"])
def test_names_that_lead_out_are_refused_with_all_of_the_package(tmp_path: Path, name: str) -> None:
    [problem] = opened(tmp_path / "back.zip", package({"good.po": b"1", name: b"2"}))
    assert "lead out of it" in str(problem)


def test_links_are_refused(tmp_path: Path) -> None:
    [problem] = opened(tmp_path / "back.zip", package({"two.po": b"/etc/passwd"}, mode=stat.S_IFLNK | 0o777))
    assert "has a link in it" in str(problem)


def test_a_bomb_is_refused_unopened(tmp_path: Path) -> None:
    [problem] = opened(tmp_path / "back.zip", package({"two.po": bytes(60 << 20)}))
    assert "may be a trap" in str(problem)


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "MAX_FILES", 3)
    [problem] = opened(tmp_path / "back.zip", package({f"{number}.po": b"" for number in range(4)}))
    assert "has 4 files, and 3 are the most" in str(problem)


def test_a_package_that_says_less_than_it_has_is_refused(tmp_path: Path) -> None:
    data = package({"two.po": b"x" * 1000})
    at = data.rindex(b"PK\x01\x02") + 24
    [problem] = opened(tmp_path / "back.zip", data[:at] + (10).to_bytes(4, "little") + data[at + 4 :])
    assert isinstance(problem, TargmanError)


def test_damage_is_told(tmp_path: Path) -> None:
    data = package({"two.po": b"x" * 1000})
    for broken in (data[:60], data[:40] + b"\0\0\0" + data[43:]):
        [problem] = opened(tmp_path / "back.zip", broken)
        assert "it is damaged" in str(problem)


def test_a_word_file_is_no_package(tmp_path: Path) -> None:
    data = package({"[Content_Types].xml": b"", "word/document.xml": b"<x/>"})
    assert opened(tmp_path / "table.docx", data) == [ReceivedFile(name=str(tmp_path / "table.docx"), data=data)]


def test_a_package_within_a_package_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    table = package({"word/document.xml": b"1"})
    inner = package({"two.po": b"1"})
    file = tmp_path / "back.zip"
    problem, *others = opened(file, package({"inner.zip": inner, "one.po": b"1", "table.docx": table}))
    assert str(problem) == f"{file}/inner.zip: is a package within a package. Unpack the outer one, and give this file."
    assert others == [
        ReceivedFile(name=f"{file}/one.po", data=b"1"),
        ReceivedFile(name=f"{file}/table.docx", data=table),
    ]
