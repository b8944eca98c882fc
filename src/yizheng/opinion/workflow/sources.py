"""The machines of calls for topics, conversions and matters told at contact points."""

from __future__ import annotations

from yizheng.kernel.workflow import Machine, Transition

from ..enums import CallState, ConsentState, MatterState

CLOSE_CALL = Transition("close_call", "截止", sources={CallState.OPEN}, target=CallState.CLOSED, permission="call.keep")
CHANGE_CALL = Transition("change_call", "修改", sources={CallState.OPEN}, target=None, permission="call.keep")
CALL_MACHINE = Machine("topic_call", CallState, (CLOSE_CALL, CHANGE_CALL), initial=CallState.OPEN)

AGREE = Transition(
    "agree_conversion", "同意转化", sources={ConsentState.ASKED}, target=ConsentState.AGREED,
    permission="opinion.answer_conversion",
)  # fmt: skip
REFUSE = Transition(
    "refuse_conversion", "不同意转化", sources={ConsentState.ASKED}, target=ConsentState.REFUSED,
    permission="opinion.answer_conversion",
)  # fmt: skip
CONVERSION_MACHINE = Machine("opinion_conversion", ConsentState, (AGREE, REFUSE), initial=ConsentState.ASKED)

EXPLAIN = Transition(
    "explain_matter", "当面答复", sources={MatterState.TOLD}, target=MatterState.EXPLAINED, permission="matter.keep"
)
RAISE = Transition(
    "raise_matter", "转社情民意", sources={MatterState.TOLD}, target=MatterState.OPINION, permission="matter.keep"
)
REFER = Transition(
    "refer_matter", "引导信访渠道", sources={MatterState.TOLD}, target=MatterState.PETITION, permission="matter.keep"
)
FREE = Transition(
    "free_matter", "重新处理", sources={MatterState.OPINION}, target=MatterState.TOLD, permission="matter.free"
)
"""The piece begun from it was thrown away as a draft."""
MATTER_MACHINE = Machine("contact_matter", MatterState, (EXPLAIN, RAISE, REFER, FREE), initial=MatterState.TOLD)
