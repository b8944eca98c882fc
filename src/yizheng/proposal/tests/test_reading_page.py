"""The page of one proposal: what stands on it in each state, what whom is shown, how many statements it takes."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yizheng.accounts.enums import Role
from yizheng.kernel import ledger, quarantine, thread
from yizheng.proposal.enums import Consent, ContactConfirmation, HandlingState, ProposalState, ShareRole
from yizheng.proposal.models import Conversion, KeyAssignment, KeyLeader, MediaVisit, ReplyAnswer, ReviewRecord
from yizheng.proposal.views import offers, sections

from . import factories as make

S = ProposalState
TODAY = date(2026, 3, 16)
MOST_QUERIES = 12
"""Of the page, the house around it, and the cards of all areas."""
AROUND = ("SAVEPOINT", "select set_config")


def url(proposal):
    """Return the address of a proposal's page."""
    return f"/yunxi/proposals/{proposal.public_id}/"


def text_for(browser, actor, proposal):
    """Return what a person reads on the page of a proposal."""
    answer = browser(actor).get(url(proposal))
    assert answer.status_code == 200
    return answer.content.decode()


def statements(page, proposal):
    """Return how many statements the page takes, but for those of the test's own open scope."""
    with CaptureQueriesContext(connection) as caught:
        assert page.get(url(proposal)).status_code == 200
    return sum(bool(each["sql"]) and not any(word in each["sql"] for word in AROUND) for each in caught)


def review(proposal, **changed):
    """Let somebody review a proposal."""
    reviewer = make.clerk("温如玉")
    given = {"stage": "first", "outcome": "file", "opinion": "初审认为可立", "at": make.moment(5)}
    return ReviewRecord.objects.create(
        proposal=proposal, reviewer_id=reviewer.user_id, reviewer_name="温如玉", **{**given, **changed}
    )


def answered(*, units=1):
    """Make an answered proposal with everything that hangs on it, so many times."""
    made = make.proposal(S.REPLIED, replied_on=date(2026, 5, 20))
    for n in range(units):
        role = ShareRole.SEPARATE
        handling = make.handling(made, role=role, state=HandlingState.ISSUED, order=n)
        make.contact(handling, confirmation=ContactConfirmation.SILENCE)
        reply = make.reply(handling)
        for suggestion in made.suggestions.all():
            ReplyAnswer.objects.create(reply=reply, suggestion=suggestion, verdict="accepted", text=f"照办{n}")
        make.feedback(reply, state="given", attitude_rating="satisfied", result_rating="basic", comment=f"还行{n}")
        make.signer(made, make.member(), order=n + 2, consent=Consent.AGREED)
        review(made)
        ledger.record("issue_reply", handling, by=make.as_unit(handling.unit), at=make.moment(20, 5))
    return made


@pytest.mark.parametrize("state", [state for state in S if state not in (S.DRAFT, S.COSIGNING)])
def test_the_page_opens_in_every_state_and_names_it(browser, state):
    changed = {"merged_into": make.proposal(S.FILED, title="关于主提案的建议")} if state == S.MERGED else {}
    made = make.proposal(state, **changed)
    if made.assigned_on:
        make.handling(made, state=HandlingState.SIGNED)

    text = text_for(browser, make.clerk(), made)

    assert made.get_state_display() in text
    assert make.TEXT in text


@pytest.mark.parametrize("state", [S.DRAFT, S.COSIGNING])
def test_a_draft_opens_for_its_proposer_only(browser, state):
    made = make.proposal(state)

    assert "提案进程" in text_for(browser, make.as_member(made.first_proposer), made)
    assert browser(make.clerk()).get(url(made)).status_code == 404


def test_the_page_takes_the_same_few_statements_for_any_number_of_rows(browser):
    few, many, page = answered(), answered(units=3), browser(make.clerk())
    page.get(url(few))

    assert statements(page, many) == statements(page, few) <= MOST_QUERIES


def test_the_page_takes_no_more_statements_with_all_there_can_be_beside_it(browser):
    plain, full, page = answered(), answered(units=2), browser(make.clerk())
    key = KeyAssignment.objects.create(proposal=full, tier="key", year=2026, state="selected")
    KeyLeader.objects.create(assignment=key, role="lead", side="government", name="贺建平", post="副区长")
    MediaVisit.objects.create(
        proposal=full, medium="云溪电视台", programme="", happened_on=TODAY, interviewed="提案人", gist="看了现场"
    )
    taken = make.proposal(S.MERGED, merged_into=full)
    thread.link(make.proposal(S.FILED, title="关于来处的建议"), full, relation="split", at=make.moment())
    thread.link(full, make.proposal(S.FILED, title="关于去处的建议"), relation="split", at=make.moment())
    page.get(url(plain))

    text = page.get(url(full)).content.decode()

    assert statements(page, full) <= MOST_QUERIES
    for words in ("副区长贺建平", "看了现场", url(taken), "关于来处的建议", "关于去处的建议"):
        assert words in text, words


