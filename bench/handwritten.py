"""
The yardstick: a page by hand, psycopg and strings, over the very SQL that the product's page sends.

The statements and the part of the page that never changes are read from the file named by HANDWRITTEN; each
request runs all statements in one transaction on a pooled connection and writes every value it got, escaped.
Parameters stand in the statements already, so the yardstick saves binding them: it is rather too fast.
"""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable, Iterable
from html import escape
from pathlib import Path
from typing import Any

import psycopg
from psycopg_pool import ConnectionPool

from yizheng.launch.children import end_with_parent

end_with_parent(signal.SIGKILL)

_pages: dict[str, Any] = json.loads(Path(os.environ["HANDWRITTEN"]).read_text())
_pool = ConnectionPool(os.environ["DATABASE_URL"], min_size=1, max_size=4, open=True)

StartResponse = Callable[[str, list[tuple[str, str]]], object]


def application(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    """Answer one of the captured pages by its path."""
    page = _pages.get(environ["PATH_INFO"])
    if page is None:
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"ok"]
    with _pool.connection() as connection:
        tables = [_rows(connection, statement) for statement in page["statements"]]
    body = (page["before"] + "".join(map(_table, tables)) + page["after"]).encode()
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))])
    return [body]


def _rows(connection: psycopg.Connection, statement: str) -> list[tuple[Any, ...]]:
    return connection.execute(statement).fetchall()


def _table(rows: list[tuple[Any, ...]]) -> str:
    return "<table>" + "".join(map(_row, rows)) + "</table>"


def _row(row: tuple[Any, ...]) -> str:
    cells = "".join(f"<td>{escape(str(value))}</td>" for value in row if value is not None)
    return f"<tr>{cells}</tr>"
