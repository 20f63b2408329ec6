"""What can go wrong, said to an editor: what, where, and what to do. Nothing here knows a terminal or an exit code."""


class TargmanError(Exception):
    """The base of every error that Targman raises on purpose; its `str` is the sentence to show.

    The pure rooms know lines but no files: `at` adds the path on the way out.
    """

    def __init__(self, message: str, *, path: str = "", line: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.line = line

    def at(self, path: str) -> "TargmanError":
        """The same error, saying which file it is about."""
        self.path = path
        return self

    def __str__(self) -> str:
        if not self.path:
            return f"line {self.line}: {self.message}" if self.line else self.message
        return f"{self.path}:{self.line}: {self.message}" if self.line else f"{self.path}: {self.message}"


class ArticleError(TargmanError):
    """An article that cannot be read as it is; the others go on."""


class CatalogError(TargmanError):
    """A catalog that cannot be read completely; it is never overwritten."""


class FileError(TargmanError):
    """The disk said no: a folder that is read-only, a full disk, a file that changed meanwhile."""


class SettingsError(TargmanError):
    """The configuration, or what was asked for on the command line, does not make sense."""


class TmxError(TargmanError):
    """A translation memory file that cannot be read, or that is not safe to read."""


class GlossaryError(SettingsError):
    """A glossary that cannot be read as it is; until it can, nothing is done that would depend on it."""


class TbxError(TargmanError):
    """A terminology file that cannot be read, or that is not safe to read."""
