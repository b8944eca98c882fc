"""Two members at once: numbers without gap, one submission a draft; real transactions on a database of their own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections

from yizheng.kernel import tenancy
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import Committee, LedgerEntry
from yizheng.plan.tests.factories import CommitteeFactory
from yizheng.proposal.enums import ProposalState
from yizheng.proposal.models import Proposal, ProposalVersion
from yizheng.proposal.services import submitting, writing
from yizheng.proposal.services.writing import Text

from . import factories as make

S = ProposalState
AT = make.moment(4, hour=10)


@pytest.fixture
def committee(own_database: str, django_db_blocker: Any) -> Any:
    with django_db_blocker.unblock():
        yield CommitteeFactory(slug="yunxi")


def at_once(committee: Committee, *acts: Callable[[], object]) -> list[str]:
    """Run the acts in threads that start together; return how each ended, sorted."""
    starting, ended = threading.Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        try:
            with tenancy.scope(committee):
                starting.wait()
                act()
            ended.append("done")
        except Refused as refusal:
            ended.append(refusal.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(ended)


def test_members_submitting_at_once_get_numbers_without_gap(committee: Committee) -> None:
    with tenancy.scope(committee):
        drafts = [make.proposal(S.DRAFT) for _ in range(4)]
        pairs = [(draft, make.as_member(draft.first_proposer)) for draft in drafts]

    ends = at_once(committee, *(lambda d=d, by=by: submitting.submit(proposal=d, by=by, at=AT) for d, by in pairs))

    with tenancy.scope(committee):
        numbers = sorted(Proposal.objects.values_list("reception_no", flat=True))
    assert (ends, numbers) == (["done"] * 4, [f"T3-4-{seq:04}" for seq in range(1, 5)])


def test_one_draft_submitted_twice_at_once_is_one_act(committee: Committee) -> None:
    with tenancy.scope(committee):
        draft = make.proposal(S.DRAFT)
        by = make.as_member(draft.first_proposer)

    ends = at_once(committee, *[lambda: submitting.submit(proposal=draft, by=by, at=AT)] * 2)

    with tenancy.scope(committee):
        rows = LedgerEntry.objects.filter(kind="proposal").count()
        assert (ends, rows, ProposalVersion.objects.count()) == (["done", "stale"], 1, 1)


def test_two_tabs_saving_at_once_leave_one_text(committee: Committee) -> None:
    with tenancy.scope(committee):
        draft = make.proposal(S.DRAFT)
        by = make.as_member(draft.first_proposer)

    def save(title: str) -> Callable[[], object]:
        return lambda: writing.autosave(proposal=draft, text=Text(title=title), edition=1, by=by, at=AT)

    ends = at_once(committee, save("甲"), save("乙"))

    with tenancy.scope(committee):
        draft.refresh_from_db()
    assert (ends, draft.edition) == (["done", "edited_elsewhere"], 2)
