"""The hall without network: agenda, code, documents and drafts at hand; sent once, and nothing stays for the next."""

from __future__ import annotations

import io
import re
from datetime import datetime
from pathlib import Path

from docx import Document
from playwright.sync_api import Page, Route, expect

from e2e.accessibility import fits, violations
from e2e.pages.acts import do, fill, told
from e2e.pages.meetings import SHANGHAI, plan_for_now
from e2e.pages.plans import COMMITTEE
from e2e.visitor import Visitor

MEMBER = "林佳音"
AGENDA = "审议履职工作规则\n协商养老服务"
REPORT, MARKED = "履职工作规则（草案）", "内部情况通报"
STAMP = f"{datetime.now(SHANGHAI):%H%M%S}"
TITLE = f"学府街盲道被占{STAMP}"
LOST = f"公园夜间照明不足{STAMP}"
KEPT = """async () => {
  if (!(await caches.has("yizheng-hall"))) return [];
  const hall = await caches.open("yizheng-hall");
  return (await hall.keys()).map(({ url }) => new URL(url).pathname).sort();
}"""
NOTHING = "() => caches.has('yizheng-hall').then((has) => !has)"
ON_ITS_WAY = """async (url) => {
  const fetched = self.fetch;
  await new Promise((isHere) => {
    self.fetch = async (asked) => {
      const answer = await fetched(asked);
      isHere();
      await new Promise((goOn) => { self.goOn = goOn; });
      return answer;
    };
    self.keeping = keep({ urls: [url], of: "" });
  });
  self.fetch = fetched;
}"""
ARRIVES = "() => { self.goOn(); return self.keeping; }"


def test_the_hall_loses_its_network_and_the_member_loses_nothing(at_desk: Visitor, on_phone: Visitor) -> None:
    meeting = meeting_of_today(at_desk)
    on_phone.sign_in("委员")

    keep(on_phone, meeting)
    read_without_network(on_phone, meeting)
    write_without_network(on_phone, meeting)
    lose_an_answer(on_phone)
    take_it_off_the_phone(on_phone, meeting)
    another_hat(on_phone, meeting)
    another_finds_nothing(on_phone, meeting)
    sign_out(on_phone, meeting)
    the_house_takes_it_back(at_desk, on_phone, meeting)


def test_what_is_on_its_way_while_the_member_signs_out_is_not_kept(at_desk: Visitor, on_phone: Visitor) -> None:
    meeting = meeting_of_today(at_desk)
    page = on_phone.sign_in("委员")
    on_phone.go(meeting)
    expect(page.locator("[data-hall-state]")).to_contain_text("已存到本机")
    [worker] = on_phone.context.service_workers
    worker.evaluate(ON_ITS_WAY, f"{meeting}own-code/")

    press_sign_out(page)
    page.wait_for_url(lambda url: meeting not in url)
    on_phone.passports.pop("委员")
    page.wait_for_function(NOTHING)

    assert worker.evaluate(ARRIVES) == {"failed": 1}
    assert kept(page) == []


def test_the_house_can_be_put_on_the_phones_first_screen(on_phone: Visitor) -> None:
    page = on_phone.sign_in("委员")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")

    devtools = on_phone.context.new_cdp_session(page)
    manifest = devtools.send("Page.getAppManifest")
    problems = devtools.send("Page.getInstallabilityErrors")["installabilityErrors"]

    assert manifest["errors"] == []
    assert "议政" in manifest["data"]
    # A browser of these journeys keeps no profile and installs nothing: that is no fault of ours.
    assert [each["errorId"] for each in problems if each["errorId"] != "in-incognito"] == []


