"""The pages of an import: who may open them, what a refused correction gives back, how many questions they ask."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yizheng.accounts.enums import Role
from yizheng.accounts.models import RoleGrant, User
from yizheng.intake.models import ImportBatch, ImportState
from yizheng.kernel import tenancy
from yizheng.plan.enums import PlanState
from yizheng.plan.importing.draft import Draft, Item, Name, Row, Target
from yizheng.plan.models import WorkPlan
from yizheng.plan.tests import import_drafts
from yizheng.plan.tests.factories import FROM, CommitteeFactory, PlanFactory, seat
from yizheng.plan.tests.import_office import Office, counted, open_office, read_import

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(settings: Any, tmp_path: Path, client: Any) -> Office:
    """An office whose clerk is signed in."""
    settings.FILES_ROOT = tmp_path / "files"
    found = open_office()
    client.force_login(User.objects.get(pk=found.clerk.user_id))
    return found


def _made(office: Office, draft: Draft | None = None) -> str:
    """Make a read import and return its address."""
    with tenancy.scope(office.committee):
        batch = read_import(office, draft or import_drafts.draft())
    return f"/{office.committee.slug}/plan/imports/{batch.public_id}/"


def _batch(office: Office) -> ImportBatch:
    with tenancy.scope(office.committee):
        return ImportBatch.objects.select_related("file").get()


def _counts(office: Office) -> dict[str, int]:
    with tenancy.scope(office.committee):
        return counted()


def _correct(client: Any, url: str, correction: str, edition: int = 1, **fields: Any) -> Any:
    return client.post(f"{url}correct/", {"correction": correction, "edition": edition, **fields})


def test_the_page_shows_the_document_beside_what_was_understood(office: Office, client: Any) -> None:
    page = client.get(_made(office)).content.decode()

    assert "读出 2 个部分、4 项、2 个任务、1 个课题；" in page
    assert '<li id="line-9" class="document-removed">' in page
    assert "去掉了 2 行：页码 1 行、网页导航 1 行" in page
    assert "围绕养老服务议政" in page
    assert "确认导入" in page


def test_a_correction_leads_back_to_its_node(office: Office, client: Any) -> None:
    url = _made(office)

    answer = _correct(client, url, "edit_item", node="i1", number_raw="1．", title="改过的标题", text="正文")

    assert answer.headers["Location"] == f"{url}#i1"
    assert Draft.from_json(_batch(office).tree).items()[0].title == "改过的标题"


def test_an_outdated_correction_is_refused_and_the_typed_text_comes_back(office: Office, client: Any) -> None:
    url = _made(office)
    _correct(client, url, "edit_item", node="i1", number_raw="1．", title="先到的标题", text="先到的正文")

    answer = _correct(client, url, "edit_item", node="i1", number_raw="1．", title="后到的标题", text="后到的正文")

    page = answer.content.decode()
    assert "另一位同事（周文清）" in page
    assert "刚改过这份导入，您这一步还没有保存。" in page
    assert 'value="后到的标题"' in page
    assert "后到的正文" in page
    assert answer.headers["HX-Retarget"] == "#edit-i1"
    assert Draft.from_json(_batch(office).tree).items()[0].title == "先到的标题"
    assert _batch(office).edition == 2


def test_the_text_typed_for_a_node_that_is_gone_comes_back(office: Office, client: Any) -> None:
    url = _made(office)
    _correct(client, url, "merge", node="i2")

    answer = _correct(client, url, "edit_item", edition=2, node="i2", title="写了一半的标题", text="写了一半的正文")

    page = answer.content.decode()
    assert "这一条已经不在了" in page
    assert "写了一半的正文" in page


def test_a_double_click_corrects_once(office: Office, client: Any) -> None:
    url, key = _made(office), str(uuid.uuid4())

    first = _correct(client, url, "merge", node="i2", act_key=key)
    second = _correct(client, url, "merge", node="i2", act_key=key)

    assert first.headers["Location"] == second.headers["Location"]
    assert _batch(office).edition == 2


def test_a_double_upload_makes_one_import(office: Office, client: Any) -> None:
    key = str(uuid.uuid4())

    answers = [
        client.post(
            f"/{office.committee.slug}/plan/imports/",
            {"act_key": key, "file": SimpleUploadedFile("要点.txt", b"x")},
        )
        for _ in range(2)
    ]

    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert _counts(office)["ImportBatch"] == 1


def test_a_double_confirmation_writes_one_plan_and_leads_to_it_twice(office: Office, client: Any) -> None:
    url, key = _made(office), str(uuid.uuid4())

    answers = [client.post(f"{url}confirm/", {"edition": 1, "act_key": key}) for _ in range(2)]

    with tenancy.scope(office.committee):
        plan = WorkPlan.objects.get()
    where = f"/{office.committee.slug}/plan/{plan.public_id}/"
    assert [answer.headers["Location"] for answer in answers] == [where, where]


def test_the_second_clerk_gets_a_sentence_and_a_link_to_the_plan(office: Office, client: Any) -> None:
    url = _made(office)
    client.post(f"{url}confirm/", {"edition": 1})
    before = _counts(office)
    with tenancy.scope(office.committee):
        other = seat(name="许岚")
        plan = WorkPlan.objects.get()
    client.force_login(User.objects.get(pk=other.user_id))

    answer = client.post(f"{url}confirm/", {"edition": 1})

    page = answer.content.decode()
    assert "周文清已于" in page
    assert f"/plan/{plan.public_id}/" in page
    assert _counts(office) == before


def test_a_year_in_use_is_named_with_a_link(office: Office, client: Any) -> None:
    url = _made(office)
    with tenancy.scope(office.committee):
        plan = PlanFactory(year=2026, title="在用的要点", state=PlanState.ISSUED)

    page = client.post(f"{url}confirm/", {"edition": 1}).content.decode()

    assert "2026年的要点《在用的要点》已经在用" in page
    assert f"/plan/{plan.public_id}/" in page
    assert _batch(office).state == ImportState.READ


def test_what_cannot_be_written_has_no_confirming_button(office: Office, client: Any) -> None:
    draft = import_drafts.draft()
    draft.head.year = None

    page = client.get(_made(office, draft)).content.decode()

    assert "没有读到年份。请补上这是哪一年的要点。" in page
    assert "确认导入" not in page


def test_an_import_is_discarded_after_one_question(office: Office, client: Any) -> None:
    url = _made(office)

    asked = client.get(f"{url}discard/")
    assert "放弃这次导入" in asked.content.decode()
    assert _batch(office).state == ImportState.READ
    done = client.post(f"{url}discard/")

    assert done.headers["Location"] == f"/{office.committee.slug}/plan/imports/"
    assert _batch(office).state == ImportState.DISCARDED
    assert "这份导入已经放弃" in client.get(url).content.decode()


def test_a_name_is_chosen_out_of_the_rolls(office: Office, client: Any) -> None:
    draft = import_drafts.draft()
    draft.tasks[0].departments = [Name("有关专委会")]
    url = _made(office, draft)

    page = client.get(f"{url}names/", {"column": "departments", "text": "有关专委会"}).content.decode()
    assert f'value="body:{office.proposals.pk}"' in page
    _correct(
        client, url, "choose_targets", column="departments", text="有关专委会", target=f"body:{office.proposals.pk}"
    )

    chosen = Draft.from_json(_batch(office).tree).tasks[0].departments[0]
    assert chosen.targets == [Target("body", office.proposals.pk, "提案委员会")]


def test_the_progress_page_leads_on_when_the_file_is_read(office: Office, client: Any) -> None:
    url = _made(office)

    answer = client.get(url, headers={"HX-Request": "true", "HX-Target": "progress"})

    assert answer.headers["HX-Redirect"] == url


NODES = ("head", "notice", "new-row", "p1", "s1", "s2", "i1", "i4", "t1", "k1", "gone")


@pytest.mark.parametrize("node", NODES)
def test_every_node_has_its_form(office: Office, client: Any, node: str) -> None:
    answer = client.get(f"{_made(office)}nodes/{node}/")

    assert answer.status_code == 200
    assert ("保存" in answer.content.decode()) is (node != "gone")


def _doors(url: str) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        ("get", url, {}),
        ("get", f"{url}nodes/i1/", {}),
        ("get", f"{url}names/", {"column": "leaders", "text": "主席"}),
        ("get", f"{url}discard/", {}),
        ("post", f"{url}correct/", {"correction": "merge", "node": "i2", "edition": 1}),
        ("post", f"{url}confirm/", {"edition": 1}),
        ("post", f"{url}discard/", {}),
    ]


@pytest.mark.parametrize("role", [role for role in Role if role != Role.OFFICE_CLERK])
def test_no_other_role_passes_any_door(office: Office, client: Any, role: Role) -> None:
    url = _made(office)
    with tenancy.scope(office.committee):
        person = seat(role, name="许岚")
    client.force_login(User.objects.get(pk=person.user_id))
    upload = {"file": SimpleUploadedFile("要点.txt", b"x")}
    before = _counts(office)

    answers = [client.get(url.rsplit("/", 2)[0] + "/"), client.post(url.rsplit("/", 2)[0] + "/", upload)]
    answers += [getattr(client, method)(path, fields) for method, path, fields in _doors(url)]

    assert {answer.status_code for answer in answers} == {403}
    assert _counts(office) == before


def test_another_committee_s_import_does_not_exist(office: Office, client: Any) -> None:
    url = _made(office)
    other = CommitteeFactory()
    with tenancy.scope(other):
        RoleGrant.objects.create(user_id=office.clerk.user_id, role=Role.OFFICE_CLERK, label="办公室", valid_from=FROM)
    before = _counts(office)
    guessed = url.replace(office.committee.slug, other.slug)

    answers = [getattr(client, method)(path, fields) for method, path, fields in _doors(guessed)]

    assert {answer.status_code for answer in answers} == {404}
    assert _counts(office) == before


def _queries(client: Any, url: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def test_the_import_page_asks_as_much_for_many_rows_as_for_few(office: Office, client: Any) -> None:
    long = import_drafts.draft()
    long.tasks += [Row(f"x{n}", f"任务{n}", month=5, departments=[Name("某部门")]) for n in range(30)]
    long.sections()[0].items += [Item(f"y{n}", "", f"条目{n}") for n in range(30)]
    short_url = _made(office)
    long_url = _made(office, long)
    _queries(client, short_url)

    assert _queries(client, short_url) == _queries(client, long_url) <= 12


def test_the_list_asks_as_much_for_three_imports_as_for_one(office: Office, client: Any) -> None:
    url = f"/{office.committee.slug}/plan/imports/"
    _made(office)
    _queries(client, url)
    one = _queries(client, url)
    _made(office)
    _made(office)

    assert _queries(client, url) == one <= 12
