"""The pages of the imports, and who passes which door."""

from __future__ import annotations

import uuid
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from yizheng.accounts.enums import Role
from yizheng.accounts.models import RoleGrant, User
from yizheng.intake.models import ImportBatch, ImportState
from yizheng.kernel import tenancy
from yizheng.kernel.models import Committee
from yizheng.org.models import Person, ReadingLog

from .office import FROM, LI, WANG, Office, confirm, counted, read, reread, seat, verdicts, workbook


@pytest.fixture
def clerk(office: Office, client: Any) -> Any:
    """The clerk's browser."""
    client.force_login(User.objects.get(pk=office.clerk.user_id))
    return client


def _url(office: Office, batch: ImportBatch) -> str:
    return f"/{office.committee.slug}/org/imports/{batch.public_id}/"


def _list(office: Office, page: str = "rolls") -> str:
    return f"/{office.committee.slug}/org/imports/{page}/"


def test_a_roll_passes_from_upload_to_confirmation(office: Office, clerk: Any) -> None:
    upload = SimpleUploadedFile("名册.xlsx", workbook([("姓名", "性别", "界别"), ("王　明", "女", "教育")]))
    where = clerk.post(_list(office), {"file": upload}).headers["Location"]
    assert "已读 0%" in clerk.get(where).content.decode()
    with tenancy.scope(office.committee):
        batch = ImportBatch.objects.get()
    reread(office, batch)

    page = clerk.get(where).content.decode()
    assert "王明" in page
    assert "确认导入" in page
    done = clerk.post(f"{where}confirm/", {"edition": 1})

    assert done.headers["Location"] == where
    assert "新增 1，更改 0" in clerk.get(where).content.decode()
    with tenancy.scope(office.committee):
        assert list(Person.objects.values_list("name", flat=True)) == ["王明"]


def test_the_progress_page_leads_on_when_the_file_is_read(office: Office, clerk: Any) -> None:
    url = _url(office, read(office, WANG))

    answer = clerk.get(url, headers={"HX-Request": "true", "HX-Target": "progress"})

    assert answer.headers["HX-Redirect"] == url


def test_a_row_is_decided_on_the_page(office: Office, clerk: Any) -> None:
    batch = read(office, WANG, [3, "王明", "女", "", "", "", "经济", "", ""])
    url = _url(office, batch)
    page = clerk.get(f"{url}?show=problem").content.decode()
    assert "还有 2 行要您看一看" in page
    assert "是两个人" in page
    assert "确认导入" not in page

    answer = clerk.post(f"{url}decide/", {"edition": 1, "row": 3, "word": "namesakes", "show": "problem", "page": 1})

    assert answer.headers["Location"] == f"{url}?show=problem&page=1#row-3"
    assert verdicts(office, batch) == {2: "new", 3: "new"}


def test_an_old_page_changes_nothing_and_says_who_was_faster(office: Office, clerk: Any) -> None:
    batch = read(office, WANG, LI)
    url = _url(office, batch)
    clerk.post(f"{url}decide/", {"edition": 1, "row": 3, "word": "out"})

    page = clerk.post(f"{url}decide/", {"edition": 1, "row": 2, "word": "out"}).content.decode()

    assert "另一位同事（周文清）" in page
    assert verdicts(office, batch) == {2: "new", 3: "left_out"}


def test_a_double_click_confirms_once(office: Office, clerk: Any) -> None:
    url, key = _url(office, read(office, WANG)), str(uuid.uuid4())

    answers = [clerk.post(f"{url}confirm/", {"edition": 1, "act_key": key}) for _ in range(2)]

    assert [answer.headers["Location"] for answer in answers] == [url, url]
    assert counted(office, (Person,)) == {"Person": 1}


def test_sealed_values_shown_old_to_new_are_noted(office: Office, clerk: Any) -> None:
    confirm(office, read(office, WANG))
    batch = read(office, [*WANG[:8], 13700003333])

    page = clerk.get(_url(office, batch)).content.decode()

    assert "<del>13800001111</del> → <ins>13700003333</ins>" in page
    with tenancy.scope(office.committee):
        assert list(ReadingLog.objects.values_list("field_names", "reader_name")) == [(["phone"], "周文清")]


def test_the_template_reads_as_an_empty_roll_with_choices(office: Office, clerk: Any) -> None:
    book = load_workbook(BytesIO(clerk.get(f"{_list(office)}template.xlsx").content))

    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[1]][:3] == ["姓名", "性别", "民族"]
    assert [cell.value for cell in book["可选项"]["C"] if cell.value] == ["教育", "经济", "科学技术"]
    assert book["可选项"].sheet_state == "hidden"
    assert len(sheet.data_validations.dataValidation) == 4


