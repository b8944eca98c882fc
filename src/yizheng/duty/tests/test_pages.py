"""Pages of the duty room: a member reads the own year only, the office the lists, nobody a ranking."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook

from yizheng.accounts.enums import Role
from yizheng.duty.enums import DutyKind as K
from yizheng.duty.models import DutyRecord, DutyYear, SchemeVersion, ScoreSheet
from yizheng.duty.scoring.shipped import text_of
from yizheng.duty.services import schemes, sheets
from yizheng.kernel.addresses import address
from yizheng.kernel.models import LedgerEntry
from yizheng.proposal.tests import factories as make

from .test_sheets import AT, full_year, office, record


def page_of(client, path):
    return client.get(f"/yunxi/duty/{path}").content.decode()


def test_a_member_sees_the_own_points_each_with_its_rule(browser):
    seat = make.member()
    full_year(seat)

    page = page_of(browser(make.as_member(seat)), "")

    assert "我的2026年" in page
    assert "满分30分按出席半天数除以应到半天数" in page
    assert "首件15分" in page
    assert "按现有记录为良好" in page


def test_a_member_reads_nobody_elses_card_list_or_record(browser):
    mine, other = make.member(), make.member("齐明月")
    full_year(other)
    row = DutyRecord.objects.first()
    sheets.generate_all(year=2026, by=office(), at=AT)
    sheet = ScoreSheet.objects.get(membership=other)
    client, before = browser(make.as_member(mine)), LedgerEntry.objects.count()
    card = address("document:paper", code="duty-card", format="docx")

    assert client.get("/yunxi/duty/members/").status_code == 403
    assert client.get(f"/yunxi/duty/members/{other.public_id}/").status_code == 403
    assert client.get("/yunxi/duty/notices/").status_code == 403
    assert client.get(f"/yunxi/duty/records/{row.public_id}/").status_code == 404
    assert client.get(f"/yunxi/duty/sheets/{sheet.public_id}/").status_code == 404
    assert client.get(f"{card}?member={other.public_id}&year=2026").status_code in (403, 404)
    assert client.get(f"{card}?member={mine.public_id}&year=2026").status_code == 200
    assert LedgerEntry.objects.count() == before


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_the_card_of_a_member_is_printed(browser, form):
    seat = make.member()
    full_year(seat)
    found = f"{address('document:paper', code='duty-card', format=form)}?member={seat.public_id}&year=2026"

    assert browser(office()).get(found).status_code == 200


def test_the_list_of_members_has_no_totals_unless_the_committee_wants_them(browser):
    seat = make.member()
    full_year(seat)

    page = page_of(browser(office()), "members/")

    assert seat.person.name in page
    assert "总分" not in page


def test_the_list_takes_a_fixed_number_of_statements(browser):
    client, counts = browser(office()), []
    full_year(make.member())
    client.get("/yunxi/duty/members/")
    for more in (1, 2):
        for _ in range(more):
            full_year(make.member())
        with CaptureQueriesContext(connection) as caught:
            assert client.get("/yunxi/duty/members/").status_code == 200
        counts.append(sum("SAVEPOINT" not in each["sql"] for each in caught.captured_queries))

    assert counts[0] == counts[1] <= 14


def test_the_ledger_of_one_member_takes_a_fixed_number_of_statements(browser):
    client, counts, seat = browser(office()), [], make.member()
    full_year(seat)
    path = f"/yunxi/duty/members/{seat.public_id}/"
    client.get(path)
    for _ in range(2):
        record(seat, K.INSPECTION)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(path).status_code == 200
        counts.append(sum("SAVEPOINT" not in each["sql"] for each in caught.captured_queries))

    assert counts[0] == counts[1] <= 26


def test_a_member_claims_on_the_phone_and_the_office_accepts(browser):
    seat, by = make.member(), office()
    actor = make.as_member(seat)
    given = {
        "kind": K.SOCIAL_SERVICE,
        "on": "2026-03-10",
        "title": "社区义诊",
        "evidence": "",
        "hat": actor.hat.grant_id,
    }
    client = browser(actor)

    refused = client.post("/yunxi/duty/claim/", given)
    done = client.post("/yunxi/duty/claim/", {**given, "evidence": "李主任"})

    row = DutyRecord.objects.get()
    assert (refused.status_code, done.status_code, row.state) == (409, 302, "claimed")
    assert "社区义诊" in page_of(browser(by), "waiting/")
    accepted = browser(by).post(f"/yunxi/duty/records/{row.public_id}/accept/", {"hat": by.hat.grant_id})
    row.refresh_from_db()
    assert (accepted.status_code, row.state) == (302, "confirmed")


def test_an_excel_sheet_is_registered_and_an_unknown_name_refuses_all(browser):
    first, second, by = make.member("毛进"), make.member("齐明月"), office()
    book = Workbook()
    for name in ("姓名", "毛　进", "齐明月"):
        book.active.append([name])
    content = io.BytesIO()
    book.save(content)
    given = {
        "kind": K.RESEARCH, "on": "2026-03-12", "title": "走访园区", "half_days": 1, "names": "",
        "hat": by.hat.grant_id,
    }  # fmt: skip
    client = browser(by)

    wrong = client.post("/yunxi/duty/register/", {**given, "names": "毛进、查无此人"})
    assert (wrong.status_code, DutyRecord.objects.count()) == (409, 0)
    assert "查无此人" in wrong.content.decode()
    content.seek(0)
    content.name = "签到表.xlsx"
    done = client.post("/yunxi/duty/register/", {**given, "sheet": content})

    assert done.status_code == 302
    assert set(DutyRecord.objects.values_list("membership", "state")) == {
        (first.pk, "confirmed"), (second.pk, "confirmed"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04 broken", "这份表格已损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "旧格式的 xls"),
        (b"%PDF-1.7", "这不是表格文件"),
    ],
)
def test_what_is_no_sheet_is_refused_as_everywhere_in_the_house(browser, content, words):
    make.member("毛进")
    upload = SimpleUploadedFile("签到表.xlsx", content)
    given = {"kind": "training", "title": "提案写作培训", "on": "2026-05-20", "half_days": "1", "names": "毛进"}

    answer = browser(office()).post("/yunxi/duty/register/", {**given, "sheet": upload})

    assert (answer.status_code, DutyRecord.objects.count()) == (409, 0)
    assert words in answer.content.decode()


def test_a_changed_number_shows_at_once_what_it_does_and_saves_nothing(browser):
    by, seat = office(), make.member("毛进")
    full_year(seat)
    draft = schemes.draft(year=2026, data=text_of("default"), by=by, at=AT)
    client, before = browser(by), SchemeVersion.objects.values().get(pk=draft.pk)
    path = f"/yunxi/duty/schemes/{draft.public_id}/"

    plain = client.get(path).content.decode()
    tried = client.post(f"{path}try/", {"band:excellent": "80", "hat": by.hat.grant_id}).content.decode()
    broken = client.post(f"{path}try/", {"band:excellent": "很多", "hat": by.hat.grant_id}).content.decode()

    assert "没有人换等次" in plain
    assert "良好 → 优秀" in tried
    assert "“很多”不是分数" in broken
    assert SchemeVersion.objects.values().get(pk=draft.pk) == before


def test_a_draft_is_saved_and_run_over_a_year(browser):
    by, seat = office(), make.member("毛进")
    full_year(seat)
    draft = schemes.draft(year=2026, data=text_of("default"), by=by, at=AT)
    client, path = browser(by), f"/yunxi/duty/schemes/{draft.public_id}/"

    saved = client.post(path, {"band:excellent": "80", "hat": by.hat.grant_id})
    page = client.get(f"{path}what-if/?year=2026").content.decode()

    assert saved.status_code == 302
    assert "毛进" in page
    assert "质量占" in page


@pytest.mark.parametrize("role", [Role.COMMITTEE_CLERK, Role.LEADER, Role.MEMBER])
def test_only_the_office_edits_a_scheme(browser, role):
    by = office()
    draft = schemes.draft(year=2026, data=text_of("default"), by=by, at=AT)
    other = make.as_member(make.member()) if role == Role.MEMBER else make.as_role(role)
    before = SchemeVersion.objects.values().get()

    answer = browser(other).post(
        f"/yunxi/duty/schemes/{draft.public_id}/", {"band:excellent": "80", "hat": other.hat.grant_id}
    )

    assert answer.status_code in (403, 404)
    assert SchemeVersion.objects.values().get() == before


def test_sheets_are_generated_and_the_year_refuses_to_close_early(browser):
    by, chief = office(), make.as_role(Role.SECRETARY_GENERAL, name="任守仁")
    full_year(make.member())

    made = browser(by).post("/yunxi/duty/sheets/generate/?year=2026", {"hat": by.hat.grant_id})
    early = browser(chief).post("/yunxi/duty/year/close/?year=2026", {"hat": chief.hat.grant_id})

    sheet = ScoreSheet.objects.get()
    assert (made.status_code, early.status_code, sheet.state) == (302, 409, "generated")
    assert "2026年还没有结束" in early.content.decode()
    assert "每一分从哪里来" in page_of(browser(by), f"sheets/{sheet.public_id}/")


def test_early_notice_and_visits_are_shown_and_taken_out(browser):
    seat, by = make.member("毛进"), office()
    record(seat, K.PLENARY, "absent", deed="meeting:1/1")
    client = browser(by)

    assert "建议书面批评" in page_of(client, "notices/?list=absent")
    assert "毛进" in page_of(client, "notices/?list=untrained")
    paper = f"{address('document:paper', code='duty-notices', format='xlsx')}?year=2026&list=absent"
    assert client.get(paper).status_code == 200
    visit = {"visitor": "沈怀远", "member": "毛进", "on": "2026-03-12", "form": "call", "hat": by.hat.grant_id}
    assert client.post("/yunxi/duty/visits/new/", visit).status_code == 409
    make.person("沈怀远")
    assert client.post("/yunxi/duty/visits/new/", visit).status_code == 302
    assert "100.0%" in page_of(client, "visits/")


def drafted(by, given):
    draft = schemes.draft(year=2026, data=text_of("default"), by=by, at=AT)
    return draft, f"/yunxi/duty/schemes/{draft.public_id}/", {**given, "whole": "1", "hat": by.hat.grant_id}


def test_a_new_band_shows_at_once_who_moves_into_it_and_is_kept_when_saved(browser):
    full_year(make.member())
    by = office()
    draft, path, given = drafted(by, {"band:new:name": "较好", "band:new:from": "78"})
    client = browser(by)

    effect = client.post(f"{path}try/", given).content.decode()
    draft.refresh_from_db()
    assert ("良好 → 较好" in effect, len(draft.data["bands"])) == (True, 4)
    saved = client.post(path, given)

    draft.refresh_from_db()
    assert saved.status_code == 302
    assert [band["name"] for band in draft.data["bands"]] == ["优秀", "较好", "良好", "称职", "不称职"]


def test_what_does_not_fit_is_said_beside_what_was_typed_and_nothing_is_saved(browser):
    by = office()
    _, path, given = drafted(by, {"groupdrop:bonus": "1", "points:D:research": "7"})
    before = SchemeVersion.objects.values().get(), LedgerEntry.objects.count()

    answer = browser(by).post(path, given)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "归入的分组没有了，请先给它另选一个分组。" in page
    assert 'name="points:D:research" value="7"' in page
    assert (SchemeVersion.objects.values().get(), LedgerEntry.objects.count()) == before


@pytest.mark.parametrize("stand", ["in_force", "replaced", "closed"])
def test_a_version_that_was_in_force_or_of_a_closed_year_is_not_changed(browser, stand):
    by = office()
    draft, path, given = drafted(by, {"bandname:excellent": "甲等"})
    if stand == "closed":
        DutyYear.objects.update_or_create(year=2026, defaults={"state": "frozen"})
    else:
        SchemeVersion.objects.filter(pk=draft.pk).update(state=stand)
    before, client = (SchemeVersion.objects.values().get(), LedgerEntry.objects.count()), browser(by)

    page, answer = client.get(path).content.decode(), client.post(path, given)

    assert "保存草案" not in page
    assert ("年度已经关闭" if stand == "closed" else "的版本不能改") in page
    assert answer.status_code == 409
    assert "不能" in answer.content.decode()
    assert (SchemeVersion.objects.values().get(), LedgerEntry.objects.count()) == before
