"""An urgent piece of the morning: first on the desk, edited, signed on the phone, issued, its author told in time."""

from __future__ import annotations

from playwright.sync_api import expect

from e2e.accessibility import fits, violations
from e2e.pages import opinions
from e2e.pages.acts import told
from e2e.pages.opinions import CLERK, ROOM, SECRETARY_NAME
from e2e.visitor import Visitor

TITLE = "云溪二桥伸缩缝翘起伤人"


def test_an_urgent_piece_is_issued_and_its_author_told_inside_the_limit(at_desk: Visitor, on_phone: Visitor) -> None:
    address = opinions.send_in(on_phone, TITLE, urgent="已有人摔倒")

    # It stands first, with its light, on the desk and in the list.
    at_desk.sign_in_as(CLERK)
    expect(at_desk.page.get_by_role("main")).to_contain_text(f"【紧急】{TITLE}")
    page = at_desk.go(ROOM)
    expect(page.get_by_role("row").nth(2)).to_contain_text(TITLE)  # behind yesterday's urgent piece, before all else
    assert violations(page) == []
    at_desk.shot("opinion-list")

    page = opinions.take_up(at_desk, address)
    assert violations(page) == []
    at_desk.shot("opinion-edit")
    opinions.edit(page, f"{TITLE}亟须抢修")
    opinions.send_to(page, SECRETARY_NAME)
    told(page, "已送审签")

    # Signed on the phone in one tap.
    on_phone.sign_in("秘书长", stay=True)
    phone = on_phone.go(address)
    assert fits(phone)
    assert violations(phone) == []
    on_phone.shot("phone-opinion-sign")
    phone.get_by_role("button", name="同意", exact=True).click()
    told(phone, "已审签")

    issue = opinions.issue(at_desk, on_phone, TITLE)
    page = at_desk.go(issue)
    expect(page.get_by_role("main")).to_contain_text("区政府办公室")
    at_desk.shot("opinion-issue")
    with page.expect_download() as word:
        page.get_by_role("link", name="刊物（Word）").click()
    assert word.value.suggested_filename.endswith(".docx")

    # The author reads that it was adopted, on the same day.
    on_phone.sign_in("委员", stay=True)
    phone = on_phone.go(address)
    expect(phone.get_by_role("main")).to_contain_text("采用")
    assert fits(phone)
    on_phone.shot("phone-opinion-adopted")
