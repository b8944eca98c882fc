"""My notices, as JSON."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router

from yizheng.kernel import scoping
from yizheng.kernel.addresses import address
from yizheng.kernel.json_door import Done, Page, PageAsked, act, actor_of, page_of
from yizheng.kernel.token_scopes import hidden_pages

from . import queries, services
from .models import Notice
from .schemas import NoticeOut

router = Router(tags=["通知"])


@router.get("notices/", response=Page[NoticeOut], summary="我的通知")
def list_notices(request: HttpRequest, asked: Query[PageAsked]) -> Page[NoticeOut]:
    """List the notices of the person signed in, the newest first."""
    rows, here = queries.inbox(_reader(request)), scoping.current().slug
    for page in hidden_pages(request):
        rows = rows.exclude(url__startswith=f"/{here}/{page}")
    return page_of(rows, asked.page, _shown)


@router.post("notices/{uuid:public_id}/read/", response=Done, summary="记为已读")
@act
def read_notice(request: HttpRequest, public_id: UUID) -> str:
    """Note that a notice was read; the first time counts."""
    notice = get_object_or_404(queries.inbox(_reader(request)), public_id=public_id)
    services.mark_read(notice=notice, at=timezone.now())
    return address("api:list-notices")


def _reader(request: HttpRequest) -> int:
    user_id = actor_of(request).user_id
    assert user_id is not None, "whoever comes by this door is signed in"
    return user_id


def _shown(row: Notice) -> NoticeOut:
    return NoticeOut(id=row.public_id, text=row.text, url=row.url, sent_at=row.sent_at, read_at=row.read_at)
