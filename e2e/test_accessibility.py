"""Every kind of page in light, dark and large type, at both widths: axe-core finds nothing, nothing is cut off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from e2e.accessibility import fits, violations
from e2e.pages.imports import upload
from e2e.pages.plans import COMMITTEE
from e2e.papers.web_plan import write_web_plan
from e2e.visitor import DESK, PHONE, Cookies, House, Visitor, new_context

Look = tuple[str, str, dict[str, int]]
WIDE = {"width": 1920, "height": 1080}
LOOKS = (("light", "", DESK), ("dark", "large", PHONE))
"""Colours, type and width of each look at a page; each value of each meets axe-core."""
CROSSED = (("dark", "", DESK), ("light", "large", PHONE))
"""The other two looks, at the page that shows every component."""


def first_link(path: str, selector: str) -> Callable[[Visitor], None]:
    """Open the first link of a page that a selector finds."""

    def open_it(visitor: Visitor) -> None:
        visitor.go(path if path.startswith("/") else f"{COMMITTEE}/{path}")
        visitor.go(visitor.page.locator(selector).first.get_attribute("href") or "")

    return open_it


def address(path: str) -> Callable[[Visitor], None]:
    """Open an address."""
    return lambda visitor: visitor.go(path) and None


def act_page(name: str) -> Callable[[Visitor], None]:
    """Open the page of an act on a task that can still be worked on."""

    def open_it(visitor: Visitor) -> None:
        first_link("plan/tasks/?state=in_progress", "main tbody a[href*='/plan/tasks/']")(visitor)
        visitor.page.goto(f"{visitor.page.url}{name}/")

    return open_it


PAGES: dict[str, tuple[str, Callable[[Visitor], None]]] = {
    "desk": ("办公室", address(f"{COMMITTEE}/")),
    "desk of a member": ("委员", address(f"{COMMITTEE}/")),
    "todos": ("办公室", address(f"{COMMITTEE}/todos/")),
    "notices": ("办公室", address(f"{COMMITTEE}/notices/")),
    "board": ("办公室", address(f"{COMMITTEE}/plan/")),
    "board of a member": ("委员", address(f"{COMMITTEE}/plan/")),
    "tasks": ("办公室", address(f"{COMMITTEE}/plan/tasks/")),
    "task to report": ("办公室", first_link("plan/tasks/?state=in_progress", "main tbody a[href*='/plan/tasks/']")),
    "task closed": ("办公室", first_link("plan/tasks/?state=confirmed", "main tbody a[href*='/plan/tasks/']")),
    "late": ("办公室", address(f"{COMMITTEE}/plan/late/")),
    "progress": ("办公室", address(f"{COMMITTEE}/plan/progress/")),
    "leaders": ("办公室", address(f"{COMMITTEE}/plan/leaders/")),
    "leader": ("办公室", first_link("plan/leaders/", "main tbody a[href*='/plan/leaders/']")),
    "departments": ("办公室", address(f"{COMMITTEE}/plan/departments/")),
    "department": ("办公室", first_link("plan/departments/", "main tbody a[href*='/plan/departments/']")),
    "act": ("办公室", act_page("reschedule")),
    "paper act": ("办公室", act_page("cancel")),
    "add a task": ("办公室", first_link("plan/", "main a[href$='/tasks/new/']")),
    "imports": ("办公室", address(f"{COMMITTEE}/plan/imports/")),
    "members": ("办公室", address(f"{COMMITTEE}/org/members/")),
    "person": ("办公室", first_link("org/members/", "main tbody a[href*='/org/people/']")),
    "own page of a member": ("委员", address(f"{COMMITTEE}/org/mine/")),
    "terms": ("办公室", address(f"{COMMITTEE}/org/terms/")),
    "rolls": ("办公室", address(f"{COMMITTEE}/org/rolls/")),
    "setting": ("系统管理员", first_link("settings/", "main tbody a[href*='/settings/']")),
    "meetings": ("办公室", address(f"{COMMITTEE}/meetings/")),
    "meeting": ("办公室", first_link("meetings/", "main tbody a[href*='/meetings/']")),
    "notice to write": ("办公室", address(f"{COMMITTEE}/notices/new/")),
    "rules": ("办公室", address(f"{COMMITTEE}/rules/")),
    "logins": ("系统管理员", address(f"{COMMITTEE}/logins/")),
    "login": ("系统管理员", first_link("logins/", "main tbody a[href*='/logins/']")),
    "login events": ("审计管理员", address(f"{COMMITTEE}/logins/events/")),
    "calendar": ("委员", address(f"{COMMITTEE}/calendar/")),
    "proposals": ("委员", address(f"{COMMITTEE}/proposals/")),
    "proposal": ("提案委", first_link("proposals/?group=answered", "main tbody a[href*='/proposals/']")),
    "proposal to write": ("委员", address(f"{COMMITTEE}/proposals/new/")),
    "proposal review": ("提案委", address(f"{COMMITTEE}/proposals/review/")),
    "proposal to review": ("提案委", first_link("proposals/review/", "main tbody a[href*='/review/']")),
    "proposal board": ("督查室", address(f"{COMMITTEE}/assignment/")),
    "unit desk": ("承办单位", address(f"{COMMITTEE}/unit/")),
    "handling": ("承办单位", first_link("unit/", "main tbody a[href*='/handlings/']")),
    "feedback": ("提案委", address(f"{COMMITTEE}/feedback/")),
    "feedback to give": ("委员", first_link("todos/", "main a[href*='/feedback/']")),
    "proposal figures": ("提案委", address(f"{COMMITTEE}/proposals/figures/")),
    "key proposals": ("提案委", address(f"{COMMITTEE}/proposals/keys/")),
    "public proposals": ("", address("/public/yunling/proposals/")),
    "public proposal": ("", first_link("/public/yunling/proposals/", "main a[href*='/proposals/']")),
    "catalogue": ("办公室", address("/ui/")),
    "public page": ("", address("/public/yunling/")),
    "sign-in of the demo": ("", address("/")),
    "sign-in": ("", address("/accounts/login/")),
    "not found": ("办公室", address(f"{COMMITTEE}/plan/nothing/")),
    "not allowed": ("系统管理员", address(f"{COMMITTEE}/plan/")),
}
"""Kind of page: who looks, and how they get there."""


@pytest.fixture(scope="module")
def screen(browser: Browser) -> Iterator[BrowserContext]:
    """Open one browser for all pages: what they share is fetched once."""
    context = new_context(browser, DESK)
    yield context
    context.close()


@pytest.fixture
def at_desk(house: House, screen: BrowserContext, passports: dict[str, Cookies]) -> Iterator[Visitor]:
    """Give a person at that browser a page of their own."""
    visitor = Visitor(house, screen, screen.new_page(), passports)
    visitor.listen()
    yield visitor
    visitor.page.close()
    assert visitor.complaints == []


@pytest.mark.parametrize("kind", PAGES)
def test_a_page_is_accessible_in_every_look(kind: str, at_desk: Visitor) -> None:
    role, get_there = PAGES[kind]
    at_desk.provoke(403, 404)
    if role:
        at_desk.sign_in(role, stay=True)
    get_there(at_desk)

    look_at(at_desk, kind)


def test_every_component_is_accessible_in_the_other_looks(at_desk: Visitor) -> None:
    at_desk.sign_in("办公室", stay=True)
    at_desk.go("/ui/")

    look_at(at_desk, "catalogue crossed", CROSSED)


def test_a_plan_and_its_item_are_accessible(at_desk: Visitor) -> None:
    at_desk.sign_in("办公室")
    first_link("plan/", "main .page-lead a")(at_desk)
    look_at(at_desk, "plan")
    at_desk.go(at_desk.page.locator("main a[href*='/plan/items/']").first.get_attribute("href") or "")
    look_at(at_desk, "item")


def test_an_import_and_the_form_of_a_node_are_accessible(at_desk: Visitor, tmp_path: Path) -> None:
    at_desk.sign_in("办公室")
    page = upload(at_desk, write_web_plan(tmp_path, 2012))
    look_at(at_desk, "import")
    page.edit("讲好协商故事")
    look_at(at_desk, "import-node")


def look_at(visitor: Visitor, kind: str, looks: tuple[Look, ...] = LOOKS) -> None:
    """Look at the open page in every look."""
    page, name = visitor.page, kind.replace(" ", "-")
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    found = []
    for scheme, size, width in looks:
        wear(page, scheme, size, width)
        visitor.shot(f"page-{name}-{width['width']}-{scheme}{f'-{size}' if size else ''}")
        found += [f"{scheme} {size} {width['width']}: {each}" for each in violations(page)]
        found += [] if fits(page) else [f"{scheme} {size} {width['width']}: scrolls sideways"]
    for width in (PHONE, WIDE):
        wear(page, "light", "", width)
        found += [] if fits(page) else [f"{width['width']}: scrolls sideways"]
    assert found == []


def wear(page: Page, scheme: str, size: str, width: dict[str, int]) -> None:
    """Change colours, type and width of the open page as its preferences would."""
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.evaluate("size => { document.documentElement.dataset.type = size }", size)
    page.set_viewport_size(width)  # type: ignore[arg-type]
    # A colour on its way from dark to light is no colour anybody reads: axe must see where it arrives.
    page.wait_for_function("document.getAnimations().every(each => !(each instanceof CSSTransition))")
