"""A plenary day: one member's real phone and 39 that are scripted, the desk, the vote by name, the minutes of it."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import httpx
from playwright.sync_api import Page, expect

from e2e.accessibility import fits, violations
from e2e.pages.acts import do, fill, told
from e2e.pages.meetings import plan_for_now
from e2e.pages.plans import COMMITTEE
from e2e.visitor import Visitor

PHONES = [f"demo-phone-{number}" for number in range(1, 39)] + ["demo-convener"]
TITLE = "关于常务委员会工作报告的决议"
AT_ONCE = 4
SENT_AT_ONCE = 60


@dataclass
class Phone:
    """One scripted phone: a member who signed in."""

    client: httpx.Client
    page: str = ""

    def open(self, path: str) -> str:
        """Open a page."""
        answer = self.client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        self.page = answer.text
        return self.page

    def send(self, path: str, **fields: str) -> httpx.Response:
        """Send a form of the open page as a browser would."""
        drawn = {name: _field(self.page, name) for name in ("csrfmiddlewaretoken", "act_key", "hat")}
        return self.client.post(path, data={name: value for name, value in drawn.items() if value} | fields)


@contextmanager
def phones(house: str, names: list[str]) -> Iterator[list[Phone]]:
    """Let members sign in on phones of their own."""
    clients = [httpx.Client(base_url=house, timeout=30, headers={"Referer": house}) for _ in names]
    found = [Phone(each) for each in clients]

    def enter(phone: Phone, name: str) -> None:
        phone.open("/")
        assert phone.send("/accounts/demo/", identity=name).status_code == 302

    try:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(enter, found, names))
        yield found
    finally:
        for client in clients:
            client.close()


def test_a_plenary_day_on_forty_phones(at_desk: Visitor, on_phone: Visitor) -> None:
    desk = at_desk.sign_in("办公室")
    meeting = _plan_plenary(at_desk)
    title = desk.get_by_role("heading", level=1).inner_text()
    do(desk, "发会议通知")
    told(desk, "通知")
    do(desk, "开始签到")
    told(desk, "已开始签到")

    with phones(at_desk.house.url.rstrip("/"), PHONES) as others:
        # Everybody finds today's meeting first and holds the own code before the desk.
        mine = on_phone.sign_in("委员")
        card = mine.get_by_role("region", name=f"今天的会议：{title}")
        expect(card).to_be_visible()
        assert fits(mine)
        on_phone.shot("phone-plenary-today")
        card.get_by_role("link", name="打开签到码").click()
        assert violations(mine) == []
        on_phone.shot("phone-plenary-code")
        codes = [_code(mine.locator(".code-words").inner_text()), *_codes_of(others, meeting)]
        assert len(set(codes)) == len(PHONES) + 1
        _check_in(at_desk, meeting, codes)

        on_phone.go(meeting.rsplit("/meetings/", 1)[0] + "/")
        expect(card).to_contain_text("出席")

        desk = at_desk.go(meeting)
        do(desk, "宣布开会")
        told(desk, "会议开始")
        _vote(at_desk, on_phone, others, meeting)

    desk = at_desk.go(meeting)
    do(desk, "宣布散会")
    told(desk, "已散会")


def _plan_plenary(visitor: Visitor) -> str:
    """Plan a plenary that begins in a quarter of an hour, and return its address."""
    page = visitor.go(f"{COMMITTEE}/meetings/new/")
    return plan_for_now(page, "全体会议", place="云岭会堂", agenda="听取常务委员会工作报告\n审议通过决议")


def _codes_of(others: list[Phone], meeting: str) -> list[str]:
    def code(phone: Phone) -> str:
        assert "今天的会议" in phone.open(meeting.rsplit("/meetings/", 1)[0] + "/")
        return _code(phone.open(f"{meeting}own-code/"))

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(code, others))


def _check_in(visitor: Visitor, meeting: str, codes: list[str]) -> None:
    """Let the desk take the codes twice, and whoever else is due from its list: the quorum is of all 217."""
    page = visitor.go(f"{meeting}desk/")
    who = page.locator("[data-desk]").get_attribute("data-who")
    roll = json.loads(page.locator("#desk-roll").inner_text())
    seen = datetime.now(UTC).isoformat().replace("+00:00", "Z")
    shown = [{"key": str(uuid.uuid4()), "who": who, "seen_at": seen, "code": code} for code in codes]
    due = roll[: len(roll) * 3 // 4]
    listed = [{"key": str(uuid.uuid4()), "who": who, "seen_at": seen, "person": each["id"]} for each in due]
    first, again = _sent(page, who, shown), _sent(page, who, shown)
    assert all(each["ok"] for each in first)
    assert again == first
    for start in range(0, len(listed), SENT_AT_ONCE):
        assert all(each["ok"] for each in _sent(page, who, listed[start : start + SENT_AT_ONCE]))


def _sent(page: Page, who: str | None, entries: list[dict[str, str | None]]) -> list[dict[str, str]]:
    script = """async ([who, entries]) => {
      const desk = document.querySelector("[data-desk]");
      const token = desk.querySelector("[name=csrfmiddlewaretoken]").value;
      const answer = await fetch(desk.dataset.send, {method: "POST", body: JSON.stringify({who, entries}),
        headers: {"Content-Type": "application/json", "X-CSRFToken": token}});
      return (await answer.json()).results;
    }"""
    found: list[dict[str, str]] = page.evaluate(script, [who, entries])
    return found


def _vote(at_desk: Visitor, on_phone: Visitor, others: list[Phone], meeting: str) -> None:
    """Each votes by name on the own phone, once; the result stands with all in its denominator."""
    desk = at_desk.go(f"{meeting}votes/open/")
    fill(desk.get_by_role("main"), 表决什么=TITLE, choose={"表决方式": "记名表决"})
    desk.get_by_role("button", name="开始").click()
    told(desk, "表决开始")
    mine = on_phone.go(f"{meeting}votes/")
    mine.get_by_role("button", name="赞成", exact=True).first.click()
    told(mine, "赞成，已记下")
    assert fits(mine)
    on_phone.shot("phone-plenary-voted")

    def vote(phone: Phone) -> str:
        page = phone.open(f"{meeting}votes/")
        path = re.search(r'action="([^"]+/by-name/)"', page)
        assert path is not None, "the vote stands on the phone"
        assert phone.send(path[1], choice="for").status_code == 302
        return phone.open(f"{meeting}votes/")

    with ThreadPoolExecutor(AT_ONCE) as pool:
        after = list(pool.map(vote, others))
    assert not any("by-name/" in page for page in after)
    desk = at_desk.go(f"{meeting}votes/")
    desk.get_by_role("link", name="宣布结果").click()
    desk.get_by_role("button", name="宣布结果").click()
    told(desk, "结果已宣布")
    expect(desk.get_by_text(f"赞成 {len(others) + 1}，反对 0")).to_be_visible()
    at_desk.shot("plenary-vote")


def _code(page: str) -> str:
    found = re.search(r"YZ[0-9A-F]{52}", page)
    assert found is not None, "the page shows the own code"
    return found[0]


def _field(page: str, name: str) -> str:
    found = re.search(rf'<input[^>]*name="{name}"[^>]*>', page)
    value = re.search(r'value="([^"]*)"', found[0]) if found else None
    return value[1] if value else ""
