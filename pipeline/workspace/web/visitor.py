"""Visit addresses politely: few at once and one of a host at a time, HEAD before GET, robots.txt obeyed (RFC 9309), and
answers remembered for days.
"""

import json
import socket
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urldefrag, urljoin, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener
from urllib.robotparser import RobotFileParser

from pipeline import __version__
from pipeline.checks.addresses import is_local_host
from pipeline.errors import FileError
from pipeline.workspace import files
from pipeline.workspace.web.answers import MOVED, MOVED_FOR_GOOD, Answer, Verdict, dead, judge_status, silent

CACHE = ".targman/links.json"
_AGENT = f"Targman/{__version__} (link check)"
_AT_ONCE = 4
_PAUSE = 0.5
"""Seconds between two requests to one host."""
_PATIENCE = 15.0
"""Seconds that a server has for an answer."""
_HOPS = 5
"""Maximum number of times that an address leads on."""
_NO_HEAD = frozenset({400, 403, 404, 405, 501})
"""Answers of servers that do not know HEAD; the page is then asked for as a browser does, but not read."""
_DAYS = {Verdict.FINE: 7.0, Verdict.MOVED: 7.0, Verdict.DEAD: 1.0, Verdict.SILENT: 0.0}
"""Days for which an answer is remembered."""
_DAY = 86_400.0
_LONGEST_ROBOTS = 500 * 1024
"""Bytes of a robots.txt that have to be read (RFC 9309, 2.5)."""


class _NoRedirects(HTTPRedirectHandler):
    """Leaves it to the visitor to follow where an address leads."""

    def redirect_request(self, *_: object) -> None:
        return None


class Visitor:
    """Visits addresses, and remembers the answers in the workspace at `root`. A context manager that saves them."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._known = _read_cache(root)
        self._robots: dict[str, RobotFileParser | None] = {}
        self._opener = build_opener(_NoRedirects)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        body = json.dumps(self._known, ensure_ascii=False, indent=0, sort_keys=True)
        path = self._root / CACHE
        try:
            files.write(path, body.encode(), seen=files.read(path), root=self._root)
        except FileError:
            return  # a disk that refuses costs only time

    def visit(self, addresses: Sequence[str], advance: Callable[[], object]) -> dict[str, Answer]:
        """Return the answer for each address, in their order. `advance` is called after each."""
        hosts: dict[str, list[str]] = {}
        for address in addresses:
            hosts.setdefault(urlsplit(address).netloc.lower(), []).append(address)
        found: dict[str, Answer] = {}
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            for answers in pool.map(lambda group: list(self._visit_host(group, advance)), hosts.values()):
                found.update(answers)
        return {address: found[address] for address in addresses}

    def _visit_host(self, addresses: Iterable[str], advance: Callable[[], object]) -> Iterable[tuple[str, Answer]]:
        waited = True
        for address in addresses:
            answer = self._recall(address)
            if answer is None:
                if not waited:
                    time.sleep(_PAUSE)
                answer, waited = self._ask(address), False
                self._remember(address, answer)
            advance()
            yield address, answer

    def _recall(self, address: str) -> Answer | None:
        known = self._known.get(address)
        if known is None or time.time() - known["time"] > _DAYS[Verdict(known["verdict"])] * _DAY:
            return None
        return Answer(verdict=Verdict(known["verdict"]), reason=known["reason"], location=known["location"])

    def _remember(self, address: str, answer: Answer) -> None:
        self._known[address] = {
            "verdict": str(answer.verdict),
            "reason": answer.reason,
            "location": answer.location,
            "time": int(time.time()),
        }

    def _ask(self, address: str) -> Answer:
        """Ask for an address, and for those to which it leads."""
        place, moved_for_good = _ascii(urldefrag(address).url), True
        for _ in range(_HOPS + 1):
            if is_local_host(urlsplit(place).hostname or ""):
                return silent("it is of this machine or its network, which nobody else sees")
            if not self._may_visit(place):
                return silent("its robots.txt asks programs to stay away")
            try:
                status, location = self._request(place)
            except (OSError, HTTPException, ValueError) as error:
                return _explain(error)
            if status not in MOVED or not location:
                return judge_status(status, place if moved_for_good and place != _ascii(urldefrag(address).url) else "")
            moved_for_good = moved_for_good and status in MOVED_FOR_GOOD
            place = _ascii(urldefrag(urljoin(place, location)).url)
            if urlsplit(place).scheme not in {"http", "https"}:
                return silent("it leads on to an address that is not of the web")
        return silent("it leads on from one address to the next without end")

    def _request(self, place: str) -> tuple[int, str]:
        """Return the status of the answer, and where it leads."""
        status, location = self._send(place, "HEAD")
        return self._send(place, "GET") if status in _NO_HEAD else (status, location)

    def _send(self, place: str, method: str) -> tuple[int, str]:
        request = Request(place, method=method, headers={"User-Agent": _AGENT, "Accept": "*/*"})  # noqa: S310  http(s) only
        try:
            with self._opener.open(request, timeout=_PATIENCE) as response:
                return int(response.status), ""
        except HTTPError as error:
            with error:
                return error.code, error.headers.get("Location", "")

    def _may_visit(self, place: str) -> bool:
        parts = urlsplit(place)
        top = f"{parts.scheme}://{parts.netloc}"
        if top not in self._robots:
            self._robots[top] = self._read_robots(f"{top}/robots.txt")
        rules = self._robots[top]
        return rules is None or rules.can_fetch("Targman", place)

    def _read_robots(self, place: str) -> RobotFileParser | None:
        """Return the rules of a host; None if it has none, or does not say."""
        request = Request(place, headers={"User-Agent": _AGENT})  # noqa: S310  http(s) only
        try:
            with self._opener.open(request, timeout=_PATIENCE) as response:
                text = response.read(_LONGEST_ROBOTS).decode("utf-8", "replace")
        except (OSError, HTTPException, ValueError):
            return None
        rules = RobotFileParser()
        rules.parse(text.splitlines())
        return rules


def _explain(error: Exception) -> Answer:
    """Return the answer to a request that failed: only a host without an address of its own is certainly dead."""
    reason = getattr(error, "reason", error) if isinstance(error, URLError) else error
    if isinstance(reason, socket.gaierror) and reason.errno in {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", None)}:
        return dead("there is no such host")
    if isinstance(reason, TimeoutError):
        return silent(f"the server does not answer within {_PATIENCE:.0f} seconds")
    return silent(f"the connection failed ({type(reason).__name__})")


def _ascii(address: str) -> str:
    """Return an address as requests have it: other letters percent-encoded, a host's by IDNA."""
    parts = urlsplit(address)
    host = parts.netloc
    if not host.isascii():
        name, colon, port = host.partition(":")
        host = name.encode("idna").decode() + colon + port
    path, query = quote(parts.path, safe="/%:@!$&'()*+,;=~-._"), quote(parts.query, safe="/?%:@!$&'()*+,;=~-._")
    return parts._replace(netloc=host, path=path, query=query).geturl()


def _read_cache(root: Path) -> dict[str, Any]:
    """Return the remembered answers; none if the file is missing or damaged."""
    try:
        known = json.loads(files.read(root / CACHE) or b"{}")
        return {
            address: {"verdict": Verdict(each["verdict"]), **{key: each[key] for key in ("reason", "location", "time")}}
            for address, each in known.items()
        }
    except (FileError, ValueError, KeyError, TypeError, AttributeError):
        return {}
