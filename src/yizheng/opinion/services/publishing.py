"""Writes: a piece is shown on the public site, by a decision of its own, and taken down again (handbook 6.3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from yizheng.kernel import workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.org.configuration import value

from .. import phrases_editing as phrases
from ..enums import VersionKind
from ..keys import PUBLISHING
from ..models import MOST_TITLE_CHARS, Opinion, OpinionVersion
from ..public import project
from ..texts import next_ordinal
from ..workflow import opinions as table
from .reviewing import lock


@dataclass(frozen=True)
class PublicText:
    """What the public reads, and the three that have to stand before it (office-practice 4)."""

    title: str
    body: str
    decided_by: str
    checked_by: str
    author_agrees: bool = False


@transaction.atomic
def publish(*, opinion: Opinion, public: PublicText, by: Actor, at: datetime) -> Opinion:
    """
    Show a piece on the public site (在网站公开): its public text is a version of its own, without any name.

    By default never. Rule: handbook 6.3; office-practice 4 (consent, secrecy check, named leader); key
    opinion.publishing.
    Raises: PermissionDenied; Refused `off`, `not_all`, `no_title`, `no_body`, `long_title`, `stale`; nothing is
    changed then.
    """
    today = timezone.localdate(at)
    if not value(PUBLISHING, on=today):
        raise Refused("off", phrases.PUBLISHING_OFF)
    _check(public)
    words = f"{public.decided_by.strip()}决定，{public.checked_by.strip()}保密审查，作者同意"
    moved = workflow.apply(table.PUBLISH, lock(opinion), by=by, at=at, reason=words, changes={"published_on": today})
    OpinionVersion.objects.create(
        opinion=moved, ordinal=next_ordinal(moved), kind=VersionKind.PUBLIC, title=public.title.strip(),
        body=public.body.strip(), note=words[:200], made_at=at, made_by_name=by.name,
    )  # fmt: skip
    project(moved)
    return moved


@transaction.atomic
def take_down(*, opinion: Opinion, reason: str, by: Actor, at: datetime) -> Opinion:
    """Take a piece from the public site (撤下), with the reason. Raises: Refused `no_reason`, `stale`."""
    moved = workflow.apply(table.TAKE_DOWN, opinion, by=by, at=at, reason=reason, changes={"published_on": None})
    project(moved)
    return moved


def _check(public: PublicText) -> None:
    if not (public.author_agrees and public.decided_by.strip() and public.checked_by.strip()):
        raise Refused("not_all", phrases.THREE_THINGS)
    if not public.title.strip():
        raise Refused("no_title", phrases.NO_TITLE)
    if len(public.title.strip()) > MOST_TITLE_CHARS:
        raise Refused("long_title", phrases.LONG_TITLE.format(most=MOST_TITLE_CHARS, now=len(public.title.strip())))
    if not public.body.strip():
        raise Refused("no_body", phrases.NO_BODY)
