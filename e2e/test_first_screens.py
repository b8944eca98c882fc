"""Everybody's first screen answers their question (design 1)."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from e2e.accessibility import fits, violations
from e2e.visitor import DESK, PHONE, SCREENSHOTS, Visitor

QUESTIONS = {
    "委员": ("今天", "等您办"),
    "办公室": ("工作台", "谁的事晚了"),
    "提案委": ("工作台", "等我办"),
    "专委会": ("工作台", "等我办"),
    "秘书长": ("工作台", "要点走到哪了"),
    "主席": ("工作台", "要点走到哪了"),
    "督查室": ("工作台", "要点走到哪了"),
    "承办单位": ("工作台", "等我办"),
    "街道工委": ("工作台", "等我办"),
    "系统管理员": ("工作台", "等我办"),
}
"""Role: title of the first page, and the card that answers."""


@pytest.mark.parametrize("role", QUESTIONS)
def test_each_role_lands_on_its_own_question(role: str, at_desk: Visitor) -> None:
    page = at_desk.sign_in(role)
    title, card = QUESTIONS[role]

    expect(page).to_have_title(f"{title} · 云岭区政协")
    expect(page.get_by_role("heading", level=1)).to_contain_text("好，" if title == "工作台" else "委员，")
    expect(page.get_by_role("heading", name=card)).to_be_visible()
    assert violations(page) == []
    for size in (DESK, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert fits(page)
        at_desk.shot(f"first-{role}-{size['width']}")


def test_the_door_for_people_with_a_password(at_desk: Visitor) -> None:
    page = at_desk.go("/accounts/login/")

    expect(page.get_by_role("heading", level=1)).to_have_text("登录议政")
    page.get_by_label("用户名").fill("nobody")
    page.get_by_label("密码").fill("nothing-at-all")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("alert")).to_be_visible()
    at_desk.shot("sign-in-refused")


def test_the_desk_of_the_office_is_the_picture_of_the_readme(at_desk: Visitor) -> None:
    page = at_desk.sign_in("办公室")

    expect(page.get_by_role("heading", name="等我办")).to_be_visible()
    page.screenshot(path=SCREENSHOTS / "desk.png")
