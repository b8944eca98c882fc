"""A standing committee meeting from notice to minutes: the door without network, a vote, the evidence of its task."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, expect

from e2e.accessibility import fits, violations
from e2e.camera import desk_with_camera
from e2e.pages.acts import do, fill, told
from e2e.pages.meetings import plan_for_now
from e2e.pages.plans import add_task
from e2e.visitor import Visitor

CONTENT = "召开常委会议审议履职工作规则"
AGENDA = "审议履职工作规则\n人事事项"
RESOLUTION = "关于履职工作规则的决议"
DECISION = "印发履职工作规则，由办公室落实"


def test_a_standing_committee_meeting_leaves_its_minutes_and_the_evidence_of_its_task(
    at_desk: Visitor, on_phone: Visitor, browser: Browser, tmp_path: Path
) -> None:
    page = at_desk.sign_in("办公室")
    task = add_task(at_desk, CONTENT, department="办公室")
    page.get_by_role("link", name="为它开会").click()
    meeting = plan_for_now(page, "常委会议", place="区政协礼堂", agenda=AGENDA)
    do(page, "发会议通知")
    told(page, "通知")
    do(page, "开始签到")
    told(page, "已开始签到")

    own = own_code(on_phone, meeting)
    with desk_with_camera(at_desk.house, browser, at_desk.passports, own, tmp_path) as with_camera:
        the_camera_reads_the_code_on_a_phone(with_camera, meeting)
    names = check_in_without_network(at_desk, meeting)
    what_waits_belongs_to_whoever_noted_it(at_desk, meeting, names[0])
    the_screen_hears(at_desk, meeting, len(names))

    page = at_desk.go(meeting)
    expect(page.get_by_text("符合规定人数").first).to_be_visible()
    at_desk.shot("meeting-open")
    do(page, "宣布开会")
    told(page, "会议开始")
    show_the_hall(at_desk, meeting)
    vote(at_desk, meeting, names)
    at_desk.go(f"{meeting}minutes/decide/")
    fill(page.get_by_role("main"), 决定=DECISION, choose={"怎么落实": "办公室跟踪落实"},
         完成时间=datetime.now(ZoneInfo("Asia/Shanghai")).date() + timedelta(days=20))  # fmt: skip
    page.get_by_role("button", name="记下来").click()
    told(page, "决定已记下")
    at_desk.go(meeting)
    do(page, "宣布散会")
    told(page, "已散会")

    at_desk.go(f"{meeting}minutes/")
    page.get_by_label("会议情况").fill("会议由主席主持。会议听取并审议了履职工作规则。")
    page.get_by_role("button", name="存好").click()
    told(page, "纪要已存好")
    expect(page.get_by_text(f"实到{len(names) + 1}人").first).to_be_visible()
    expect(page.get_by_text(f"1. {DECISION}").first).to_be_visible()
    at_desk.shot("meeting-minutes")
    assert violations(page) == []
    with page.expect_download() as word:
        page.get_by_role("link", name="下载 Word").click()
    assert word.value.suggested_filename.endswith(".docx")
    at_desk.go(meeting)
    do(page, "纪要定稿")
    told(page, "纪要已定稿")

    # The task has its evidence: it asks only to be confirmed.
    at_desk.go(task)
    expect(page.get_by_text(re.compile("^见.*常委会议记录")).first).to_be_visible()
    ask_leave_afterwards(on_phone, meeting)


def own_code(visitor: Visitor, meeting: str) -> str:
    """Return the code that the chair's phone shows."""
    page = visitor.sign_in("主席", stay=True)
    visitor.go(f"{meeting}own-code/")
    assert fits(page)
    return page.locator(".code-words").inner_text()


def the_camera_reads_the_code_on_a_phone(visitor: Visitor, meeting: str) -> None:
    """The desk's camera notes whoever shows the own code, once; no other page may open a camera."""
    page = visitor.sign_in("办公室", stay=True)
    visitor.go(f"{meeting}desk/")
    page.get_by_role("button", name="用摄像头扫码").click()
    expect(page.locator("[data-desk-log]")).to_contain_text("梁景川")
    expect(page.locator("[data-desk-log] li")).to_have_text([re.compile("签到成功")])
    visitor.shot("meeting-desk-camera")
    page.get_by_role("button", name="关掉摄像头").click()
    expect(page.locator("[data-desk-view]")).to_be_hidden()
    visitor.go(meeting)
    assert page.evaluate("navigator.mediaDevices.getUserMedia({video: true}).catch(refused => refused.name)") == (
        "NotAllowedError"
    )
    visitor.heard[:] = [said for said in visitor.heard if "camera" not in said]


