"""The disk says no, at each call to the system that writing makes: the old file or the new one, and a clear line."""

import ctypes
import errno
import io
import os
import shutil
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest
from conftest import Workspace

from crash.ground import COMMAND, contents, leftovers, start, translate, write_articles
from pipeline.errors import FileError
from pipeline.workspace.files import ChangedMeanwhileError, read, write

REASONS = [errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS, errno.EDQUOT]
Patch = pytest.MonkeyPatch


def refusing(number: int) -> Callable[..., NoReturn]:
    """A call to the system that fails."""

    def call(*_: object, **__: object) -> NoReturn:
        raise OSError(number, os.strerror(number))

    return call


def no_new_files(number: int) -> Callable[..., Any]:
    """An `open` that makes no new files."""
    usual = io.open

    def opened(path: Any, mode: str = "r", *rest: Any, **named: Any) -> Any:  # noqa: ANN401
        return refusing(number)() if mode == "xb" else usual(path, mode, *rest, **named)

    return opened


def full_after(length: int, number: int) -> Callable[..., Any]:
    """An `open` whose new files take so many bytes and no more."""
    usual = io.open

    class Full(io.FileIO):
        def write(self, data: Any) -> int:  # noqa: ANN401
            if self.tell() + len(data) > length:
                super().write(bytes(data)[: max(length - self.tell(), 0)])
                raise OSError(number, os.strerror(number))
            return super().write(data)

    def opened(path: Any, mode: str = "r", *rest: Any, **named: Any) -> Any:  # noqa: ANN401
        return io.BufferedWriter(Full(path, "xb")) if mode == "xb" else usual(path, mode, *rest, **named)

    return opened


def swapping_fails(number: int) -> Callable[..., Any]:
    """A C library with a `renameat2` that fails."""

    class Library:
        def renameat2(self, *_: object) -> int:
            ctypes.set_errno(number)
            return -1

    return lambda *_, **__: Library()


def without_swapping(*_: object, **__: object) -> object:
    """A C library that has no `renameat2`."""
    return object()


FAULTS: dict[str, Callable[[Patch, int], None]] = {
    "making the folder": lambda patch, number: patch.setattr(os, "mkdir", refusing(number)),
    "opening": lambda patch, number: patch.setattr(io, "open", no_new_files(number)),
    "writing the first byte": lambda patch, number: patch.setattr(io, "open", full_after(0, number)),
    "writing further on": lambda patch, number: patch.setattr(io, "open", full_after(100, number)),
    "flushing the file": lambda patch, number: patch.setattr(os, "fsync", refusing(number)),
    "setting the mode": lambda patch, number: patch.setattr(os, "fchmod", refusing(number)),
    "renaming": lambda patch, number: patch.setattr(os, "replace", refusing(number)),
    "swapping": lambda patch, number: patch.setattr(ctypes, "CDLL", swapping_fails(number)),
}


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere files are not swapped by this call")
@pytest.mark.parametrize("number", REASONS, ids=errno.errorcode.get)
@pytest.mark.parametrize("name", FAULTS)
def test_a_call_that_fails_leaves_all_as_it_was_and_is_told(
    tmp_path: Path, monkeypatch: Patch, name: str, number: int
) -> None:
    file = tmp_path / ("new/file.po" if name == "making the folder" else "file.po")
    old = None if name == "making the folder" else b"old" * 100
    if old:
        file.write_bytes(old)
        file.chmod(0o604)
    with monkeypatch.context() as patch:
        FAULTS[name](patch, number)
        with pytest.raises(FileError) as caught:
            write(file, b"new" * 100, seen=old, root=tmp_path)
    assert str(caught.value) == f"{file}: cannot be written: {os.strerror(number)}. It is as it was."
    assert read(file) == old
    assert [path for path in tmp_path.iterdir() if path != file] == []


