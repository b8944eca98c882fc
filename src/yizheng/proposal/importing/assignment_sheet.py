"""The list that units or the assigner filled in: read, judged against the handlings (office-practice 19)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from yizheng.intake.sheets.book import Book
from yizheng.intake.sheets.columns import Field
from yizheng.intake.sheets.table import Leftovers, TableRow, glance, likeliest, read_table
from yizheng.intake.sheets.values import day, folded
from yizheng.kernel.errors import Refused

from .assignment_scans import Candidate, number_in

FIELDS = (
    Field("number", "编号", ("提案号", "提案编号", "号"), is_required=True),
    Field("unit", "单位", ("承办单位", "办理单位", "答复单位"), is_required=True),
    Field("signed_on", "签收日期", ("签收时间", "签收")),
    Field("contacted_on", "面商日期", ("面商时间", "面商")),
    Field("doc_no", "答复文号", ("文号",)),
    Field("replied_on", "答复日期", ("答复时间",)),
    Field("class_mark", "类别", ("办理类别", "结果类别", "办理结果")),
    Field("signer", "签发人", ("签发领导", "负责人")),
)
DATES = {"signed_on": "签收日期", "contacted_on": "面商日期", "replied_on": "答复日期"}
MOST_SHEET_ROWS = 2_000


@dataclass
class SheetRow:
    """One row of the sheet: what it says, the handling it is about, or what is wrong with it."""

    row: int
    number: str
    unit: str
    handling: int | None = None
    signed_on: str = ""
    contacted_on: str = ""
    doc_no: str = ""
    replied_on: str = ""
    class_mark: str = ""
    signer: str = ""
    problem: str = ""

    def says_nothing(self) -> bool:
        """Tell whether the unit filled in nothing."""
        return not (self.signed_on or self.contacted_on or self.has_reply())

    def has_reply(self) -> bool:
        """Tell whether anything of the reply is filled in."""
        return bool(self.doc_no or self.replied_on or self.class_mark)

    def to_json(self) -> dict[str, Any]:
        """Return the row as it is kept until it is confirmed."""
        return asdict(self)


def read(path: Path, name: str) -> list[TableRow]:
    """Return the rows of the likeliest sheet. Raises: Refused `no_header`, and whatever the file refuses."""
    with Book(path, name) as book:
        sheet = likeliest(glance(book, FIELDS))
        if sheet is None or sheet.header is None or not {"number", "unit"} <= set(sheet.header.columns):
            raise Refused("no_header", "表里没有“编号”和“单位”两列。请用导出的回执表填。")
        rows = read_table(book, sheet.place, sheet.header, sheet.header.columns, "number", Leftovers())
        found = list(rows)
    if len(found) > MOST_SHEET_ROWS:
        raise Refused("too_long", f"表里有{len(found)}行，一次最多{MOST_SHEET_ROWS}行。请分成几张表。")
    return found


def judge(
    rows: Sequence[TableRow], candidates: Sequence[Candidate], classes: Sequence[str], today: date
) -> list[SheetRow]:
    """Return what each row would do; rows in which nothing is filled in are left out."""
    judged = [_judged(row, candidates, classes, today) for row in rows]
    return [each for each in judged if each.problem or not each.says_nothing()]


def _judged(row: TableRow, candidates: Sequence[Candidate], classes: Sequence[str], today: date) -> SheetRow:
    texts = {name: folded(text) for name, text in row.texts.items()}
    made = SheetRow(row.number, texts.get("number", ""), texts.get("unit", ""))
    for check in (_place, _days, _reply):
        check(made, texts, candidates, classes, today)
        if made.problem:
            break
    return made


Check = Callable[[SheetRow, Mapping[str, str], Sequence[Candidate], Sequence[str], date], None]


def _place(made: SheetRow, _texts: Any, candidates: Sequence[Candidate], _classes: Any, _today: Any) -> None:
    number, unit = number_in(made.number), "".join(made.unit.split())
    if number is None:
        made.problem = "编号看不出是哪件提案，请写成 第058号。"
        return
    here = [each for each in candidates if (each.is_between, each.filed_no) == number and unit in each.names]
    last = max((each.session_order for each in here), default=0)
    fits = [each for each in here if each.session_order == last]
    if len(fits) == 1:
        made.handling = fits[0].handling_id
    else:
        made.problem = f"{made.number}没有交给“{made.unit}”，请核对单位名称。"


def _days(made: SheetRow, texts: Mapping[str, str], _c: Any, _classes: Any, today: date) -> None:
    for name, label in DATES.items():
        typed = texts.get(name, "")
        read_as = day(typed) if typed else ""
        if typed and len(read_as) != len("2026-03-12"):
            made.problem = f"{label}“{typed[:20]}”不是日期，请写成 2026-03-12。"
        elif read_as > today.isoformat():
            made.problem = f"{label}{read_as}还没有到，请核对。"
        setattr(made, name, read_as)


def _reply(made: SheetRow, texts: Mapping[str, str], _c: Any, classes: Sequence[str], _today: Any) -> None:
    made.doc_no, made.signer = texts.get("doc_no", "")[:60], texts.get("signer", "")[:40]
    made.class_mark = texts.get("class_mark", "")[:1].upper()
    if not made.has_reply():
        return
    if made.class_mark not in classes:
        made.problem = f"类别要填{'、'.join(classes)}中的一个。"
    elif not (made.replied_on and made.signer):
        made.problem = "填了答复，还要填答复日期和签发人。"
