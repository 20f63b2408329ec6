"""The tables of the memory, and what becomes of those of former versions."""

import sqlite3

from pipeline.workspace.memory import index

FORMAT = 3
"""Version of the tables; a memory with another version is made anew, but for the former ones."""
_LANGUAGES_TABLE = "CREATE TABLE languages (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE)"
_FIRST_LANGUAGES = ("hy", "en", "ru")
"""The languages that the first version knew, by their numbers; otherwise its tables were those of the second."""
_SHARED = (
    # The number that the server of a shared memory has a unit under; NULL where it does not know of it.
    "ALTER TABLE units ADD COLUMN number INTEGER",
    "CREATE INDEX units_by_number ON units (number) WHERE number IS NOT NULL",
    "CREATE INDEX units_unsent ON units (origin) WHERE number IS NULL",
    # The numbers of units that are gone here, and that the server has yet to be told of.
    "CREATE TABLE taken (number INTEGER PRIMARY KEY)",
    # Which server the numbers are from, the name that this workspace has there, and how far its changes were read.
    "CREATE TABLE server (identity TEXT NOT NULL, workspace TEXT NOT NULL, position INTEGER NOT NULL)",
)
"""The additions of the third version."""
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
    if version not in range(FORMAT):
        raise sqlite3.DatabaseError(f"it has the format {version}")
    database.execute("BEGIN IMMEDIATE")
    for table in (*{0: _TABLES, 1: (_LANGUAGES_TABLE,)}.get(version, ()), *_SHARED):
        database.execute(table)
    if version == 1:
        database.executemany("INSERT INTO languages VALUES (?, ?)", enumerate(_FIRST_LANGUAGES))
    database.execute(f"PRAGMA user_version = {FORMAT}")
    database.execute("COMMIT")
