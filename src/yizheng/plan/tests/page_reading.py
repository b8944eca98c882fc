"""Reading pages in tests: addresses of a task, the words of a page, a posted form."""

from __future__ import annotations

import re
import uuid
from datetime import date
from typing import Any

from django.test import Client

from yizheng.plan.enums import EvidenceKind
from yizheng.plan.models import PlanTask
from yizheng.plan.services import Evidence

NOTE = Evidence(EvidenceKind.MEETING_RECORD, date(2026, 11, 5), "见11月5日主席会议记录")


def url(task: PlanTask, act: str = "") -> str:
    return f"/yunxi/plan/tasks/{task.public_id}/{act}"


def fresh(task: PlanTask) -> PlanTask:
    return PlanTask.objects.get(pk=task.pk)


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def post(client: Client, address: str, **values: Any) -> Any:
    return client.post(address, {"act_key": str(uuid.uuid4()), **values})


def report(**changes: Any) -> dict[str, Any]:
    return {"kind": "meeting_record", "happened_on": "2026-11-05", "note": "见11月5日主席会议记录", **changes}