def test_each_suggestion_carries_the_answer_of_each_unit(browser):
    made = answered()

    text = text_for(browser, make.as_member(made.first_proposer), made)

    assert text.count("照办0") == 2
    assert "采纳" in text
    assert "A类　已经解决或基本解决" in text
    assert "未经提案人确认" in text
    assert "基本满意" in text


def test_whoever_reads_along_is_not_shown_ratings_talks_or_telephones(browser):
    made = answered()
    made.shared_on = TODAY
    made.save()
    make.signer(made, make.member("谢绝者"), order=9, consent=Consent.DECLINED)

    text = text_for(browser, make.as_member(make.member()), made)

    assert "照办0" in text
    for inner in ("还行0", "基本满意", "未经提案人确认", "0571-5550101", "初审认为可立", "谢绝者", "公开意愿"):
        assert inner not in text


def test_a_draft_of_a_reply_is_not_on_the_page(browser):
    made = make.proposal(S.HANDLING)
    handling = make.handling(made, state=HandlingState.DRAFTED)
    make.reply(handling, state="draft", body="还没有签发的话")

    for actor in (make.as_member(made.first_proposer), make.clerk(), make.as_unit(handling.unit)):
        assert "还没有签发的话" not in text_for(browser, actor, made)


def test_a_proposer_reads_why_it_was_not_filed_and_where_it_went_but_not_the_review(browser):
    made = make.proposal(S.NOT_FILED, review_reason_code="academic", decided_on=date(2026, 3, 6))
    Conversion.objects.create(proposal=made, kind="reference", sent_to="云溪区教育局", made_at=make.moment(7))
    review(made, opinion="内部讨论的话")
    ledger.record("first_review", made, by=make.clerk(), at=make.moment(5), reason="台账里的内部话")

    own = text_for(browser, make.as_member(made.first_proposer), made)
    office = text_for(browser, make.clerk("谷雨"), made)

    assert "不予立案。理由：属于学术讨论。处理：转有关部门参阅，已送云溪区教育局。" in own
    for inner in ("内部讨论的话", "台账里的内部话", "审查记录"):
        assert inner not in own
        assert inner in office


def test_the_proposer_reads_why_it_came_back(browser):
    made = make.proposal(S.RETURNED, revise_by=date(2026, 3, 20))
    ledger.record("return_for_change", made, by=make.clerk(), at=make.moment(9), reason="请补写具体建议")

    text = text_for(browser, make.as_member(made.first_proposer), made)

    assert "请在2026年3月20日前改好再交" in text
    assert "理由：请补写具体建议" in text


def test_merged_proposals_lead_to_each_other(browser):
    main = make.proposal(S.FILED, title="关于主提案的建议")
    taken = make.proposal(S.MERGED, title="关于被并的建议", merged_into=main)
    clerk = make.clerk()

    assert url(main) in text_for(browser, clerk, taken)
    assert url(taken) in text_for(browser, clerk, main)


def test_a_merger_names_no_proposal_that_the_reader_may_not_see(browser):
    main = make.proposal(S.FILED, title="关于看不见的主提案")
    taken = make.proposal(S.MERGED, merged_into=main)

    text = text_for(browser, make.as_member(taken.first_proposer), taken)

    assert "随主提案一起办理" in text
    assert "看不见的主提案" not in text


def test_a_withdrawn_proposal_keeps_its_number(browser):
    made = make.proposal(S.WITHDRAWN, filed_no=58)

    assert "已撤案。第058号这个编号保留" in text_for(browser, make.clerk(), made)


def test_a_quarantined_proposal_is_a_row_without_words_for_the_clerk_and_nothing_for_others(browser):
    made, clerk = answered(), make.clerk()
    ledger.record("withdraw", made, by=clerk, at=make.moment(), reason="理由里的话")
    guard = make.as_role(Role.SECURITY_ADMIN)
    quarantine.quarantine(subject=made, by=guard, reason="涉及个人信息", at=make.moment())

    text = text_for(browser, clerk, made)

    assert "内容已封存" in text
    assert made.number in text
    for word in (make.TEXT, "照办0", "还行0", "理由里的话", "初审认为可立"):
        assert word not in text
    for other in (make.as_role(Role.LEADER), make.as_member(made.first_proposer), make.assigner()):
        assert browser(other).get(url(made)).status_code == 404


