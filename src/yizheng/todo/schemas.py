"""Shapes of the desk in the JSON interface."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from ninja import Schema


class TodoOut(Schema):
    """One act that waits for the worn hat; `url` is the page where it is done."""

    id: UUID
    act: str
    label: str
    title: str
    note: str
    due_on: date | None
    url: str
