"""Writers and readers of a shared memory, each a process that works until somebody kills it."""

import random
import time
from pathlib import Path

from pipeline.memory import MemoryUnit
from pipeline.workspace.memory import share
from pipeline.workspace.memory.sync import open_memory
from pipeline.workspace.settings import find_settings

_ARTICLES = 4
_PAUSE = 0.05


def exchange(root: Path) -> bool:
    """Exchange everything with the server; tell whether that was possible."""
    with open_memory(root) as memory:
        return share.exchange(find_settings(root), memory).is_done


def write(root: Path) -> None:
    """Change the article of a workspace again and again, as editors do, and exchange what is new after each change."""
    chance = random.Random()  # noqa: S311  nothing secret
    while True:
        origin = f"articles/{chance.randrange(_ARTICLES)}"
        texts = [f"Sentence {number}, version {chance.randrange(5)}." for number in range(chance.randrange(12))]
        units = [
            MemoryUnit(texts={"en": text, "ru": f"{text} {root.name}"}, lang="en", origin=origin) for text in texts
        ]
        with open_memory(root) as memory:
            memory.store(origin, "", units)
            memory.save()
        exchange(root)
        time.sleep(_PAUSE)


def read(root: Path) -> None:
    """Fetch what is new again and again."""
    while True:
        exchange(root)
        time.sleep(_PAUSE)
