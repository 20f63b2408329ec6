"""Documents as editors have them → articles: each importer is a module with `read(data, name) -> Imported`.

They know nothing of each other. What several of them need lies beside them: encodings, languages, labels and pairing of
notes, page furniture, and the accounting of words.
"""

from dataclasses import dataclass

NOTE_OPEN, NOTE_CLOSE = "\ue000", "\ue001"
"""What stands around the label of a note reference while a document is taken apart; no document has these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture of the document: the name that the body calls it by, and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """Text of the document that is not in the article: what it is (furniture, comment, page header …), and its text."""

    what: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """A document as an article that nobody has written to a disk yet.

    `body` is Markdown with `[^label]` and its definitions; `front` the YAML that the document brought itself. What the
    document does not say is empty. `source` is the address where it was published. `dangling` are references that have
    no note, as they stand in the text; notes without a reference are kept in the body. `spaced` are labels of notes
    that stood without a space before the next sentence. `guesses` and `remarks` are sentences for an editor,
    and so are `doubts`, which are about the language alone.
    """

    body: str
    front: str = ""
    title: str = ""
    author: str = ""
    byline: str = ""
    date: str = ""
    lang: str = ""
    source: str = ""
    pictures: tuple[Picture, ...] = ()
    removed: tuple[Removed, ...] = ()
    dangling: tuple[str, ...] = ()
    spaced: tuple[str, ...] = ()
    guesses: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
