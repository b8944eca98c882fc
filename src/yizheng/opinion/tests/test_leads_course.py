"""What the sender of a lead reads of what came of it, by the receipt code: steps and days, no more (F067, F075)."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from yizheng.accounts.enums import Role
from yizheng.kernel import quarantine, thread
from yizheng.kernel.models import LedgerEntry, ThreadLink
from yizheng.opinion.enums import OpinionState as S
from yizheng.opinion.enums import TransferState as T
from yizheng.opinion.enums import VersionKind
from yizheng.opinion.models import Opinion, OpinionTransfer
from yizheng.proposal.enums import LeadState, ProposalState
from yizheng.proposal.models import Proposal, ProposalLead, Publication
from yizheng.proposal.queries.leads import course_of
from yizheng.proposal.tests import factories as proposals

from . import factories as make

CODE, DOOR = "AAABBBCCC", "/public/yunxi/leads/status/"
UNITS_NAME, EDITED = "区城管局甲", "改过的标题"
WENT_ON = (date(2026, 3, 11), "已转社情民意")
SENT_IN = (date(2026, 3, 12), "信息部门已登记")
USED = (date(2026, 3, 13), "信息部门已采用")
HANDED_ON = (date(2026, 3, 13), "已转有关单位办理")
pytestmark = pytest.mark.usefixtures("house", "now")


def lead(code=CODE, **changed):
    """Make a lead that went on as an opinion."""
    given = {
        "source": "public", "title": "路口没有灯", "text": "晚上看不见。", "received_at": make.moment(10),
        "state": LeadState.CONVERTED, "disposal": "已转。", "disposed_on": WENT_ON[0],
    }  # fmt: skip
    return ProposalLead.objects.create(receipt_code=code, **{**given, **changed})


def led_to(row, outcome, relation="converted"):
    """Let something come of a lead."""
    thread.link(row, outcome, relation=relation, at=make.moment(11))
    return outcome


def piece(row, state=S.SUBMITTED, **changed):
    """Let a piece in a state come of a lead."""
    return led_to(row, make.opinion(state, **changed))


def course(row):
    """Return the steps as days and words."""
    return [(step.on, step.words) for step in course_of(row)]


def page(code=CODE):
    """Return what the page answers to a receipt code."""
    return Client().post(DOOR, {"code": code}).content.decode()


def closed(row):
    """Put something under quarantine."""
    quarantine.quarantine(subject=row, by=make.as_role(Role.SECURITY_ADMIN), reason="误传", at=make.moment())


@pytest.mark.parametrize(
    ("state", "steps"),
    [
        (S.DRAFT, []), (S.WITHDRAWN, []), (S.SUBMITTED, [SENT_IN]), (S.RETURNED, [SENT_IN]), (S.SIGNING, [SENT_IN]),
        (S.APPROVED, [SENT_IN]), (S.ISSUED, [USED, SENT_IN]), (S.REPORTED_UP, [USED, SENT_IN]),
        (S.INSTRUCTED, [USED, SENT_IN]), (S.REJECTED, [(date(2026, 3, 13), "信息部门研究后未采用"), SENT_IN]),
    ],
)  # fmt: skip
def test_of_a_piece_the_sender_hears_whether_it_was_used_and_nothing_of_the_desk(state, steps):
    row = lead()
    piece(row, state)

    assert course(row) == [*steps, WENT_ON]


@pytest.mark.parametrize(
    ("slips", "steps"),
    [
        ([T.RECALLED, T.DECLINED], [USED]),
        ([T.SENT, T.REPLIED], [HANDED_ON, USED]),
        ([T.ACCEPTED, T.SIGNED], [(date(2026, 3, 17), "部分单位已反馈办理情况"), HANDED_ON, USED]),
        ([T.ACCEPTED, T.RECALLED], [(date(2026, 3, 17), "有关单位已反馈办理情况"), HANDED_ON, USED]),
    ],
)
def test_of_slips_the_sender_hears_that_units_have_it_and_that_they_answered(slips, steps):
    row = lead()
    made = piece(row, S.TRANSFERRED)
    for state in slips:
        make.slip(made, state=state, accepted_on=date(2026, 3, 17) if state == T.ACCEPTED else None)

    assert course(row) == [*steps, SENT_IN, WENT_ON]


def test_a_merged_piece_goes_on_with_the_comprehensive_one():
    row, whole = lead(), make.opinion(S.ISSUED)
    piece(row, S.MERGED, merged_into=whole)

    assert course(row) == [USED, SENT_IN, WENT_ON]
    closed(whole)
    assert course(row) == [SENT_IN, WENT_ON]


def test_under_quarantine_nothing_is_heard_of_a_piece_and_of_a_lead_only_its_own_state():
    row, other = lead(), lead("AAABBBCCD")
    made = piece(row, S.ISSUED)
    piece(other, S.ISSUED)

    closed(made)
    closed(other)

    assert [course(each) for each in (row, other)] == [[WENT_ON]] * 2
    assert "信息部门已采用" not in page() + page("AAABBBCCD")


def test_the_page_tells_steps_and_no_word_name_or_number():
    row = lead()
    made = piece(row, S.REPLIED, edited_title=EDITED)
    slip = make.slip(made, state=T.ACCEPTED, accepted_on=date(2026, 3, 17))
    type(slip.unit).objects.filter(pk=slip.unit_id).update(name=UNITS_NAME)

    text = page()

    places = [text.index(words) for words in ("有关单位已反馈", "已转有关单位", "信息部门已采用", "已登记")]
    assert places == sorted(places)
    assert "2026年3月17日" in text
    hidden = (EDITED, made.number, UNITS_NAME, made.source_name, made.signed_by_name, slip.reply, slip.number)
    assert [each for each in hidden if each in text] == []


def test_a_reason_for_not_using_it_is_not_told():
    piece(lead(), S.REJECTED)

    assert "内容空泛" not in page()


def test_a_published_piece_is_linked_and_only_while_it_is_public():
    made = piece(lead(), S.ISSUED, published_on=date(2026, 3, 16))
    text = make.version(made, VersionKind.PUBLIC)
    link = f"/public/yunxi/opinions/{text.public_id}/"

    assert link in page()
    Opinion.objects.update(published_on=None)
    assert link not in page()


def published(of, **changed):
    """Publish a proposal."""
    given = {"state": "published", "level": "summary", "title": of.title, "number": "第058号", **changed}
    return Publication.objects.create(
        proposal=of, session_label="三届四次会议", proposer=of.proposer_name, prepared_on=date(2026, 3, 16),
        published_on=date(2026, 3, 17), year=2026, **given,
    )  # fmt: skip


FILED = (date(2026, 3, 6), "写成的提案已立案")


def test_of_several_proposals_only_what_was_filed_and_is_open_is_heard_and_linked_once_published():
    row = lead(state=LeadState.TAKEN)
    main = proposals.proposal(ProposalState.REPLIED, replied_on=date(2026, 3, 16), title="关于路口照明的建议")
    for each in (
        main, proposals.proposal(ProposalState.MERGED, merged_into=main), proposals.proposal(ProposalState.DRAFT),
        proposals.proposal(ProposalState.NOT_FILED), proposals.proposal(ProposalState.WITHDRAWN),
        proposals.proposal(ProposalState.FILED, secrecy="internal", filed_on=date(2026, 3, 7)),
    ):  # fmt: skip
        led_to(row, each, "led_to")
    units = [(date(2026, 3, 16), "承办单位已答复提案"), (date(2026, 3, 10), "提案已交承办单位办理")]

    assert course(row) == [*units, FILED]
    assert main.title not in page()
    shown = published(main)

    assert course(row) == [(date(2026, 3, 17), "写成的提案已公开"), *units, FILED]
    assert f'<a href="/public/yunxi/proposals/{shown.public_id}/">第058号《关于路口照明的建议》</a>' in page()
    Proposal.objects.filter(pk=main.pk).update(secrecy="internal")
    assert course(row) == []


@pytest.mark.parametrize("changed", [{"state": "taken_down"}, {"level": "none"}, {"state": "prepared"}])
def test_a_publication_that_is_not_public_is_neither_named_nor_linked(changed):
    row = lead(state=LeadState.TAKEN)
    made = led_to(row, proposals.proposal(ProposalState.FILED), "led_to")
    published(made, **changed)

    assert course(row) == [FILED]
    assert made.title not in page()


def test_under_quarantine_a_published_proposal_is_gone_from_the_page():
    row = lead(state=LeadState.TAKEN)
    made = led_to(row, proposals.proposal(ProposalState.REPLIED), "led_to")
    published(made)

    closed(made)

    assert course(row) == []


def test_a_piece_that_became_a_lead_again_is_followed_to_its_proposal():
    row = lead()
    again = lead("AAABBBCCD", state=LeadState.TAKEN, received_at=make.moment(13))
    thread.link(piece(row, S.CONVERTED), again, relation="converted", at=make.moment(13))
    led_to(again, proposals.proposal(ProposalState.FILED, filed_on=date(2026, 3, 16)), "led_to")

    assert course(row) == [
        (date(2026, 3, 16), "写成的提案已立案"), (date(2026, 3, 13), "已转为提案线索，由提案委员会办公室处理"),
        SENT_IN, WENT_ON,
    ]  # fmt: skip


def test_nothing_came_of_it_and_no_course_is_drawn():
    row = lead(state=LeadState.CLOSED)

    assert course(row) == []
    assert "办理经过" not in page()


def test_reading_changes_nothing_and_a_wrong_code_tells_nothing():
    made = piece(lead(), S.ISSUED)
    kinds = (ProposalLead, Opinion, OpinionTransfer, LedgerEntry, ThreadLink)
    before = [list(each.objects.order_by("pk").values()) for each in kinds]

    page()
    text = page("AAABBBCCX")

    assert [list(each.objects.order_by("pk").values()) for each in kinds] == before
    assert "没有这个回执码" in text
    assert not any(word in text for word in ("办理经过", "路口没有灯", str(made.public_id)))


def test_as_many_statements_for_three_outcomes_as_for_one():
    one, three = lead(), lead("AAABBBCCD")
    for row, times in ((one, 1), (three, 3)):
        for _ in range(times):
            make.slip(piece(row, S.TRANSFERRED), state=T.ACCEPTED)
            published(led_to(row, proposals.proposal(ProposalState.REPLIED), "led_to"))

    def statements(row):
        with CaptureQueriesContext(connection) as caught:
            course_of(row)
        return len(caught)

    assert statements(one) == statements(three) == 7
