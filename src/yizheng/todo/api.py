"""What waits for me, as JSON."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Query, Router

from yizheng.kernel.json_door import Page, PageAsked, actor_of, page_of
from yizheng.kernel.token_scopes import hidden_kinds

from . import queries
from .models import Todo
from .schemas import TodoOut

router = Router(tags=["待办"])


@router.get("todos/", response=Page[TodoOut], summary="我的待办")
def list_todos(request: HttpRequest, asked: Query[PageAsked]) -> Page[TodoOut]:
    """List what waits for the worn hat, the most urgent first; of rooms that the token does not cover nothing."""
    rows = queries.open_for(actor_of(request)).exclude(kind__in=hidden_kinds(request))
    return page_of(rows, asked.page, _shown)


def _shown(row: Todo) -> TodoOut:
    return TodoOut(
        id=row.public_id, act=row.act, label=row.label, title=row.title, note=row.note, due_on=row.due_on, url=row.url
    )
