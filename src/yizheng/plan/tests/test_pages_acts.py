"""The acts done on pages: forms, double clicks, stale pages, other hats, closed doors."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import URLPattern

from yizheng.accounts.enums import Role
from yizheng.attachment.models import StoredFile
from yizheng.kernel.acting import Actor
from yizheng.kernel.models import LedgerEntry
from yizheng.org.enums import PostKind
from yizheng.org.models import Body
from yizheng.plan import services
from yizheng.plan.enums import PlanState, TaskState
from yizheng.plan.models import PlanItem, PlanTask, WorkPlan
from yizheng.plan.urls import urlpatterns

from .conftest import Browser
from .factories import (
    ItemFactory,
    PersonFactory,
    PlanFactory,
    PostFactory,
    SectionFactory,
    TaskFactory,
    carried,
    moment,
    seat,
)
from .page_reading import NOTE, fresh, post, report, text, url, words
from .untouched import nothing_changes

pytestmark = pytest.mark.usefixtures("house")


def test_no_two_pages_share_a_name() -> None:
    """The last of two would take the links of the first."""
    names = [str(pattern.name) for pattern in urlpatterns if isinstance(pattern, URLPattern)]

    assert sorted(names) == sorted(set(names))


def test_a_department_reports_with_three_fields(task: PlanTask, clerk: Actor, browser: Browser) -> None:
    answer = post(browser(clerk), url(task, "report/"), **report())

    assert (answer.status_code, answer["Location"]) == (302, url(task))
    assert fresh(task).state == TaskState.DONE


def test_a_report_may_bring_a_file_that_opens_from_the_task(
    task: PlanTask, clerk: Actor, browser: Browser, settings: Any, tmp_path: Any
) -> None:
    settings.FILES_ROOT = tmp_path
    client = browser(clerk)

    post(client, url(task, "report/"), **report(file=SimpleUploadedFile("视察报告.pdf", b"%PDF-1.4 ok")))

    file = StoredFile.objects.get()
    assert (file.name, file.kind, file.object_id) == ("视察报告.pdf", "plan_task", task.pk)
    assert "视察报告.pdf" in text(client, url(task))
    assert client.get(f"/yunxi/files/{file.public_id}/").status_code == 200


def test_a_report_that_says_nothing_is_asked_for_a_line_and_keeps_what_was_typed(
    task: PlanTask, clerk: Actor, browser: Browser
) -> None:
    client = browser(clerk)

    with nothing_changes():
        answer = post(client, url(task, "report/"), **report(note="", kind="photo"))

    page = answer.content.decode()
    assert "请写一句说明，或者附上一个文件。" in page
    assert 'value="photo" selected' in page
    assert 'value="2026-11-05"' in page


def test_a_double_click_reports_once(task: PlanTask, clerk: Actor, browser: Browser) -> None:
    client, key = browser(clerk), str(uuid.uuid4())

    first, second = (client.post(url(task, "report/"), {"act_key": key, **report()}) for _ in range(2))

    assert (first["Location"], second["Location"]) == (url(task), url(task))
    assert LedgerEntry.objects.filter(act="report_task").count() == 1
    assert fresh(task).evidence.count() == 1


def test_a_stale_page_is_told_who_was_first_and_sees_the_fresh_state(
    task: PlanTask, clerk: Actor, office: Actor, browser: Browser
) -> None:
    services.report_done(task=task, evidence=[NOTE], by=clerk, at=moment(6))
    services.confirm(task=task, by=office, at=moment(9))
    client = browser(office)

    with nothing_changes():
        answer = post(client, url(task, "return/"), reason="还缺报告")

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "周文清已于11月9日处理过该任务，现在是“已销号”，不能退回。请刷新后查看。" in page
    assert "还缺报告" in page
    assert "已销号" in words(page)


def test_another_hat_in_another_tab_refuses_the_act(task: PlanTask, office: Actor, browser: Browser) -> None:
    client = browser(office)

    with nothing_changes():
        answer = post(client, url(task, "start/"), hat="999999")

    assert answer.status_code == 409
    assert "您在另一个窗口换了身份" in answer.content.decode()


def test_a_dragged_card_asks_for_the_reason_with_its_month_chosen(
    task: PlanTask, office: Actor, browser: Browser
) -> None:
    client = browser(office)

    with nothing_changes():
        dropped = post(client, url(task, "reschedule/"), lane="12")

    assert '<option value="12" selected>' in dropped.content.decode()
    moved = post(client, url(task, "reschedule/"), new_month="12", reason="场地维修", back="/yunxi/plan/?month=11")
    assert moved["Location"] == "/yunxi/plan/?month=11"
    assert fresh(task).month_end == 12


def test_the_way_back_never_leaves_the_house(task: PlanTask, office: Actor, browser: Browser) -> None:
    moved = post(browser(office), url(task, "reschedule/"), new_month="12", reason="场地", back="https://example.org/")

    assert moved["Location"] == url(task)


@pytest.mark.parametrize("month", ["10", "0", "13", "", "十二"])
def test_a_month_that_is_over_cannot_be_chosen(month: str, task: PlanTask, office: Actor, browser: Browser) -> None:
    client = browser(office)

    with nothing_changes():
        answer = post(client, url(task, "reschedule/"), new_month=month, reason="场地")

    assert answer.status_code == 200
    assert "月份" in words(answer.content.decode())


def test_the_office_enters_a_decision_signed_on_paper(
    task: PlanTask, office: Actor, browser: Browser, settings: Any, tmp_path: Any
) -> None:
    settings.FILES_ROOT = tmp_path
    holding = PostFactory(person=PersonFactory(name="俞敏"), post=PostKind.CHAIRPERSON)
    client = browser(office)
    signed = {"signed_by": str(holding.person.public_id), "signed_on": "2026-11-20", "reason": "与年终考核合并"}

    post(client, url(task, "cancel/"), **signed, scan=SimpleUploadedFile("呈批单.pdf", b"%PDF-1.4 ok"))

    row = LedgerEntry.objects.get(act="record_cancellation")
    assert (row.actor_name, row.entered_by_id, row.source) == ("俞敏", office.user_id, "paper")
    page = words(text(client, url(task)))
    assert "纸质代录" in page
    assert "由 周文清 代为录入" in page
    assert "与年终考核合并（2026年11月20日纸质签批）" in page
    assert "呈批单.pdf" in page


def test_a_signature_of_tomorrow_is_refused(task: PlanTask, office: Actor, browser: Browser) -> None:
    holding, client = PostFactory(), browser(office)
    signed = {"signed_by": str(holding.person.public_id), "signed_on": "2026-11-23", "reason": "合并"}

    with nothing_changes():
        answer = post(client, url(task, "cancel/"), **signed)

    assert "签字日期还没有到，请填实际签字的那一天。" in answer.content.decode()


def test_the_suggested_item_stands_with_its_reason_and_a_person_confirms_it(office: Actor, browser: Browser) -> None:
    section = SectionFactory()
    ItemFactory(section=section, heading="加强学习", text="组织读书会，提高履职能力。")
    wanted = ItemFactory(section=section, number=9, heading="抓好提案督办", text="开展重点提案督办，组织双向评议。")
    task = TaskFactory(plan=section.plan, content="开展重点提案督办工作")
    client = browser(office)

    page = words(text(client, url(task, "item/")))
    post(client, url(task, "item/"), item=str(wanted.public_id))

    assert "建议归到 第9项 抓好提案督办" in page
    linked = fresh(task)
    assert linked.item == wanted
    assert linked.item_reason.startswith("与第9项同提：")


def test_an_added_task_opens_its_page(task: PlanTask, office: Actor, body: Body, browser: Browser) -> None:
    client = browser(office)
    values = {
        "content": "参加全市政协工作交流会", "month_start": "11", "month_end": "12", "department": str(body.public_id),
    }  # fmt: skip

    answer = post(client, f"/yunxi/plan/{task.plan.public_id}/tasks/new/", **values)

    added = PlanTask.objects.get(is_added=True)
    assert answer["Location"] == url(added)
    assert "新增" in words(text(client, url(added)))


def test_a_task_added_from_an_item_s_page_has_that_item_chosen(item: PlanItem, office: Actor, browser: Browser) -> None:
    page = text(browser(office), f"/yunxi/plan/{item.plan.public_id}/tasks/new/?item={item.public_id}")

    assert f'<option value="{item.public_id}" selected>' in page


def test_an_adopted_plan_becomes_work(office: Actor, body: Body, browser: Browser) -> None:
    plan = PlanFactory(state=PlanState.DRAFT, adopted_on=None, adopted_meeting="")
    task = carried(TaskFactory(plan=plan), body)
    client = browser(office)

    answer = post(
        client, f"/yunxi/plan/{plan.public_id}/adopt/", adopted_on="2026-11-20", meeting="区政协三届八次常委会议"
    )

    assert answer["Location"] == f"/yunxi/plan/{plan.public_id}/"
    assert WorkPlan.objects.get(pk=plan.pk).state == PlanState.ADOPTED
    assert fresh(task).state == TaskState.PLANNED


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"adopted_on": "", "meeting": "常委会议"}, "请填写通过日期。"),
        ({"adopted_on": "2026-11-20", "meeting": ""}, "请写明是哪次会议通过的。"),
        ({"adopted_on": "2026-11-23", "meeting": "常委会议"}, "通过日期还没有到，请填会议实际通过的那一天。"),
        ({"adopted_on": "昨天", "meeting": "常委会议"}, "日期请写成 2026-03-03 的样子。"),
    ],
)
def test_an_adoption_that_cannot_be_is_refused_in_words(
    values: dict[str, str], sentence: str, office: Actor, browser: Browser
) -> None:
    plan, client = PlanFactory(state=PlanState.DRAFT, adopted_on=None, adopted_meeting=""), browser(office)

    with nothing_changes():
        answer = post(client, f"/yunxi/plan/{plan.public_id}/adopt/", **values)

    assert sentence in answer.content.decode()


def test_acts_on_a_plan_ask_for_a_post(task: PlanTask, office: Actor, browser: Browser) -> None:
    client = browser(office)

    with nothing_changes():
        assert client.get(f"/yunxi/plan/{task.plan.public_id}/publish/").status_code == 405
        assert client.get(url(task, "start/")).status_code == 200


@pytest.mark.parametrize("act", ["start", "report", "confirm", "return", "delay", "reschedule", "cancel", "item"])
def test_every_door_to_an_act_is_closed_to_a_member(act: str, task: PlanTask, browser: Browser) -> None:
    client = browser(seat(Role.MEMBER))

    with nothing_changes():
        assert client.get(url(task, f"{act}/")).status_code == 403
        assert post(client, url(task, f"{act}/"), **report(), reason="x", new_month="12").status_code == 403


@pytest.mark.parametrize("act", ["adopt", "issue", "close", "publish", "tasks/new"])
def test_every_door_to_a_plan_s_acts_is_closed_to_a_leader(act: str, task: PlanTask, browser: Browser) -> None:
    client = browser(seat(Role.LEADER))

    with nothing_changes():
        assert post(client, f"/yunxi/plan/{task.plan.public_id}/{act}/", public="1").status_code == 403
