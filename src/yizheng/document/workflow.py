"""The machine of an official document (handbook 13: 拟稿、核稿、会签、签发、编号、印发、归档)."""

from __future__ import annotations

from yizheng.kernel.workflow import Machine, Transition

from .enums import DocumentState as S
from .models import Document


def _has_text(document: Document) -> str | None:
    newest = document.versions.order_by("ordinal").last()
    return None if newest and newest.text.strip() else "正文还是空的，请先写好正文再送核。"


BEFORE_SIGNING = {S.CHECKED, S.COUNTERSIGNED}

REVISE = Transition(
    "revise_document", "修改", sources={S.DRAFTING, S.RETURNED}, target=None, permission="document.revise"
)
# Our decision: who checks and who signs changes the text on paper; the office enters that as one more version.
AMEND = Transition(
    "amend_document",
    "按审改稿修改",
    sources={S.SUBMITTED, *BEFORE_SIGNING},
    target=None,
    permission="document.amend",
    needs_reason=True,
)
SUBMIT = Transition(
    "submit_document",
    "送核",
    sources={S.DRAFTING, S.RETURNED},
    target=S.SUBMITTED,
    permission="document.submit",
    guard=_has_text,
)
CHECK = Transition("check_document", "核稿", sources={S.SUBMITTED}, target=S.CHECKED, permission="document.check")
COUNTERSIGN = Transition(
    "countersign_document",
    "登记会签",
    sources=BEFORE_SIGNING,
    target=S.COUNTERSIGNED,
    permission="document.countersign",
)
SIGN = Transition("sign_document", "签发", sources=BEFORE_SIGNING, target=S.SIGNED, permission="document.sign")
RECORD_SIGNATURE = Transition(
    "record_document_signature",
    "代录签发",
    sources=BEFORE_SIGNING,
    target=S.SIGNED,
    permission="document.record_signature",
)
NUMBER = Transition("number_document", "编号", sources={S.SIGNED}, target=S.NUMBERED, permission="document.number")
ISSUE = Transition("issue_document", "印发", sources={S.NUMBERED}, target=S.ISSUED, permission="document.issue")
ARCHIVE = Transition("archive_document", "归档", sources={S.ISSUED}, target=S.ARCHIVED, permission="document.archive")
RETURN = Transition(
    "return_document",
    "退回",
    sources={S.SUBMITTED, *BEFORE_SIGNING},
    target=S.RETURNED,
    permission="document.return",
    needs_reason=True,
)

DOCUMENT_MACHINE = Machine(
    "document",
    S,
    (SUBMIT, CHECK, SIGN, RECORD_SIGNATURE, COUNTERSIGN, NUMBER, ISSUE, ARCHIVE, REVISE, AMEND, RETURN),
    initial=S.DRAFTING,
)
