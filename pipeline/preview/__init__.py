"""Show the workspace in a browser: the progress of all editions, and each article in its languages."""

import asyncio
import contextlib
import secrets
import socket
from collections.abc import Callable

import uvicorn

from pipeline.errors import SettingsError
from pipeline.preview import pages, watch
from pipeline.preview.app import create_app
from pipeline.preview.article_cache import ArticleCache
from pipeline.preview.auth import AuthMiddleware
from pipeline.preview.live import Hub
from pipeline.preview.overview_cache import OverviewCache
from pipeline.workspace.settings import Settings

HOST = "127.0.0.1"

_CONNECTIONS = 256  # maximum number of connections at a time; more are refused with the status 503


def serve(settings: Settings, port: int, ready: Callable[[str], None]) -> None:
    """Serve until Ctrl-C; `ready` gets the address. Port 0 takes a free one. Raises SettingsError if it is taken."""
    with _listening(port) as listener, contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(settings, listener, ready))


def _listening(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except (OSError, OverflowError) as error:
        listener.close()
        told = f"port {port} of this machine cannot be used: {getattr(error, 'strerror', None) or error}."
        raise SettingsError(f"{told} Give another one with --port, or none.") from error
    return listener


async def _serve(settings: Settings, listener: socket.socket, ready: Callable[[str], None]) -> None:
    port = listener.getsockname()[1]
    token = secrets.token_urlsafe(24)
    cache, hub, loop = ArticleCache(settings), Hub(), asyncio.get_running_loop()

    def tell() -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody listens any more
            loop.call_soon_threadsafe(hub.tell, "desk")

    overview = OverviewCache(cache, tell)
    config = uvicorn.Config(
        AuthMiddleware(create_app(cache, hub, overview), token=token, port=port),
        log_level="error",
        access_log=False,
        lifespan="off",
        ws="none",
        server_header=False,
        limit_concurrency=_CONNECTIONS,
        timeout_graceful_shutdown=2,
    )
    server = uvicorn.Server(config)
    hub.is_closing = lambda: server.should_exit
    await asyncio.to_thread(pages.load_templates)
    overview.start()
    watcher = asyncio.create_task(_watch(settings, hub, overview))
    announcer = asyncio.create_task(_announce(server, lambda: ready(f"http://{HOST}:{port}/?token={token}")))
    try:
        await server.serve(sockets=[listener])
    finally:
        for task in (watcher, announcer):
            task.cancel()
        overview.stop()  # not awaited: Ctrl-C has cancelled this task
        with contextlib.suppress(asyncio.CancelledError):
            await watcher


async def _announce(server: uvicorn.Server, ready: Callable[[], None]) -> None:
    while not server.started:  # noqa: ASYNC110  uvicorn has no event for it
        await asyncio.sleep(0.01)
    ready()


async def _watch(settings: Settings, hub: Hub, overview: OverviewCache) -> None:
    async for change in watch.changes(settings):
        for place in change.places:
            hub.tell("article", stem=place.stem)
        overview.look_at(change.places)
        if change.others:
            hub.tell("others")
            overview.look_at_all()
