"""The public door of leads: the question before, the code, the lead, its receipt, what became of it (F067)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from yizheng.accounts import counting, friction
from yizheng.accounts.locking import address_of
from yizheng.kernel import tenancy
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import Committee

from ..forms.leads import GUIDANCE, SUGGESTION, MatterForm, PublicLeadForm, StatusForm
from ..models import LeadCode, ProposalLead
from ..queries import leads as queries_leads
from ..services import lead_codes, lead_pictures, leads

FRICTION = "lead"
MOST_LOOKS = 60
"""Receipt codes an hour from one network address: a code cannot be found by trying (our decision)."""


@never_cache
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, public_slug: str) -> HttpResponse:
    """Ask what it is about; a suggestion gets a code by SMS, anything else the right door. Nothing is registered."""
    committee = get_object_or_404(Committee, slug=public_slug)
    with tenancy.scope(committee, None):
        form = MatterForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            matter = form.cleaned_data["matter"]
            if matter != SUGGESTION:
                return _draw(request, "guidance", committee, {"words": GUIDANCE[matter]})
            made = _asked(form, request)
            if made is not None:
                return redirect("proposal_leads:write-lead", public_slug=public_slug, public_id=made.public_id)
        fresh = friction.fresh(FRICTION, at=timezone.now())
        return _draw(request, "begin", committee, {"form": form, "friction": fresh})


@never_cache
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, public_slug: str, public_id: UUID) -> HttpResponse:
    """Take the lead with the code of the message, and show the receipt code once."""
    committee = get_object_or_404(Committee, slug=public_slug)
    with tenancy.scope(committee, None):
        code = get_object_or_404(LeadCode, public_id=public_id)
        form = PublicLeadForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            lead = _sent(form, code, request)
            if lead is not None:
                return _draw(request, "receipt", committee, {"code": shown(lead.receipt_code)})
        return _draw(request, "write", committee, {"form": form, "code": code})


@never_cache
@require_http_methods(["GET", "POST"])
def status(request: HttpRequest, public_slug: str) -> HttpResponse:
    """Tell the holder of a receipt code what became of the lead; the code never stands in an address."""
    committee = get_object_or_404(Committee, slug=public_slug)
    with tenancy.scope(committee, None):
        form = StatusForm(request.POST or None)
        lead = _looked_up(form, request) if request.method == "POST" and form.is_valid() else None
        found = {"lead": lead, "course": queries_leads.course_of(lead)} if lead else {}
        return _draw(request, "status", committee, {"form": form, **found})


def shown(code: str) -> str:
    """Return a receipt code in groups of three, as it is read aloud."""
    return "-".join(code[start : start + 3] for start in range(0, len(code), 3))


def _asked(form: MatterForm, request: HttpRequest) -> LeadCode | None:
    now = timezone.now()
    try:
        friction.check(FRICTION, posted=request.POST.dict(), at=now)
        return lead_codes.ask_lead_code(phone=form.cleaned_data["phone"], address=address_of(request), at=now)
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return None


def _sent(form: PublicLeadForm, code: LeadCode, request: HttpRequest) -> ProposalLead | None:
    now = timezone.now()
    try:
        lead_pictures.check(form.cleaned_data["pictures"])  # before the code is spent on it
        phone = lead_codes.use_lead_code(code=code, answer=form.cleaned_data["code"], at=now)
        return leads.send_lead(
            words=form.words(phone), address=address_of(request), by=leads.PUBLIC, at=now,
            pictures=form.cleaned_data["pictures"],
        )  # fmt: skip
    except Refused as refusal:
        form.add_error("code" if refusal.code == "wrong_code" else None, refusal.message)
        return None


def _looked_up(form: StatusForm, request: HttpRequest) -> ProposalLead | None:
    hour = lead_codes.HOUR
    if counting.count("lead-status", address_of(request), span=hour, at=timezone.now()) > MOST_LOOKS:
        form.add_error(None, "这个网络地址查得太多，请过一小时再查。")
        return None
    lead = queries_leads.lead_by_code(form.cleaned_data["code"])
    if lead is None:
        form.add_error("code", "没有这个回执码，请核对。")
    return lead


def _draw(request: HttpRequest, page: str, committee: Committee, context: dict[str, Any]) -> HttpResponse:
    form = context.get("form")
    status_code = 409 if form is not None and form.is_bound and form.errors else 200
    values = {"committee": committee, **context}
    return render(request, f"proposal/leads/public_{page}.html", values, status=status_code)
