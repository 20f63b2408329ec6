"""The web application: a handler for each address."""

import json
from collections.abc import Callable
from functools import partial
from importlib import resources

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from pipeline.errors import TargmanError
from pipeline.frozen import dataclass
from pipeline.languages.messages import list_page_languages
from pipeline.preview import article_page, overview_page, pages, search_page
from pipeline.preview.answers import answer_missing, answer_problem, find_wording
from pipeline.preview.article_cache import ArticleCache
from pipeline.preview.edit_routes import SCRIPT_ADDRESSES, Editing
from pipeline.preview.live import Hub
from pipeline.preview.overview_cache import OverviewCache
from pipeline.workspace import assets, files
from pipeline.workspace.paths import ArticlePath

_SCRIPTS = ("preview.js", "frame.js", "desk.js", "article.js", "editor.js", "sentences.js", "who.js")
_STATIC = {"preview.css": "text/css"} | dict.fromkeys(_SCRIPTS, "text/javascript")
_PICTURES = {f".{name}": f"image/{name}" for name in ("png", "jpeg", "gif", "webp", "avif")}
_PICTURES |= {".jpg": "image/jpeg", ".svg": "image/svg+xml"}
_INERT = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""The policy for a picture opened on its own: SVG can contain scripts."""

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

    async def desk(self, page: Callable[..., str], request: Request) -> Response:
        """Answer with a page about all articles, or answer its script with the changed parts."""
        asked = dict(request.query_params)
        columns = self._columns(request)
        return HTMLResponse(await run_in_threadpool(page, self.overview, find_wording(request), columns, asked))

    async def article(self, page: Callable[..., str], request: Request) -> Response:
        """Answer with the page of one article in some of its editions, or answer its script with the changed rows."""
        say = find_wording(request)
        place = await self._place(request)
        if place is None:
            return answer_missing(say, request)
        asked = request.query_params
        langs = asked.getlist("lang")
        columns = self._columns(request)
        wish = article_page.read_request(columns, langs, asked.get("addresses"), asked.get("version"))
        try:
            return HTMLResponse(await run_in_threadpool(page, self.cache, place, wish, say))
        except TargmanError as error:
            told = str(error).replace(f"{self.cache.settings.root}/", "")
            return HTMLResponse(pages.error_page(say, told), status_code=422)

    def _columns(self, request: Request) -> pages.ColumnChoice:
        return pages.read_columns(request.cookies.get(pages.COLUMNS_COOKIE, ""), self.cache.settings.editions)

    async def _place(self, request: Request) -> ArticlePath | None:
        return await run_in_threadpool(self.cache.place, str(request.path_params["stem"]))

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
    routes = Preview(cache=cache, hub=hub, overview=overview).reading_routes()
    own = Route("/access.js", partial(access, may_write=True))
    return Starlette(routes=[*routes, *Editing(cache=cache).routes(), own], exception_handlers={Exception: _failed})


def create_reading_app(cache: ArticleCache, hub: Hub, overview: OverviewCache) -> Starlette:
    """Return the application for readers, without its guard: it has nothing that could change a file."""
    routes = Preview(cache=cache, hub=hub, overview=overview).reading_routes()
    own = Route("/access.js", partial(access, may_write=False))
    return Starlette(routes=[*routes, own], exception_handlers={Exception: _failed})


async def _failed(request: Request, _: Exception) -> Response:
    """Answer after an unexpected error; the server's log has the details."""
    say = find_wording(request)
    sentence = say(_FAULT)
    if request.url.path.startswith(SCRIPT_ADDRESSES):
        return answer_problem(sentence, 500)
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
