"""Ask git about the workspace: what it has of the catalogs tells its work from a file copied over another."""

from functools import cached_property
from pathlib import Path

from pipeline.frozen import dataclass

_SECONDS = 60.0
_HASHES = ("sha1", "sha256")
_UNMERGED = ("1", "2", "3")  # the stages of the versions that are to be merged

_UNFINISHED = ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "REBASE_HEAD")
"""The files by which git remembers that it stopped at a conflict."""


@dataclass(frozen=True, kw_only=True)
class CommittedCatalogs:
    """The catalogs of the workspace at `root` in the commit that is checked out; where git stopped at a conflict, also
    as it merged them. Git is asked once, when needed.
    """

    root: Path

    def has(self, path: str, data: bytes) -> bool:
        """Tell whether git has these very bytes at `path`, but for line ends, or leaves it to a person to merge."""
        import hashlib  # noqa: PLC0415  slow to import, and few catalogs differ from their last copy

        facts = self._facts.get(path, set())
        return not facts.isdisjoint(_UNMERGED) or any(
            hashlib.new(kind, b"blob %d\0" % len(item) + item).hexdigest() in facts
            for kind in (_HASHES if facts else ())
            for item in (data, data.replace(b"\r\n", b"\n"))
        )

    @cached_property
    def _facts(self) -> dict[str, set[str]]:
        """The words with which git describes each path, among them the hashes of its contents and their stages; none
        without git, or where the workspace is in no repository.
        """
        root = self.root.absolute()
        if not any((folder / ".git").exists() for folder in (root, *root.parents)):
            return {}
        from subprocess import SubprocessError  # noqa: PLC0415  heavy, and not needed outside repositories

        try:
            found = run_git(root, "ls-tree", "-r", "-z", "HEAD", "locales")
            found += run_git(root, "ls-files", "--stage", "-z", "locales") if _is_unfinished(root) else b""
        except (OSError, SubprocessError):
            return {}
        told: dict[str, set[str]] = {}
        for facts, _, path in (row.partition("\t") for row in found.decode(errors="replace").split("\0") if row):
            told.setdefault(path, set()).update(facts.split())
        return told


def _is_unfinished(root: Path) -> bool:
    words = (word for name in _UNFINISHED for word in ("--git-path", name))
    paths = run_git(root, "rev-parse", *words).decode(errors="replace").splitlines()
    return any((root / path).exists() for path in paths)


def run_git(root: Path, *words: str, given: bytes = b"") -> bytes:
    """Return what git prints. Raises OSError without git, SubprocessError if it fails or takes too long."""
    import subprocess  # noqa: PLC0415  heavy

    done = subprocess.run(  # noqa: S603  git itself, with our words and names of its own objects
        ["git", "-C", str(root), *words],  # noqa: S607
        input=given,
        capture_output=True,
        check=True,
        timeout=_SECONDS,
    )
    return done.stdout
