"""A Weblate of its own for a test: PostgreSQL, Redis and Weblate's server, in one folder and for this machine only."""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

VENV = "TARGMAN_TEST_WEBLATE"
"""Name of the environment variable with the virtual environment that Weblate is installed in."""

_SETTINGS = """\
from weblate.settings_example import *

DEBUG = False
SECRET_KEY = "only for a test"
SITE_DOMAIN = "127.0.0.1:{port}"
SITE_URL = "http://127.0.0.1:{port}"
OTP_WEBAUTHN_RP_ID = "localhost"
OTP_WEBAUTHN_ALLOWED_ORIGINS = ["https://localhost"]
DATA_DIR = "{folder}/data"
CACHE_DIR = DATA_DIR + "/cache"
MEDIA_ROOT = DATA_DIR + "/media"
STATIC_ROOT = CACHE_DIR + "/static"
DATABASES["default"].update(NAME="weblate", USER="weblate", HOST="{folder}/pg", PORT="")
CACHES["default"]["LOCATION"] = "unix://{folder}/redis.sock?db=1"
CACHES["avatar"]["LOCATION"] = CACHE_DIR + "/avatar"
CELERY_TASK_ALWAYS_EAGER = True
CELERY_BROKER_URL = "memory://"
CELERY_RESULT_BACKEND = None
VCS_FILE_PROTOCOL = True
"""
_MAKE_KEY = """\
from rest_framework.authtoken.models import Token
from weblate.auth.models import User
print("token", Token.objects.get_or_create(user=User.objects.get(username="{name}"))[0].key)
"""
_START_SECONDS = 120


@dataclass(frozen=True)
class Weblate:
    """A running server: its address, the folder of its data, and the key of each person by name."""

    url: str
    folder: Path
    tokens: dict[str, str]

    def call(self, method: str, path: str, data: object = None, *, person: str = "") -> Any:  # noqa: ANN401  any JSON
        """Call Weblate's API as a person, by default the first one, and return its answer."""
        request = urllib.request.Request(f"{self.url}/api/{path}", method=method)  # noqa: S310  our own
        request.add_header("Authorization", f"Token {self.tokens[person or next(iter(self.tokens))]}")
        request.add_header("Content-Type", "application/json")
        body = None if data is None else json.dumps(data).encode()
        try:
            with urllib.request.urlopen(request, body, timeout=120) as answer:  # noqa: S310
                text = answer.read()
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{method} {path}: {error.code} {error.read()[:2000].decode()}") from None
        return json.loads(text) if text else None


def missing_programs() -> str:
    """Return why Weblate cannot be started here, or nothing."""
    venv = os.environ.get(VENV, "")
    if not venv:
        return f"{VENV} does not name a virtual environment with Weblate"
    wanted = {"redis-server": shutil.which("redis-server"), "initdb": _postgres("initdb")}
    wanted[f"{venv}/bin/weblate"] = shutil.which(f"{venv}/bin/weblate")
    return ", ".join(f"{name} is not installed" for name, found in wanted.items() if not found)


def _postgres(program: str) -> str:
    """Return the path of one of PostgreSQL's programs, which Debian keeps out of PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"))
    return shutil.which(program) or (str(found[-1]) if found else "")


@contextlib.contextmanager
def serve(people: dict[str, str]) -> Iterator[Weblate]:
    """Run a Weblate with these administrators: full names by the names that they log in with."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    # Not in pytest's folder: PostgreSQL must enter it as another user, and paths of sockets are short.
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="targman-weblate-")))
        folder.chmod(0o755)
        _start_postgres(folder, stack)
        redis = ["redis-server", "--port", "0", "--unixsocket", f"{folder}/redis.sock", "--save", "", "--dir", folder]
        _start(redis, folder / "redis.log", stack)
        (folder / "settings_of_test.py").write_text(_SETTINGS.format(port=port, folder=folder), encoding="utf-8")
        env = {**os.environ, "PYTHONPATH": str(folder), "DJANGO_SETTINGS_MODULE": "settings_of_test"}
        env |= {"LC_ALL": "C.UTF-8"}

        def weblate(*words: str) -> str:
            done = subprocess.run([_weblate(), *words], env=env, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stdout + done.stderr
            return done.stdout

        weblate("migrate", "--verbosity", "0")
        tokens = {}
        for name, full in people.items():
            weblate(
                "createadmin", "--username", name, "--password", name, "--email", f"{name}@example.org", "--name", full
            )
            told = weblate("shell", "--verbosity", "0", "-c", _MAKE_KEY.format(name=name))
            tokens[name] = next(line.split()[1] for line in told.splitlines() if line.startswith("token "))
        server = [_weblate(), "runserver", "--noreload", "--insecure", f"127.0.0.1:{port}"]
        _start(server, folder / "weblate.log", stack, env)
        running = Weblate(url=f"http://127.0.0.1:{port}", folder=folder, tokens=tokens)
        _wait_for(running)
        yield running


def _weblate() -> str:
    return f"{os.environ[VENV]}/bin/weblate"


def _start_postgres(folder: Path, stack: contextlib.ExitStack) -> None:
    """Make a database cluster and start it; as root by the user `postgres`, since PostgreSQL refuses root."""
    (folder / "pg").mkdir()
    user = []
    if os.geteuid() == 0:
        shutil.chown(folder / "pg", "postgres", "postgres")
        user = ["runuser", "-u", "postgres", "--"]
    made = [*user, _postgres("initdb"), "-D", f"{folder}/pg/data", "-A", "trust", "-U", "weblate", "-N"]
    subprocess.run([*made, "--locale=C.UTF-8", "-E", "UTF8"], cwd=folder, capture_output=True, check=True)
    control = [*user, _postgres("pg_ctl"), "-D", f"{folder}/pg/data", "-w", "-m", "immediate"]
    options = f"-k {folder}/pg -c listen_addresses= -c fsync=off"
    start = [*control, "-l", f"{folder}/pg/log", "-o", options, "start"]
    subprocess.run(start, cwd=folder, stdout=subprocess.DEVNULL, check=True)
    stack.callback(subprocess.run, [*control, "stop"], cwd=folder, stdout=subprocess.DEVNULL, check=False)
    subprocess.run([_postgres("createdb"), "-h", f"{folder}/pg", "-U", "weblate", "weblate"], check=True)


def _start(command: list[Any], log: Path, stack: contextlib.ExitStack, env: dict[str, str] | None = None) -> None:
    """Start a program that ends with the test."""
    out = stack.enter_context(log.open("wb"))
    process = subprocess.Popen(command, stdout=out, stderr=out, env=env)
    stack.callback(process.wait)
    stack.callback(process.terminate)


def _wait_for(server: Weblate) -> None:
    until = time.monotonic() + _START_SECONDS
    while True:
        try:
            server.call("GET", "projects/")
        except OSError:
            if time.monotonic() > until:
                raise AssertionError((server.folder / "weblate.log").read_text(encoding="utf-8")[-2000:]) from None
            time.sleep(0.5)
        else:
            return
