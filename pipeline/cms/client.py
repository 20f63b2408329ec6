"""Talk to a WordPress by its REST API: bounded answers, bounded time, no redirects, and a clear word for each refusal.

    WordPressError
    ├── SiteError         no request to this site will work in this run
    │   └── BusyError     the site has no time, or the connection broke; the next run may work
    └── RefusedError      this request is refused, others may work

The password goes to the site alone. No error and no log has it.
"""

import json
import re
import time
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from pipeline import __version__
from pipeline.cms.credentials import Access
from pipeline.errors import TargmanError
from pipeline.frozen import dataclass
from pipeline.installation import install_command
from pipeline.mt.providers.base import ProviderBusyError
from pipeline.mt.providers.http import parse_retry_after
from pipeline.mt.providers.retry import RetryPolicy, call_with_timeout, redact_secrets

if TYPE_CHECKING:
    import httpx

LONGEST_ANSWER = 64 * 1024 * 1024
"""Maximum size of an answer in bytes: a hundred long posts with room to spare."""
PAGE_SIZE = 100
"""Items in a page of a list; WordPress allows no more."""
TIMEOUT = 60.0
"""Maximum seconds for one answer, unless TARGMAN_TIMEOUT says otherwise."""
_LONGEST_MESSAGE = 200
_TITLE = re.compile(rb"<title[^>]*>(.{0,300}?)</title", re.IGNORECASE | re.DOTALL)
_HTML = re.compile(rb"\s*<(?:!doctype|html|head|body|\?xml|!--)", re.IGNORECASE)
_WAITS = frozenset({429, 503})
"""Answers that say that nothing was done, so that the same request may be sent again."""
_FAULT = 500  # a program on the site broke off, such as a plug-in of PHP
_BUSY = frozenset({408, 425, _FAULT, 502, 504, 520, 521, 522, 523, 524})
_NO_PASSWORDS = frozenset({"application_passwords_disabled", "application_passwords_disabled_for_user"})
_NOT_SEEN = frozenset({"rest_not_logged_in", "rest_forbidden", "rest_forbidden_context", "rest_cannot_create"})
"""Codes of 401 where the site saw no password at all."""


class WordPressError(TargmanError):
    """A request to a WordPress failed. `status` and `code` are those of the answer, if there was one."""

    def __init__(self, message: str, *, status: int = 0, code: str = "", path: str = "", line: int = 0) -> None:
        super().__init__(message, path=path, line=line)
        self.status = status
        self.code = code


class SiteError(WordPressError):
    """No request to this site will work in this run: a wrong password, no REST API, a redirect."""


class BusyError(SiteError):
    """The site has no time, or the connection broke. What was sent may have arrived."""


class RefusedError(WordPressError):
    """The site refuses this request; others may work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteInfo:
    """A site as its REST API shows it: its own address, its name, and the namespaces of the API, among them those of
    plug-ins.
    """

    url: str
    name: str
    namespaces: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer's JSON, and its headers by lower-case names."""

    data: Any
    headers: Mapping[str, str] = field(default_factory=dict)


