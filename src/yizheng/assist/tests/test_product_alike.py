"""What is alike, what persons judge of it, and that nothing invisible is named or counted."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yizheng.accounts.enums import Role
from yizheng.assist import queries, services
from yizheng.assist.enums import Verdict
from yizheng.assist.models import Judgement
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.proposal import similar
from yizheng.proposal.enums import ProposalState as S
from yizheng.proposal.enums import Rating, Secrecy
from yizheng.proposal.services import leads
from yizheng.proposal.tests import factories as make
from yizheng.search import indexing

pytest_plugins = ["yizheng.proposal.tests.conftest"]
AT = make.moment()
LIFTS = "关于老旧小区加装电梯的建议"


def made(title=LIFTS, state=S.HANDLING, **changed):
    proposal = make.proposal(state, **{"title": title, "shared_on": AT.date(), **changed})
    indexing.put(proposal)
    return proposal


def alike(actor, exclude=None, title=LIFTS):
    return [each.proposal for each in similar.find(title, "", actor, exclude)]


def judge(one, other, verdict, by):
    return services.judge(one=one, other=other, verdict=verdict, by=by, at=AT)


def test_what_came_of_a_precedent_is_told_with_its_unit_class_and_satisfaction(house):
    clerk = make.clerk()
    handling = make.handling(made(state=S.CLOSED), make.UnitFactory(name="区住建局"), state="issued")
    reply = make.reply(handling)
    make.feedback(reply, state="given", result_rating=Rating.SATISFIED)

    (found,) = similar.find(LIFTS, "", clerk)

    assert found.outcome == "区住建局，A类，提案人满意"
    assert "加装电梯" in found.shared


def test_a_pair_judged_another_matter_leaves_both_lists_and_comes_back_when_taken_back(house):
    clerk, one, other = make.clerk(), made(), made("关于既有住宅加装电梯的建议")
    assert alike(clerk, one) == [other]

    judge(one, other, Verdict.DIFFERENT, clerk)

    assert (alike(clerk, one), alike(clerk, other, other.title)) == ([], [])
    assert [each.proposal for each in similar.find_all(LIFTS, "", clerk, one).set_aside] == [other]
    judge(other, one, Verdict.TAKEN_BACK, clerk)
    assert (alike(clerk, one), alike(clerk, other, other.title)) == ([other], [one])
    assert Judgement.objects.count() == 2


def test_a_pair_judged_the_same_comes_first_even_when_it_shares_no_word(house):
    clerk, one = make.clerk(), made()
    near, far = made("关于加快老旧小区加装电梯的建议"), made("关于方便老人上下楼的建议")

    judge(one, far, Verdict.SAME, clerk)

    assert alike(clerk, one) == [far, near]


def test_judgements_are_no_ledger_rows_and_only_clerks_give_them(house):
    one, other = made(), made()
    before = LedgerEntry.objects.count()

    for role in (Role.MEMBER, Role.UNIT_CLERK, Role.ASSIGNER, Role.SECRETARY_GENERAL):
        with pytest.raises(PermissionDenied):
            judge(one, other, Verdict.SAME, make.as_role(role, name="某人"))
    with pytest.raises(Refused) as itself:
        judge(one, one, Verdict.SAME, make.clerk())
    with pytest.raises(Refused) as nothing:
        judge(one, other, Verdict.TAKEN_BACK, make.clerk())

    assert (itself.value.code, nothing.value.code) == ("itself", "nothing_judged")
    assert (Judgement.objects.count(), LedgerEntry.objects.count()) == (0, before)


def test_a_judgement_holds_both_ways(house):
    clerk, one, other = make.clerk(), made(), made()

    judge(other, one, Verdict.SAME, clerk)

    assert queries.verdicts_about(("proposal", one.pk)) == {("proposal", other.pk): Verdict.SAME}
    assert queries.verdicts_about(("proposal", other.pk)) == {("proposal", one.pk): Verdict.SAME}


def test_what_a_member_may_not_see_is_neither_named_nor_counted_judged_or_not(house):
    mine, hidden, inner = made(), made(state=S.SUBMITTED, shared_on=None), made(secrecy=Secrecy.INTERNAL)
    me = make.as_member(make.member("夏若兰"))
    judge(mine, hidden, Verdict.SAME, make.clerk())
    judge(mine, inner, Verdict.DIFFERENT, make.clerk())

    found = similar.find_all(LIFTS, "", me, mine)

    assert (found.items, found.set_aside) == ((), ())


def test_a_unit_and_a_member_see_no_replies_or_ratings_they_may_not_read(house):
    handling = make.handling(made(state=S.CLOSED), make.UnitFactory(name="区住建局"), state="issued")
    make.feedback(make.reply(handling), state="given", result_rating=Rating.NOT_SATISFIED)

    (found,) = similar.find(LIFTS, "", make.as_member(make.member("夏若兰")))

    assert "不满意" not in found.outcome


def test_the_queries_do_not_grow_with_what_is_found(house):
    clerk, one = make.clerk(), made()
    made()
    similar.find_all(LIFTS, "", clerk, one)
    with CaptureQueriesContext(connection) as few:
        similar.find_all(LIFTS, "", clerk, one)
    for _ in range(4):
        made()
    similar.find_all(LIFTS, "", clerk, one)

    with CaptureQueriesContext(connection) as many:
        found = similar.find_all(LIFTS, "", clerk, one)

    assert len(found.items) == 5
    assert len(few) == len(many)


def test_a_member_who_types_a_title_sees_three_precedents_with_what_came_of_them(browser, house):
    for n, name in enumerate(("区住建局", "区城管局", "区规划局")):
        handling = make.handling(made(f"{LIFTS}{n}", S.CLOSED), make.UnitFactory(name=name), state="issued")
        make.feedback(make.reply(handling), state="given", result_rating=Rating.SATISFIED)

    asked = {"title": "关于小区加装电梯的建议"}
    to_member = browser(make.as_member(make.member())).get("/yunxi/proposals/similar/", asked).content.decode()
    to_office = browser(make.clerk()).get("/yunxi/proposals/similar/", asked).content.decode()

    for n, name in enumerate(("区住建局", "区城管局", "区规划局")):
        assert f"{LIFTS}{n}" in to_member
        assert f"{name}，A类，提案人满意" in to_office


def test_the_page_of_a_lead_names_what_is_on_the_same_matter(browser, house):
    near, clerk = made(), make.clerk()
    lead = leads.keep_from_speech(title="盼老旧小区加装电梯", text="三楼以上老人下不了楼。", by=clerk, at=AT)

    shown = browser(clerk).get(f"/yunxi/proposals/leads/{lead.public_id}/").content.decode()

    assert "相近的线索和提案" in shown
    assert f"/yunxi/proposals/{near.public_id}/" in shown
    assert "都讲到" in shown
