"""The public page of a committee: what its rooms offer to anybody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from yizheng.kernel import tenancy
from yizheng.kernel.models import Committee
from yizheng.ui import public


@require_GET
def public_plans(request: HttpRequest, public_slug: str) -> HttpResponse:
    """Show the committee's leaders, structure, plan, meetings and honours; nothing personal but posts."""
    committee = get_object_or_404(Committee, slug=public_slug)
    with tenancy.scope(committee, None):
        blocks = public.drawn(timezone.localdate())
        return render(request, "plan/public.html", {"committee": committee, "blocks": blocks})
