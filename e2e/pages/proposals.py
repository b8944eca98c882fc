"""One proposal from desk to desk: written, read twice, decided, numbered, assigned, handled, answered, rated."""

from __future__ import annotations

import re
from datetime import date

from playwright.sync_api import Locator, Page, expect

from e2e.pages.acts import do, fill, told
from e2e.pages.desks import COMMITTEE, waiting
from e2e.visitor import Visitor

ROOM = f"{COMMITTEE}/proposals/"
MEMBER = "委员"
CLERK = "demo-proposal"
DEPUTY = "demo-proposal-deputy"
SECRETARY = "demo-secretary"
ASSIGNER = "demo-assigner"
CONVENER = "demo-convener"
PARTY = "demo-party"
HOUSING, HOUSING_CLERK = "区住房和城乡建设局", "demo-unit"
FINANCE, FINANCE_CLERK = "区财政局", "demo-unit-2"
SUGGESTIONS = ("请在楼道口加装扶手和照明", "请每季度公布一次检修记录")
SUBMITTED = re.compile("提案已提交，来件号")


def stands(page: Page, word: str) -> None:
    """Check the state that stands under the title."""
    expect(page.locator(".page-lead")).to_contain_text(word)


def wear(visitor: Visitor, hat: str) -> None:
    """Put on another hat of the same login; the one already worn stays on."""
    person = visitor.page.locator("summary[aria-label*=打开个人菜单]")
    if f"当前身份 {hat}" in (person.get_attribute("aria-label") or ""):
        return
    person.click()
    visitor.page.get_by_role("button", name=re.compile(f"^{hat}")).click()
    expect(person).to_have_attribute("aria-label", re.compile(f"当前身份 {hat}"))


def sign_in(visitor: Visitor, who: str = "") -> None:
    """Enter as a colleague by name, a convener as the member they are; without a name as the member."""
    if not who:
        visitor.sign_in(MEMBER)
        return
    visitor.sign_in_as(who)
    if who == CONVENER:
        wear(visitor, MEMBER)


def start(visitor: Visitor, title: str, who: str = "") -> Page:
    """Write a proposal, by default as the member, until the house has saved it by itself."""
    sign_in(visitor, who)
    page = visitor.go(f"{ROOM}new/")
    page.get_by_label("案由", exact=True).fill(title)
    page.get_by_label("情况", exact=True).fill("走访了四个小区，二十一个楼道没有扶手，夜里没有灯。")
    page.get_by_label("分析", exact=True).fill("产权和维护责任没有说清，物业和街道都在等。")
    for place, words in enumerate(SUGGESTIONS, start=1):
        page.get_by_label(f"第{place}条建议", exact=True).fill(words)
    page.get_by_label(re.compile("^我确认：内容不涉及国家秘密")).check()
    expect(page.locator("[data-save-state]")).to_contain_text("已保存")
    return page


def hand_in(page: Page) -> str:
    """Look the open draft over and submit it; return the path of its page."""
    page.get_by_role("button", name="检查并提交").click()
    page.get_by_role("button", name="提交提案").click()
    expect(page.locator("[data-flashes]")).to_contain_text(SUBMITTED)
    return page.evaluate("location.pathname")  # type: ignore[no-any-return]


def submitted(visitor: Visitor, title: str, who: str = "") -> str:
    """Write and submit a proposal; return the path of its page."""
    start(visitor, title, who)
    return hand_in(visitor.page)


def read_first(visitor: Visitor, address: str, unit: str) -> None:
    """Read a proposal at the clerk's desk: category, opinion, one unit."""
    visitor.sign_in_as(CLERK, stay=True)
    page = visitor.go(f"{address}review/")
    page.get_by_label("类别", exact=False).first.select_option(index=1)
    page.get_by_label("单位1", exact=True).select_option(label=unit)
    page.get_by_label("办理方式").first.select_option(label="单独")
    page.get_by_role("button", name="只保存").click()
    told(page, "已初审")


def read_second(visitor: Visitor, address: str) -> None:
    """Read a proposal as the second pair of eyes."""
    visitor.sign_in_as(DEPUTY, stay=True)
    page = visitor.go(f"{address}review/")
    page.get_by_role("button", name="只保存").click()
    told(page, "已复审")


