"""A task is reported with evidence, returned, reported again and closed (销号)."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from e2e.pages.desks import notices, waiting
from e2e.pages.plans import COMMITTEE, add_task
from e2e.pages.tasks import TaskPage
from e2e.visitor import Visitor

TASK = "编印园区用工政策问答小册子"
MISSING = "请附上小册子的定稿或印数说明"


def test_a_task_is_reported_returned_reported_and_closed(
    at_desk: Visitor, another_at_desk: Visitor, tmp_path: Path
) -> None:
    booklet = tmp_path / "用工政策问答（定稿）.txt"
    booklet.write_text("园区用工政策问答，共二十问。", encoding="utf-8")
    at_desk.sign_in("办公室")
    address = add_task(at_desk, TASK)
    another_at_desk.sign_in("专委会")
    expect(waiting(another_at_desk, TASK)).to_contain_text("办结")

    # The department reports; the office does not find enough and sends it back.
    of_department = TaskPage(another_at_desk.go(address))
    of_department.says("未启动")
    of_department.report("小册子已编好")
    of_department.told("已报办公室核对")
    of_department.says("已完成，待核对")
    of_office = TaskPage(at_desk.go(address))
    of_office.send_back(MISSING)
    of_office.told("已退回")
    of_office.says("进行中")

    # The department hears of it and reports again, with the paper.
    expect(notices(another_at_desk, f"{TASK} 的完成依据被退回")).to_have_count(1)
    another_at_desk.go(address)
    expect(of_department.card("办理经过")).to_contain_text(MISSING)
    of_department.report("定稿随附，已印两千册", file=booklet)
    of_department.says("已完成，待核对")
    another_at_desk.shot("task-reported")

    # The office checks the paper and closes the task.
    expect(waiting(at_desk, TASK)).to_contain_text("核对")
    at_desk.go(address)
    with at_desk.page.expect_download() as opened:
        of_office.card("完成依据").get_by_role("link", name=booklet.name).click()
    assert opened.value.path().read_text(encoding="utf-8") == booklet.read_text(encoding="utf-8")
    of_office.confirm()
    of_office.told("已销号")
    of_office.says("已销号")
    at_desk.shot("task-closed")

    expect(of_office.card("来龙去脉")).to_contain_text("定稿随附，已印两千册")
    assert [said.split("\n")[:2] for said in of_office.story] == [
        ["销号", "苏晓岚（办公室）"],
        ["报完成", "唐一舟（经科委）"],
        ["退回", "苏晓岚（办公室）"],
        ["报完成", "唐一舟（经科委）"],
        ["补充任务", "苏晓岚（办公室）"],
    ]
    expect(waiting(at_desk, TASK)).to_have_count(0)
    expect(waiting(another_at_desk, TASK)).to_have_count(0)


def test_a_stale_page_gets_a_sentence_and_changes_nothing(at_desk: Visitor, another_at_desk: Visitor) -> None:
    at_desk.sign_in("办公室")
    address = add_task(at_desk, "核对园区企业用工台账")
    another_at_desk.sign_in("专委会")
    stale = TaskPage(another_at_desk.go(address))
    stale.fill_report("台账已核对")
    first = TaskPage(at_desk.go(address))
    first.report("办公室代报，台账见附页")
    first.confirm()
    first.says("已销号")

    another_at_desk.provoke(409)
    stale.page.get_by_role("button", name="报完成").click()
    expect(stale.page.get_by_role("alert")).to_contain_text("已销号")
    another_at_desk.shot("task-stale")
    at_desk.go(address)

    assert "台账已核对" not in first.card("完成依据").inner_text()


def test_a_double_click_reports_once(at_desk: Visitor) -> None:
    at_desk.sign_in("办公室")
    task = TaskPage(at_desk.go(add_task(at_desk, "整理园区走访清单")))
    task.fill_report("清单已整理")

    task.page.get_by_role("button", name="报完成").dblclick()
    task.says("已完成，待核对")

    assert sum("报完成" in said for said in task.story) == 1
    task.page.get_by_role("button", name="销号").dblclick()
    task.says("已销号")
    assert sum("销号" in said.split("\n")[0] for said in task.story) == 1
    assert task.card("完成依据").get_by_text("清单已整理").count() == 1


def test_what_was_typed_survives_a_lost_network(at_desk: Visitor) -> None:
    at_desk.sign_in("办公室")
    address = add_task(at_desk, "走访重点用工企业")
    task = TaskPage(at_desk.go(address))
    at_desk.context.set_offline(True)

    task.fill_report("走访八家企业，记录见附件")
    task.page.get_by_role("button", name="报完成").click()
    expect(task.page.get_by_role("alert")).to_contain_text("网络断了，您填的内容还在这一页上")
    assert task.page.get_by_label("一句话说明").input_value() == "走访八家企业，记录见附件"
    expect(task.page.get_by_text("草稿已存在这台电脑上")).to_be_visible()

    at_desk.context.set_offline(False)
    task.page.get_by_role("button", name="报完成").click()
    task.says("已完成，待核对")


def test_a_draft_comes_back_after_the_page_was_left(at_desk: Visitor) -> None:
    at_desk.sign_in("办公室")
    address = add_task(at_desk, "汇总企业反映的问题")
    task = TaskPage(at_desk.go(address))
    task.fill_report("问题清单共十二条")
    expect(task.page.get_by_text("草稿已存在这台电脑上")).to_be_visible()

    at_desk.go(f"{COMMITTEE}/")
    at_desk.go(address)

    assert task.page.get_by_label("一句话说明").input_value() == "问题清单共十二条"
    expect(task.page.get_by_text("已恢复上次没有提交的内容")).to_be_visible()
