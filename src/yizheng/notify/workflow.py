"""The life of a notice: sent, then over."""

from yizheng.kernel.workflow import Machine, Transition

from .enums import MessageState as S

CLOSE = Transition("close_notice", "办结", sources={S.SENT}, target=S.OVER, permission="notify.close")
LIST_CALLS = Transition(
    "list_calls", "列入电话告知", sources={S.SENT}, target=None, permission="notify.escalate",
)  # fmt: skip

MESSAGE_MACHINE = Machine(kind="message", states=S, transitions=(CLOSE, LIST_CALLS), initial=S.SENT)
