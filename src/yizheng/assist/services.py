"""Writes: what was decided, what persons judge, what units are there for, which version is used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max, Model
from procrastinate.contrib.django import app

from yizheng.kernel import ledger, subjects, tenancy, workflow
from yizheng.kernel.acting import SYSTEM, Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import Closure, ClosureState, Committee
from yizheng.kernel.permissions import require
from yizheng.kernel.quarantine import OPEN_STATES
from yizheng.org.models import OrgUnit

from . import sources
from . import workflow as table
from .enums import Level, ModelState, Question, Verdict
from .models import Decision, DutyText, Judgement, ModelVersion
from .permissions import areas_of
from .queries import version_in_use

TRAIN = "assist.train_version"
GIVEN_UP_AFTER = timedelta(hours=1)
KEPT_VERSIONS = 6
"""Content of so many versions an area is kept; older ones keep their figures only."""

MOST_DUTY_CHARS = 8_000
ONE_RUNS = "{what}正在训练，请等它做完再训练一次。"
GIVEN_UP = "一个小时还没有训练完，已经放弃。请再试一次；还是不行，请联系管理员。"
CLOSED_MEANWHILE = "训练时有一件内容被封存，这一版没有启用。系统会在夜里重新训练，也可以现在再训练一次。"


@dataclass(frozen=True)
class Chosen:
    """What was chosen for one object, what had been suggested for it, and by which version."""

    kind: str
    object_id: int
    choice: str
    label: str
    suggested: Sequence[tuple[str, float]] = ()
    level: str = ""
    version_id: int | None = None


@transaction.atomic
def record_decisions(*, question: Question, chosen: Iterable[Chosen], act: str, by: Actor, at: datetime) -> int:
    """
    Remember what was decided and whether it was what had been suggested; return how many decisions.

    Called in the transaction of the act it tells of, so it writes no ledger row of its own. Where an object was
    decided before, what was suggested then is kept: the suggestion is judged by what was decided in the end.
    """
    wanted = {(each.kind, each.object_id): each for each in chosen}
    before = _latest(question, wanted)
    Decision.objects.filter(pk__in=[each.pk for each in before.values()]).update(is_latest=False)
    Decision.objects.bulk_create(
        _decision(question, each, before.get(item), act, by, at) for item, each in wanted.items()
    )
    return len(wanted)


def _latest(question: Question, wanted: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Decision]:
    by_kind: dict[str, list[int]] = {}
    for kind, pk in wanted:
        by_kind.setdefault(kind, []).append(pk)
    rows = Decision.objects.select_for_update(of=("self",)).filter(question=question, is_latest=True).order_by("id")
    return {
        (kind, each.object_id): each
        for kind, ids in by_kind.items()
        for each in rows.filter(kind=kind, object_id__in=ids)
    }


def _decision(
    question: Question, chosen: Chosen, before: Decision | None, act: str, by: Actor, at: datetime
) -> Decision:
    suggested = before.suggested if before else [[choice, round(share, 4)] for choice, share in chosen.suggested]
    choices = [choice for choice, _share in suggested]
    place = None if not choices else choices.index(chosen.choice) + 1 if chosen.choice in choices else 0
    return Decision(
        question=question, kind=chosen.kind, object_id=chosen.object_id, act=act, decided_at=at,
        decided_by_name=by.name[:60], suggested=suggested, chosen=chosen.choice[:60],
        chosen_label=chosen.label[:80], place=place, level=before.level if before else chosen.level,
        version_id=before.version_id if before else chosen.version_id,
    )  # fmt: skip


@transaction.atomic
def judge(*, one: Model, other: Model, verdict: Verdict, by: Actor, at: datetime) -> Judgement:
    """
    Say that two items are the same matter, are not, or take it back; the last word counts, for both.

    It is kept in an append-only table of its own, not in the ledger: it moves neither item, and a ledger row would
    tell whoever reads one item's history that the other exists.
    Raises: PermissionDenied; Refused `itself`, `nothing_judged`; nothing is kept then.
    """
    require("assist.judge", by)
    pair = sorted((subjects.kind_of(each), each.pk) for each in (one, other))
    if pair[0] == pair[1]:
        raise Refused("itself", "这是同一件，不用判断。")
    (kind_a, id_a), (kind_b, id_b) = pair
    if verdict == Verdict.TAKEN_BACK and not _stands(kind_a, id_a, kind_b, id_b):
        raise Refused("nothing_judged", "这两件还没有判断过，没有可以撤回的。请刷新后查看。")
    return Judgement.objects.create(
        kind_a=kind_a, id_a=id_a, kind_b=kind_b, id_b=id_b, verdict=verdict, judged_at=at,
        judged_by_id=by.user_id, judged_by_name=by.name[:60],
    )  # fmt: skip


def _stands(kind_a: str, id_a: int, kind_b: str, id_b: int) -> bool:
    rows = Judgement.objects.filter(kind_a=kind_a, id_a=id_a, kind_b=kind_b, id_b=id_b)
    last = rows.order_by("-id").first()
    return last is not None and last.verdict != Verdict.TAKEN_BACK


@transaction.atomic
def keep_duties(*, texts: Mapping[OrgUnit, str], by: Actor, at: datetime) -> list[DutyText]:
    """
    Keep what units are there for (单位职责), a new version of each text that changed; return the new ones.

    The suggestion of units learns them at once. Raises: PermissionDenied; Refused `nothing`, `long_text`;
    nothing is kept then.
    """
    require("assist.keep_duties", by)
    told = {unit: text.strip() for unit, text in texts.items()}
    for unit, text in told.items():
        if len(text) > MOST_DUTY_CHARS:
            raise Refused("long_text", f"{unit}的职责最多{MOST_DUTY_CHARS}字，现在有{len(text)}字，请只留主要职责。")
    list(OrgUnit.objects.select_for_update(of=("self",)).filter(pk__in=[each.pk for each in told]).order_by("pk"))
    last = {each.unit_id: each for each in DutyText.objects.order_by("ordinal").filter(unit__in=told)}
    kept = []
    for unit, text in told.items():
        before = last.get(unit.pk)
        if text == (before.text if before else ""):
            continue
        made = DutyText.objects.create(
            unit=unit, ordinal=before.ordinal + 1 if before else 1, text=text, written_at=at,
            written_by_name=by.name[:60],
        )  # fmt: skip
        ledger.record("keep_duties", made, by=by, at=at, fields={"unit": unit.pk, "text": text})
        kept.append(made)
    if not kept:
        raise Refused("nothing", "没有改动：这些单位的职责和已经登记的一样。")
    return kept


@transaction.atomic
def ask_for_training(*, question: str, area: str, by: Actor, at: datetime) -> ModelVersion:
    """
    Let a job learn anew from the committee's decisions (重新训练); return the version it will fill.

    One at a time for each question. Raises: PermissionDenied; Refused `not_yours`, `not_trained`, `one_runs`;
    nothing is made then.
    """
    require("assist.train", by)
    source = sources.get(question, area)
    _check_area(area, by)
    if not source.learns:
        raise Refused("not_trained", "这一项只按共同的用语推荐，不用训练。")
    committee_id = tenancy.current().committee_id
    Committee.objects.select_for_update(no_key=True).get(pk=committee_id)
    rows = ModelVersion.objects.filter(question=question, area=area)
    for stuck in rows.filter(state=ModelState.WAITING, asked_at__lt=at - GIVEN_UP_AFTER):
        fail(version=stuck, why=GIVEN_UP, at=at)
    if rows.filter(state=ModelState.WAITING).exists():
        raise Refused("one_runs", ONE_RUNS.format(what=source.label))
    number = (rows.aggregate(last=Max("number"))["last"] or 0) + 1
    made = ModelVersion.objects.create(
        question=question, area=area, number=number, asked_at=at, asked_by_name=by.name[:60]
    )
    ledger.record("ask_for_training", made, by=by, at=at, to_state=made.state, fields={"number": number})
    app.configure_task(TRAIN, allow_unknown=False).defer(committee_id=committee_id, version_id=made.pk)
    return made


def _check_area(area: str, by: Actor) -> None:
    if not by.wears("system") and area not in areas_of(by):
        raise Refused("not_yours", "这一项不归您这个身份管理，请换一个身份。")


@transaction.atomic
def finish(*, version: ModelVersion, found: Mapping[str, Any], at: datetime) -> ModelVersion:
    """
    Keep what a training found and use it from now on, unless a person went back to an older version before.

    What was closed while it ran must not be kept: then the version fails and says why. Raises: Refused `stale`.
    """
    if _closed_of(version.area, found["holds"]):
        return fail(version=version, why=CLOSED_MEANWHILE, at=at)
    kept = {"learned", "choices", "holds", "checked"}
    plain = {name: value for name, value in found.items() if name not in kept}
    moved = workflow.apply(
        table.FINISH, version, by=SYSTEM, at=at, changes={**plain, "trained_at": at, "done": version.total}
    )
    for name in kept:  # too much for the ledger, and words of texts
        setattr(moved, name, found[name])
    moved.save(update_fields=list(kept))
    held_back = _is_held_back(moved)
    _forget_old(moved)
    return moved if held_back else activate(version=moved, by=SYSTEM, at=at)


def _is_held_back(newest: ModelVersion) -> bool:
    """A person went back to an older version: the next one waits until a person puts it to use. Rule: our decision."""
    used = version_in_use(newest.question, newest.area)
    if used is None:
        return False
    rows = ModelVersion.objects.filter(question=newest.question, area=newest.area, activated_at__isnull=False)
    return rows.exclude(learned={}).filter(number__gt=used.number).exists()


def _closed_of(kind: str, ids: Iterable[int]) -> bool:
    rows = Closure.objects.filter(kind=kind, state__in=(*OPEN_STATES, ClosureState.PURGED))
    return not set(ids).isdisjoint(rows.values_list("object_id", flat=True))


def _forget_old(newest: ModelVersion) -> None:
    """Content of the last versions is enough to go back to; the figures of all stay."""
    rows = ModelVersion.objects.filter(question=newest.question, area=newest.area).exclude(learned={})
    used = version_in_use(newest.question, newest.area)
    old = set(rows.order_by("-number").values_list("pk", flat=True)[KEPT_VERSIONS:])
    ModelVersion.objects.filter(pk__in=old - {used.pk if used else None}).update(learned={}, holds=[])


def fail(*, version: ModelVersion, why: str, at: datetime) -> ModelVersion:
    """Say in one sentence why nothing was learned. Raises: Refused `stale`."""
    return workflow.apply(table.FAIL, version, by=SYSTEM, at=at, changes={"failure": why[:300]})


def activate(*, version: ModelVersion, by: Actor, at: datetime) -> ModelVersion:
    """
    Use a version from now on, a new one or an older one again (启用、退回旧版).

    Raises: PermissionDenied; Refused `not_yours`, `stale`, `guarded` (its content is gone); nothing is changed then.
    """
    _check_area(version.area, by)
    changes = {"activated_at": at, "activated_by_name": by.name[:60]}
    return workflow.apply(table.ACTIVATE, version, by=by, at=at, changes=changes)


def show_progress(*, version_id: int, done: int, total: int) -> None:
    """Say how far a training is. No act: it writes no ledger row."""
    ModelVersion.objects.filter(pk=version_id, state=ModelState.WAITING).update(done=done, total=total)


def level_of(share: float, *, sure: float = 0.6, likely: float = 0.3) -> Level:
    """Return in a word how sure a share of 0 to 1 is."""
    return Level.SURE if share >= sure else Level.LIKELY if share >= likely else Level.UNSURE
