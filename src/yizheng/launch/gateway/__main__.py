"""`python -m yizheng.launch.gateway --door FD --pages SOCKET [SOCKET …]`: run by the supervisor."""

import argparse
import asyncio
import contextlib
import os
import socket

import uvicorn
import uvloop

from yizheng.launch.gateway.asgi import Receive, Scope, Send
from yizheng.launch.gateway.live import Live
from yizheng.launch.gateway.passing import Pages

STOP_SECONDS = 2  # what open streams get when the gateway is asked to stop


class Gateway:
    """The ASGI application: /live/ here, everything else to the pages."""

    def __init__(self, pages: Pages, live: Live) -> None:
        self._pages = pages
        self._live = live

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] == "/live/":
            await self._live.serve(scope, receive, send)
        else:
            await self._pages.pass_on(scope, receive, send)


class Server(uvicorn.Server):
    """uvicorn, which ends open streams before it waits for them."""

    def __init__(self, config: uvicorn.Config, live: Live) -> None:
        super().__init__(config)
        self._live = live

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._live.hub.close()
        await super().shutdown(sockets)


async def run(door: socket.socket, pages: Pages, live: Live) -> None:
    config = uvicorn.Config(
        Gateway(pages, live),
        interface="asgi3",
        http="httptools",
        lifespan="off",
        ws="none",
        access_log=False,
        log_level="warning",
        server_header=False,
        date_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=STOP_SECONDS,
    )
    background = [asyncio.create_task(live.listen()), asyncio.create_task(live.beat())]
    try:
        await Server(config, live).serve(sockets=[door])
    finally:
        for task in background:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--door", type=int, required=True)
    options.add_argument("--pages", required=True, nargs="+")
    given = options.parse_args()
    pages = Pages(given.pages, behind_https=os.environ.get("YIZHENG_HTTPS") == "1")
    live = Live(os.environ["DATABASE_URL"], pages)
    with contextlib.suppress(KeyboardInterrupt), asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(run(socket.socket(fileno=given.door), pages, live))


if __name__ == "__main__":
    main()