def test_the_template_of_units_offers_categories(office: Office, clerk: Any) -> None:
    book = load_workbook(BytesIO(clerk.get(f"{_list(office, 'units')}template.xlsx").content))

    assert [cell.value for cell in book.worksheets[0][1]][:3] == ["单位名称", "简称", "类别"]
    assert len(book.worksheets[0].data_validations.dataValidation) == 1


def test_the_report_holds_the_rows_as_written_with_the_reason(office: Office, clerk: Any) -> None:
    batch = read(office, WANG, [*LI[:6], "没有的界别", "=cmd", *LI[8:]])

    sheet = load_workbook(BytesIO(clerk.get(f"{_url(office, batch)}problems.xlsx").content)).worksheets[0]

    assert [cell.value for cell in sheet[1]][:3] == ["行号", "序号", "姓名"]
    assert sheet.max_row == 2
    row = [cell.value for cell in sheet[2]]
    assert row[0] == "3"
    assert row[2] == "李文博"
    assert "界别“没有的界别”不在第三届的字典里" in str(row[-1])


def _doors(url: str) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        ("get", url, {}),
        ("get", f"{url}problems.xlsx", {}),
        ("get", f"{url}discard/", {}),
        ("post", f"{url}arrange/", {"edition": 1}),
        ("post", f"{url}decide/", {"edition": 1, "row": 2, "word": "out"}),
        ("post", f"{url}skip/", {"edition": 1, "skips": "yes"}),
        ("post", f"{url}confirm/", {"edition": 1}),
        ("post", f"{url}discard/", {}),
    ]


@pytest.mark.parametrize("role", [Role.MEMBER, Role.LEADER, Role.COMMITTEE_CLERK, Role.ASSIGNER, Role.SYS_ADMIN])
def test_no_other_role_passes_any_door(office: Office, client: Any, role: Role) -> None:
    batch = read(office, WANG)
    with tenancy.scope(office.committee):
        person = seat(role, "许岚")
    client.force_login(User.objects.get(pk=person.user_id))
    before = counted(office)

    lists = [
        client.get(f"{_list(office, page)}{rest}") for page in ("rolls", "units") for rest in ("", "template.xlsx")
    ]
    lists.append(client.post(_list(office), {"file": SimpleUploadedFile("x.csv", b"x")}))
    answers = [getattr(client, method)(path, fields) for method, path, fields in _doors(_url(office, batch))]
    file = client.get(f"/{office.committee.slug}/files/{batch.file.public_id}/")

    assert {answer.status_code for answer in lists} == {403}
    assert {answer.status_code for answer in answers} == {404}
    assert file.status_code == 404
    assert counted(office) == before


def test_another_committee_s_import_does_not_exist(office: Office, clerk: Any) -> None:
    batch = read(office, WANG)
    other = Committee.objects.create(full_name="乙", short_name="乙", slug="yi")
    with tenancy.scope(other):
        RoleGrant.objects.create(user_id=office.clerk.user_id, role=Role.OFFICE_CLERK, label="办公室", valid_from=FROM)
    before = counted(office)
    guessed = _url(office, batch).replace(office.committee.slug, other.slug, 1)

    answers = [getattr(clerk, method)(path, fields) for method, path, fields in _doors(guessed)]

    assert {answer.status_code for answer in answers} == {404}
    assert counted(office) == before


def test_an_import_is_discarded_after_one_question(office: Office, clerk: Any) -> None:
    batch = read(office, WANG)
    url = _url(office, batch)
    assert "放弃这次导入" in clerk.get(f"{url}discard/").content.decode()

    clerk.post(f"{url}discard/")

    with tenancy.scope(office.committee):
        assert ImportBatch.objects.get().state == ImportState.DISCARDED
    assert "这份导入已经放弃" in clerk.get(url).content.decode()


def _queries(client: Any, url: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def test_the_preview_asks_as_much_for_many_rows_as_for_few(office: Office, clerk: Any) -> None:
    few = _url(office, read(office, WANG))
    many = _url(office, read(office, *([n, f"李{n}号", "男", "", "", "", "经济", "", ""] for n in range(40))))
    _queries(clerk, few)

    assert _queries(clerk, few) == _queries(clerk, many)


def test_the_list_asks_as_much_for_three_imports_as_for_one(office: Office, clerk: Any) -> None:
    read(office, WANG)
    _queries(clerk, _list(office))
    one = _queries(clerk, _list(office))
    read(office, WANG)
    read(office, WANG)

    assert _queries(clerk, _list(office)) == one


def test_an_upload_without_a_file_gets_a_sentence(office: Office, clerk: Any) -> None:
    before = counted(office)

    page = clerk.post(_list(office), {}).content.decode()

    assert "请先选择一个文件，再上传。" in page
    assert counted(office) == before
