"""Today's tools on the same articles: po4a, gettext, mdpo, Translate Toolkit; and how to get them for a moment."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.corpus import TARGETS, Corpus, Translations
from benchmarks.measure import Command
from benchmarks.tools import NOTHING, Floor, Tool, fill, said

_PYTHON_PEERS = {"mdpo": ("mdpo",), "translate-toolkit": ("translate-toolkit", "mistletoe", "rapidfuzz")}
_DEBIAN_PEERS = {"po4a": "po4a", "msgmerge": "gettext"}


class _Peer(Tool):
    """A peer that keeps its articles in `src`, its catalogs in `po` and its editions in `out`."""

    def lay(self, folder: Path, corpus: Corpus) -> None:
        corpus.lay(folder / "articles")
        for lang in TARGETS:
            (folder / "po" / lang).mkdir(parents=True)
            (folder / "out" / lang).mkdir(parents=True)

    def editions(self, folder: Path) -> list[Path]:
        return list((folder / "out").rglob("*.md"))


class Po4a(_Peer):
    """po4a with one catalog for each language."""

    name = "po4a, one PO a language"
    paths = "po/all.pot $lang:po/$lang/all.po"

    def version(self) -> str:
        return said(["po4a", "--version"]).split()[2].rstrip(".")

    def lay(self, folder: Path, corpus: Corpus) -> None:
        super().lay(folder, corpus)
        lines = [f"[po4a_langs] {' '.join(TARGETS)}", f"[po4a_paths] {self.paths}"]
        lines += [
            f'[type:text] articles/{slug}.md $lang:out/$lang/{slug}.md opt:"--option markdown"'
            for slug in corpus.articles
        ]
        (folder / "po4a.cfg").write_text("\n".join(lines) + "\n", encoding="utf-8")

    def update(self, folder: Path) -> list[Command]:  # noqa: ARG002
        return [["po4a", "--quiet", "--no-translations", "po4a.cfg"]]

    def write(self, folder: Path) -> list[Command]:  # noqa: ARG002
        return [["po4a", "--quiet", "--no-update", "po4a.cfg"]]


class Po4aSplit(Po4a):
    """po4a with a catalog for each article and language, as Targman has."""

    name = "po4a, a PO per article"
    paths = "po/$master.pot $lang:po/$lang/$master.po"
    rounds = 1

    def finish(self, folder: Path, translations: Translations) -> None:
        """Without the run that settles the form of the catalogs: every run takes minutes."""
        fill(folder, self.catalogs(folder), translations)


class Mdpo(_Peer):
    """mdpo, whose commands take one article and one catalog each."""

    name = "mdpo"
    rounds = 1

    def __init__(self, folder: Path | None) -> None:
        """`folder` holds its commands; None where they are on the PATH."""
        self._folder = folder

    def version(self) -> str:
        return said([_command("md2po", self._folder), "--version"]).split()[-1]

    def update(self, folder: Path) -> list[Command]:
        program = _command("md2po", self._folder)
        return [
            [program, "--quiet", "--save", "--wrapwidth", "0", "--po-filepath", f"po/{lang}/{slug}.po", article]
            for lang, slug, article in _pairs(folder)
        ]

    def write(self, folder: Path) -> list[Command]:
        program = _command("po2md", self._folder)
        return [
            [program, "--quiet", article, "--save", f"out/{lang}/{slug}.md", "--pofiles", f"po/{lang}/{slug}.po"]
            for lang, slug, article in _pairs(folder)
        ]


class TranslateToolkit(_Peer):
    """Translate Toolkit, whose commands take folders."""

    name = "Translate Toolkit"
    rounds = 2

    def __init__(self, folder: Path | None) -> None:
        """`folder` holds its commands; None where they are on the PATH."""
        self._folder = folder

    def version(self) -> str:
        return said([_command("po2md", self._folder), "--version"]).split()[-1]

    def update(self, folder: Path) -> list[Command]:
        commands = [[_command("md2po", self._folder), "--progress=none", "--pot", "articles", "pot"]]
        for lang in TARGETS:
            known = ["--template", f"po/{lang}"] if any((folder / "po" / lang).iterdir()) else []
            commands.append([_command("pot2po", self._folder), "--progress=none", *known, "pot", f"po/{lang}"])
        return [*commands]

    def write(self, folder: Path) -> list[Command]:  # noqa: ARG002
        program = _command("po2md", self._folder)
        return [[program, "--progress=none", "-t", "articles", f"po/{lang}", f"out/{lang}"] for lang in TARGETS]


class Msgmerge(Floor):
    """gettext alone: every catalog of a finished Targman merged with its template."""

    tasks = (NOTHING,)
    name = "gettext, `msgmerge -U` for every catalog"
    rounds = 2

    def version(self) -> str:
        return said(["msgmerge", "--version"]).splitlines()[0].split()[-1]

    def update(self, folder: Path) -> list[Command]:
        return [
            [
                "msgmerge",
                "--quiet",
                "--update",
                "--backup=none",
                f"locales/{lang}/articles/{slug}.po",
                f"locales/templates/articles/{slug}.pot",
            ]
            for lang, slug, _ in _pairs(folder)
        ]


def _pairs(folder: Path) -> Iterator[tuple[str, str, str]]:
    for lang in TARGETS:
        for path in sorted((folder / "articles").glob("*.md")):
            yield lang, path.stem, f"articles/{path.name}"


def _command(name: str, folder: Path | None) -> str:
    return name if folder is None else str(folder / name)


def peers(ours: Path, environments: Path) -> tuple[list[Tool], list[str]]:
    """The peers that are here, and the names of those that are not; `ours` is Targman's folder."""
    found: list[Tool] = []
    missing: list[str] = []
    for kinds, here in (
        ([Po4a(), Po4aSplit()], bool(shutil.which("po4a"))),
        ([Mdpo(_folder("mdpo", environments))], _is_here("mdpo", environments)),
        (
            [TranslateToolkit(_folder("translate-toolkit", environments))],
            _is_here("translate-toolkit", environments),
        ),
        ([Msgmerge(ours)], bool(shutil.which("msgmerge"))),
    ):
        if here:
            found += kinds
        else:
            missing += [kind.name for kind in kinds]
    return found, missing


