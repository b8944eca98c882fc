"""
What the figures of opinions count, each a condition over `Opinion` (handbook 6.5).

Every page, paper and export counts by these, and every number opens the list of the same condition. Received are the
pieces that people sent in: a comprehensive piece (综合稿) that editors put together is not one more, its parts
count, and what became of the whole became of each of them. `PARTS` sum to what was received.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from yizheng.instruction.enums import InstructionKind, InstructionLevel
from yizheng.instruction.models import Instruction

from .enums import OpinionState as S
from .enums import TransferState, UpLevel, Urgency
from .models import Opinion, OpinionReport, OpinionTransfer
from .queries_following import standing_adoptions

IN_HAND = (S.SUBMITTED, S.RETURNED, S.EDITING, S.SIGNING, S.APPROVED)
PASSED = (S.ISSUED, S.TRANSFERRED, S.REPORTED_UP, S.ADOPTED_UP, S.INSTRUCTED, S.REPLIED)


@dataclass(frozen=True)
class Counted:
    """One figure: its code, its word, what is counted, and what is said of it."""

    code: str
    label: str
    condition: Q
    note: str = ""


def _states(*states: S) -> Q:
    return Q(state__in=[state.value for state in states])


def _of_it() -> Q:
    """Return the condition, over rows about an opinion, that they speak of the outer piece or of its whole."""
    return Q(opinion=OuterRef("pk")) | Q(opinion=OuterRef("merged_into"))


def _adopted(*levels: UpLevel) -> Q:
    """What stood in an issue that was recalled was not adopted by it; what was voided was recorded by mistake."""
    return Q(Exists(standing_adoptions().filter(_of_it(), level__in=levels)))


def _instructed() -> Q:
    about = Q(target_id=OuterRef("pk")) | Q(target_id=OuterRef("merged_into"))
    rows = Instruction.objects.filter(about, target_kind="opinion", kind=InstructionKind.SUBSTANTIVE)
    return Q(Exists(rows.exclude(level=InstructionLevel.CENTRE)))


_parts = Opinion.objects.filter(merged_into=OuterRef("pk"))
_rejected = _states(S.REJECTED) | (_states(S.ARCHIVED) & ~Q(reject_reason=""))
_replied = OpinionTransfer.objects.filter(_of_it(), state__in=[TransferState.REPLIED, TransferState.ACCEPTED])

RECEIVED = Counted("received", "收到", Q(seq__isnull=False) & ~_states(S.DRAFT) & ~Q(Exists(_parts)))


def _figure(code: str, label: str, condition: Q, note: str = "") -> Counted:
    return Counted(code, label, RECEIVED.condition & condition, note)


IN_WORK = _figure("in_hand", "正在处理", _states(*IN_HAND))
BEYOND = _figure("passed", "已编发、转办或上报", _states(*PASSED) | (_states(S.ARCHIVED) & Q(reject_reason="")))
REJECTED = _figure("rejected", "不采用", _rejected)
MERGED = _figure("merged", "并入综合稿", _states(S.MERGED))
CONVERTED = _figure("converted", "转化为其他形式", _states(S.CONVERTED))
WITHDRAWN = _figure("withdrawn", "作者撤回", _states(S.WITHDRAWN))
PARTS = (IN_WORK, BEYOND, REJECTED, MERGED, CONVERTED, WITHDRAWN)
"""Received is exactly the sum of these."""

URGENT = _figure("urgent", "紧急件", Q(urgency=Urgency.URGENT))
REVIEWED = _figure("reviewed", "已审核", Q(reviewed_on__isnull=False))
ON_TIME = _figure("on_time", "按期审核", Q(reviewed_on__lte=F("review_due")))
ADOPTED = _figure("adopted", "本级采用", _adopted(UpLevel.SELF))
ADOPTED_UP = _figure("adopted_up", "上级采用", _adopted(UpLevel.CITY, UpLevel.PROVINCE, UpLevel.NATION))
REPORTED = _figure("reported", "上报", Q(Exists(OpinionReport.objects.filter(_of_it()))))
INSTRUCTED = _figure("instructed", "领导批示", _instructed(), "圈阅不算批示，中央领导批示不列入统计。")
TRANSFERRED = _figure("transferred", "转办", Q(Exists(OpinionTransfer.objects.filter(_of_it()))))
REPLIED = _figure("replied", "单位已反馈", Q(Exists(_replied)))
SOLICITED = _figure("solicited", "约稿", Q(call__isnull=False))
FED_BACK = _figure("fed_back", "已告知作者", Q(fed_back_on__isnull=False))
FED_BACK_ON_TIME = _figure("fed_back_on_time", "按期告知作者", Q(fed_back_on__lte=F("feedback_due")))
LEVELS = tuple(
    _figure(f"adopted_{level.value}", f"{level.label}采用", _adopted(level))
    for level in (UpLevel.CITY, UpLevel.PROVINCE, UpLevel.NATION)
)

FIGURES = (
    RECEIVED, *PARTS, URGENT, REVIEWED, ON_TIME, ADOPTED, ADOPTED_UP, *LEVELS, REPORTED, INSTRUCTED, TRANSFERRED,
    REPLIED, SOLICITED, FED_BACK, FED_BACK_ON_TIME,
)  # fmt: skip
BY_CODE = {each.code: each for each in FIGURES}


def counts(opinions: QuerySet[Opinion], wanted: Iterable[Counted] = FIGURES) -> dict[str, int]:
    """Count figures of one set of pieces in one statement."""
    return opinions.order_by().aggregate(**{each.code: Count("pk", filter=each.condition) for each in wanted})
