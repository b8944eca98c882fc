"""Closing and lifting leaves each kind as it was; closed, none of its words stand in its rows."""

from __future__ import annotations

import json
from datetime import date

import pytest

from yizheng.accounts.enums import Role
from yizheng.administration.models import Honour, Rule, RuleVersion
from yizheng.attachment.models import StoredFile
from yizheng.document.models import Document, DocumentVersion
from yizheng.intake.models import ImportBatch, ImportRow
from yizheng.kernel import purging_kinds, quarantine, tenancy
from yizheng.kernel.tests.factories import AT
from yizheng.meeting.tests.factories import drafted, planned
from yizheng.org.importing.findings import Entry, entry_from, problem
from yizheng.org.importing.preparing import kept
from yizheng.org.models import Person
from yizheng.plan.tests.factories import CommitteeFactory, seat
from yizheng.speech.tests import factories as speeches

WORD = "青石坝"


@pytest.fixture(autouse=True)
def house(db):
    with tenancy.scope(CommitteeFactory()):
        yield


def document():
    by = seat()
    made = Document.objects.create(
        kind="letter", title=f"关于{WORD}的函", addressee=f"{WORD}管理局", copies=[f"{WORD}镇"],
        drafted_by_id=by.user_id, drafted_by_name=by.name, drafted_at=AT,
    )  # fmt: skip
    for ordinal in (1, 2):
        DocumentVersion.objects.create(
            document=made, ordinal=ordinal, title=made.title, text=f"{WORD}第{ordinal}稿", made_in="drafting",
            made_by_name=by.name, made_at=AT,
        )  # fmt: skip
    return made


def meeting():
    made, _ = planned(members=1, topic=f"{WORD}协商", place=f"{WORD}会议室", agenda=f"一、{WORD}")
    made.invitations.update(leave_reason=f"去{WORD}出差")
    return made


def activity():
    made, _, _ = drafted(members=0, theme=f"视察{WORD}", place=f"{WORD}村", content=f"看{WORD}水库")
    return made


def person():
    return Person.objects.create(
        name=f"{WORD}生",
        sort_key=WORD,
        stroke_key=WORD,
        employer=f"{WORD}小学",
        phone="13800000017",
        address=f"{WORD}路",
    )


def speech():
    return speeches.handed_in(speeches.call(), title=f"{WORD}要清淤", text=f"{WORD}水库二十年没有清淤。")


def rule():
    made = Rule.objects.create(title="值班制度")
    RuleVersion.objects.create(
        rule=made, number=1, text=f"{WORD}值班", adopted_on=date(2026, 1, 5), adopted_by="主席会议",
        valid_from=date(2026, 2, 1), note=WORD,
    )  # fmt: skip
    return made


def honour():
    return Honour.objects.create(
        title=f"{WORD}先进", level="city", awarded_by=f"{WORD}镇", awarded_on=date(2026, 3, 1), year=2026
    )


def rows_of(parts):
    """Return every field of the rows, as the database has them."""
    return [type(part.row)._default_manager.filter(pk=part.row.pk).values().get() for part in parts]


@pytest.mark.parametrize("make", [document, meeting, activity, speech, person, rule, honour])
def test_a_kind_is_closed_in_all_its_rows_and_comes_back_as_it_was(make):
    made, admin = make(), seat(Role.SECURITY_ADMIN)
    parts = purging_kinds.parts_of(made)
    before = rows_of(parts)
    assert WORD in str(before)

    closure = quarantine.quarantine(subject=made, by=admin, reason="误传", at=AT)
    hidden = rows_of(parts)
    quarantine.lift(closure=closure, by=admin, reason="核实无误", at=AT)

    assert WORD not in str(hidden)
    assert rows_of(parts) == before


def sheet():
    """An import whose report keeps one row."""
    by = seat()
    file = StoredFile.objects.create(
        name="名册.xlsx", content_type="x", size_bytes=1, sha256="0" * 64, uploaded_by_id=by.user_id, uploaded_at=AT
    )
    made = ImportBatch.objects.create(purpose="roll", file=file, made_by_id=by.user_id, made_at=AT, tree={"a": WORD})
    entry = Entry(number=3, values={"name": WORD}, cells=[WORD], found=[problem(f"{WORD}重复")])
    ImportRow.objects.create(batch=made, sheet_row=3, match_key="0" * 64, **kept(entry))
    return made


def test_a_closed_import_keeps_rows_that_can_be_counted_and_say_nothing():
    made, admin = sheet(), seat(Role.SECURITY_ADMIN)
    before = rows_of(purging_kinds.parts_of(made))

    closure = quarantine.quarantine(subject=made, by=admin, reason="误传", at=AT)
    row = ImportRow.objects.get()
    closed = entry_from(json.loads(row.judged), json.loads(row.cells))
    hidden = rows_of(purging_kinds.parts_of(made))
    quarantine.lift(closure=closure, by=admin, reason="核实无误", at=AT)

    assert (closed.number, closed.values, closed.cells, closed.found) == (3, {"name": ""}, [], [])
    assert WORD not in str(hidden)
    assert rows_of(purging_kinds.parts_of(made)) == before
