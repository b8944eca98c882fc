"""The old register as a kind of sheet (历史提案), offered to the house."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from yizheng.intake.purposes import Purpose
from yizheng.intake.purposes import register as register_purpose
from yizheng.kernel.acting import Actor
from yizheng.org.importing.findings import Entry
from yizheng.org.importing.kinds import Naming, SheetKind, register
from yizheng.org.imports import ROLL_IMPORT
from yizheng.org.models import OrgUnit

from ..enums import Outcome, Rating
from .history_columns import FIELDS
from .history_judging import judge, key_of
from .history_reading import read_row
from .history_world import HistoryWorld
from .history_writing import HistoryWriter

HISTORY = Purpose(
    name="proposal-history",
    label="历史提案",
    permission="proposal.import_history",
    job=ROLL_IMPORT.job,
    address_name="org-import:import",
)
EXAMPLE = (
    "示例：关于做好老旧小区加装电梯的建议（填写时删去这一行）", "2017", "三届一次会议", "58", "", "王明", "李文、赵清",
    "经济", "城乡建设", "委员联名", "大会", "立案", "", "", "区住建局", "区财政局", "", "2017年2月20日", "2017年3月1日",
    "2017年3月20日", "2017年6月20日", "2017年6月1日", "云建函〔2017〕8号", "A", "满意", "否", "", "",
)  # fmt: skip
_FILINGS = {
    Outcome.FILE.value: "立案", Outcome.NOT_FILE.value: "不予立案", Outcome.MERGE.value: "并案",
    Outcome.CONVERT.value: "转送", "withdraw": "撤案",
}  # fmt: skip


def offer_history() -> None:
    """Let the intake room know of the import, and the importing pages of its kind."""
    register_purpose(HISTORY)
    register(KIND)


def _summary(values: Mapping[str, str]) -> str:
    number = f"{'平时' if values.get('between') else ''}第{int(values['number']):03d}号" if values.get("number") else ""
    rating = str(Rating(values["rating"]).label) if values.get("rating") else ""
    mark = f"{values['mark']}类" if values.get("mark") else values.get("mark_text", "")
    told = (
        values.get("session_label", ""), number or values.get("reception", ""), values.get("proposer", ""),
        values.get("category", ""), _FILINGS.get(values.get("filing", ""), ""), values.get("units", ""),
        values.get("replied_on", ""), mark, rating,
    )  # fmt: skip
    return " · ".join(word for word in told if word)


def _write(parts: Sequence[Sequence[Entry]], world: HistoryWorld, by: Actor, at: datetime) -> None:
    HistoryWriter(world, by=by, at=at).write(parts)


def _unit_names() -> list[str]:
    return list(OrgUnit.objects.order_by("category", "order", "id").values_list("name", flat=True).distinct())


def _words() -> Mapping[str, Sequence[str]]:
    return {
        "period": ("大会", "平时"), "filing": tuple(_FILINGS.values()), "mark": ("A", "B", "C", "D"),
        "rating": tuple(str(each.label) for each in Rating), "key": ("是", "否"),
    }  # fmt: skip


KIND = SheetKind(
    HISTORY.name, "件", FIELDS, HistoryWorld, read_row, judge, _write,
    title="导入历史提案", list_name="proposal:history-imports", name_label="案由", summary=_summary, example=EXAMPLE,
    sheet_name="历年提案", key=key_of, words=_words,
    naming=Naming(
        "单位对照", "表里的这些承办单位没有登记，多半是改过名、撤并过的。选定现在是哪一家，再重新读取。",
        lambda _world: _unit_names(), _unit_names,
    ),
)  # fmt: skip