def decide(visitor: Visitor, title: str) -> None:
    """Record what the meeting decided about this one proposal; the others wait."""
    visitor.sign_in_as(CLERK, stay=True)
    page = visitor.go(f"{ROOM}review/?step=final")
    page.get_by_role("link", name=re.compile("^录入审定结果")).click()
    fill(page, 出席人员="方以诚、喻文清")
    mine = row(page, title).get_by_role("checkbox")
    for box in page.locator("input[name^=take_]").all():
        box.uncheck()
    mine.check()
    page.get_by_role("button", name="录入审定结果").click()
    told(page, "已录入1件的审定结果")


def give_number(visitor: Visitor, address: str) -> str:
    """Number what was filed; return the number of the proposal."""
    page = visitor.go(f"{ROOM}review/?step=number")
    page.get_by_role("link", name=re.compile("^编号")).click()
    page.get_by_role("button", name="就照这个顺序编号").click()
    told(page, "个号")
    visitor.go(address)
    return page.locator(".page-lead b").first.inner_text()


def pre_assign(visitor: Visitor, title: str) -> None:
    """Put the proposal before the conference."""
    visitor.sign_in_as(CLERK, stay=True)
    page = visitor.go(f"{COMMITTEE}/assignment/")
    row(page, title).get_by_role("checkbox").check()
    page.get_by_role("button", name="预交办勾选的").click()
    told(page, "1件已预交办")


def assign(visitor: Visitor, title: str) -> None:
    """Assign the proposal for the government."""
    visitor.sign_in_as(ASSIGNER, stay=True)
    page = visitor.go(f"{COMMITTEE}/assignment/?state=pre_assigned")
    row(page, title).get_by_role("checkbox").check()
    page.get_by_role("button", name="交办勾选的", exact=True).click()
    told(page, "已交办，开出1项办理")


def assigned(visitor: Visitor, title: str, unit: str) -> str:
    """Bring a proposal of the member's as far as a unit; return the path of its page."""
    address = submitted(visitor, title)
    read_first(visitor, address, unit)
    to_the_unit(visitor, address, title)
    return address


def to_the_unit(visitor: Visitor, address: str, title: str) -> None:
    """Bring a proposal that was read once through second reading, decision and number to its unit."""
    read_second(visitor, address)
    decide(visitor, title)
    give_number(visitor, address)
    pre_assign(visitor, title)
    assign(visitor, title)


def open_handling(visitor: Visitor, clerk: str, title: str) -> Page:
    """Open a unit's own handling from its desk."""
    visitor.sign_in_as(clerk, stay=True)
    page = visitor.go(f"{COMMITTEE}/unit/")
    page.get_by_role("region", name="本单位的提案").get_by_role("link", name=title).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    return page


def sign_for(page: Page) -> None:
    """Sign for the open handling."""
    page.get_by_role("button", name="签收", exact=True).click()
    told(page, "已签收")


def record_contact(page: Page, *, leader: bool = False) -> None:
    """Record a talk with the proposer on the open handling."""
    page.get_by_role("main").get_by_role("link", name="联系提案人").click()
    page.get_by_label("方式", exact=False).first.select_option(label="现场")
    page.get_by_label(re.compile("^谈了什么")).fill("一起看了三个楼道，商定先装照明，再装扶手。")
    if leader:
        page.get_by_label("单位负责同志参加了").check()
    page.get_by_role("button", name="记下来").click()
    told(page, "已记下")


def write_reply(page: Page, mark: str, *, link: str = "拟答复", promise: tuple[str, date] | None = None) -> None:
    """Answer each suggestion and finish the letter."""
    page.get_by_role("main").get_by_role("link", name=link).click()
    page.get_by_role("radio", name=re.compile(f"^{mark}类")).check()
    for place, answer in enumerate(page.get_by_label(re.compile("^怎么办")).all(), start=1):
        answer.fill(f"第{place}条采纳：已列入年度维修计划，由房管所逐个楼道落实。")
    if promise:
        page.get_by_label("承诺的事").first.fill(promise[0])
        page.get_by_label("完成日期").first.fill(promise[1].isoformat())
    page.get_by_role("button", name="拟好，去签发").click()
    told(page, "答复已拟好")


