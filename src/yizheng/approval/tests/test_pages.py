"""Pages of the approval room: the list, one approval, its sheet, each act by its form."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import Http404, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from yizheng.accounts.enums import Role
from yizheng.approval import services, sheet
from yizheng.approval.models import Approval, ApprovalStep
from yizheng.attachment.models import StoredFile
from yizheng.kernel.acting import Actor
from yizheng.org.enums import PostKind
from yizheng.plan.tests.factories import BodyFactory, PersonFactory, PostFactory, moment, seat

from .conftest import PDF, Browser
from .untouched import nothing_changes

LIST = "/yunxi/approvals/"


def url(approval: Approval, act: str = "") -> str:
    return f"{LIST}{approval.public_id}/{act}"


def step_url(step: ApprovalStep, act: str) -> str:
    return f"{LIST}steps/{step.public_id}/{act}/"


def post(client: Client, address: str, **values: Any) -> HttpResponse:
    return client.post(address, {"act_key": "7d6e6095-7c05-4387-a7b6-6c72f749940a", **values})  # type: ignore[return-value]


def words(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_list_says_what_waits_with_whom_and_since_when(approval: Approval, office: Actor, browser: Browser) -> None:
    page = words(browser(office), LIST)

    assert "1 件正在呈批" in page
    for word in ("设立经科委", "秘书长审签", "秘书长签批", "11月20日", "周文清"):
        assert word in page


def test_an_empty_list_says_where_approvals_begin(office: Actor, browser: Browser) -> None:
    page = words(browser(office), LIST)

    assert "没有正在呈批的事项" in page
    assert "还没有了结的呈批件" in words(browser(office), f"{LIST}?ended=1")


def test_what_ended_stands_in_its_own_tab(approval: Approval, office: Actor, browser: Browser) -> None:
    services.withdraw(approval=approval, reason="文稿要改", by=office, at=moment(21))
    client = browser(office)

    assert "设立经科委" not in words(client, LIST)
    assert "已撤回" in words(client, f"{LIST}?ended=1")


@pytest.mark.parametrize("ended", ["", "?ended=1"])
def test_the_list_asks_as_often_for_three_as_for_one(
    ended: str, approval: Approval, office: Actor, browser: Browser
) -> None:
    client = browser(office)

    def more(count: int) -> None:
        for _ in range(count):
            made = services.begin(subject=BodyFactory(), chain="test", title="另一件", by=office, at=moment(20))
            if ended:
                services.withdraw(approval=made, reason="文稿要改", by=office, at=moment(21))

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            words(client, LIST + ended)
        return len(asked)

    words(client, LIST + ended)  # the line under the name is remembered from here on
    more(1)
    one = queries()
    more(2)
    assert queries() == one


def test_a_page_offers_each_person_what_is_theirs(
    approval: Approval, office: Actor, chief: Actor, browser: Browser
) -> None:
    first = approval.steps.get(order=1)

    of_chief, of_office = words(browser(chief), url(approval)), words(browser(office), url(approval))

    assert step_url(first, "approve") in of_chief
    assert step_url(first, "paper") not in of_chief
    assert step_url(first, "paper") in of_office
    assert step_url(first, "approve") not in of_office
    assert url(approval, "withdraw/") in of_office


@pytest.mark.parametrize("role", [Role.MEMBER, Role.ASSIGNER, Role.SYS_ADMIN, Role.COMMITTEE_CLERK])
def test_the_room_is_closed_to_others(role: Role, approval: Approval, browser: Browser) -> None:
    client, first = browser(seat(role)), approval.steps.get(order=1)

    assert client.get(LIST).status_code == 403
    with nothing_changes():
        for address in (url(approval), url(approval, "sheet/"), url(approval, "withdraw/")):
            assert client.get(address).status_code in (403, 404)
        for act in ("approve", "return", "paper", "meeting", "reply"):
            assert post(client, step_url(first, act)).status_code == 404


def test_a_leader_signs_on_the_screen(approval: Approval, chief: Actor, browser: Browser) -> None:
    first = approval.steps.get(order=1)

    answer = post(browser(chief), step_url(first, "approve"), note="同意")

    assert answer["Location"] == url(approval)
    first.refresh_from_db()
    assert (first.state, first.note, first.decided_by_name) == ("approved", "同意", "程远行")


def test_a_leader_sends_back_with_a_reason_only(approval: Approval, chief: Actor, browser: Browser) -> None:
    client, first = browser(chief), approval.steps.get(order=1)

    with nothing_changes():
        assert "请写明理由，一句话即可。" in post(client, step_url(first, "return"), reason="").content.decode()
    post(client, step_url(first, "return"), reason="缺经费来源")

    approval.refresh_from_db()
    assert approval.state == "returned"


def test_a_signed_sheet_is_entered_with_its_scan(approval: Approval, office: Actor, browser: Browser) -> None:
    signer = PersonFactory(name="程远行")
    PostFactory(person=signer, post=PostKind.SECRETARY_GENERAL)
    PostFactory(post=PostKind.CHAIRPERSON, person=PersonFactory(name="梁远"))
    client, first = browser(office), approval.steps.get(order=1)
    asked = words(client, step_url(first, "paper"))
    assert "程远行（秘书长）" in asked
    assert "梁远" not in asked
    given = {"signed_by": str(signer.public_id), "decided_on": "2026-11-21", "agreed": "yes", "note": "拟同意"}

    with nothing_changes():
        without = post(client, step_url(first, "paper"), **given)
    assert "请附上领导签字的呈批单扫描件或照片。" in without.content.decode()
    assert "拟同意" in without.content.decode()
    scan = SimpleUploadedFile("呈批单.pdf", PDF, "application/pdf")
    assert post(client, step_url(first, "paper"), scan=scan, **given)["Location"] == url(approval)

    page = words(client, url(approval))
    for word in ("程远行", "2026年11月21日", "纸质，周文清代录", "呈批单.pdf", "由 周文清 代为录入"):
        assert word in page
    kept = StoredFile.objects.get()
    assert client.get(f"/yunxi/files/{kept.public_id}/").status_code == 200


def test_a_meeting_is_entered_and_one_to_come_is_not(
    approval: Approval, office: Actor, chief: Actor, browser: Browser
) -> None:
    services.approve(step=approval.steps.get(order=1), by=chief, at=moment(21))
    client, second = browser(office), approval.steps.get(order=2)
    given = {"meeting": "三届八次主席会议", "agreed": "yes", "note": ""}

    with nothing_changes():
        early = post(client, step_url(second, "meeting"), decided_on="2026-11-23", **given)
        silent = post(client, step_url(second, "meeting"), decided_on="2026-11-21", meeting="会", agreed="no", note="")
    assert "日期还没有到，请填实际作出决定的那一天。" in early.content.decode()
    assert "退回须写明理由，一句话即可。" in silent.content.decode()
    post(client, step_url(second, "meeting"), decided_on="2026-11-21", **given)

    second.refresh_from_db()
    assert (second.state, second.meeting) == ("approved", "三届八次主席会议")


def test_a_step_decided_meanwhile_says_by_whom(
    approval: Approval, office: Actor, chief: Actor, browser: Browser
) -> None:
    first = approval.steps.get(order=1)
    services.approve(step=first, by=chief, at=moment(21))

    with nothing_changes():
        answer = post(browser(chief), step_url(first, "approve"), note="同意")

    assert answer.status_code == 409
    assert "程远行已于11月21日处理过该呈批步骤" in answer.content.decode()


def test_the_office_takes_an_approval_back(approval: Approval, office: Actor, browser: Browser) -> None:
    client = browser(office)

    with nothing_changes():
        assert "请写明理由" in post(client, url(approval, "withdraw/"), reason=" ").content.decode()
    post(client, url(approval, "withdraw/"), reason="文稿要改")

    approval.refresh_from_db()
    assert approval.state == "withdrawn"


def test_the_sheet_has_a_box_for_each_step(approval: Approval, office: Actor, chief: Actor, browser: Browser) -> None:
    services.approve(step=approval.steps.get(order=1), note="同意", by=chief, at=moment(21))

    page = words(browser(office), url(approval, "sheet/"))

    for word in ("呈批单", "设立经科委", "秘书长审签", "主席会议", "同级党委", "程远行 2026年11月21日"):
        assert word in page
    assert page.count("签字：") == 2


def test_the_paper_of_the_sheet_is_offered_to_whoever_reads_the_approval(approval: Approval, office: Actor) -> None:
    letter = sheet.build(office, {"id": str(approval.public_id)})

    assert (letter.template, letter.title) == ("approval_sheet", "呈批单：设立经科委")
    assert letter.context["clerk"] == "周文清"
    assert [each["label"] for each in letter.context["steps"]] == ["秘书长审签", "主席会议", "同级党委"]


@pytest.mark.parametrize("wanted", ["", "nonsense", "7d6e6095-7c05-4387-a7b6-6c72f749940a"])
def test_no_sheet_is_made_of_nothing(wanted: str, approval: Approval, office: Actor) -> None:
    with pytest.raises(Http404):
        sheet.build(office, {"id": wanted})
    with pytest.raises(Http404):
        sheet.build(seat(Role.MEMBER), {"id": str(approval.public_id)})


@pytest.mark.parametrize("format", ["docx", "pdf"])
def test_the_sheet_leaves_the_house_as_a_file(format: str, approval: Approval, office: Actor, browser: Browser) -> None:
    client, address = browser(office), f"/yunxi/papers/{sheet.CODE}.{format}?id={approval.public_id}"

    assert address.replace("&", "&amp;") in words(client, url(approval))
    answer = client.get(address)
    assert answer.status_code == 200
    assert browser(seat(Role.MEMBER)).get(address).status_code == 403