def test_a_folder_that_cannot_be_flushed_is_no_reason_to_complain(tmp_path: Path, monkeypatch: Patch) -> None:
    file = tmp_path / "file.po"
    file.write_bytes(b"old")
    usual = os.fsync

    def flush(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        usual(handle)

    monkeypatch.setattr(os, "fsync", flush)
    assert write(file, b"new", seen=b"old", root=tmp_path)
    assert file.read_bytes() == b"new"


def test_a_file_system_that_cannot_swap_gets_its_files_renamed(tmp_path: Path, monkeypatch: Patch) -> None:
    file = tmp_path / "file.po"
    monkeypatch.setattr(ctypes, "CDLL", without_swapping)
    assert write(file, b"one", seen=None, root=tmp_path)
    assert write(file, b"two", seen=b"one", root=tmp_path)
    assert file.read_bytes() == b"two"
    for seen in (None, b"one"):
        with pytest.raises(ChangedMeanwhileError):
            write(file, b"three", seen=seen, root=tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", refusing(errno.EIO))
        with pytest.raises(FileError, match="It is as it was"):
            write(file, b"three", seen=b"two", root=tmp_path)
    assert file.read_bytes() == b"two"
    assert list(tmp_path.iterdir()) == [file]


@pytest.fixture
def place(workspace: Callable[[], Workspace]) -> Workspace:
    """A workspace in which `sync` has every catalog to write."""
    place = workspace()
    write_articles(place.root, ["one", "two"])
    place.run("sync")
    translate(place.root)
    place.run("sync")
    write_articles(place.root, ["one", "two"], edited=True)
    return place


@pytest.mark.parametrize("name", [name for name in FAULTS if name not in {"making the folder", "setting the mode"}])
def test_sync_says_what_it_could_not_write_and_does_it_when_the_disk_lets_it(
    place: Workspace, monkeypatch: Patch, name: str
) -> None:
    if name == "swapping" and sys.platform != "linux":
        pytest.skip("elsewhere files are not swapped by this call")
    old = contents(place.root)
    with monkeypatch.context() as patch:
        FAULTS[name](patch, errno.ENOSPC)
        result = place.run("sync", exit_code=1)
    assert contents(place.root) == old
    assert leftovers(place.root) == []
    lines = result.stderr.splitlines()
    assert len(lines) == 2
    assert all("locales/" in line and os.strerror(errno.ENOSPC) in line for line in lines)
    place.run("sync")
    assert "something else" in place.text("locales/ru/articles/two.po")
    assert "Перевод: Sentence 3" in place.text("locales/ru/articles/two.po")


def test_a_full_disk_leaves_everything_as_it_was(place: Workspace) -> None:
    """The system lets no file grow beyond 3,000 bytes: templates fit, catalogs do not."""
    resource = pytest.importorskip("resource")
    limited = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (3000, {resource.RLIM_INFINITY})); "
    before = {path: data for path, data in contents(place.root).items() if not path.endswith(".pot")}
    process = start(place.root, "sync", command=(*COMMAND[:2], limited + COMMAND[2]))
    _, stderr = process.communicate(timeout=60)
    assert process.returncode == 1
    lines = stderr.splitlines()
    assert [line for line in lines if os.strerror(errno.EFBIG) not in line or "locales/" not in line] == []
    assert len(lines) == 2
    assert {path: data for path, data in contents(place.root).items() if not path.endswith(".pot")} == before
    assert leftovers(place.root) == []
    place.run("sync")
    assert "something else" in place.text("locales/ru/articles/one.po")


def unprivileged() -> tuple[str, ...]:
    """The command for somebody whom modes bind: root sheds the powers that make it an exception."""
    if not hasattr(os, "geteuid"):
        pytest.skip("modes are of no concern here")
    if os.geteuid():
        return COMMAND
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        pytest.skip("the tests are run by root, and there is no setpriv to shed its powers")
    return (setpriv, "--bounding-set=-dac_override,-dac_read_search,-fowner", "--", *COMMAND)


@pytest.mark.parametrize("closed", ["locales/ru/articles", "locales/ru/articles/one.po", ".targman"])
def test_what_is_read_only_is_left_alone_and_the_rest_goes_on(place: Workspace, closed: str) -> None:
    command = unprivileged()
    path = place.root / closed
    before = contents(place.root)
    mode = path.stat().st_mode
    path.chmod(0o444 if path.is_file() else 0o555)
    try:
        (place.root / ".targman/lock").unlink()
        process = start(place.root, "sync", command=command)
        stderr = process.communicate(timeout=60)[1]
    finally:
        path.chmod(mode)
    assert process.returncode == 1
    assert "Traceback" not in stderr
    assert place.root.joinpath(closed).exists()
    after = contents(place.root)
    assert after["locales/ru/articles/one.po"] == before["locales/ru/articles/one.po"]
    if closed == ".targman":
        assert after == before
        assert len(stderr.splitlines()) == 1
    else:
        assert after["locales/hy/articles/two.po"] != before["locales/hy/articles/two.po"]
        assert "locales/ru/articles/one.po: " in stderr
        assert ("is write-protected" if path.is_file() else os.strerror(errno.EACCES)) in stderr
    assert leftovers(place.root) == []
