"""The organisation: a new member, a suspension, a paper of the roll; a member chooses committees on the phone."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from e2e.accessibility import fits, violations
from e2e.pages.acts import do, open_section, told
from e2e.pages.plans import COMMITTEE, today
from e2e.visitor import Visitor

NAME, PHONE_NUMBER = "凌若寒", "19900007701"


def card(visitor: Visitor, title: str) -> Locator:
    """Return one card of the open page."""
    return visitor.page.locator("section.card").filter(has=visitor.page.get_by_role("heading", name=title, exact=True))


def test_a_clerk_adds_a_member_reads_what_is_sealed_and_suspends(at_desk: Visitor) -> None:
    page, day = at_desk.sign_in("办公室"), today().date()
    open_section(page, "组织", "委员名册")
    do(page, "登记人员", send="登记", 姓名=NAME, 单位="云岭区第三中学", 职务="教师", 电话=PHONE_NUMBER)
    expect(page.get_by_role("heading", level=1)).to_have_text(NAME)

    # What is sealed is shown for a purpose, and the reading is noted.
    expect(page.get_by_text(PHONE_NUMBER)).to_have_count(0)
    sealed = card(at_desk, "个人信息")
    sealed.get_by_label("用途").select_option(label="联系委员")
    sealed.get_by_role("button", name="查看").click()
    expect(card(at_desk, "个人信息")).to_contain_text(PHONE_NUMBER)
    expect(card(at_desk, "查阅记录")).to_contain_text("联系委员")
    at_desk.shot("org-person-read")

    do(page, "列入建议名单", choose={"界别": "教育"})
    do(page, "确认就任", 会议="五届十五次常委会议", 会议日期=day, 就任日期=day)
    expect(page.locator("main")).to_contain_text("在任")
    do(page, "暂停履职", 会议="五届四十六次主席会议", 会议日期=day, 从哪天起=day, 理由="长期出国进修")
    told(page, "已登记暂停履职")
    expect(page.locator("main")).to_contain_text("暂停")


def test_the_office_takes_a_roll_to_the_printer(at_desk: Visitor) -> None:
    page = at_desk.sign_in("办公室")
    open_section(page, "组织", "名册与打印")
    at_desk.shot("org-rolls")
    line = page.locator("main .cluster-between").filter(has_text="常务委员名单")
    with page.expect_download() as paper:
        line.get_by_role("link", name="Word").click()
    assert paper.value.suggested_filename.endswith(".docx")


def test_a_member_chooses_committees_on_the_phone(on_phone: Visitor, at_desk: Visitor) -> None:
    page = on_phone.sign_in("委员")
    page.locator("summary[aria-label=打开导航]").click()
    page.get_by_role("navigation", name="导航", exact=True).get_by_role("link", name="我的", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("林佳音")
    expect(page.get_by_role("navigation", name="底部导航").get_by_role("link")).to_have_count(5)
    assert fits(page)
    assert violations(page) == []
    on_phone.shot("phone-mine")
    do(page, "选专委会", choose={"第一选择": "社会法制民族宗教和港澳台侨委员会"})
    told(page, "办公室审核后告诉您")

    desk = at_desk.sign_in("办公室", stay=True)
    at_desk.go(f"{COMMITTEE}/org/choices/")
    row = desk.get_by_role("row").filter(has_text="林佳音")
    expect(row).to_contain_text("社法委")
    expect(row.get_by_role("link", name="同意", exact=True)).to_be_visible()
