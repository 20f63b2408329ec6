"""The web application: a handler for each address."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from importlib import resources
from typing import Any
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from pipeline.errors import FileError, SettingsError, TargmanError
from pipeline.languages.messages import Wording, list_page_languages
from pipeline.preview import article_page, article_view, commands, overview_page, pages, search_page
from pipeline.preview import edit as editing
from pipeline.preview.article_cache import ArticleCache
from pipeline.preview.live import Hub
from pipeline.preview.overview_cache import OverviewCache
from pipeline.workspace import assets, files
from pipeline.workspace.paths import ArticlePath
from pipeline.workspace.review import own_name

_STATIC = {"preview.css": "text/css"} | dict.fromkeys(("preview.js", "frame.js", "desk.js"), "text/javascript")
_PICTURES = {f".{name}": f"image/{name}" for name in ("png", "jpeg", "gif", "webp", "avif")}
_PICTURES |= {".jpg": "image/jpeg", ".svg": "image/svg+xml"}
_INERT = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""The policy for a picture opened on its own: SVG can contain scripts."""

_FOR_THE_SCRIPT = (
    "/entry/",
    "/check/",
    "/save/",
    "/review/",
    "/run/",
)  # beginnings of the addresses that answer in JSON
_OPTIONAL = ("context", "lang", "to", "due")  # fields that a request may leave out
_FAULT = (
    "This is a fault in Targman, not yours, and your files are as they were last saved. Reload the page. If that "
    "does not help, stop targman preview with Ctrl-C and start it again. The output in its terminal helps to fix the "
    "fault."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """The handlers of the addresses, and what they share."""

    cache: ArticleCache
    hub: Hub
    overview: OverviewCache

    def reading_routes(self) -> list[Route]:
        """Return the routes of the addresses that change nothing and show no more than the pages do."""
        return [
            Route("/", partial(self.desk, overview_page.render_overview)),
            Route("/search", partial(self.desk, search_page.render_search)),
            Route("/desk", partial(self.desk, overview_page.render_overview_changes)),
            Route("/article/{stem:path}", partial(self.article, article_page.render_article)),
            Route("/rows/{stem:path}", partial(self.article, article_page.render_changes)),
            Route("/picture/{stem:path}", self.picture),
            Route("/language/{lang}", self.language),
            Route("/columns/{choice}", self.columns),
            Route("/static/{name}", static),
            Route("/events", self.hub, methods=["GET"]),
        ]

    def writing_routes(self) -> list[Route]:
        """Return the routes of the addresses that editing needs."""
        return [
            Route("/entry/{stem:path}", self.entry),
            Route("/check/{stem:path}", self.check, methods=["POST"]),
            Route("/save/{stem:path}", self.save, methods=["POST"]),
            Route("/review/{stem:path}", self.review, methods=["POST"]),
            Route("/run/{name}", self.run, methods=["POST"]),
            Route("/access.js", partial(access, may_write=True)),
        ]

    async def desk(self, page: Callable[..., str], request: Request) -> Response:
        """Answer with a page about all articles, or answer its script with the changed parts."""
        asked = dict(request.query_params)
        columns = pages.read_columns(request.cookies.get(pages.COLUMNS_COOKIE, ""), self.cache.settings.editions)
        return HTMLResponse(await run_in_threadpool(page, self.overview, _wording(request), columns, asked))

    async def article(self, page: Callable[..., str], request: Request) -> Response:
        """Answer with the page of one article in some of its editions, or answer its script with the changed rows."""
        say = _wording(request)
        place = await self._place(request)
        if place is None:
            return _missing(say, request)
        asked = request.query_params
        langs = asked.getlist("lang")
        columns = pages.read_columns(request.cookies.get(pages.COLUMNS_COOKIE, ""), self.cache.settings.editions)
        wish = article_page.read_request(columns, langs, asked.get("addresses"), asked.get("version"))
        try:
            return HTMLResponse(await run_in_threadpool(page, self.cache, place, wish, say))
        except TargmanError as error:
            told = str(error).replace(f"{self.cache.settings.root}/", "")
            return HTMLResponse(pages.error_page(say, told), status_code=422)

    async def _place(self, request: Request) -> ArticlePath | None:
        return await run_in_threadpool(self.cache.place, str(request.path_params["stem"]))

    async def entry(self, request: Request) -> Response:
        """Answer with what the editor of one sentence shows."""
        say, place, lang = _wording(request), await self._place(request), request.query_params.get("lang", "")
        if place is None or lang not in self.cache.settings.editions:
            return _problem(say("There is no such article."), 404)
        try:
            found = await run_in_threadpool(
                article_page.describe_sentence, self.cache, place, lang, request.query_params.get("key", ""), say
            )
        except TargmanError as error:
            return _problem(str(error), 422)
        gone = say("This sentence is no longer in the article. Copy your text, then close.")
        return JSONResponse(found) if found else _problem(gone, 404)

    async def check(self, request: Request) -> Response:
        """Answer with the findings for a translation that somebody is typing."""
        place = await self._place(request)
        asked = await _texts(request, "lang", "source", "target")
        if place is None or asked is None or asked["lang"] not in self.cache.settings.editions:
            return _problem("The request makes no sense.", 400)

        say = _wording(request)

        def tried() -> list[dict[str, str]]:
            view = self.cache.view(place, (asked["lang"],))
            found = article_view.try_translation(
                self.cache.settings,
                view.original,
                view.columns[0],
                asked["source"],
                asked["target"],
                asked.get("context"),
            )
            return [article_page.describe_finding(each, say) for each in found]

        try:
            return JSONResponse({"findings": await run_in_threadpool(tried)})
        except TargmanError as error:
            return _problem(str(error), 422)

    async def save(self, request: Request) -> Response:
        """Write a translation to its catalog; answer with both versions if somebody else was faster."""
        return await self._write(request)

    async def review(self, request: Request) -> Response:
        """Mark a translation as reviewed by the person whose name is configured."""
        try:
            return await self._write(request, await run_in_threadpool(own_name, self.cache.settings))
        except SettingsError as error:
            return _problem(str(error), 422)

    async def _write(self, request: Request, reviewer: str = "") -> Response:
        place = await self._place(request)
        asked = await _texts(request, "lang", "source", "base", "target")
        if place is None or asked is None or asked["lang"] not in self.cache.settings.editions:
            return _problem("The request makes no sense.", 400)
        texts = {name: asked[name] for name in ("source", "base", "target")}
        edit = editing.Edit(**texts, context=asked.get("context"), reviewer=reviewer)
        try:
            saved = await run_in_threadpool(editing.save_edit, self.cache.settings, place, asked["lang"], edit)
        except FileError as error:
            return _problem(str(error), 503)
        except TargmanError as error:
            return _problem(str(error), 422)
        answer = {"target": saved.target, "base": saved.base, "line": saved.line}
        return JSONResponse(answer, status_code=409 if saved.conflict else 200)

    async def run(self, request: Request) -> Response:
        """Run a command on the workspace; answer with what it printed."""
        asked = await _texts(request)
        if asked is None:
            return _problem("The request makes no sense.", 400)
        name = request.path_params["name"]
        report = await run_in_threadpool(commands.run_command, self.cache.settings, name, asked)
        if report is None:
            return _problem("The request makes no sense.", 400)
        return JSONResponse({"line": report.line, "text": report.text, "status": report.status})

    async def picture(self, request: Request) -> Response:
        """Answer with a picture of an article, if it is a file below `articles/`."""
        place = await self._place(request)
        address = request.query_params.get("file", "")
        path = assets.find_asset(self.cache.settings, place, address) if place else None
        if path is None or path.suffix.lower() not in _PICTURES:
            return PlainTextResponse("There is no such picture.", 404)
        data = await run_in_threadpool(files.read, path.resolve())
        kind = _PICTURES[path.suffix.lower()]
        return Response(data or b"", media_type=kind, headers={"Content-Security-Policy": _INERT})

    async def language(self, request: Request) -> Response:
        """Switch the language of the pages."""
        lang = request.path_params["lang"]
        return _remember(request, pages.COOKIE, lang if lang in list_page_languages() else "")

    async def columns(self, request: Request) -> Response:
        """Choose the columns of all pages, and their order."""
        chosen = pages.read_columns(request.path_params["choice"], self.cache.settings.editions)
        return _remember(request, pages.COLUMNS_COOKIE, chosen.to_text())


def create_app(cache: ArticleCache, hub: Hub, overview: OverviewCache) -> Starlette:
    """Return the application, without its guard."""
    found = Preview(cache=cache, hub=hub, overview=overview)
    return Starlette(routes=[*found.reading_routes(), *found.writing_routes()], exception_handlers={Exception: _failed})


def create_reading_app(cache: ArticleCache, hub: Hub, overview: OverviewCache) -> Starlette:
    """Return the application for readers, without its guard: it has nothing that could change a file."""
    routes = Preview(cache=cache, hub=hub, overview=overview).reading_routes()
    own = Route("/access.js", partial(access, may_write=False))
    return Starlette(routes=[*routes, own], exception_handlers={Exception: _failed})


async def _failed(request: Request, _: Exception) -> Response:
    """Answer after an unexpected error; the server's log has the details."""
    say = _wording(request)
    sentence = say(_FAULT)
    if request.url.path.startswith(_FOR_THE_SCRIPT):
        return _problem(sentence, 500)
    return HTMLResponse(pages.error_page(say, sentence), status_code=500)


async def access(_: Request, *, may_write: bool) -> Response:
    """Answer the scripts of pages whether to offer what changes files."""
    return Response(f"export const mayWrite = {json.dumps(may_write)};\n", media_type="text/javascript")


async def static(request: Request) -> Response:
    """Answer with our own style sheet or script."""
    name = request.path_params["name"]
    if name not in _STATIC:
        return PlainTextResponse("There is no such file.", 404)
    data = resources.files("pipeline.preview").joinpath("static", name).read_bytes()
    return Response(data, media_type=_STATIC[name])


def _remember(request: Request, cookie: str, value: str) -> Response:
    """Keep a choice, if there is one, and lead back to the page that it was made on."""
    answer = RedirectResponse("/" + request.query_params.get("next", "/").lstrip("/\\"), status_code=303)
    if value:
        answer.set_cookie(cookie, value, max_age=31536000, samesite="strict")
    return answer


def _wording(request: Request) -> Wording:
    accepted = request.headers.get("accept-language", "")
    return Wording(lang=pages.choose_language(request.cookies.get(pages.COOKIE, ""), accepted))


def _missing(say: Wording, request: Request) -> Response:
    name = quote(str(request.path_params["stem"])[:200])
    return HTMLResponse(pages.error_page(say, say("There is no article “{name}”.", name=name)), status_code=404)


async def _texts(request: Request, *names: str) -> Mapping[str, str] | None:
    """Return the named fields of a JSON object if all of them are texts, and those of `_OPTIONAL` that are; None for
    anything else.
    """
    if not request.headers.get("content-type", "").startswith("application/json"):
        return None
    try:
        found: Any = json.loads(await request.body())
    except (ValueError, RecursionError, ClientDisconnect):  # the last: the page was closed meanwhile
        return None
    if not isinstance(found, dict) or not all(isinstance(found.get(name), str) for name in names):
        return None
    others = {name: value for name, value in found.items() if name in _OPTIONAL and isinstance(value, str)}
    return others | {name: found[name] for name in names}


def _problem(sentence: str, status: int) -> Response:
    return JSONResponse({"problem": sentence}, status_code=status)
