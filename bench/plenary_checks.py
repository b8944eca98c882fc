"""What the database says after the evening: nothing acknowledged is lost, nothing done twice, no number missing."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime
from typing import Any

import psycopg

from bench.stage import Stage


def compare(stage: Stage, told: dict[str, Any], *, at: datetime) -> dict[str, Any]:
    """Compare what people were told with what stands; every list should be empty."""
    from yizheng.kernel import tenancy
    from yizheng.kernel.models import Committee

    with tenancy.scope(Committee.objects.get(slug="c1")):
        found = {**_submissions(told), **_texts(told), **_handlings(told), **_reviews(told), **_beginnings(told)}
        found |= _twice()
    return {**found, "ledger": _ledger(stage, at)}


def _acts(act: str) -> dict[str, int]:
    """Return how often an act stands in the ledger, by public id of its object."""
    from yizheng.kernel.models import LedgerEntry
    from yizheng.proposal.models import Handling, Proposal

    rows = list(LedgerEntry.objects.filter(act=act).values_list("kind", "object_id"))
    model = Handling if any(kind == "handling" for kind, _ in rows) else Proposal
    names = dict(model.objects.values_list("pk", "public_id"))
    return Counter(str(names[pk]) for _, pk in rows if pk in names)


def _submissions(told: dict[str, Any]) -> dict[str, Any]:
    from yizheng.proposal.models import Proposal

    acts = _acts("submit")
    rows = Proposal.objects.exclude(reception_no="").values_list("public_id", "reception_no")
    numbers = sorted(int(no.rsplit("-", 1)[-1]) for _, no in rows)
    stand = {str(pk) for pk, _ in rows}
    return {
        "submissions_told": len(told["submitted"]),
        "submissions_stored": len(numbers),
        "submissions_lost": sorted(each for each in told["submitted"] if acts.get(each) != 1 or each not in stand),
        "submissions_doubled": sorted(each for each, times in acts.items() if times > 1),
        "number_gaps": sorted(set(range(1, len(numbers) + 1)) - set(numbers)),
        "numbers_doubled": len(numbers) - len(set(numbers)),
    }


def _texts(told: dict[str, Any]) -> dict[str, Any]:
    """The last acknowledged text stands, or the one that was on its way when the evening ended."""
    from yizheng.proposal.models import Proposal

    rows = Proposal.objects.filter(public_id__in=list(told["saved"]))
    stored = {str(pk): (edition, title) for pk, edition, title in rows.values_list("public_id", "edition", "title")}
    lost = []
    for draft, (edition, title) in told["saved"].items():
        on_its_way = (edition + 1, told["saving"].get(draft, title))
        if stored.get(draft) not in ((edition, title), on_its_way):
            lost.append(f"{draft}: {stored.get(draft)} instead of {(edition, title)}")
    return {"texts_told": len(told["saved"]), "texts_lost": lost}


def _handlings(told: dict[str, Any]) -> dict[str, Any]:
    acts = _acts("sign_for")
    return {
        "signatures_told": len(told["signed"]),
        "signatures_lost": sorted(each for each in told["signed"] if acts.get(each) != 1),
        "signatures_doubled": sorted(each for each, times in acts.items() if times > 1),
    }


def _reviews(told: dict[str, Any]) -> dict[str, Any]:
    from yizheng.proposal.models import ReviewRecord

    acts = _acts("first_review")
    records = ReviewRecord.objects.filter(stage="first").count()
    return {
        "reviews_told": len(told["reviewed"]),
        "reviews_lost": sorted(each for each in told["reviewed"] if acts.get(each) != 1),
        "reviews_doubled": sorted(each for each, times in acts.items() if times > 1) + [""] * (records - len(acts)),
    }


def _beginnings(told: dict[str, Any]) -> dict[str, Any]:
    from yizheng.kernel.models import ActKey
    from yizheng.proposal.models import Proposal

    begun = ActKey.objects.filter(result_url__endswith="/write/").count()
    empty = Proposal.objects.filter(title="关于新写一件的建议").count()
    stand = {str(pk) for pk in Proposal.objects.values_list("public_id", flat=True)}
    later = {draft for draft in told["begun"].values() if draft in told["saved"]}
    return {
        "drafts_told": len(told["begun"]),
        "drafts_lost": sorted(set(told["begun"].values()) - stand),
        "drafts_doubled": max(empty + len(later) - begun, 0),
    }


def _twice() -> dict[str, Any]:
    """Count what was told twice (its key names act and object, and the moment, which is left out), and to-dos."""
    from django.db.models import Count

    from yizheng.notify.models import Message, Notice
    from yizheng.todo.models import Todo

    told = Counter(_without_moment(key) for key in Message.objects.values_list("key", flat=True))
    told += Counter((who, _without_moment(key)) for who, key in Notice.objects.values_list("recipient", "key"))
    todos = Todo.objects.filter(closed_at__isnull=True, kind__in=["proposal", "handling"])
    same = todos.values("kind", "object_id", "act", "role", "scope_kind", "scope_id", "user").annotate(n=Count("pk"))
    return {
        "told_twice": sorted(str(what) for what, times in told.items() if times > 1),
        "todos_doubled": same.filter(n__gt=1).count(),
    }


def _without_moment(key: str) -> str:
    return re.sub(r"-\d{4}-\d\d-\d\dT[^-]*", "", key)


def _ledger(stage: Stage, at: datetime) -> dict[str, Any]:
    from yizheng.kernel.sealing import seal_committee
    from yizheng.kernel.verification import verify

    with psycopg.connect(stage.assembly.owner_url, autocommit=True) as session:
        seal_committee(session, 1, at=at)
        (report,) = verify(session, slug="c1")
    return {"whole": report.whole, "sealed": report.sealed, "findings": len(report.findings)}
