"""Confirming an import writes the whole plan in one act, or nothing. The document is invented."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from yizheng.accounts.enums import Role
from yizheng.intake.models import ImportBatch, ImportState
from yizheng.kernel import events, ledger, tenancy, thread
from yizheng.kernel.acting import Actor, Hat
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.org.queries import name_candidates
from yizheng.plan.enums import PartyRole, PlanState
from yizheng.plan.events import PlanBecameLive
from yizheng.plan.importing.directory import NamesOfYear
from yizheng.plan.importing.draft import Draft, Head, Item, Name, Part, Row, Section
from yizheng.plan.importing.naming import name_row
from yizheng.plan.models import PlanItem, PlanSection, PlanTask, PlanTopic, TaskParty, WorkPlan
from yizheng.plan.services.importing import confirm_import, correct_import
from yizheng.plan.tests import import_drafts
from yizheng.plan.tests.factories import PlanFactory, moment
from yizheng.plan.tests.import_office import Office, counted, open_office, read_import
from yizheng.todo.models import Todo

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(settings: Any, tmp_path: Path) -> Iterator[Office]:
    """An office in its open scope."""
    settings.FILES_ROOT = tmp_path / "files"
    found = open_office()
    with tenancy.scope(found.committee, found.clerk.user_id):
        yield found


def _confirm(batch: ImportBatch, office: Office, *, edition: int = 1, by: Actor | None = None) -> WorkPlan:
    return confirm_import(batch=batch, edition=edition, by=by or office.clerk, at=moment(22))


def _named(office: Office, draft: Draft, leaders: list[str], departments: list[str]) -> Draft:
    name_row(draft.tasks[0], leaders, departments, 5, NamesOfYear(2026, name_candidates).look_up)
    return draft


def test_everything_understood_is_written(office: Office) -> None:
    plan = _confirm(read_import(office, import_drafts.draft()), office)

    assert (plan.year, plan.title, plan.state, plan.adopted_on) == (
        2026, "政协云溪区委员会2026年工作要点", PlanState.ADOPTED, date(2026, 2, 20),
    )  # fmt: skip
    sections = list(PlanSection.objects.order_by("order").values_list("number", "title", "text", "kind", "year"))
    assert sections == [
        ("一", "围绕中心建言资政", "抓住重点。", "plan", 2026),
        ("二", "加强自身建设", "", "plan", 2026),
    ]
    items = list(PlanItem.objects.order_by("order").values_list("number", "number_raw", "heading"))
    assert items == [
        (1, "1．", "围绕养老服务议政"), (2, "2．", "深化民主监督"), (3, "3．", "做好提案工作"),
        (None, "", "加强委员联络，走访委员所在单位。"),
    ]  # fmt: skip
    tasks = PlanTask.objects.order_by("id").values_list(
        "content", "month", "month_start", "month_end", "due_on", "is_added"
    )
    assert list(tasks) == [
        ("开展养老服务视察", 5, 5, 5, date(2026, 6, 1), False),
        ("召开重点提案督办会（6-8月）", 6, 6, 8, date(2026, 8, 31), False),
    ]
    assert list(PlanTopic.objects.values_list("title", "lead_text", "due_month")) == [("居家养老服务供给", "顾云舟", 9)]
    assert [each["line"] for each in plan.removed_lines] == [6, 9]
    assert (plan.source_file.kind, plan.source_file.object_id) == ("work_plan", plan.pk)  # type: ignore[union-attr]


def test_display_texts_are_kept_and_the_first_in_the_cell_leads(office: Office) -> None:
    draft = _named(office, import_drafts.draft(), ["主席", "分管主席"], ["提案委", "各专委会"])
    draft.tasks[0].departments.append(Name("区老年大学"))

    _confirm(read_import(office, draft), office)

    task = PlanTask.objects.get(content="开展养老服务视察")
    assert task.leaders_text == ["主席", "分管主席"]
    assert task.departments_text == ["提案委", "各专委会", "区老年大学"]
    parties = TaskParty.objects.filter(task=task).order_by("id")
    assert list(parties.values_list("role", "display_text", "order", "person__name", "body__short_name")) == [
        (PartyRole.LEADER, "主席", 0, "林书宁", None),
        (PartyRole.LEADER, "分管主席", 1, "顾云舟", None),
        (PartyRole.DEPARTMENT, "提案委", 0, None, "提案委"),
        (PartyRole.DEPARTMENT, "各专委会", 1, None, "提案委"),
    ]


def test_one_act_writes_one_ledger_row_an_object_and_links_them(office: Office) -> None:
    batch = read_import(office, import_drafts.draft())

    plan = _confirm(batch, office)

    rows = LedgerEntry.objects.filter(act__in=("import_plan", "import_task")).order_by("id")
    assert list(rows.values_list("act", "kind", "to_state")) == [
        ("import_plan", "work_plan", "adopted"),
        ("import_task", "plan_task", "planned"),
        ("import_task", "plan_task", "planned"),
    ]
    assert len({row.act_id for row in rows}) == 1
    assert list(ledger.history("import", batch.pk).values_list("act", flat=True)) == ["confirm_import"]
    assert [end.relation for end in thread.led_to(plan, office.clerk)] == ["item"] * 4
    item = PlanItem.objects.get(number=1)
    assert sorted(end.relation for end in thread.led_to(item, office.clerk)) == ["task", "topic"]


def test_to_dos_follow_the_tasks_of_a_live_plan(office: Office) -> None:
    draft = _named(office, import_drafts.draft(), [], ["提案委", "办公室"])

    _confirm(read_import(office, draft), office)

    assert list(Todo.objects.values_list("act", "scope_kind", "scope_id")) == [
        ("report_task", "body", office.proposals.pk)
    ]


@pytest.mark.parametrize(
    ("adopted", "number", "notice", "state", "told"),
    [
        ("", "云协〔2026〕3号", None, PlanState.DRAFT, 0),
        ("2026-02-20", "", None, PlanState.ADOPTED, 1),
        ("2026-02-20", "云协〔2026〕3号", None, PlanState.ISSUED, 1),
        ("", "", {"title": "批转要点的通知", "by": "中共云溪区委"}, PlanState.DRAFT, 0),
        ("2026-02-20", "", {"title": "批转要点的通知", "by": "中共云溪区委"}, PlanState.REISSUED, 1),
        ("2026-02-20", "", {"title": "批转要点的通知", "by": None}, PlanState.ISSUED, 1),
        ("2026-02-20", "", {"title": "印发要点的通知", "by": "中共云溪区委"}, PlanState.ISSUED, 1),
        ("2026-02-20", "", {"title": "转发要点的通知", "by": "政协云溪区委员会办公室"}, PlanState.ISSUED, 1),
    ],
)
def test_the_plan_stands_where_its_own_words_say(
    office: Office, monkeypatch: pytest.MonkeyPatch, adopted: str, number: str, notice: Any, state: PlanState, told: int
) -> None:
    heard: list[PlanBecameLive] = []
    monkeypatch.setitem(events._handlers, PlanBecameLive, [heard.append])
    draft = import_drafts.draft()
    draft.head.adopted_on, draft.head.doc_number, draft.notice = adopted, number, notice

    plan = _confirm(read_import(office, draft), office)

    assert (plan.state, len(heard), Todo.objects.count() > 0) == (state, told, False)
    assert plan.reissue == notice
    assert LedgerEntry.objects.get(act="import_plan").to_state == state


def test_a_review_and_a_plan_are_kept_apart(office: Office) -> None:
    draft = import_drafts.draft()
    review = Section("s9", "", "建言资政亮点", "", [Item("i9", "", "专题协商", "开了三次。")])
    draft.parts.insert(0, Part("p0", "review", "2025年工作回顾", 2025, "一年来，", [review]))

    plan = _confirm(read_import(office, draft), office)

    kinds = PlanSection.objects.order_by("order").values_list("kind", "year", "title")
    assert kinds[0] == ("review", 2025, "建言资政亮点")
    assert plan.parts[0] == {"kind": "review", "year": 2025, "title": "2025年工作回顾", "text": "一年来，"}


def test_smaller_headings_and_remarks_of_rows_are_kept(office: Office) -> None:
    draft = import_drafts.draft()
    draft.sections()[0].items[0].group = "（一）抓协商"
    draft.tasks[0].note = "与区人大联合"

    _confirm(read_import(office, draft), office)

    assert PlanItem.objects.get(number=1).group == "（一）抓协商"
    assert PlanTask.objects.order_by("id")[0].content == "开展养老服务视察（与区人大联合）"


def test_rows_left_out_and_unticked_do_not_become_tasks(office: Office) -> None:
    draft = import_drafts.draft()
    draft.tasks[0].taken = False

    _confirm(read_import(office, draft), office)

    assert list(PlanTask.objects.values_list("content", flat=True)) == ["召开重点提案督办会（6-8月）"]


def test_a_second_confirmation_is_refused_and_one_plan_stands(office: Office) -> None:
    batch = read_import(office, import_drafts.draft())
    _confirm(batch, office)
    before = counted()

    with pytest.raises(Refused) as refusal:
        _confirm(batch, office)

    assert refusal.value.code == "stale"
    assert refusal.value.message == "周文清已于11月22日处理过该导入，现在是“已导入”，不能确认导入。请刷新后查看。"
    assert counted() == before


def test_an_outdated_edition_cannot_be_confirmed(office: Office) -> None:
    batch = read_import(office, import_drafts.draft())
    correct_import(batch=batch, edition=1, correction="merge", fields={"node": ["i2"]}, by=office.clerk, at=moment(22))
    before = counted()

    with pytest.raises(Refused) as refusal:
        _confirm(batch, office)

    assert refusal.value.message.startswith("另一位同事（周文清）10:00刚改过这份导入")
    assert counted() == before


def test_a_second_plan_in_use_of_the_year_is_refused(office: Office) -> None:
    PlanFactory(year=2026, title="在用的要点", state=PlanState.ADOPTED)
    batch = read_import(office, import_drafts.draft())
    before = counted()

    with pytest.raises(Refused) as refusal:
        _confirm(batch, office)

    assert refusal.value.message == "2026年的要点《在用的要点》已经在用，不能再导入一份。如果要换，请先把那一份归档。"
    assert counted() == before
    assert ImportBatch.objects.get().state == ImportState.READ


@pytest.mark.parametrize("state", [PlanState.DRAFT, PlanState.CLOSED])
def test_beside_a_draft_or_an_archived_plan_the_year_is_free(office: Office, state: PlanState) -> None:
    PlanFactory(year=2026, state=state)

    assert _confirm(read_import(office, import_drafts.draft()), office).year == 2026


def _untitled(draft: Draft) -> None:
    draft.head.title = ""


def _yearless(draft: Draft) -> None:
    draft.head.year = None


def _empty(draft: Draft) -> None:
    draft.parts = []


def _long_title(draft: Draft) -> None:
    draft.sections()[0].items[0].title = "长" * 301


def _long_content(draft: Draft) -> None:
    draft.tasks[0].content = "长" * 501


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (_untitled, "还不能导入：没有读到标题。请补上标题。"),
        (_yearless, "还不能导入：没有读到年份。请补上这是哪一年的要点。"),
        (_empty, "还不能导入：一个条目也没有读到，还不能导入。请把正文拆成条目，或换一份文件。"),
        (
            _long_title,
            "还不能导入：条目的标题“长长长长长长长长长长长长……”有301字，最多300字。请改短，或把多出的文字移到正文里。",
        ),
        (
            _long_content,
            "还不能导入：工作内容“长长长长长长长长长长长长……”有501字，最多500字。请改短，或把多出的文字移到正文里。",
        ),
    ],
)
def test_what_cannot_be_written_is_refused_as_a_whole(office: Office, spoil: Any, sentence: str) -> None:
    draft = import_drafts.draft()
    spoil(draft)
    batch = read_import(office, draft)
    before = counted()

    with pytest.raises(Refused) as refusal:
        _confirm(batch, office)

    assert refusal.value.message == sentence
    assert counted() == before


@pytest.mark.parametrize("role", [role for role in Role if role != Role.OFFICE_CLERK])
def test_only_the_office_confirms(office: Office, role: Role) -> None:
    batch = read_import(office, import_drafts.draft())
    other = Actor(office.clerk.user_id, "周文清", Hat(role))
    before = counted()

    with pytest.raises(PermissionDenied):
        _confirm(batch, office, by=other)
    with pytest.raises(PermissionDenied):
        correct_import(batch=batch, edition=1, correction="merge", fields={"node": ["i2"]}, by=other, at=moment(22))

    assert counted() == before
    assert ImportBatch.objects.get().tree == batch.tree


def test_a_long_plan_is_confirmed_in_few_statements(office: Office, django_assert_max_num_queries: Any) -> None:
    rows = [Row(f"t{n}", f"任务{n}", month=n % 12 + 1) for n in range(60)]
    items = [Item(f"i{n}", f"{n}．", f"条目{n}") for n in range(1, 61)]
    draft = Draft(Head(title="要点", year=2026), [Part("p", year=2026, sections=[Section("s", items=items)])], rows)
    batch = read_import(office, draft)

    with django_assert_max_num_queries(60 * 8 + 60 * 4 + 60):
        _confirm(batch, office)
