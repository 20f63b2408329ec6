"""Files: whole or not at all, never over a change that was not seen."""

import os
import stat
import time
from pathlib import Path

import pytest

from pipeline.errors import FileError
from pipeline.workspace.files import ChangedMeanwhileError, read, write
from pipeline.workspace.lock import locked


def test_a_file_is_written_once_and_left_alone_after_that(tmp_path: Path) -> None:
    file = tmp_path / "new" / "folder" / "file.po"
    assert write(file, b"one", seen=None, root=tmp_path)
    before = file.stat().st_mtime_ns
    assert not write(file, b"one", seen=b"one", root=tmp_path)
    assert file.stat().st_mtime_ns == before
    assert read(file) == b"one"
    assert read(tmp_path / "none") is None


@pytest.mark.parametrize("seen", [None, b"what was read"])
def test_a_file_that_changed_since_it_was_read_is_not_overwritten(tmp_path: Path, seen: bytes | None) -> None:
    file = tmp_path / "file.po"
    file.write_bytes(b"a translator's work")
    with pytest.raises(ChangedMeanwhileError):
        write(file, b"ours", seen=seen, root=tmp_path)
    assert file.read_bytes() == b"a translator's work"
    assert [path.name for path in tmp_path.iterdir()] == ["file.po"]


def test_mode_and_new_files_are_as_the_user_has_them(tmp_path: Path) -> None:
    file = tmp_path / "file.po"
    file.write_bytes(b"one")
    file.chmod(0o640)
    write(file, b"two", seen=b"one", root=tmp_path)
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    mask = os.umask(0o027)
    try:
        write(tmp_path / "new.po", b"new", seen=None, root=tmp_path)
    finally:
        os.umask(mask)
    assert stat.S_IMODE((tmp_path / "new.po").stat().st_mode) == 0o640


def test_a_link_is_followed_inside_the_workspace_only(tmp_path: Path) -> None:
    root, outside = tmp_path / "root", tmp_path / "outside.po"
    root.mkdir()
    (root / "real.po").write_bytes(b"one")
    outside.write_bytes(b"one")
    (root / "inner.po").symlink_to("real.po")
    (root / "outer.po").symlink_to(outside)
    write(root / "inner.po", b"two", seen=b"one", root=root)
    assert (root / "inner.po").is_symlink()
    assert (root / "real.po").read_bytes() == b"two"
    with pytest.raises(FileError, match="outside the workspace"):
        write(root / "outer.po", b"two", seen=b"one", root=root)
    assert outside.read_bytes() == b"one"


def test_what_the_disk_refuses_is_said_with_the_path(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(FileError, match=r"file/catalog\.po: cannot be"):
        write(tmp_path / "file" / "catalog.po", b"two", seen=None, root=tmp_path)
    with pytest.raises(FileError, match="cannot be read"):
        read(tmp_path)


def test_two_at_once_exclude_each_other(tmp_path: Path) -> None:
    with locked(tmp_path), pytest.raises(FileError, match="another targman process"), locked(tmp_path):
        pass
    with locked(tmp_path):
        start = time.monotonic()
        with pytest.raises(FileError, match="another targman process"), locked(tmp_path, patience=0.2):
            pass
        assert time.monotonic() - start >= 0.2
