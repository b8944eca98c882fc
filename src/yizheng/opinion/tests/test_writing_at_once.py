"""Authors at once: numbers without gap, one submission a draft; real transactions on a database of their own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections

from yizheng.kernel import tenancy
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import Committee, LedgerEntry
from yizheng.opinion.enums import OpinionState
from yizheng.opinion.models import Opinion, OpinionVersion
from yizheng.opinion.services import submitting, writing
from yizheng.opinion.services.writing import Text
from yizheng.plan.tests.factories import CommitteeFactory

from . import factories as make

S = OpinionState
AT = make.moment()


@pytest.fixture
def committee(own_database: str, django_db_blocker: Any) -> Any:
    with django_db_blocker.unblock():
        yield CommitteeFactory(slug="yunxi")


def at_once(committee: Committee, *acts: Callable[[], object]) -> list[str]:
    """Run the acts in threads that start together; return how each ended, sorted."""
    starting, ended = threading.Barrier(len(acts), timeout=120), []

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


def test_authors_sending_in_at_once_get_numbers_without_gap(committee: Committee) -> None:
    with tenancy.scope(committee):
        members = [make.member() for _ in range(3)]
        pairs = [(make.opinion(S.DRAFT, by=each), make.as_member(each)) for each in members]
        pairs.append((make.opinion(S.DRAFT, by=members[0], suggestion=""), pairs[0][1]))

    ends = at_once(committee, *(lambda d=d, by=by: submitting.submit(opinion=d, by=by, at=AT) for d, by in pairs))

    with tenancy.scope(committee):
        numbers = sorted(Opinion.objects.exclude(number="").values_list("number", flat=True))
    assert (ends, numbers) == (["done"] * 3 + ["incomplete"], [f"2026-{seq:04}" for seq in range(1, 4)])


def test_one_draft_sent_in_twice_at_once_is_one_act(committee: Committee) -> None:
    with tenancy.scope(committee):
        member = make.member()
        draft, by = make.opinion(S.DRAFT, by=member), make.as_member(member)

    ends = at_once(committee, *[lambda: submitting.submit(opinion=draft, by=by, at=AT)] * 2)

    with tenancy.scope(committee):
        rows = LedgerEntry.objects.filter(kind="opinion").exclude(to_state="").count()
        assert (ends, rows, OpinionVersion.objects.count()) == (["done", "stale"], 1, 1)


def test_the_yearly_limit_of_urgent_pieces_holds_at_once(committee: Committee) -> None:
    with tenancy.scope(committee):
        member = make.member()
        by = make.as_member(member)
        for _ in range(11):
            make.urgent(by=member)
        drafts = [make.opinion(S.DRAFT, by=member, urgency="urgent", urgent_reason="汛期") for _ in range(3)]

    ends = at_once(committee, *(lambda d=d: submitting.submit(opinion=d, by=by, at=AT) for d in drafts))

    with tenancy.scope(committee):
        sent = Opinion.objects.filter(urgency="urgent", seq__isnull=False).count()
    assert (ends, sent) == (["done"] * 3, 12)


def test_two_tabs_saving_at_once_leave_one_text(committee: Committee) -> None:
    with tenancy.scope(committee):
        member = make.member()
        draft, by = make.opinion(S.DRAFT, by=member), make.as_member(member)

    def save(title: str) -> Callable[[], object]:
        return lambda: writing.autosave(opinion=draft, text=Text(title=title), edition=1, by=by, at=AT)

    ends = at_once(committee, save("甲"), save("乙"))

    assert ends == ["done", "edited_elsewhere"]
