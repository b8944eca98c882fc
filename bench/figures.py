"""Turning measured seconds into the figures that are printed."""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Callable, Sequence
from typing import Any


def percentile(seconds: Sequence[float], share: float) -> float:
    """Return the value below which a share (0-1) of the measured values lies, in milliseconds."""
    ordered = sorted(seconds)
    place = max(math.ceil(share * len(ordered)) - 1, 0)
    return round(ordered[place] * 1000, 2)


def spread(seconds: Sequence[float]) -> dict[str, Any]:
    """Return count, p50 and p95 in milliseconds."""
    return {"n": len(seconds), "p50_ms": percentile(seconds, 0.5), "p95_ms": percentile(seconds, 0.95)}


def ratio(part: float, whole: float) -> float:
    """Return a ratio with two decimals."""
    return round(part / whole, 2)


def seconds_of(work: Callable[[], object]) -> float:
    """Return how long one call took."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def median_ms(work: Callable[[], object], rounds: int) -> float:
    """Return the median of several calls in milliseconds."""
    return round(statistics.median(seconds_of(work) for _ in range(rounds)) * 1000, 2)
