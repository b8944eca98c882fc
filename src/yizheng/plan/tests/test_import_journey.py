"""A plan's way through the house: upload, reading, page, confirmation. Documents: seeds 000, 002, 004."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from yizheng.accounts.models import User
from yizheng.intake.models import ImportBatch
from yizheng.kernel import tenancy
from yizheng.plan import tasks
from yizheng.plan.models import PlanItem, PlanTask, PlanTopic, WorkPlan
from yizheng.plan.tests.factories import CommitteeFactory, seat

SEEDS = Path(__file__).resolve().parents[5] / "shared" / "seeds"
pytestmark = pytest.mark.django_db


@pytest.fixture
def office(settings: Any, tmp_path: Path, client: Any) -> Any:
    """A committee, and its office clerk signed in."""
    settings.FILES_ROOT = tmp_path / "files"
    committee = CommitteeFactory()
    with tenancy.scope(committee):
        clerk = seat()
    client.force_login(User.objects.get(pk=clerk.user_id))
    return committee


@pytest.mark.skipif(not SEEDS.exists(), reason="the seeds are not in this checkout")
@pytest.mark.parametrize(
    ("seed", "sections", "items", "task_rows", "topics"),
    [("000", 5, 16, 35, 6), ("002", 5, 15, None, 0), ("004", 6, 20, None, 0)],
)
def test_a_seed_is_read_shown_and_confirmed(
    office: Any, client: Any, seed: str, sections: int, items: int, task_rows: int | None, topics: int
) -> None:
    path = next(SEEDS.glob(f"{seed}_*.txt"))

    uploaded = client.post(f"/{office.slug}/plan/imports/", {"file": SimpleUploadedFile(path.name, path.read_bytes())})
    with tenancy.scope(office):
        batch = ImportBatch.objects.get()
    assert uploaded.headers["Location"] == f"/{office.slug}/plan/imports/{batch.public_id}/"
    waiting = client.get(uploaded.headers["Location"])
    assert "正在读" in waiting.content.decode()
    tasks.prepare_import(committee_id=office.pk, batch_id=batch.pk)
    page = client.get(uploaded.headers["Location"])
    assert f"读出 {sections} 个部分、{items} 项、" in page.content.decode()
    confirmed = client.post(f"{uploaded.headers['Location']}confirm/", {"edition": "1"})

    assert confirmed.status_code == 302, confirmed.content.decode()
    with tenancy.scope(office):
        plan = WorkPlan.objects.get()
        assert PlanItem.objects.filter(plan=plan).count() == items
        assert PlanTopic.objects.filter(plan=plan).count() == topics
        if task_rows is not None:
            assert PlanTask.objects.filter(plan=plan, is_added=False).count() == task_rows
