"""The pages: the record with its lists, duties, judgements, training and going back."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from yizheng.accounts.enums import Role
from yizheng.assist import forms, guides, learning, reckoning, services
from yizheng.assist.enums import Level, ModelState, Question, Verdict
from yizheng.assist.models import Decision, DutyText, Judgement, ModelVersion
from yizheng.assist.services import Chosen
from yizheng.kernel import quarantine
from yizheng.kernel.acting import SYSTEM
from yizheng.kernel.errors import Refused
from yizheng.org.models import UnitAlias
from yizheng.proposal.enums import ProposalState as S
from yizheng.proposal.tests import factories as make

pytest_plugins = ["yizheng.proposal.tests.conftest"]
AT = make.moment()


@pytest.fixture(autouse=True)
def nothing_in_memory():
    guides.forget_all()
    yield
    guides.forget_all()


def path(name, **kwargs):
    return reverse(f"assist:{name}", kwargs={"committee": "yunxi", **kwargs})


def decided(place, *, unit, at=AT, kind="proposal", proposal=None):
    proposal = proposal or make.proposal(S.HANDLING)
    others = [(str(10**9 + n), 0.3) for n in range(3)]
    if place:
        others[place - 1] = (str(unit.pk), 0.7)
    services.record_decisions(
        question=Question.UNIT, act="assign", by=SYSTEM, at=at,
        chosen=[Chosen(kind, proposal.pk, str(unit.pk), str(unit), [] if place is None else others, Level.SURE)],
    )  # fmt: skip
    return proposal


def test_the_record_counts_what_was_decided_and_each_number_opens_its_list(browser, house):
    unit = make.UnitFactory(name="云溪区甲中心")
    first = [decided(1, unit=unit) for _ in range(7)]
    decided(2, unit=unit)
    missed = decided(0, unit=unit)
    decided(None, unit=unit)
    page = browser(make.clerk())

    shown = page.get(path("record")).content.decode()
    assert "10 件决定，第一个就对的占 70.0%" in shown
    found = reckoning.record(Question.UNIT, "proposal")
    assert (found.total.count, found.total.first, found.total.top, found.missed, found.nothing) == (10, 7, 8, 1, 1)
    for what, expected in (("all", 10), ("first", 7), ("top3", 8), ("missed", 1), ("none", 1)):
        assert f"{expected} 件决定" in page.get(found.total.url(what)).content.decode()
    assert missed.title in page.get(found.total.url("missed")).content.decode()
    assert first[0].title in page.get(found.total.url("first")).content.decode()


def test_few_decisions_are_counted_and_no_share_is_made_of_them(browser, house):
    unit = make.UnitFactory()
    decided(1, unit=unit)

    shown = browser(make.clerk()).get(path("record")).content.decode()

    assert "只有 1 件决定，还不能算准不准" in shown
    assert "%" not in shown.split("推荐得准不准")[1].split("说有把握")[0]


def test_without_decisions_the_page_says_how_it_suggests(browser, house):
    shown = browser(make.clerk()).get(path("record")).content.decode()

    assert "还没有可以对照的决定" in shown
    assert "用通用知识和单位职责，还没有从本会的决定里学习。" in shown


def test_months_and_units_add_up_and_open_their_lists(house):
    one, other = make.UnitFactory(name="云溪区甲中心"), make.UnitFactory(name="云溪区乙中心")
    decided(1, unit=one, at=make.moment(2, 2))
    decided(0, unit=one, at=make.moment(3, 3))
    decided(1, unit=other, at=make.moment(4, 3))

    found = reckoning.record(Question.UNIT, "proposal")

    assert [(each.label, each.count, each.first) for each in found.months] == [
        ("2026年3月", 2, 1), ("2026年2月", 1, 1),
    ]  # fmt: skip
    assert [(each.label, each.count, each.first) for each in found.chosen] == [
        ("云溪区甲中心", 2, 1), ("云溪区乙中心", 1, 1),
    ]  # fmt: skip
    asked = {"what": "all", "level": "", "month": "2026-03", "chosen": str(one.pk), "version": ""}
    assert reckoning.listed(Question.UNIT, "proposal", **asked).count() == 1


def test_what_is_closed_is_neither_counted_nor_listed(house):
    unit = make.UnitFactory()
    decided(1, unit=unit)
    closed = decided(1, unit=unit)

    quarantine.quarantine(subject=closed, by=make.as_role(Role.SECURITY_ADMIN, name="尹守成"), reason="涉密", at=AT)

    assert reckoning.record(Question.UNIT, "proposal").total.count == 1


@pytest.mark.parametrize("role", [Role.MEMBER, Role.UNIT_CLERK, Role.ASSIGNER, Role.LEADER, Role.OBSERVER])
def test_the_record_is_for_clerks_and_the_secretary_general(browser, house, role):
    page = browser(make.as_role(role, name="某人"))

    assert [page.get(path(name)).status_code for name in ("record", "decisions", "judgements")] == [403, 403, 403]


def test_the_proposal_clerk_reads_nothing_of_opinions_and_the_other_way_round(browser, house):
    proposals, opinions = browser(make.clerk()), browser(make.as_role(Role.OPINION_CLERK, name="白露"))

    of_opinions = f"{path('record')}?question=unit&area=opinion"
    of_proposals = f"{path('record')}?question=unit&area=proposal"
    assert (proposals.get(of_opinions).status_code, proposals.get(of_proposals).status_code) == (404, 200)
    assert (opinions.get(of_opinions).status_code, opinions.get(of_proposals).status_code) == (200, 404)


def test_training_from_the_page_shows_how_far_it_is_and_a_second_one_is_refused(browser, house):
    page = browser(make.clerk())
    where = f"{path('train')}?question=unit&area=proposal"

    assert page.post(where).status_code == 302
    shown = page.get(path("record")).content.decode()
    again = page.post(where)

    assert "已学 0%" in shown
    assert again.status_code == 409
    assert "正在训练，请等它做完再训练一次" in again.content.decode()
    assert ModelVersion.objects.count() == 1


def test_an_older_version_is_put_to_use_after_asking(browser, house):
    unit = make.UnitFactory(name="云溪区甲中心")
    for _ in range(6):
        make.handling(make.proposal(S.HANDLING, title="关于岗亭的建议"), unit)
    first, second = _trained(), _trained()
    ModelVersion.objects.filter(pk__in=[first.pk, second.pk]).update(activated_at=AT.replace(day=1))
    page = browser(make.clerk())
    where = path("activate", public_id=first.public_id)

    assert "启用第1版" in page.get(where).content.decode()
    assert page.post(where).status_code == 302

    first.refresh_from_db()
    assert first.activated_at == AT
    assert "用第1版" in page.get(path("record")).content.decode()


def _trained():
    version = services.ask_for_training(question=Question.UNIT, area="proposal", by=SYSTEM, at=AT)
    learning.train(committee_id=version.committee_id, version_id=version.pk)
    version.refresh_from_db()
    assert version.state == ModelState.READY
    return version


def test_duties_are_pasted_from_excel_and_from_word(browser, house):
    one, other = make.UnitFactory(name="云溪区甲中心"), make.UnitFactory(name="云溪区乙中心")
    UnitAlias.objects.create(unit=other, text="乙中心", valid_from=make.FROM)
    page = browser(make.clerk())
    text = "云溪区甲中心\t岗亭管护\n2. 乙中心：养犬登记。\n犬只收容。\n"

    assert page.post(path("paste-duties"), {"text": text}).status_code == 302

    kept = dict(DutyText.objects.values_list("unit_id", "text"))
    assert kept == {one.pk: "岗亭管护", other.pk: "养犬登记。\n犬只收容。"}
    assert "登记了职责的有 2 个" in page.get(path("duties")).content.decode()


@pytest.mark.parametrize(
    ("text", "code"),
    [("不认识的单位：什么", "no_units"), ("甲中心：一\n甲中心：二", "twice")],
    ids=["stranger", "twice"],
)
def test_a_paste_that_is_not_understood_stays_on_the_page(browser, house, text, code):
    make.UnitFactory(name="甲中心")
    answer = browser(make.clerk()).post(path("paste-duties"), {"text": text})

    assert (answer.status_code, DutyText.objects.count()) == (409, 0)
    assert text.split("：")[0] in answer.content.decode()
    with pytest.raises(Refused) as refused:
        forms.read_duties(text, AT.date())
    assert refused.value.code == code


def test_a_clerk_judges_on_the_page_and_goes_back_to_it(browser, house):
    one, other = make.proposal(S.SUBMITTED), make.proposal(S.SUBMITTED)
    page, back = browser(make.clerk()), f"/yunxi/proposals/review/{one.public_id}/"
    given = {
        "one_kind": "proposal", "one": one.public_id, "other_kind": "proposal", "other": other.public_id,
        "verdict": "different", "back": back,
    }  # fmt: skip

    answer = page.post(path("judge"), given)
    elsewhere = page.post(path("judge"), {**given, "back": "//evil.example/"})

    assert (answer.status_code, answer["Location"]) == (302, back)
    assert elsewhere["Location"].startswith("/yunxi/")
    assert set(Judgement.objects.values_list("verdict", flat=True)) == {Verdict.DIFFERENT}
    listed = page.get(f"{path('judgements')}?verdict=different").content.decode()
    assert "判断过 1 对" in listed
    assert one.title in listed


def test_who_may_not_see_an_item_cannot_judge_it(browser, house):
    one, draft = make.proposal(S.SUBMITTED), make.proposal(S.DRAFT)
    given = {
        "one_kind": "proposal", "one": one.public_id, "other_kind": "proposal", "other": draft.public_id,
        "verdict": "same",
    }  # fmt: skip

    answers = [
        browser(make.clerk()).post(path("judge"), given),
        browser(make.clerk()).post(path("judge"), {**given, "other": "x"}),
        browser(make.clerk()).post(path("judge"), {**given, "other_kind": "nothing"}),
        browser(make.as_member(make.member())).post(path("judge"), given),
    ]

    assert [each.status_code for each in answers] == [404, 404, 404, 403]
    assert Judgement.objects.count() == 0


def test_the_queries_of_the_record_and_its_lists_do_not_grow(browser, house):
    unit, page = make.UnitFactory(), browser(make.clerk())
    decided(1, unit=unit)
    page.get(path("record"))
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as record:
            page.get(path("record"))
        with CaptureQueriesContext(connection) as listed:
            page.get(path("decisions"))
        counts.append((len(record), len(listed)))
        for _more in range(3):
            decided(1, unit=unit)

    assert counts[0] == counts[1]
    assert Decision.objects.count() == 7


def test_a_task_put_to_a_plan_item_is_recorded_without_a_word_of_the_plan(browser, house):
    from yizheng.plan import services as plans
    from yizheng.plan.tests.factories import ItemFactory, TaskFactory, seat

    item = ItemFactory(number=9, heading="推动老旧小区加装电梯", text="督办加装电梯提案。")
    task = TaskFactory(plan=item.plan, content="督办老旧小区加装电梯提案", item=None)
    office = seat(Role.OFFICE_CLERK)

    plans.link_item(task=task, item=item, reason="选定", by=office, at=AT)

    row = Decision.objects.get()
    assert (row.question, row.kind, row.chosen_label, row.place) == (Question.PLAN_ITEM, "plan_task", "第9项", 1)
    shown = browser(office).get(path("record")).content.decode()
    assert "任务归要点推荐只有 1 件决定" in shown
    assert "重新训练" not in shown
