"""Keep what was sent and what came back in `locales/sent/NAME.jsonl`, a file for each package, which git can merge.

The first line says for whom the package is. Each other line is about one entry: its article, its digest, and its states
with the one sent first, or those of its remarks after a null. Lines stand for themselves, in any order. So where two
people received work of one package, all lines of both are right; an entry with several lines has the states of all.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pipeline.errors import FileError
from pipeline.exchange.sendings import Sending, SentArticle, unite_states
from pipeline.workspace import files
from pipeline.workspace.paths import list_files
from pipeline.workspace.settings import Settings

FOLDER, SUFFIX = "locales/sent", ".jsonl"
_CONFLICT = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")
_DAMAGED = "cannot be read. Restore the file from version control, or delete it to forget that package."
_CONFLICTING = (
    "is a conflict of git. Delete the lines that begin with <<<<<<<, ======= or >>>>>>>, and keep all others."
)


def load_sendings(settings: Settings) -> dict[str, Sending]:
    """Load what was sent, by the names of the packages. Raises FileError, with the line, for a damaged file."""
    paths = [f"{FOLDER}/{name}" for name in sorted(list_files(settings.root / FOLDER, SUFFIX))]
    read = (_read(settings.root, path) for path in paths)
    return {item.name: item for item in read if item is not None}


def write_sending(settings: Settings, sending: Sending) -> bool:
    """Write what is to be remembered of a package; return True if the file differs. Raises FileError."""
    path = settings.root / FOLDER / f"{sending.name}{SUFFIX}"
    return files.write(path, "".join(_format(sending)).encode(), seen=files.read(path), root=settings.root)


def _format(sending: Sending) -> Iterator[str]:
    yield _line({"lang": sending.lang, "to": sending.to, "due": sending.due})
    for path, item in sorted(sending.articles.items()):
        for key, states in sorted(item.states.items()):
            yield _line([path, key, *states])
        if item.remarks:
            yield from (_line([path, None, digest]) for digest in sorted(item.remarks))


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False) + "\n"


def _read(root: Path, path: str) -> Sending | None:
    data = files.read(root / path)
    if data is None:
        return None
    states: dict[str, dict[str, tuple[str, ...]]] = {}
    remarks: dict[str, set[str]] = {}
    head: Mapping[str, Any] = {}
    for number, line in enumerate(data.decode(errors="replace").split("\n"), 1):
        if not line:
            continue
        try:
            value = json.loads(line)
            if isinstance(value, dict):
                head = head or {name: str(value[name]) for name in ("lang", "to", "due")}
                continue
            article, key, *found = value
            if key is None:
                remarks.setdefault(article, set()).update(found)
            else:
                known = states.setdefault(article, {})
                known[key] = unite_states(*([known[key]] if key in known else []), tuple(map(str, found)))
        except (ValueError, TypeError, KeyError, IndexError, RecursionError) as error:
            message = _CONFLICTING if line.startswith(_CONFLICT) else _DAMAGED
            raise FileError(message, path=path, line=number) from error
    if not head:
        raise FileError(_DAMAGED, path=path, line=1)
    articles = {
        article: SentArticle(states=states.get(article, {}), remarks=frozenset(remarks.get(article, ())))
        for article in states.keys() | remarks.keys()
    }
    return Sending(name=Path(path).stem, lang=head["lang"], to=head["to"], due=head["due"], articles=articles)
