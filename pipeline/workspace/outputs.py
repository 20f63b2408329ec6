"""What `export` can make: the formats, and a file that was made and is not written yet."""

from dataclasses import dataclass

SUFFIXES = {
    "html": ".html",
    "docx": ".docx",
    "odt": ".odt",
    "epub": ".epub",
    "pdf": ".pdf",
    "txt": ".txt",
    "wordpress": ".wordpress.html",
    "wordpress-classic": ".classic.html",
}
"""The formats, and how the names of their files end."""

BESIDE = (".wordpress.json", ".review.html")
"""How the names of other files end that lie beside those: what belongs to a WordPress post, and a review of `adopt`."""

OUTPUT = "exports"
"""Where they go in a workspace, unless another folder is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A file to write below the output folder: `path` with forward slashes, and what is to be told about it.

    `lang` has both languages of a bilingual page, and is empty for a table of all. `left_out` are the addresses of
    pictures that could not be put in.
    """

    path: str
    data: bytes
    format: str
    lang: str
    notes: int
    share: float = 1.0
    left_out: tuple[str, ...] = ()
