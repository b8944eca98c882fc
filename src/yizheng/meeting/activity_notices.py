"""Who is told what of an activity; the words people read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils import timezone

from yizheng.attachment.models import StoredFile
from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.notify import services as notify
from yizheng.notify.models import Message
from yizheng.notify.services import Addressee
from yizheng.org.models import Membership

from .models import Activity, ActivitySignup
from .notifications import when
from .times import spoken_time

FILES = "files:"
MOST_NAMES = 5
"""So many papers are named in one notice."""


def tell_of_publication(activity: Activity, members: Iterable[Membership], *, by: Actor, at: datetime) -> None:
    """Tell everybody who may sign up."""
    until = timezone.localtime(activity.signup_until)
    text = (
        f"{activity.theme}定于{when(activity)}在{activity.place}举办，名额{activity.quota}个，"
        f"请在{until.month}月{until.day}日{spoken_time(until)}前报名。"
    )
    _send(activity, "published", f"{activity.theme}开始报名", text, members, by, at)


def tell_moved_up(signup: ActivitySignup, *, by: Actor, at: datetime) -> None:
    """Tell whoever waited that they have a place now."""
    activity = signup.activity
    text = f"有人退出，您已从候补转为报上：{activity.theme}，{when(activity)}，{activity.place}。不能来请及早退出。"
    _send(activity, f"moved-up:{signup.public_id}", f"{activity.theme}：您报上了", text, [signup.membership], by, at)


def tell_of_cancellation(
    activity: Activity, members: Iterable[Membership], reason: str, *, by: Actor, at: datetime
) -> None:
    """Tell everybody who signed up that it will not take place."""
    text = f"原定{when(activity)}举办的{activity.theme}取消：{reason}"
    _send(activity, "cancelled", f"{activity.theme}取消", text, members, by, at)


def tell_of_files(
    activity: Activity, files: Sequence[StoredFile], members: Iterable[Membership], *, by: Actor, at: datetime
) -> None:
    """Tell those signed up of papers that were put with it; the key says up to which file they were told."""
    names = "".join(f"《{each.name}》" for each in files[:MOST_NAMES])
    more = f"等{len(files)}份" if len(files) > MOST_NAMES else ""
    text = f"{activity.theme}（{when(activity)}）新加了材料：{names}{more}。在活动页上可以打开。"
    _send(activity, f"{FILES}{files[-1].pk}", f"{activity.theme}有新材料", text, members, by, at, wants_receipt=False)


def last_of_files(activity: Activity) -> tuple[int, datetime] | None:
    """Return up to which file (its id) people were told of the papers of an activity, and when; None for never."""
    begins = f"activity:{activity.public_id}:{FILES}"
    rows = Message.objects.filter(kind="activity", object_id=activity.pk, key__startswith=begins)
    last = rows.order_by("-sent_at", "-id").values_list("key", "sent_at").first()
    return None if last is None else (int(last[0].removeprefix(begins)), last[1])


def _send(
    activity: Activity, word: str, title: str, text: str, members: Iterable[Membership], by: Actor, at: datetime,
    *, wants_receipt: bool = True,
) -> None:  # fmt: skip
    notify.send(
        key=f"activity:{activity.public_id}:{word}", title=title, text=text,
        url=address("meeting:activity", public_id=activity.public_id),
        to=[Addressee(person_id=each.person_id) for each in members], subject=activity,
        wants_receipt=wants_receipt, by=by, at=at,
    )  # fmt: skip
