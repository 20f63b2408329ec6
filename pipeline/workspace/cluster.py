"""Compute on a Dask cluster, by an executor whose processes are on other machines.

This process alone reads and stores, as ever. The workers get values and return values, so that they need neither the
files of the workspace nor its memory. What the work is bound to goes to the cluster once, and is the result of a task
of its own, which the scheduler has done again if the workers that hold it are gone; the arguments go with each task.
"""

import os
import pickle
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import CancelledError, Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from io import BytesIO
from pathlib import Path
from threading import Event
from typing import Any, NoReturn
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from pipeline.errors import SettingsError, TargmanError
from pipeline.installation import install_command
from pipeline.languages.folders import own_folder
from pipeline.workspace.cluster_worker import (
    ClusterError,
    Environment,
    describe_environment,
    find_difference,
    run_task,
    store_shared,
)
from pipeline.workspace.files import content_digest
from pipeline.workspace.settings.cluster import ClusterSettings, find_address_fault
from pipeline.workspace.workers import LostWorkError, Share

Client = Any
"""A `distributed.Client`, whose types Dask does not declare throughout."""

SECONDS = 300.0
"""Seconds after which a worker is taken to hang in a task: a hundred times what the largest one takes, and the time
after which Dask itself gives up a worker that says nothing."""

_PATIENCE = 10.0  # seconds to wait for the scheduler, and then for its first worker
_GLANCE = 0.5  # seconds after which the main thread looks for a Ctrl-C that was delivered to another one
TOGETHER = 128
"""Maximum number of articles in a task: sending and receiving it is a fiftieth of the work if they have two sentences
each. Larger articles fill it sooner, by their bytes."""

_TASKS = 8  # minimum number of tasks for each worker, if there are as many articles: all are busy until the end
_LIGHT = {"distributed.admin.low-level-log-length": 0}
"""Setting of Dask by which it does not keep the last thousand messages, in which the contents of files are."""

_LOCAL = {
    "distributed.scheduler.no-workers-timeout": "1 minute",
    "distributed.deploy.lost-worker-timeout": "1000 days",  # a worker that ends twice in this time would stay away
    # What a worker says when another one has ended: the command that uses the cluster tells what that means.
    "distributed.nanny.pre-spawn-environ.DASK_LOGGING__DISTRIBUTED": "critical",
    "distributed.nanny.pre-spawn-environ.DASK_LOGGING__ASYNCIO": "critical",
}
"""Settings of Dask for a cluster to try."""

_AHEAD = 3  # tasks for each worker that wait in memory


@contextmanager
def open_cluster(
    settings: ClusterSettings, root: Path, *, seconds: float = SECONDS, together: int = TOGETHER
) -> Iterator["ClusterExecutor"]:
    """Provide an executor that computes on the cluster of the settings. It connects when it is first used. `root` is
    the folder from which the paths of certificates count; a task, which has at most `together` articles, is taken to
    hang after `seconds`. Raises SettingsError.
    """
    if why := find_address_fault(settings.address):
        raise SettingsError(f"{why}.")
    executor = ClusterExecutor(settings, root, seconds, together)
    try:
        yield executor
    finally:
        executor.shutdown()


