"""The door: a member by a printed card, a clerk by password and second step, and the list of sessions."""

from __future__ import annotations

import re
import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page, expect

from e2e.accessibility import fits, violations
from e2e.visitor import Visitor

OWN = "Autumn-Bridge-2026"
PERIOD_S = 30


def test_a_member_comes_in_by_a_card_and_a_clerk_by_two_steps(at_desk: Visitor, on_phone: Visitor) -> None:
    page = at_desk.sign_in("系统管理员")
    stamp = str(int(time.time()))[-6:]
    open_login(at_desk, f"闻雨桐{stamp}", f"wenyt{stamp}", "委员")
    card = print_card(at_desk, f"闻雨桐{stamp}")
    open_login(at_desk, f"蒲一鸣{stamp}", f"puym{stamp}", "信息科")
    page.get_by_role("link", name="发初始密码").click()
    page.get_by_role("button", name="发放").click()
    initial = page.locator("code").inner_text()
    at_desk.shot("sign-in-initial-password")

    member = on_phone.go("/accounts/card/")
    assert fits(member)
    assert violations(member) == []
    on_phone.shot("sign-in-card")
    member.locator("[name=code]").fill(card.lower())
    member.get_by_role("button", name="登录", exact=True).click()
    expect(member.get_by_role("heading", level=1)).to_contain_text(f"闻雨桐{stamp}")

    on_phone.context.clear_cookies()
    by_password(on_phone, f"puym{stamp}", initial)
    member.locator("[name=oldpassword]").fill(initial)
    member.locator("[name=password1]").fill(OWN)
    member.locator("[name=password2]").fill(OWN)
    member.get_by_role("button", name="改密码").click()
    on_phone.go("/accounts/2fa/totp/activate/")
    assert fits(member)
    assert violations(member) == []
    on_phone.shot("sign-in-set-up")
    member.get_by_text("手工输入密钥").click()
    secret = member.locator("code.secret").inner_text().strip()
    used = now_shown(secret)
    member.get_by_role("textbox").fill(used)
    member.get_by_role("button", name="设好了").click()
    expect(member.get_by_role("heading", level=1)).to_have_text("请抄下备用码")
    backup = member.locator("ul.codes code").first.inner_text()
    on_phone.shot("sign-in-recovery-codes")

    on_phone.context.clear_cookies()
    by_password(on_phone, f"puym{stamp}", OWN)
    expect(member.get_by_role("heading", level=1)).to_have_text("请输入动态验证码")
    on_phone.shot("sign-in-second-step")
    member.get_by_role("textbox").fill(backup)
    member.get_by_role("button", name="登录", exact=True).click()
    expect(member).not_to_have_url(re.compile("/accounts/"))
    on_phone.go("/accounts/sessions/")
    expect(member.get_by_text("就是这台")).to_have_count(1)
    on_phone.shot("sign-in-sessions")
    member.get_by_role("button", name="让其他设备都退出").click()
    expect(member.get_by_text("其他设备都已退出")).to_be_visible()
    assert on_phone.complaints == []
    assert at_desk.complaints == []


def open_login(visitor: Visitor, name: str, username: str, role: str) -> None:
    """Open a login and give it a role; the page of the login is left open."""
    page = visitor.page
    page.get_by_role("link", name="账号", exact=True).click()
    page.get_by_role("link", name="开立账号").click()
    page.locator("[name=name]").fill(name)
    page.locator("[name=username]").fill(username)
    page.get_by_role("button", name="开立", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{name}的账号")
    page.get_by_role("link", name="授予身份").click()
    page.locator("[name=role]").select_option(label=role)
    page.get_by_role("button", name="授予", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{name}的账号")


def print_card(visitor: Visitor, name: str) -> str:
    """Print a member's card and return its code."""
    page = visitor.page
    page.get_by_role("link", name="登录卡", exact=True).click()
    page.get_by_label(f"选 {name}").check()
    page.get_by_role("button", name="发卡并打印").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("1 张登录卡，请现在打印")
    visitor.shot("sign-in-card-sheet")
    code = page.locator(".card-sheet code").inner_text()
    assert re.fullmatch(r"[A-Z2-8]{4}-[A-Z2-8]{4}", code)
    return code


def by_password(visitor: Visitor, username: str, password: str) -> Page:
    """Type a login and its password."""
    page = visitor.go("/accounts/login/")
    page.locator("[name=login]").fill(username)
    page.locator("[name=password]").fill(password)
    page.get_by_role("button", name="登录", exact=True).click()
    return page


def now_shown(secret: str) -> str:
    """Return what the app shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD_S))
