"""The arithmetic of groups and seats: plain numbers and lists, no database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TypeVar

T = TypeVar("T")


def in_parts(sizes: Sequence[int], parts: int) -> list[range]:
    """
    Cut a row of blocks into `parts` stretches that differ in size as little as possible; no block is torn.

    Blocks are sectors in official order (or groups, for joint groups); the square sum decides, so that the sizes
    are even. Rule: our decision, groups keep whole sectors. Raises: ValueError with fewer blocks than parts.
    """
    if not 1 <= parts <= len(sizes):
        raise ValueError(f"{len(sizes)} blocks make no {parts} parts")
    sums = [0]
    for size in sizes:
        sums.append(sums[-1] + size)

    @cache
    def best(start: int, left: int) -> tuple[int, tuple[int, ...]]:
        if left == 1:
            return (sums[-1] - sums[start]) ** 2, (len(sizes),)
        found = []
        for stop in range(start + 1, len(sizes) - left + 2):
            rest, cuts = best(stop, left - 1)
            found.append(((sums[stop] - sums[start]) ** 2 + rest, (stop, *cuts)))
        return min(found)

    stops = best(0, parts)[1]
    return [range(start, stop) for start, stop in zip((0, *stops), stops, strict=False)]


def from_centre(seats: int) -> list[int]:
    """
    Return the numbers of seats 1..`seats`, from the left of the audience, in the order of honour.

    The middle first, then its left, then its right. Rule: our decision, after common practice on stages.
    """
    middle = (seats + 1) // 2
    order = [middle]
    for step in range(1, seats):
        order += [middle - step, middle + step]
    return [number for number in order if 1 <= number <= seats]


def rows_of_seats(rows: int, seats_a_row: int) -> Iterator[tuple[int, int]]:
    """Yield the seats of the hall, the front row first, each from the left: (row, number), from 1."""
    for row in range(1, rows + 1):
        for number in range(1, seats_a_row + 1):
            yield row, number


def chart_of(taken: Mapping[tuple[int, int], T], row: int, seats: int) -> list[T | None]:
    """Return who sits in one row, seat by seat."""
    return [taken.get((row, number)) for number in range(1, seats + 1)]
