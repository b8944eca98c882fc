"""
Where pages are served, and who takes the next request.

Each seat is one set of pages with a socket of its own. A seat holds no more than `AT_HAND` requests, the one it answers
and the next; all others wait here, where whichever seat is free first finds them. A seat that broke an exchange gets
nothing until it answers again, so that a killed set of pages costs nobody more than the request it was answering.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any

AT_HAND = 2
LOOK_SECONDS = 0.1
"""Between two questions to a seat that is away."""


class NobodyHere(Exception):
    """Every seat was away for as long as the caller would wait."""


@dataclass
class Seat:
    """One set of pages."""

    socket: str
    in_hand: int = 0
    away: bool = False


class Seats:
    """All sets of pages. `answers` asks one whether it is there; it is called until it says so."""

    def __init__(self, sockets: Sequence[str], answers: Callable[[Seat], Coroutine[Any, Any, bool]]) -> None:
        self._seats = [Seat(socket) for socket in sockets]
        self._answers = answers
        self._waiting: deque[asyncio.Future[Seat]] = deque()
        self._looking: set[asyncio.Task[None]] = set()

    async def take(self, patience: float) -> Seat:
        """
        Return a seat with a free hand, in the order of asking; give it back with `leave`.

        Waits for busy seats as long as it takes. Raises: NobodyHere when all are away after `patience` s.
        """
        seat = self._free()
        if seat is None:
            return await self._turn(patience)
        seat.in_hand += 1
        return seat

    def leave(self, seat: Seat) -> None:
        """Give the hand back to whoever waits longest."""
        seat.in_hand -= 1
        self._serve()

    def broke(self, seat: Seat) -> None:
        """Give a seat nothing more until it answers again."""
        if not seat.away:
            seat.away = True
            looking = asyncio.create_task(self._look_until_back(seat))
            self._looking.add(looking)
            looking.add_done_callback(self._looking.discard)

    def _free(self) -> Seat | None:
        free = [seat for seat in self._seats if not seat.away and seat.in_hand < AT_HAND]
        return min(free, key=lambda seat: seat.in_hand, default=None)

    def _serve(self) -> None:
        while self._waiting and (seat := self._free()) is not None:
            seat.in_hand += 1
            self._waiting.popleft().set_result(seat)

    async def _turn(self, patience: float) -> Seat:
        turn: asyncio.Future[Seat] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            while not (await asyncio.wait([turn], timeout=max(patience, LOOK_SECONDS)))[0]:
                if all(seat.away for seat in self._seats):
                    raise NobodyHere
        except (NobodyHere, asyncio.CancelledError):
            self._withdraw(turn)
            raise
        return turn.result()

    def _withdraw(self, turn: asyncio.Future[Seat]) -> None:
        if turn.done():  # called and gone in the same moment
            self.leave(turn.result())
        else:
            self._waiting.remove(turn)

    async def _look_until_back(self, seat: Seat) -> None:
        while not await self._answers(seat):
            await asyncio.sleep(LOOK_SECONDS)
        seat.away = False
        self._serve()
