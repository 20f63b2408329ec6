"""Ask git about the workspace: what it has of the catalogs tells its work from a file copied over another."""

from functools import cached_property
from pathlib import Path

from pipeline.frozen import dataclass

_SECONDS = 60.0
_HASHES = {40: "sha1", 64: "sha256"}


@dataclass(frozen=True, kw_only=True)
class CommittedCatalogs:
    """The catalogs of the workspace at `root` in the commit that is checked out. Git is asked once, when needed."""

    root: Path

    def has(self, path: str, data: bytes) -> bool:
        """Tell whether the commit has these very bytes at `path`, but for line ends."""
        import hashlib  # noqa: PLC0415  slow to import, and few catalogs differ from their last copy

        name = self._names.get(path)
        return name is not None and any(
            hashlib.new(_HASHES[len(name)], b"blob %d\0" % len(item) + item).hexdigest() == name
            for item in (data, data.replace(b"\r\n", b"\n"))
        )

    @cached_property
    def _names(self) -> dict[str, str]:
        """Git's names of the contents, by path; none without git, or where the workspace is in no repository."""
        root = self.root.absolute()
        if not any((folder / ".git").exists() for folder in (root, *root.parents)):
            return {}
        from subprocess import SubprocessError  # noqa: PLC0415  heavy, and not needed outside repositories

        try:
            found = run_git(root, "ls-tree", "-r", "-z", "HEAD", "locales")
        except (OSError, SubprocessError):
            return {}
        rows = (row.partition("\t") for row in found.decode(errors="replace").split("\0") if row)
        return {path: facts.split()[2] for facts, _, path in rows}


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
