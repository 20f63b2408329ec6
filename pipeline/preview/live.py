"""Notify pages of changes on disk at once: a stream of server-sent events for each, up to a maximum."""

import asyncio
import json
from collections.abc import Callable  # noqa: TC003

from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

MOST_STREAMS = 64
"""Maximum number of listening pages; a browser ends the stream of a hidden page."""

_WAITING = 64  # maximum number of messages waiting for a page; beyond it, its stream ends and starts again
_TICK = 0.25
_SILENCE = 15.0  # seconds until streams end after the server does, and between signs of life
_HEADERS = [(b"content-type", b"text/event-stream; charset=utf-8"), (b"x-accel-buffering", b"no")]


class Hub:
    """Pass every message to all listeners; an ASGI application. Only for the server's event loop."""

    def __init__(self) -> None:
        self._queues: set[asyncio.Queue[str]] = set()
        self.is_closing: Callable[[], bool] = lambda: False

    def tell(self, kind: str, **data: object) -> None:
        """Send a message to all pages."""
        message = f"event: {kind}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
        for queue in list(self._queues):
            if queue.full():
                self._queues.discard(queue)
            else:
                queue.put_nowait(message)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request with a stream that ends when the page or the server goes."""
        if len(self._queues) >= MOST_STREAMS:
            refusal = PlainTextResponse("Too many pages are listening.", 503, headers={"Retry-After": "5"})
            await refusal(scope, receive, send)
            return
        queue: asyncio.Queue[str] = asyncio.Queue(_WAITING)
        self._queues.add(queue)
        gone = asyncio.create_task(_until_gone(receive))
        try:
            await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
            await _send(send, "retry: 500\n\n")
            silent = 0.0
            while queue in self._queues and not gone.done() and not self.is_closing():
                try:
                    await _send(send, await asyncio.wait_for(queue.get(), _TICK))
                    silent = 0.0
                except TimeoutError:
                    silent += _TICK
                if silent >= _SILENCE:
                    await _send(send, ": still here\n\n")
                    silent = 0.0
            await send({"type": "http.response.body", "body": b""})
        finally:
            gone.cancel()
            self._queues.discard(queue)


async def _send(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
