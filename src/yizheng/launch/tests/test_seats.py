"""Who takes the next request, and what happens to those who wait when pages go away."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest

from yizheng.launch.gateway.seats import AT_HAND, NobodyHere, Seat, Seats

LONG, SHORT = 30.0, 0.01


async def never_back(seat: Seat) -> bool:
    await asyncio.Event().wait()
    return False


def two(answers: Any = never_back) -> Seats:
    return Seats(["one", "two"], answers)


def run(story: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(story)


def test_requests_go_to_whoever_holds_fewest() -> None:
    async def story() -> list[str]:
        seats = two()
        return [(await seats.take(LONG)).socket for _ in range(2 * AT_HAND)]

    assert run(story()) == ["one", "two"] * AT_HAND


async def full(seats: Seats) -> list[Seat]:
    return [await seats.take(LONG) for _ in range(2 * AT_HAND)]


async def waiting(seats: Seats, patience: float = LONG) -> asyncio.Task[Seat]:
    asked = asyncio.create_task(seats.take(patience))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert not asked.done()
    return asked


def test_the_first_free_hand_goes_to_whoever_waits_longest() -> None:
    async def story() -> None:
        seats = two()
        taken = await full(seats)
        first, second = await waiting(seats), await waiting(seats)

        seats.leave(taken[1])

        assert (await first).socket == taken[1].socket
        assert not second.done()
        second.cancel()

    run(story())


def test_a_seat_that_broke_gets_nothing_until_it_answers() -> None:
    async def story() -> None:
        back = asyncio.Event()

        async def answers(seat: Seat) -> bool:
            await back.wait()
            return True

        seats = two(answers)
        broken = await seats.take(LONG)
        seats.broke(broken)
        seats.leave(broken)
        other = [await seats.take(LONG) for _ in range(AT_HAND)]
        asked = await waiting(seats)

        back.set()

        assert {seat.socket for seat in other} == {"two"}
        assert (await asked).socket == "one"

    run(story())


def test_nobody_waits_for_ever_when_all_are_away() -> None:
    async def story() -> None:
        seats = two()
        taken = await full(seats)
        asked = await waiting(seats, SHORT)
        for seat in taken:
            seats.broke(seat)
            seats.leave(seat)

        with pytest.raises(NobodyHere):
            await asked
        with pytest.raises(NobodyHere):
            await seats.take(0)

    run(story())


def test_busy_seats_are_waited_for_beyond_that_patience() -> None:
    async def story() -> None:
        seats = two()
        taken = await full(seats)
        asked = await waiting(seats, SHORT)
        await asyncio.sleep(10 * SHORT)

        seats.leave(taken[0])

        assert (await asked).socket == taken[0].socket

    run(story())


def test_without_patience_a_busy_seat_is_still_waited_for() -> None:
    async def story() -> None:
        seats = two()
        taken = await full(seats)
        asked = asyncio.create_task(seats.take(0))
        await asyncio.sleep(3 * SHORT)

        seats.leave(taken[0])

        assert (await asked).socket == taken[0].socket

    run(story())


def test_whoever_leaves_the_queue_takes_no_hand_along() -> None:
    async def story() -> None:
        seats = two()
        taken = await full(seats)
        gone, called, last = await waiting(seats), await waiting(seats), await waiting(seats)
        gone.cancel()
        await asyncio.gather(gone, return_exceptions=True)

        seats.leave(taken[0])  # calls the second
        called.cancel()  # which goes in the same moment

        assert (await last).socket == taken[0].socket
        assert sum(seat.in_hand for seat in seats._seats) == 2 * AT_HAND

    run(story())
