"""Charts of the room as values: columns of a year's months, streets as tiles; a table always stands beside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

HEIGHT = 120
STEP = 40
WIDTH = 26
SHADES = 5


@dataclass(frozen=True)
class ChartColumn:
    """One column, placed: `x`, `y`, `height` in units of the drawing, with what stands over and under it."""

    label: str
    number: int
    x: int
    y: int
    height: int
    is_last: bool


@dataclass(frozen=True)
class ColumnChart:
    """Columns side by side; `words` tells it to whoever does not see it."""

    title: str
    columns: tuple[ChartColumn, ...]
    unit: str

    @property
    def width(self) -> int:
        """Return how wide the drawing is."""
        return STEP * len(self.columns)

    @property
    def words(self) -> str:
        """Return the chart as a sentence."""
        return f"{self.title}：" + "，".join(f"{each.label}{each.number}{self.unit}" for each in self.columns)


def column_chart(title: str, rows: Sequence[tuple[str, int]], unit: str) -> ColumnChart:
    """Place columns by the greatest number."""
    most = max((number for _, number in rows), default=0) or 1
    placed = tuple(
        ChartColumn(label, number, place * STEP + (STEP - WIDTH) // 2, HEIGHT - _high(number, most),
                    _high(number, most), place == len(rows) - 1)
        for place, (label, number) in enumerate(rows)
    )  # fmt: skip
    return ColumnChart(title, placed, unit)


def _high(number: int, most: int) -> int:
    return max(round(HEIGHT * number / most), 2) if number else 0


@dataclass(frozen=True)
class Tile:
    """One street on the map of tiles: `shade` 0 (nothing) to 5 (most)."""

    label: str
    number: int
    url: str
    shade: int


def tiles(rows: Sequence[tuple[str, int, str]]) -> list[Tile]:
    """Shade streets by the greatest number."""
    most = max((number for _, number, _ in rows), default=0) or 1
    return [Tile(label, number, url, -(-SHADES * number // most)) for label, number, url in rows]
