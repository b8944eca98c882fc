"""Whether the implementation was asked about is read beside the rating of the reply."""

from __future__ import annotations

from datetime import date

import pytest

from yizheng.proposal.showing import feedback_rows

from . import factories as make

pytestmark = pytest.mark.django_db
ASKED, CLOSED = date(2026, 11, 6), date(2026, 11, 27)


@pytest.mark.parametrize(
    ("asked", "closed", "said"),
    [(None, None, "还没有问"), (ASKED, None, "待评价"), (ASKED, CLOSED, "未表态")],
)
def test_an_open_question_and_a_silent_one_are_told_apart(house, asked, closed, said):
    reply = make.reply(make.handling(make.proposal(make.S.TRACKING)))
    row = make.feedback(
        reply, state="given", attitude_rating="satisfied", result_rating="satisfied", implementation_asked_on=asked,
        implementation_closed_on=closed,
    )  # fmt: skip

    assert feedback_rows([row])[0][4] == said


def test_nobody_waits_for_a_cosigner_who_may_rate_but_is_not_asked(house):
    reply = make.reply(make.handling(make.proposal(make.S.CLOSED)))

    assert feedback_rows([make.feedback(reply, is_asked=False)])[0][2:4] == ["自愿评价", "自愿评价"]
