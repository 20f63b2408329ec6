"""Show the workspace in a browser: the progress of all editions, and each article in its languages."""

import asyncio
import contextlib
import secrets
import socket
from collections.abc import Callable, Sequence

import uvicorn

from pipeline.errors import SettingsError
from pipeline.preview import pages, watch
from pipeline.preview.app import create_app, create_reading_app
from pipeline.preview.article_cache import ArticleCache
from pipeline.preview.auth import AuthMiddleware
from pipeline.preview.live import Hub
from pipeline.preview.overview_cache import OverviewCache
from pipeline.preview.share import ReaderMiddleware, SecondServer, Share
from pipeline.workspace.settings import Settings

HOST = "127.0.0.1"

_CONNECTIONS = 256  # maximum number of connections at a time; more are refused with the status 503


def serve(settings: Settings, port: int, ready: Callable[[str, str], None], share: Share | None = None) -> None:
    """Serve until Ctrl-C; `ready` gets the address, and that for readers, which is empty without `share`. Port 0 takes
    a free one. Raises SettingsError if it is taken.
    """
    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(_listening(HOST, port, "--port"))
        second = stack.enter_context(_listening(share.host, share.port, "--share")) if share else None
        stack.enter_context(contextlib.suppress(KeyboardInterrupt))
        asyncio.run(_serve(settings, listener, ready, share, second))


def _listening(host: str, port: int, option: str) -> socket.socket:
    try:
        family, kind, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind)
    except OSError as error:
        raise SettingsError(f"“{host}” is not a host of this machine: {error.strerror}. See {option}.") from error
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(place)
    except (OSError, OverflowError) as error:
        listener.close()
        told = f"port {port} of this machine cannot be used: {getattr(error, 'strerror', None) or error}."
        raise SettingsError(f"{told} Give another one with {option}, or none.") from error
    return listener


def _config(app: AuthMiddleware) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        log_level="error",
        access_log=False,
        lifespan="off",
        ws="none",
        server_header=False,
        limit_concurrency=_CONNECTIONS,
        timeout_graceful_shutdown=2,
    )


async def _serve(
    settings: Settings,
    listener: socket.socket,
    ready: Callable[[str, str], None],
    share: Share | None,
    second: socket.socket | None,
) -> None:
    port = listener.getsockname()[1]
    token = secrets.token_urlsafe(24)
    cache, loop = ArticleCache(settings), asyncio.get_running_loop()
    hub, readers = Hub(), Hub()  # readers cannot take the streams of editors

    def tell() -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody listens any more
            for each in (hub, readers):
                loop.call_soon_threadsafe(each.tell, "desk")

    overview = OverviewCache(cache, tell)
    server = uvicorn.Server(_config(AuthMiddleware(create_app(cache, hub, overview), token=token, port=port)))
    hub.is_closing = readers.is_closing = lambda: server.should_exit
    await asyncio.to_thread(pages.load_templates)
    overview.start()
    watcher = asyncio.create_task(_watch(settings, (hub, readers), overview))
    shared, sharing = "", None
    if share and second:
        number, secret = second.getsockname()[1], secrets.token_urlsafe(24)
        app = create_reading_app(cache, readers, overview)
        guard = ReaderMiddleware(app, token=secret, port=number, share=share)
        shared = f"{share.address(number)}/?token={secret}"
        sharing = SecondServer(_config(guard))
    servers = [server, *([sharing] if sharing else [])]
    announcer = asyncio.create_task(_announce(servers, lambda: ready(f"http://{HOST}:{port}/?token={token}", shared)))
    beside = asyncio.create_task(sharing.serve(sockets=[second])) if sharing and second else None
    try:
        await server.serve(sockets=[listener])
    finally:
        for task in (watcher, announcer):
            task.cancel()
        if sharing:
            sharing.should_exit = True
        overview.stop()  # not awaited: Ctrl-C has cancelled this task
        with contextlib.suppress(asyncio.CancelledError):
            await watcher
        if beside:
            await beside


async def _announce(servers: Sequence[uvicorn.Server], ready: Callable[[], None]) -> None:
    while not all(server.started for server in servers):  # noqa: ASYNC110  uvicorn has no event for it
        await asyncio.sleep(0.01)
    ready()


async def _watch(settings: Settings, hubs: Sequence[Hub], overview: OverviewCache) -> None:
    async for change in watch.changes(settings):
        for hub in hubs:
            for place in change.places:
                hub.tell("article", stem=place.stem)
            if change.others:
                hub.tell("others")
        overview.look_at(change.places)
        if change.others:
            overview.look_at_all()
