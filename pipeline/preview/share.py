"""The address for readers: where it is, and who may use it. They may look at everything and change nothing."""

import asyncio
import contextlib
import ipaddress
from collections.abc import Iterator
from typing import Literal
from urllib.parse import urlsplit

import uvicorn
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from pipeline.errors import SettingsError
from pipeline.frozen import dataclass
from pipeline.preview.auth import AuthMiddleware, refuse

_AT_ONCE = 4  # maximum number of readers' requests that are answered at a time, so that editors' pages stay quick
_READING = frozenset({"GET", "HEAD"})
_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """The host and port to serve readers on, and the address that they know it by: that of a reverse proxy, or none."""

    host: str
    port: int
    known_as: str = ""

    @property
    def is_any(self) -> bool:
        """Tell whether it listens on all addresses of this machine, so that the name in requests may be any."""
        with contextlib.suppress(ValueError):
            return ipaddress.ip_address(self.host).is_unspecified
        return False

    def address(self, port: int) -> str:
        """Return the beginning of the address for readers, if it listens on that port."""
        return self.known_as or f"http://{_bracketed(self.host)}:{port}"

    def names(self, port: int) -> frozenset[str]:
        """Return the host names that requests may have."""
        found = {urlsplit(self.address(port)).netloc.lower()}
        if not self.is_any:
            found.add(f"{_bracketed(self.host)}:{port}".lower())
        parts = urlsplit(self.address(port))
        if parts.port == _DEFAULT_PORTS[parts.scheme]:
            found.add(parts.netloc.lower().rpartition(":")[0])
        return frozenset(found)


def read_share(place: str, known_as: str = "") -> Share:
    """Read HOST:PORT and the address of a proxy. Raises SettingsError if they make no sense."""
    host, colon, port = place.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not colon or not host or not (port.isascii() and port.isdecimal() and int(port) < 1 << 16):
        raise SettingsError(f"“--share {place}”: give a host and a port, such as 192.168.1.5:8080.")
    url = urlsplit(known_as)
    is_plain = url.scheme in _DEFAULT_PORTS and url.hostname and not (url.path.strip("/") or url.query or url.fragment)
    if known_as and (not is_plain or "@" in url.netloc):
        raise SettingsError(
            f"“--share-as {known_as}”: give an address without a path, such as https://read.example.org."
        )
    share = Share(host=host, port=int(port), known_as=f"{url.scheme}://{url.netloc}" if known_as else "")
    if share.is_any and not known_as:
        told = f"“--share {place}” listens on every address of this machine."
        raise SettingsError(
            f"{told} Say with --share-as by which one readers know it, such as http://192.168.1.5:{port}."
        )
    return share


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


class ReaderMiddleware(AuthMiddleware):
    """Pass a reader's request to the application, or refuse it: everything but reading, before anything else."""

    closed = "Open the whole address that you were sent, with the token in it."
    samesite: Literal["strict", "lax"] = "lax"  # people come here by links in mails
    writing = "Readers change nothing."

    def __init__(self, app: ASGIApp, *, token: str, port: int, share: Share) -> None:
        super().__init__(app, token=token, port=port)
        self.hosts = set(share.names(port))
        self.cookie = f"targman-share-{port}"
        self.is_secure = share.known_as.startswith("https:")
        self._free = asyncio.Semaphore(_AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] != "/events":
            async with self._free:
                await super().__call__(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)

    def _refusal(self, scope: Scope) -> Response | None:
        if scope["method"] not in _READING:
            return refuse(self.writing, 405)
        return super()._refusal(scope)


class SecondServer(uvicorn.Server):
    """A server beside another one, which takes the signals for both."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
