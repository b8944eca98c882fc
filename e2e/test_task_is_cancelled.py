"""Leaders decide cancellations: on the page, or on paper with a clerk who enters it (office practice 8)."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from e2e.pages.plans import COMMITTEE, Board, add_task, today
from e2e.pages.tasks import TaskPage
from e2e.visitor import Visitor


def test_the_secretary_general_cancels_a_task(at_desk: Visitor, another_at_desk: Visitor) -> None:
    content = "举办园区招聘政策宣讲"
    at_desk.sign_in("办公室")
    address = add_task(at_desk, content)
    another_at_desk.sign_in("秘书长")

    task = TaskPage(another_at_desk.go(address))
    dialog = task.begin("取消")
    dialog.get_by_role("button", name="取消任务").click()
    expect(task.page.get_by_text("请写明理由，一句话即可。")).to_be_visible()
    task.page.get_by_label("理由").fill("与区人社局活动合并")
    task.page.get_by_role("button", name="取消任务").click()

    task.told("已取消")
    task.says("已取消")
    expect(task.page.get_by_role("heading", level=1).locator("del")).to_have_text(content)
    assert "与区人社局活动合并" in task.story[0]
    card = Board(at_desk.go(f"{COMMITTEE}/plan/?month={today().month}")).card(address)
    expect(card).to_contain_text("已取消")


def test_the_office_enters_a_decision_signed_on_paper(at_desk: Visitor, tmp_path: Path) -> None:
    scan = tmp_path / "呈批单.pdf"
    scan.write_bytes(b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
                     b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n")  # fmt: skip
    at_desk.sign_in("办公室")
    task = TaskPage(at_desk.go(add_task(at_desk, "编印招商政策折页")))

    dialog = task.begin("代录取消")
    signer = dialog.get_by_label("谁签的")
    name = next(text for text in signer.locator("option").all_inner_texts() if "主席" in text)
    signer.select_option(label=name)
    dialog.get_by_label("签字日期").fill(today().date().isoformat())
    dialog.get_by_label("理由").fill("折页并入区里统一印制")
    dialog.get_by_label("签字页扫描件").set_input_files(scan)
    at_desk.shot("paper-decision")
    dialog.get_by_role("button", name="代录取消").click()

    task.told("已代录")
    task.says("已取消")
    newest = task.story[0]
    assert "纸质代录" in newest
    assert name.split("（")[0] in newest
    assert "由 苏晓岚 代为录入" in newest
    expect(task.page.get_by_role("link", name="呈批单.pdf")).to_be_visible()
    at_desk.shot("task-cancelled-on-paper")
