"""Clusters of processes on this machine, started by the commands that the docs name."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from pipeline.workspace.cluster import load_distributed

PROGRAM = Path(__file__).parents[2]
_ADDRESS = re.compile(r"(?:tcp|tls)://127\.0\.0\.1:\d+")
_PATIENCE = 300  # seconds for a process to end, on a machine that does much else
TARGMAN = (sys.executable, "-m", "pipeline")


def environment(program: Path = PROGRAM, **more: str) -> dict[str, str]:
    """The variables of a process that runs this program, and finds the tests."""
    return {**os.environ, "PYTHONPATH": f"{program}{os.pathsep}{PROGRAM / 'tests'}", "PYTHONUTF8": "1", **more}


@contextmanager
def local_cluster(workers: int, program: Path = PROGRAM) -> Iterator[tuple[str, int]]:
    """Run `targman cluster local`, and give its address and its process, whose children are the workers."""
    process = subprocess.Popen(
        [*TARGMAN, "cluster", "local", str(workers)],
        env=environment(program),
        cwd=program,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        assert process.stdout
        line = process.stdout.readline()
        found = _ADDRESS.search(line)
        assert found, line + process.communicate(timeout=_PATIENCE)[1]
        yield found[0], process.pid
    finally:
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=_PATIENCE)
    assert process.returncode == 0
    assert "Traceback" not in said, said


@contextmanager
def running(*words: str, said: str, program: Path = PROGRAM) -> Iterator[str]:
    """Run a command of Dask, and give what it says on standard error until a line has `said`."""
    process = subprocess.Popen(
        [sys.executable, "-m", *words], env=environment(program), cwd=program, stderr=subprocess.PIPE, text=True
    )
    try:
        assert process.stderr
        log = ""
        for line in process.stderr:
            log += line
            if said in line:
                break
        assert said in log, log
        yield log
    finally:
        process.terminate()
        process.communicate(timeout=_PATIENCE)


@contextmanager
def scheduler(*words: str, host: str = "tcp://127.0.0.1") -> Iterator[str]:
    """Run `dask scheduler`, and give its address."""
    start = ("distributed.cli.dask_scheduler", "--host", host, "--port", "0", "--no-dashboard", *words)
    with running(*start, said="Scheduler at:") as log:
        found = _ADDRESS.search(log)
        assert found
        yield found[0]


def worker(address: str, *words: str, program: Path = PROGRAM) -> AbstractContextManager[str]:
    """Run `dask worker` for a scheduler."""
    start = ("distributed.cli.dask_worker", address, "--nthreads", "1", "--no-dashboard", "--host", "127.0.0.1", *words)
    return running(*start, said="Registered to:", program=program)


def write_certificates(folder: Path) -> Mapping[str, Path]:
    """Write an authority of its own, a certificate and its key, as files in PEM format, by what they are for."""
    made = load_distributed().Security.temporary()
    texts = {"ca": made.tls_ca_file, "cert": made.tls_client_cert, "key": made.tls_client_key}
    folder.mkdir()
    for name, text in texts.items():
        (folder / f"{name}.pem").write_text(str(text), encoding="ascii")
    return {name: folder / f"{name}.pem" for name in texts}


def tls_options(certificates: Mapping[str, Path]) -> Sequence[str]:
    """The options by which Dask's commands take certificates."""
    names = {"ca": "--tls-ca-file", "cert": "--tls-cert", "key": "--tls-key"}
    return [word for name, path in certificates.items() for word in (names[name], str(path))]
