"""Pages told at once what changed on disk: one stream of server-sent events each, and not too many of them."""

import asyncio
import json
from collections.abc import Callable  # noqa: TC003

from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

MOST_STREAMS = 64
"""So many pages may listen at once; a browser ends the stream of a page that nobody sees."""

_WAITING = 64
"""So many messages may wait for a page that does not read them; then its stream ends, and it begins anew."""

_TICK = 0.25
_SILENCE = 15.0
"""Seconds: how soon streams end when the server does, and after how long a sign of life is sent."""

_HEADERS = [(b"content-type", b"text/event-stream; charset=utf-8"), (b"x-accel-buffering", b"no")]


class Hub:
    """Hands every message to all who listen; an ASGI application. Only for use from the server's event loop."""

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