def meeting_of_today(visitor: Visitor) -> str:
    """The office calls a meeting of today with the member and two documents, one of them marked; return its address."""
    page = visitor.sign_in("办公室")
    visitor.go(f"{COMMITTEE}/meetings/new/")
    meeting = plan_for_now(page, "秘书长会议", place="区政协礼堂", agenda=AGENDA)
    visitor.go(f"{meeting}guests/")
    fill(page.get_by_role("main"), 姓名=MEMBER)
    page.get_by_role("button", name="加进名单").click()
    told(page, MEMBER)
    add_document(visitor, meeting, REPORT)
    add_document(visitor, meeting, MARKED, online_only=True)
    visitor.shot("meeting-documents-marked")
    visitor.go(meeting)
    do(page, "发会议通知")
    told(page, "通知")
    do(page, "开始签到")
    told(page, "已开始签到")
    return meeting


def add_document(visitor: Visitor, meeting: str, title: str, *, online_only: bool = False) -> None:
    """Add a Word document to the meeting."""
    page, written, made = visitor.go(f"{meeting}documents/"), Document(), io.BytesIO()
    written.add_paragraph(title)
    written.save(made)
    fill(page.get_by_role("main"), 文件名称=title)
    page.locator("main input[type=file]").set_input_files(
        {"name": "文件.docx", "mimeType": "application/octet-stream", "buffer": made.getvalue()}
    )
    if online_only:
        page.get_by_label("只能在线看，不存到手机").check()
    page.get_by_role("button", name="加上").click()
    told(page, "文件已加上")


def keep(visitor: Visitor, meeting: str) -> None:
    """Agenda and code are kept as the page opens, documents when the member says so; the marked one never."""
    page = visitor.go(meeting)
    state = page.locator("[data-hall-state]")
    expect(state).to_contain_text("议程和签到码已存到本机，没有网络也能看；文件存了0份，共1份")
    assert kept(page) == sorted([meeting, f"{meeting}own-code/"])
    expect(page.get_by_text("未阅")).to_have_count(2)  # what the phone does by itself is no reading
    page.get_by_role("button", name="把文件也存到本机").click()
    told(page, "已存到本机，没有网络也能看。")
    expect(state).to_contain_text("文件存了1份，共1份")
    expect(page.get_by_text("另有1份文件只能在线看")).to_be_visible()
    assert len(kept(page)) == 3
    assert fits(page)
    assert violations(page) == []
    visitor.shot("phone-hall-kept")


def read_without_network(visitor: Visitor, meeting: str) -> None:
    """The network goes: agenda, code and the own copy open; what was not kept says so and shows what is at hand."""
    visitor.provoke(503)
    visitor.context.set_offline(True)
    page = visitor.page
    page.reload()
    told(page, "没有网络，下面是")
    expect(page.get_by_text("审议履职工作规则")).to_be_visible()
    visitor.shot("phone-hall-offline")
    with page.expect_download() as got:
        page.get_by_role("link", name=REPORT).click()
    assert f"{MEMBER} 第001份" in headers_of(got.value.path())

    page.get_by_role("link", name=MARKED).click()
    expect(page.get_by_role("heading", name="网络断开了")).to_be_visible()
    expect(page.get_by_text("您要办的事还没有办成")).to_be_visible()
    expect(page.get_by_role("listitem").get_by_role("link")).to_have_count(3)
    assert fits(page)
    assert violations(page) == []
    visitor.shot("phone-offline")
    page.get_by_role("link", name=re.compile("^我的签到码")).click()
    expect(page.get_by_role("img", name=re.compile("签到二维码"))).to_be_visible()
    visitor.shot("phone-own-code-offline")
    nothing_pretends(visitor, meeting)
    visitor.context.set_offline(False)
    forget_the_network(visitor)


