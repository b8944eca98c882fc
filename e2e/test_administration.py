"""The house rules: one is put in, revised, and the two wordings stand side by side."""

from __future__ import annotations

from datetime import timedelta

from playwright.sync_api import expect

from e2e.pages.acts import fill, open_section, told
from e2e.pages.plans import today
from e2e.visitor import Visitor

TITLE = "云岭区政协会议室使用办法"
FIRST = "第一条 会议室由办公室统一管理。\n第二条 提前三天申请。"
SECOND = "第一条 会议室由办公室统一管理。\n第二条 提前一天申请，急用的当天申请。"


def test_a_rule_is_put_in_and_revised(at_desk: Visitor) -> None:
    page, day = at_desk.sign_in("办公室"), today().date()
    open_section(page, "管理", "制度库")
    page.get_by_role("link", name="制度入库").click()
    fill(
        page.get_by_role("main"), 制度名称=f"《{TITLE}》", 正文=FIRST, 通过日期=day - timedelta(days=90),
        由哪个会议通过="区政协五届三十次主席会议", 施行日期=day - timedelta(days=80),
    )  # fmt: skip
    page.get_by_role("button", name="放进制度库").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)

    page.get_by_role("link", name="修订", exact=True).click()
    fill(
        page.get_by_role("main"), 正文=SECOND, 通过日期=day, 由哪个会议通过="区政协五届四十六次主席会议", 施行日期=day,
        说明="按各室意见放宽",
    )  # fmt: skip
    page.get_by_role("button", name="存为新的一版").click()
    told(page, "版")

    compared = page.locator("section.card").filter(has_text="和上一版相比")
    expect(compared.locator("del").first).to_be_visible()
    expect(compared.locator("ins").first).to_be_visible()
    expect(page.get_by_text("第2版").first).to_be_visible()
    expect(page.get_by_text("第1版").first).to_be_visible()
    at_desk.shot("rule-revised")