def check_in_without_network(visitor: Visitor, meeting: str) -> list[str]:
    """Note more than half of those due at the desk while the network is gone; they are sent once it is back."""
    page = visitor.go(f"{meeting}desk/")
    expect(page.get_by_text("已联网")).to_be_visible()
    expect(page.locator("html[data-kept=yes]")).to_have_count(1)
    listed = page.locator("#desk-people option").evaluate_all("options => options.map((each) => each.value)")
    names = listed[: len(listed) // 2 + 2]
    visitor.context.set_offline(True)
    for name in names:
        page.get_by_label("扫码或输入姓名").fill(name)
        page.get_by_role("button", name="登记").click()
    expect(page.get_by_text(f"断网了，还有{len(names)}条")).to_be_visible()
    page.reload()
    expect(page.get_by_text(f"断网了，还有{len(names)}条")).to_be_visible()
    visitor.shot("meeting-desk-offline")
    visitor.context.set_offline(False)
    visitor.heard[:] = [said for said in visitor.heard if "ERR_INTERNET_DISCONNECTED" not in said]
    expect(page.get_by_text("都传上去了")).to_be_visible()
    visitor.go(f"{meeting}door/")
    expect(page.locator("main tbody .chip-ok")).to_have_count(len(names))
    visitor.shot("meeting-door")
    return names


def what_waits_belongs_to_whoever_noted_it(visitor: Visitor, meeting: str, name: str) -> None:
    """A clerk signs out before all is sent: no page and no name stays, and nothing goes out under another login."""
    page = visitor.go(f"{meeting}desk/")
    expect(page.get_by_text("已联网，都传上去了")).to_be_visible()
    page.evaluate("() => { window.fetch = () => Promise.reject(new Error('cut')); }")
    page.get_by_label("扫码或输入姓名").fill(name)
    page.get_by_role("button", name="登记").click()
    expect(page.get_by_text("断网了，还有1条")).to_be_visible()
    assert name.split("（")[0] not in page.evaluate("JSON.stringify(localStorage)")
    assert page.evaluate("caches.has('yizheng-hall')")

    page.locator("summary[aria-label*=打开个人菜单]:visible").click()
    page.locator("[data-sign-out] button:visible").click()
    page.wait_for_url(lambda url: "/desk/" not in url)
    visitor.passports.pop("办公室")
    page.wait_for_function("() => caches.has('yizheng-hall').then((has) => !has)")

    # The entry of somebody else: it is counted and kept, and stays where it is.
    visitor.sign_in("办公室")
    key = page.evaluate("Object.keys(localStorage).find((name) => name.startsWith('meeting-desk-'))")
    own = page.evaluate("(key) => JSON.parse(localStorage.getItem(key))[0].who", key)
    put = """([key, who]) => {
      const [entry] = JSON.parse(localStorage.getItem(key));
      localStorage.setItem(key, JSON.stringify([{...entry, who}]));
    }"""
    page.evaluate(put, [key, "somebody-else"])
    visitor.go(f"{meeting}desk/")
    expect(page.get_by_text("另有1条是别人登记的，等本人登录后补传")).to_be_visible()
    visitor.shot("meeting-desk-of-another")
    page.evaluate(put, [key, own])
    visitor.go(f"{meeting}desk/")
    expect(page.locator("[data-desk-log]")).to_contain_text("不用再签")
    expect(page.get_by_text("已联网，都传上去了")).to_be_visible()


def the_screen_hears(visitor: Visitor, meeting: str, there: int) -> None:
    """Somebody checked in elsewhere: the number on the open screen changes by itself, long before it looks again."""
    screen = visitor.go(f"{meeting}hall/")
    expect(screen.locator(".hall-number").first).to_contain_text(str(there))
    door = visitor.context.new_page()
    door.goto(screen.url.replace("/hall/", "/door/"))
    door.get_by_role("button", name=re.compile("^到了")).first.click()
    expect(door.locator("[data-flashes]")).to_contain_text("签到成功")
    expect(screen.locator(".hall-number").first).to_contain_text(str(there + 1), timeout=8_000)
    door.close()


def show_the_hall(visitor: Visitor, meeting: str) -> None:
    """The screen shows the line, and a speaker with a clock."""
    page = visitor.go(f"{meeting}hall/")
    expect(page.get_by_role("heading", name="到会")).to_be_visible()
    page.get_by_text("换议程、换发言人").click()
    fill(page.get_by_role("main"), 发言人="周文清", 几分钟="8")
    page.get_by_role("button", name="显示").click()
    expect(page.get_by_role("timer")).to_contain_text(":")
    visitor.shot("meeting-hall")


def vote(visitor: Visitor, meeting: str, names: list[str]) -> None:
    """A show of hands: impossible sums are refused, the result stands with its denominators."""
    page = visitor.go(f"{meeting}votes/open/")
    fill(page.get_by_role("main"), 表决什么=RESOLUTION)
    page.get_by_role("button", name="开始").click()
    told(page, "表决开始")
    page.get_by_role("link", name="宣布结果").click()
    fill(page.get_by_role("main"), 赞成=str(len(names) + 2), 反对="0", 弃权="0")
    visitor.provoke(409)
    page.get_by_role("button", name="宣布结果").click()
    expect(page.get_by_text("多于到会的")).to_be_visible()
    fill(page.get_by_role("main"), 赞成=str(len(names)))
    page.get_by_role("button", name="宣布结果").click()
    told(page, "结果已宣布")
    expect(page.get_by_text("：通过").first).to_be_visible()
    visitor.shot("meeting-vote")


def ask_leave_afterwards(visitor: Visitor, meeting: str) -> None:
    """The chair's phone can still file leave for what was missed."""
    page = visitor.sign_in("主席", stay=True)
    visitor.go(f"{meeting}leave/")
    assert fits(page)
    assert violations(page) == []
    visitor.shot("phone-meeting-leave")
