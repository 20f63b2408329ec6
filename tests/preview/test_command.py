"""`targman preview` as a command: what it says where it cannot start."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.installation import install_command

from .site import COMMAND, PATIENCE, Site


def run(root: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([*COMMAND, *words], cwd=root, capture_output=True, text=True, check=False, timeout=PATIENCE)


def test_a_port_that_is_taken_is_said_to_be(site: Site) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = run(site.root, "preview", "--no-open", "--port", str(port))
    assert done.returncode == 2
    assert f"port {port} of this machine cannot be used" in done.stderr
    assert "Traceback" not in done.stderr


def test_only_this_machine_can_reach_it(site: Site) -> None:
    name = socket.gethostname()
    try:
        others = {found[4][0] for found in socket.getaddrinfo(name, None, socket.AF_INET)} - {"127.0.0.1"}
    except OSError:
        others = set()
    outside = [address for address in others if not str(address).startswith("127.")]
    if not outside:
        pytest.skip("this machine has no address but its own loopback")
    with pytest.raises(OSError, match=r"refused|unreachable|timed out"):
        socket.create_connection((str(outside[0]), site.port), timeout=5)


@pytest.mark.parametrize(("command", "cache"), [("preview", "uvicorn"), ("watch", "watchfiles")])
def test_without_the_extra_it_says_how_to_get_it(site: Site, command: str, cache: str) -> None:
    program = f"import sys; sys.modules[{cache!r}] = None; from pipeline.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", program, command],
        cwd=site.root,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    assert done.returncode == 2
    assert install_command("preview") in done.stderr
    assert "Traceback" not in done.stderr
