"""The setting `memory_server`: the address of a PostgreSQL server by which workspaces share their memory."""

import os
from urllib.parse import parse_qs, urlsplit

ADDRESS = "TARGMAN_MEMORY_SERVER"
"""The variable with the address of the server, which counts more than the setting."""


def find_memory_server(setting: str) -> str:
    """Return the address of the server, by the environment or the setting; an empty string if there is none."""
    return os.environ.get(ADDRESS, "").strip() or setting


def read_memory_server(key: str, value: object) -> str:
    """Read the address. Raises ValueError that says what is wrong; a password has no place in a file under git."""
    text = value.strip() if isinstance(value, str) else ""
    if not text.startswith(("postgresql://", "postgres://")) or not text.isprintable():
        raise ValueError(f"{key} has to be an address such as postgresql://anna@db.example.org/memory")
    try:
        parts = urlsplit(text)
        has_password = parts.password is not None or "password" in parse_qs(parts.query)
    except ValueError as error:
        raise ValueError(f"{key} is not an address: {error}") from error
    if has_password:
        raise ValueError(
            f"{key} has a password in it, and would bring it into version control; "
            "keep it in ~/.pgpass, or set PGPASSWORD"
        )
    return text