class WordPressClient:
    """A connection to one site. Close it, or use it in a `with` statement. `requests` counts what was sent; `sleep`
    waits for some seconds before a request is sent again.
    """

    def __init__(
        self, access: Access, policy: RetryPolicy | None = None, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self.access = access
        self.policy = policy or RetryPolicy()
        self.sleep = sleep
        self.requests = 0
        self._root = f"{access.url}/wp-json"
        self._is_plain = False  # true where the site takes the route as a parameter, not as a path
        pair = f"{access.user}:{access.password}"
        self._secrets = (access.password, access.password.replace(" ", ""), b64encode(pair.encode()).decode())
        self._http = _open_http(access)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def discover(self) -> SiteInfo:
        """Find the REST API and return what it says of the site. Raises WordPressError."""
        try:
            data = self.get("")
        except RefusedError as error:
            if error.status != _NOT_FOUND:
                raise
            data = self._discover_plain()
        except NotJsonError:
            data = self._discover_plain()
        if not isinstance(data, dict) or "wp/v2" not in data.get("namespaces", ()):
            raise SiteError(self._say("has no REST API for posts. Is it a WordPress, and is the API switched on?"))
        names = frozenset(name for name in data["namespaces"] if isinstance(name, str))
        return SiteInfo(url=str(data.get("home") or self.access.url), name=str(data.get("name", "")), namespaces=names)

    def _discover_plain(self) -> Any:  # noqa: ANN401
        """Look for the API where sites without pretty addresses have it."""
        self._is_plain = True
        try:
            return self.get("")
        except (RefusedError, NotJsonError) as error:
            raise SiteError(
                self._say(
                    "has no REST API that answers: /wp-json/ and ?rest_route=/ are no JSON. Check the address; a "
                    "plug-in for security or caching may block the API."
                ),
                status=error.status,
            ) from None

    def get(self, path: str, **query: object) -> Any:  # noqa: ANN401
        """Return the JSON at a path of the API, such as `wp/v2/posts`. Raises WordPressError."""
        return self.ask("GET", path, query).data

    def get_pages(self, path: str, **query: object) -> Iterator[list[Any]]:
        """Yield the pages of a list, of 100 items at most. Raises WordPressError."""
        page, pages = 1, 1
        while page <= pages:
            answer = self.ask("GET", path, {"per_page": PAGE_SIZE, **query, "page": page})
            if not isinstance(answer.data, list):
                raise SiteError(self._say(f"answers with something else than a list at {path}."))
            if page == 1:
                total = answer.headers.get("x-wp-totalpages", "1")
                pages = int(total) if total.isascii() and total.isdecimal() else 1
            yield answer.data
            page = page + 1 if answer.data else pages + 1

    def send(self, path: str, data: Mapping[str, object], **query: object) -> Any:  # noqa: ANN401
        """Create or change what is at a path, and return what the site has then. Raises WordPressError; with
        BusyError, nobody knows whether it was done.
        """
        body = json.dumps(data, ensure_ascii=False).encode()
        return self.ask("POST", path, query, body, {"Content-Type": "application/json; charset=utf-8"}).data

    def upload(self, path: str, data: bytes, name: str, media_type: str, **query: object) -> Any:  # noqa: ANN401
        """Send a file, its facts in the query, and return what the site has then. Raises WordPressError."""
        plain = re.sub(r"[^A-Za-z0-9._-]+", "_", name).lstrip("._") or "file"
        said = f'attachment; filename="{plain}"'
        return self.ask("POST", path, query, data, {"Content-Type": media_type, "Content-Disposition": said}).data

    def ask(
        self,
        method: str,
        path: str,
        query: Mapping[str, object],
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Return the answer to a request, sent again where the site says that it had no time. Raises WordPressError."""
        pause = self.policy.first_pause
        for attempt in range(1, self.policy.attempts + 1):
            try:
                return self._ask_once(method, path, query, body, headers or {})
            except _WaitError as error:
                wait = pause if error.wait is None else error.wait
                is_safe = method == "GET" or error.was_not_done
                if not is_safe or attempt == self.policy.attempts or wait > self.policy.longest_pause:
                    raise error.final from None
                self.sleep(wait)
                pause = min(pause * 2, self.policy.longest_pause)
        raise AssertionError

    def _ask_once(
        self, method: str, path: str, query: Mapping[str, object], body: bytes | None, headers: Mapping[str, str]
    ) -> Answer:
        import httpx  # noqa: PLC0415  heavy

        self.requests += 1
        address, parameters = self._address(path, query)
        seconds = self.policy.timeout or TIMEOUT
        try:
            status, found, data = call_with_timeout(
                seconds, lambda: _read(self._http, method, address, parameters, body, headers)
            )
        except ProviderBusyError:
            raise _WaitError(
                BusyError(self._say(f"did not answer within {seconds:g} seconds. Run the command again later."))
            ) from None
        except httpx.HTTPError as error:
            # The reason may quote an address; its type says enough.
            never_sent = isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout)
            words = "cannot be reached" if never_sent else "broke the connection"
            final = BusyError(self._say(f"{words} ({type(error).__name__}). Check the address, or try again later."))
            raise _WaitError(final, was_not_done=never_sent) from None
        except _TooLongError:
            raise SiteError(self._say(f"sends an answer of more than {LONGEST_ANSWER >> 20} MB at {path}.")) from None
        if status < 200 or status >= 300:  # noqa: PLR2004
            self._raise_for(status, path, data, found)
        return Answer(data=self._parse(data, status), headers=found)

    def _address(self, path: str, query: Mapping[str, object]) -> tuple[str, dict[str, str]]:
        texts = {name: _format(value) for name, value in query.items()}
        if self._is_plain:
            return f"{self.access.url}/", {"rest_route": f"/{path}", **texts}
        return f"{self._root}/{path}", texts

    def _parse(self, data: bytes, status: int) -> Any:  # noqa: ANN401
        try:
            return json.loads(data.decode("utf-8-sig"))
        except ValueError:
            raise NotJsonError(self._say(_describe_page(data)), status=status) from None

    def _raise_for(self, status: int, path: str, data: bytes, headers: Mapping[str, str]) -> None:
        """Raise the error for the status of a failed request."""
        if 300 <= status < 400:  # noqa: PLR2004
            raise SiteError(self._say(_describe_redirect(headers.get("location", ""), self.access.url)), status=status)
        code, message = _read_refusal(data)
        said = redact_secrets(f" ({status}: {message})" if message else f" ({status})", self._secrets)
        if status in _WAITS or status in _BUSY:
            failed = f"failed at /{path}{said}. If it fails again, look into the site's log of errors."
            words = failed if status == _FAULT else f"has no time now{said}. Run the command again later."
            final = BusyError(self._say(words), status=status)
            wait = parse_retry_after(headers.get("retry-after", ""))
            raise _WaitError(final, wait=wait, was_not_done=status in _WAITS)
        if status == 401:  # noqa: PLR2004
            raise SiteError(self._say(_describe_401(code, self.access.user) + said), status=status, code=code)
        if not code and _HTML.match(data):
            if status == _NOT_FOUND:
                raise RefusedError(self._say(f"has nothing at /{path}{said}."), status=status)
            raise NotJsonError(self._say(f"{_describe_page(data)} ({status})"), status=status)
        raise RefusedError(self._say(_describe_refusal(status, path) + said), status=status, code=code)

    def _say(self, words: str) -> str:
        return f"{self.access.url} {words}"


class NotJsonError(SiteError):
    """A page came instead of JSON: something stands between us and the API."""


class _TooLongError(Exception):
    pass


class _WaitError(Exception):
    """The request may work later. `wait` is the site's wish in seconds; `final` is what to say if it never does."""

    def __init__(self, final: BusyError, *, wait: float | None = None, was_not_done: bool = False) -> None:
        super().__init__(str(final))
        self.final = final
        self.wait = wait
        self.was_not_done = was_not_done


_NOT_FOUND = 404


def _open_http(access: Access) -> "httpx.Client":
    try:
        import httpx  # noqa: PLC0415  an extra
    except ImportError:
        raise TargmanError(f"WordPress needs httpx. Install it with: {install_command('wordpress')}") from None
    return httpx.Client(
        auth=httpx.BasicAuth(access.user, access.password),
        follow_redirects=False,
        timeout=TIMEOUT,
        headers={"Accept": "application/json", "User-Agent": f"Targman/{__version__}"},
    )


def _read(
    http: "httpx.Client",
    method: str,
    address: str,
    query: Mapping[str, str],
    body: bytes | None,
    headers: Mapping[str, str],
) -> tuple[int, dict[str, str], bytes]:
    with http.stream(method, address, params=query, content=body, headers=headers) as answer:
        parts, size = [], 0
        for part in answer.iter_bytes():
            size += len(part)
            if size > LONGEST_ANSWER:
                raise _TooLongError
            parts.append(part)
        return answer.status_code, {name.lower(): value for name, value in answer.headers.items()}, b"".join(parts)


def _format(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return ",".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _describe_redirect(location: str, own: str) -> str:
    """Say what a redirect means, with the new address if it is a plain one of the same kind of site."""
    there, here = urlsplit(location), urlsplit(own)
    address = f"{there.scheme}://{there.netloc}"
    is_plain = location.isprintable() and " " not in location and "@" not in there.netloc and there.hostname
    if not is_plain or not there.scheme.startswith("http"):
        return "leads to another address. The password is sent nowhere else: correct url in [wordpress]."
    if there.hostname != here.hostname:
        return (
            f"leads to another server, {address}. The password is sent nowhere else: if that is your site, "
            "write its address as url in [wordpress]."
        )
    return f"leads to {address}. If that is right, write it as url in [wordpress]."


def _describe_401(code: str, user: str) -> str:
    if code in _NO_PASSWORDS:
        return "has application passwords switched off. An administrator can switch them on"
    if code in _NOT_SEEN or not code:
        return (
            "does not see the password: its server takes the header Authorization away, or a plug-in does. Ask the "
            "host to pass it on"
        )
    return (
        f"refuses the user “{user}” or the application password. Make a new one in WordPress, under Users → Profile, "
        "and set TARGMAN_WORDPRESS_PASSWORD"
    )


def _describe_refusal(status: int, path: str) -> str:
    match status:
        case 403:
            return f"does not allow this user to do that at /{path}. An editor's or an administrator's role is needed"
        case 404 | 410:
            return f"has nothing at /{path}"
        case 413:
            return f"takes no request of this size at /{path}. Make the picture smaller, or raise the server's limit"
        case _:
            return f"refuses the request at /{path}"


def _describe_page(data: bytes) -> str:
    """Say that something else than JSON came, with the title of the page if it has one."""
    if not _HTML.match(data):
        return "answers with something that is not JSON. A plug-in may print into the answers of the API."
    title = _TITLE.search(data[:100_000])
    named = _one_line(title[1].decode(errors="replace"))[:80] if title else ""
    shown = f" (“{named}”)" if named else ""
    return (
        f"answers with a web page{shown} instead of data. A plug-in for caching, security or maintenance, or a login "
        "page, stands before the REST API."
    )


def _read_refusal(data: bytes) -> tuple[str, str]:
    """Return the code and the message of a refusal, printable and on one line."""
    try:
        found = json.loads(data)
    except ValueError:
        return "", ""
    if not isinstance(found, dict):
        return "", ""
    code, message = found.get("code"), found.get("message")
    text = re.sub(r"<[^<>]*>", "", message) if isinstance(message, str) else ""
    return code if isinstance(code, str) else "", _one_line(text)[:_LONGEST_MESSAGE]


def _one_line(text: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
