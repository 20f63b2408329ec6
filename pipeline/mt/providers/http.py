"""Send JSON by HTTP, read JSON, and raise what went wrong as an error of `base`."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from typing import Any, NoReturn
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from pipeline.mt.providers import base

_REDIRECTS = range(300, 400)
_KEY_REFUSED = {401, 403}
_USED_UP = {402, 456}
_BUSY = {408, 425, 429}
_SERVER_FAILED = 500
_NOT_FOUND = 404
LONGEST_ANSWER = 8 * 1024 * 1024
"""Maximum size of an answer in bytes. Requests are a hundred times smaller."""
_LONGEST_MESSAGE = 200
_USED_UP_WORDS = re.compile(r"insufficient_quota|quota", re.IGNORECASE)


class _NoRedirects(HTTPRedirectHandler):
    """Refuses redirects: following one would send the key to any host that it names."""

    def redirect_request(self, *_: object) -> None:
        return None


def post_json(url: str, payload: object, headers: Mapping[str, str], *, seconds: float) -> Any:  # noqa: ANN401
    """Return the server's answer to `payload`, both JSON. Raises ProviderError."""
    body = json.dumps(payload, ensure_ascii=False).encode()
    every = {"Content-Type": "application/json; charset=utf-8", "Accept": "application/json", "User-Agent": "targman"}
    request = Request(url, data=body, headers=every | dict(headers), method="POST")  # noqa: S310  checked in base
    try:
        with build_opener(_NoRedirects).open(request, timeout=seconds) as response:
            data = response.read(LONGEST_ANSWER + 1)
    except HTTPError as error:
        with error:
            text = error.read(LONGEST_ANSWER).decode(errors="replace") if error.fp else ""
        raise_for_status(error.code, text, error.headers.get("Retry-After", ""))
    except (OSError, HTTPException) as error:
        # The reason may quote the address; its type says enough.
        reason = getattr(error, "reason", None) or error
        raise base.ProviderBusyError(f"the connection failed ({type(reason).__name__})") from None
    return parse_json(data)


def parse_json(data: bytes) -> Any:  # noqa: ANN401
    """Parse the JSON of an answer. Raises InvalidAnswerError for anything else."""
    if len(data) > LONGEST_ANSWER:
        raise base.InvalidAnswerError("the answer is longer than any translation")
    try:
        return json.loads(data)
    except ValueError:
        raise base.InvalidAnswerError("the answer is not valid JSON, or only half of it") from None


def raise_for_status(status: int, text: str, retry_after: str) -> NoReturn:
    """Raise the error for a status other than 200, with the server's message."""
    message = _server_message(text)
    details = f" ({status}: {message})" if message else f" ({status})"
    if status in _KEY_REFUSED:
        advice = "Check the key and what it may be used for."
        raise base.ProviderUnavailableError(f"it refused the key or the request{details}. {advice}")
    if status in _USED_UP or (status in _BUSY and _USED_UP_WORDS.search(text)):
        advice = "Run the command again when there is a new one."
        raise base.ProviderUnavailableError(f"the quota is used up{details}. {advice}")
    if status in _BUSY or status >= _SERVER_FAILED:
        raise base.ProviderBusyError(f"it is not able to answer now{details}", wait=parse_retry_after(retry_after))
    if status == _NOT_FOUND or status in _REDIRECTS:
        raise base.ProviderUnavailableError(f"there is nothing at its address{details}. Check the address.")
    raise base.RequestRejectedError(f"it does not take the request{details}")


def parse_retry_after(retry_after: str) -> float | None:
    """Return the seconds that a Retry-After header asks for, given as a number or as a date."""
    text = retry_after.strip()
    if re.fullmatch(r"\d{1,9}", text):
        return float(text)
    try:
        then = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    then = then if then.tzinfo else then.replace(tzinfo=UTC)
    return max(0.0, (then - datetime.now(UTC)).total_seconds())


def _server_message(text: str) -> str:
    """Return the server's message from the body of an error, on one line and printable."""
    try:
        found = json.loads(text)
    except ValueError:
        return ""
    for name in ("error", "message", "detail"):
        inner = found.get(name) if isinstance(found, dict) else None
        found = inner or found
    message = found if isinstance(found, str) else ""
    return "".join(character if character.isprintable() else " " for character in message)[:_LONGEST_MESSAGE].strip()
