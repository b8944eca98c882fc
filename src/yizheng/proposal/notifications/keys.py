"""Who is told what of key and important proposals: leaders with a login, the supervising committee, proposers."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from yizheng.accounts.enums import Role
from yizheng.accounts.queries import holders
from yizheng.kernel import subjects
from yizheng.kernel.workflow import Moved
from yizheng.notify import services as notify

from ..models import KeyAssignment

WORDS = {
    "select_key": "“{title}”确定为{tier}，请看督办安排。",
    "change_key_leaders": "“{title}”的领导有调整，请看现在由谁领衔。",
    "plan_key": "“{title}”的督办方案已定，时间是{planned}。",
    "report_key_result": "“{title}”的督办结果已报{reported_to}。",
}


def tell(moved: Moved) -> None:
    """Tell each person once an act; whoever acted hears nothing."""
    if not isinstance(moved.obj, KeyAssignment) or moved.act not in WORDS:
        return
    row = moved.obj
    planned = f"{row.planned_for.month}月{row.planned_for.day}日" if row.planned_for else ""
    text = WORDS[moved.act].format(
        title=row.proposal.title, tier=row.get_tier_display(), planned=planned, reported_to=row.reported_to
    )
    actors = {moved.by.user_id, moved.by.entered_by_id}
    notify.tell(
        recipients=[user for user in concerned(row, moved) if user not in actors], text=text,
        url=subjects.of(row).url(row), key=f"{moved.act}-{row.pk}-{moved.at.isoformat()}", at=moved.at,
    )  # fmt: skip


def concerned(row: KeyAssignment, moved: Moved) -> Iterator[int]:
    """Yield the users of leaders, of the supervising committee's clerks, and of those who signed the proposal."""
    leaders = row.leaders.filter(person__user__isnull=False).values_list("person__user_id", flat=True)
    yield from (user for user in leaders if user)
    day = timezone.localdate(moved.at)
    if row.supervising_body_id is not None:
        yield from holders(Role.COMMITTEE_CLERK, "body", row.supervising_body_id, on=day)
    signers = row.proposal.signers.filter(consent="agreed", membership__person__user__isnull=False)
    yield from (user for user in signers.values_list("membership__person__user_id", flat=True) if user)
    scopes = (("participating_body", row.proposal.party_body_id), ("sector", row.proposal.sector_id))
    roles = {"participating_body": Role.PARTICIPATING_BODY_CLERK, "sector": Role.SECTOR_CONVENER}
    for kind, scope_id in scopes:
        if scope_id is not None:
            yield from holders(roles[kind], kind, scope_id, on=day)