def issue(page: Page) -> None:
    """Issue the finished reply."""
    fill(page, 签发人="芮建平")
    page.get_by_role("button", name="签发", exact=True).click()
    told(page, "答复已签发")


def answered(visitor: Visitor, clerk: str, title: str) -> None:
    """Handle a proposal from signing to the issued reply of class A."""
    page = open_handling(visitor, clerk, title)
    sign_for(page)
    record_contact(page)
    write_reply(page, "A")
    issue(page)


def rate(visitor: Visitor, address: str, result: str, comment: str = "", who: str = "") -> Page:
    """Rate the last reply under its text, by default as the member."""
    sign_in(visitor, who)
    page = visitor.go(address)
    page.get_by_role("link", name=re.compile("^评价：")).first.click()
    expect(page.get_by_role("heading", name="评价办理")).to_be_visible()
    page.get_by_role("group", name="办理态度").get_by_label("满意", exact=True).check()
    page.get_by_role("group", name="办理结果").get_by_label(result, exact=True).check()
    page.get_by_label("想说的话").fill(comment)
    page.get_by_role("button", name="提交评价").click()
    told(page, "评价已收到")
    return page


def confirm_dissatisfied(clerk: Visitor, title: str, said: str) -> Page:
    """Ring the member up and confirm, as the clerk, that they are not satisfied."""
    clerk.sign_in_as(CLERK, stay=True)
    page = clerk.go(f"{COMMITTEE}/feedback/")
    page.get_by_role("link", name="待处理的不满意").click()
    row(page, title).get_by_role("link").first.click()
    expect(page.get_by_role("main")).to_contain_text(said)
    page.get_by_role("main").get_by_role("link", name="确认不满意").click()
    page.get_by_role("button", name="已核实，确认").click()
    told(page, "可以要求重新办理了")
    return page


def redo(clerk: Visitor, address: str, reason: str) -> None:
    """Have the unit handle the proposal again."""
    page = clerk.go(address)
    press(page, "要求重新办理", 理由=reason)
    told(page, "已要求重新办理")
    stands(page, "重新办理")


def todo(visitor: Visitor, title: str) -> None:
    """Open what waits for the visitor about a proposal."""
    waiting(visitor, title).first.get_by_role("link").first.click()


def row(page: Page, text: str) -> Locator:
    """Return the row of a table that holds a text."""
    return page.get_by_role("main").get_by_role("row").filter(has_text=text)


def received(visitor: Visitor, year: str = "") -> int:
    """Return how many proposals the page of a year, by default the running one, says were received."""
    page = visitor.go(f"{ROOM}figures/?year={year}")
    return int(received_link(page).inner_text())


def received_link(page: Page) -> Locator:
    """Return the number of received proposals, which opens what it counts."""
    return page.locator(".kpi").filter(has_text="收到").first.get_by_role("link")


def publish(visitor: Visitor, address: str) -> Page:
    """Have three persons read the public copy; the third publishes it."""
    visitor.sign_in_as(CLERK, stay=True)
    page = visitor.go(address)
    press(page, "准备公开稿")
    told(page, "公开稿已备好")
    copy = page.url
    do(page, "初审通过", 保密审查="不涉密，方以诚")
    for reader, act, words in ((DEPUTY, "复审通过", {}), (SECRETARY, "终审通过并公开", {"批准公开的领导": "梁景川"})):
        visitor.sign_in_as(reader)
        page.goto(copy)
        do(page, act, **words)
    stands(page, "已公开")
    return page


def open_act(page: Page, act: str) -> None:
    """Open an act of the proposal's page, which may stand in the menu of further acts."""
    button = page.get_by_role("main").get_by_role("link", name=act, exact=True).first
    if not button.is_visible():
        page.locator("summary").filter(has_text="更多").click()
    button.click()


def act_form(page: Page) -> Locator:
    """Return the form of the opened act: a dialog, or a page of its own."""
    return page.locator("[data-dialog-content]:visible form").first


def press(page: Page, act: str, *, send: str = "", **fields: str | date) -> None:
    """Do an act of the proposal's page."""
    open_act(page, act)
    fill(form := act_form(page), **fields)
    form.get_by_role("button", name=send or act, exact=True).click()
