"""What people type: long names, emoji, blanks, other encodings of a day; each answer is a sentence."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from yizheng.org.models import Body
from yizheng.plan.enums import EvidenceKind, PartyRole
from yizheng.plan.forms import AddTaskForm, MonthForm, ReasonForm, ReportForm, uploaded
from yizheng.plan.models import PlanItem, WorkPlan
from yizheng.plan.schedule import Months

from .factories import BodyFactory, ItemFactory, PersonFactory, PlanFactory

GIVEN = {"kind": "statement", "happened_on": "2026-11-05", "note": "见会议记录"}


def errors(form: Any) -> dict[str, list[str]]:
    return {name: [str(each) for each in found] for name, found in form.errors.items()}


@pytest.mark.parametrize("reason", ["场地维修", "🎉" * 150, "协" * 300, "  前后有空格  "])
def test_any_sentence_of_up_to_300_characters_is_a_reason(reason: str) -> None:
    form = ReasonForm({"reason": reason})

    assert form.is_valid()
    assert form.cleaned_data["reason"] == reason.strip()


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ("", "请写明理由，一句话即可。"),
        ("   \n ", "请写明理由，一句话即可。"),
        ("协" * 301, "理由请写在 300 字以内。"),
    ],
)
def test_no_reason_or_too_long_a_one_is_said_in_words(reason: str, sentence: str) -> None:
    assert errors(ReasonForm({"reason": reason})) == {"reason": [sentence]}


def test_a_report_is_a_kind_a_day_and_a_line() -> None:
    form = ReportForm(GIVEN)

    assert form.is_valid()
    assert form.cleaned_data["kind"] is EvidenceKind.STATEMENT
    assert uploaded(form, "file") is None


def test_a_file_alone_is_evidence() -> None:
    form = ReportForm({**GIVEN, "note": ""}, {"file": SimpleUploadedFile("照片.jpg", b"x")})

    assert form.is_valid()
    assert uploaded(form, "file").name == "照片.jpg"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"note": ""}, "note", "请写一句说明，或者附上一个文件。"),
        ({"note": "协" * 301}, "note", "说明请写在 300 字以内。"),
        ({"happened_on": ""}, "happened_on", "请填写完成日期。"),
        ({"happened_on": "昨天"}, "happened_on", "日期请写成 2026-11-22 的样子。"),
        ({"happened_on": "2026-02-30"}, "happened_on", "日期请写成 2026-11-22 的样子。"),
    ],
)
def test_a_report_that_cannot_stand_is_told_why(changes: dict[str, str], field: str, sentence: str) -> None:
    assert sentence in errors(ReportForm({**GIVEN, **changes}))[field]


def test_an_empty_file_is_told_apart_from_none() -> None:
    form = ReportForm({**GIVEN, "note": ""}, {"file": SimpleUploadedFile("空.pdf", b"")})

    assert errors(form) == {"file": ["这个文件是空的，请重新选择。"]}


def test_only_the_months_offered_can_be_chosen() -> None:
    form = MonthForm({"new_month": "3", "reason": "场地"}, months=[("11", "11月"), ("12", "12月")])

    assert errors(form) == {"new_month": ["这个月份不能选，请选择本月或以后的月份。"]}


@pytest.fixture
def plan(house: Any) -> WorkPlan:
    return PlanFactory()


@pytest.fixture
def bodies(plan: WorkPlan) -> list[Body]:
    return [BodyFactory(short_name=name) for name in ("办公室", "经科委")]


def addition(plan: WorkPlan, bodies: list[Body], **changes: Any) -> AddTaskForm:
    given = {"content": "参加交流会", "month_start": "11", "month_end": "12", "department": str(bodies[1].public_id)}
    return AddTaskForm({**given, **changes}, plan=plan, departments=bodies, leaders=[])


def test_an_addition_names_the_responsible_department_first(plan: WorkPlan, bodies: list[Body]) -> None:
    form = addition(plan, bodies, helpers=[str(body.public_id) for body in bodies])

    assert form.is_valid()
    rows = [(party.role, party.order, party.display_text) for party in form.parties()]
    assert rows == [(PartyRole.DEPARTMENT, 0, "经科委"), (PartyRole.DEPARTMENT, 1, "办公室")]
    assert form.months == Months(11, 12)


def test_january_to_december_is_the_whole_year(plan: WorkPlan, bodies: list[Body]) -> None:
    form = addition(plan, bodies, month_start="1", month_end="12")

    assert form.is_valid()
    assert form.months == Months(1, 12, all_year=True)


def test_an_addition_takes_a_leader_and_an_item_of_its_own_plan(plan: WorkPlan, bodies: list[Body]) -> None:
    leader = PersonFactory(name="孟珂")
    item: PlanItem = ItemFactory(section__plan=plan)
    given = {
        "content": "参加交流会", "month_start": "11", "month_end": "11", "department": str(bodies[0].public_id),
        "leader": str(leader.public_id), "item": str(item.public_id),
    }  # fmt: skip
    form = AddTaskForm(given, plan=plan, departments=bodies, leaders=[leader])

    assert form.is_valid()
    assert form.cleaned_data["item"] == item
    assert [(p.role, p.display_text) for p in form.parties()][-1] == (PartyRole.LEADER, "孟珂")


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"content": " "}, "content", "请写明任务内容。"),
        ({"content": "协" * 501}, "content", "任务内容请写在 500 字以内。"),
        ({"department": ""}, "department", "请选择责任部门，任务总要有人承担。"),
        ({"month_start": "12", "month_end": "11"}, "month_end", "结束的月份早于开始的月份，请改正。"),
    ],
)
def test_an_addition_that_cannot_stand_is_told_why(
    changes: dict[str, str], field: str, sentence: str, plan: WorkPlan, bodies: list[Body]
) -> None:
    assert errors(addition(plan, bodies, **changes))[field] == [sentence]


def test_an_item_of_another_plan_is_not_offered(plan: WorkPlan, bodies: list[Body]) -> None:
    elsewhere = ItemFactory()

    assert "item" in errors(addition(plan, bodies, item=str(elsewhere.public_id)))
