"""An invented office with a term and sectors, and sheets on their way into it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from yizheng.accounts.enums import Role
from yizheng.accounts.models import RoleGrant, User
from yizheng.attachment.models import StoredFile
from yizheng.intake.models import ImportBatch, ImportRow
from yizheng.kernel import tenancy
from yizheng.kernel.acting import Actor, Hat
from yizheng.kernel.models import ActKey, Committee, LedgerEntry
from yizheng.org.enums import BodyKind
from yizheng.org.importing import services
from yizheng.org.importing.preparing import prepare_import
from yizheng.org.models import Body, Membership, OrgUnit, Person, Seat, Sector, Term, UnitAlias, UnitContact

FROM = date(2026, 1, 8)
HEAD = ("序号", "姓名", "性别", "民族", "出生年月", "政治面貌", "界别", "工作单位及职务", "手机")
WANG = (1, "王　明", "女", "回", "1968.5", "民盟盟员", "教育界", "云溪区第一中学校长", 13800001111)
LI = (2, "李文博", "男", "汉族", "1970年12月", "中共党员", "经济", "云溪农商银行董事长", "13900002222")
WRITTEN = (
    Person, Membership, Sector, Seat, OrgUnit, UnitAlias, UnitContact, ImportBatch, ImportRow, StoredFile,
    LedgerEntry, ActKey,
)  # fmt: skip
ROLLS = (Person, Membership, Sector, Seat, OrgUnit, UnitAlias, UnitContact)


def at(hour: int = 10) -> datetime:
    """Return an hour of 22 November 2026."""
    return datetime(2026, 11, 22, hour - 8, tzinfo=UTC)


@dataclass(frozen=True)
class Office:
    """A committee with a term, two sectors, a special committee and a clerk."""

    committee: Committee
    clerk: Actor
    term: Term


def open_office(slug: str = "yunxi") -> Office:
    """Make the office; its scope is not open."""
    committee = Committee.objects.create(full_name="政协云溪区委员会", short_name="云溪区政协", slug=slug)
    with tenancy.scope(committee):
        term = Term.objects.create(ordinal=3, start_date=FROM)
        for order, name in enumerate(("教育", "经济", "科学技术"), start=1):
            Sector.objects.create(term=term, name=name, order=order)
        Body.objects.create(
            kind=BodyKind.SPECIAL_COMMITTEE, full_name="提案委员会", short_name="提案委", valid_from=FROM
        )
        return Office(committee, seat(Role.OFFICE_CLERK), term)


def seat(role: str, name: str = "周文清") -> Actor:
    """Give a person a role in the open scope."""
    user = User.objects.create_user(f"u{User.objects.count() + 1}", name)
    RoleGrant.objects.create(user=user, role=role, label="办公室", valid_from=date(2020, 1, 1))
    return Actor(user.pk, name, Hat(role, "办公室"))


def workbook(rows: Sequence[Sequence[Any]]) -> bytes:
    """Return an .xlsx of one sheet."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for row in rows:
        sheet.append(list(row))
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def received(office: Office, content: bytes, purpose: str = "roll", name: str = "名册.xlsx") -> ImportBatch:
    """Upload a file; it is not read yet. No scope is open."""
    with tenancy.scope(office.committee, office.clerk.user_id):
        upload = ContentFile(content, name=name)
        return services.receive_sheet(upload=upload, purpose=purpose, by=office.clerk, at=at())


def read(office: Office, *rows: Sequence[Any], purpose: str = "roll", head: Sequence[Any] = HEAD) -> ImportBatch:
    """Upload a sheet and let the job read it."""
    batch = received(office, workbook([head, *rows]), purpose)
    return reread(office, batch)


def reread(office: Office, batch: ImportBatch) -> ImportBatch:
    """Let the job read the import, and return it as it stands."""
    prepare_import(committee_id=office.committee.pk, batch_id=batch.pk)
    with tenancy.scope(office.committee):
        return ImportBatch.objects.select_related("file").get(pk=batch.pk)


def confirm(office: Office, batch: ImportBatch) -> ImportBatch:
    """Confirm as the clerk."""
    with tenancy.scope(office.committee, office.clerk.user_id):
        return services.confirm_import(batch=batch, edition=batch.edition, by=office.clerk, at=at(11))


def decide(office: Office, batch: ImportBatch, row: int, word: str) -> ImportBatch:
    """Decide about a row as the clerk."""
    with tenancy.scope(office.committee, office.clerk.user_id):
        return services.decide(batch=batch, edition=batch.edition, row=row, word=word, by=office.clerk, at=at(11))


def verdicts(office: Office, batch: ImportBatch) -> dict[int, str]:
    """Return what each row would do."""
    with tenancy.scope(office.committee):
        return dict(ImportRow.objects.filter(batch=batch).values_list("sheet_row", "verdict"))


def findings(office: Office, batch: ImportBatch, row: int) -> list[str]:
    """Return what is said about a row."""
    with tenancy.scope(office.committee):
        entry = services.entry_of(ImportRow.objects.get(batch=batch, sheet_row=row))
    return [finding.text for finding in entry.findings]


def counted(office: Office, models: Sequence[Any] = WRITTEN) -> dict[str, int]:
    """Return how many rows stand in each table an import may write to."""
    with tenancy.scope(office.committee):
        return {model.__name__: model._default_manager.count() for model in models}
