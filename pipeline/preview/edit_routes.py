"""The addresses that change files, and those that an editor of texts asks: for people with the editor's token only."""

from collections.abc import Awaitable, Callable
from dataclasses import field, replace
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from pipeline.errors import FileError, SettingsError, TargmanError
from pipeline.frozen import dataclass
from pipeline.preview import article_page, article_view, commands, edit, machine, sentence_page
from pipeline.preview.answers import answer_problem, find_wording, read_json, read_texts
from pipeline.preview.article_cache import ArticleCache
from pipeline.preview.undo import EditHistory, UndoOutcome, UndoResult
from pipeline.workspace.fix import find_fixes, write_fixes
from pipeline.workspace.lock import locked
from pipeline.workspace.paths import ArticlePath
from pipeline.workspace.review import own_name
from pipeline.workspace.settings.change import set_setting

_NONSENSE = "The request makes no sense."
_MOST_TEXTS = 1000  # maximum number of texts that are confirmed at a time
_PATIENCE = 3.0  # seconds to wait for another targman process, such as a `sync`

Handler = Callable[[Request], Awaitable[Response]]

SCRIPT_ADDRESSES = (
    *("/check/", "/confirm/", "/entry/", "/fix/", "/former/", "/machine/", "/offers/"),
    *("/receive", "/redo/", "/remark/", "/review/", "/run/", "/save/", "/undo/", "/who"),
)
"""The beginnings of the addresses that answer in JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An edition of an article, and the texts that a request brings besides."""

    place: ArticlePath
    lang: str
    texts: dict[str, str]

    @property
    def change(self) -> edit.Edit:
        """The edit that the texts ask for."""
        names = ("source", "base", "target")
        return edit.Edit(**{name: self.texts[name] for name in names}, context=self.texts.get("context"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Editing:
    """The handlers, and what they share."""

    cache: ArticleCache
    history: EditHistory = field(default_factory=EditHistory)

    def routes(self) -> list[Route]:
        """Return the routes."""
        writing: dict[str, Handler] = {
            "check": self.check,
            "save": self.save,
            "review": self.review,
            "remark": self.remark,
            "confirm": self.confirm,
            "fix": self.fix,
            "machine": self.translate,
            "undo": self.undo,
            "redo": self.redo,
        }
        return [
            Route("/entry/{stem:path}", self.entry),
            Route("/offers/{stem:path}", self.offers),
            Route("/former/{stem:path}", self.former),
            *(Route(f"/{name}/{{stem:path}}", handler, methods=["POST"]) for name, handler in writing.items()),
            Route("/run/{name}", self.run, methods=["POST"]),
            Route("/receive", self.receive, methods=["POST"]),
            Route("/who", self.guess, methods=["GET"]),
            Route("/who", self.who, methods=["POST"]),
        ]

    async def _place(self, request: Request) -> ArticlePath | None:
        return await run_in_threadpool(self.cache.place, str(request.path_params["stem"]))

    async def _asked(self, request: Request, *names: str) -> Asked | None:
        """Return what is asked for; None if there is no such article or edition, or not all texts."""
        place = await self._place(request)
        texts = await read_texts(request, "lang", *names)
        if place is None or texts is None or texts["lang"] not in self.cache.settings.editions:
            return None
        return Asked(place=place, lang=texts["lang"], texts=dict(texts))

    async def _ask(self, request: Request, find: Callable[..., dict[str, Any] | None]) -> Response:
        """Answer with what `find` finds about a sentence of an edition."""
        say, place, lang = find_wording(request), await self._place(request), request.query_params.get("lang", "")
        if place is None or lang not in self.cache.settings.editions:
            return answer_problem(say("There is no such article."), 404)
        try:
            key = request.query_params.get("key", "")
            found = await run_in_threadpool(find, self.cache, place, lang, key, say)
        except TargmanError as error:
            return answer_problem(self._words(error), 422)
        gone = say("This sentence is no longer in the article. Copy your text, then close.")
        return JSONResponse(found) if found is not None else answer_problem(gone, 404)

    async def entry(self, request: Request) -> Response:
        """Answer with what the editor of one sentence shows."""
        return await self._ask(request, sentence_page.describe_sentence)

    async def offers(self, request: Request) -> Response:
        """Answer with what the memory, the glossary and a machine offer for a sentence."""
        return await self._ask(request, sentence_page.describe_offers)

    async def former(self, request: Request) -> Response:
        """Answer with what changed in a sentence since its last review."""
        return await self._ask(request, sentence_page.describe_former)

    async def _do(self, act: Callable[[], Response]) -> Response:
        """Answer with what a function answers that may fail; its errors are for people."""
        try:
            return await run_in_threadpool(act)
        except FileError as error:
            return answer_problem(self._words(error), 503)
        except TargmanError as error:
            return answer_problem(self._words(error), 422)

    def _words(self, error: TargmanError) -> str:
        return str(error).replace(f"{self.cache.settings.root}/", "")

    async def check(self, request: Request) -> Response:
        """Answer with the findings for a translation that somebody is typing."""
        asked = await self._asked(request, "source", "target")
        if asked is None:
            return answer_problem(_NONSENSE, 400)
        say = find_wording(request)

        def tried() -> Response:
            view = self.cache.view(asked.place, (asked.lang,))
            found = article_view.try_translation(
                self.cache.settings,
                view.original,
                view.columns[0],
                asked.texts["source"],
                asked.texts["target"],
                asked.texts.get("context"),
            )
            return JSONResponse({"findings": [article_page.describe_finding(each, say) for each in found]})

        return await self._do(tried)

    async def save(self, request: Request) -> Response:
        """Write a translation to its catalog; answer with both versions if somebody else was faster."""
        return await self._write(request, edit.save_edit)

    async def review(self, request: Request) -> Response:
        """Mark a translation as reviewed by the person whose name is configured."""
        try:
            name = await run_in_threadpool(own_name, self.cache.settings)
        except SettingsError as error:
            return answer_problem(str(error), 422)
        return await self._write(request, edit.save_edit, reviewer=name)

    async def remark(self, request: Request) -> Response:
        """Write the remarks at an entry; answer with both versions if somebody else was faster."""
        return await self._write(request, edit.save_remarks)

    async def _write(self, request: Request, save: Callable[..., edit.EditResult], reviewer: str = "") -> Response:
        asked = await self._asked(request, "source", "base", "target")
        if asked is None:
            return answer_problem(_NONSENSE, 400)
        change, settings = replace(asked.change, reviewer=reviewer), self.cache.settings

        def write() -> Response:
            with self.history.recording(settings, asked.place, asked.lang, [change.key]):
                saved = save(settings, asked.place, asked.lang, change)
            answer = {"target": saved.target, "base": saved.base, "line": saved.line}
            return JSONResponse(answer, status_code=409 if saved.conflict else 200)

        return await self._do(write)

    async def confirm(self, request: Request) -> Response:
        """Confirm several fuzzy translations that somebody has read, or none of them if one has changed since."""
        asked, data = await self._asked(request), await read_json(request)
        given = data.get("read") if data else None
        is_sound = isinstance(given, dict) and all(isinstance(each, str) and each for each in given.values())
        if asked is None or not isinstance(given, dict) or not is_sound or not 0 < len(given) <= _MOST_TEXTS:
            return answer_problem(_NONSENSE, 400)
        settings, say = self.cache.settings, find_wording(request)

        def write() -> Response:
            names = sentence_page.find_keys(self.cache, asked.place, asked.lang)
            read = {names[name]: base for name, base in given.items() if name in names}
            is_done = len(read) == len(given)
            if is_done:
                with self.history.recording(settings, asked.place, asked.lang, list(read)):
                    is_done = edit.confirm_read(settings, asked.place, asked.lang, read)
            return JSONResponse({"number": len(read)}) if is_done else answer_problem(_say_changed(say), 409)

        return await self._do(write)

    async def fix(self, request: Request) -> Response:
        """Repair a translation as `targman check --fix` does, where there is one right answer."""
        asked = await self._asked(request, "key", "base")
        if asked is None:
            return answer_problem(_NONSENSE, 400)
        settings, say = self.cache.settings, find_wording(request)

        def write() -> Response:
            key = sentence_page.find_keys(self.cache, asked.place, asked.lang).get(asked.texts["key"], "")
            column = self.cache.checked(asked.place, (asked.lang,)).columns[0]
            findings = column.cells[key].findings if key in column.cells else ()
            with self.history.recording(settings, asked.place, asked.lang, [key]):
                found = find_fixes(settings, {asked.place: [asked.lang]}, findings)
                if found.problems:
                    raise found.problems[0]
                read = [each for each in found.done if edit.is_read(each.before, asked.texts["base"])]
                made = write_fixes(settings, read)
            if made.problems:
                raise made.problems[0]
            return JSONResponse({"number": len(made.done)}) if made.done else answer_problem(_say_changed(say), 409)

        return await self._do(write)

    async def translate(self, request: Request) -> Response:
        """Fill an empty entry by machine, fuzzy."""
        asked = await self._asked(request, "key")
        if asked is None:
            return answer_problem(_NONSENSE, 400)

        def write() -> Response:
            names = sentence_page.find_keys(self.cache, asked.place, asked.lang)
            key = names.get(asked.texts["key"], "")
            made = machine.translate_sentence(self.cache.settings, asked.place, asked.lang, key, self.history)
            told = f"It was left untranslated: {made.problem}. Translate it by hand."
            return JSONResponse({"target": made.text}) if made.text else answer_problem(told, 422)

        return await self._do(write)

    async def undo(self, request: Request) -> Response:
        """Undo the last change that the preview made in an article."""
        return await self._move(request, self.history.undo)

    async def redo(self, request: Request) -> Response:
        """Do the change again that was undone last."""
        return await self._move(request, self.history.redo)

    async def _move(self, request: Request, move: Callable[..., UndoResult]) -> Response:
        place, given = await self._place(request), await read_json(request)
        if place is None or given is None:
            return answer_problem(_NONSENSE, 400)

        def write() -> Response:
            result = move(self.cache.settings, place)
            change = result.change
            names: dict[str, str] = {}
            if change is not None and change.lang in self.cache.settings.editions:
                names = {key: name for name, key in sentence_page.find_keys(self.cache, place, change.lang).items()}
            keys = [names[key] for key in (change.keys if change else ()) if key in names]
            answer = {"outcome": str(result.outcome), "lang": change.lang if change else "", "keys": keys}
            return JSONResponse(answer, status_code=409 if result.outcome is UndoOutcome.CHANGED else 200)

        return await self._do(write)

    async def guess(self, _: Request) -> Response:
        """Answer with the name that git knows, for somebody without one in the settings; empty if there is none."""
        try:
            return JSONResponse({"name": await run_in_threadpool(own_name, self.cache.settings)})
        except SettingsError:
            return JSONResponse({"name": ""})

    async def who(self, request: Request) -> Response:
        """Write into the settings who translates here."""
        texts = await read_texts(request, "name")
        name = " ".join(texts["name"].split())[:200] if texts else ""
        if not name or not name.isprintable():
            return answer_problem(_NONSENSE, 400)

        def write() -> Response:
            with locked(self.cache.settings.root, patience=_PATIENCE):
                set_setting(self.cache.settings, "translator", name)
            self.cache.settings = replace(self.cache.settings, translator=name)
            return JSONResponse({"name": name})

        return await self._do(write)

    async def run(self, request: Request) -> Response:
        """Run a command on the workspace; answer with what it printed."""
        asked = await read_texts(request)
        if asked is None:
            return answer_problem(_NONSENSE, 400)
        name = request.path_params["name"]
        return _tell(await run_in_threadpool(commands.run_command, self.cache.settings, name, asked))

    async def receive(self, request: Request) -> Response:
        """Take back a file that a translator sent, which is the body; answer with what `targman receive` printed."""
        name = request.query_params.get("name", "")
        try:
            data = await request.body()
        except ClientDisconnect:  # the page was closed meanwhile
            return answer_problem(_NONSENSE, 400)
        return _tell(await run_in_threadpool(commands.run_receive, self.cache.settings, name, data))


def _say_changed(say: Callable[..., str]) -> str:
    return say("Somebody else changed this translation meanwhile. Nothing was changed; read it once more.")


def _tell(report: commands.CommandReport | None) -> Response:
    if report is None:
        return answer_problem(_NONSENSE, 400)
    return JSONResponse({"line": report.line, "text": report.text, "status": report.status})
