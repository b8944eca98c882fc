"""A plenary: the clerk makes groups and seats and publishes, a member finds theirs, a brief is written and issued."""

from __future__ import annotations

import re
from pathlib import Path

from docx import Document
from playwright.sync_api import Page, expect

from e2e.accessibility import fits, violations
from e2e.pages.acts import do, told
from e2e.pages.plans import COMMITTEE
from e2e.visitor import Visitor

MEMBER = "林佳音"
RECORDER = "demo-clerk-education"
GUEST = "岑望舒"


def test_a_member_finds_the_own_seat_and_the_groups_brief_is_issued(
    at_desk: Visitor, on_phone: Visitor, tmp_path: Path
) -> None:
    page = at_desk.sign_in("办公室")
    pack = prepare(at_desk)
    group = staff_the_group_of_the_member(at_desk, pack)
    at_desk.go(pack)
    do(page, "公布")
    told(page, "已公布")
    at_desk.shot("plenary-pack")

    guest_joins_and_is_seated(at_desk, pack)
    seats_on_a_narrow_screen(on_phone, pack)

    phone = on_phone.sign_in("委员", stay=True)
    on_phone.go(f"{pack}mine/")
    for words in ("座位", "1号车", "开幕会"):
        expect(phone.get_by_text(re.compile(words)).first).to_be_visible()
    assert fits(phone)
    assert violations(phone) == []
    on_phone.shot("phone-my-plenary")
    phone.get_by_role("link", name="座位图").first.click()
    expect(phone.get_by_text(re.compile("您的座位：.*座"))).to_be_visible()
    assert fits(phone)
    on_phone.shot("phone-seats")

    brief = write_brief(at_desk, group)
    issue(at_desk, brief)
    on_phone.go(brief)
    expect(phone.get_by_text("建议把加装电梯的资金来源写具体")).to_be_visible()
    on_phone.shot("phone-brief")
    with phone.expect_download() as download:
        phone.get_by_role("link", name="Word 文件").click()
    download.value.save_as(tmp_path / "brief.docx")
    words = "\n".join(each.text for each in Document(str(tmp_path / "brief.docx")).paragraphs)
    assert f"{MEMBER}（教育）：建议把加装电梯的资金来源写具体" in words
    assert "第1期" in words


def guest_joins_and_is_seated(visitor: Visitor, pack: str) -> None:
    """A guest is put on the pack, tapped among those without a seat, and takes a member's place; then back by keys."""
    page = visitor.page
    visitor.go(f"{pack}guests/")
    page.get_by_role("link", name="列入列席人员").click()
    page.get_by_role("button", name="列入列席人员").click()
    told(page, "已列入")
    page.get_by_role("link", name="加一位").click()
    fill_in(page, {"姓名": GUEST, "单位和职务": "区教育局局长"}, "加进名单")
    told(page, f"{GUEST}已加进名单（列席人员）")
    visitor.shot("plenary-guests")
    visitor.go(f"{pack}seats/")
    page.get_by_role("link", name=GUEST, exact=True).click()
    expect(page.get_by_text(f"正在调{GUEST}")).to_be_visible()
    assert violations(page) == []
    visitor.shot("plenary-seat-picked")
    free = page.get_by_role("button", name=re.compile("^空")).last
    place = (free.text_content() or "").split("，")[1]
    free.click()
    told(page, f"{GUEST}已调到{place}")
    seat = page.get_by_role("link", name=f"调{GUEST}，{place}")
    seat.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"正在调{GUEST}")).to_be_visible()
    other = page.get_by_role("button", name=re.compile("，1排1座$"))
    other.focus()
    page.keyboard.press("Enter")
    told(page, f"{GUEST}已调到1排1座")
    visitor.shot("plenary-seats-by-hand")


def seats_on_a_narrow_screen(visitor: Visitor, pack: str) -> None:
    """The office taps two people on a phone: they change places."""
    page = visitor.sign_in("办公室", stay=True)
    visitor.go(f"{pack}seats/")
    assert fits(page)
    seat = page.get_by_role("link", name=re.compile("^调.*，2排1座$"))
    box = seat.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 44
    seat.click()
    expect(page.get_by_text("正在调")).to_be_visible()
    assert fits(page)
    assert violations(page) == []
    visitor.shot("phone-seat-picked")
    page.get_by_role("button", name=re.compile("，3排1座$")).click()
    told(page, "已调到3排1座")
    visitor.shot("phone-seats-by-hand")


