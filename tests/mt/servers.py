"""Servers on loopback that speak as the providers do, and misbehave where a test says so."""

import html
import json
import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

SECRET = "sk-Very/Secret+0123456789:fx"  # noqa: S105  opens nothing

VARIABLES: Mapping[str, Mapping[str, str]] = {
    "google": {"TARGMAN_GOOGLE_URL": "{url}/m"},
    "mymemory": {"TARGMAN_MYMEMORY_URL": "{url}/get", "MYMEMORY_EMAIL": "editor@example.org"},
    "libretranslate": {"TARGMAN_LIBRETRANSLATE_URL": "{url}", "LIBRE_API_KEY": SECRET},
    "microsoft": {"TARGMAN_MICROSOFT_URL": "{url}", "MICROSOFT_API_KEY": SECRET, "MICROSOFT_REGION": "westeurope"},
    "deepl": {"TARGMAN_DEEPL_URL": "{url}", "DEEPL_API_KEY": SECRET},
    "openai": {"TARGMAN_OPENAI_URL": "{url}/v1", "OPENAI_API_KEY": SECRET, "TARGMAN_OPENAI_MODEL": "some-model"},
}
"""The environment with which a provider asks the server at `url`."""

_LETTERS = {
    "ru": dict(zip("abcdefghijklmnopqrstuvwxyz", "абцдефгхийклмнопкрстуввхыз", strict=True)),
    "hy": dict(zip("abcdefghijklmnopqrstuvwxyz", "աբցդեֆգհիժկլմնոպքրստուվխյզ", strict=True)),
}
_PIECE = 1 << 16
_KEPT = re.compile(r'(<span class="notranslate">.*?</span>|\{[a-z]+\d+\}|<[^<>]*>|&\w+;)')


def environment(provider: str, url: str) -> dict[str, str]:
    """Return the environment with which a provider asks the server at `url`."""
    return {name: value.format(url=url) for name, value in VARIABLES[provider].items()}


def foreign(text: str, lang: str) -> str:
    """A good translation: each letter another one; placeholders, tags and entities as they are."""
    parts = _KEPT.split(text)
    letters = str.maketrans(_LETTERS.get(lang, _LETTERS["ru"]))
    return "".join(part if index % 2 else part.lower().translate(letters) for index, part in enumerate(parts))


@dataclass(frozen=True, kw_only=True)
class Request:
    """A provider's request: its texts, its name for the language, and the HTTP request around them."""

    number: int
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: Any
    texts: tuple[str, ...]
    target: str

    @property
    def lang(self) -> str:
        """The target language by Targman's code."""
        return self.target.rpartition("|")[2].lower()[:2]

    def translated(self) -> list[str | None]:
        """Good answers."""
        return [foreign(text, self.lang) for text in self.texts]


@dataclass(frozen=True, kw_only=True)
class Reply:
    """The server's response: answers in the provider's own format, or any body."""

    answers: list[str | None] | None = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    share: float = 1.0
    """The share of the body that is sent before the connection ends."""
    pause: float = 0.0
    """Seconds before the answer, or with `trickle` after each byte."""
    trickle: bool = False


Answering = Callable[[Request], Reply]


def well(request: Request) -> Reply:
    """A server that does what it should."""
    return Reply(answers=request.translated())


@dataclass
class Server:
    """A running server, and all requests that it got."""

    url: str
    provider: str
    asked: list[Request] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)
    ending: bool = False
    sent: int = 0

    @property
    def environment(self) -> dict[str, str]:
        return environment(self.provider, self.url)

    @property
    def texts(self) -> list[str]:
        """All texts that were sent, in the order of their coming."""
        return [text for request in self.asked for text in request.texts]


class Handler(BaseHTTPRequestHandler):
    """One request; `Machine.desk` says who speaks."""

    server: "Machine"

    def do_GET(self) -> None:
        self.respond(None)

    def do_POST(self) -> None:
        self.respond(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

    def respond(self, body: Any) -> None:  # noqa: ANN401
        desk = self.server.desk
        address = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(address.query).items()}
        texts, target = _READ[desk.provider](query, body)
        with desk.lock:
            request = Request(
                number=len(desk.asked),
                path=address.path,
                query=query,
                headers={name.lower(): value for name, value in self.headers.items()},
                body=body,
                texts=tuple(texts),
                target=target,
            )
            desk.asked.append(request)
        with suppress(OSError):
            self.send(self.server.answering(request))

    def send(self, reply: Reply) -> None:
        data = reply.body
        if data is None:
            data = b"{}" if reply.answers is None else _WRITE[self.server.desk.provider](reply.answers)
        if not reply.trickle:
            self.wait(reply.pause)
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        data = data[: round(len(data) * reply.share)]
        for start in range(0, 0 if reply.trickle else len(data), _PIECE):
            self.wfile.write(data[start : start + _PIECE])
            self.server.desk.sent += len(data[start : start + _PIECE])
        for place in range(len(data) if reply.trickle else 0):
            self.wfile.write(data[place : place + 1])
            self.wait(reply.pause)

    def wait(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until and not self.server.desk.ending:
            time.sleep(0.01)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Machine(ThreadingHTTPServer):
    """The server itself; a client that has gone is no news here."""

    request_queue_size = 64

    def __init__(self, provider: str, answering: Answering) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answering = answering
        self.desk = Server(url=f"http://127.0.0.1:{self.server_port}", provider=provider)

    def handle_error(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def serving(provider: str, answering: Answering = well) -> Iterator[Server]:
    """A server that speaks as `provider` does."""
    machine = Machine(provider, answering)
    thread = Thread(target=machine.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield machine.desk
    finally:
        machine.desk.ending = True
        machine.shutdown()
        thread.join()
        machine.server_close()


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _chat(answers: list[str | None]) -> bytes:
    content = json.dumps({str(number): answer for number, answer in enumerate(answers, 1)}, ensure_ascii=False)
    message = {"role": "assistant", "content": f"Here you are:\n```json\n{content}\n```"}
    return _json({"choices": [{"index": 0, "finish_reason": "stop", "message": message}]})


_NAMES = {"Eastern Armenian": "hy", "Russian": "ru", "English": "en"}

_READ: Mapping[str, Callable[[Mapping[str, str], Any], tuple[list[str], str]]] = {
    "google": lambda query, _: ([query["q"]], query["tl"]),
    "mymemory": lambda query, _: ([query["q"]], query["langpair"]),
    "libretranslate": lambda _, body: (body["q"], body["target"]),
    "microsoft": lambda query, body: ([item["Text"] for item in body], query["to"]),
    "deepl": lambda _, body: (body["text"], body["target_lang"]),
    "openai": lambda _, body: (
        list(json.loads(body["messages"][1]["content"]).values()),
        next(code for name, code in _NAMES.items() if f"into {name}" in body["messages"][0]["content"]),
    ),
}

_WRITE: Mapping[str, Callable[[list[str | None]], bytes]] = {
    "google": lambda answers: (
        f'<html><body><form></form><div class="result-container">{html.escape(answers[0] or "")}</div></body></html>'
    ).encode(),
    "mymemory": lambda answers: _json(
        {"responseData": {"translatedText": answers[0], "match": 0.85}, "responseStatus": 200, "matches": []}
    ),
    "libretranslate": lambda answers: _json({"translatedText": answers}),
    "microsoft": lambda answers: _json([{"translations": [{"text": answer, "to": "ru"}]} for answer in answers]),
    "deepl": lambda answers: _json(
        {"translations": [{"detected_source_language": "EN", "text": answer} for answer in answers]}
    ),
    "openai": _chat,
}
