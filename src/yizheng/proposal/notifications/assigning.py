"""Who is told what of assignments and adjustments; each unit and each proposer once an act (handbook 5.5, 5.6)."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.utils import timezone

from yizheng.accounts.queries import holders_in
from yizheng.kernel import subjects
from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.notify import services as notify
from yizheng.notify.services import Addressee
from yizheng.ui.tags.marks import month_day

from ..enums import Consent
from ..models import AdjustRequest, Handling, PlannedShare, Proposal, Signer
from ..reach import logins_of_units

MOST_TEXT = 300


def tell_of_pre_assignment(proposals: Sequence[Proposal], *, act_id: uuid.UUID, at: datetime) -> None:
    """Tell the clerks of each unit named how many proposals it may speak about before the conference."""
    counts: dict[int, set[int]] = defaultdict(set)
    rows = PlannedShare.objects.filter(proposal__in=proposals).exclude(source="proposer")
    for unit, proposal in rows.values_list("unit_id", "proposal_id"):
        counts[unit].add(proposal)
    logins = logins_of_units(timezone.localdate(at))
    for unit, named in counts.items():
        notify.tell(
            recipients=logins.get(unit, ()), at=at, key=f"pre-assigned-{act_id}-{unit}",
            text=f"有{len(named)}件提案拟交贵单位办理，请在交办会以前提出意见。",
            url=address("proposal:named-for-unit"),
        )  # fmt: skip


def tell_of_assignment(
    opened: Sequence[Handling], logins: Mapping[int, Sequence[int]], *, act_id: uuid.UUID, by: Actor, at: datetime
) -> None:
    """Tell each unit once what it was given, and the proposers of each proposal who handles it."""
    by_unit: dict[int, list[Handling]] = defaultdict(list)
    by_proposal: dict[int, list[Handling]] = defaultdict(list)
    for each in opened:
        by_unit[each.unit_id].append(each)
        by_proposal[each.proposal_id].append(each)
    for unit, given in by_unit.items():
        _tell_unit(given, logins.get(unit, ()), f"assigned-{act_id}-{unit}", at)
    signers = _signers(by_proposal)
    for pk, given in by_proposal.items():
        _tell_proposers(given, signers[pk], f"assigned-{act_id}-{pk}", by=by, at=at)


def _tell_unit(given: Sequence[Handling], users: Sequence[int], key: str, at: datetime) -> None:
    first = given[0]
    what = f"{first.proposal.number}提案" if len(given) == 1 else f"{len(given)}件提案"
    url = subjects.of(first).url(first) if len(given) == 1 else address("proposal:proposals")
    notify.tell(recipients=users, text=f"{what}已交贵单位办理，请及时签收。", url=url, key=key, at=at)


def _signers(proposals: Iterable[int]) -> dict[int, list[Signer]]:
    found: dict[int, list[Signer]] = defaultdict(list)
    rows = Signer.objects.filter(proposal__in=proposals, consent=Consent.AGREED, withdrew_on__isnull=True)
    for each in rows.select_related("membership__person"):
        found[each.proposal_id].append(each)
    return found


def _tell_proposers(given: Sequence[Handling], signers: Sequence[Signer], key: str, *, by: Actor, at: datetime) -> None:
    """Those with a login find it in their inbox; the others are rung up."""
    proposal = given[0].proposal
    units = "、".join(str(each) for each in given)
    text = f"您的提案《{proposal.title}》已交{units}。"[:MOST_TEXT]
    url = subjects.of(proposal).url(proposal)
    people = [each.membership.person for each in signers if each.membership is not None]
    users = [each.user_id for each in people if each.user_id is not None]
    notify.tell(recipients=[*users, *_owners(signers, at)], text=text, url=url, key=key, at=at)
    rung = [Addressee(person_id=each.pk) for each in people if each.user_id is None]
    if rung:
        title = f"{proposal.number}提案办理通知"
        notify.send(key=f"proposal:{key}", title=title, text=text, url=url, to=rung, subject=proposal, by=by, at=at)


def _owners(signers: Sequence[Signer], at: datetime) -> list[int]:
    """The people of the bodies behind collective proposals."""
    scopes = {("participating_body", each.party_body_id) for each in signers}
    scopes |= {("body", each.body_id) for each in signers} | {("sector", each.sector_id) for each in signers}
    today = timezone.localdate(at)
    return [user for kind, pk in sorted(scopes, key=str) if pk for user in holders_in(kind, pk, on=today)]


def tell_of_request(request: AdjustRequest, assigners: Iterable[int], *, at: datetime) -> None:
    """Tell the assigners of the side that a unit asks for another one."""
    handling = request.handling
    notify.tell(
        recipients=assigners, at=at, key=f"adjust-asked-{request.pk}",
        text=f"{handling.unit}申请调整{handling.proposal.number}提案，请在{month_day(request.decide_by)}前答复。",
        url=subjects.of(request).url(request),
    )  # fmt: skip


def tell_of_keeping(request: AdjustRequest, *, at: datetime) -> None:
    """Tell the unit that asked that the proposal stays with it."""
    handling = request.handling
    notify.tell(
        recipients=holders_in("org_unit", handling.unit_id, on=timezone.localdate(at)), at=at,
        text=f"{handling.proposal.number}提案不予调整，仍由贵单位办理，期限不变。", key=f"adjust-kept-{request.pk}",
        url=subjects.of(handling).url(handling),
    )  # fmt: skip


def tell_of_reassignment(request: AdjustRequest, new: Handling, *, by: Actor, at: datetime) -> None:
    """Tell the unit that is free of it, the one that has it now, the units beside it, and the proposers."""
    old, proposal, today = request.handling, new.proposal, timezone.localdate(at)
    key = f"adjust-granted-{request.pk}"
    logins = logins_of_units(today)
    notify.tell(
        recipients=logins.get(old.unit_id, ()), text=f"{proposal.number}提案已改由{new.unit}办理，贵单位不再承办。",
        url=address("proposal:proposals"), key=f"{key}-old", at=at,
    )  # fmt: skip
    _tell_unit([new], logins.get(new.unit_id, ()), f"{key}-new", at)
    beside = proposal.handlings.exclude(pk__in=[old.pk, new.pk]).exclude(state__in=["reassigned", "stopped"])
    users = [user for unit in beside.values_list("unit_id", flat=True) for user in logins.get(unit, ())]
    notify.tell(
        recipients=users, text=f"{proposal.number}提案的{new.get_role_display()}单位改为{new.unit}。",
        url=subjects.of(proposal).url(proposal), key=f"{key}-beside", at=at,
    )  # fmt: skip
    _tell_proposers([new], _signers([proposal.pk])[proposal.pk], f"{key}-proposer", by=by, at=at)
