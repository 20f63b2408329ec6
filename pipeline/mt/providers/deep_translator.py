"""Google and MyMemory, through deep-translator. The library has no timeout, reads answers of any length, follows them
to any host, hides their headers, and takes its addresses from a table. So its modules get a `requests` that has limits
and looks at every answer first, and each request gets an instance of its own.
"""

import json
import time
from collections.abc import Mapping, Sequence
from importlib import import_module
from threading import Lock
from typing import Any
from urllib.parse import quote

from pipeline.installation import install_command
from pipeline.mt.providers import base, http

_OK = 200
_PIECE = 65_536
_INSTALLING = Lock()


class _Requests:
    """A stand-in for the module `requests`, with all that the library calls of it."""

    def __init__(self, seconds: float) -> None:
        self.timeout = seconds

    def get(self, url: str, *, params: Mapping[str, str], proxies: Mapping[str, str] | None) -> Any:  # noqa: ANN401
        import requests  # noqa: PLC0415  heavy

        end = time.monotonic() + self.timeout
        try:
            with requests.get(
                url,
                params=params,
                proxies=dict(proxies or {}),
                timeout=self.timeout,
                stream=True,
                allow_redirects=False,  # another host would get the text
            ) as found:
                data = bytearray()
                for piece in found.iter_content(_PIECE):
                    data += piece
                    if len(data) > http.LONGEST_ANSWER:
                        raise base.InvalidAnswerError("the answer is longer than any translation")
                    if time.monotonic() > end:
                        raise base.ProviderBusyError(f"there was no answer within {self.timeout:g} seconds")
        except requests.RequestException as error:
            # Its words have the whole address in them, and with that the text.
            raise base.ProviderBusyError(f"the connection failed ({type(error).__name__})") from None
        found._content = bytes(data)  # noqa: SLF001  where the library looks for it
        if found.status_code != _OK:
            http.raise_for_status(found.status_code, found.text, found.headers.get("Retry-After", ""))
        return found


def _load_library(name: str, seconds: float) -> Any:  # noqa: ANN401
    """Return a module of the library, with our requests in it."""
    try:
        module: Any = import_module(f"deep_translator.{name}")
    except ImportError:
        message = f"deep-translator is not installed. Run: {install_command('translate')}"
        raise base.ProviderUnavailableError(message) from None
    with _INSTALLING:
        if not isinstance(module.requests, _Requests):
            module.requests = _Requests(seconds)
    return module


class Google(base.Provider):
    """Google's page for small screens: no key, one text a request, in the address."""

    name = "google"
    # Google refuses addresses that are much longer; they have six bytes for a letter of ours.
    limits = base.RequestLimits(texts=1, size=9_000, threads=4)

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.url = base.read_address(environ, "TARGMAN_GOOGLE_URL", "https://translate.google.com/m")

    def measure(self, text: str) -> int:
        return len(quote(text))

    def translate(self, texts: Sequence[str], source: str, target: str) -> base.Answers:
        """Return the answers, with one request for each text."""
        library = _load_library("google", self.timeout)
        found: list[str | None] = []
        for text in texts:
            translator = library.GoogleTranslator(source=self.find_code(source), target=self.find_code(target))
            translator._base_url = self.url  # noqa: SLF001  there is no other way to another host
            found.append(translator.translate(text))
        return found


class MyMemory(base.Provider):
    """MyMemory: no key, one short text a request, some thousands of characters a day, more with an e-mail address."""

    name = "mymemory"
    limits = base.RequestLimits(texts=1, size=490, threads=2)

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.url = base.read_address(environ, "TARGMAN_MYMEMORY_URL", "https://api.mymemory.translated.net/get")
        self.email = environ.get("MYMEMORY_EMAIL", "").strip()
        self.secrets = (self.email, quote(self.email))

    def measure(self, text: str) -> int:
        return len(text.encode())

    def translate(self, texts: Sequence[str], source: str, target: str) -> base.Answers:
        """Return the answers, with one request for each text."""
        library = _load_library("mymemory", self.timeout)
        found: list[str | None] = []
        for text in texts:
            translator = library.MyMemoryTranslator(
                source=self.find_code(source), target=self.find_code(target), email=self.email or None
            )
            translator._base_url = self.url  # noqa: SLF001  there is no other way to another host
            found.append(_check_warning(translator.translate(text)))
        return found


_WARNINGS = ("MYMEMORY WARNING", "YOU USED ALL AVAILABLE")
_FAULTS = ("QUERY LENGTH LIMIT", "INVALID ", "PLEASE SELECT", "NO QUERY")


def _check_warning(answer: object) -> str | None:
    """Return the answer, unless it is one of the messages that MyMemory sends in place of a translation."""
    if not isinstance(answer, str):
        return None
    if answer.startswith(_WARNINGS) or _WARNINGS[1] in answer:
        raise base.ProviderUnavailableError("the quota of the day is used up. Run the command again tomorrow.")
    if answer.upper() == answer and answer.isascii() and answer.lstrip("'").startswith(_FAULTS):
        raise base.InvalidAnswerError(f"instead of a translation it sent {json.dumps(answer[:80])}")
    return answer
