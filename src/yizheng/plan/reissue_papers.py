"""Papers of 批转: the request to the Party committee as a draft, the notice as received in a table (F030)."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.http import Http404

from yizheng.approval.enums import ApprovalState, StepKind
from yizheng.approval.models import ApprovalStep
from yizheng.kernel import papers, scoping
from yizheng.kernel.acting import Actor
from yizheng.kernel.models import Committee
from yizheng.kernel.papers import Column, Letter, PaperOffer, Table
from yizheng.ui.tags.marks import long_date

from . import queries
from .enums import LIVE_PLAN_STATES
from .models import WorkPlan
from .reissue import reissue_facts


def request(actor: Actor, params: Mapping[str, str]) -> Letter:
    """
    Draft the request that the Party committee issue an adopted plan again (请示); the office completes it.

    It is addressed to whoever answered the report of the chain, and to nobody where that is not known.
    Rule: office-practice 10. Raises: Http404 for a plan that is not in force or cannot be seen.
    """
    plan = _plan(actor, params)
    if plan.state not in LIVE_PLAN_STATES:
        raise Http404("no such plan in force")
    issuer = plan.issuing_body or Committee.objects.get(pk=scoping.current().committee_id).full_name
    context = {
        "issuer": issuer,
        "addressee": _reported_to(plan),
        "paragraphs": [_reason(plan), "现将文稿呈上，如无不妥，建议批转各地各单位贯彻执行。", "妥否，请批示。"],
        "annexes": [plan.title],
        "signature": issuer,
    }
    return Letter("notice", f"关于提请批转《{plan.title}》的请示", context)


def notice(actor: Actor, params: Mapping[str, str]) -> Table:
    """Return the notice as received: its day, number, addressees, copies, day of print. Raises: Http404."""
    plan = _plan(actor, params)
    facts = reissue_facts(plan.reissue)
    if not facts:
        raise Http404("not re-issued")
    return Table(
        f"{plan.title}批转情况", (Column("事项"), Column("内容", width=4)), tuple(facts), subtitle=plan.doc_number
    )


def _plan(actor: Actor, params: Mapping[str, str]) -> WorkPlan:
    try:
        public_id = UUID(params.get("id", ""))
    except ValueError:
        raise Http404("no such plan") from None
    plan = queries.plans_visible_to(actor).filter(public_id=public_id).first()
    if plan is None:
        raise Http404("no such plan")
    return plan


def _reason(plan: WorkPlan) -> str:
    day = f"{long_date(plan.adopted_on)}，" if plan.adopted_on else ""
    meeting = f"{plan.adopted_meeting}审议通过了" if plan.adopted_meeting else "审议通过了"
    number = f"（{plan.doc_number}）" if plan.doc_number else ""
    return f"{day}{meeting}《{plan.title}》{number}。"


def _reported_to(plan: WorkPlan) -> str:
    replies = ApprovalStep.objects.filter(
        approval__subject_kind="work_plan", approval__object_id=plan.pk, approval__state=ApprovalState.PASSED,
        kind=StepKind.REPORT,
    )  # fmt: skip
    return replies.order_by("-order").values_list("decided_by_name", flat=True).first() or ""


def offer_papers() -> None:
    """Offer both papers."""
    papers.offer(
        PaperOffer("plan-reissue-request", "提请批转的请示", "plan.reissue", request, formats=("docx", "pdf")),
        PaperOffer("plan-reissue-notice", "批转情况", "plan.export", notice),
    )
