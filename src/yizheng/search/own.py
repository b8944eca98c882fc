"""What a person asked lately and saved: theirs alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db.models import QuerySet

from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require

from .models import MOST_QUERY_CHARS, RecentSearch, SavedSearch

MOST_RECENT = 10
MOST_SAVED = 30
MANY_SAVED = f"最多保存{MOST_SAVED}个检索，请先删去不用的。"
NOTHING_TO_SAVE = "请先输入要找的内容，再保存。"


def recent_of(actor: Actor) -> QuerySet[RecentSearch]:
    """Return what a person asked lately, the newest first."""
    return RecentSearch.objects.filter(user=actor.user_id).order_by("-asked_at")


def saved_of(actor: Actor) -> QuerySet[SavedSearch]:
    """Return what a person saved, by name."""
    return SavedSearch.objects.filter(user=actor.user_id).order_by("name")


def remember(text: str, *, by: Actor, at: datetime) -> None:
    """Keep what a person asked, the last ten."""
    assert by.user_id is not None, "only people search"
    RecentSearch.objects.bulk_create(
        [RecentSearch(user_id=by.user_id, text=text[:MOST_QUERY_CHARS], asked_at=at)],
        update_conflicts=True, unique_fields=["committee", "user", "text"], update_fields=["asked_at"],
    )  # fmt: skip
    recent_of(by).order_by().exclude(pk__in=recent_of(by).values("pk")[:MOST_RECENT]).delete()


def forget_recent(*, by: Actor) -> None:
    """Forget what a person asked lately."""
    require("search.use", by)
    recent_of(by).delete()


def save(*, text: str, filters: Mapping[str, str], name: str, by: Actor) -> SavedSearch:
    """
    Keep a search with its filters under a name; the same name is written anew. No act of the house: no ledger row.

    Raises: Refused `empty`, `many`; nothing is changed then.
    """
    require("search.use", by)
    asked = text.strip()[:MOST_QUERY_CHARS]
    if not asked:
        raise Refused("empty", NOTHING_TO_SAVE)
    called = (name.strip() or asked)[:40]
    if saved_of(by).exclude(name=called).count() >= MOST_SAVED:
        raise Refused("many", MANY_SAVED)
    kept, _ = SavedSearch.objects.update_or_create(
        user_id=by.user_id, name=called, defaults={"text": asked, "filters": dict(filters)}
    )
    return kept


def forget(saved: SavedSearch, *, by: Actor) -> None:
    """Delete a saved search of one's own."""
    require("search.use", by)
    saved_of(by).filter(pk=saved.pk).delete()