def test_a_media_visit_stands_on_the_timeline_on_its_day(browser):
    made = make.proposal(S.HANDLING)
    MediaVisit.objects.create(
        proposal=made, medium="云溪电视台", programme="民生直通", happened_on=date(2026, 3, 12), interviewed="冉晓彤",
        gist="加装电梯进展",
    )  # fmt: skip

    text = text_for(browser, make.as_member(made.first_proposer), made)

    assert "云溪电视台《民生直通》" in text
    assert ">3月12日</time>" in text


def test_the_timeline_says_who_in_which_hat_by_which_way(browser):
    made = make.proposal(S.HANDLING)
    handling = make.handling(made, make.UnitFactory(name="云溪区住建局"))
    ledger.record("sign_for", handling, by=make.as_unit(handling.unit, name="冉晓彤"), at=make.moment(11))

    text = text_for(browser, make.clerk(), made)

    assert "<b>签收</b>" in text
    assert "冉晓彤（承办单位经办人）" in text
    assert '<p class="timeline-text">云溪区住建局</p>' in text


def test_a_candidate_for_key_proposal_is_the_offices_affair(browser):
    made = make.proposal(S.FILED)
    key = KeyAssignment.objects.create(proposal=made, tier="key", year=2026, recommended_by="提案委")
    KeyLeader.objects.create(assignment=key, role="lead", side="government", name="贺建平", post="副区长")
    own = make.as_member(made.first_proposer)

    assert "副区长贺建平" not in text_for(browser, own, made)
    KeyAssignment.objects.update(state="selected")

    assert "副区长贺建平" in text_for(browser, own, made)


def test_the_committee_that_supervises_a_key_proposal_sees_how_the_talks_stand(browser):
    body, made = make.BodyFactory(), answered()
    made.shared_on = TODAY
    made.save()
    KeyAssignment.objects.create(proposal=made, tier="important", year=2026, state="selected", supervising_body=body)
    scope = {"scope_kind": "body", "scope_id": body.pk}
    other = {"scope_kind": "body", "scope_id": make.BodyFactory().pk}

    assert "未经提案人确认" in text_for(browser, make.as_role(Role.COMMITTEE_CLERK, **scope), made)
    assert "未经提案人确认" not in text_for(browser, make.as_role(Role.COMMITTEE_CLERK, **other), made)


def test_units_planned_are_shown_to_those_who_plan(browser):
    made = make.proposal(S.PRE_ASSIGNED)
    make.planned(made, make.UnitFactory(name="云溪区住建局"))
    make.planned(made, make.UnitFactory(name="云溪区财政局"), source="proposer")
    own = text_for(browser, make.as_member(made.first_proposer), made)
    office = text_for(browser, make.assigner(), made)

    assert "云溪区财政局" in own
    assert "云溪区住建局" not in own
    assert "云溪区住建局" in office


def test_where_it_came_from_is_shown_as_far_as_the_reader_may_see_it(browser):
    earlier, made = make.proposal(S.SUBMITTED, title="关于更早的建议"), make.proposal(S.FILED)
    thread.link(earlier, made, relation="split", at=make.moment())

    assert "关于更早的建议" in text_for(browser, make.clerk(), made)
    assert "关于更早的建议" not in text_for(browser, make.as_member(made.first_proposer), made)


def test_a_unit_opens_no_proposal_of_another_unit(browser):
    made = make.proposal(S.HANDLING)
    make.handling(made)

    assert browser(make.as_unit(make.UnitFactory())).get(url(made)).status_code == 404


def test_areas_offer_acts_and_cards(browser, monkeypatch):
    many = [("/a/", "甲事", ""), ("/b/", "乙事", "danger"), ("/c/", "丙事", "primary"), ("/d/", "丁事", "")]
    monkeypatch.setattr(offers, "_offers", [lambda _proposal, _actor: many])
    monkeypatch.setattr(
        sections, "_sections", [lambda _proposal, _actor: ("proposal/keys/card.html", {"title": "别处的卡片"})]
    )

    text = text_for(browser, make.clerk(), make.proposal(S.FILED))

    assert "别处的卡片" in text
    assert text.index("丙事") < text.index("甲事") < text.index("丁事") < text.index("更多") < text.index("乙事")
