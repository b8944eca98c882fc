"""The call for proposals, its one reminder, and what goes to higher committees (F043, F071)."""

from datetime import date

import pytest

from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.kernel.papers import offered
from yizheng.notify.models import Message, Recipient
from yizheng.org.enums import MembershipRole
from yizheng.org.models import Membership
from yizheng.proposal.enums import Consent, OutgoingState, ProposalState
from yizheng.proposal.models import OutgoingProposal, Solicitation
from yizheng.proposal.services import outgoing, soliciting, topics

from . import factories as make

S = ProposalState


@pytest.fixture
def call(house, now):
    """A session called for, with five members: with a proposal, along, with a draft, with nothing, withdrawn."""
    session = make.SessionFactory()
    people = {name: make.member() for name in ("first", "along", "draft", "nothing", "asked")}
    joint = make.proposal(S.SUBMITTED, first=people["first"])
    make.signer(joint, people["along"], consent=Consent.AGREED)
    make.signer(joint, people["asked"], order=3, consent=Consent.EXPIRED)
    make.proposal(S.DRAFT, first=people["draft"])
    words = soliciting.CallWords("三届四次会议提案征集", "请围绕中心工作提提案。", date(2026, 3, 20))
    return soliciting.call_for_proposals(session=session, words=words, by=make.clerk(), at=now), people


def told(key):
    """Return whom a notice went to."""
    rows = Recipient.objects.filter(message__key__endswith=key)
    return sorted(rows.values_list("person_id", flat=True))


def test_every_member_in_office_is_called(call):
    _, people = call

    assert told(":call") == sorted(each.person_id for each in people.values())


def test_one_reminder_goes_to_members_without_a_proposal_and_none_to_others(call, now):
    row, people = call
    clerk = make.clerk()

    assert soliciting.remind_of_call(call=row, by=clerk, at=now) == 3
    with pytest.raises(Refused) as refused:
        soliciting.remind_of_call(call=row, by=clerk, at=now)

    assert refused.value.code == "reminded"
    assert told(":reminder") == sorted(people[name].person_id for name in ("draft", "nothing", "asked"))
    assert Message.objects.filter(key__endswith=":reminder").count() == 1


def test_nobody_is_reminded_when_everybody_has_one(house, now):
    session, member = make.SessionFactory(), make.member()
    make.proposal(S.FILED, first=member)
    words = soliciting.CallWords("征集", "请提。", date(2026, 3, 20))
    row = soliciting.call_for_proposals(session=session, words=words, by=make.clerk(), at=now)

    with pytest.raises(Refused) as refused:
        soliciting.remind_of_call(call=row, by=make.clerk(), at=now)

    row.refresh_from_db()
    assert (refused.value.code, row.reminded_on) == ("everybody", None)


def test_a_session_is_called_for_once_and_not_for_the_past(call, now):
    row, _ = call
    before = (Message.objects.count(), LedgerEntry.objects.count())
    late = soliciting.CallWords("再征集", "请提。", date(2026, 3, 15))
    again = soliciting.CallWords("再征集", "请提。", date(2026, 3, 20))
    clerk = make.clerk()

    codes = []
    for words in (late, again):
        with pytest.raises(Refused) as refused:
            soliciting.call_for_proposals(session=row.session, words=words, by=clerk, at=now)
        codes.append(refused.value.code)

    assert codes == ["past", "called"]
    assert (Message.objects.count(), LedgerEntry.objects.count()) == before


def test_a_member_reads_the_call_and_sends_no_reminder(call, browser):
    row, people = call
    page = browser(make.as_member(people["nothing"]))
    url = f"/yunxi/proposals/solicitations/{row.public_id}/"

    assert "请围绕中心工作提提案" in page.get(url).content.decode()
    assert page.post(f"{url}remind-of-call/").status_code == 403
    assert Solicitation.objects.get().reminded_on is None


def test_the_topic_guide_names_the_open_topics_of_the_year(house, now):
    clerk = make.clerk()
    for year, title, is_open in ((2026, "托育", True), (2026, "停用的", False), (2025, "去年的", True)):
        topics.add_topic(words=topics.TopicWords(year, title, "提示", is_open=is_open), by=clerk, at=now)

    paper = offered("topic-guide").build(make.as_member(make.member()), {"year": "2026"})

    assert paper.rows == (("1", "托育", "提示"),)


def superior(level="province"):
    """Make a member of a higher committee who lives here."""
    return Membership.objects.create(
        person=make.person(""), term=make.SessionFactory().term, role=MembershipRole.RESIDENT_SUPERIOR_MEMBER,
        superior_level=level, joined_on=date(2023, 1, 1),
    )  # fmt: skip


def test_what_goes_up_has_the_level_of_its_carrier_and_a_status(house, now):
    clerk = make.clerk()
    row = outgoing.register_outgoing(
        words=outgoing.OutgoingWords("关于支持跨区轨道交通的建议", superior()), by=clerk, at=now
    )
    assert (row.level, row.state) == ("province", OutgoingState.PREPARED)

    for move in ("hand_over_outgoing", "note_outgoing_submitted", "note_outgoing_filed", "note_outgoing_answered"):
        row = outgoing.move_outgoing(row=row, move=move, upper_number="第0312号", by=clerk, at=now)

    assert (row.state, row.upper_number) == (OutgoingState.ANSWERED, "第0312号")


def test_an_ordinary_member_carries_nothing_up(house, now):
    make.SessionFactory()
    words = outgoing.OutgoingWords("关于支持跨区轨道交通的建议", make.member())

    with pytest.raises(Refused) as refused:
        outgoing.register_outgoing(words=words, by=make.clerk(), at=now)

    assert refused.value.code == "carrier"
    assert not OutgoingProposal.objects.exists()


def test_outgoing_proposals_are_listed_by_level(browser, now):
    clerk = make.clerk()
    for title, level in (("关于省里的建议", "province"), ("关于全国的建议", "nation")):
        outgoing.register_outgoing(words=outgoing.OutgoingWords(title, superior(level)), by=clerk, at=now)

    text = browser(clerk).get("/yunxi/proposals/outgoing/?level=nation").content.decode()

    assert "关于全国的建议" in text
    assert "关于省里的建议" not in text


def test_what_was_not_filed_above_needs_a_word_why(house, now):
    clerk = make.clerk()
    row = outgoing.register_outgoing(words=outgoing.OutgoingWords("关于轨道交通的建议", superior()), by=clerk, at=now)
    for move in ("hand_over_outgoing", "note_outgoing_submitted"):
        row = outgoing.move_outgoing(row=row, move=move, by=clerk, at=now)

    with pytest.raises(Refused) as refused:
        outgoing.move_outgoing(row=row, move="note_outgoing_not_filed", by=clerk, at=now)

    row.refresh_from_db()
    assert (refused.value.code, row.state) == ("no_reason", OutgoingState.SUBMITTED)
