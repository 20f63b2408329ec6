"""Parts that handlers of addresses share: the language of an answer, the fields of a request, and problems in words."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse

from pipeline.languages.messages import Wording
from pipeline.preview import pages

_OPTIONAL = ("context", "lang", "to", "due")  # fields that a request may leave out


def find_wording(request: Request) -> Wording:
    """Return the words of the language that a browser wants."""
    accepted = request.headers.get("accept-language", "")
    return Wording(lang=pages.choose_language(request.cookies.get(pages.COOKIE, ""), accepted))


def answer_missing(say: Wording, request: Request) -> HTMLResponse:
    """Answer that there is no article of that name."""
    name = quote(str(request.path_params["stem"])[:200])
    return HTMLResponse(pages.error_page(say, say("There is no article “{name}”.", name=name)), status_code=404)


def answer_problem(sentence: str, status: int) -> JSONResponse:
    """Answer a page's script with a problem in words."""
    return JSONResponse({"problem": sentence}, status_code=status)


async def read_json(request: Request) -> Mapping[str, Any] | None:
    """Return the JSON object that a request brings; None for anything else."""
    if not request.headers.get("content-type", "").startswith("application/json"):
        return None
    try:
        found: Any = json.loads(await request.body())
    except (ValueError, RecursionError, ClientDisconnect):  # the last: the page was closed meanwhile
        return None
    return found if isinstance(found, dict) else None


async def read_texts(request: Request, *names: str) -> Mapping[str, str] | None:
    """Return the named fields of a JSON object if all of them are texts, and those of `_OPTIONAL` that are; None for
    anything else.
    """
    found = await read_json(request)
    if found is None or not all(isinstance(found.get(name), str) for name in names):
        return None
    others = {name: value for name, value in found.items() if name in _OPTIONAL and isinstance(value, str)}
    return others | {name: found[name] for name in names}
