"""A scheme is drafted, changed and run over a year; a year is assessed and refuses to close before its time."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from e2e.accessibility import fits, violations
from e2e.pages.acts import open_section, told
from e2e.pages.opinions import COMMITTEE
from e2e.visitor import Visitor


def test_a_changed_scheme_shows_who_wins_and_who_loses(at_desk: Visitor) -> None:
    page = at_desk.sign_in("办公室")
    open_section(page, "委员", "委员履职")
    expect(page.get_by_role("heading", level=1)).to_contain_text("位委员的")
    assert violations(page) == []
    at_desk.shot("duty-members")

    page.get_by_role("link", name="考核办法", exact=True).click()
    page.get_by_role("link", name=re.compile("起草.+平台默认")).click()
    page.get_by_role("main").get_by_role("button", name="起草考核办法").click()
    told(page, "已起草")
    effect = page.get_by_role("region", name="改动的影响")
    expect(effect).to_contain_text("没有人换等次")

    page.get_by_label("称职：从多少分起", exact=True).fill("5")
    page.get_by_label("良好：从多少分起", exact=True).fill("6")
    page.get_by_label("增加一个等次，名称", exact=True).fill("较好")
    page.get_by_label("从多少分起", exact=True).fill("5.5")
    page.get_by_label("从多少分起", exact=True).press("Tab")
    expect(effect).to_contain_text("→")
    expect(effect).to_contain_text("较好")
    page.get_by_label("增加一个分组，名称", exact=True).fill("加分")
    page.get_by_label("增加一个分组，名称", exact=True).press("Tab")
    expect(effect).to_contain_text("有两个分组都叫“加分”，请改一个名称。")
    page.get_by_label("增加一个分组，名称", exact=True).fill("质量分")
    page.get_by_label("增加一个分组，名称", exact=True).press("Tab")
    expect(effect).to_contain_text("质量占")
    assert violations(page) == []
    at_desk.shot("duty-scheme")
    page.get_by_role("button", name="保存草案").click()
    told(page, "已保存")

    page.get_by_role("link", name="规则推演").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("会怎样")
    expect(page.get_by_role("main")).to_contain_text("哪个界别受益")
    at_desk.shot("duty-what-if")


def test_a_year_is_assessed_and_closes_only_when_it_is_over(at_desk: Visitor, on_phone: Visitor) -> None:
    page = at_desk.sign_in("办公室")
    open_section(page, "委员", "委员履职")
    page.get_by_role("link", name="生成考核表", exact=True).click()
    page.get_by_role("button", name="生成考核表").last.click()
    told(page, "张考核表")

    phone = on_phone.sign_in("委员", stay=True)
    on_phone.go(f"{COMMITTEE}/duty/")
    expect(phone.get_by_role("heading", level=1)).to_contain_text("我的")
    assert fits(phone)
    assert violations(phone) == []
    on_phone.shot("duty-own")
    phone.get_by_role("link", name="看考核表").click()
    expect(phone.get_by_role("main")).to_contain_text("每一分从哪里来")
    assert fits(phone)
    phone.get_by_role("link", name="确认考核表").click()
    phone.get_by_role("button", name="确认考核表").last.click()
    told(phone, "已确认")
    on_phone.shot("duty-sheet")

    at_desk.provoke(409)
    page = at_desk.sign_in_as("demo-secretary")
    open_section(page, "委员", "委员履职")
    page.get_by_role("link", name="关闭年度", exact=True).click()
    page.get_by_role("button", name=re.compile("关闭.+年度")).last.click()
    expect(page.get_by_role("main")).to_contain_text("年还没有结束")


HELD = "年终走访联系点：松泉片区"


def test_what_was_chosen_from_the_menu_becomes_credit(at_desk: Visitor, on_phone: Visitor) -> None:
    phone = on_phone.sign_in("委员", stay=True)
    on_phone.go(f"{COMMITTEE}/activities/menu/")
    expect(phone.get_by_role("main")).to_contain_text("每类都选够了")
    phone.get_by_role("link", name=re.compile("看活动：已举办")).click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text(HELD)
    where = phone.url

    page = at_desk.sign_in("办公室")
    page.goto(where)
    page.get_by_role("link", name="登记到场", exact=True).first.click()
    page.get_by_label(re.compile("^活动小结")).fill("走访联系点三处，收集意见七条。")
    page.get_by_role("button", name="登记", exact=True).click()
    told(page, "到场已登记")
    page.get_by_role("link", name="确认", exact=True).click()
    page.get_by_role("button", name="确认", exact=True).last.click()
    told(page, "已确认")

    on_phone.go(f"{COMMITTEE}/duty/")
    part = phone.locator("details.why").filter(has_text=HELD)
    part.locator("summary").click()
    expect(part).to_contain_text(re.compile(f"{HELD}，[0-9.]+分。活动：每次4分"))
    assert fits(phone)
    assert violations(phone) == []
    on_phone.shot("duty-own-credit")


def test_leave_was_refused_the_absence_is_disputed_and_two_persons_correct_it(
    at_desk: Visitor, on_phone: Visitor
) -> None:
    phone = on_phone.sign_in_as("demo-convener", stay=True)
    on_phone.go(f"{COMMITTEE}/duty/")
    phone.get_by_role("link", name=re.compile("专委会会议：")).first.click()
    expect(phone.get_by_role("main")).to_contain_text("缺席")
    where = phone.url
    phone.get_by_role("link", name="提出异议").click()
    phone.get_by_label(re.compile("^理由")).fill("那天上午我到了会场，签到表上漏签，同组的委员可以证明。")
    phone.get_by_role("button", name="提出异议").last.click()
    told(phone, "已提交")
    on_phone.shot("duty-dispute")

    page = at_desk.sign_in("办公室")
    page.goto(where)
    page.get_by_role("link", name="提处理意见").click()
    page.get_by_label(re.compile("^改成")).select_option(label="出席")
    page.get_by_label(re.compile("^理由")).fill("查了会议录音，本人确在会场发言。")
    page.get_by_role("button", name="提处理意见").last.click()
    told(page, "等另一个人复核")
    assert page.get_by_role("link", name="更正记录").count() == 0

    page = at_desk.sign_in_as("demo-secretary")
    page.goto(where)
    page.get_by_role("link", name="更正记录").click()
    page.get_by_label(re.compile("^理由")).fill("同意，已核对。")
    page.get_by_role("button", name="更正记录").last.click()
    told(page, "已更正")
    at_desk.shot("duty-corrected")

    phone.goto(where)
    expect(phone.get_by_role("main")).to_contain_text("同意，已核对。")
    expect(phone.get_by_role("main")).to_contain_text("出席")
    assert fits(phone)


def test_a_number_opens_its_records_and_units_are_reminded(at_desk: Visitor, on_phone: Visitor) -> None:
    page = at_desk.sign_in("办公室", stay=True)
    at_desk.go(f"{COMMITTEE}/duty/statistics/")
    row = page.get_by_role("row").filter(has=page.get_by_role("cell", name="调研", exact=True))
    times = row.get_by_role("link").nth(1).inner_text()
    row.get_by_role("link").nth(1).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("年的调研")
    expect(page.get_by_role("main")).to_contain_text(f"{times}条")
    assert violations(page) == []
    at_desk.shot("duty-records")

    page.goto(f"{at_desk.house.url.rstrip('/')}{COMMITTEE}/duty/summaries/")
    page.get_by_role("link", name="催交").click()
    page.get_by_role("button", name="催交总结").last.click()
    told(page, "已提醒")
    at_desk.shot("duty-summaries")

    phone = on_phone.sign_in("委员", stay=True)
    on_phone.go(f"{COMMITTEE}/duty/")
    expect(phone.get_by_role("main")).to_contain_text("不排名次；平均数截至")
    phone.locator('a[href*="what=activities"]').first.click()
    expect(phone.get_by_role("main")).to_contain_text("只列活动")
    assert fits(phone)
    assert violations(phone) == []
    on_phone.shot("duty-own-means")
