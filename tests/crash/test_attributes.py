"""What a file is besides its content (mode, owner, links) stays, as far as a file can be replaced at all."""

import os
import stat
from pathlib import Path

import pytest

from pipeline.errors import FileError
from pipeline.workspace.files import write

needs_owners = pytest.mark.skipif(not hasattr(os, "chown"), reason="files have no owners here")


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o666, 0o755])
def test_the_mode_stays_whatever_the_mask(tmp_path: Path, mode: int) -> None:
    file = tmp_path / "file.po"
    file.write_bytes(b"one")
    file.chmod(mode)
    mask = os.umask(0o077)
    try:
        write(file, b"two", seen=b"one", root=tmp_path)
    finally:
        os.umask(mask)
    assert stat.S_IMODE(file.stat().st_mode) == mode


@needs_owners
def test_the_owner_and_the_group_stay_where_the_system_allows(tmp_path: Path) -> None:
    file = tmp_path / "file.po"
    file.write_bytes(b"one")
    owner, group = (1234, 5678) if os.geteuid() == 0 else (os.geteuid(), os.getgroups()[-1])
    os.chown(file, owner, group)
    write(file, b"two", seen=b"one", root=tmp_path)
    assert (file.stat().st_uid, file.stat().st_gid) == (owner, group)


@needs_owners
def test_who_may_not_give_files_away_keeps_the_group(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As where the file is a colleague's: the system refuses any owner but oneself."""
    file = tmp_path / "file.po"
    file.write_bytes(b"one")
    group = 5678 if os.geteuid() == 0 else os.getgroups()[-1]
    os.chown(file, 1234 if os.geteuid() == 0 else -1, group)
    usual = os.fchown

    def refusing(handle: int, owner: int, group: int) -> None:
        if owner not in (-1, os.geteuid()):
            raise PermissionError
        usual(handle, owner, group)

    monkeypatch.setattr(os, "fchown", refusing)
    write(file, b"two", seen=b"one", root=tmp_path)
    assert file.read_bytes() == b"two"
    assert file.stat().st_gid == group


def test_another_hard_link_keeps_the_old_content(tmp_path: Path) -> None:
    """Replacing a file whole parts it from its other names; the other way would be to write over it in place."""
    file, other = tmp_path / "file.po", tmp_path / "other.po"
    file.write_bytes(b"one")
    other.hardlink_to(file)
    write(file, b"two", seen=b"one", root=tmp_path)
    assert (file.read_bytes(), other.read_bytes()) == (b"two", b"one")


def test_links_are_followed_inside_the_workspace_and_stay_links(tmp_path: Path) -> None:
    root = tmp_path / "root"
    (root / "real").mkdir(parents=True)
    (root / "real/file.po").write_bytes(b"one")
    (root / "folder").symlink_to("real", target_is_directory=True)
    (root / "chain.po").symlink_to("folder/file.po")
    (root / "new.po").symlink_to("real/none.po")
    write(root / "folder/file.po", b"two", seen=b"one", root=root)
    write(root / "chain.po", b"three", seen=b"two", root=root)
    write(root / "new.po", b"new", seen=None, root=root)
    assert (root / "real/file.po").read_bytes() == b"three"
    assert (root / "real/none.po").read_bytes() == b"new"
    assert all((root / name).is_symlink() for name in ("folder", "chain.po", "new.po"))


@pytest.mark.parametrize("link", ["file.po", "folder/file.po", "folder/new/file.po", "../outside/file.po"])
def test_nothing_outside_the_workspace_is_written_through_a_link_or_a_path(tmp_path: Path, link: str) -> None:
    root, outside = tmp_path / "root", tmp_path / "outside"
    root.mkdir()
    outside.mkdir()
    (outside / "file.po").write_bytes(b"one")
    (root / "folder").symlink_to(outside, target_is_directory=True)
    (root / "file.po").symlink_to(outside / "file.po")
    with pytest.raises(FileError, match="outside the workspace"):
        write(root / link, b"two", seen=b"one", root=root)
    assert [path.name for path in outside.iterdir()] == ["file.po"]
    assert (outside / "file.po").read_bytes() == b"one"


def test_a_workspace_may_itself_be_reached_by_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    root = tmp_path / "root"
    root.symlink_to("real", target_is_directory=True)
    write(root / "file.po", b"one", seen=None, root=root)
    assert (tmp_path / "real/file.po").read_bytes() == b"one"
