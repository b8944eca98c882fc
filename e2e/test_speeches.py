"""A plenary's speeches: a member hands one in on the phone, the hall hears it, the member reads what came of it."""

from __future__ import annotations

import re
from datetime import timedelta

from playwright.sync_api import Page, expect

from e2e.accessibility import fits, violations
from e2e.pages.acts import do, fill, told
from e2e.pages.desks import COMMITTEE
from e2e.pages.plans import today
from e2e.visitor import Visitor

ROOM = f"{COMMITTEE}/speeches/"
TITLE = "把操场还给傍晚的孩子"
RESULT = "区教育局已选三所学校试点，暑假起开放。"


def test_a_speech_goes_from_the_phone_to_the_hall_and_its_result_comes_back(
    at_desk: Visitor, on_phone: Visitor
) -> None:
    page = at_desk.sign_in("办公室")
    call = call_for_speeches(at_desk)

    phone = on_phone.sign_in("委员")
    speech = hand_in(on_phone, call)

    at_desk.go(speech)
    do(page, "初审通过")
    told(page, "已通过初审")
    at_desk.go(call)
    page.get_by_role("link", name="遴选", exact=True).click()
    expect(page.get_by_text("教育界别还没有口头发言").first).to_be_visible()
    page.get_by_role("button", name=re.compile("^选作口头")).click()
    told(page, "拟作口头发言")
    assert violations(page) == []
    at_desk.shot("speech-selection")
    at_desk.go(call)
    do(page, "截止征集")
    do(page, "送审名单")
    do(page, "录入纸质审定", 审定的领导="梁景川", 审定日期=today().date(), 登记号="办字8号")
    told(page, "名单已审定")
    at_desk.shot("speech-call")

    page.get_by_role("link", name="排顺序", exact=True).click()
    page.get_by_label(f"{TITLE}几分钟").fill("6")
    page.get_by_role("button", name="存顺序").last.click()
    told(page, "顺序已存")
    at_desk.shot("speech-order")
    with page.expect_download() as word:
        page.get_by_role("link", name=re.compile("大会发言安排表（Word）")).click()
    assert word.value.suggested_filename.endswith(".docx")

    rehearse(at_desk, call)
    on_phone.go(speech)
    expect(phone.get_by_text("开头再短些。")).to_be_visible()
    assert fits(phone)
    on_phone.shot("phone-speech-rehearsed")
    the_hall_hears(at_desk, call)

    at_desk.go(speech)
    do(page, "反馈结果", 有什么结果=RESULT)
    told(page, "已反馈给作者")
    at_desk.shot("speech-answered")

    on_phone.go(speech)
    expect(phone.get_by_role("main")).to_contain_text(RESULT)
    assert fits(phone)
    assert violations(phone) == []
    on_phone.shot("phone-speech-result")
    phone.get_by_role("button", name="知道了").click()
    told(phone, "已记下")


def call_for_speeches(visitor: Visitor) -> str:
    """Set the next plenary down and ask for its speeches; return the address of the call."""
    page, day = visitor.page, today().date()
    visitor.go(f"{COMMITTEE}/org/terms/")
    do(page, "登记次会议", 第几次="9", 开幕日期=day + timedelta(days=80), 闭幕日期=day + timedelta(days=85))
    visitor.go(ROOM)
    visitor.shot("speeches-office")
    page.get_by_role("link", name="发起征集", exact=True).click()
    themes = "办好身边的民生实事\n推动教育优质均衡"
    fill(page.get_by_role("main"), 选题=themes, 截止日期=day + timedelta(days=40))
    page.get_by_role("button", name="发起", exact=True).click()
    told(page, "征集已发起")
    return re.sub(r"^https?://[^/]+", "", page.url)


def hand_in(visitor: Visitor, call: str) -> str:
    """Write and hand in on the phone as a member does; return the address of the speech."""
    page = visitor.go(ROOM)
    assert fits(page)
    visitor.go(call)
    page.get_by_role("main").get_by_role("link", name="写大会发言").click()
    assert fits(page)
    assert violations(page) == []
    fill(page.get_by_role("main"), choose={"选题": "推动教育优质均衡"})
    page.get_by_label(re.compile("^题目")).fill(TITLE)
    page.get_by_label("正文", exact=True).fill(
        "傍晚六点后，多数学校操场锁着。\n建议校园操场分时开放，保险由街道统一购买。"
    )
    visitor.shot("phone-speech-write")
    page.get_by_role("button", name="提交", exact=True).click()
    told(page, "已提交")
    expect(page.get_by_role("heading", level=1)).to_contain_text(TITLE)
    assert fits(page)
    visitor.shot("phone-speech-sent")
    return re.sub(r"^https?://[^/]+", "", page.url)


def rehearse(visitor: Visitor, call: str) -> None:
    """Plan a rehearsal, let the clock run, note what it said; the page stands on a phone too."""
    page = visitor.go(call)
    do(page, "安排试讲", send="安排并通知", 日期=today().date() + timedelta(days=60), 地点="会议中心201")
    told(page, "已安排")
    page.get_by_role("main").get_by_role("link", name=re.compile("14:30$")).click()
    page.get_by_role("button", name=re.compile("^开始计时")).click()
    told(page, "开始计时")
    assert violations(page) == []
    visitor.shot("speech-rehearsal")
    page.get_by_role("link", name=re.compile("^讲完了")).click()
    fill(page.get_by_role("main"), 用时几分="6", 几秒="20", 意见="开头再短些。")
    page.get_by_role("button", name="记下").click()
    told(page, "已记下")
    expect(page.get_by_text("用时6分20秒")).to_be_visible()
    visitor.shot("speech-rehearsed")


def the_hall_hears(visitor: Visitor, call: str) -> None:
    """Somebody is asked to the desk elsewhere: the open screen shows the speaker and the clock by itself."""
    screen = visitor.go(f"{call}screen/")
    expect(screen.get_by_role("heading", name="下一位请准备")).to_be_visible()
    desk: Page = visitor.context.new_page()
    desk.goto(screen.url.replace("/screen/", "/desk/"))
    desk.get_by_role("button", name=re.compile("^请上台")).first.click()
    expect(screen.get_by_role("timer")).to_contain_text(":", timeout=8_000)
    visitor.shot("speech-screen")
    desk.get_by_role("button", name=re.compile("^讲完了")).first.click()
    expect(screen.get_by_text("发言已经结束")).to_be_visible(timeout=8_000)
    desk.close()