def nothing_pretends(visitor: Visitor, meeting: str) -> None:
    """
    A code scanned without network checks nobody in, and says so; a tap says so too, even when only the house is gone.

    The hall's code cannot be read here: the form of another page stands in the frame that the check-in's has.
    """
    page = visitor.go(f"{meeting}check-in/{'0' * 20}/")
    expect(page.get_by_text("您要办的事还没有办成")).to_be_visible()
    visitor.context.set_offline(False)
    visitor.go(f"{meeting}leave/")
    page.evaluate("document.querySelector('main form').parentElement.dataset.offline = '还没有签到上'")
    posted: list[str] = []
    page.on("request", lambda request: posted.append(request.url) if request.method == "POST" else None)
    tap = page.locator("main form button:not([type=button])").last

    page.route("**/healthz", lambda route: route.abort())
    tap.click()
    told(page, "还没有签到上")
    page.locator(".flash-close").first.click()
    visitor.context.set_offline(True)
    tap.click()
    told(page, "还没有签到上")
    assert posted == []
    expect(tap).to_be_enabled()


def write_without_network(visitor: Visitor, meeting: str) -> None:
    """A draft written without network outlives its tab and is sent once, from whatever page is open then."""
    editor = visitor.context.new_page()
    editor.goto(f"{visitor.house.url.rstrip('/')}{COMMITTEE}/opinions/new/")
    visitor.context.set_offline(True)
    write(editor, TITLE)
    expect(editor.locator("[data-save-state]")).to_contain_text("已存在本机")
    editor.close()
    page = visitor.go(meeting)
    expect(page.get_by_text("审议履职工作规则")).to_be_visible()

    visitor.context.set_offline(False)
    told(page, f"没有网络时写的“{TITLE}”已补存")
    forget_the_network(visitor)
    visitor.go(meeting)
    assert drafts(visitor, TITLE) == 1
    assert waiting(page) == 0


def lose_an_answer(visitor: Visitor) -> None:
    """The first save reaches the house and its answer is lost; more is typed, the tab closed: one draft, every word."""
    editor = visitor.context.new_page()
    editor.goto(f"{visitor.house.url.rstrip('/')}{COMMITTEE}/opinions/new/")

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    editor.route("**/opinions/new/autosave/", lose)
    write(editor, LOST)
    expect(editor.locator("[data-save-state]")).to_contain_text("已存在本机")
    visitor.context.set_offline(True)
    editor.get_by_label("问题", exact=True).fill("东门到北门一公里没有路灯。")
    expect(editor.locator("[data-save-state]")).to_contain_text("已存在本机")
    editor.close()
    visitor.context.set_offline(False)

    page = visitor.page  # it stood open all the while and hears the network
    told(page, f"没有网络时写的“{LOST}”已补存")
    forget_the_network(visitor)
    assert drafts(visitor, LOST) == 1
    page.get_by_role("main").get_by_role("link", name=LOST).first.click()
    expect(page.get_by_label("问题", exact=True)).to_have_value("东门到北门一公里没有路灯。")


def take_it_off_the_phone(visitor: Visitor, meeting: str) -> None:
    """What the member takes off the phone stays off until they want it back."""
    page = visitor.go(meeting)
    page.get_by_role("button", name="从本机删除").click()
    told(page, "已从本机删除。")
    visitor.go(meeting)
    expect(page.locator("[data-hall-state]")).to_contain_text("没有存在本机，没有网络时看不到")
    assert [each for each in kept(page) if each != "/worker.js"] == []
    page.get_by_role("button", name="把文件也存到本机").click()
    told(page, "已存到本机，没有网络也能看。")
    assert len(kept(page)) == 3


def another_hat(visitor: Visitor, meeting: str) -> None:
    """Where a hat is changed, what was kept under it goes."""
    visitor.provoke(403)  # the address of the hats, without a form of its own
    page = visitor.page
    page.evaluate(f"fetch('{COMMITTEE}/hat/', {{ method: 'POST' }}).then(() => true)")
    page.wait_for_function(NOTHING)
    visitor.go(meeting)
    expect(page.locator("[data-hall-state]")).to_contain_text("已存到本机")


