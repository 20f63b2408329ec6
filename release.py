"""Build a release and judge it, publishing nothing: `make release` runs it with the tools of requirements-release.lock.

The sdist and the wheel are built twice, in two folders, the second wheel from the unpacked sdist: if all bytes are the
same, builds can be repeated and the sdist is complete. Then the contents and the metadata are looked at, and the parts
that `pip install targman` brings are listed as CycloneDX. With a tag, as in `python release.py v1.2.0`, the version and
the changelog have to be those of the tag, and dist/notes.md gets the section of the changelog.
"""

import os
import re
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from shutil import copy2, copytree, rmtree
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parent
DIST = ROOT / "dist"
_VERSION = re.compile(r'^__version__ = "(.+)"$', re.MULTILINE)
_FIRST_DAY = "315532800"  # 1980-01-01, the first that ZIP archives know, where git tells no date
_NOT_IN_SDIST = (".ci/", ".github/")


def main(tags: Sequence[str]) -> None:
    version = read_version(ROOT)
    try:
        notes = "".join(check_tag(tag, version, (ROOT / "CHANGELOG.md").read_text("utf-8")) for tag in tags)
        with TemporaryDirectory(prefix="targman-release-") as folder:
            made = build_twice(ROOT, Path(folder))
            rmtree(DIST, ignore_errors=True)
            DIST.mkdir()
            archives = [copy2(path, DIST / path.name) for path in made]
    except ReleaseError as error:
        sys.exit(f"error: {error}")
    _run([sys.executable, "-m", "twine", "check", "--strict", *map(str, archives)], ROOT)
    list_parts(DIST / f"targman-{version}.cdx.json", version)
    if notes:
        (DIST / "notes.md").write_text(notes, "utf-8")
    for path in sorted(DIST.iterdir()):
        sys.stdout.write(f"{path.stat().st_size:>10,}  dist/{path.name}\n")


class ReleaseError(Exception):
    """Something that must not be released."""


def read_version(root: Path) -> str:
    """Read the version from the one place where it stands."""
    [version] = _VERSION.findall((root / "pipeline" / "__init__.py").read_text("utf-8"))
    return str(version)


def check_tag(tag: str, version: str, changelog: str) -> str:
    """Return the notes of a release: the section of the changelog. Raises ReleaseError if the tag has another version,
    or the changelog no such section.
    """
    if tag != f"v{version}":
        raise ReleaseError(f"the tag {tag} is not v{version}, the version in pipeline/__init__.py.")
    found = re.search(
        rf"^## {re.escape(version)}(?: [^\n]*)?\n(?P<notes>.*?)(?=^## |\Z)", changelog, re.MULTILINE | re.DOTALL
    )
    if found is None or not found["notes"].strip():
        raise ReleaseError(f"CHANGELOG.md has no section “## {version}”. Rename “Unreleased”, with the date.")
    return found["notes"].strip() + "\n"


def build_twice(root: Path, folder: Path) -> list[Path]:
    """Build sdist and wheel twice below a folder; return the paths of the first ones. Raises ReleaseError if the second
    ones differ, or if something is missing.
    """
    files = list_files(root)
    first, second = folder / "first", folder / "another folder" / "second"
    for file in files:
        (first / file).parent.mkdir(parents=True, exist_ok=True)
        copy2(root / file, first / file)
    copytree(first, second)  # not from the root again, where somebody may have saved a file meanwhile
    date = _release_date(root)
    sdist, wheel = build(first, "sdist", date), build(first, "wheel", date)
    with tarfile.open(build(second, "sdist", date)) as archive:
        same_sdist = Path(str(archive.name)).read_bytes() == sdist.read_bytes()
        archive.extractall(folder / "unpacked", filter="data")
    [unpacked] = (folder / "unpacked").iterdir()
    if not same_sdist:
        raise ReleaseError("two builds of the sdist differ.")
    again = build(unpacked, "wheel", date)
    if again.read_bytes() != wheel.read_bytes():
        raise ReleaseError(
            f"the wheel built from the sdist differs: {', '.join(compare(wheel, again)) or 'the archive'}"
        )
    missing = sorted(find_missing(files, sdist, wheel))
    if missing:
        raise ReleaseError(f"missing: {', '.join(missing)}")
    return [sdist, wheel]


