"""The machines of records, sheets, schemes and years (handbook 10.3, 10.7)."""

from __future__ import annotations

from yizheng.kernel.workflow import Machine, Transition

from .enums import RecordState as R
from .enums import SchemeState as C
from .enums import SheetState as S
from .enums import YearState as Y
from .models import ScoreSheet

CONFIRM = Transition("confirm_record", "确认", sources={R.GENERATED}, target=R.CONFIRMED, permission="duty.confirm")
ACCEPT = Transition("accept_claim", "采纳申报", sources={R.CLAIMED}, target=R.CONFIRMED, permission="duty.confirm")
REJECT = Transition(
    "reject_claim",
    "不采纳",
    sources={R.CLAIMED},
    target=R.REJECTED,
    permission="duty.confirm",
    needs_reason=True,
    words_apart=True,
)
MATCH = Transition("match_claim", "并入系统记录", sources={R.CLAIMED}, target=R.GENERATED, permission="duty.confirm")
DISPUTE = Transition(
    "dispute_record", "提出异议", sources={R.GENERATED, R.CONFIRMED}, target=R.DISPUTED, permission="duty.dispute",
    needs_reason=True, words_apart=True,
)  # fmt: skip
PROPOSE = Transition(
    "propose_answer",
    "提处理意见",
    sources={R.DISPUTED},
    target=None,
    permission="duty.confirm",
    needs_reason=True,
    words_apart=True,
)
UPHOLD = Transition(
    "uphold_record", "维持记录", sources={R.DISPUTED}, target=R.CONFIRMED, permission="duty.decide_dispute",
    needs_reason=True, words_apart=True,
)  # fmt: skip
CORRECT = Transition(
    "correct_record", "更正记录", sources={R.DISPUTED}, target=R.CORRECTED, permission="duty.decide_dispute",
    needs_reason=True, words_apart=True,
)  # fmt: skip
VOID = Transition(
    "void_record", "作废", sources={R.GENERATED, R.CONFIRMED, R.CORRECTED, R.DISPUTED}, target=R.VOID,
    permission="duty.void", needs_reason=True, words_apart=True,
)  # fmt: skip
LINK = Transition(
    "link_record", "关联活动", sources={R.GENERATED, R.CONFIRMED, R.CORRECTED}, target=None, permission="duty.confirm"
)
FREEZE = Transition(
    "freeze_record", "随年度归档", sources={R.GENERATED, R.CONFIRMED, R.CORRECTED}, target=R.FROZEN,
    permission="duty.freeze",
)  # fmt: skip
RECORD_MACHINE = Machine(
    "duty_record", R, (CONFIRM, ACCEPT, REJECT, MATCH, DISPUTE, PROPOSE, UPHOLD, CORRECT, VOID, LINK, FREEZE),
    initial=R.CLAIMED,  # what rooms tell of begins generated; both ways are reached from a claim
)  # fmt: skip


def _gate_is_decided(sheet: ScoreSheet) -> str | None:
    """政治和纪律把关已有结论"""
    return "政治和纪律把关还没有结论，请先记下把关结论，再审定等次。" if sheet.gate == "waiting" else None


GENERATE = Transition(
    "generate_sheet", "生成考核表", sources={S.OPEN, S.GENERATED}, target=S.GENERATED, permission="duty.score"
)  # fmt: skip
NARRATE = Transition(
    "write_narrative", "写述职", sources={S.OPEN, S.GENERATED}, target=None, permission="duty.own_sheet"
)
AGREE = Transition(
    "confirm_sheet", "确认考核表", sources={S.GENERATED}, target=S.CONFIRMED, permission="duty.own_sheet"
)
APPEAL = Transition(
    "appeal_sheet",
    "申诉",
    sources={S.GENERATED},
    target=S.APPEALED,
    permission="duty.own_sheet",
    needs_reason=True,
    words_apart=True,
)
ANSWER = Transition(
    "answer_appeal",
    "答复申诉",
    sources={S.APPEALED},
    target=S.REVIEWED,
    permission="duty.score",
    needs_reason=True,
    words_apart=True,
)
REVIEW = Transition(
    "review_sheet", "复核", sources={S.GENERATED, S.CONFIRMED}, target=S.REVIEWED, permission="duty.score"
)
DECIDE_GATE = Transition(
    "decide_gate", "记把关结论", sources={S.OPEN, S.GENERATED, S.CONFIRMED, S.APPEALED, S.REVIEWED}, target=None,
    permission="duty.decide_sheet", needs_reason=True, words_apart=True,
)  # fmt: skip
OVERRIDE = Transition(
    "override_band",
    "另定等次",
    sources={S.REVIEWED},
    target=None,
    permission="duty.decide_sheet",
    needs_reason=True,
    words_apart=True,
)
APPROVE = Transition(
    "approve_sheet", "审定", sources={S.REVIEWED}, target=S.APPROVED, permission="duty.decide_sheet",
    guard=_gate_is_decided,
)  # fmt: skip
PUBLISH = Transition("publish_sheet", "公布等次", sources={S.APPROVED}, target=S.PUBLISHED, permission="duty.score")
FREEZE_SHEET = Transition(
    "freeze_sheet", "随年度归档", sources={S.PUBLISHED}, target=S.FROZEN, permission="duty.freeze"
)
CORRECT_FROZEN = Transition(
    "make_corrected_version", "做更正版", sources={S.FROZEN}, target=None, permission="duty.decide_sheet",
    needs_reason=True, words_apart=True,
)  # fmt: skip
SHEET_MACHINE = Machine(
    "score_sheet", S,
    (GENERATE, NARRATE, AGREE, APPEAL, ANSWER, REVIEW, DECIDE_GATE, OVERRIDE, APPROVE, PUBLISH, FREEZE_SHEET,
     CORRECT_FROZEN),
    initial=S.OPEN,
)  # fmt: skip

CHANGE_SCHEME = Transition("change_scheme", "修改草案", sources={C.DRAFT}, target=None, permission="duty.edit_scheme")
ADOPT = Transition("adopt_scheme", "定为执行", sources={C.DRAFT}, target=C.IN_FORCE, permission="duty.adopt_scheme")
REPLACE = Transition(
    "replace_scheme", "被新版替换", sources={C.IN_FORCE}, target=C.REPLACED, permission="duty.adopt_scheme"
)
SCHEME_MACHINE = Machine("scheme_version", C, (CHANGE_SCHEME, ADOPT, REPLACE), initial=C.DRAFT)

CLOSE_YEAR = Transition("close_year", "关闭年度", sources={Y.OPEN}, target=Y.FROZEN, permission="duty.freeze")
YEAR_MACHINE = Machine("duty_year", Y, (CLOSE_YEAR,), initial=Y.OPEN)
