"""A committee's own consultation about what it supervises; leaders changed after the decision (F048, F052)."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from yizheng.accounts.enums import Role
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.notify.models import Notice
from yizheng.proposal.enums import (
    ConsultationLevel,
    HandlingState,
    KeyStage,
    LeaderSide,
    LeadingRole,
    ProposalState,
    Tier,
)
from yizheng.proposal.models import ContactRecord, HandlingConsultation, KeyAssignment, KeyLeader
from yizheng.proposal.queries import keys as queries_keys
from yizheng.proposal.services import consulting, key_proposals
from yizheng.proposal.services.key_proposals import Leader

from . import factories as make

S, H = ProposalState, HandlingState
NEW = "/yunxi/proposals/consultations/new/"
MAYOR = Leader(LeadingRole.LEAD, LeaderSide.GOVERNMENT, "贺建平", "区长")
DEPUTY = Leader(LeadingRole.LEAD, LeaderSide.GOVERNMENT, "邹明远", "副区长")
CHAIR = Leader(LeadingRole.SUPERVISE, LeaderSide.CPPCC, "阮书成", "主席")


def key(body=None, state=KeyStage.PLAN, tier=Tier.KEY, leaders=(MAYOR, CHAIR)):
    row = KeyAssignment.objects.create(
        proposal=make.proposal(S.HANDLING), tier=tier, year=2026, state=state, supervising_body=body,
        decided_by="主席会议", decided_on=date(2026, 3, 13),
    )  # fmt: skip
    for order, leader in enumerate(leaders, start=1):
        KeyLeader.objects.create(assignment=row, order=order, **vars(leader))
    return row


def committee(body):
    return make.as_role(Role.COMMITTEE_CLERK, scope_kind="body", scope_id=body.pk)


def meeting(body):
    return consulting.Consultation(
        title="重点提案协商", level=ConsultationLevel.COMMITTEE, happened_on=date(2026, 3, 16), place="区政协三楼",
        participants="", notes="商定分步推进。", host_body=body,
    )  # fmt: skip


def kept():
    return HandlingConsultation.objects.count(), ContactRecord.objects.count(), LedgerEntry.objects.count()


def test_a_committee_records_its_consultation_about_what_it_supervises(browser, now):
    body = make.BodyFactory(kind="special_committee")
    mine, other = make.handling(key(body).proposal, state=H.SIGNED), make.handling(key().proposal, state=H.SIGNED)
    client = browser(committee(body))
    page = client.get(NEW)
    posted = {
        "title": "集中协商", "level": "committee", "host_body": str(body.public_id), "happened_on": "2026-03-16",
        "place": "区政协", "notes": "商定。", "handlings": [str(mine.public_id)],
    }  # fmt: skip

    answer = client.post(NEW, posted)

    assert list(page.context["form"].rows) == [str(mine.public_id)]
    assert page.context["form"].initial == {"level": "committee", "host_body": body.public_id}
    held = HandlingConsultation.objects.get()
    assert (answer.status_code, held.host_body, ContactRecord.objects.get().handling) == (302, body, mine)
    other.refresh_from_db()
    assert other.state == H.SIGNED
    assert NEW in client.get(f"/yunxi/proposals/keys/{mine.proposal.key_assignment.public_id}/").content.decode()


def test_a_committee_covers_no_handling_that_it_does_not_supervise(house, now):
    body, others = make.BodyFactory(), make.handling(key(make.BodyFactory()).proposal, state=H.SIGNED)
    candidate = make.handling(key(body, state=KeyStage.CANDIDATE).proposal, state=H.SIGNED)
    by, before = committee(body), kept()

    for row in (others, candidate):
        with pytest.raises(PermissionDenied):
            consulting.hold_consultation(given=meeting(body), handlings=[row], present=(), by=by, at=now)

    assert kept() == before
    assert not queries_keys.open_handlings(by).exists()


def test_a_committee_records_in_its_own_name_only(house, now):
    body = make.BodyFactory()
    row = make.handling(key(body).proposal, state=H.SIGNED)
    before = kept()

    with pytest.raises(Refused) as refused:
        consulting.hold_consultation(
            given=meeting(make.BodyFactory()), handlings=[row], present=(), by=committee(body), at=now
        )

    assert (refused.value.code, kept()) == ("host", before)


def test_a_committee_writes_no_talk_for_the_unit(browser, now):
    body = make.BodyFactory()
    row = make.handling(key(body).proposal, state=H.SIGNED)
    talk = f"/yunxi/handlings/{row.public_id}/contact-new/"
    client = browser(committee(body))

    assert talk not in client.get(f"/yunxi/handlings/{row.public_id}/").content.decode()
    assert client.post(talk, {}).status_code == 403


def test_leaders_change_after_the_decision_and_who_stays_keeps_the_signature(browser, now):
    row, clerk = key(), make.clerk()
    row.leaders.filter(name="阮书成").update(signed_on=date(2026, 3, 14), signed_words="圈阅")
    page = f"/yunxi/proposals/keys/{row.public_id}/change-key-leaders/"
    client = browser(clerk)
    first = client.get(page).context["form"].initial["leaders"]

    client.post(page, {"leaders": "领办 政府 副区长 邹明远\n督办 政协 主席 阮书成", "reason": "分工调整"})

    assert first == "领办 政府 区长 贺建平\n督办 政协 主席 阮书成"
    standing = [(str(each), each.signed_words) for each in row.leaders.all()]
    assert standing == [("副区长邹明远", ""), ("主席阮书成", "圈阅")]
    entry = LedgerEntry.objects.get(act="change_key_leaders")
    assert entry.reason == "分工调整（原为领办区长贺建平、督办主席阮书成）"
    told = Notice.objects.filter(key__startswith="change_key_leaders").values_list("recipient_id", flat=True)
    assert list(told) == [row.proposal.first_proposer.person.user_id]


@pytest.mark.parametrize(
    ("leaders", "reason", "state", "code"),
    [
        ((), "分工调整", KeyStage.PLAN, "no_leader"),
        ((DEPUTY,), " ", KeyStage.PLAN, "no_reason"),
        ((MAYOR, CHAIR), "分工调整", KeyStage.PLAN, "same"),
        ((DEPUTY,), "分工调整", KeyStage.RESULT, "stale"),
    ],
)
def test_a_change_of_leaders_is_refused_as_a_whole(house, now, leaders, reason, state, code):
    row, clerk = key(state=state), make.clerk()
    before = LedgerEntry.objects.count()

    with pytest.raises(Refused) as refused:
        key_proposals.change_leaders(assignment=row, leaders=leaders, reason=reason, by=clerk, at=now)

    assert refused.value.code == code
    assert [each.name for each in row.leaders.all()] == ["贺建平", "阮书成"]
    assert LedgerEntry.objects.count() == before


def test_nobody_but_the_proposal_office_changes_leaders(browser, now):
    body = make.BodyFactory()
    row = key(body)
    for actor in (committee(body), make.as_role(Role.LEADER)):
        page = f"/yunxi/proposals/keys/{row.public_id}/change-key-leaders/"
        assert browser(actor).post(page, {"leaders": "领办 政府 副区长 邹明远", "reason": "x"}).status_code == 403
    assert [each.name for each in row.leaders.all()] == ["贺建平", "阮书成"]
