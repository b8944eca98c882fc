"""Writes at the editors' desk: each text that is kept is a version; who may read a piece by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from yizheng.accounts.models import User
from yizheng.kernel import workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.org.configuration import value
from yizheng.org.models import OrgUnit

from .. import phrases_editing as phrases
from ..enums import UpLevel, VersionKind
from ..keys import CATEGORIES
from ..models import MOST_TITLE_CHARS, Opinion, OpinionRecipient, OpinionUnitHint, OpinionVersion
from ..texts import next_ordinal
from ..workflow import opinions as table
from .reviewing import lock


@dataclass(frozen=True)
class Edited:
    """
    What an editor keeps: the text, what kind of piece it is, what was checked.

    `facts` says how the facts were checked; `is_secrecy_checked` is the editor's own word that nothing in it is
    classified or 工作秘密 (office-practice 1). `units` are those that seem competent.
    """

    title: str
    body: str
    category: str = ""
    topic: str = ""
    level: str = ""
    secrecy: str = "internal"
    facts: str = ""
    is_secrecy_checked: bool = False
    note: str = ""
    units: Sequence[OrgUnit] = ()


@transaction.atomic
def keep_edit(*, opinion: Opinion, edited: Edited, working_edition: int, by: Actor, at: datetime) -> Opinion:
    """
    Keep the editors' text (存一稿): one version, unless the words stayed as they were.

    `working_edition` is the count the editor began from: who saved in between is never overwritten.
    Rule: handbook 6.2 (opinion_edit), 2.3 (versions).
    Raises: PermissionDenied; Refused `other_editor`, `no_title`, `long_title`, `no_body`, `category`, `stale`;
    nothing is changed then.
    """
    locked = lock(opinion)
    if locked.working_edition != working_edition:
        raise Refused("other_editor", phrases.OTHER_EDITOR.format(who=locked.editor_name or "同事"))
    _check(edited, at)
    is_new_text = (locked.edited_title, locked.edited_body) != (edited.title.strip(), edited.body.strip())
    moved = workflow.apply(table.KEEP_EDIT, locked, by=by, at=at, changes=_changes(locked, edited, by, at))
    _note_units(moved, edited.units)
    if is_new_text:
        keep_version(moved, VersionKind.EDIT, note=edited.note, by=by, at=at)
    return moved


@transaction.atomic
def name_readers(*, opinion: Opinion, users: Sequence[User], by: Actor, at: datetime) -> Opinion:
    """
    Say who may read a piece beside authors and editors (定阅看人): exactly these.

    Rule: handbook 1.6 (named recipients). Whom it was sent to to be signed stays.
    Raises: PermissionDenied; Refused `stale`; nothing is changed then.
    """
    locked = lock(opinion)
    keep = {each.pk: each for each in users}
    gone = locked.recipients.exclude(user_id__in=[*keep, locked.signer_user_id or 0])
    moved = workflow.apply(table.NAME_READERS, locked, by=by, at=at, reason=_named_words(len(keep)))
    gone.delete()
    for user in keep.values():
        add_reader(moved, user.pk, user.name, at)
    return moved


def add_reader(opinion: Opinion, user_id: int, name: str, at: datetime) -> None:
    """Let somebody read a piece from now on; call it inside the act."""
    OpinionRecipient.objects.get_or_create(
        opinion=opinion, user_id=user_id, defaults={"name": name[:60], "named_on": timezone.localdate(at)}
    )


def keep_version(opinion: Opinion, kind: VersionKind, *, note: str = "", by: Actor, at: datetime) -> OpinionVersion:
    """Keep the editors' text as it stands as the next version; call it inside the act."""
    return OpinionVersion.objects.create(
        opinion=opinion, ordinal=next_ordinal(opinion), kind=kind, title=opinion.edited_title,
        body=opinion.edited_body, note=note.strip()[:200], made_at=at, made_by_name=by.name,
    )  # fmt: skip


def _named_words(count: int) -> str:
    return f"共{count}人" if count else "只有作者和编辑"


def _changes(opinion: Opinion, edited: Edited, by: Actor, at: datetime) -> dict[str, Any]:
    checked = {"secrecy_checked_by": by.name, "secrecy_checked_on": timezone.localdate(at)}
    return {
        "edited_title": edited.title.strip(), "edited_body": edited.body.strip(), "category": edited.category,
        "topic": edited.topic.strip()[:40], "level_suggested": edited.level if edited.level in UpLevel.values else "",
        "secrecy": edited.secrecy, "fact_note": edited.facts.strip()[:300], "editor_name": by.name,
        "working_edition": opinion.working_edition + 1,
        **(checked if edited.is_secrecy_checked else {"secrecy_checked_by": "", "secrecy_checked_on": None}),
    }  # fmt: skip


def _note_units(opinion: Opinion, units: Sequence[OrgUnit]) -> None:
    opinion.unit_hints.exclude(unit__in=[each.pk for each in units]).delete()
    for unit in units:
        OpinionUnitHint.objects.get_or_create(opinion=opinion, unit=unit)


def _check(edited: Edited, at: datetime) -> None:
    if not edited.title.strip():
        raise Refused("no_title", phrases.NO_TITLE)
    if len(edited.title.strip()) > MOST_TITLE_CHARS:
        raise Refused("long_title", phrases.LONG_TITLE.format(most=MOST_TITLE_CHARS, now=len(edited.title.strip())))
    if not edited.body.strip():
        raise Refused("no_body", phrases.NO_BODY)
    if edited.category and edited.category not in value(CATEGORIES, on=timezone.localdate(at)):
        raise Refused("category", phrases.WRONG_CATEGORY)
