"""The machines of the room: the pack of a plenary and its briefs (handbook 9.6; the states are our decision)."""

from __future__ import annotations

from yizheng.kernel.workflow import Machine, Transition
from yizheng.proposal.models import Proposal
from yizheng.proposal.queries.review import report_handed_in

from .enums import OPEN
from .enums import BriefState as B
from .enums import PackState as P
from .models import Brief, Pack

PREPARE = "plenary.prepare"


def _is_ready(pack: Pack) -> str | None:
    """日程、分组、座位都已排好"""
    here = pack.attendees.filter(is_out=False, membership__isnull=False)
    if not pack.items.exists():
        return "还没有日程，请先排日程再公布。"
    if lacking := here.filter(group__isnull=True).count():
        return f"还有{lacking}位委员没有分到组，请先分组再公布。"
    if lacking := here.filter(seat_row__isnull=True).count():
        return f"还有{lacking}位委员没有座位，请先排座再公布。"
    return None


def _report_is_in(pack: Pack) -> str | None:
    """提案审查情况报告已交大会（收到过提案的全会）"""
    received = Proposal.objects.filter(session=pack.session, submitted_at__isnull=False).exists()
    if received and report_handed_in(pack.session) is None:
        return "提案审查情况报告还没有交大会，请提案委交了以后再结束全会。"
    return None


def _preparing(name: str, label: str) -> Transition:
    return Transition(name, label, sources={*OPEN}, target=None, permission=PREPARE)


CHANGE_PACK = _preparing("change_pack", "改基本情况")
REFRESH_ROLL = _preparing("refresh_roll", "核对名单")
DRAW_GUESTS = _preparing("draw_guests", "列入列席人员")
PROPOSE_GROUPS = Transition("propose_groups", "自动分组", sources={P.DRAFT}, target=None, permission=PREPARE)
CHANGE_GROUP = _preparing("change_group", "改小组")
SET_SCHEDULE = _preparing("set_schedule", "排日程")
SET_FACILITY = _preparing("set_facility", "排房间车辆")
SEND_GROUP = _preparing("send_group", "按组安排")
SEAT_ALL = _preparing("seat_all", "排座")
SET_PRESIDIUM = _preparing("set_presidium", "定主席团名单")
NOTE_SITTING = _preparing("note_sitting", "记主席团会议")
PUBLISH = Transition(
    "publish_pack", "公布", sources={P.DRAFT}, target=P.PUBLISHED, permission="plenary.publish", guard=_is_ready
)
ANNOUNCE = Transition(
    "announce_change", "通知变动", sources={P.PUBLISHED}, target=None, permission="plenary.publish",
    needs_reason=True,
)  # fmt: skip
CLOSE = Transition(
    "close_pack", "全会结束", sources={P.PUBLISHED}, target=P.CLOSED, permission="plenary.publish", guard=_report_is_in
)

PACK_MACHINE = Machine(
    "plenary_pack",
    P,
    (
        CHANGE_PACK,
        REFRESH_ROLL,
        DRAW_GUESTS,
        PROPOSE_GROUPS,
        CHANGE_GROUP,
        SET_SCHEDULE,
        SET_FACILITY,
        SEND_GROUP,
        SEAT_ALL,
        SET_PRESIDIUM,
        NOTE_SITTING,
        PUBLISH,
        ANNOUNCE,
        CLOSE,
    ),
    initial=P.DRAFT,
)


def _says_something(brief: Brief) -> str | None:
    """综述或发言要点不空"""
    if brief.summary.strip() or brief.statements.exists():
        return None
    return "简报还是空的，请写上综述或发言要点再送核。"


WRITE_BRIEF = "plenary.write_brief"
CHANGE_BRIEF = Transition("change_brief", "改简报", sources={B.DRAFT}, target=None, permission=WRITE_BRIEF)
SUBMIT_BRIEF = Transition(
    "submit_brief", "送核稿", sources={B.DRAFT}, target=B.SUBMITTED, permission=WRITE_BRIEF, guard=_says_something
)
CHECK_BRIEF = Transition(
    "check_brief", "核稿通过", sources={B.SUBMITTED}, target=B.CHECKED, permission="plenary.check_brief"
)
RETURN_BRIEF = Transition(
    "return_brief", "退回修改", sources={B.SUBMITTED, B.CHECKED}, target=B.DRAFT, permission="plenary.check_brief",
    needs_reason=True,
)  # fmt: skip
ISSUE_BRIEF = Transition("issue_brief", "签发", sources={B.CHECKED}, target=B.ISSUED, permission="plenary.issue_brief")
BRIEF_MACHINE = Machine(
    "plenary_brief", B, (CHANGE_BRIEF, SUBMIT_BRIEF, CHECK_BRIEF, RETURN_BRIEF, ISSUE_BRIEF), initial=B.DRAFT
)
