"""A member on the street: sees, photographs, writes a few lines, sends it in within a minute (F077)."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from e2e.accessibility import fits, violations
from e2e.pages.acts import told
from e2e.pages.desks import COMMITTEE
from e2e.visitor import Visitor

ROOM = f"{COMMITTEE}/opinions/"
TITLE = "学府街口盲道被共享单车占满"


def write(page: Page) -> None:
    """Fill the one page as a member does, thumbs only."""
    page.get_by_label("标题", exact=True).fill(TITLE)
    page.get_by_label("情况", exact=True).fill("早高峰盲道上停了三十多辆共享单车，盲人只能走机动车道。")
    page.get_by_label("问题", exact=True).fill("停放区划得太少，清运一天只有一次。")
    page.get_by_label("建议", exact=True).fill("请城管部门在街口增划停放区，早晚各清运一次。")
    page.get_by_label("地点", exact=True).fill("学府街与云溪路口")


def test_a_member_sends_a_piece_with_a_photo_from_the_street(on_phone: Visitor, tmp_path: Path) -> None:
    photo = tmp_path / "盲道.jpg"
    photo.write_bytes(b"\xff\xd8\xff\xe0" + b"\0" * 2000)
    on_phone.sign_in("委员", stay=True)
    page = on_phone.go(f"{ROOM}new/")
    assert fits(page)
    assert violations(page) == []
    on_phone.shot("phone-opinion-new")

    write(page)
    page.get_by_label("照片", exact=True).set_input_files(photo)
    page.get_by_label(re.compile("^我确认：内容不涉及国家秘密")).check()
    expect(page.locator("[data-save-state]")).to_contain_text("已保存")
    on_phone.shot("phone-opinion-written")
    page.get_by_role("button", name="报送", exact=True).click()

    told(page, "已报送，编号")
    expect(page.get_by_role("heading", level=1)).to_contain_text(TITLE)
    expect(page.get_by_role("main")).to_contain_text("盲道.jpg")
    assert fits(page)
    assert violations(page) == []
    on_phone.shot("phone-opinion-sent")

    page = on_phone.go(f"{ROOM}mine/")
    expect(page.get_by_role("main")).to_contain_text(TITLE)
    assert fits(page)
    on_phone.shot("phone-opinion-mine")


def test_a_lost_network_and_a_closed_tab_lose_no_word(on_phone: Visitor) -> None:
    on_phone.sign_in("委员", stay=True)
    page = on_phone.go(f"{ROOM}new/")
    page.get_by_label("标题", exact=True).fill("公园夜间照明不足")
    expect(page.locator("[data-save-state]")).to_contain_text("已保存")
    draft = page.url

    on_phone.context.set_offline(True)
    page.get_by_label("情况", exact=True).fill("东门到北门一公里没有路灯。")
    expect(page.locator("[data-save-state]")).to_contain_text("已存在本机")
    page.close()
    on_phone.context.set_offline(False)
    page = on_phone.context.new_page()
    page.goto(draft)

    expect(page.get_by_label("情况", exact=True)).to_have_value("东门到北门一公里没有路灯。")
    expect(page.locator("[data-save-state]")).to_contain_text("已保存")
