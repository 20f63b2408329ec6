"""Fetch pictures and pages of a site: from its own server only, without the password, and within limits."""

from urllib.parse import urlsplit

from pipeline import __version__
from pipeline.cms.client import RefusedError
from pipeline.errors import TargmanError
from pipeline.installation import install_command
from pipeline.mt.providers.base import ProviderBusyError
from pipeline.mt.providers.retry import call_with_timeout

_MOST_BYTES = 30_000_000
_SECONDS = 60.0
_STARTS = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"BM", b"<svg", b"<?xml", b"\xef\xbb\xbf<", b"<!--")
"""Beginnings of pictures; nothing else is kept, regardless of its name."""


def fetch_picture(address: str, host: str) -> bytes:
    """Return a picture on the server `host`. Raises RefusedError that says why there is none."""
    data = fetch(address, host)
    if not data.lstrip().startswith(_STARTS):
        raise RefusedError("is not a picture")
    return data


def fetch(address: str, host: str) -> bytes:
    """Return what is at an address on the server `host`. Raises RefusedError that says why there is nothing."""
    try:
        parts = urlsplit(address)
    except ValueError:
        raise RefusedError("has an address that nobody can ask for") from None
    if parts.scheme not in {"http", "https"} or _plain(parts.hostname or "") != _plain(host) or parts.username:
        raise RefusedError("is on another server")
    try:
        import httpx  # noqa: PLC0415  an extra
    except ImportError:
        raise TargmanError(f"WordPress needs httpx. Install it with: {install_command('wordpress')}") from None

    try:
        return call_with_timeout(_SECONDS, lambda: _read(address))
    except ProviderBusyError:
        raise RefusedError(f"did not come within {_SECONDS:g} seconds") from None
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise RefusedError(f"is not to be had ({type(error).__name__})") from None


def _read(address: str) -> bytes:
    import httpx  # noqa: PLC0415  as above

    agent = {"User-Agent": f"Targman/{__version__}"}
    with (
        httpx.Client(follow_redirects=False, timeout=_SECONDS, headers=agent) as http,
        http.stream("GET", address) as answer,
    ):
        if answer.status_code != httpx.codes.OK:
            raise RefusedError(f"is not to be had ({answer.status_code})")
        found = bytearray()
        for part in answer.iter_bytes():
            found += part
            if len(found) > _MOST_BYTES:
                raise RefusedError(f"has more than {_MOST_BYTES // 1_000_000} MB")
        return bytes(found)


def _plain(host: str) -> str:
    return host.casefold().removeprefix("www.")
