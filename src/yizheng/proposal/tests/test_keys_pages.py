"""Every page of leads and keys opens for whom it is meant, and is not there for others."""

from datetime import date

import pytest

from yizheng.accounts.enums import Role
from yizheng.proposal.enums import (
    ConsultationLevel,
    HandlingState,
    KeyStage,
    LeadChannel,
    LeadState,
    ProposalState,
    Tier,
)
from yizheng.proposal.models import HandlingConsultation, HandlingInspection, KeyAssignment, KeyLeader, ProposalLead
from yizheng.proposal.services import consulting, inspecting, leads, outgoing, quality, soliciting, topics
from yizheng.proposal.views.offers import offered
from yizheng.proposal.views.sections import sections

from . import factories as make
from .test_leads_soliciting import superior

FORMS = (
    "leads/new", "topics/new", "solicitations/new", "outgoing/new", "keys/decide", "coverage/enter",
    "consultations/new", "inspections/new",
)  # fmt: skip
LISTS = (
    "leads", "topics", "solicitations", "outgoing", "keys", "coverage", "consultations", "inspections", "quality",
    "quality/?by=kind", "keys/?tier=important&year=2025", "leads/?state=closed",
)  # fmt: skip


@pytest.fixture
def things(house, now):
    """One of everything, by the path of its page and of its acts."""
    clerk = make.clerk()
    lead = leads.enter_lead(words=leads.LeadWords("拥堵", "请疏导。", LeadChannel.PAPER), by=clerk, at=now)
    topic = topics.add_topic(words=topics.TopicWords(2026, "缓解拥堵", "看数据"), by=clerk, at=now)
    words = soliciting.CallWords("征集", "请提。", date(2026, 3, 20))
    call = soliciting.call_for_proposals(session=make.SessionFactory(), words=words, by=clerk, at=now)
    up = outgoing.register_outgoing(words=outgoing.OutgoingWords("关于轨道的建议", superior()), by=clerk, at=now)
    row = make.handling(make.proposal(ProposalState.HANDLING), state=HandlingState.SIGNED)
    key = KeyAssignment.objects.create(proposal=row.proposal, tier=Tier.KEY, year=2026, state=KeyStage.PLAN)
    KeyLeader.objects.create(assignment=key, role="lead", side="government", name="贺建平", post="区长")
    given = consulting.Consultation("协商", ConsultationLevel.UNIT, date(2026, 3, 16), "建设局", "", "商定。")
    held = consulting.hold_consultation(given=given, handlings=[row], present=(), by=clerk, at=now)
    seen = inspecting.record_inspection(
        given=inspecting.Inspection("视察", date(2026, 3, 12), "阮书成"), by=clerk, at=now
    )
    return clerk, row.proposal, {
        f"leads/{lead.public_id}": ("list-lead", "close-lead", "guide-lead"),
        f"topics/{topic.public_id}": ("change-topic",),
        f"solicitations/{call.public_id}": ("remind-of-call",),
        f"outgoing/{up.public_id}": ("hand-over-outgoing",),
        f"keys/{key.public_id}": ("plan-key", "record-key-activity", "enter-leader-signature"),
        f"consultations/{held.public_id}": (),
        f"inspections/{seen.public_id}": ("record-finding",),
    }  # fmt: skip


def test_every_page_and_form_opens_for_the_clerk(things, browser):
    clerk, proposal, pages = things
    page = browser(clerk)
    acts = [f"{where}/{act}" for where, acts in pages.items() for act in acts]
    acts += [f"{proposal.public_id}/{act}" for act in ("nominate-key", "record-media-visit", "score-quality")]

    asked = [f"/yunxi/proposals/{where}" for where in (*FORMS, *LISTS, *pages, *acts)]
    answers = {where: page.get(where if "?" in where else f"{where}/").status_code for where in asked}

    assert {where: status for where, status in answers.items() if status != 200} == {}


@pytest.mark.parametrize("role", [Role.UNIT_CLERK, Role.OBSERVER])
def test_none_of_it_opens_for_those_outside(things, browser, role):
    _, _, pages = things
    page = browser(make.as_role(role))

    answers = {page.get(f"/yunxi/proposals/{where}/").status_code for where in (*FORMS, *pages)}

    assert answers <= {403, 404}


@pytest.mark.parametrize("code", ["key-list", "key-sheet", "inspection-report", "topic-guide"])
def test_each_paper_is_drawn_as_word_for_the_clerk_and_for_nobody_outside(things, browser, code):
    clerk, _, pages = things
    ids = {where.split("/")[0]: where.split("/")[1] for where in pages}
    asked = {"id": ids["keys" if code == "key-sheet" else "inspections"], "year": "2026"}
    url = f"/yunxi/papers/{code}.docx"

    answer = browser(clerk).get(url, asked)

    assert (answer.status_code, b"".join(answer)[:2]) == (200, b"PK")
    assert browser(make.as_role(Role.OBSERVER)).get(url, asked).status_code in (403, 404)


def test_the_page_of_a_proposal_offers_the_acts_to_the_clerk_alone(things):
    clerk, proposal, _ = things
    ours = {"推荐为重点或重要提案", "记录媒体采访", "提案质量评分"}

    assert ours <= {each.label for each in offered(proposal, clerk)}
    for other in (make.assigner(), make.as_member(proposal.first_proposer), make.as_role(Role.LEADER)):
        assert not ours & {each.label for each in offered(proposal, other)}


def test_the_cards_of_a_proposal_show_the_score_to_its_member_and_no_other(things, now):
    clerk, proposal, _ = things
    scores = {"科学性": 20, "严肃性和调研": 20, "可行性": 20, "规范性": 10, "影响力": 10}
    quality.score_quality(proposal=proposal, scores=scores, by=clerk, at=now)

    def titles(actor):
        return {card.context.get("title") for card in sections(proposal, actor)}

    assert {"重点提案", "提案质量"} <= titles(clerk)
    assert "提案质量" in titles(make.as_member(proposal.first_proposer))
    assert "提案质量" not in titles(make.as_member(make.member()))


def test_a_lead_is_answered_on_the_page_and_stays_as_typed_when_it_is_too_late(things, browser):
    clerk, _, _ = things
    lead, page = ProposalLead.objects.get(), browser(clerk)
    url = f"/yunxi/proposals/leads/{lead.public_id}/close-lead/"

    first = page.post(url, {"disposal": "已转交警。"})
    second = page.post(url, {"disposal": "又转城管。"})

    lead.refresh_from_db()
    assert (first.status_code, second.status_code) == (302, 409)
    assert "又转城管。" in second.content.decode()
    assert (lead.state, lead.disposal) == (LeadState.CLOSED, "已转交警。")
    assert (HandlingConsultation.objects.count(), HandlingInspection.objects.count()) == (1, 1)
