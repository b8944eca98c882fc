"""Markdown tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return the lines of a table; a bar inside a cell is kept from ending it."""
    return [_row(heads), _row(["---"] * len(heads)), *map(_row, rows)]


def page(title: str, lead: str, parts: Iterable[Sequence[str]]) -> str:
    """Return a page that says of itself that it is generated; parts are parted by an empty line."""
    head = [f"# {title}", "", lead, "", "本页由 `python manage.py write_reference` 从代码生成，请勿手改。"]
    return "\n".join([*head, *(line for part in parts for line in ("", *part))]) + "\n"


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
