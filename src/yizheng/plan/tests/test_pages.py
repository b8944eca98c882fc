"""The pages of items, tasks, plans and of the public: what a person sees, and what stays hidden."""

from __future__ import annotations

import re
from datetime import date

import pytest

from yizheng.accounts.enums import Role
from yizheng.kernel.acting import SYSTEM, Actor
from yizheng.plan import services
from yizheng.plan.enums import PlanState, TaskState
from yizheng.plan.models import PlanItem, PlanTask, WorkPlan

from .conftest import Browser
from .factories import (
    EvidenceFactory,
    ItemFactory,
    PersonFactory,
    PlanFactory,
    SectionFactory,
    TaskFactory,
    TopicFactory,
    UnitFactory,
    led,
    moment,
    seat,
)
from .factories import PartyFactory as Party
from .page_reading import NOTE, post, text, url, words
from .untouched import nothing_changes

pytestmark = pytest.mark.usefixtures("house")


def test_an_item_shows_its_text_its_tasks_their_evidence_and_what_is_open(
    item: PlanItem, task: PlanTask, clerk: Actor, office: Actor, browser: Browser
) -> None:
    services.report_done(task=task, evidence=[NOTE], by=clerk, at=moment(6))
    open_task = TaskFactory(plan=item.plan, item=item, content="召开专题协商会")
    TopicFactory(plan=item.plan, item=item, title="居家养老服务供给")

    page = words(text(browser(office), f"/yunxi/plan/items/{item.public_id}/"))

    for expected in (
        "第5项", item.text, task.content, open_task.content, "见11月5日主席会议记录", "等办公室核对",
        "居家养老服务供给", "许岚", "2 项任务，还没有销号", "来龙去脉",
    ):  # fmt: skip
        assert expected in page


def test_an_item_leads_to_the_items_before_and_after_it(office: Actor, browser: Browser) -> None:
    section = SectionFactory()
    first, middle, last = (ItemFactory(section=section, number=n, order=n * 10) for n in (1, 2, 3))

    page = text(browser(office), f"/yunxi/plan/items/{middle.public_id}/")

    assert f"/yunxi/plan/items/{first.public_id}/" in page
    assert f"/yunxi/plan/items/{last.public_id}/" in page


def test_a_task_says_how_its_date_came_about_and_who_the_printed_names_are(
    task: PlanTask, office: Actor, browser: Browser
) -> None:
    Party(task=task, role="leader", body=None, person=PersonFactory(name="孟珂"), display_text="副主席")
    task.leaders_text = ["副主席"]
    task.save(update_fields=["leaders_text"])

    page = words(text(browser(office), url(task)))

    assert "11月底前完成，即11月30日。" in page
    assert re.search(r"副主席 （孟珂）", page)


def test_a_task_tells_who_did_what_in_which_hat(task: PlanTask, clerk: Actor, office: Actor, browser: Browser) -> None:
    services.report_done(task=task, evidence=[NOTE], by=clerk, at=moment(6))
    services.send_back(task=task, reason="请补视察报告", by=office, at=moment(9))

    page = words(text(browser(office), url(task)))

    assert re.search(r"退回 周文清（办公室） 进行中 11月9日 10:00 理由：请补视察报告", page)
    assert re.search(r"报完成 许岚（专委会） 已完成，待核对 11月6日 10:00", page)


def test_a_moved_task_shows_old_and_new_month_on_its_page(task: PlanTask, office: Actor, browser: Browser) -> None:
    services.reschedule(task=task, new_month=12, reason="场地维修", by=office, at=moment(9))

    page = words(text(browser(office), url(task)))

    assert re.search(r"11月 → 改为 12月 场地维修 周文清，11月9日 10:00", page)


@pytest.mark.parametrize(
    ("role", "state", "labels"),
    [
        (Role.OFFICE_CLERK, TaskState.DONE, ["销号", "退回", "代录取消", "归到要点"]),
        (Role.OFFICE_CLERK, TaskState.PLANNED, ["启动", "改月份", "代录取消", "归到要点"]),
        (Role.OFFICE_CLERK, TaskState.CONFIRMED, ["归到要点"]),
        (Role.SECRETARY_GENERAL, TaskState.PLANNED, ["取消"]),
        (Role.MEMBER, TaskState.PLANNED, []),
    ],
)
def test_the_buttons_are_what_the_hat_may_do_now(
    role: Role, state: str, labels: list[str], task: PlanTask, browser: Browser
) -> None:
    task.state = state
    task.save(update_fields=["state"])

    page = text(browser(seat(role)), url(task))

    head = page.split('class="page-actions">')[1].split("</header>")[0].split("</main>")[0].split("<ol")[0]
    found = [label for label in ("启动", "销号", "退回", "说明延期", "改月份", "代录取消", "归到要点") if label in head]
    assert sorted(found) == sorted(set(labels) - {"取消"})
    assert (">取消<" in head) == ("取消" in labels)


