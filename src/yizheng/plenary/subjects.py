"""What the shared rooms must know of packs, the members in them, and briefs."""

from __future__ import annotations

from collections.abc import Iterator

from yizheng.accounts.enums import Role
from yizheng.kernel.addresses import address
from yizheng.kernel.subjects import Indexed, Owed, Subject, register
from yizheng.search.audience import role

from . import queries
from .enums import BriefState, PackState
from .models import Attendee, Brief, Group, Pack
from .permissions import MEMBERS, STAFF


def pack_owed(pack: Pack) -> Iterator[Owed]:
    """The office owes the publication before the plenary opens."""
    if pack.state == PackState.DRAFT:
        yield Owed("publish_pack", "公布全会会务安排", role=Role.OFFICE_CLERK, due_on=pack.session.opens)


def group_owed(group: Group) -> Iterator[Owed]:
    """
    The recorder owes a brief of each half-day on which the group discusses, until one is begun; then the brief says so.

    Rule: our decision after handbook 9.6; what nobody began by the end of the plenary is not asked for any more.
    """
    if group.recorder_id is None or group.pack.state != PackState.PUBLISHED:
        return
    for day, part in queries.without_brief(group):
        half = f"{day.month}月{day.day}日{part.label}"
        yield Owed(
            f"write_brief:{day:%Y%m%d}:{part}",
            "写讨论简报",
            user_id=group.recorder_id,
            due_on=day,
            note=f"{half}的讨论",
        )


def brief_owed(brief: Brief) -> Iterator[Owed]:
    """The recorder owes the draft on its day, the office checks, the secretary-general or the office issues."""
    if brief.state == BriefState.DRAFT and brief.group.recorder_id is not None:
        yield Owed("submit_brief", "写完简报送核", user_id=brief.group.recorder_id, due_on=brief.day)
    if brief.state == BriefState.SUBMITTED:
        yield Owed("check_brief", "核简报", role=Role.OFFICE_CLERK, due_on=brief.day)
    if brief.state == BriefState.CHECKED:
        yield Owed("issue_brief", "签发简报", role=Role.SECRETARY_GENERAL, due_on=brief.day)


def brief_indexed(brief: Brief) -> Indexed | None:
    """Tell of an issued brief; drafts are found by nobody."""
    if brief.state != BriefState.ISSUED:
        return None
    said = [(row.membership.person.name, row.gist) for row in brief.statements.select_related("membership__person")]
    return Indexed(
        brief.title, body="\n".join([brief.summary, *(gist for _, gist in said)]),
        people=tuple(name for name, _ in said), numbers=(f"第{brief.number}期简报",),
        status=brief.get_state_display(), happened_on=brief.day,
        audience=frozenset(map(role, (*STAFF, *MEMBERS))),
    )  # fmt: skip


def register_all() -> None:
    """Make the kinds known to the house."""
    register(
        Subject(
            "plenary_pack", Pack, "全会会务", visible_to=queries.packs_visible_to,
            url=lambda p: address("plenary:pack", public_id=p.public_id),
            caption=lambda p: p.get_state_display(), owed=pack_owed,
        ),
        Subject(
            "plenary_group", Group, "全会小组", visible_to=queries.groups_visible_to,
            url=lambda g: address("plenary:group", public_id=g.public_id),
            title=lambda g: f"{g.pack.session.label}{g.name}", owed=group_owed,
        ),
        Subject(
            "plenary_attendee", Attendee, "与会人员", visible_to=queries.attendees_visible_to,
            url=lambda a: address("plenary:seats", public_id=a.pack.public_id), caption=lambda a: a.seat,
        ),
        Subject(
            "plenary_brief", Brief, "简报", visible_to=queries.briefs_visible_to,
            url=lambda b: address("plenary:brief", public_id=b.public_id),
            caption=lambda b: b.get_state_display(), owed=brief_owed, indexed=brief_indexed,
        ),
    )  # fmt: skip
