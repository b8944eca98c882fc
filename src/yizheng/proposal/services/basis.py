"""On whose word results about units are published: the CPPCC's leaders' and the Party or government office's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yizheng.kernel.errors import Refused
from yizheng.ui.tags.marks import long_date


@dataclass(frozen=True)
class Basis:
    """The recorded decisions of both sides and their day. Rule: office-practice 4."""

    by_cppcc: str
    by_office: str
    decided_on: date

    def check(self, today: date) -> None:
        """Raises: Refused `no_basis` without both decisions, `future` when their day is yet to come."""
        if not self.by_cppcc.strip() or not self.by_office.strip():
            raise Refused("no_basis", "公布以前，要记下政协领导和党委（政府）办公室两方的决定，请都填上。")
        if self.decided_on > today:
            raise Refused("future", "决定的日期还没有到，请核对。")

    def sentence(self) -> str:
        """Return both decisions as one sentence."""
        return f"{self.by_cppcc.strip()[:120]}；{self.by_office.strip()[:120]}（{long_date(self.decided_on)}）"