def list_parts(target: Path, version: str) -> None:
    """Write what `pip install targman` brings, by the lock, as CycloneDX."""
    with TemporaryDirectory(prefix="targman-release-") as folder:
        project = Path(folder, "pyproject.toml")  # the tool reads no version that stands elsewhere
        text = (ROOT / project.name).read_text("utf-8")
        project.write_text(text.replace('dynamic = ["version"]', f'version = "{version}"'), "utf-8")
        options = ["--pyproject", str(project), "--output-reproducible", "--output-file", str(target)]
        command = [sys.executable, "-W", "ignore", "-m", "cyclonedx_py", "requirements", *options, "requirements.lock"]
        _run(command, ROOT, SOURCE_DATE_EPOCH=_release_date(ROOT))


def build(folder: Path, target: str, date: str) -> Path:
    """Build an archive from the project in a folder; return its path."""
    _run([sys.executable, "-m", "hatchling", "build", "-t", target, "-d", "dist"], folder, SOURCE_DATE_EPOCH=date)
    [made] = (folder / "dist").glob("*.tar.gz" if target == "sdist" else "*.whl")
    return made


def list_files(root: Path) -> list[str]:
    """List the files of the project: those that git knows; in an unpacked sdist all."""
    if (root / ".git").exists():
        done = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, check=True)  # noqa: S607
        names = os.fsdecode(done.stdout).split("\0")
        return sorted(name for name in names if name and (root / name).is_file())
    made = {"dist", ".venv", "PKG-INFO"}
    paths = (path.relative_to(root) for path in root.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return sorted(path.as_posix() for path in paths if path.parts[0] not in made)


def find_missing(files: Iterable[str], sdist: Path, wheel: Path) -> Iterator[str]:
    """Yield what the archives lack: files of the project, compiled messages, pages of the documentation, licence."""
    with tarfile.open(sdist) as archive:
        source = {name.partition("/")[2] for name in archive.getnames()}
    with zipfile.ZipFile(wheel) as archive:
        names = (re.sub(r"^targman-[^/]+\.dist-info/", "INFO/", name) for name in archive.namelist())
        installed = {re.sub(r"^targman-[^/]+\.data/data/share/man/", "MAN/", name) for name in names}
    for file in files:
        wanted = {file} if file.startswith("pipeline/") else set()
        wanted |= (
            {re.sub(r"po$", "mo", file)} if re.fullmatch(r"pipeline/languages/[^/]+/messages\.po", file) else set()
        )
        wanted |= {f"pipeline/{file}"} if re.fullmatch(r"docs/(?:[a-z]{2}/)?[^/]+\.md", file) else set()
        wanted |= {"INFO/licenses/LICENSE"} if file == "LICENSE" else set()
        yield from (f"{name} in the wheel" for name in wanted - installed)
        if file not in source and not file.startswith(_NOT_IN_SDIST):
            yield f"{file} in the sdist"
    yield from (
        f"nothing but pipeline/ in the wheel: {name}"
        for name in installed
        if not name.startswith(("pipeline/", "INFO/", "MAN/"))
    )


def compare(one: Path, other: Path) -> list[str]:
    """Return the names of the files in which two wheels differ."""
    with zipfile.ZipFile(one) as left, zipfile.ZipFile(other) as right:
        names = {*left.namelist(), *right.namelist()}
        both = {*left.namelist()} & {*right.namelist()}
        return sorted(name for name in names if name not in both or left.read(name) != right.read(name))


def _release_date(root: Path) -> str:
    """Return the time of the last commit, in seconds, for everything that gets a date."""
    if given := os.environ.get("SOURCE_DATE_EPOCH"):
        return given
    command = ["git", "log", "-1", "--format=%ct"]
    if not (root / ".git").exists():
        return _FIRST_DAY
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout.strip()  # noqa: S603


def _run(command: Sequence[str], folder: Path, **variables: str) -> None:
    if subprocess.run(command, cwd=folder, env=os.environ | variables, check=False).returncode:  # noqa: S603
        raise SystemExit(1)


if __name__ == "__main__":
    main(sys.argv[1:])
