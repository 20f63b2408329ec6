"""The part of a cluster's work that is done on its workers: see `cluster`, which sends it there."""

import pickle
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import Path as ZipPath
from zipfile import ZipFile

import pipeline
from pipeline.errors import TargmanError
from pipeline.languages.folders import list_distributions, use_folder
from pipeline.workspace.files import content_digest

Environment = Mapping[str, str]
"""The versions on which results depend, by name: Targman, Python, libraries, installed language packs."""

_EXTRAS = ("adopt", "exchange", "office", "pdf")
"""Extras whose libraries take part in what workers compute."""

_at_work = threading.Lock()
"""Held by the task that is computed: a process works with the language packs of one workspace at a time."""


class ClusterError(TargmanError):
    """A cluster cannot be used: it does not answer, has no workers, or has another Targman."""


@cache
def describe_environment() -> Environment:
    """Return the versions in this process on which results depend."""
    from importlib.metadata import PackageNotFoundError, requires, version  # noqa: PLC0415  slow

    found = {
        "Targman": f"{pipeline.__version__} (files {_digest_program()})",
        "Python": f"{sys.version_info.major}.{sys.version_info.minor}",
    }
    try:
        needed = requires("targman") or []
    except PackageNotFoundError:  # a copy of the files alone
        needed = []
    for line in needed:
        name, _, condition = line.partition(";")
        library = name.replace("[", " ").replace(">", " ").replace("=", " ").replace("<", " ").split()[0]
        if "extra" not in condition or any(f"'{extra}'" in condition.replace('"', "'") for extra in _EXTRAS):
            try:
                found[library] = version(library)
            except PackageNotFoundError:
                continue
    return found | {f"the language pack “{code}” of": pack for code, pack in list_distributions().items()}


def _digest_program() -> str:
    """Return a digest of Targman's own files: the number of a version says nothing about a copy that was changed."""
    folder = Path(pipeline.__file__).parent
    paths = sorted(path for path in folder.rglob("*") if path.suffix not in {".pyc", ".mo"} and path.is_file())
    parts = (f"{path.relative_to(folder).as_posix()} {content_digest(path.read_bytes())}" for path in paths)
    return content_digest("\n".join(parts).encode())[:8]


def find_difference(own: Environment, other: Environment) -> str:
    """Return the first thing that two environments have in different versions, and both versions; empty if none."""
    for name in own:
        if name in other and own[name] != other[name]:
            return f"has {name} {other[name]}, and this machine has {own[name]}"
    packs = {name for name in own.keys() ^ other.keys() if name.startswith("the language pack")}
    return f"and this machine do not both have {min(packs)} a distribution" if packs else ""


def store_shared(data: bytes) -> bytes:
    """Keep what many tasks need, in the cluster: other tasks refer to the result of this one."""
    return data


def run_task(environment: Environment, seconds: float, shared: bytes, given: bytes) -> bytes:
    """Compute a task, and return the result pickled. `shared` has the packs of a workspace and the work, `given` its
    arguments; both are pickled, so that nothing of another version is unpacked. Raises ClusterError if this process has
    another environment. A task that takes longer than `seconds` ends the process: another one does it again.
    """
    if difference := find_difference(environment, describe_environment()):
        raise ClusterError(f"a worker of the cluster {difference}. Install the same on all machines.")
    with _at_work, _ending_process_after(seconds):
        packs, work = _unpack(shared)
        use_folder(packs, content_digest(shared))
        arguments, named = pickle.loads(given)  # noqa: S301  from the scheduler, which is trusted
        return pickle.dumps(work(*arguments, **named))


@lru_cache(maxsize=1)
def _unpack(shared: bytes) -> tuple[ZipPath | None, Callable[..., Any]]:
    packs, pickled = pickle.loads(shared)  # noqa: S301  as above
    folder = None if packs is None else ZipPath(ZipFile(BytesIO(packs)))
    use_folder(folder, content_digest(shared))
    return folder, pickle.loads(pickled)  # noqa: S301  as above


@contextmanager
def _ending_process_after(seconds: float) -> Iterator[None]:
    """End this process if the block takes longer, even where Python's threads do not get a turn any more."""
    import faulthandler  # noqa: PLC0415  only workers need it

    faulthandler.dump_traceback_later(seconds, exit=True)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()
