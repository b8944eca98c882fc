"""Writes of the register of paper items that are 工作秘密: number, date, custodian, and nothing of what they say."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from yizheng.kernel import ledger
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require

from ..models import SecretOpinion


@transaction.atomic
def register_paper(
    *, paper_number: str, registered_on: date, custodian: str, by: Actor, at: datetime
) -> SecretOpinion:  # fmt: skip
    """
    Enter a paper item into the register (工作秘密登记). Title and text are never asked for.

    Rule: office-practice 1. Raises: PermissionDenied; Refused `incomplete`, `future`, `known`; nothing is
    changed then.
    """
    require("opinion.keep_secret_register", by)
    number, keeper = paper_number.strip(), custodian.strip()
    if not number or not keeper:
        raise Refused("incomplete", "请填写编号和保管人。")
    if registered_on > timezone.localdate(at):
        raise Refused("future", "登记日期还没有到，请改成今天或以前的日期。")
    if SecretOpinion.objects.filter(year=registered_on.year, paper_number=number).exists():
        raise Refused("known", f"编号{number}在{registered_on.year}年已经登记过，请核对编号。")
    made = SecretOpinion.objects.create(
        year=registered_on.year, paper_number=number, registered_on=registered_on, custodian=keeper
    )
    ledger.record("register_secret_opinion", made, by=by, at=at, fields={"registered_on": registered_on})
    return made
