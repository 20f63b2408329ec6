"""Errors that Targman raises on purpose: what is wrong, where, and what to do.

    TargmanError
    ├── ArticleError
    ├── CatalogError
    ├── FileError
    ├── SettingsError
    │   └── GlossaryError
    ├── TbxError
    └── TmxError

No error knows a terminal or an exit code; the command line maps them.
"""

import re


class TargmanError(Exception):
    """The base of every error that Targman raises on purpose; its `str` is the sentence to show.

    Pure functions know the line but not the file; their caller adds the path with `at`.
    """

    def __init__(self, message: str, *, path: str = "", line: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.line = line

    def at(self, path: str) -> "TargmanError":
        """Set the path of the file at fault; return the same error, ready to be raised."""
        self.path = path
        return self

    def __str__(self) -> str:
        if not self.path:
            return f"line {self.line}: {self.message}" if self.line else self.message
        return f"{self.path}:{self.line}: {self.message}" if self.line else f"{self.path}: {self.message}"


class ArticleError(TargmanError):
    """An article cannot be read; a command goes on with the others."""


class CatalogError(TargmanError):
    """A catalog cannot be read completely; it is never overwritten."""


class FileError(TargmanError):
    """The file system refused: the folder is read-only, the disk is full, or the file changed in the meantime."""


class SettingsError(TargmanError):
    """The configuration or the command line is not valid."""


class NoWorkspaceError(SettingsError):
    """The current folder is not in a workspace."""


class GlossaryError(SettingsError):
    """A glossary cannot be read; commands that depend on it stop until it can."""


class TmxError(TargmanError):
    """A translation memory file (TMX) cannot be read, or is not safe to read."""


class TbxError(TargmanError):
    """A terminology file (TBX) cannot be read, or is not safe to read."""


def explain_toml(error: ValueError) -> tuple[str, int]:
    """Return what tomllib says is wrong, with the names of tables as a file has them, and the line; 0 if it tells none,
    as at the end of a file.
    """
    place = re.search(r" \(at (?:line (?P<line>\d+), column \d+|end of document)\)$", str(error))
    said = str(error)[: place.start()] if place else str(error)
    return re.sub(r"\((?:'[^']*',? ?)+\)", _name_table, said), int(place["line"] or 0) if place else 0


def _name_table(names: re.Match[str]) -> str:
    parts = re.findall(r"'([^']*)'", names[0])
    return f"[{'.'.join(parts)}]"