def prepare(visitor: Visitor) -> str:
    """Prepare an earlier plenary that nobody has prepared; return the path of its pack."""
    page = visitor.page
    visitor.go(f"{COMMITTEE}/plenary/")
    page.get_by_role("link", name="筹备全会").click()
    page.get_by_label(re.compile("^哪次全会")).select_option(index=0)
    page.get_by_role("button", name="开始筹备").click()
    told(page, "已在筹备")
    pack = page.url.removeprefix(visitor.house.url.rstrip("/"))
    visitor.go(f"{pack}basics/")
    fill_in(page, {"会场": "云岭会议中心", "会场排数": "14", "每排座位": "16", "主席台座位": "20"}, "存好")
    visitor.go(f"{pack}groups/propose/")
    fill_in(page, {"分成几个小组": "8", "合成几个联组": "2"}, "分组")
    visitor.shot("plenary-groups")
    visitor.go(f"{pack}schedule/new/")
    fill_in(page, {"开始时间": "09:00", "内容": "开幕会"}, "加上")
    visitor.go(f"{pack}schedule/new/")
    page.get_by_label(re.compile("^谁参加")).select_option("group")
    fill_in(page, {"开始时间": "14:30", "内容": "小组讨论"}, "加上")
    visitor.go(f"{pack}seats/")
    page.get_by_role("button", name="全部排座").click()
    told(page, "已排好")
    visitor.shot("plenary-seats")
    return pack


def staff_the_group_of_the_member(visitor: Visitor, pack: str) -> str:
    """Give the member's group a recorder and a bus; return the path of the group."""
    page = visitor.page
    visitor.go(f"{pack}book/?q={MEMBER}")
    line = page.get_by_role("listitem").filter(has_text=MEMBER).inner_text()
    found = re.search("第.{1,2}组", line)
    assert found is not None, line
    visitor.go(f"{pack}groups/")
    page.get_by_role("main").get_by_role("link", name=found[0], exact=True).click()
    group = page.url.removeprefix(visitor.house.url.rstrip("/"))
    page.get_by_role("link", name="改小组").click()
    page.get_by_label(re.compile("^召集人")).select_option(label=MEMBER)
    recorders = page.get_by_label(re.compile("^记录员"))
    recorders.select_option(recorders.locator("option").filter(has_text="乔安宁").get_attribute("value"))
    page.get_by_role("button", name="存好").click()
    told(page, "已改好")
    visitor.go(f"{pack}rooms/new/")
    page.get_by_label(re.compile("^种类")).select_option("bus")
    fill_in(page, {"名称": "1号车", "地点或发车时间": "8:10在政协大门口发车"}, "登记")
    page.get_by_role("main").get_by_role("link", name="1号车").click()
    page.get_by_role("link", name="按组安排").click()
    page.get_by_label(re.compile("^小组")).select_option(label=found[0])
    page.get_by_role("button", name="安排", exact=True).click()
    told(page, "已安排到1号车")
    visitor.shot("plenary-bus")
    return group


def write_brief(visitor: Visitor, group: str) -> str:
    """The recorder writes and hands in; return the path of the brief."""
    page = visitor.sign_in_as(RECORDER, stay=True)
    visitor.go(f"{COMMITTEE}/todos/")
    expect(page.get_by_role("main").get_by_text("写讨论简报").first).to_be_visible()
    visitor.shot("plenary-recorder-todo")
    visitor.go(group)
    page.get_by_role("link", name="写简报").click()
    page.get_by_label(re.compile("^上午或下午")).select_option("pm")
    said = f"{MEMBER}：建议把加装电梯的资金来源写具体，街道有人手、缺的是钱。"
    fill_in(page, {"综述": "小组讨论热烈。", "发言要点": said}, "存为草稿")
    told(page, "简报已存为草稿")
    do(page, "送核稿")
    told(page, "已送核")
    return page.url.removeprefix(visitor.house.url.rstrip("/"))


def issue(visitor: Visitor, brief: str) -> None:
    """The office checks and issues it."""
    page = visitor.sign_in("办公室", stay=True)
    visitor.go(brief)
    do(page, "核稿通过")
    told(page, "核稿通过")
    do(page, "签发")
    told(page, "已签发")
    expect(page.get_by_role("heading", name=re.compile("第1期简报")).first).to_be_visible()
    visitor.shot("plenary-brief")


def fill_in(page: Page, fields: dict[str, str], button: str) -> None:
    """Fill fields by the beginning of their labels and press a button."""
    main = page.get_by_role("main")
    for label, text in fields.items():
        main.get_by_label(re.compile(f"^{label}(必填)?$")).fill(text)
    main.get_by_role("button", name=button, exact=True).click()