class ClusterExecutor(Executor):
    """Gives work to the workers of a Dask cluster. Raises ClusterError when it is first used, if that is not
    possible. A task is tried again if its worker ends; LostWorkError is the result of one that ends all its workers.
    """

    def __init__(self, settings: ClusterSettings, root: Path, seconds: float, together: int) -> None:
        self._settings = settings
        self._root = root
        self._seconds = seconds
        self._together = together
        self._threads = ThreadPoolExecutor(1)
        self._connection: Future[Client] | None = None
        self._sent: dict[int, tuple[Callable[..., Any], Any]] = {}

    def share(self, articles: int) -> Share:
        """Return the share of this many articles to give to the cluster at a time."""
        workers = max(1, len(self._connected().scheduler_info(n_workers=-1)["workers"]))
        together = min(self._together, -(-articles // (_TASKS * workers)))
        return Share(articles=together, waiting=(_AHEAD * workers + 1) * together)

    def submit(self, work: Callable[..., Any], /, *given: Any, **named: Any) -> "Future[Any]":  # noqa: ANN401
        """Compute `work` on a worker. What a `partial` is bound to is sent once, so hand in the same one each time."""
        client = self._connected()
        shared, arguments = self._share_work(client, work), pickle.dumps((given, named))
        task = client.submit(run_task, describe_environment(), self._seconds, shared, arguments, pure=False)
        made: Future[Any] = Future()
        made.add_done_callback(lambda done: task.cancel() if done.cancelled() else None)
        task.add_done_callback(partial(self._pass_on, made))
        return made

    def _share_work(self, client: Client, work: Callable[..., Any]) -> Any:  # noqa: ANN401  a future of Dask
        """Send the work and the language packs of the workspace, if that was not done yet."""
        if id(work) not in self._sent:
            data = pickle.dumps((_pack_languages(), pickle.dumps(work)))
            key = f"targman-{content_digest(data)}"
            self._sent[id(work)] = (work, client.submit(store_shared, data, key=key))
        return self._sent[id(work)][1]

    def _pass_on(self, made: "Future[Any]", task: Any) -> None:  # noqa: ANN401  a future of Dask
        if not made.set_running_or_notify_cancel():
            return
        try:
            made.set_result(pickle.loads(task.result()))  # noqa: S301  from workers, which are trusted
        except BaseException as error:  # noqa: BLE001  it is raised where the result is asked for
            made.set_exception(_explain_failure(error, self._settings.address))

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002
        """Leave the cluster; it goes on for others."""
        self._sent.clear()
        if self._connection is not None:
            with suppress(TargmanError):
                self._connection.result().close()
        self._threads.shutdown()

    def _connected(self) -> Client:
        if (
            self._connection is None
        ):  # in a thread, since Ctrl-C would leave a connection half made, and Dask complaining
            self._connection = self._threads.submit(_connect, self._settings, self._root)
        return self._connection.result()


def _connect(settings: ClusterSettings, root: Path) -> Client:
    """Connect to the scheduler, and check that all its workers have the same versions as this process. Raises
    ClusterError and SettingsError.
    """
    distributed = load_distributed()
    security = _read_certificates(settings, root) if settings.address.startswith("tls:") else None
    try:
        client = distributed.Client(settings.address, security=security, timeout=_PATIENCE, set_as_default=False)
    except OSError as error:
        raise ClusterError(_explain_silence(error, settings.address)) from error
    try:
        client.wait_for_workers(1, timeout=_PATIENCE)
        _refuse_others(client.run(describe_environment, on_error="return"))
    except TimeoutError as error:
        client.close()
        advice = f"Start some on your machines: dask worker {settings.address}"
        raise ClusterError(f"the cluster at {settings.address} has no workers. {advice}") from error
    except ClusterError:
        client.close()
        raise
    return client


def _refuse_others(workers: Mapping[str, Environment | Exception]) -> None:
    """Raise ClusterError for a worker with other versions. One that gives no answer ended just now."""
    for address, found in workers.items():
        if isinstance(found, ModuleNotFoundError | AttributeError):
            raise ClusterError(f"the worker {address} of the cluster has no Targman, or another one: {found}.")
        difference = "" if isinstance(found, Exception) else find_difference(describe_environment(), found)
        if difference:
            raise ClusterError(f"the worker {address} of the cluster {difference}. Install the same on all machines.")


def load_distributed() -> Any:  # noqa: ANN401  a module
    """Return Dask's library, which is told to keep its logs and warnings to itself. Raises ClusterError without it."""
    import copyreg  # noqa: PLC0415  only with a cluster, as the others
    import logging  # noqa: PLC0415
    import warnings  # noqa: PLC0415

    try:
        import dask  # noqa: PLC0415  an extra
        import distributed  # noqa: PLC0415  an extra, heavy
    except ImportError as error:
        raise ClusterError(f"a cluster needs libraries that are not here. Run: {install_command('cluster')}") from error
    # Dask has errors pickled with their causes. One of ours may be its own cause, and would be pickled for ever.
    for kind in [each for each in copyreg.dispatch_table if issubclass(each, TargmanError)]:
        del copyreg.dispatch_table[kind]
    for name in (*logging.root.manager.loggerDict, "asyncio"):
        if name.partition(".")[0] in {"asyncio", "distributed", "tornado"}:
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    warnings.filterwarnings("ignore", module="distributed")
    dask.config.set(_LIGHT)
    return distributed


def _read_certificates(settings: ClusterSettings, root: Path) -> Any:  # noqa: ANN401  Dask's Security
    """Return what this machine shows to a scheduler. Raises SettingsError for a file that is not there or not fit."""
    import ssl  # noqa: PLC0415  only for tls://

    from distributed.security import Security  # noqa: PLC0415  an extra, heavy

    paths = {name: root / Path(getattr(settings, name)).expanduser() for name in ("ca", "cert", "key")}
    for name, path in paths.items():
        if not getattr(settings, name):
            raise SettingsError(
                f"tls:// needs certificates, and [cluster] of the settings names no {name}. See: targman docs scaling"
            )
        if not path.is_file():
            raise SettingsError(
                f"there is no such file, but the settings name it as {name} of [cluster].", path=str(path)
            )
    try:
        context = ssl.create_default_context(cafile=str(paths["ca"]))
        context.load_cert_chain(paths["cert"], paths["key"])
    except (ssl.SSLError, OSError) as error:
        raise SettingsError(f"the certificates of [cluster] cannot be used: {error}.") from error
    made: Any = Security  # which declares no types
    return made(
        tls_ca_file=str(paths["ca"]),
        tls_client_cert=str(paths["cert"]),
        tls_client_key=str(paths["key"]),
        require_encryption=True,
    )


def _explain_silence(error: BaseException | None, address: str) -> str:
    """Return why there is no connection to a scheduler."""
    import ssl  # noqa: PLC0415  only where there is no connection

    while error is not None:
        if isinstance(error, ssl.SSLError) or "SSL" in str(error) or "TLS" in str(error):
            return f"the cluster at {address} and this machine do not accept each other's certificates: {error}."
        error = error.__cause__ or error.__context__
    return (
        f"there is no answer from a cluster at {address}. Check whether its scheduler is running, and whether this is "
        "its address."
    )


def _explain_failure(error: BaseException, address: str) -> BaseException:
    """Return what the failure of a task means for its articles, or for the run."""
    match type(error).__name__:
        case "KilledWorker":
            return LostWorkError(
                "was given up: every worker of the cluster that took it ended or hung. Try it with --cluster none."
            )
        case "NoWorkerError":
            return ClusterError(
                f"the cluster at {address} has no workers any more. Start some, and run the command again."
            )
        case "CommClosedError" | "FutureCancelledError":
            return ClusterError(f"the cluster at {address} is gone. What is done is kept; run the command again.")
    if isinstance(error, CancelledError):
        return ClusterError(f"the cluster at {address} is gone. What is done is kept; run the command again.")
    if isinstance(error, ModuleNotFoundError | AttributeError) and "pipeline" in str(error):
        return ClusterError(f"a worker of the cluster at {address} has no Targman, or another one: {error}.")
    return error


def _pack_languages() -> bytes | None:
    """Return the language packs of the workspace as a ZIP archive; None if there are none."""
    folder = own_folder()
    if not isinstance(folder, Path):
        return None
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_STORED) as archive:
        for path in sorted(each for each in folder.rglob("*") if each.is_file()):
            archive.writestr(ZipInfo(path.relative_to(folder).as_posix()), path.read_bytes())
    return packed.getvalue()


def run_local_cluster(workers: int, tell: Callable[[str], None]) -> NoReturn:
    """Run a scheduler and workers on this machine, reachable from it alone, until Ctrl-C, and end this process; `tell`
    gets the address. Raises ClusterError.
    """
    distributed = load_distributed()
    import multiprocessing  # noqa: PLC0415  only here

    import dask  # noqa: PLC0415  an extra

    dask.config.set(_LOCAL)
    cluster = distributed.LocalCluster(
        n_workers=workers, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
    )
    with suppress(KeyboardInterrupt):
        tell(cluster.scheduler_address)
        ended = Event()
        while not ended.wait(_GLANCE):
            pass
    with suppress(Exception, KeyboardInterrupt):
        cluster.close(timeout=_PATIENCE)
    for process in multiprocessing.active_children():
        process.kill()  # a worker that hangs in a task, or was being started: Dask would wait for it for good
    os._exit(0)