def test_only_one_button_is_the_primary_one(task: PlanTask, clerk: Actor, browser: Browser) -> None:
    services.mark_delayed(task=task, on=date(2026, 12, 1), by=SYSTEM, at=moment(1, 12))

    page = text(browser(clerk), url(task))

    assert page.count("btn-primary") == 1
    assert re.search(r'btn-primary"[^>]*>说明延期', page)


def test_a_unit_sees_its_own_tasks_only(task: PlanTask, browser: Browser) -> None:
    unit = UnitFactory()
    own = TaskFactory(plan=task.plan, content="协同开展视察")
    Party(task=own, body=None, unit=unit)
    client = browser(seat(Role.UNIT_CLERK, unit=unit))

    own.item = ItemFactory(section__plan=task.plan)
    own.save(update_fields=["item"])
    assert client.get(url(own)).status_code == 200
    assert client.get(f"/yunxi/plan/items/{own.item.public_id}/").status_code == 200
    assert client.get(f"/yunxi/plan/{task.plan.public_id}/").status_code == 200
    assert client.get(url(task)).status_code == 404
    listed = text(client, "/yunxi/plan/tasks/")
    assert ("协同开展视察" in listed, task.content in listed) == (True, False)


def test_a_guessed_address_of_another_committee_finds_nothing(task: PlanTask, browser: Browser) -> None:
    from yizheng.kernel import tenancy

    from .factories import CommitteeFactory

    with tenancy.scope(CommitteeFactory(slug="elsewhere")):
        foreign = TaskFactory(content="别处的任务")

    assert browser(seat(Role.OFFICE_CLERK)).get(url(foreign)).status_code == 404


def test_a_draft_is_seen_by_those_who_write_and_approve_it_only(browser: Browser) -> None:
    plan = PlanFactory(state=PlanState.DRAFT)

    def opened_by(role: Role) -> int:
        return browser(seat(role)).get(f"/yunxi/plan/{plan.public_id}/").status_code

    assert [opened_by(role) for role in (Role.OFFICE_CLERK, Role.LEADER, Role.MEMBER)] == [200, 200, 404]


def test_a_plan_page_shows_front_matter_items_counts_and_what_was_removed(
    item: PlanItem, task: PlanTask, office: Actor, browser: Browser
) -> None:
    plan = item.plan
    plan.reissue = {"by": "中共云溪区委员会", "date": "2026-02-25", "issued": "2026-02-26", "copy_to": ["区纪委"]}
    plan.removed_lines = [{"line": 1, "text": "首页 > 政协工作", "why": "网站导航"}]
    plan.save(update_fields=["reissue", "removed_lines"])
    ItemFactory(section=SectionFactory(plan=plan, kind="review", title="2025年工作回顾"), heading="去年的亮点")

    page = words(text(browser(office), f"/yunxi/plan/{plan.public_id}/"))

    for expected in (
        "云溪协〔2026〕3号", "2026年2月20日 区政协三届二次常委会议", "中共云溪区委员会", "2026年2月25日",
        "2026年2月26日", "区纪委", "0/1 项任务已销号", "首页 &gt; 政协工作", "网站导航", "上一年的回顾",
        "去年的亮点", "活动时间可能调整",
    ):  # fmt: skip
        assert expected in page


def test_the_public_reads_headings_of_an_opened_plan_and_nothing_else(item: PlanItem, task: PlanTask) -> None:
    from django.test import Client as Stranger

    EvidenceFactory(task=task, note="见内部会议记录")
    led(task, PersonFactory(name="孟珂"))

    closed = words(Stranger().get("/public/yunxi/").content.decode())
    WorkPlan.objects.update(is_public=True)
    opened = words(Stranger().get("/public/yunxi/").content.decode())

    assert item.heading not in closed
    assert item.heading in opened
    for inner in (task.content, "孟珂", "见内部会议记录", item.text):
        assert inner not in opened


def test_a_draft_is_never_public_even_when_marked() -> None:
    from django.test import Client as Stranger

    PlanFactory(state=PlanState.DRAFT, is_public=True, title="起草中的要点")

    assert "起草中的要点" not in Stranger().get("/public/yunxi/").content.decode()
    assert Stranger().get("/public/nowhere/").status_code == 404


def test_opening_to_the_public_waits_for_the_issue(office: Actor, browser: Browser) -> None:
    plan, client = PlanFactory(state=PlanState.ADOPTED), browser(office)

    with nothing_changes():
        answer = post(client, f"/yunxi/plan/{plan.public_id}/publish/", public="1")

    assert answer.status_code == 409
    assert "工作要点印发以后才能公开" in answer.content.decode()
