"""The machine of a publication: three readings by three persons, then a named leader (office-practice 4)."""

from __future__ import annotations

from yizheng.kernel.workflow import Machine, Transition

from ..enums import PublicationState as P
from ..models import Publication

UNDER_READING = {P.PREPARED, P.FIRST_READ, P.SECOND_READ}


def _may_be_public(publication: Publication) -> str | None:
    """提案公开、提案人和单位都同意公开、内容没有封存"""
    from ..publishable import why_not

    return why_not(publication.proposal)


CHANGE = Transition(
    "change_public_text", "修改公开稿", sources={P.PREPARED, P.FIRST_READ}, target=P.PREPARED,
    permission="publication.read",
)  # fmt: skip
FIRST_READING = Transition(
    "first_reading", "初审通过", sources={P.PREPARED}, target=P.FIRST_READ, permission="publication.read",
    guard=_may_be_public,
)  # fmt: skip
SECOND_READING = Transition(
    "second_reading", "复审通过", sources={P.FIRST_READ}, target=P.SECOND_READ, permission="publication.read",
    guard=_may_be_public,
)  # fmt: skip
PUBLISH = Transition(
    "publish", "终审通过并公开", sources={P.SECOND_READ}, target=P.PUBLISHED, permission="publication.publish",
    guard=_may_be_public,
)  # fmt: skip
REFUSE = Transition(
    "refuse_publication", "不公开", sources=UNDER_READING, target=P.REFUSED, permission="publication.read",
    needs_reason=True,
)  # fmt: skip
PREPARE_AGAIN = Transition(
    "prepare_again", "重新准备", sources={P.REFUSED, P.TAKEN_DOWN}, target=P.PREPARED, permission="publication.read",
    guard=_may_be_public,
)  # fmt: skip
TAKE_DOWN = Transition(
    "take_down", "撤下", sources={P.PUBLISHED}, target=P.TAKEN_DOWN, permission="publication.read", needs_reason=True
)

PUBLICATION_MACHINE = Machine(
    "publication",
    P,
    (CHANGE, FIRST_READING, SECOND_READING, PUBLISH, REFUSE, PREPARE_AGAIN, TAKE_DOWN),
    initial=P.PREPARED,
)
