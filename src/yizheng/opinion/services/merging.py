"""Writes: several pieces become one comprehensive piece (综合稿), and come out of it again (handbook 6.3)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from yizheng.kernel import ledger, thread, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require

from .. import phrases_editing as phrases
from ..enums import AuthorRole, EntrySource, OpinionState, Secrecy, Urgency, VersionKind
from ..models import MOST_TITLE_CHARS, Opinion, OpinionAuthor
from ..texts import text_of
from ..workflow import opinions as table
from . import limits
from .editing import keep_version
from .numbering import give_number

MERGED = "merged"


@transaction.atomic
def merge(*, opinions: Sequence[Opinion], main: Opinion, title: str, by: Actor, at: datetime) -> Opinion:
    """
    Merge pieces into a new comprehensive piece (并成综合稿), which begins with the texts of all; return it.

    The authors of all parts are its authors, each with the part they wrote; the first author of `main` is its main
    author. A comprehensive piece among them gives its parts over. Rows are locked in the order of their ids: of two
    clerks who merge each other's pieces at once, the second is refused. Rule: handbook 6.3; 18.3 case 15.
    Raises: PermissionDenied; Refused `too_few`, `not_of_these`, `no_title`, `is_whole`, `stale`; nothing is changed.
    """
    rows = _locked(opinions)
    _check(rows, main, title)
    require(table.MERGE_AWAY.permission, by)
    in_order = sorted(rows, key=lambda each: (each.pk != main.pk, each.pk))
    whole = _new_whole(in_order, title.strip(), by, at)
    return _take_in(whole, in_order, by, at)


@transaction.atomic
def take_out(*, part: Opinion, by: Actor, at: datetime) -> Opinion:
    """
    Take a piece out of its comprehensive piece again (取出): it is edited by itself, its authors leave the whole.

    Where they were the main authors the next ones are. The text of the whole stays as it was edited.
    Raises: PermissionDenied; Refused `not_in_whole`, `whole_moved`, `stale`; nothing is changed then.
    """
    whole = Opinion.objects.select_for_update(of=("self",)).filter(parts=part.pk).first()
    if whole is None:
        raise Refused("not_in_whole", phrases.NOT_IN_WHOLE)
    if whole.state != OpinionState.EDITING:
        raise Refused("whole_moved", phrases.WHOLE_MOVED)
    moved = workflow.apply(table.TAKE_OUT, part, by=by, at=at, changes={"merged_into": None})
    whole.authors.filter(part=moved).delete()
    _name_main(whole)
    thread.unlink(moved, whole, relation=MERGED)
    return moved


@transaction.atomic
def make_main(*, author: OpinionAuthor, by: Actor, at: datetime) -> Opinion:
    """
    Make one of the authors of a piece its main author (定主要作者): the points are shared by it.

    Rule: handbook 6.4 (merged piece). Raises: PermissionDenied; Refused `stale`; nothing is changed then.
    """
    moved = workflow.apply(table.KEEP_EDIT, author.opinion, by=by, at=at, reason=f"主要作者：{author.name}")
    moved.authors.update(role=AuthorRole.CO)
    moved.authors.filter(pk=author.pk).update(role=AuthorRole.MAIN)
    return moved


def _locked(opinions: Sequence[Opinion]) -> list[Opinion]:
    ids = sorted({each.pk for each in opinions})
    return list(Opinion.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk"))


def _check(rows: Sequence[Opinion], main: Opinion, title: str) -> None:
    if len(rows) < 2:
        raise Refused("too_few", phrases.TOO_FEW)
    if main.pk not in {each.pk for each in rows}:
        raise Refused("not_of_these", phrases.NOT_OF_THESE)
    if not title.strip():
        raise Refused("no_title", phrases.NO_TITLE)
    if len(title.strip()) > MOST_TITLE_CHARS:
        raise Refused("long_title", phrases.LONG_TITLE.format(most=MOST_TITLE_CHARS, now=len(title.strip())))
    for each in rows:
        if each.parts.exists():
            raise Refused("is_whole", phrases.IS_WHOLE.format(number=each.number))


def _new_whole(rows: Sequence[Opinion], title: str, by: Actor, at: datetime) -> Opinion:
    """Begin the comprehensive piece: number, mark and haste are those of the strictest part."""
    first, today = rows[0], timezone.localdate(at)
    seq, number = give_number(today.year)
    is_urgent = any(each.urgency == Urgency.URGENT for each in rows)
    whole = Opinion.objects.create(
        year=today.year, seq=seq, number=number, source_kind=first.source_kind, source=EntrySource.CLERK,
        source_name=_names(rows)[:80], started_by_id=by.user_id, title=title, place=first.place, street=first.street,
        urgency=Urgency.URGENT if is_urgent else Urgency.NORMAL,
        urgent_reason=next((each.urgent_reason for each in rows if each.urgent_reason), ""),
        category=first.category, topic=first.topic, secrecy=_strictest(rows), declared_unclassified=True,
        edited_title=title, edited_body="\n".join(text_of(each) for each in rows), editor_name=by.name,
        state=OpinionState.EDITING, touched_at=at, submitted_at=at, reviewed_on=today,
        review_due=min((each.review_due for each in rows if each.review_due), default=None), call=first.call,
    )  # fmt: skip
    ledger.record("begin_whole", whole, by=by, at=at, to_state=whole.state, fields={"number": number})
    keep_version(whole, VersionKind.MERGE, note=f"由{_numbers(rows)}合成", by=by, at=at)
    return whole


def _take_in(whole: Opinion, rows: Sequence[Opinion], by: Actor, at: datetime) -> Opinion:
    act_id = uuid.uuid4()
    for each in rows:
        moved = workflow.apply(table.MERGE_AWAY, each, by=by, at=at, changes={"merged_into": whole}, act_id=act_id)
        limits.end_review(moved, by=by, at=at)
        thread.link(moved, whole, relation=MERGED, at=at)
        _copy_authors(moved, whole)
    return whole


def _copy_authors(part: Opinion, whole: Opinion) -> None:
    last = whole.authors.count()
    for order, author in enumerate(part.authors.order_by("order", "id"), start=last + 1):
        OpinionAuthor.objects.create(
            opinion=whole, part=part, order=order, role=AuthorRole.MAIN if order == 1 else AuthorRole.CO,
            membership=author.membership, party_body=author.party_body, body=author.body, sector=author.sector,
            officer=author.officer, name=author.name,
        )  # fmt: skip


def _name_main(whole: Opinion) -> None:
    if whole.authors.filter(role=AuthorRole.MAIN).exists():
        return
    first = whole.authors.order_by("order", "id").first()
    if first is not None:
        first.role = AuthorRole.MAIN
        first.save(update_fields=["role"])


def _strictest(rows: Sequence[Opinion]) -> str:
    ranks = [Secrecy.OPEN, Secrecy.ON_REQUEST, Secrecy.INTERNAL]
    return max((Secrecy(each.secrecy) for each in rows), key=ranks.index)


def _names(rows: Sequence[Opinion]) -> str:
    return "、".join(dict.fromkeys(each.source_name for each in rows))


def _numbers(rows: Sequence[Opinion]) -> str:
    return "、".join(each.number for each in rows)
