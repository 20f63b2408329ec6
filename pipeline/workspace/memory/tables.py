"""The tables of the memory, and what becomes of those of the former version."""

import sqlite3

from pipeline.workspace.memory import index

FORMAT = 2
"""Version of the tables; a memory with another version is made anew, but for the former one."""
_LANGUAGES_TABLE = "CREATE TABLE languages (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE)"
_FORMER = 1
_FORMER_LANGUAGES = ("hy", "en", "ru")
"""The languages that the former version knew, by their numbers; otherwise its tables were the same."""
_TABLES = (
    _LANGUAGES_TABLE,
    "CREATE TABLE origins (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, digest TEXT NOT NULL)",
    "CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
    "CREATE TABLE texts (id INTEGER PRIMARY KEY, lang INTEGER NOT NULL, key INTEGER NOT NULL, text TEXT NOT NULL)",
    "CREATE TABLE units (id INTEGER PRIMARY KEY, origin INTEGER NOT NULL, lang INTEGER)",
    """CREATE TABLE versions (unit INTEGER NOT NULL, lang INTEGER NOT NULL, text INTEGER NOT NULL, person INTEGER,
    PRIMARY KEY (unit, lang)) WITHOUT ROWID""",
    "CREATE TABLE waiting (origin INTEGER NOT NULL, lang INTEGER NOT NULL, key INTEGER NOT NULL, text TEXT NOT NULL)",
    """CREATE TABLE due (article TEXT NOT NULL, lang INTEGER NOT NULL, text TEXT NOT NULL,
    PRIMARY KEY (article, lang, text)) WITHOUT ROWID""",
    "CREATE INDEX texts_by_key ON texts (key)",
    "CREATE INDEX units_by_origin ON units (origin)",
    "CREATE INDEX versions_by_text ON versions (text)",
    "CREATE INDEX waiting_by_key ON waiting (key)",
    "CREATE INDEX waiting_by_origin ON waiting (origin)",
    index.TABLE,
)


def read_format(database: sqlite3.Connection) -> int:
    """Return the version of the tables of a database; 0 where there are none."""
    [(version,)] = database.execute("PRAGMA user_version")
    return int(version)


def prepare(database: sqlite3.Connection) -> None:
    """Make the tables where there are none. Raises sqlite3.DatabaseError for another version."""
    version = read_format(database)
    if version == FORMAT:
        return
    if version not in (0, _FORMER):
        raise sqlite3.DatabaseError(f"it has the format {version}")
    database.execute("BEGIN IMMEDIATE")
    for table in (_LANGUAGES_TABLE,) if version == _FORMER else _TABLES:
        database.execute(table)
    if version == _FORMER:
        database.executemany("INSERT INTO languages VALUES (?, ?)", enumerate(_FORMER_LANGUAGES))
    database.execute(f"PRAGMA user_version = {FORMAT}")
    database.execute("COMMIT")