def _folder(package: str, environments: Path) -> Path | None:
    made = environments / package / "bin"
    return made if made.is_dir() else None


def _is_here(package: str, environments: Path) -> bool:
    """Both packages have commands called md2po and po2md; only what they say tells which they are."""
    folder = _folder(package, environments)
    if folder is not None:
        return (folder / "po2md").is_file()
    return ("translate" in said(["po2md", "--help"]).lower()) is (package != "mdpo") and bool(shutil.which("po2md"))


def install(environments: Path) -> None:
    """Get the peers that are not here: Python ones into environments of their own, the others from Debian's packages
    where this is allowed. What cannot be had stays missing.
    """
    for package, requirements in _PYTHON_PEERS.items():
        if not _is_here(package, environments):
            print(f"Installing {package} into a virtual environment for this run …")
            folder = environments / package
            quiet = ["--quiet", "--quiet", "--disable-pip-version-check"]
            subprocess.run([sys.executable, "-m", "venv", folder], check=False)
            subprocess.run([folder / "bin" / "python", "-m", "pip", "install", *quiet, *requirements], check=False)
    wanted = [package for program, package in _DEBIAN_PEERS.items() if not shutil.which(program)]
    if wanted and shutil.which("apt-get") and os.geteuid() == 0:
        print(f"Installing {' and '.join(wanted)} with apt-get …")
        subprocess.run(["apt-get", "-qq", "update"], check=False)
        subprocess.run(["apt-get", "-qq", "install", "--yes", "--no-install-recommends", *wanted], check=False)
