"""What units ask and say beside the reply, as JSON: the same services and permissions as the pages."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router

from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.json_door import Done, Page, PageAsked, act, actor_of, page_of
from yizheng.kernel.permissions import require
from yizheng.kernel.token_scopes import Scope, opens
from yizheng.org.models import OrgUnit
from yizheng.org.queries import units_in_force

from ..enums import ProposalState
from ..models import Handling, PlannedShare
from ..queries import assigning as queries
from ..services import adjusting, assigning, extending, following
from ..views.asking import handling_or_404
from .schemas_units import AdjustIn, CommentIn, ExtensionIn, PlannedShareOut, ProgressIn, SecondReplyIn

router = Router(tags=["提案办理"])


@router.get("planned-shares/", response=Page[PlannedShareOut], summary="拟交办的提案")
def list_planned_shares(request: HttpRequest, asked: Query[PageAsked]) -> Page[PlannedShareOut]:
    """List the units named for pre-assigned proposals; a unit sees its own rows."""
    actor = actor_of(request)
    require("proposal.comment_share", actor)
    rows = queries.shares_visible_to(actor).filter(proposal__state=ProposalState.PRE_ASSIGNED)
    return page_of(rows.order_by("proposal__filed_no", "id"), asked.page, _share)


@router.post("planned-shares/{uuid:public_id}/comment/", response=Done, summary="交办前提意见")
@act
@opens(Scope.HANDLING_WRITE)
def comment_share(request: HttpRequest, public_id: UUID, given: CommentIn) -> str:
    """Say before the conference whether a proposal is the unit's affair."""
    actor = actor_of(request)
    share = get_object_or_404(queries.shares_visible_to(actor), public_id=public_id)
    require("proposal.comment_share", actor, share)
    assigning.comment(
        share=share, objects=given.objects, words=given.words, suggested=_unit(given.suggested_unit), by=actor,
        at=timezone.now(),
    )  # fmt: skip
    return address("api:list-planned-shares")


@router.post("handlings/{uuid:public_id}/adjustment/", response=Done, summary="申请调整")
@act
@opens(Scope.HANDLING_WRITE)
def request_adjustment(request: HttpRequest, public_id: UUID, given: AdjustIn) -> str:
    """Ask that a proposal go to another unit."""
    actor = actor_of(request)
    found = handling_or_404(actor, public_id)
    require("handling.request_adjustment", actor, found)
    adjusting.request_adjustment(
        handling=found, reason=given.reason, suggested_unit=_unit(given.suggested_unit),
        signed_by_name=given.signed_by_name, by=actor, at=timezone.now(),
    )  # fmt: skip
    return _url(found)


@router.post("handlings/{uuid:public_id}/extension/", response=Done, summary="申请延期")
@act
@opens(Scope.HANDLING_WRITE)
def ask_extension(request: HttpRequest, public_id: UUID, given: ExtensionIn) -> str:
    """Ask for more time."""
    actor = actor_of(request)
    found = handling_or_404(actor, public_id)
    require("handling.request_adjustment", actor, found)
    extending.ask_extension(handling=found, to=given.to, reason=given.reason, by=actor, at=timezone.now())
    return _url(found)


@router.post("handlings/{uuid:public_id}/second-reply/", response=Done, summary="二次答复")
@act
@opens(Scope.HANDLING_WRITE)
def write_second_reply(request: HttpRequest, public_id: UUID, given: SecondReplyIn) -> str:
    """Answer a second time: how each promise stands, the letter, the class now."""
    actor = actor_of(request)
    found = handling_or_404(actor, public_id)
    require("handling.issue", actor, found)
    letter = following.SecondReply(
        _progress(found, given.progress), given.body, given.class_mark, given.signed_by_name, given.doc_no
    )
    following.write_second_reply(handling=found, letter=letter, by=actor, at=timezone.now())
    return _url(found)


def _progress(handling: Handling, given: list[ProgressIn]) -> list[following.Progress]:
    """Return what is said of each open promise. Raises: Refused `no_such_promise`."""
    still_open = {each.public_id: each for each in following.open_promises_of(handling)}
    if any(each.promise not in still_open for each in given):
        raise Refused("no_such_promise", "有一项不是这件提案还没兑现的承诺。请先读承诺清单，再按其中的 id 填。")
    return [following.Progress(still_open[each.promise], each.words, each.is_kept) for each in given]


def _unit(public_id: UUID | None) -> OrgUnit | None:
    """Return a unit of today by its id. Raises: Refused `no_such_unit`."""
    if public_id is None:
        return None
    today: date = timezone.localdate()
    unit = units_in_force(today).filter(public_id=public_id).first()
    if unit is None:
        raise Refused("no_such_unit", "没有这个承办单位，或者它已经撤并。请换一个，或不填。")
    return unit


def _share(row: PlannedShare) -> PlannedShareOut:
    return PlannedShareOut(
        id=row.public_id, proposal=row.proposal.public_id, number=row.proposal.number, title=row.proposal.title,
        unit=str(row.unit), role=row.role, reason=row.reason, objects=row.objects_to_it, comment=row.comment,
    )  # fmt: skip


def _url(found: Handling) -> str:
    return address("api:get-handling", public_id=found.public_id)
