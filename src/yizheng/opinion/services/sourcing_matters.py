"""Writes of matters told at contact points and studios: write down, answer, raise as an opinion, guide on (F074)."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from yizheng.accounts.enums import Role
from yizheng.kernel import events, ledger, thread, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require
from yizheng.kernel.workflow import Moved
from yizheng.org.models import Body

from ..authorship import of_body
from ..enums import EntrySource
from ..models import ContactMatter, Opinion
from ..phrases_editing import GUIDANCE
from ..workflow import sources as table
from . import writing

TOLD = "note_matter"
RAISED = "raised"
"""The relation between a matter and the piece it became."""
MOST_TEXT_CHARS = 2000


@transaction.atomic
def note(
    *, point: Body, told_on: date, title: str, text: str, teller: str = "", by: Actor, at: datetime
) -> ContactMatter:  # fmt: skip
    """
    Write down what somebody told at a contact point (来访事项登记). Who told it is sealed and may stay empty.

    Raises: PermissionDenied; Refused `not_your_point`, `incomplete`, `future`, `long_text`; nothing is written then.
    """
    require("matter.keep", by)
    if not by.wears(Role.OPINION_CLERK) and point.pk != by.hat.scope_id:
        raise Refused("not_your_point", "只能登记本单位联络站的来访事项。请换一个身份，或请信息科登记。")
    if not title.strip() or not text.strip():
        raise Refused("incomplete", "请写明是什么事，再保存。")
    if told_on > timezone.localdate(at):
        raise Refused("future", "来访日期还没有到，请核对。")
    if len(text) > MOST_TEXT_CHARS:
        raise Refused("long_text", f"内容最多{MOST_TEXT_CHARS}字，现在有{len(text)}字，请精简。")
    matter = ContactMatter.objects.create(
        point=point, told_on=told_on, teller=teller.strip(), title=title.strip()[:80], text=text.strip()
    )
    ledger.record(TOLD, matter, by=by, at=at, to_state=matter.state, fields={"told_on": told_on})
    events.publish(Moved("contact_matter", matter, TOLD, "", matter.state, by, at))
    return matter


@transaction.atomic
def explain(*, matter: ContactMatter, disposal: str, by: Actor, at: datetime) -> ContactMatter:
    """
    Note that the matter was answered on the spot (当面答复), and how.

    Raises: PermissionDenied; Refused `no_disposal`, `stale`; nothing is changed then.
    """
    if not disposal.strip():
        raise Refused("no_disposal", "请写一句怎么答复的。")
    return workflow.apply(table.EXPLAIN, matter, by=by, at=at, changes={"disposal": disposal.strip()[:300]})


@transaction.atomic
def refer(*, matter: ContactMatter, by: Actor, at: datetime) -> ContactMatter:
    """
    Guide a petition to its own door (引导信访渠道) with the standard words, which are printed for the visitor.

    Rule: office-practice 6. Raises: PermissionDenied; Refused `stale`; nothing is changed then.
    """
    return workflow.apply(table.REFER, matter, by=by, at=at, changes={"disposal": GUIDANCE})


@transaction.atomic
def raise_opinion(*, matter: ContactMatter, by: Actor, at: datetime) -> Opinion:
    """
    Begin a piece from a matter (转社情民意): a draft of the point's own body; the thread leads from one to the other.

    Who told the matter is not carried over. Raises: PermissionDenied; Refused `stale`; nothing is changed then.
    """
    act_id = uuid.uuid4()
    source = EntrySource.CLERK if by.wears(Role.OPINION_CLERK) else EntrySource.WEB
    text = writing.Text(title=matter.title, situation=matter.text)
    draft = writing.make(of_body(matter.point_id), text, source=source, by=by, at=at)
    moved = workflow.apply(table.RAISE, matter, by=by, at=at, changes={"opinion": draft}, act_id=act_id)
    thread.link(moved, draft, relation=RAISED, at=at)
    return draft