def another_finds_nothing(visitor: Visitor, meeting: str) -> None:
    """Somebody else signs in on the same phone: what was kept for the first is gone, with and without network."""
    assert len(kept(visitor.page)) == 2
    page = visitor.sign_in("主席")
    page.wait_for_function(NOTHING)
    visitor.context.set_offline(True)
    visitor.go(meeting)
    expect(page.get_by_text("这台设备上没有存别的页面")).to_be_visible()
    visitor.context.set_offline(False)
    forget_the_network(visitor)


def sign_out(visitor: Visitor, meeting: str) -> None:
    """Without network nobody is signed out, but what was kept goes at once; with it everything goes."""
    page = visitor.sign_in("委员")
    visitor.go(meeting)
    expect(page.locator("[data-hall-state]")).to_contain_text("已存到本机")
    visitor.context.set_offline(True)
    press_sign_out(page)
    told(page, "网络断了，还没有退出登录；存在本机的会议内容已经删掉")
    assert kept(page) == []
    visitor.context.set_offline(False)
    forget_the_network(visitor)

    visitor.go(meeting)
    expect(page.locator("[data-hall-state]")).to_contain_text("已存到本机")
    press_sign_out(page)
    page.wait_for_url(lambda url: meeting not in url)
    visitor.passports.pop("委员")
    page.wait_for_function(NOTHING)
    assert waiting(page) == 0
    visitor.context.set_offline(True)
    visitor.go(meeting)
    expect(page.get_by_text("这台设备上没有存别的页面")).to_be_visible()
    visitor.context.set_offline(False)
    forget_the_network(visitor)


def the_house_takes_it_back(at_desk: Visitor, on_phone: Visitor, meeting: str) -> None:
    """A document that is withdrawn leaves the phone as soon as it meets the house again."""
    page = on_phone.sign_in("委员")
    on_phone.go(meeting)
    page.get_by_role("button", name="把文件也存到本机").click()
    told(page, "已存到本机，没有网络也能看。")
    assert len(kept(page)) == 3
    at_desk.go(f"{meeting}documents/")
    at_desk.page.get_by_role("button", name=re.compile(f"撤下.*{re.escape(REPORT)}")).click()
    told(at_desk.page, "已撤下")

    on_phone.go(meeting)
    expect(page.locator("[data-hall-state]")).to_have_text("议程和签到码已存到本机，没有网络也能看。")
    assert kept(page) == sorted([meeting, f"{meeting}own-code/"])


def kept(page: Page) -> list[str]:
    """Return the addresses the phone keeps for the hall."""
    return list(page.evaluate(KEPT))


def waiting(page: Page) -> int:
    """Count the words that wait in the browser."""
    return int(page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('yizheng.draft.')).length"))


def drafts(visitor: Visitor, title: str) -> int:
    """Count the member's drafts of a title."""
    page = visitor.go(f"{COMMITTEE}/opinions/mine/")
    return page.get_by_role("main").get_by_role("listitem").filter(has_text=title).count()


def write(page: Page, title: str) -> None:
    """Write the first lines of a piece."""
    page.get_by_label("标题", exact=True).fill(title)
    page.get_by_label("情况", exact=True).fill("早高峰盲道上停了三十多辆共享单车。")


def press_sign_out(page: Page) -> None:
    """Open the personal menu and press the way out."""
    page.locator("summary[aria-label*=打开个人菜单]:visible").click()
    page.locator("[data-sign-out] button:visible").click()


def headers_of(path: Path) -> list[str]:
    """Return what stands in the head of each page of a Word file."""
    return [each.text for section in Document(str(path)).sections for each in section.header.paragraphs]


def forget_the_network(visitor: Visitor) -> None:
    """The browser complains of a network that is gone: that was asked for."""
    gone = ("ERR_INTERNET_DISCONNECTED", "ERR_FAILED", "ERR_NETWORK_CHANGED")
    visitor.heard[:] = [said for said in visitor.heard if not any(word in said for word in gone)]
