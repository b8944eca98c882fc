"""Who is told what of a plenary; the words people read."""

from __future__ import annotations

from datetime import datetime

from django.db.models.functions import Coalesce

from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.notify import services as notify
from yizheng.notify.services import Addressee

from .models import Brief, Group, Pack


def tell_of_publication(pack: Pack, *, by: Actor, at: datetime) -> None:
    """Tell everybody on the roll, guests too, that group, seat, room and bus can be looked up."""
    text = f"{pack.session.label}的日程、分组、座位、住宿和车辆已经公布，请打开“我的全会”查看您本人的安排。"
    _send(pack, "published", f"{pack.session.label}会务安排", text, by, at)


def tell_of_change(pack: Pack, words: str, *, by: Actor, at: datetime) -> None:
    """Tell everybody on the roll what was changed after the publication."""
    text = f"{pack.session.label}会务安排有变动：{words}"
    _send(pack, f"changed:{at:%Y%m%d%H%M%S}", f"{pack.session.label}会务安排有变动", text, by, at)


def tell_of_brief(brief: Brief, *, at: datetime) -> None:
    """Put a line into the inbox of every member with a login: a brief can be read."""
    rows = brief.pack.attendees.filter(is_out=False, membership__person__user__isnull=False)
    users = [pk for (pk,) in rows.values_list("membership__person__user_id")]
    notify.tell(
        recipients=users, text=f"{brief.pack.session.label}{brief.title}已签发，可以查看",
        url=address("plenary:brief", public_id=brief.public_id), key=f"plenary-brief:{brief.public_id}", at=at,
    )  # fmt: skip


def tell_recorder(group: Group, *, at: datetime) -> None:
    """Tell somebody that they record for a group."""
    if group.recorder_id is None:
        return
    notify.tell(
        recipients=[group.recorder_id], text=f"请您担任{group.pack.session.label}{group.name}的记录员",
        url=address("plenary:group", public_id=group.public_id),
        key=f"plenary-recorder:{group.public_id}:{group.recorder_id}", at=at,
    )  # fmt: skip


def _send(pack: Pack, word: str, title: str, text: str, by: Actor, at: datetime) -> None:
    people = pack.attendees.filter(is_out=False).values_list(Coalesce("membership__person", "guest"), flat=True)
    notify.send(
        key=f"plenary:{pack.public_id}:{word}", title=title, text=text,
        url=address("plenary:own", public_id=pack.public_id),
        to=[Addressee(person_id=pk) for pk in people], subject=pack, by=by, at=at,
    )  # fmt: skip
