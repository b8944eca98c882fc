"""An invented register of 2017: 142 proposals, 132 at the plenary, 119 filed, all answered; and its way in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from openpyxl import Workbook

from yizheng.intake.models import ImportBatch, ImportRow
from yizheng.kernel import tenancy
from yizheng.org.importing import services
from yizheng.org.importing.preparing import prepare_import
from yizheng.org.models import OrgUnit, Session, Term, UnitAlias
from yizheng.proposal.importing.history_kind import HISTORY
from yizheng.proposal.tests.factories import FROM, moment

HEAD = (
    "年度", "届次", "编号", "案由", "提案人", "联名人", "类别", "提案形式", "立案情况", "承办单位", "会办", "交办日期",
    "答复日期", "答复文号", "办理结果", "满意度",
)  # fmt: skip
CATEGORIES = ("经济建设", "城乡建设", "社会事业", "文化建设")
UNITS = ("云溪区住建局", "云溪区教育局", "云溪区民政局")


def session_of_2017() -> Session:
    """Return the first plenary of the second term, in February 2017."""
    term, _ = Term.objects.get_or_create(ordinal=2, defaults={"start_date": date(2017, 2, 1)})
    session, _ = Session.objects.get_or_create(
        term=term, ordinal=1, defaults={"opens": date(2017, 2, 20), "closes": date(2017, 2, 23)}
    )
    return session


def units() -> list[OrgUnit]:
    """Make the three units of the register; 住建局 was once 建设局."""
    made = [
        OrgUnit.objects.create(name=name, category="government", order=order, valid_from=FROM)
        for order, name in enumerate(UNITS, start=1)
    ]
    UnitAlias.objects.create(
        unit=made[0], text="云溪区建设局", is_former=True, valid_from=date(2000, 1, 1), valid_to=date(2015, 1, 1)
    )
    return made


def row(number: int, **changed: Any) -> tuple[Any, ...]:
    """Return one filed and answered row."""
    given = {
        "年度": 2017, "届次": "二届一次", "编号": f"{number:03}", "案由": f"关于改善第{number}处路口通行的建议",
        "提案人": f"何一{number}", "类别": CATEGORIES[number % 4], "提案形式": "个人提案", "立案情况": "立案",
        "承办单位": UNITS[number % 3], "交办日期": "2017年3月20日", "答复日期": "2017-06-01",
        "答复文号": f"云函〔2017〕{number}号", "办理结果": "ABC"[number % 3], "满意度": "满意",
    }  # fmt: skip
    return tuple({**given, **changed}.get(name, "") for name in HEAD)


def register_of_2017() -> list[tuple[Any, ...]]:
    """Return the 142 rows: 119 filed (109 at the plenary, 10 between sessions), 23 of the plenary not filed."""
    filed = [row(number) for number in range(1, 110)]
    between = [row(number, 编号=f"平时第{number - 109}号", 提案形式="平时提案") for number in range(110, 120)]
    nothing = {"承办单位": "", "交办日期": "", "答复日期": "", "答复文号": "", "办理结果": "", "满意度": ""}
    not_filed = [row(number, 立案情况="不予立案", **nothing) for number in range(120, 143)]
    return [*filed, *between, *not_filed]


def workbook(rows: Sequence[Sequence[Any]], head: Sequence[str] = HEAD) -> bytes:
    """Return an .xlsx of one sheet."""
    book = Workbook()
    sheet: Any = book.active
    for each in (head, *rows):
        sheet.append(list(each))
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def read(actor: Any, *rows: Sequence[Any], head: Sequence[str] = HEAD) -> ImportBatch:
    """Upload a register and let the job read it."""
    upload = ContentFile(workbook(rows, head), name="2017年提案登记表.xlsx")
    batch = services.receive_sheet(upload=upload, purpose=HISTORY.name, by=actor, at=moment())
    return let_job_read(batch)


def let_job_read(batch: ImportBatch) -> ImportBatch:
    """Let the job read an import, and return it as it stands."""
    prepare_import(committee_id=tenancy.current().committee_id, batch_id=batch.pk)
    return ImportBatch.objects.select_related("file").get(pk=batch.pk)


def confirm(actor: Any, batch: ImportBatch) -> ImportBatch:
    """Confirm an import."""
    return services.confirm_import(batch=batch, edition=batch.edition, by=actor, at=moment(hour=11))


def verdicts(batch: ImportBatch) -> list[str]:
    """Return what each row would do, in order."""
    return list(ImportRow.objects.filter(batch=batch).order_by("sheet_row").values_list("verdict", flat=True))


def told(batch: ImportBatch, row_number: int = 2) -> list[str]:
    """Return what is said about a row."""
    entry = services.entry_of(ImportRow.objects.get(batch=batch, sheet_row=row_number))
    return [finding.text for finding in entry.findings]
