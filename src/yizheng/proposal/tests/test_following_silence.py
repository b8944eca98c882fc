"""Who says nothing is reminded once, then noted as silent, never as satisfied (handbook 5.8)."""

from datetime import date

import pytest

from yizheng.accounts.enums import Role
from yizheng.kernel import quarantine
from yizheng.notify.models import Notice
from yizheng.org.configuring.services import change_setting
from yizheng.proposal import joint_rule, keys
from yizheng.proposal.enums import HandlingState, ProposalState
from yizheng.proposal.figures import rates
from yizheng.proposal.models import Feedback
from yizheng.proposal.services import feedback as acts
from yizheng.proposal.services.reminding import follow_up

from . import factories as make

S, H = ProposalState, HandlingState


def silent(**reply):
    """Make a question that was due on 10 June."""
    letter = make.reply(make.handling(make.proposal(S.REPLIED), state=H.ISSUED), **reply)
    return make.feedback(letter)


def night(day, month):
    return follow_up(on=date(2026, month, day), at=make.moment(day, month, hour=1))


def state_of(row):
    row.refresh_from_db()
    row.proposal.refresh_from_db()
    return row.state, row.result_rating, row.source, row.proposal.state


def test_a_late_answer_is_asked_for_once_more_and_then_noted_as_silence(house):
    row = silent()
    member = row.signer.membership.person.user_id

    assert [night(10, 6), night(11, 6), night(12, 6)] == [0, 1, 0]
    assert Notice.objects.filter(recipient_id=member, key__startswith="remind_of_feedback").count() == 1
    assert state_of(row) == ("asked", "", "", S.REPLIED)
    assert night(2, 7) == 0
    night(3, 7)

    assert state_of(row) == ("no_feedback", "", "", S.CLOSED)
    assert rates.handling_rate(2026).words == "满意 0/0，未表态1"


def test_an_office_that_counts_silence_as_basically_satisfied_has_it_marked(house):
    admin = make.as_role(Role.SYS_ADMIN)
    change_setting(key=keys.DEFAULT_FEEDBACK, value="basic", valid_from=date(2026, 3, 16), by=admin, at=make.moment())
    row = silent()
    row.reminded_on = date(2026, 6, 11)
    row.save()

    night(10, 7)

    assert state_of(row) == ("given", "basic", "default", S.CLOSED)
    assert rates.handling_rate(2026).words == "满意 0/1，其中按规定默认1"


def test_a_member_may_still_answer_after_the_silence_was_noted(house):
    row = silent()
    Feedback.objects.update(state="no_feedback")

    given = acts.give(
        feedback=row, ratings=acts.Ratings("satisfied", "basic"), by=make.as_member(row.signer.membership),
        at=make.moment(20, 7),
    )  # fmt: skip

    assert (given.state, given.result_rating) == ("given", "basic")


@pytest.mark.parametrize(
    ("rule", "ratings", "expected"),
    [
        ("first", ["satisfied", "not_satisfied"], "satisfied"),
        ("first", ["", "satisfied"], ""),
        ("worst", ["satisfied", "not_satisfied", "basic"], "not_satisfied"),
        ("worst", ["", "basic"], "basic"),
        ("majority", ["not_satisfied", "satisfied", "satisfied"], "satisfied"),
        ("majority", ["satisfied", "not_satisfied"], "not_satisfied"),
        ("majority", ["", ""], ""),
        ("first", [], ""),
    ],
)
def test_the_rule_says_whose_rating_stands(rule, ratings, expected):
    assert joint_rule.overall(ratings, rule) == expected


def test_classes_are_counted_in_the_words_of_their_year(house):
    for year, words in ((2025, "列为参考"), (2026, "因条件限制暂未解决")):
        proposal = make.proposal(S.CLOSED, year=year)
        make.reply(make.handling(proposal, state=H.ISSUED), class_mark="C", class_wording=words)

    assert rates.class_table(2025) == [rates.ClassRow("C", "列为参考", 1)]
    assert rates.class_table(2026) == [rates.ClassRow("C", "因条件限制暂未解决", 1)]


def test_only_the_last_round_counts_and_nobody_who_said_nothing(house):
    proposal = make.proposal(S.CLOSED)
    unit = make.handling(proposal, state=H.ISSUED)
    make.feedback(make.reply(unit), state="given", result_rating="not_satisfied")
    make.feedback(make.reply(unit, kind="redo", round=2), state="given", result_rating="basic")
    silent_one = make.handling(make.proposal(S.CLOSED), state=H.ISSUED)
    make.feedback(make.reply(silent_one), state="no_feedback")

    found = rates.handling_rate(2026)

    assert (found.satisfied, found.basic, found.not_satisfied, found.silent) == (0, 1, 0, 1)
    assert (found.percent_satisfied, found.percent_content) == (rates.percent(0, 1), rates.percent(1, 1))


def test_what_is_under_quarantine_does_not_end_the_round_of_the_others(house):
    closed, other = silent(), silent()
    admin = make.as_role(Role.SECURITY_ADMIN)
    quarantine.quarantine(subject=closed, by=admin, reason="误传", at=make.moment(1, 6))

    assert night(11, 6) == 1

    other.refresh_from_db()
    assert other.reminded_on == date(2026, 6, 11)
    assert state_of(closed)[0] == "asked"
