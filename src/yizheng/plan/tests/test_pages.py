"""The pages of items, tasks and plans, and the acts done on them: what a person sees and what happens."""

from __future__ import annotations

import re
import uuid
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern

from yizheng.accounts.enums import Role
from yizheng.attachment.models import StoredFile
from yizheng.kernel.acting import SYSTEM, Actor
from yizheng.kernel.models import LedgerEntry
from yizheng.org.enums import PostKind
from yizheng.org.models import Body
from yizheng.plan import services
from yizheng.plan.enums import EvidenceKind, PlanState, TaskState
from yizheng.plan.models import PlanItem, PlanTask, WorkPlan
from yizheng.plan.services import Evidence
from yizheng.plan.urls import urlpatterns

from .conftest import Browser
from .factories import (
    BodyFactory,
    EvidenceFactory,
    ItemFactory,
    PersonFactory,
    PlanFactory,
    PostFactory,
    SectionFactory,
    TaskFactory,
    TopicFactory,
    UnitFactory,
    carried,
    led,
    moment,
    seat,
)
from .factories import PartyFactory as Party
from .untouched import nothing_changes

pytestmark = pytest.mark.usefixtures("house")
NOTE = Evidence(EvidenceKind.MEETING_RECORD, date(2026, 11, 5), "见11月5日主席会议记录")


@pytest.fixture
def office() -> Actor:
    return seat(Role.OFFICE_CLERK)


@pytest.fixture
def body() -> Body:
    return BodyFactory(short_name="经科委")


@pytest.fixture
def clerk(body: Body) -> Actor:
    return seat(Role.COMMITTEE_CLERK, name="许岚", body=body)


@pytest.fixture
def item() -> PlanItem:
    return ItemFactory(heading="开展养老服务专题协商", number=5, number_raw="5．")


@pytest.fixture
def task(item: PlanItem, body: Body) -> PlanTask:
    return carried(TaskFactory(plan=item.plan, item=item, content="组织委员视察养老服务"), body)


def url(task: PlanTask, act: str = "") -> str:
    return f"/yunxi/plan/tasks/{task.public_id}/{act}"


def fresh(task: PlanTask) -> PlanTask:
    return PlanTask.objects.get(pk=task.pk)


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def post(client: Client, address: str, **values: Any) -> Any:
    return client.post(address, {"act_key": str(uuid.uuid4()), **values})


def report(**changes: Any) -> dict[str, Any]:
    return {"kind": "meeting_record", "happened_on": "2026-11-05", "note": "见11月5日主席会议记录", **changes}


# What is seen


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
    Party(task=task, role="leader", body=None, person=PersonFactory(name="毛进"), display_text="副主席")
    task.leaders_text = ["副主席"]
    task.save(update_fields=["leaders_text"])

    page = words(text(browser(office), url(task)))

    assert "11月底前完成，即11月30日" in page
    assert re.search(r"副主席 （毛进）", page)


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


# What is done


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


# What the public sees


def test_the_public_reads_headings_of_an_opened_plan_and_nothing_else(item: PlanItem, task: PlanTask) -> None:
    from django.test import Client as Stranger

    EvidenceFactory(task=task, note="见内部会议记录")
    led(task, PersonFactory(name="毛进"))

    closed = words(Stranger().get("/public/yunxi/").content.decode())
    WorkPlan.objects.update(is_public=True)
    opened = words(Stranger().get("/public/yunxi/").content.decode())

    assert item.heading not in closed
    assert item.heading in opened
    for inner in (task.content, "毛进", "见内部会议记录", item.text, "经科委"):
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
