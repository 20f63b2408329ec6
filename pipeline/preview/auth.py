"""Let only the browser with the token use the preview, under our own host name and with bounded requests. A page of
another site may send requests to a server on this machine, and may even give itself a name that leads here (DNS
rebinding). So `Host` has to be one of ours, the `Origin` of a changing request has to be this page, and every request
has to bring the token, which another site cannot read.
"""

import base64
import hashlib
import secrets
from html import escape
from typing import Literal

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pipeline.languages.messages import Wording
from pipeline.preview.pages import choose_language, describe_language

LARGEST_BODY = 64 * 1024
"""Maximum size of a request's body in bytes; the longest sentence is far shorter."""

LARGEST_UPLOAD = 32 * 1024 * 1024
"""Maximum size in bytes of a file that a translator sent back."""
_UPLOADS = frozenset({"/receive"})

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""The content security policy of pages: nothing but this server's own files."""

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}

_CLOSED = (
    "This page is for the person who started it. Open the whole address that “targman preview” printed, "
    "with the token in it."
)

_STYLE = (
    ":root{color-scheme:light dark}body{margin:18vh auto 0;max-width:32rem;padding:0 1.5rem;"
    "font:1.0625rem/1.6 system-ui,sans-serif}h1{font-size:1.25rem;margin:0 0 .5rem}p{margin:0}"
)
_STYLED = {
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; "
    f"style-src 'sha256-{base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()}'"
}
"""The policy of the page for those without the token, who do not get our style sheet."""


class AuthMiddleware:
    """Pass a request to the application, or refuse it."""

    closed = _CLOSED
    samesite: Literal["strict", "lax"] = "strict"
    is_secure = False

    def __init__(self, app: ASGIApp, *, token: str, port: int, host: str = "127.0.0.1") -> None:
        self.app = app
        self.token = token
        names = {host if ":" not in host else f"[{host}]", "127.0.0.1", "localhost", "[::1]"}
        self.hosts = {f"{name}:{port}" for name in names}
        self.cookie = f"targman-{port}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        send = _with_headers(send)
        refusal = self._refusal(scope)
        await (refusal(scope, receive, send) if refusal else self.app(scope, _bounded(receive, _limit(scope)), send))

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "").lower()
        if headers.getlist("host") != [headers.get("host")] or host not in self.hosts:
            return refuse("There is no such host here.", 403)
        if scope["method"] not in {"GET", "HEAD"} and not self._is_own(headers, host):
            return refuse("Only the preview's own pages may do that.", 403)
        if _length(headers) > _limit(scope):
            return refuse("The request is too large.", 413)
        return self._without_token(scope)

    def _is_own(self, headers: Headers, host: str) -> bool:
        """Tell whether one of our pages sent a request that may change something."""
        is_from_here = headers.get("sec-fetch-site", "same-origin") in {"same-origin", "none"}
        return is_from_here and headers.get("origin") == f"http://{host}"

    def _without_token(self, scope: Scope) -> Response | None:
        request = Request(scope)
        if self._is_token(request.cookies.get(self.cookie, "")):
            return _clean(request.url.path, request.url.query) if "token" in request.query_params else None
        if scope["method"] == "GET" and self._is_token(request.query_params.get("token", "")):
            answer = _clean(request.url.path, request.url.query)
            answer.set_cookie(
                self.cookie, self.token, httponly=True, samesite=self.samesite, secure=self.is_secure, path="/"
            )
            return answer
        return _refuse_stranger(request, self.closed)

    def _is_token(self, given: str) -> bool:
        return secrets.compare_digest(given.encode("utf-8", "surrogatepass"), self.token.encode())


def _clean(path: str, query: str) -> Response:
    """Redirect to the same address without the token."""
    others = "&".join(part for part in query.split("&") if part and not part.startswith("token="))
    inside = "/" + path.lstrip("/\\")
    return RedirectResponse(f"{inside}?{others}" if others else inside, status_code=303)


def _refuse_stranger(request: Request, sentence: str) -> Response:
    """Answer somebody without the token: a browser with a page in its language, a program with a line."""
    if "text/html" not in request.headers.get("accept", ""):
        return refuse(f"{sentence}\n", 403)
    say = Wording(lang=choose_language("", request.headers.get("accept-language", "")))
    html = (
        f'<!DOCTYPE html><html {describe_language(say.lang)}><head><meta charset="utf-8"><title>Targman</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{_STYLE}</style></head>'
        f"<body><main><h1>Targman</h1><p>{escape(say(sentence))}</p></main></body></html>"
    )
    return HTMLResponse(html, 403, headers={**_STYLED, "Connection": "close"})


def refuse(sentence: str, status: int) -> Response:
    """Return the answer to a request that is not passed on."""
    return PlainTextResponse(sentence, status_code=status, headers={"Connection": "close"})


def _length(headers: Headers) -> int:
    """Return the declared length of a request; 0 if there is none."""
    said = headers.get("content-length", "0")
    return int(said) if said.isascii() and said.isdecimal() else LARGEST_UPLOAD + 1


def _limit(scope: Scope) -> int:
    return LARGEST_UPLOAD if scope["path"] in _UPLOADS else LARGEST_BODY


def _bounded(receive: Receive, limit: int) -> Receive:
    """Pass the messages on, up to the limit of bytes; longer ones are answered with the status 413."""
    seen = 0

    async def bounded() -> Message:
        nonlocal seen
        message = await receive()
        if message["type"] == "http.request":
            seen += len(message.get("body", b""))
            if seen > limit:
                raise HTTPException(413, "The request is too large.")
        return message

    return bounded


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return sending
