"""Many ledger rows written at once are the rows that would have been written one by one."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

import pytest

from yizheng.accounts.tests.factories import make_committee
from yizheng.kernel import ledger, tenancy
from yizheng.kernel.acting import SYSTEM
from yizheng.kernel.models import LedgerEntry
from yizheng.org.models import OrgUnit

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 2, tzinfo=UTC)
WORDS = ("act", "act_id", "kind", "object_id", "from_state", "to_state", "actor_name", "hat", "source", "fields", "at")


def test_rows_written_together_equal_rows_written_one_by_one():
    with tenancy.scope(make_committee("linjiang")):
        units = [OrgUnit.objects.create(name=f"第{n}局", valid_from=AT.date()) for n in range(3)]
        act_id = uuid.uuid4()
        told = [{"name": unit.name, "long": "长" * (79 + n), "on": AT.date()} for n, unit in enumerate(units)]

        for unit, fields in zip(units, told, strict=True):
            ledger.record("import_unit", unit, by=SYSTEM, at=AT, to_state="x", fields=fields, act_id=act_id)
        singly = list(LedgerEntry.objects.order_by("id").values_list(*WORDS))
        ledger.record_all(
            ledger.draft("import_unit", unit, by=SYSTEM, at=AT, to_state="x", fields=fields, act_id=act_id)
            for unit, fields in zip(units, told, strict=True)
        )
        together = list(LedgerEntry.objects.order_by("id").values_list(*WORDS)[3:])

    assert len(singly) == 3
    assert together == singly
    assert "sha256" in together[2][9]["long"]
